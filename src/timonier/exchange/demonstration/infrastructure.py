"""What machines say: alerts, services down and up, agreed maintenance, compliance snapshots, silent sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from timonier.exchange.demonstration import catalogue, people
from timonier.exchange.demonstration.days import OFFICE, busy_moment, first_of, night_moment
from timonier.exchange.demonstration.dice import Dice
from timonier.exchange.demonstration.profiles import volume
from timonier.exchange.demonstration.writer import Writer, text

OBJECTIVE_ALERTS = 0.95


def run(month: str, dice: Dice, writer: Writer, services: Sequence[str]) -> None:
    """All of a month; `services` are keys of the contract's catalogue."""
    _alerts(month, dice, writer)
    _services(month, dice, writer, services)
    _maintenance(month, dice, writer, services)
    _compliance(month, dice, writer)
    _sources(month, dice, writer)


def _alerts(month: str, dice: Dice, writer: Writer) -> None:
    days = OFFICE.days(month)
    critical = dice.whole(42, 64)
    missed = dice.misses(critical, OBJECTIVE_ALERTS)
    kinds = [("critical", late) for late in missed] + [("warning", False)] * volume(month, 120, dice)
    moments = [
        (night_moment(dice, days) if dice.yes(0.25) else busy_moment(dice, days), severity, late)
        for severity, late in kinds
    ]
    for number, (at, severity, late) in enumerate(sorted(moments), 1):
        component, perimeter = dice.of(catalogue.COMPONENTS)
        key = f"D-A-{month[2:4]}{month[5:]}-{number:04}"
        writer.put("alert", key, at, "raised", people.SUPERVISION, severity=severity, component=component, perimeter=perimeter)  # fmt: skip
        _handling(key, at, severity, late, component, perimeter, dice, writer)


def _handling(
    key: str,
    at: datetime,
    severity: str,
    late: bool,
    component: str,
    perimeter: str,
    dice: Dice,
    writer: Writer,
) -> None:
    if severity == "warning" and dice.yes(0.6) or dice.yes(0.08):
        # Gone before anybody had to do anything.
        writer.put("alert", key, at + timedelta(seconds=dice.whole(30, 240)), "cleared", people.SUPERVISION)
        return
    delay = dice.between(320, 1500) if late else dice.between(35, 270)
    if severity == "warning":
        delay = dice.between(300, 7200)
    start = at if OFFICE.is_open(at) else OFFICE.add(at, 0)
    handled = OFFICE.add(start, delay)
    engineer = people.engineer(dice)
    if perimeter == "third_party":
        reference = f"OPT-{dice.whole(10000, 99999)}"
        writer.put("alert", key, handled, "notified", engineer, to="Opérateur télécom" if "lien" in component else "C3RB", means="ticket", reference=reference)  # fmt: skip
    elif perimeter == "client":
        writer.put("alert", key, handled, "notified", engineer, to="DSI – infrastructure", means="mail", reference=f"<{key.lower()}@supervision.example>")  # fmt: skip
    else:
        writer.put("alert", key, handled, "acknowledged", engineer)
    writer.put(
        "alert", key, handled + timedelta(seconds=dice.whole(240, 9000)), "cleared", people.SUPERVISION
    )


def _services(month: str, dice: Dice, writer: Writer, services: Sequence[str]) -> None:
    days = OFFICE.days(month)
    poor = dice.yes(0.1)
    outages = [dice.between(900, 9000) for _ in range(dice.whole(3, 6))]
    if poor:
        # A bad month: something long broke in most services.
        outages += [dice.between(4, 7) * 3600 for _ in range(len(services) - 1)]
    free = dict.fromkeys(services, first_of(month))
    for at, length in sorted((busy_moment(dice, days), length) for length in outages):
        service = dice.of(services)
        if at <= free[service]:
            continue
        back = OFFICE.add(at, length)
        free[service] = back
        writer.put("service", service, at, "down", people.SUPERVISION, lag=30)
        writer.put("service", service, back, "up", people.SUPERVISION, lag=30)


def _maintenance(month: str, dice: Dice, writer: Writer, services: Sequence[str]) -> None:
    days = OFFICE.days(month)
    for number in range(1, 3):
        day = days[len(days) * number // 3]
        start = datetime.combine(day, time(17 if number == 1 else 12, 0))
        end = start + timedelta(minutes=dice.whole(25, 55))
        service, name = dice.of(services), f"D-M-{month}-{number}"
        agreed = datetime.combine(days[max(0, len(days) * number // 3 - 4)], time(10, dice.whole(0, 59)))
        span: dict[str, Any] = {"id": name, "from": text(start), "to": text(end)}
        writer.put("service", service, agreed, "maintenance_agreed", people.CLIENT[1], **span)
        told = agreed + timedelta(hours=dice.whole(1, 5))
        writer.put("service", service, told, "announced", people.engineer(dice), of=name)
        down = start + timedelta(minutes=2)
        writer.put("service", service, down, "down", people.SUPERVISION, lag=30)
        writer.put("service", service, end - timedelta(minutes=dice.whole(1, 12)), "up", people.SUPERVISION, lag=30)  # fmt: skip


def _compliance(month: str, dice: Dice, writer: Writer) -> None:
    worse = 0.022 if dice.yes(0.12) else 0.0
    for name, total in catalogue.SNAPSHOTS:
        missing = dice.between(0.006, 0.024) + worse
        for day in OFFICE.days(month):
            if day.weekday() == 4 or (day.weekday() == 3 and not OFFICE.works(day + timedelta(days=1))):
                count = total + dice.whole(-2, 3)
                bad = round(count * missing * dice.between(0.85, 1.15))
                at = datetime.combine(day, time(6, 30)) + timedelta(seconds=dice.whole(0, 900))
                writer.put("compliance", name, at, "measured", people.SUPERVISION, total=count, compliant=count - bad)  # fmt: skip


def _sources(month: str, dice: Dice, writer: Writer) -> None:
    # Once a year the telephone says nothing for a while: the figures must say so.
    if month.endswith("-02"):
        at = datetime.combine(OFFICE.days(month)[7], time(10, 12)) + timedelta(seconds=dice.whole(0, 1800))
        writer.put("source", "phone", at, "silent", people.SUPERVISION, lag=600)
        writer.put("source", "phone", at + timedelta(minutes=dice.whole(70, 130)), "back", people.SUPERVISION, lag=60)  # fmt: skip
