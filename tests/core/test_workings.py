"""The sum behind a figure: it leads to the stored value, or it is not told."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.core.sample import VERSION
from timonier.core.contract.model import Penalties
from timonier.core.measures import EXCLUDED, MET, Measure
from timonier.core.workings import Workings, mean_of, price, workings

ONE = VERSION.kpis[0]
SUM = {"availability": "sum", "reopening_rate": "cohort"}


def line(
    population: int, met: int | None, missed: int | None, value: str | None, **more: Any
) -> dict[str, Any]:
    return {"population": population, "met": met, "missed": missed, "value": value} | more


def scored(*scores: float) -> list[Measure]:
    return [Measure(f"T{n}", "ticket", "KPI-17", MET, 0, value=score) for n, score in enumerate(scores)]


SERVICES = [
    {"service": "mail", "seconds": 3600, "up_seconds": 3600, "value": "100.00"},
    {"service": "files", "seconds": 3600, "up_seconds": 1800.5, "value": "50.01"},
]
CASES = [
    ("resolution", line(835, 812, 23, "97.25"), Workings("share", Fraction(812), Fraction(835), 23)),
    ("resolution", line(0, 0, 0, None), Workings("none")),
    ("reopened", line(20, 17, 3, "15.00"), Workings("reopened", Fraction(3), Fraction(20), 17)),
    ("reopened", line(17, 17, 3, "17.65"), Workings("reopened", Fraction(3), Fraction(17), None)),
    ("ticket_scores", line(2, None, None, "75.25"), Workings("scores", Fraction(301, 2), Fraction(2))),
    ("ticket_scores", line(3, None, None, "75.25"), Workings("scores")),
    ("compliance", line(8, None, None, "87.50"), Workings("compliance", Fraction(7), Fraction(8))),
    ("compliance", line(9, None, None, "87.50"), Workings("compliance")),
    (
        "availability",
        line(2, None, None, "75.01", services=SERVICES),
        Workings("uptime", Fraction(10801, 2), Fraction(7200)),
    ),
    ("availability", line(2, None, None, "75.01"), Workings("uptime")),
    ("resolution", line(835, 812, 23, "97.30"), Workings("share")),
]


@pytest.mark.req("KPI-30")
@pytest.mark.parametrize(("family", "stored", "wanted"), CASES)
def test_a_sum_leads_to_the_stored_value_or_is_not_told(
    family: str, stored: dict[str, Any], wanted: Workings
) -> None:
    found = workings(replace(ONE, family=family), stored, SUM, scored(70, 80.5), (7, 8))
    assert found == wanted


@pytest.mark.parametrize(("reading", "shape"), [("mean", "mean_uptime"), ("each", "lowest_uptime")])
def test_other_readings_of_availability_are_named(reading: str, shape: str) -> None:
    stored = line(2, None, None, "50.01", services=SERVICES)
    found = workings(replace(ONE, family="availability"), stored, {"availability": reading})
    assert found == Workings(shape)  # type: ignore[arg-type]  # one of the shapes


def test_the_mean_is_told_of_the_items_that_lead_to_it() -> None:
    found = [Measure(f"T{n}", "ticket", "KPI-05", MET, 0, counted=n * 60_000_000) for n in (10, 21)]
    left_out = Measure("X", "ticket", "KPI-05", EXCLUDED, 0, counted=9_000_000_000)
    assert mean_of({"mean_seconds": 930, "population": 2}, [*found, left_out]) == 31 * 60_000_000
    assert mean_of({"mean_seconds": 931, "population": 2}, found) is None
    assert mean_of({}, found) is None


PRICES = Penalties({"P1": Decimal(150)}, "once", shares={"P1": Decimal("0.01")}, monthly_fee=Decimal(30000))
MISSED = {"achieved": False, "missed": 3}


def stored(amount: str, **charged: Any) -> dict[str, Any]:
    return {"penalty_amount": amount, "charged": {**MISSED, **charged}}


@pytest.mark.req("KPI-31")
def test_a_penalty_is_a_unit_and_how_often_then_the_caps() -> None:
    p1 = replace(ONE, level="P1")

    def drawn(basis: str, amount: str, **caps: Decimal) -> tuple[Any, ...] | None:
        version = replace(VERSION, penalties=replace(PRICES, **caps))
        found = price(version, p1, stored(amount), basis)
        return found and (found.drawn.unit, found.drawn.times, found.is_cut_by_kpi, found.is_cut_by_month)

    assert drawn("once", "150.00") == (150, 1, False, False)
    assert drawn("per_missed_item", "450.00") == (150, 3, False, False)
    assert drawn("share_of_fee", "300.00") == (30000, Decimal("0.01"), False, False)
    assert drawn("per_missed_item", "400.00", cap_per_kpi=Decimal(400)) == (150, 3, True, False)
    assert drawn("per_missed_item", "20.00", cap_per_month=Decimal(1000)) == (150, 3, False, True)
    assert drawn("once", "120.00") is None, "prices that lead elsewhere are not told"
    assert price(VERSION, p1, stored("0.00", achieved=True), "once") is None
    assert price(VERSION, p1, {"penalty_amount": "0.00", "charged": None}, "once") is None
