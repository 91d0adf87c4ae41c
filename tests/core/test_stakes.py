"""What can still be saved: misses left, items needed, euros; against a search that is obviously right."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample import contract
from timonier.core.contract.model import Kpi
from timonier.core.stakes import room, stake

VERSION = replace(
    contract().versions[0],
    penalties=replace(contract().versions[0].penalties, prices={"P1": Decimal(100)}, cap_per_kpi=None),
)
KPI = replace(VERSION.kpis[0], objective=Decimal("0.9"), at_most=False, level="P1")


def holds(kpi: Kpi, met: int, missed: int) -> bool:
    return met + missed == 0 or Fraction(met, met + missed) >= Fraction(kpi.objective)


@pytest.mark.req("KPI-34")
@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(("0.5", "0.85", "0.9", "0.95", "1")))
def test_misses_left_and_items_needed_are_those_of_a_search(met: int, missed: int, objective: str) -> None:
    kpi = replace(KPI, objective=Decimal(objective))
    found = room(kpi, met, missed)
    assert found.is_lost is not holds(kpi, met, missed)
    if holds(kpi, met, missed):
        assert holds(kpi, met, missed + found.left) or found.left == 0
        assert not holds(kpi, met, missed + found.left + 1)
    elif found.needed is not None:
        assert holds(kpi, met + found.needed, missed)
        assert not holds(kpi, met + found.needed - 1, missed)
    else:
        assert not holds(kpi, met + 10_000, missed)


@pytest.mark.req("KPI-34")
@pytest.mark.parametrize(
    ("met", "missed", "at_risk", "basis", "must_save", "euros"),
    [
        (18, 0, 2, "once", 0, "0.00"),  # two misses are borne
        (18, 1, 2, "once", 1, "100.00"),  # one is borne, the second costs
        (9, 1, 3, "once", 3, "100.00"),
        (8, 2, 3, "once", 0, "0.00"),  # fallen already: a single price is due whatever happens
        (8, 2, 3, "per_missed_item", 3, "300.00"),  # fallen, and each further miss has its price
        (9, 1, 2, "per_missed_item", 2, "300.00"),  # the fall makes the miss before cost too
        (9, 1, 0, "once", 0, "0.00"),
    ],
)
def test_euros_at_stake(met: int, missed: int, at_risk: int, basis: str, must_save: int, euros: str) -> None:
    found = stake(VERSION, KPI, basis, met, missed, at_risk, is_charged=True)
    assert (found.must_save, str(found.euros)) == (must_save, euros)


def test_a_phase_without_penalties_puts_nothing_at_stake() -> None:
    assert stake(VERSION, KPI, "once", 9, 1, 3, is_charged=False).euros == 0
