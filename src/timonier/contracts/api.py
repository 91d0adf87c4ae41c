"""The contract over the API: one version of it, whole, as it was in force on a day."""

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from timonier.contracts.editions import Edition, Stamp, edition
from timonier.contracts.shapes import ContractText
from timonier.core.refusal import Refused
from timonier.directory.gate import Gate, entry_of
from timonier.foundation.wire import reply

router = Router(tags=["contracts"])
_ELSEWHERE = frozenset(
    {"key", "title", "timezone", "hours", "kpis", "readings", "unknowns", "effective_from", "holidays"}
)
_MONEY = frozenset({"penalties"})


class Asked(Schema):
    """As of which day."""

    on: Annotated[
        str,
        Field(max_length=10, description="YYYY-MM-DD: the version in force that day; the last without it"),
    ] = ""


@router.get(
    "/contracts/{contract}/contract",
    auth=Gate("contract.read"),
    response=ContractText,
    url_name="contract",
    summary="The contract",
)
def contract_text(request: HttpRequest, contract: str, asked: Query[Asked]) -> HttpResponse:
    """One version of the contract with everything it says. Penalties and prices only for who may read penalties."""
    entry = entry_of(request)
    read = edition(entry.place, _day(asked.on))
    return reply(as_json(entry.place.key, read, with_money=entry.who.may("penalty.read", entry.place)))


def as_json(key: str, read: Edition, *, with_money: bool) -> dict[str, Any]:
    """A version as JSON."""
    version, tree = read.version, read.tree
    hidden = _ELSEWHERE | (frozenset() if with_money else _MONEY)
    lists = {name: read.rows(name) for name in [*read.part("lists"), *read.part("matrices")]}
    lists["holidays"] = read.holidays()
    if not with_money:
        lists["price_list"] = [{**row, "price": ""} for row in lists.get("price_list", [])]
    return {
        "key": key,
        "title": tree["title"],
        "version": _stamp(read.stamp),
        "versions": [_stamp(one) for one in read.stamps],
        "timezone": version.timezone,
        "phases": [
            {
                "key": one.key,
                "starts": one.starts.isoformat(),
                "ends": (one.ends - timedelta(days=1)).isoformat() if one.ends else None,
                "charging": one.charging,
            }
            for one in version.phases
        ],
        "hours": {
            name: {
                "week": [[list(span) for span in day] for day in one.week],
                "on_holidays": one.on_holidays,
                "service_day_minutes": one.day_minutes,
                "unknown": one.unknown,
                "alternatives": [name for name, _ in one.alternatives],
            }
            for name, one in version.hours.items()
        },
        "kpis": [
            {
                "key": one.key,
                "family": one.family,
                "title": {"fr": one.title_fr, "en": one.title_en},
                "sentence": tree["kpis"][one.key].get("sentence"),
                "clause": one.clause,
                "hours": one.service,
                "target": tree["kpis"][one.key].get("target"),
                "objective": str(one.objective),
                "at_most": one.at_most,
                "level": one.level,
                "unknowns": list(one.unknowns),
            }
            for one in version.kpis
        ],
        "readings": dict(version.readings),
        "unknowns": {
            name: {
                "title": {"fr": one.title_fr, "en": one.title_en},
                "clause": one.clause,
                "placeholder": one.placeholder,
                "decision": one.decision,
            }
            for name, one in version.unknowns.items()
        },
        "terms": {name: value for name, value in tree.items() if name not in hidden},
        "lists": lists,
    }


def _stamp(one: Stamp) -> dict[str, Any]:
    return {"number": one.number, "effective_from": one.effective_from.isoformat(), "digest": one.digest}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused("contract_not_a_date", value=text) from error
