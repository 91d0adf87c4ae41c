"""What a document is made from: the months' figures, brought up to date where they are not, and the words for them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from timonier.contracts.queries import plans_of
from timonier.core.contract.model import Kpi
from timonier.core.instants import month_bounds, month_first, month_of
from timonier.core.months import check_month
from timonier.core.plan import Plan
from timonier.core.refusal import Refused
from timonier.foundation.datasets import Span
from timonier.foundation.exports import tokens
from timonier.foundation.tenancy.models import Contract
from timonier.governance.boards import Result, has_facts, result_over
from timonier.measures.services import now
from timonier.service_levels import complete, figures
from timonier.service_levels.standing import Penalty, latest, penalties_of

ROLLING = 13


@dataclass(frozen=True)
class Material:
    """One document's figures. `months`: of the period; `window`: the 13 months that end with it; Units as in `figures`."""

    contract: Contract
    kind: str
    language: str
    span: Span
    known: dict[str, figures.MonthFigure]
    with_money: bool

    @property
    def months(self) -> list[str]:
        """Months of the period that the contract knows."""
        return [month for month in self.span.months if month in self.known]

    @cached_property
    def window(self) -> list[str]:
        """Thirteen months that end with the period, known or not."""
        return figures.window(self.contract, self.span.last, ROLLING)

    @cached_property
    def shown_window(self) -> list[str]:
        """Its months from the first that has facts: before, there is nothing to show."""
        places = [place for place, month in enumerate(self.window) if self.has_facts(month)]
        return self.window[places[0] :] if places else self.window[-1:]

    @cached_property
    def begins(self) -> bool:
        """Whether nothing was measured before the period, as far as the document looks back."""
        return not any(self.has_facts(month) for month in self.known if month < self.span.first)

    def has_facts(self, month: str) -> bool:
        """Whether anything happened in it, as far as the document knows."""
        figure = self.known.get(month)
        return figure is not None and has_facts(figure, self.kpis)

    @property
    def since(self) -> str:
        """What the source says where the window is shorter than thirteen months; "" where it is whole."""
        if len(self.shown_window) == ROLLING:
            return ""
        french, english = (tokens.month(self.shown_window[0], one) for one in ("fr", "en"))
        return self.pick(
            f"\u00a0; premier mois qui a des faits\u00a0: {french}",
            f"; first month that has facts: {english}",
        )

    def rolling(self, french: str, english: str) -> str:
        """ "…, 13 mois glissants", or since when there are fewer."""
        if len(self.shown_window) == ROLLING:
            return self.pick(f"{french}, 13 mois glissants", f"{english}, 13 rolling months")
        if len(self.shown_window) == 1:
            return self.pick(french, english)
        first = tokens.month(self.shown_window[0], self.language)
        return self.pick(f"{french}, depuis {first}", f"{english}, since {first}")

    @property
    def month_before(self) -> str:
        """The one before the period."""
        return figures.window(self.contract, self.span.first, 2)[0]

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return ZoneInfo(self.span.tz)

    @cached_property
    def plan(self) -> Plan:
        """In force at the end of the period."""
        return plans_of(self.contract).on(month_first(self.span.last))

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """In the order of the contract."""
        return self.plan.version.kpis

    @cached_property
    def penalties(self) -> list[Penalty]:
        """What stands about the penalties of the period and of the window: computed, and what people decided."""
        wanted = sorted({*self.window, *self.span.months} & self.known.keys())
        return penalties_of(self.contract, [self.known[month] for month in wanted])

    @property
    def is_one_month(self) -> bool:
        """Whether the period is a month."""
        return self.span.first == self.span.last

    @property
    def is_sealed(self) -> bool:
        """Whether every month of the period is sealed."""
        return bool(self.months) and all(self.known[month].is_sealed for month in self.months)

    @property
    def title(self) -> str:
        """The contract's title in the document's language."""
        return self.contract.title_en if self.language == "en" else self.contract.title_fr

    def line(self, month: str, kpi: str) -> dict[str, Any] | None:
        """The result of a month and a service level: as published in a month's own document, as corrected since over a period."""
        return self._lines.get(month, {}).get(kpi)

    @cached_property
    def _lines(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {month: one.lines if self.is_one_month else latest(one) for month, one in self.known.items()}

    def result(self, kpi: Kpi) -> Result:
        """A service level over the period, as the screens say it."""
        lines = [line for month in self.months if (line := self.line(month, kpi.key)) is not None]
        return result_over(kpi, lines, self.plan.readings["availability"])

    def name(self, kpi: Kpi) -> str:
        """Key and title."""
        return f"{kpi.key} · {kpi.title_en if self.language == 'en' else kpi.title_fr}"

    def pick(self, french: str, english: str) -> str:
        """The one in the document's language."""
        return english if self.language == "en" else french

    def count(self, number: int, french: tuple[str, str], english: tuple[str, str]) -> str:
        """ "3 tickets": a number with its noun."""
        one, many = english if self.language == "en" else french
        is_one = number == 1 or (number == 0 and self.language == "fr")
        return f"{tokens.of_kind('integer', number, self.language, self.zone)}\u00a0{one if is_one else many}"

    def shown(self, kind: str, value: Any) -> str:
        """A value in running text."""
        return tokens.of_kind(kind, value, self.language, self.zone)

    @property
    def period(self) -> str:
        """ "mars 2026", "janvier à mars 2026"."""
        if self.is_one_month:
            return tokens.month(self.span.first, self.language)
        first, last = self.span.first, self.span.last
        begin = tokens.month(first, self.language)
        if first[:4] == last[:4]:
            begin = begin.rsplit(" ", 1)[0]
        return f"{begin} {self.pick('à', 'to')} {tokens.month(last, self.language)}"

    @property
    def in_period(self) -> str:
        """ "en mars 2026", "de janvier à mars 2026"."""
        if self.is_one_month:
            return f"{self.pick('en', 'in')} {self.period}"
        if self.language == "en":
            return f"from {self.period}"
        return f"{'d’' if self.period[0] in 'ao' else 'de '}{self.period}"


def gather(
    contract: Contract, kind: str, language: str, first: str, last: str, *, with_money: bool
) -> Material:
    """Bring the figures together, computed again where they are missing or old. Needs the scope. Raises: Refused."""
    plans = plans_of(contract)
    span = Span(first, last, plans.tz)
    if last < first:
        raise Refused("period_upside_down", first=first, last=last)
    if len(span.months) > 60:
        raise Refused("period_too_long", months=len(span.months), most=60)
    check_month(plans.at(0).version, last)
    instant = now()
    if month_bounds(first, plans.tz)[0] > instant:
        raise Refused("period_to_come", month=first, current=month_of(instant, plans.tz))
    window = [*figures.window(contract, first, 2)[:1], *figures.window(contract, last, ROLLING)]
    known = {
        one.month: one
        for one in complete.months(
            contract, span.months, loose=sorted({one for one in window if one not in span.months})
        )
    }
    return Material(contract, kind, language, span, known, with_money)


def last_over(contract: Contract) -> str:
    """The last month that is over, and not before the contract; the running one in its first month. Needs the scope."""
    plans = plans_of(contract)
    running = month_of(now(), plans.tz)
    before = figures.window(contract, running, 2)[0]
    try:
        check_month(plans.at(0).version, before)
    except Refused:
        return running
    return before


def decimal(value: str | None) -> Decimal | None:
    """A figure's text as a number."""
    return None if value is None else Decimal(value)
