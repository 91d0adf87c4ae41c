"""The formula of a service level with the month's numbers in it: plain text, the numbers that have items behind them as links.

It computes nothing: `core.workings` lays out what is stored, this module says it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from timonier.core.contract.model import ContractVersion, Kpi
from timonier.core.instants import SECOND, parse_instant
from timonier.core.measures import Measure
from timonier.core.messages import sentence
from timonier.core.penalties import ZERO
from timonier.core.workings import Price, Workings, mean_of, price, seconds, workings
from timonier.foundation import parts
from timonier.foundation.asked import speaks
from timonier.service_levels.statement import StatementLine

_HOLE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a row, to be set beside the next one as it stands."""

    text: str
    url: str = ""
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum: what it tells, then its pieces."""

    label: str
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a service level's sum is written from. `items`: where its items stand; `services`: key → title and address.

    `stands`: its line of the statement, None for who may not read penalties, or where nothing was said.
    """

    kpi: Kpi
    version: ContractVersion
    line: Mapping[str, Any]
    month: Mapping[str, Any]
    measures: Sequence[Measure]
    items: str
    compliant: tuple[int, int] | None = None
    services: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    may_see_money: bool = False
    stands: StatementLine | None = None


def rows_of(figure: Figure) -> list[Row]:
    """The figure, its objective, what is beside it, what it costs, what was said since."""
    found = [_in_numbers(figure), *_services(figure), *_objective(figure), *_mean(figure), *_beside(figure)]
    if figure.may_see_money:
        found += [*_partly_charged(figure), *_penalty(figure), *_decision(figure)]
    return [*found, *_corrections(figure), _state(figure)]


# -- the figure -----------------------------------------------------------------------------------------------------


def _in_numbers(figure: Figure) -> Row:
    laid = workings(figure.kpi, figure.line, figure.month["readings"], figure.measures, figure.compliant)
    return Row(_("In numbers"), _sum(figure, laid, figure.line))


def _sum(figure: Figure, laid: Workings, line: Mapping[str, Any], *, with_links: bool = True) -> list[Term]:
    """A line of results as a sum. A correction's numbers have no links: the items of the page are those of the seal."""

    def behind(text: str, number: int, outcome: str = "") -> Term:
        return Term(text, _items(figure, outcome) if with_links and number else "")

    value, population = Term(parts.percent(line["value"], speaks()), is_result=True), line["population"]
    all_of = behind(_number(population), population)
    top = None if laid.top is None else int(laid.top)
    if laid.shape == "none":
        return [Term(_("nothing to count: no measure, neither zero nor a hundred per cent"))]
    if laid.shape == "share" and top is not None and laid.rest is not None:
        met, missed = behind(_met(top), top, "met"), behind(_missed(laid.rest), laid.rest, "missed")
        whole = Term(f") = {_number(top)} ÷ ")
        return [met, Term(f" ÷ ({met.text} + "), missed, whole, all_of, Term(" = "), value]
    if laid.shape == "reopened" and top is not None:
        again = behind(_reopened(top), top, "missed")
        if laid.rest is None:
            closed = _words(population, _("%(number)s ticket closed"), _("%(number)s tickets closed"))
            return [again, Term(" ÷ "), behind(closed, population, "met"), Term(" = "), value]
        kept = _words(laid.rest, _("%(number)s ticket not reopened"), _("%(number)s tickets not reopened"))
        rest, whole = behind(kept, laid.rest, "met"), Term(f") = {_number(top)} ÷ ")
        return [again, Term(f" ÷ ({again.text} + "), rest, whole, all_of, Term(" = "), value]
    if laid.shape == "scores" and laid.top is not None:
        scores = _words(population, _("%(number)s score out of 100"), _("%(number)s scores out of 100"))
        total = _("%(points)s points") % {"points": _points(laid.top)}
        return [Term(f"{total} ÷ "), behind(scores, population), Term(" = "), value]
    if laid.shape == "compliance" and top is not None:
        found = _words(top, _("%(number)s compliant element"), _("%(number)s compliant elements"))
        among = _words(population, _("%(number)s measured element"), _("%(number)s measured elements"))
        return [Term(f"{found} ÷ "), behind(among, population), Term(" = "), value]
    if laid.shape == "uptime" and laid.top is not None and laid.bottom is not None:
        return [Term(f"{_time(laid.top)} ÷ {_time(laid.bottom)} = "), value]
    return [*_shape_alone(laid, all_of), value]


def _shape_alone(laid: Workings, all_of: Term) -> list[Term]:
    """Where only the value is known: what it is of."""
    if laid.shape == "mean_uptime":
        return _filled(_("mean of the shares of %(services)s services = "), {"services": all_of})
    if laid.shape == "lowest_uptime":
        return _filled(_("lowest share of %(services)s services = "), {"services": all_of})
    if laid.shape == "uptime":
        return []
    return _filled(_("over %(items)s items: "), {"items": all_of})


def _services(figure: Figure) -> list[Row]:
    rows = []
    for one in figure.line.get("services", ()):
        title, url = figure.services.get(one["service"], (one["service"], ""))
        if one["value"] is None:
            terms = [Term(_("not open in the period: no measure"))]
        else:
            up, time = _time(seconds(one["up_seconds"])), _time(seconds(one["seconds"]))
            terms = [Term(up, url), Term(f" ÷ {time} = {parts.percent(one['value'], speaks())}")]
        rows.append(Row(title, terms))
    return rows


def _objective(figure: Figure) -> list[Row]:
    line = figure.line
    pattern = _("at most %(objective)s") if figure.kpi.at_most else _("at least %(objective)s")
    terms = [Term(pattern % {"objective": parts.percent(line["objective"], speaks())})]
    if line["value"] is not None:
        terms += [Term(" · "), *_distance(line)]
    return [Row(_("Objective"), terms)]


def _distance(line: Mapping[str, Any]) -> list[Term]:
    distance = Decimal(line["value"]) - Decimal(line["objective"])
    word = _("achieved") if line["achieved"] else _("not achieved")
    if distance:
        return [Term(f"{word}, {parts.distance(distance, 'percent', speaks())}")]
    if line["achieved"]:
        return [Term(word)]
    return [
        Term(word),
        Term(_(", by less than one hundredth of a point: figures are compared before they are rounded")),
    ]


def _mean(figure: Figure) -> list[Row]:
    line = figure.line
    if line.get("mean_seconds") is None:
        return []
    total = mean_of(line, figure.measures)
    result = Term(parts.duration(line["mean_seconds"] * SECOND, speaks()), is_result=True)
    how = "" if total is None else f"{parts.duration(total, speaks())} ÷ {_number(line['population'])} = "
    return [Row(_("Mean time"), [Term(how), result])]


def _beside(figure: Figure) -> list[Row]:
    reasons: dict[str, int] = {}
    for one in figure.line["excluded"]:
        reasons[one["reason"]] = reasons.get(one["reason"], 0) + 1
    if not reasons:
        return []
    number = len(figure.line["excluded"])
    colon = ": " if speaks() == "en" else " : "
    told = ", ".join(
        f"{_said(reason)}{colon}{_number(count)}" if len(reasons) > 1 else _said(reason)
        for reason, count in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    )
    excluded = Term(
        _words(number, _("%(number)s item left out"), _("%(number)s items left out")),
        _items(figure, "excluded"),
    )
    return [Row(_("Excluded"), [excluded, Term(f" ({told})")])]


# -- euros ----------------------------------------------------------------------------------------------------------


def _partly_charged(figure: Figure) -> list[Row]:
    line = figure.line
    charged = line["charged"]
    if charged is None or charged["met"] is None or charged["population"] == line["population"]:
        return []
    laid = workings(figure.kpi, charged, figure.month["readings"])
    terms = _sum(figure, laid, charged, with_links=False)
    return [Row(_("Charged part"), [*terms, Term(_(", on the items of a phase with penalties"))])]


def _penalty(figure: Figure) -> list[Row]:
    line, amount = figure.line, Decimal(figure.line["penalty_amount"])
    terms = [Term(_no_penalty(figure))]
    laid = price(figure.version, figure.kpi, line, figure.month["readings"]["penalty_basis"])
    if laid is not None:
        terms = _drawn(figure, laid)
    elif amount:
        terms = [Term(_level(figure) + " = "), _euros(amount)]
    if amount and line["forbidden_by"]:
        why = ", ".join(_unknown(figure, code) for code in line["forbidden_by"])
        terms.append(
            Term(_(" · computed, not chargeable while the contract leaves open: %(what)s") % {"what": why})
        )
    return [Row(_("Penalty"), terms)]


def _no_penalty(figure: Figure) -> str:
    line = figure.line
    if figure.kpi.level is None:
        return _("none: this service level has no penalty")
    if line["charged"] is None:
        return _("none: %(why)s") % {"why": ", ".join(_said(code) for code in line["forbidden_by"][:1])}
    if line["charged"]["achieved"] is None:
        return _("none: no measure")
    return _("none: the objective is achieved")


def _drawn(figure: Figure, laid: Price) -> list[Term]:
    """Unit × times, then what the caps leave. The last amount is the stored one."""
    basis, unit = figure.month["readings"]["penalty_basis"], laid.drawn.unit
    missed = figure.line["charged"]["missed"]
    if basis == "share_of_fee":
        share = parts.percent(str(laid.drawn.times * 100), speaks())
        start = _("%(share)s of the monthly fee of %(fee)s") % {"share": share, "fee": _money(unit)}
        terms = [Term(f"{_level(figure)}: {start}" if speaks() == "en" else f"{_level(figure)} : {start}")]
    elif basis == "per_missed_item" and missed is not None:
        is_whole = missed == figure.line["missed"]
        terms = [
            Term(_missed(missed), _items(figure, "missed") if is_whole and missed else ""),
            Term(f" × {_money(unit)} ({_level(figure)})"),
        ]
    else:
        terms = [
            Term(
                _("%(level)s, once for the month: 1 × %(price)s")
                % {"level": _level(figure), "price": _money(unit)}
            )
        ]
    terms += [
        Term(" = "),
        _euros(laid.drawn.amount, is_result=not laid.is_cut_by_kpi and not laid.is_cut_by_month),
    ]
    return terms + _caps(figure, laid)


def _caps(figure: Figure, laid: Price) -> list[Term]:
    penalties = figure.version.penalties
    found: list[Term] = []
    if penalties.cap_per_kpi is not None:
        cap = {"cap": _money(penalties.cap_per_kpi)}
        if laid.is_cut_by_kpi:
            found += [Term(_(" · cut by the cap of %(cap)s per service level: ") % cap)]
            found += [_euros(laid.capped, is_result=not laid.is_cut_by_month)]
        else:
            found += [Term(_(" · cap of %(cap)s per service level not reached") % cap)]
    if penalties.cap_per_month is not None:
        cap = {"cap": _money(penalties.cap_per_month)}
        if laid.is_cut_by_month:
            found += [
                Term(_(" · cut by the cap of %(cap)s for the month: ") % cap),
                _euros(laid.amount, is_result=True),
            ]
        else:
            found += [Term(_(" · cap of %(cap)s for the month does not cut it") % cap)]
    return found


def _decision(figure: Figure) -> list[Row]:
    stands = figure.stands
    if stands is None or stands.word is None:
        return []
    terms = [Term(_said(f"penalty.{stands.state}"))]
    if stands.state in ("applied", "waived", "partly"):
        taken_off = f" − {_money(stands.waived)}" if stands.waived else ""
        colon = ": " if speaks() == "en" else " : "
        terms.append(Term(f"{colon}{_money(stands.due)}{taken_off} = " if taken_off else colon))
        terms.append(_euros(stands.remains, is_result=True))
    return [Row(_("Decision"), terms)]


# -- what came later -------------------------------------------------------------------------------------------------


def _corrections(figure: Figure) -> list[Row]:
    rows = []
    for one in figure.month["corrections"]:
        if one["kpi"] != figure.kpi.key or not figure.month["sealed"]:
            continue
        seal = _("Corrected by the seal of %(month)s") % {"month": parts.month_name(one["seal"], speaks())}
        if one["after"] is None:
            rows.append(Row(seal, [Term(_("this service level is no longer counted"))]))
            continue
        laid = workings(figure.kpi, one["after"], figure.month["readings"])
        terms = _sum(figure, laid, one["after"], with_links=False)
        difference = Decimal(one["penalty_difference"])
        if figure.may_see_money and difference:
            sign = "+" if difference > ZERO else "−"
            terms.append(
                Term(_(" · penalty %(difference)s") % {"difference": sign + _money(abs(difference))})
            )
        if one.get("reason"):
            terms.append(Term(f" ({one['reason']['en' if speaks() == 'en' else 'fr']})"))
        rows.append(Row(seal, terms))
    return rows


def _state(figure: Figure) -> Row:
    sealed = figure.month["sealed"]
    if sealed:
        said = _("sealed %(when)s: later evidence becomes a correction beside it")
        at = sealed["at"]
    elif figure.line.get("provisional"):
        said, at = (
            _("provisional, as of %(when)s: the 30 days for reopening are not over for every ticket"),
            figure.month["as_of"],
        )
    else:
        said, at = _("provisional, as of %(when)s: items and evidence may still come"), figure.month["as_of"]
    return Row(_("State"), [Term(said % {"when": parts.instant(parse_instant(at), speaks())})])


# -- words ----------------------------------------------------------------------------------------------------------


def _items(figure: Figure, outcome: str = "") -> str:
    return f"{figure.items}?outcome={outcome}#items" if outcome else f"{figure.items}#items"


def _met(number: int) -> str:
    return _words(number, _("%(number)s item met"), _("%(number)s items met"))


def _missed(number: int) -> str:
    return _words(number, _("%(number)s item missed"), _("%(number)s items missed"))


def _reopened(number: int) -> str:
    return _words(number, _("%(number)s ticket reopened"), _("%(number)s tickets reopened"))


def _words(number: int, one: str, several: str) -> str:
    """A number with its word: French has its singular for nothing too."""
    is_one = number == 1 or (number == 0 and speaks() != "en")
    return (one if is_one else several) % {"number": _number(number)}


def _filled(pattern: str, holes: Mapping[str, Term]) -> list[Term]:
    """A sentence whose holes are terms of their own."""
    found = _HOLE.split(pattern)
    return [holes[one] if at % 2 else Term(one) for at, one in enumerate(found) if one]


def _number(number: int) -> str:
    return parts.whole(number, speaks())


def _points(total: Fraction) -> str:
    return parts.number(Decimal(total.numerator) / Decimal(total.denominator), "count", speaks())


def _time(length: Fraction) -> str:
    return parts.duration(int(length * SECOND), speaks())


def _money(amount: Decimal) -> str:
    return parts.money(amount, speaks())


def _euros(amount: Decimal, *, is_result: bool = False) -> Term:
    return Term(_money(amount), is_result=is_result)


def _level(figure: Figure) -> str:
    return _("level %(level)s") % {"level": figure.kpi.level}


def _unknown(figure: Figure, code: str) -> str:
    unknown = figure.version.unknowns.get(code)
    if unknown is None:
        return _said(code)
    return parts.typographic(unknown.title_en if speaks() == "en" else unknown.title_fr)


def _said(code: str) -> str:
    return parts.typographic(sentence(code, {}, speaks()))
