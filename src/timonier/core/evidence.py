"""What acts by reference: the proof of hand-overs, decided disputes, links undone. Whenever these facts come.

Source: KPIS.md "Ball", "Exclusions", small print "Evidence".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from timonier.core.events import Event, is_text
from timonier.core.instants import parse_instant

PROOF = ("to", "means", "reference")


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
        if kind == "evidence_added":
            known = evidence.added.setdefault(parse_instant(event.data["of"]), {})
            for name in PROOF:
                if is_text(event.data.get(name)):
                    known.setdefault(name, event.data[name])
        elif kind == "withdrawn_evidence":
            evidence.verdicts[parse_instant(event.data["of"])] = False
        elif kind == "evidence_accepted":
            evidence.verdicts[parse_instant(event.data["of"])] = True
        elif kind == "dispute_decided":
            data = event.data
            evidence.decided.append((parse_instant(data["from"]), parse_instant(data["to"]), data["counted"]))
    return evidence


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
