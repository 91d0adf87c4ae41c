"""What the pages of a month show: the table of service levels, the items behind a figure, months to choose from."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from timonier.contracts.queries import plans_of
from timonier.core.availability import compliance
from timonier.core.contract.model import Kpi
from timonier.core.engine import evaluate_stream
from timonier.core.events import in_order
from timonier.core.instants import local, month_bounds, month_first, month_of
from timonier.core.measures import Measure
from timonier.foundation.charts import Point, sparkline
from timonier.foundation.journal import read
from timonier.foundation.parts import month_name, percent
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.mergers import openings_of
from timonier.measures.queries import Told, is_settled, items_in, ran_out, told_of
from timonier.measures.services import now
from timonier.service_levels import figures
from timonier.service_levels.inputs import Known, gather, lives_of
from timonier.service_levels.models import PublishedMonth
from timonier.service_levels.services import corrections_of, month_result, published_result

SHOWN = 50
MOST_MONTHS = 40
_RANK = {"missed": 0, "excluded": 1, "running": 2, "met": 3}
DEAR = 1_000_000
"""A month that takes longer to compute is shown as it was drawn last, with its age. Units: microseconds."""
_DIGITS = re.compile(r"([0-9]{1,18})")
FACTS = {
    "survey_scores": "survey",
    "availability": "service",
    "compliance": "compliance",
    "ticket_scores": "ticket",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One service level of a month, with what its row draws. `bar` and `goal`: 0 to 100."""

    kpi: Kpi
    result: dict[str, Any]
    bar: float
    goal: float
    state: str

    @property
    def is_partly_charged(self) -> bool:
        """Whether the month straddles two phases, and only some items may be charged."""
        charged = self.result["charged"]
        return bool(charged) and charged["population"] != self.result["population"]


def month_page(contract: Contract, month: str) -> dict[str, Any]:
    """The month: as published when it is sealed, else as it stands. Raises: Refused."""
    published = published_result(contract, month)
    result = published or _as_it_stands(contract, month)
    if published is not None:
        with scope([contract.pk]):
            result["corrections"] = corrections_of(contract, month)
    plan = plans_of(contract).on(
        local(month_bounds(month, plans_of(contract).tz)[0], plans_of(contract).tz).date()
    )
    kpis = {kpi.key: kpi for kpi in plan.version.kpis}
    lines = [_line(kpis[one["kpi"]], one) for one in result["results"] if one["kpi"] in kpis]
    return {
        "result": result,
        "lines": lines,
        "failed": sum(line.state == "missed" for line in lines),
        "measured": sum(line.state != "none" for line in lines),
        "held_back": sorted(
            {
                code
                for one in result["results"]
                if one["penalty_amount"] != "0.00" and not one["chargeable"]
                for code in one["forbidden_by"]
            }
        ),
        "unknowns": plan.version.unknowns,
    }


def _as_it_stands(contract: Contract, month: str) -> dict[str, Any]:
    """From the journal; the stored copy where it is exact, or where a reader would wait. Its `as_of` says how old."""
    with scope([contract.pk]):
        known = figures.stored(contract, month)
        is_over = known is not None and known.as_of >= figures.end_of(contract, month)
    if known is not None and (known.cost > DEAR or (is_over and not known.is_stale)):
        return known.result
    return month_result(contract, month)


def beside(contract: Contract, month: str, language: str) -> dict[str, dict[str, Any]]:
    """KPI → its thirteen months as a sparkline, and its line of the same month a year before. Needs the scope."""
    window = figures.window(contract, month)
    known = {one.month: one.lines for one in figures.of(contract, window)}
    plan = plans_of(contract).on(month_first(month))
    found = {}
    for kpi in plan.version.kpis:
        points = []
        for one in window:
            value = known.get(one, {}).get(kpi.key, {}).get("value")
            number = Decimal(value) if value is not None else None
            points.append(Point(month_name(one, language), number, percent(value, language)))
        found[kpi.key] = {
            "spark": sparkline(kpi.key, points, objective=kpi.objective * 100),
            "before": known.get(window[0], {}).get(kpi.key),
        }
    return found


def _line(kpi: Kpi, result: dict[str, Any]) -> Line:
    value = Decimal(result["value"]) if result["value"] is not None else Decimal(0)
    state = {True: "met", False: "missed", None: "none"}[result["achieved"]]
    return Line(kpi, result, float(value), float(kpi.objective * 100), state)


def months_of(contract: Contract) -> list[str]:
    """Months from the first phase of the contract to this one, newest first, forty at most."""
    plans = plans_of(contract)
    instant, tz = now(), plans.tz
    version = plans.at(instant).version
    first = min((phase.starts for phase in version.phases), default=version.effective_from)
    year, month = first.year, first.month
    last = month_of(instant, tz)
    found = []
    while (text := f"{year:04d}-{month:02d}") <= last:
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found[::-1][:MOST_MONTHS] or [last]


def latest_month(contract: Contract) -> str:
    """The last month that is over, when it has one."""
    found = months_of(contract)
    return found[1] if len(found) > 1 else found[0]


def items_of(contract: Contract, month: str, kpi: Kpi) -> tuple[list[Measure], list[str]]:
    """Measures behind a figure (missed first), and the streams of facts for what is no measure of single items.

    Those of a month that is not sealed are the derived rows, when all facts have reached them; else the journal is read.
    """
    with scope([contract.pk]):
        sealed = PublishedMonth.objects.filter(contract=contract, month=month).first()
        facts: list[str] = []
        of_items = FACTS.get(kpi.family, "ticket") == "ticket"
        if sealed is None and of_items and is_settled(contract):
            found = derived_items(contract, month, kpi.key)
        else:
            found, facts = gathered_items(contract, month, kpi, sealed)
        found.sort(key=lambda one: (_RANK.get(one.outcome, 9), counted_up(one.item)))
    return found, facts


def counted_up(name: str) -> list[tuple[int, int, str]]:
    """A key that puts "#2" before "#10"."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(name) if part]


def gathered_items(
    contract: Contract, month: str, kpi: Kpi, sealed: PublishedMonth | None
) -> tuple[list[Measure], list[str]]:
    """The same from the journal, up to the seal if there is one. Needs the scope."""
    known = Known(until=sealed.position) if sealed else Known()
    inputs = gather(contract, month, sealed.cutoff if sealed else now(), known)
    found = [
        one for one in inputs.measures if one.kpi == kpi.key and month in (one.month, one.excluded_month)
    ]
    return found, sorted(inputs.facts.get(FACTS.get(kpi.family, ""), {}))


def compliant_in(contract: Contract, month: str, facts: list[str]) -> tuple[int, int]:
    """KPI-20: how many elements are compliant, of how many, from the snapshots that the month knows."""
    streams = [f"compliance/{key}" for key in facts]
    with scope([contract.pk]):
        sealed = PublishedMonth.objects.filter(contract=contract, month=month).first()
        known, instant = (
            Known(until=sealed.position) if sealed else Known(),
            sealed.cutoff if sealed else now(),
        )
        lives = {
            key: in_order(events, instant)
            for _family, key, events in (lives_of(contract, streams, known) if streams else ())
        }
    return compliance(lives, month, plans_of(contract).tz)


def derived_items(contract: Contract, month: str, kpi: str) -> list[Measure]:
    """The same from the derived rows. Clocks that ran out since their item's last fact are read anew. Needs the scope."""
    plans, instant = plans_of(contract), now()
    start, end = month_bounds(month, plans.tz)
    late = ran_out(contract, kpi, start, min(end, instant + 1))
    found = [one for stream, one in items_in(contract, month, kpi) if stream not in late]
    openings = openings_of(contract, plans, instant) if late else {}
    for family, key, events in lives_of(contract, sorted(late), Known()) if late else ():
        measures = evaluate_stream(plans, family, key, events, instant, openings).measures
        found += [one for one in measures if one.kpi == kpi and month in (one.month, one.excluded_month)]
    return found


def told_in(contract: Contract, stream: str, month: str) -> Told | None:
    """An item as the seal of the month knew it; as it stands now when the month is not sealed."""
    sealed = PublishedMonth.objects.filter(contract=contract, month=month).first() if month else None
    if sealed is None:
        return told_of(contract, stream)
    return told_of(contract, stream, as_of=sealed.cutoff, until=sealed.position)


def events_of(contract: Contract, stream: str) -> bool:
    """Whether anything is known about a stream."""
    return next(iter(read(contract, stream=stream)), None) is not None
