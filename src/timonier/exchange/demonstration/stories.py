"""The stories of a month: the tickets that a reader of the demonstration is meant to find.

Each stands for a rule of the contract that ordinary tickets hardly touch; docs/demonstration.md lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from timonier.exchange.demonstration import people
from timonier.exchange.demonstration.catalogue import SITES
from timonier.exchange.demonstration.days import DESK, OFFICE
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.writer import Writer, text

# Months of the year in which a mass incident strikes, and how many tickets it brings.
MASS = {1: 9, 3: 11, 6: 8, 10: 14, 11: 7}


@dataclass(slots=True)
class Told:
    """What the stories took of the month: volumes, moments of calls, the surge of a mass incident."""

    incidents: int = 0
    requests: int = 0
    phoned: list[datetime] = field(default_factory=list)
    surge: list[datetime] = field(default_factory=list)


def tell(month: str, dice: Dice, writer: Writer, services: Sequence[str]) -> Told:
    """Tells the stories of a month."""
    teller = _Teller(month, dice, writer, services)
    for story in (
        teller.chief,
        teller.silent_third_party,
        teller.escalated_third_party,
        teller.reopened,
        teller.merged,
        teller.cancelled_too_late,
        teller.cancelled_with_consent,
        teller.reclassified_too_late,
        teller.reclassified_with_consent,
        teller.disputed,
        teller.late_evidence,
        teller.client_first,
        teller.referent,
        teller.project,
        teller.mass_incident,
    ):
        story()
    return teller.told


class _Teller:
    def __init__(self, month: str, dice: Dice, writer: Writer, services: Sequence[str]) -> None:
        self.network = "reseau" if "reseau" in services else services[0]
        self.month, self.dice, self.writer = month, dice, writer
        self.days = OFFICE.days(month)
        self.told = Told()
        self.number = 0
        self.key, self.by = "", ""

    def day(self, share: float, hour: int = 9, minute: int | None = None) -> datetime:
        """A moment of an open day, at a share of the month."""
        place = min(len(self.days) - 1, int(len(self.days) * share) + self.dice.whole(0, 1))
        minute = self.dice.whole(0, 40) if minute is None else minute
        return datetime.combine(self.days[place], time(hour, minute, self.dice.whole(0, 59)))

    def open(self, at: datetime, title: str, *, who: str | None = None, channel: str = "phone", **more: object) -> datetime:  # fmt: skip
        """Begins a ticket; incidents of the user environment unless said otherwise."""
        self.number += 1
        self.key = f"D-{self.month[2:4]}{self.month[5:]}-S{self.number:02}"
        self.by = people.technician(self.dice)
        who = who or people.requester(self.dice).name
        given: dict[str, object] = {"type": "incident", "channel": channel, "scope": "user", "vip": False}
        given |= {
            "requester": who,
            "title": title,
            "category": "poste-de-travail",
            "level1_eligible": True,
        } | more
        if given["type"] == "incident":
            self.told.incidents += 1
        else:
            self.told.requests += 1
        if channel == "phone":
            self.told.phoned.append(at)
        self.put(at, "created", self.by if channel == "phone" else who, **given)
        return at

    def put(self, at: datetime, event: str, by: str | None = None, **more: object) -> datetime:
        lag = self.dice.whole(2, 30)
        return self.writer.put("ticket", self.key, at, event, by or self.by, lag=lag, **more)

    def take(self, at: datetime, seconds: int = 60) -> None:
        self.put(DESK.add(at, seconds), "taken")

    def end(self, at: datetime, seconds: float) -> datetime:
        """Resolved after so much desk time from `at`, closed two days later."""
        at = self.put(DESK.add(at, seconds), "resolved")
        self.put(DESK.add(at, 2 * DESK.day), "closed")
        return at

    def chief(self) -> None:
        """The chief executive's office, before the council: resolved in time; every third month it is not."""
        at = self.open(self.day(0.3, 14), "Ordinateur de la direction générale bloqué avant le conseil de territoire – Siège VSGP", who=people.CHIEF.name, vip=True, priority="medium")  # fmt: skip
        self.take(at, 20)
        late = int(self.month[5:]) % 3 == 0
        done = self.end(at, 60 * self.dice.between(27, 55) if late else 60 * self.dice.between(9, 17))
        self.put(DESK.add(done, 2.2 * DESK.day), "rated", people.CHIEF.name, score=40 if late else 100)

    def silent_third_party(self) -> None:
        """An editor that does not answer and is not reminded: from the due instant, time counts."""
        at = self.open(self.day(0.15), "Orphée : prêts refusés au comptoir – Médiathèque Pablo Neruda – Malakoff", priority="medium")  # fmt: skip
        self.take(at)
        reference = f"ORP-{self.dice.whole(10000, 99999)}"
        given = self.put(DESK.add(at, 1200), "handed_over", holder="third_party", to="C3RB", means="ticket", reference=reference)  # fmt: skip
        back = self.put(DESK.add(given, 4.6 * DESK.day), "returned")
        self.end(back, 1800)

    def escalated_third_party(self) -> None:
        """The same silence, with every duty done: three reminders, then the party's management."""
        at = self.open(
            self.day(0.1, 10), "CIRIL : mandats rejetés à l’édition – Siège VSGP", priority="medium"
        )
        self.take(at)
        reference = f"CIR-{self.dice.whole(10000, 99999)}"
        last = self.put(DESK.add(at, 1500), "handed_over", holder="third_party", to="CIRIL GROUP", means="ticket", reference=reference)  # fmt: skip
        for number in (1, 2, 3):
            last = self.put(DESK.add(last, DESK.day), "reminded", means="mail", reference=f"{reference}/R{number}")  # fmt: skip
        last = self.put(DESK.add(last, DESK.day), "escalated", to="CIRIL GROUP – direction de l’assistance", duty=True)  # fmt: skip
        back = self.put(DESK.add(last, 0.6 * DESK.day), "returned")
        self.end(back, 2400)

    def reopened(self) -> None:
        """Closed, opened again by its user, resolved for good."""
        who = people.requester(self.dice).name
        at = self.open(self.day(0.2, 11), "Portique antivol en alarme permanente – Médiathèque Louis Aragon – Bagneux", who=who, channel="portal", priority="high")  # fmt: skip
        self.take(at, 400)
        done = self.put(DESK.add(at, 4200), "resolved")
        closed = self.put(DESK.add(done, 1.5 * DESK.day), "closed")
        again = self.put(DESK.add(closed, 0.8 * DESK.day), "reopened", who)
        self.end(again, 3000)

    def merged(self) -> None:
        """Two mails about one thing: the second goes into the first."""
        who = people.requester(self.dice).name
        title = "Boîte partagée de la billetterie en lecture seule – Théâtre 71 – Malakoff"
        at = self.open(self.day(0.45, 9), title, who=who, channel="mail", priority="high")
        first = self.key
        self.take(at, 300)
        self.end(at, 6600)
        second = self.open(
            at + timedelta(minutes=25), f"Re : {title}", who=who, channel="mail", priority="high"
        )
        self.take(second, 240)
        self.put(second + timedelta(minutes=12), "merged", into=first)

    def cancelled_too_late(self) -> None:
        """Cancelled after its target: it stays missed."""
        at = self.open(self.day(0.5, 9), "Imprimante de billets muette – Piscine du Hameau – Le Plessis-Robinson", priority="high")  # fmt: skip
        self.take(at)
        self.put(DESK.add(at, 4.3 * 3600), "cancelled", reason="sans nouvelles de la demandeuse")

    def cancelled_with_consent(self) -> None:
        """The same, accepted by the client: excluded."""
        at = self.open(self.day(0.55, 9), "Poste de caisse lent – Aquapol – Montrouge", priority="high")
        self.take(at)
        self.put(
            DESK.add(at, 4.1 * 3600), "cancelled", reason="poste remplacé par la DSI", accepted_by="client"
        )

    def reclassified_too_late(self) -> None:
        """Lowered after its target was exceeded, without the client: stays under its former KPI."""
        at = self.open(
            self.day(0.35, 9), "AIRS Délib : convocations non envoyées – Siège VSGP", priority="high"
        )
        self.take(at)
        self.put(DESK.add(at, 3.6 * 3600), "changed", priority="low", reason="impact réévalué")
        self.end(at, 5.2 * 3600)

    def reclassified_with_consent(self) -> None:
        """Lowered in time: another KPI from the start of its clock."""
        at = self.open(self.day(0.6, 10), "HOROQUARTZ : soldes de congés faux – Siège VSGP", priority="high")
        self.take(at)
        self.put(DESK.add(at, 2400), "changed", priority="medium", accepted_by="client")
        self.end(at, 6.5 * 3600)

    def disputed(self) -> None:
        """The client contests that the user held the ticket; decided ten days later, every other month for him."""
        at = self.open(self.day(0.25, 9), "Elisath : cartes d’abonnement refusées – Piscine des Blagis – Sceaux", priority="high")  # fmt: skip
        self.take(at)
        who = "Accueil de la piscine"
        asked = self.put(DESK.add(at, 1200), "handed_over", holder="user", to=who, means="phone", reference=f"{self.key}/appel")  # fmt: skip
        back = self.put(DESK.add(asked, 4.5 * 3600), "returned")
        done = self.end(back, 2400)
        span = {"from": text(asked), "to": text(back)}
        told = DESK.add(done, 2 * DESK.day)
        self.put(
            told, "disputed", people.CLIENT[0], reason="l’agent était joignable toute la matinée", **span
        )
        counted = int(self.month[5:]) % 2 == 0
        reason = (
            "le journal d’appels montre un seul essai" if counted else "trois appels tracés, sans réponse"
        )
        self.put(DESK.add(told, 8 * DESK.day), "dispute_decided", "comite.pilotage", counted=counted, reason=reason, **span)  # fmt: skip

    def late_evidence(self) -> None:
        """A hand-over without reference, mended later and accepted by the client."""
        at = self.open(self.day(0.4, 10), "Lien opérateur coupé – La Fabrique des arts – Malakoff", scope="infrastructure", blocking=True, priority="high", level1_eligible=False)  # fmt: skip
        self.take(at)
        given = self.put(DESK.add(at, 900), "handed_over", holder="third_party", to="Opérateur télécom", means="phone")  # fmt: skip
        back = self.put(OFFICE.add(given, 6.5 * 3600), "returned")
        done = self.put(OFFICE.add(back, 1500), "resolved")
        self.put(DESK.add(done, 2 * DESK.day), "closed")
        reference = f"OPT-{self.dice.whole(10000, 99999)}"
        added = self.put(DESK.add(done, 3 * DESK.day), "evidence_added", of=text(given), to="Opérateur télécom", means="ticket", reference=reference)  # fmt: skip
        self.put(DESK.add(added, 4 * DESK.day), "evidence_accepted", people.CLIENT[1], of=text(given))

    def client_first(self) -> None:
        """Opened by the client's own department, given to the provider a day later."""
        at = self.open(self.day(0.5, 14), "Serveur AEOS injoignable – Siège VSGP", who=people.CLIENT[1], channel="portal", scope="infrastructure", blocking=True, priority="high", holder="client", level1_eligible=False)  # fmt: skip
        back = self.put(OFFICE.add(at, OFFICE.day), "returned", people.CLIENT[1])
        self.put(back + timedelta(seconds=420), "taken")
        done = self.put(OFFICE.add(back, 2.6 * 3600), "resolved")
        self.put(DESK.add(done, 2 * DESK.day), "closed")

    def referent(self) -> None:
        """A functional question: the application's referent at the client holds it, followed like a third party."""
        at = self.open(self.day(0.65, 9), "ELISE : circuit de visa à modifier – Hôtel de Ville – Clamart", priority="low", perimeter="client")  # fmt: skip
        self.take(at)
        reference = f"<{self.key.lower()}@support.example>"
        given = self.put(DESK.add(at, 1000), "handed_over", holder="client", to="Référente ELISE", means="mail", reference=reference, referent=True)  # fmt: skip
        self.put(DESK.add(given, 0.9 * DESK.day), "reminded", means="mail", reference=f"{reference}/R1")
        back = self.put(DESK.add(given, 1.6 * DESK.day), "returned")
        self.end(back, 1500)

    def project(self) -> None:
        """A request that is a project: quoted, outside the targets of standard requests."""
        at = self.open(self.day(0.3, 15), "Équiper la régie d’un réseau séparé – Théâtre des Sources – Fontenay-aux-Roses", type="request", channel="portal", urgency="low", standard=False, category="projet", level1_eligible=False)  # fmt: skip
        self.take(at, 500)
        self.put(DESK.add(at, 1500), "escalated", to="niveau 3", level=3)
        done = self.put(DESK.add(at, self.dice.between(16, 28) * DESK.day), "resolved")
        self.put(DESK.add(done, 3 * DESK.day), "closed")

    def mass_incident(self) -> None:
        """A site's network fails: one parent, its children, a message on the telephone, a surge of calls."""
        children = MASS.get(int(self.month[5:]), 0)
        if not children:
            return
        site = self.dice.of(SITES[18:44])
        at = self.open(self.day(0.7, 9, 5), f"Coupure générale du réseau – {site}", scope="infrastructure", blocking=True, priority="high", level1_eligible=False, category="reseau", service=self.network)  # fmt: skip
        parent = self.key
        self.take(at, 40)
        self.put(at + timedelta(minutes=9), "escalated", to="niveau 3", level=3)
        length = self.dice.between(1.4, 3.1) * 3600
        done = self.put(OFFICE.add(at, length), "resolved", people.engineer(self.dice))
        self.put(DESK.add(done, 2 * DESK.day), "closed")
        for number in range(children):
            moment = at + timedelta(seconds=120 + number * self.dice.whole(80, 170))
            who = people.requester(self.dice)
            self.open(moment, f"Plus de réseau ni de messagerie – {site}", who=who.name, priority="high")
            self.put(moment + timedelta(seconds=70), "linked_child", parent=parent)
        self.told.surge += [
            at + timedelta(seconds=300 + self.dice.whole(0, 4500)) for _ in range(3 * children)
        ]
        self.writer.put(
            "service", self.network, at - timedelta(seconds=90), "down", people.SUPERVISION, lag=30
        )
        self.writer.put("service", self.network, done, "up", people.SUPERVISION, lag=30)
