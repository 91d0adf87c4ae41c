"""Random histories of the other streams, and whole months of them."""

from collections.abc import Callable
from datetime import timedelta

from tests.oracle.facts import EPOCH, PARIS, local, minute_of, text_of, vsgp
from tests.oracle.histories import FLAGS, tell
from tests.oracle.picks import Pick, Seeded, after_open, at_time, beginning, later, once_in
from tests.oracle.streams import Fact

SERVICE_DAY = vsgp().openings["commercial"].service_day
type Told = tuple[list[Fact], str]


def tell_alert(pick: Pick) -> Told:
    """Spans of one component, raised, handled or not, cleared or not."""
    at = beginning(pick)
    perimeter = pick.of([None, "provider", "third_party", "client"])
    told: list[Fact] = []
    for kind in ["raised", *(pick.of(["raised", "acknowledged", "notified", "cleared"]) for _ in range(5))]:
        fact: Fact = {"alert": "A", "at": text_of(at), "event": kind}
        if kind == "raised":
            fact |= {"severity": pick.of(["critical", "critical", "warning"]), "component": "c"}
            if perimeter is not None:
                fact["perimeter"] = perimeter
        elif kind == "acknowledged":
            fact["by"] = "a.martin"
        elif kind == "notified":
            fact |= {"to": "operator", "means": "phone"} | ({} if once_in(pick, 4) else {"reference": "r"})
        told.append(fact)
        step = pick.of([0, 1, 4, 5, 6, 7])
        at = after_open("supervision", at, step) if once_in(pick, 2) else later(pick, at)
    return told[: pick.number(1, 6)], text_of(at)


def tell_quote(pick: Pick) -> Told:
    """A request and, perhaps, its quote."""
    at = beginning(pick)
    kind = pick.of(["complex", "simple", "urgent"])
    days = {"complex": 7, "simple": 3, "urgent": 1}[kind]
    told: list[Fact] = [{"quote": "Q", "at": text_of(at), "event": "requested", "kind": kind}]
    sent = after_open("commercial", at, days * SERVICE_DAY + pick.of([-600, -1, 0, 0, 1, 600]))
    if not once_in(pick, 4):
        told.append({"quote": "Q", "at": text_of(sent), "event": "sent"})
        if once_in(pick, 4):
            told.append({"quote": "Q", "at": text_of(sent + 10), "event": "sent"})
    return told, text_of(later(pick, sent) if once_in(pick, 2) else later(pick, at))


def tell_call(pick: Pick) -> Told:
    """A call, to the second."""
    at = EPOCH + timedelta(minutes=beginning(pick), seconds=pick.of([-1, 0, 0, 1, 59]))
    waited = timedelta(seconds=pick.of([0, 1, 19, 20, 21, 60]))
    kinds = pick.of(
        [["answered", "ended"], ["answered"], ["abandoned", "ended"], ["abandoned"], ["ended"], []]
    )
    told: list[Fact] = [{"call": "C", "at": at.astimezone(PARIS).isoformat(), "event": "offered"}]
    if once_in(pick, 4):
        told.append(
            {"call": "C", "at": at.astimezone(PARIS).isoformat(), "event": "announced", "kind": "deterrent"}
        )
    for kind in kinds:
        at += waited
        told.append({"call": "C", "at": at.astimezone(PARIS).isoformat(), "event": kind})
        waited = timedelta(seconds=pick.number(1, 300))
    return told, (at + timedelta(hours=6)).astimezone(PARIS).isoformat()


def tell_milestone(pick: Pick) -> Told:
    """A planned date, moved or not, reached or not; nothing is moved after it was reached."""
    start = beginning(pick)
    due = local(start).date() + timedelta(days=pick.number(0, 8))
    told: list[Fact] = [{"milestone": "M", "at": text_of(start), "event": "planned", "due": due.isoformat()}]
    at = start
    for _ in range(pick.number(0, 2)):
        at = max(at + 1, at_time(at, pick.number(0, 6), pick.of(["00:00", "10:00", "23:59"])))
        fact = {"milestone": "M", "at": text_of(at), "event": "moved"}
        fact["due"] = (local(at).date() + timedelta(days=pick.number(0, 9))).isoformat()
        told.append(
            fact | pick.of([{"agreed_by": "client"}, {"agreed_by": "client"}, {}, {"agreed_by": "provider"}])
        )
    if not once_in(pick, 4):
        at = max(at + 1, at_time(at, pick.number(0, 8), pick.of(["00:00", "10:00", "23:59"])))
        told.append({"milestone": "M", "at": text_of(at), "event": "reached"})
    return told, text_of(at_time(at, pick.number(0, 6), pick.of(["00:00", "12:00"])))


def tell_service(pick: Pick, service: str) -> Told:
    """Downs that do not overlap, and maintenance agreed and announced in time or not."""
    at = start = beginning(pick)
    told: list[Fact] = []
    for number in range(pick.number(1, 4)):
        first = later(pick, at) + 1
        if once_in(pick, 2):
            end = later(pick, first) + 1
            told.append({"service": service, "at": text_of(first), "event": "down"})
            if not once_in(pick, 8):
                told.append({"service": service, "at": text_of(end), "event": "up"})
            at = end
        else:
            begin = first + pick.number(-100, 600)
            span = {"from": text_of(begin), "to": text_of(later(pick, begin) + 1)}
            told.append(
                {"service": service, "at": text_of(first), "event": "maintenance_agreed", "id": f"m{number}"}
                | span
            )
            if not once_in(pick, 5):
                announced = text_of(first + pick.number(1, 400))
                told.append({"service": service, "at": announced, "event": "announced", "of": f"m{number}"})
    return told, text_of(at_time(start, 20, "12:00"))


def tell_sums(pick: Pick) -> dict[str, dict[str, list[Fact]]]:
    """Compliance snapshots and periodic surveys."""
    at = beginning(pick)
    found: dict[str, dict[str, list[Fact]]] = {"compliance": {}, "survey": {}}
    for name in ("antivirus", "patches"):
        measured: list[Fact] = []
        for _ in range(pick.number(0, 3)):
            at = later(pick, at) + 1
            total = pick.number(0, 40)
            measured.append(
                {"compliance": name, "at": text_of(at), "event": "measured", "total": total}
                | {"compliant": pick.number(max(0, total - 2), total)}
            )
        if measured:
            found["compliance"][name] = measured
    answers = [
        {"survey": "S", "at": text_of(at + 60 * number), "event": "answered", "score": pick.number(40, 100)}
        for number in range(pick.number(0, 3))
    ]
    if answers:
        found["survey"]["S"] = answers
    return found


TELLERS: dict[str, Callable[[Pick], Told]] = {
    "alert": tell_alert,
    "quote": tell_quote,
    "call": tell_call,
    "milestone": tell_milestone,
}


def tell_month(seed: int, count: int) -> tuple[dict[str, dict[str, list[Fact]]], str, str]:
    """Many streams of every family; the month and the as-of instant are those of one of the tickets."""
    pick = Seeded(seed)
    found: dict[str, dict[str, list[Fact]]] = tell_sums(pick)
    as_of = ""
    for family, teller in (TELLERS | {"ticket": tell}).items():
        for number in range(count):
            told, as_of = teller(pick)
            key = f"{family}-{number}"
            found.setdefault(family, {})[key] = [fact | {family: key} for fact in told]
    for service in list(vsgp().availability)[:3]:
        if pick.of(FLAGS):
            found.setdefault("service", {})[service] = tell_service(pick, service)[0]
    month = as_of[:7]
    return found, month, text_of(minute_of(as_of) + pick.of([0, 0, 60 * 24 * 45]))
