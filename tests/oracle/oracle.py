"""The oracle's answers about one ticket: each KPI's outcome, counted minutes and month."""

from dataclasses import replace

from tests.oracle.facts import Facts, minute_of, month_of, vsgp
from tests.oracle.streams import Fact, Item
from tests.oracle.tickets import Walk, choice, walk_ticket

FIRST_CONTACT_TYPES = ("incident", "request")
DESK_CHANNELS = ("phone", "mail", "portal")


def judge_ticket(events: list[Fact], as_of: int, facts: Facts | None = None) -> dict[str, Item]:
    """The items of a ticket among KPI-02, 04, 05 and 6 to 15, by KPI."""
    facts = facts or vsgp()
    walk = walk_ticket(facts, events, as_of)
    if walk is None or walk.started is None:
        return {}
    found = [_taken(walk), _first_contact(walk), _escalated(walk), _resolved(walk)]
    listed = month_of(minute_of(walk.exclusion["at"])) if walk.exclusion is not None else None
    return {
        item.kpi: replace(item, started=walk.started, listed=listed if item.outcome == "excluded" else None)
        for item in found
        if item is not None
    }


def _clocked(walk: Walk, kpi: str, counted: list[int], gross: int, stop: int | None) -> Item:
    """A clock's item: excluded, met, missed or running; month of the stop or of the breach if earlier."""
    target = walk.facts.targets[kpi]
    breach = counted[target] if len(counted) > target else None

    def item(outcome: str, month: int | None) -> Item:
        return Item(kpi, outcome, len(counted), gross, None if month is None else month_of(month))

    if walk.exclusion is not None:
        accepted = walk.exclusion.get("accepted_by") == "client"
        if accepted or (stop is None and breach is None):
            return item("excluded", None)
    if breach is not None:
        return item("missed", breach if stop is None else min(stop, breach))
    return item("running", None) if stop is None else item("met", stop)


def _taken(walk: Walk) -> Item | None:
    if walk.attributes["channel"] not in ("portal", "mail"):
        return None
    waited = [minute for minute in walk.since_start if walk.taken is None or minute < walk.taken]
    return _clocked(walk, "KPI-02", waited, len(waited), walk.taken)


def _first_contact(walk: Walk) -> Item | None:
    attributes = walk.attributes
    if walk.stopped is None or walk.stopped_by != "resolved":
        return None
    by_category = walk.facts.eligible.get(attributes.get("category", ""), True)
    eligible = attributes.get("level1_eligible", by_category)
    if attributes["type"] not in FIRST_CONTACT_TYPES or attributes["channel"] not in DESK_CHANNELS:
        return None
    if not eligible:
        return None
    if walk.exclusion is not None:  # an accepted one: no other acts on a ticket that is stopped
        return Item("KPI-04", "excluded", None, None, None)
    return Item("KPI-04", "missed" if walk.not_first_contact else "met", None, None, month_of(walk.stopped))


def _escalated(walk: Walk) -> Item | None:
    if walk.escalated is None:
        return None
    waited = sum(1 for minute in walk.since_start if minute < walk.escalated)
    if walk.exclusion is not None and walk.exclusion.get("accepted_by") == "client":
        return Item("KPI-05", "excluded", waited, waited, None)
    outcome = "met" if waited <= walk.facts.targets["KPI-05"] else "missed"
    return Item("KPI-05", outcome, waited, waited, month_of(walk.escalated))


def _resolved(walk: Walk) -> Item | None:
    kpi, out = choice(walk.attributes)
    if kpi is None:
        return None
    clock = walk.facts.services[kpi]
    counted, gross = walk.counted[clock], len(walk.gross[clock])
    if out:
        return Item(kpi, "excluded", len(counted), gross, None)
    return _clocked(walk, kpi, counted, gross, walk.stopped)
