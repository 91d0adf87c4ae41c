"""What two parties dispute about the life of a ticket, read from its events; and what it would be if it were granted.

The arithmetic of a decision is in `core.evidence` and `core.ledger`; here stands who asked, who answered, what is open.
Source: TIM-07, TIM-09; KPIS.md "Evidence", "Exclusions".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from timonier.core.canonical import canonical_bytes
from timonier.core.events import Event, is_text
from timonier.core.evidence import EXCLUSIONS
from timonier.core.instants import format_instant, parse_instant
from timonier.core.ledger import Life
from timonier.core.measures import MISSED, Measure, Piece

OPEN, ANSWERED, GRANTED, REFUSED, WITHDRAWN = "open", "answered", "granted", "refused", "withdrawn"
WAITING, ACCEPTED = "waiting", "accepted"
PENDING = frozenset({OPEN, ANSWERED})
MOVES = {
    "answer": (frozenset({OPEN}), ANSWERED),
    "grant": (PENDING, GRANTED),
    "refuse": (PENDING, REFUSED),
    "withdraw": (PENDING, WITHDRAWN),
}
"""What can be done to a dispute: in which states, and to which it leads. Nothing else moves it."""


@dataclass(slots=True)
class Dispute:
    """A stretch of time that a party disputes. `of` (the instant of the dispute) tells it apart within its ticket.

    `asks`: whether the stretch should count. `exclusion`: the instant of the exclusion that is disputed instead: to
    count is then to set it aside. Instants in microseconds.
    """

    of: int
    since: int
    until: int
    asks: bool
    party: str
    by: str
    reason: str
    state: str = OPEN
    agrees: bool | None = None
    answered_at: int | None = None
    answered_by: str = ""
    answer: str = ""
    ended_at: int | None = None
    ended_by: str = ""
    decision: str = ""
    exclusion: int | None = None

    @property
    def is_pending(self) -> bool:
        """Whether both figures still stand side by side."""
        return self.state in PENDING


def disputes_of(events: Sequence[Event], pieces: Sequence[Piece] = ()) -> list[Dispute]:
    """The disputes of a ticket's events, in order. `pieces` tell what a dispute asks that does not say it."""
    found: list[Dispute] = []
    for event in events:
        data = event.data
        if event.kind == "disputed":
            since, until = parse_instant(data["from"]), parse_instant(data["to"])
            asks = data.get("counted")
            if asks is None:
                asks = not leans(pieces, since, until)
            party = data.get("party") or "client"
            exclusion = data.get("exclusion")
            one = Dispute(event.at, since, until, asks, party, event.by or "", str(data.get("reason") or ""))
            one.exclusion = None if exclusion is None else parse_instant(exclusion)
            found.append(one)
        elif event.kind.startswith("dispute_"):
            _apply(found, event)
    return found


def _apply(found: list[Dispute], event: Event) -> None:
    one = next((one for one in found if one.is_pending and _is_about(one, event)), None)
    if one is None:
        return
    reason, by = str(event.data.get("reason") or ""), event.by or ""
    if event.kind == "dispute_answered":
        if one.state == OPEN:
            one.state, one.agrees = ANSWERED, event.data["agrees"]
            one.answered_at, one.answered_by, one.answer = event.at, by, reason
        return
    if event.kind == "dispute_withdrawn":
        one.state = WITHDRAWN
    elif event.kind == "dispute_refused":
        one.state = REFUSED
    else:
        one.state = GRANTED if event.data["counted"] is one.asks else REFUSED
    one.ended_at, one.ended_by, one.decision = event.at, by, reason


def _is_about(one: Dispute, event: Event) -> bool:
    of = event.data.get("of")
    if of is not None:
        return parse_instant(of) == one.of
    return parse_instant(event.data["from"]) == one.since and parse_instant(event.data["to"]) == one.until


def leans(pieces: Iterable[Piece], since: int, until: int) -> bool:
    """Whether most of a stretch counts as it stands."""
    balance = 0
    for piece in pieces:
        shared = min(piece.end, until) - max(piece.start, since)
        if shared > 0:
            balance += shared if piece.counted else -shared
    return balance > 0


def verdict(dispute: Dispute, key: str, at: int) -> Event:
    """The decision that would grant a dispute: no fact, but what the other figure is computed with."""
    span = {"from": format_instant(dispute.since), "to": format_instant(dispute.until)}
    data = {**span, "event": "dispute_decided", "counted": dispute.asks, "at": format_instant(at)}
    if dispute.exclusion is not None:
        data["exclusion"] = format_instant(dispute.exclusion)
    return Event("ticket", key, "dispute_decided", at, 0, None, None, data, canonical_bytes(data))


def if_granted(events: Sequence[Event], key: str, disputes: Iterable[Dispute], as_of: int) -> list[Event]:
    """The events of a ticket, with every pending dispute of these decided as it asks."""
    last = max((event.at for event in events), default=as_of)
    at = min(max(last, 0), as_of)
    return [*events, *(verdict(one, key, at) for one in disputes if one.is_pending and one.of <= as_of)]


# -- what needs the client's word ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Acceptance:
    """An act that has its effect only if the client accepts it. `of`: the instant of the act. `what`: its kind."""

    of: int
    what: str
    by: str
    reason: str
    state: str = WAITING
    ended_at: int | None = None
    ended_by: str = ""
    decision: str = ""


_WORDS = {
    "accepted": ACCEPTED,
    "acceptance_refused": REFUSED,
    "evidence_accepted": ACCEPTED,
    "evidence_refused": REFUSED,
    "withdrawn_evidence": REFUSED,
}


def acceptances_of(
    events: Sequence[Event], life: Life | None, measures: Iterable[Measure]
) -> list[Acceptance]:
    """What was done to a ticket and waits for the client's word, or had it."""
    words: dict[tuple[bool, int], Event] = {}
    for event in events:
        if event.kind in _WORDS:
            words["evidence" in event.kind, parse_instant(event.data["of"])] = event
    found: dict[tuple[str, int], Acceptance] = {}
    doubtful = _without_effect(life, measures)
    for event in events:
        if event.kind == "evidence_added":
            of, is_proof = parse_instant(event.data["of"]), True
        elif event.kind in EXCLUSIONS or event.kind == "changed":
            of, is_proof = event.at, False
            if event.data.get("accepted_by") == "client":
                continue
        else:
            continue
        word = words.get((is_proof, of))
        if is_proof or word is not None or of in doubtful:
            found[event.kind, of] = _acceptance(event, of, word)
    return list(found.values())


def _acceptance(event: Event, of: int, word: Event | None) -> Acceptance:
    data = event.data
    said = [
        str(data[name])
        for name in ("to", "means", "reference", "reason", "parent", "into")
        if is_text(data.get(name))
    ]
    one = Acceptance(of, event.kind, event.by or "", " · ".join(said))
    if word is not None:
        one.state, one.ended_at, one.ended_by = _WORDS[word.kind], word.at, word.by or ""
        one.decision = str(word.data.get("reason") or "")
    return one


def acceptance(what: str, key: str, of: int, at: int) -> Event:
    """The client's yes to an act: no fact, but what the other figure is computed with. `what`: the kind of the act."""
    kind = "evidence_accepted" if what == "evidence_added" else "accepted"
    data = {"event": kind, "of": format_instant(of), "at": format_instant(at)}
    return Event("ticket", key, kind, at, 0, None, None, data, canonical_bytes(data))


def _without_effect(life: Life | None, measures: Iterable[Measure]) -> set[int]:
    """Instants of exclusions and changes that came too late to act without the client."""
    if life is None:
        return set()
    found = {note.at for note in life.notes if note.code in ("exclusion_of_stopped", "change_refused")}
    if life.ended is not None and any(one.outcome == MISSED and one.target for one in measures):
        found.add(life.ended.at)
    return found
