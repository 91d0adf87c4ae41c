"""The page of the parts, for those who build: every signature part in every state, with the call that makes it.

Its numbers are invented and touch no contract.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from timonier.config.shell import keys_for
from timonier.foundation.asked import speaks
from timonier.foundation.charts import Point, Series, bar_chart, line_chart, sparkline, stacked_bar
from timonier.foundation.parts import month_short, percent
from timonier.foundation.signature import EventLine, MeasureCard, Step, with_proofs

HOUR = 3_600_000_000
START = 1_790_000_000_000_000 - 1_790_000_000_000_000 % HOUR
MONTHS = [f"2025-{month:02d}" for month in range(9, 13)] + [f"2026-{month:02d}" for month in range(1, 10)]
VALUES: list[str | None] = [
    "96.10", "95.40", "97.00", "94.20", "95.10", None, "95.90", "96.80", "93.75", "95.00", "96.20", "97.40", "96.66",
]  # fmt: skip
TINTS = (
    "ink", "ground", "card", "line", "muted", "accent", "provider", "user", "client", "third", "none",
    "met", "risk", "missed", "excluded", "demo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as the desk gives it to its chip."""

    state: str
    remaining: int | None
    share: float
    due_at: int | None


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Both themes side by side."""
    language = speaks()
    context = {
        "clocks": _clocks(),
        "rows": with_proofs(
            _intervals(), [(START, "#e-1"), (START + 2 * HOUR, "#e-2"), (START + 7 * HOUR, "#e-3")]
        ),
        "cards": _cards(language),
        "lines": {"light": _events(anchored=True), "dark": _events(anchored=False)},
        "steps": [
            Step(_("Formula"), "#formula"),
            Step(_("Items"), "#items", is_current=True),
            Step(_("Ledger"), "#ledger"),
            Step(_("Events")),
        ],
        "line": _line(language),
        "bars": _bars(language),
        "stack": _stack(language),
        "spark": sparkline(_("Taken in time"), _points(language), objective=95),
        "nothing": line_chart(_("Nothing measured"), []),
        "tints": TINTS,
        "holders": ("provider", "user", "client", "third_party", "none"),
        "states": ("met", "risk", "missed", "excluded", "running", "none", "demo"),
        "keys": keys_for(request, None, []),
        "themes": ("light", "dark"),
    }
    return render(request, "config/styleguide.html", context)


def _clocks() -> list[dict[str, Any]]:
    rows = [
        ("met", 2 * HOUR, 0.3, "provider", ""),
        ("risk", HOUR // 4, 0.92, "provider", ""),
        ("missed", -HOUR, 1.0, "provider", ""),
        ("paused", 2 * HOUR, 0.3, "third_party", "CIRIL"),
        ("paused", HOUR, 0.6, "user", ""),
        ("paused", HOUR, 0.6, "client", "DSI"),
        ("none", None, 0.0, "none", ""),
    ]
    return [
        {
            "clock": Clock(
                state, left, share, START + 9 * HOUR if state in ("met", "risk", "missed") else None
            ),
            "holder": holder,
            "party": party,
            "target": 3 * HOUR,
            "since": START if holder == "third_party" else None,
            "proof": "mail 4711" if holder == "third_party" else "",
        }
        for state, left, share, holder, party in rows
    ]


def _intervals() -> list[dict[str, Any]]:
    spans = [
        ("provider", 0, 2, True, True), ("third_party", 2, 5, True, False), ("third_party", 5, 7, False, False),
        ("provider", 7, 8, True, True), ("user", 8, 9.5, True, False), ("client", 9.5, 11, True, False),
        ("none", 11, 12, False, False), ("provider", 12, 12.5, True, True),
    ]  # fmt: skip
    return [
        {
            "from": START + int(begin * HOUR),
            "to": START + int(end * HOUR),
            "holder": holder,
            "open": is_open,
            "us": int((end - begin) * HOUR) if is_open else 0,
            "counted": is_counted,
            "why": "",
            "contest_url": "#contest" if holder == "third_party" else "",
        }
        for holder, begin, end, is_open, is_counted in spans
    ]


def _points(language: str) -> list[Point]:
    return [
        Point(
            month_short(month, language),
            Decimal(value) if value else None,
            percent(value, language) if value else "",
            "#figure",
            "missed" if value and Decimal(value) < 95 else "",
            in_drawer=False,
        )
        for month, value in zip(MONTHS, VALUES, strict=True)
    ]


def _line(language: str) -> Any:
    return line_chart(
        _("Taken in time"), [Series("KPI-07", _points(language))],
        objective=95, objective_text=f"{_('Objective')} ≥ {percent('95', language)}", ceiling=100,
    )  # fmt: skip


def _bars(language: str) -> Any:
    names = [month_short(month, language) for month in MONTHS[-6:]]
    incidents, requests = (420, 388, 510, 465, 390, 402), (610, 580, 602, 640, 555, 618)
    return bar_chart(
        _("Volumes"),
        [
            Series(_("Incidents"), [Point(n, v) for n, v in zip(names, incidents, strict=True)]),
            Series(_("Requests"), [Point(n, v) for n, v in zip(names, requests, strict=True)], "second"),
        ],
    )


def _stack(language: str) -> Any:
    names = [month_short(month, language) for month in MONTHS[-6:]]
    rows = {
        "provider": (_("Provider"), (52, 48, 55, 60, 50, 47)),
        "user": (_("User"), (12, 14, 10, 9, 13, 15)),
        "client": (_("Client"), (9, 11, 12, 8, 10, 9)),
        "third_party": (_("Third party"), (27, 27, 23, 23, 27, 29)),
    }
    return stacked_bar(
        _("Who held the tickets"),
        [
            Series(name, [Point(n, v, f"{v} %") for n, v in zip(names, values, strict=True)], style)
            for style, (name, values) in rows.items()
        ],
        is_share=True,
    )


def _cards(language: str) -> list[MeasureCard]:
    history = _points(language)
    return [
        MeasureCard(
            "KPI-07", _("Taken in time"), Decimal("96.66"), Decimal("95.00"), state="met", items=412,
            history=history, last_year=Decimal("96.10"), clause="7.4 KPI 7", url="#figure",
        ),
        MeasureCard(
            "KPI-12", _("Resolved in time"), Decimal("91.20"), Decimal("95.00"), state="missed", items=388,
            history=history, last_year=None, note=_("provisional"),
        ),
        MeasureCard("KPI-17", _("Calls abandoned"), Decimal("4.90"), Decimal("5.00"), at_most=True, state="risk"),
        MeasureCard("KPI-22", _("Availability"), None, Decimal("99.50"), items=0),
    ]  # fmt: skip


def _events(*, anchored: bool) -> list[EventLine]:
    names = ("e-1", "e-2", "e-3") if anchored else ("", "", "")
    return [
        EventLine(
            _("Handed over to the third party CIRIL"), START, actor="alice@example.org", via="web",
            position=4711, proof="mail 4711", proof_url="#proof", anchor=names[0],
        ),
        EventLine(
            _("Returned by the third party"), START + 2 * HOUR, actor="import", via="servicenow",
            known_at=START + 50 * HOUR, recorded_at=START + 90 * HOUR, position=4800, anchor=names[1],
        ),
        EventLine(_("Taken"), START + 7 * HOUR, actor="bob@example.org", via="web", anchor=names[2]),
    ]  # fmt: skip
