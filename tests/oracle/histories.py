"""Random ticket histories on minute boundaries, around DST nights, public holidays, weekends and ends of months."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.facts import minute_of, text_of, vsgp
from tests.oracle.picks import Drawn, Pick, after_open, beginning, later, once_in
from tests.oracle.streams import Fact

ONE_DAY = vsgp().duty_period
FLAGS = [False, True]
MEANS = ["mail", "phone", "ticket", "portal", "letter"]
TYPES = ["incident"] * 5 + ["request"] * 3 + ["information", "change"]
CHANNELS = ["phone", "mail", "portal", "portal", "alert", "api"]
PRIORITIES = ["major", "high", "medium", "low"]
URGENCIES = ["immediate", "high", "medium", "low"]
ACCEPTED: list[dict[str, Any]] = [{}, {}, {"accepted_by": "client"}, {"accepted_by": "provider"}]
EVIDENCE = ["evidence_added", "evidence_added", "evidence_accepted", "withdrawn_evidence"]
EXCLUSIONS = ["cancelled", "merged", "linked_child"]
ANY = (
    ["handed_over"] * 6 + ["returned"] * 4 + ["reminded"] * 4 + ["resolved"] * 3 + ["reopened"] * 3
    + ["escalated"] * 2 + ["duty"] * 2 + ["changed"] * 5 + ["closed"] * 2 + ["contact"] * 2 + ["taken"] * 2
    + ["assigned", "validated", "rated", "unlinked", "created"]
    + [*EVIDENCE, "dispute_decided", "dispute_decided", "disputed"]
)  # fmt: skip
SCENES = [
    ["any"], ["any"], ["any"], ["silent"], ["silent"], ["contested"], ["stop", "reopened"], ["stop", "any"],
    ["changed"], ["changed", "returned"], ["any", "any", "any"], ["exclusion"], ["stop", "exclusion"],
    ["linked_child", "any", "unlinked"],
]  # fmt: skip


def attributes(pick: Pick, *, full: bool) -> dict[str, Any]:
    """Attributes of `created` (full) or of `changed`: a few of them."""
    found: dict[str, Any] = {}

    def maybe(name: str, values: Sequence[Any], often: int) -> None:
        if pick.number(0, 9) >= 10 - often:
            found[name] = pick.of(values)

    maybe("type", TYPES, 10 if full else 1)
    maybe("channel", CHANNELS, 10 if full else 0)
    maybe("scope", ["user", "infrastructure"], 4)
    maybe("priority", PRIORITIES, 7)
    maybe("urgency", URGENCIES, 6)
    maybe("blocking", FLAGS, 4)
    maybe("vip", FLAGS, 2)
    maybe("level", [1, 2, 3], 2)
    maybe("category", ["bureautique", "reseau", "mot-de-passe"], 1)
    maybe("level1_eligible", FLAGS, 2)
    maybe("standard", FLAGS, 1)
    maybe("perimeter", ["provider", "client", "third_party"], 1)
    return found


def proof(pick: Pick, one_hole_in: int) -> dict[str, Any]:
    """Whole most of the time, with a hole otherwise."""
    whole = {"to": pick.of(["A", "A", "B"]), "means": pick.of(MEANS), "reference": "r"}
    if once_in(pick, one_hole_in):
        del whole[pick.of(sorted(whole))]
    return whole


def happening(pick: Pick, kind: str, at: int, told: list[Fact]) -> Fact | None:
    """One event after those told, or nothing when it would make no sense."""
    fact: Fact = {"ticket": "T", "at": text_of(at), "event": kind}
    hand_overs = [one["at"] for one in told if one["event"] == "handed_over"]
    if kind == "handed_over":
        fact |= {"holder": pick.of(["third_party", "third_party", "user", "client"])} | proof(pick, 5)
        if fact["holder"] == "client":
            fact["referent"] = pick.of(FLAGS)
    elif kind == "reminded":
        fact |= {"means": "mail"} if once_in(pick, 10) else {"means": "mail", "reference": "r"}
    elif kind == "duty":
        fact |= {"event": "escalated", "duty": True} | ({} if once_in(pick, 10) else {"to": "boss"})
    elif kind == "escalated":
        fact["to"] = "N2"
    elif kind == "contact":
        fact |= pick.of([{}, {"by": "technician"}, {"by": "user"}])
    elif kind == "changed":
        fact |= attributes(pick, full=False) | pick.of(ACCEPTED)
    elif kind == "created":
        # The same channel: whether a change of channel moves a ticket in or out of KPI-02 is not written.
        fact |= attributes(pick, full=True) | {"channel": told[0]["channel"]}
    elif kind in EXCLUSIONS:
        fact |= pick.of(ACCEPTED) | {"merged": {"into": "U"}, "linked_child": {"parent": "U"}}.get(kind, {})
    elif kind == "rated":
        fact["score"] = pick.number(0, 100)
    elif kind in EVIDENCE:
        if not hand_overs:
            return None
        fact["of"] = pick.of(hand_overs)
        if kind == "evidence_added":
            fact |= proof(pick, 4)
    elif kind in ("disputed", "dispute_decided"):
        first = pick.number(minute_of(told[0]["at"]) - 60, at)
        fact |= {"from": text_of(first), "to": text_of(pick.number(first + 1, at + 600))}
        if kind == "dispute_decided":
            fact["counted"] = pick.of(FLAGS)
    return fact


def silence(pick: Pick, at: int) -> list[Fact]:
    """A hand-over, then acts around the instants at which they are due: early, to the minute, late."""
    told: list[Fact] = [
        {"ticket": "T", "at": text_of(at), "event": "handed_over", "to": "A", "means": "mail", "reference": "r",
         "holder": pick.of(["third_party", "third_party", "user", "client"]), "referent": pick.of(FLAGS)}
    ]  # fmt: skip
    acts = ["reminded"] * 3 + ["duty"] + ["reminded"] * 2
    for kind in acts[: pick.number(1, 6)]:
        if once_in(pick, 9):
            kind = pick.of(["handed_over", "duty", "reminded"])
        span = pick.of([ONE_DAY] * 4 + [ONE_DAY - 1, ONE_DAY + 1, ONE_DAY + 100, 300, 0])
        at = after_open("desk", at, span)
        fact = happening(pick, kind, at, told)
        if fact is not None:
            told.append(fact)
    at = after_open("desk", at, pick.of([0, 300, ONE_DAY + 60, 2 * ONE_DAY]))
    told.append({"ticket": "T", "at": text_of(at), "event": pick.of(["returned", "contact"])})
    return told


def scene(pick: Pick, name: str, at: int, told: list[Fact]) -> list[Fact]:
    """What happens next, from an instant on."""
    if name == "silent":
        return silence(pick, at)
    kinds = [name]
    if name == "any":
        kinds = [pick.of(ANY)]
    elif name == "stop":
        kinds = [pick.of(["resolved", "resolved", "closed"])]
    elif name == "exclusion":
        kinds = [pick.of(EXCLUSIONS)]
    elif name == "contested":
        kinds = ["handed_over", *(pick.of(EVIDENCE) for _ in range(pick.number(1, 3)))]
    found: list[Fact] = []
    for kind in kinds:
        fact = happening(pick, kind, at, told + found)
        if fact is not None:
            found.append(fact)
        at = later(pick, at)
    return found


def tell(pick: Pick) -> tuple[list[Fact], str]:
    """The events of one ticket and an as-of instant."""
    at = beginning(pick)
    told: list[Fact] = [{"ticket": "T", "at": text_of(at), "event": "created"} | attributes(pick, full=True)]
    if once_in(pick, 6):
        told[0]["holder"] = "client"
        told.append({"ticket": "T", "at": text_of(at), "event": pick.of(["taken", "returned"])})
    for _ in range(pick.number(1, 6)):
        for name in pick.of(SCENES):
            told += scene(pick, name, later(pick, at), told)
            at = minute_of(told[-1]["at"])
    for fact in told[1:]:
        if once_in(pick, 30):
            fact["n"] = pick.number(-1, 2)
    if once_in(pick, 5):
        told.reverse()
    return told, text_of(later(pick, at))


@st.composite
def ticket_history(draw: st.DrawFn) -> tuple[list[Fact], str]:
    """The same, drawn by Hypothesis."""
    return tell(Drawn(draw))
