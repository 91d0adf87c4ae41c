"""A quarter, a year: what the months counted is added up, divided once and rounded once."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from timonier.core.months import percent
from timonier.core.periods import points_of, value_over


def kpi(family: str) -> Any:
    return SimpleNamespace(family=family)


def counted(met: int, missed: int) -> dict[str, Any]:
    population = met + missed
    return {
        "met": met,
        "missed": missed,
        "population": population,
        "value": percent(Fraction(met, population)),
    }


def scored(*scores: float) -> dict[str, Any]:
    total = sum(Fraction(str(one)) for one in scores)
    value = percent(total / len(scores) / 100)
    line = {"met": None, "missed": None, "population": len(scores), "value": value}
    return line | {"points": points_of(line, str(total))}


@pytest.mark.req("GOV-04", "GOV-08")
def test_items_of_the_months_are_counted_together_and_rounded_once() -> None:
    months = [counted(688, 45), counted(672, 26), counted(653, 42)]  # 2013 of 2126
    assert percent(value_over(kpi("calls"), months)) == "94.68"
    rounded = sum(Decimal(one["value"]) * one["population"] for one in months) / 2126
    assert rounded.quantize(Decimal("0.01")) == Decimal("94.69"), "the mean of rounded values says otherwise"


@pytest.mark.req("GOV-04", "GOV-08")
def test_a_year_of_scores_is_the_mean_of_all_scores_not_of_months() -> None:
    months = [
        scored(100),
        scored(50, 50, 50.5),
        {"met": None, "missed": None, "population": 0, "value": None},
    ]
    assert value_over(kpi("ticket_scores"), months) == Fraction("2.505") / 4
    assert value_over(kpi("survey_scores"), months[2:]) is None


def test_scores_that_do_not_lead_to_a_corrected_value_are_not_used() -> None:
    line = {"population": 3, "value": "66.67"}
    assert points_of(line, "200") == "200"
    assert points_of(line, "190") is None
    assert points_of({"population": 0, "value": None}, "0") is None
    assert value_over(kpi("ticket_scores"), [line | {"points": None}]) == Fraction("0.6667")


def test_reopened_counts_what_came_back_and_compliance_whole_elements() -> None:
    reopened = [counted(9, 1), counted(18, 2)]
    assert value_over(kpi("reopened"), reopened) == Fraction(3, 30)
    compliant = [{"met": None, "missed": None, "population": 3, "value": "66.67"}] * 2
    assert value_over(kpi("compliance"), compliant) == Fraction(4, 6)


@pytest.mark.parametrize(
    ("reading", "share"), [("sum", Fraction(9, 12)), ("mean", Fraction(13, 20)), ("each", Fraction(1, 2))]
)
def test_availability_over_months_follows_the_reading(reading: str, share: Fraction) -> None:
    def month(a: float, b: float) -> dict[str, Any]:
        services = [
            {"service": "a", "seconds": 5, "up_seconds": a},
            {"service": "b", "seconds": 1, "up_seconds": b},
        ]
        return {"met": None, "missed": None, "population": 2, "value": "50.00", "services": services}

    months = [month(3, 1), month(5, 0)]
    assert value_over(kpi("availability"), months, reading) == share
