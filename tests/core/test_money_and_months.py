"""Months of Paris without gap, and penalties: rounded once per line, capped in their order, never below nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.calendar_cases import PARIS, wall
from tests.core.sample import VERSION, kpi
from timonier.core.contract.model import Penalties
from timonier.core.instants import (
    DAY,
    BadInstant,
    format_instant,
    local,
    month_bounds,
    month_of,
    months_between,
    parse_instant,
    to_datetime,
    zone,
)
from timonier.core.months import percent
from timonier.core.penalties import Line, cap_month, line

MANY = settings(max_examples=300, deadline=None, derandomize=True, database=None)
MONTHS = months_between("1990-01", "2059-11")
cents = st.integers(0, 500_000).map(lambda amount: Decimal(amount) / 100)


@pytest.mark.req("KPI-30")
def test_months_follow_each_other_without_gap() -> None:
    for month, following in zip(MONTHS, MONTHS[1:], strict=False):
        assert month_bounds(month, PARIS)[1] == month_bounds(following, PARIS)[0]
    start, end = month_bounds("2025-10", PARIS)
    assert end - start == 31 * DAY + 3600 * 1_000_000
    start, end = month_bounds("2026-03", PARIS)
    assert end - start == 31 * DAY - 3600 * 1_000_000


@pytest.mark.req("KPI-30")
@MANY
@given(st.integers(wall("1990-02-01 00:00"), wall("2059-12-31 00:00")))
def test_the_month_of_an_instant_is_that_of_the_wall_clock(at: int) -> None:
    month = month_of(at, PARIS)
    assert (
        month
        == to_datetime(at).astimezone(zone(PARIS)).strftime("%Y-%m")
        == local(at, PARIS).strftime("%Y-%m")
    )
    start, end = month_bounds(month, PARIS)
    assert start <= at < end
    assert parse_instant(format_instant(at)) == at


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "26-01", "2026-00", "2026/01", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInstant):
        month_bounds(text, PARIS)


@pytest.mark.req("KPI-31")
@MANY
@given(st.lists(cents, max_size=24), st.one_of(st.none(), cents))
def test_the_cap_of_a_month_cuts_the_last_lines_and_never_more(
    amounts: list[Decimal], cap: Decimal | None
) -> None:
    lines = [Line(f"KPI-{n:02d}", "P1", amount, True, []) for n, amount in enumerate(amounts, 1)]
    total = cap_month(lines, cap)
    assert total == sum(amounts) if cap is None else total == min(cap, sum(amounts))
    assert total == sum(one.amount for one in lines)
    cut = [one.amount < amount for one, amount in zip(lines, amounts, strict=True)]
    assert all(one.amount >= 0 for one in lines)
    if True in cut:
        behind = lines[cut.index(True) + 1 :]
        assert all(one.amount == 0 for one in behind)


@pytest.mark.req("KPI-31")
@pytest.mark.parametrize(
    ("fee", "share", "amount"),
    [("30001.00", "0.005", "150.00"), ("30003.00", "0.005", "150.02"), ("30003.01", "0.005", "150.02"), ("0", "0.02", "0.00")],
)  # fmt: skip
def test_a_share_of_the_fee_is_rounded_once_half_to_even(fee: str, share: str, amount: str) -> None:
    prices = Penalties({}, "share_of_fee", monthly_fee=Decimal(fee), shares={"P1": Decimal(share)})
    one = kpi(1, "calls_answered", None, None, "0.95", "P1")
    found = line(
        replace(VERSION, penalties=prices), one, "share_of_fee", achieved=False, missed=3, phase_forbids=None
    )
    assert str(found.amount) == amount


@pytest.mark.req("KPI-31")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 800), "0.12"), (Fraction(3, 800), "0.38"), (Fraction(1, 3), "33.33"), (Fraction(2, 3), "66.67"),
        (Fraction(1), "100.00"), (Fraction(0), "0.00"), (Fraction(99995, 100000), "100.00"), (Fraction(89995, 100000), "90.00"),
        (None, None),
    ],
)  # fmt: skip
def test_a_share_is_shown_with_two_decimals_half_to_even(value: Fraction | None, text: str | None) -> None:
    assert percent(value) == text
