"""Write notices: once for each person and key, in the caller's transaction, mailed later by the postman."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from timonier.foundation.live import announce_on_commit
from timonier.foundation.notify.kinds import DAILY, NONE, NOW, kinds
from timonier.foundation.notify.models import DUE, OFF, Notice, NoticeChoice
from timonier.foundation.tenancy.models import Contract

DIGEST_AT = time(8)
_ZONE = ZoneInfo("Europe/Paris")


def clock() -> int:
    """The database's clock. Units: microseconds since 1970 UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def tell(
    contract: Contract,
    people: Iterable[int],
    code: str,
    params: dict[str, Any],
    url: str,
    *,
    by: int | None = None,
    key: str = "",
) -> int:
    """Tell these accounts; how many were told now. Needs the contract's scope.

    `by`: who did it, whom it does not tell. `key`: what makes it the same notice when it is told again.
    `url`: an address of this product, beginning with a slash; its origin is the installation's.
    Raises: KeyError for a code that nobody registered; ValueError for an address of elsewhere.
    """
    kind = kinds.of(code)
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("a notice leads into this product only")
    wanted = sorted({one for one in people if one != by})
    if not wanted:
        return 0
    ways = dict(NoticeChoice.objects.filter(account__in=wanted, kind=kind.name).values_list("account", "way"))
    at, key = clock(), key or uuid4().hex
    rows = []
    for account in wanted:
        way = ways.get(account, kind.usual)
        if way == NONE:
            continue
        is_mailed = way in (NOW, DAILY) and bool(settings.MAIL)
        rows.append(
            Notice(
                contract=contract, account=account, kind=kind.name, code=code, params=params, url=url, key=key,
                at=at, mail=DUE if is_mailed else OFF,
                mail_at=(next_digest(at) if way == DAILY else at) if is_mailed else None,
            )
        )  # fmt: skip
    known = set(
        Notice.objects.filter(contract=contract, key=key, account__in=wanted).values_list(
            "account", flat=True
        )
    )
    fresh = [row for row in rows if row.account not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    announce_on_commit(contract.pk, [bell_stream(row.account) for row in fresh])
    return len(fresh)


def bell_stream(account: int) -> str:
    """The stream that stands for a person's notices where open pages listen."""
    return f"notices/{account}"


def next_digest(at: int) -> int:
    """The next morning's gathering after an instant. Units: microseconds."""
    moment = datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(_ZONE)
    day = moment.date() if moment.time() < DIGEST_AT else moment.date() + timedelta(days=1)
    return int(datetime.combine(day, DIGEST_AT, _ZONE).timestamp()) * 1_000_000


def choose(account: int, kind: str, way: str) -> None:
    """Keep how a person wants a kind."""
    NoticeChoice.objects.update_or_create(account=account, kind=kind, defaults={"way": way})
