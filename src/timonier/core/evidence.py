"""What acts by reference: the proof of hand-overs, decided disputes, links undone. Whenever these facts come.

Source: KPIS.md "Ball", "Exclusions", small print "Evidence".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from timonier.core.events import EVIDENCE, Event, is_text
from timonier.core.instants import parse_instant

PROOF = ("to", "means", "reference")
EXCLUSIONS = frozenset({"cancelled", "merged", "linked_child"})
BY_REFERENCE = EVIDENCE | {"unlinked"}
"""Events that change what others say. A ticket without one of them is read as it stands."""


@dataclass(slots=True)
class Evidence:
    """Facts about hand-overs by the instant of the hand-over, and decided stretches of time in order of decision."""

    added: dict[int, dict[str, str]] = field(default_factory=dict)
    verdicts: dict[int, bool] = field(default_factory=dict)  # True = accepted last, False = withdrawn last
    decided: list[tuple[int, int, bool]] = field(default_factory=list)

    def party(self, hand_over: Event) -> str:
        """Who is said to hold after a hand-over, late evidence included."""
        own = hand_over.data.get("to")
        if is_text(own):
            return str(own).strip()
        return self.added.get(hand_over.at, {}).get("to", "").strip()

    def proves(self, hand_over: Event) -> bool:
        """Whether a hand-over is proven: to, means and reference there, not withdrawn; or completed and accepted."""
        data = hand_over.data
        verdict = self.verdicts.get(hand_over.at)
        if is_text(data.get("to")) and is_text(data.get("means")) and is_text(data.get("reference")):
            return verdict is not False
        added = self.added.get(hand_over.at)
        if not added or not verdict:
            return False
        return all(is_text(data.get(name)) or name in added for name in PROOF)


def gather(events: Sequence[Event]) -> Evidence:
    """Evidence of a ticket's events, given in their order."""
    evidence = Evidence()
    for event in events:
        kind = event.kind
        if kind not in EVIDENCE:
            continue
        if kind == "evidence_added":
            known = evidence.added.setdefault(parse_instant(event.data["of"]), {})
            for name in PROOF:
                if is_text(event.data.get(name)):
                    known.setdefault(name, event.data[name])
        elif kind == "withdrawn_evidence":
            evidence.verdicts[parse_instant(event.data["of"])] = False
        elif kind == "evidence_accepted":
            evidence.verdicts[parse_instant(event.data["of"])] = True
        elif kind == "dispute_decided" and event.data.get("exclusion") is None:
            data = event.data
            evidence.decided.append((parse_instant(data["from"]), parse_instant(data["to"]), data["counted"]))
    return evidence


def with_acceptances(events: Sequence[Event]) -> Sequence[Event]:
    """Events with the client's later word: what it accepts afterwards stands as though it had accepted at once.

    An exclusion that a decided dispute sets aside is as though it had never been.
    Source: TIM-07, TIM-09; decision 0040.
    """
    accepted: set[int] = set()
    set_aside: dict[int, bool] = {}
    for event in events:
        if event.kind == "accepted":
            accepted.add(parse_instant(event.data["of"]))
        elif event.kind == "dispute_decided" and event.data.get("exclusion") is not None:
            set_aside[parse_instant(event.data["exclusion"])] = event.data["counted"]
    if set_aside:
        gone = {at for at, counted in set_aside.items() if counted}
        events = [event for event in events if event.at not in gone or event.kind not in EXCLUSIONS]
    if not accepted:
        return events
    return [
        replace(event, data=event.data | {"accepted_by": "client"})
        if event.at in accepted and event.kind not in EVIDENCE
        else event
        for event in events
    ]


def without_undone_links(events: Sequence[Event]) -> list[Event]:
    """Events less every link to a parent that a later `unlinked` undoes, as though it had never been."""
    undone: set[int] = set()
    links: list[int] = []
    for index, event in enumerate(events):
        if event.kind == "linked_child":
            links.append(index)
        elif event.kind == "unlinked" and links:
            undone.add(links.pop())
    if not undone:
        return list(events)
    return [event for index, event in enumerate(events) if index not in undone]


def as_they_stand(events: Sequence[Event]) -> tuple[Evidence, Sequence[Event]]:
    """What a ticket's events say together: their evidence, and the events that tell its life, in their order."""
    if BY_REFERENCE.isdisjoint([event.kind for event in events]):
        return _NONE, events
    told = without_undone_links(with_acceptances(events))
    return gather(events), [event for event in told if event.kind not in EVIDENCE]


_NONE = Evidence()
