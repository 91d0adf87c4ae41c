"""Warn before a target is exceeded: at 50, 80 and 100 % of a clock, once for each, to those who want it.

The worker looks at running rows of measures; what it decides is computed from the journal. What was due while nothing
ran is told once, with the instant at which it was due. Source: KPI-34; decision 0042.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.urls import reverse

from timonier.contracts.queries import plans_of
from timonier.core.instants import DAY, local, month_of
from timonier.core.measures import Measure
from timonier.core.plan import Plan, Plans
from timonier.core.warnings import THRESHOLDS, expected, passed, share
from timonier.directory.choices import Role
from timonier.directory.models import Membership
from timonier.directory.people import PROVIDER, able, account_of
from timonier.foundation.notify.services import tell
from timonier.foundation.tenancy.models import Contract
from timonier.measures.models import MeasureRow
from timonier.measures.near import KINDS
from timonier.measures.queries import Told, told_of
from timonier.measures.services import now
from timonier.service_levels.models import BreachWarning, WarningChoice

RECENT = 7 * DAY
"""What was due earlier is noted and told to nobody: an import of old facts rings no bell."""
AGAIN = 300 * 1_000_000
USUAL = (80, 100)


@dataclass
class Watch:
    """What a worker remembers between two looks: row → when to look again. Losing it costs one look."""

    looks: dict[int, int]


def warn(contract: Contract, watch: Watch, at: int | None = None) -> int:
    """Tell what has become due; how many warnings were noted. Needs the contract's scope."""
    instant = now() if at is None else at
    plans = plans_of(contract)
    rows = list(_running(contract, plans, instant))
    known = {row.pk for row in rows}
    watch.looks = {pk: look for pk, look in watch.looks.items() if pk in known}
    fired = 0
    for row in rows:
        look = watch.looks.get(row.pk)
        if look is None:
            look = watch.looks[row.pk] = _next(plans, row, 0)
        if look > instant:
            continue
        count, highest = _look(contract, plans, row, instant)
        fired += count
        following = _next(plans, row, highest)
        watch.looks[row.pk] = following if following > instant else instant + AGAIN
    return fired


def _running(contract: Contract, plans: Plans, instant: int) -> Iterable[MeasureRow]:
    months = {month_of(instant, plans.tz), month_of(instant - RECENT, plans.tz)}
    its_month = Q(month__in=sorted(months)) | Q(month=None)
    late = its_month & Q(outcome="missed", stopped_at=None, exceeds_at__gt=instant - RECENT)
    running = Q(outcome="running", exceeds_at__isnull=False)
    rows: Iterable[MeasureRow] = MeasureRow.objects.filter(
        running | late, contract=contract, kind__in=KINDS, target__gt=0
    ).order_by("exceeds_at")
    return rows


def _next(plans: Plans, row: MeasureRow, after: int) -> int:
    """When the next threshold above `after` is expected; far away when there is none."""
    plan = plans.at(row.started_at)
    kpi = next((kpi for kpi in plan.version.kpis if kpi.key == row.kpi), None)
    following = next((one for one in THRESHOLDS if one > after), None)
    if kpi is None or following is None or row.exceeds_at is None or not row.target:
        return 2**62
    opening = plan.opening(kpi.service) if kpi.service else None
    return expected(row.exceeds_at, row.target, following, opening)


def _look(contract: Contract, plans: Plans, row: MeasureRow, instant: int) -> tuple[int, int]:
    """Note and tell what a clock has passed: how many thresholds were new, and the highest passed."""
    told = told_of(contract, row.stream, as_of=instant)
    measure = next((one for one in told.outcome.measures if one.kpi == row.kpi), None) if told else None
    if told is None or measure is None:
        return 0, 100
    reopened = sum(event.kind == "reopened" for event in told.events)
    found = {one: due for one in THRESHOLDS if (due := passed(measure, one)) is not None}
    before = set(
        BreachWarning.objects.filter(
            contract=contract, stream=row.stream, kpi=row.kpi, reopened=reopened
        ).values_list("threshold", flat=True)
    )
    fresh = [
        BreachWarning(
            contract=contract, stream=row.stream, kpi=row.kpi, reopened=reopened, threshold=threshold,
            due_at=due, fired_at=instant,
        )
        for threshold, due in found.items()
        if threshold not in before
    ]  # fmt: skip
    if fresh:
        BreachWarning.objects.bulk_create(fresh, ignore_conflicts=True)
        highest = max(fresh, key=lambda one: one.threshold)
        if highest.threshold > max(before, default=0) and highest.due_at > instant - RECENT:
            _tell(contract, plans.at(row.started_at), told, measure, highest)
    return len(fresh), max(found, default=0)


def _tell(contract: Contract, plan: Plan, told: Told, measure: Measure, one: BreachWarning) -> None:
    family, _, key = one.stream.partition("/")
    is_done = one.threshold >= 100
    due = one.due_at if is_done else measure.exceeds_at or one.due_at
    zone = plan.version.timezone
    params = {
        "number": key,
        "kpi": one.kpi,
        "share": max(one.threshold, min(99, share(measure.counted, measure.target))),
        "due": local(due, zone).strftime("%d/%m/%Y %H:%M"),
        "passed": datetime.fromtimestamp(one.due_at / 1e6, UTC).isoformat(timespec="seconds"),
    }
    name = "desk:ticket" if family == "ticket" else "service_levels:ledger"
    url = reverse(name, args=[contract.key, key if family == "ticket" else one.stream])
    people = _wanting(contract, told, one.threshold)
    code = "breach_done" if is_done else "breach_near"
    tell(
        contract,
        people,
        code,
        params,
        url,
        key=f"breach/{one.stream}/{one.kpi}/{one.threshold}/{one.reopened}",
    )


def _wanting(contract: Contract, told: Told, threshold: int) -> list[int]:
    """The people of the provider who want this warning: managers of all, others of what is grave or theirs."""
    people = able(contract, "ticket.resolve", side=PROVIDER)
    managers = set(
        Membership.objects.filter(
            contract=contract, role=Role.SERVICE_MANAGER, account__in=people
        ).values_list("account_id", flat=True)
    )
    choices = {row.account: row for row in WarningChoice.objects.filter(account__in=people)}
    attributes = told.outcome.life.attributes if told.outcome.life else {}
    is_grave = bool(attributes.get("vip")) or attributes.get("priority") == "major"
    own = _holder(told)
    found = []
    for account in people:
        choice = choices.get(account)
        thresholds = choice.thresholds if choice else USUAL
        only_grave = choice.only_grave if choice else account not in managers
        if threshold in thresholds and (is_grave or not only_grave or account == own):
            found.append(account)
    return found


def _holder(told: Told) -> int | None:
    """Who took the item last, by the journal."""
    acts = [event for event in told.events if event.kind in ("taken", "acknowledged")]
    return account_of(acts[-1].by or "") if acts else None
