"""What the demonstration's end user asks in a month: three questions, so that at any day something is going on for this account.

They are questions (`information`): the volumes of incidents and requests, and every draw of the other parts, stay as they are.
"""

from __future__ import annotations

from datetime import datetime, time

from timonier.directory.addresses import DEMO_USER
from timonier.exchange.demonstration import people
from timonier.exchange.demonstration.days import DESK, OFFICE
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.writer import Writer

_ASKED = (
    (0.15, "Comment partager mon agenda avec le secrétariat ?", "messagerie"),
    (0.45, "Comment recevoir la messagerie du service sur ma tablette ?", "mobile"),
    (0.75, "Où suivre le remplacement de mon poste de travail ?", "poste-de-travail"),
)


def ask(month: str, dice: Dice, writer: Writer) -> None:
    """Tells the three: one answered at once, one waiting for an operator, one waiting for the user and answered late."""
    days = OFFICE.days(month)
    for number, (share, title, category) in enumerate(_ASKED, 1):
        key = f"D-{month[2:4]}{month[5:]}-U{number:02}"
        taker = people.technician(dice)

        def put(at: datetime, event: str, by: str = taker, key: str = key, **more: object) -> datetime:
            return writer.put("ticket", key, at, event, by, lag=dice.whole(2, 30), **more)

        moment = time(dice.whole(9, 11), dice.whole(0, 59), dice.whole(0, 59))
        at = datetime.combine(days[int(len(days) * share)], moment)
        put(at, "created", DEMO_USER, type="information", channel="portal", scope="user", vip=False, priority="low", requester=DEMO_USER, title=title, category=category, level1_eligible=True)  # fmt: skip
        put(DESK.add(at, dice.whole(120, 600)), "taken")
        reference = f"<{key.lower()}@support.example>"
        if number == 1:
            done = DESK.add(at, dice.whole(900, 2400))
        elif number == 2:
            given = put(DESK.add(at, 1200), "handed_over", holder="third_party", to="Opérateur télécom", means="mail", reference=reference)  # fmt: skip
            for turn in range(1, 5):
                put(DESK.add(given, 0.9 * turn * DESK.day), "reminded", means="mail", reference=f"{reference}/R{turn}")  # fmt: skip
            done = DESK.add(put(DESK.add(given, 4.2 * DESK.day), "returned"), 1800)
        else:
            given = put(DESK.add(at, 1500), "handed_over", holder="user", to=DEMO_USER, means="mail", reference=reference)  # fmt: skip
            for turn in (1, 2):
                put(DESK.add(given, 0.9 * turn * DESK.day), "reminded", means="mail", reference=f"{reference}/R{turn}")  # fmt: skip
            back = put(DESK.add(given, 2.6 * DESK.day), "contact", "user")
            done = DESK.add(put(DESK.add(back, 60), "returned"), 2400)
        put(done, "resolved")
        if number == 1:
            put(DESK.add(done, 0.6 * DESK.day), "validated", DEMO_USER)
            closed = put(DESK.add(done, 1.5 * DESK.day), "closed")
            put(DESK.add(closed, 3600), "rated", DEMO_USER, score=100)
        else:
            put(DESK.add(done, 7 * DESK.day), "closed")
