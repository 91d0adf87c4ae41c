"""What both parties agreed on is in the figures: no restart, nobody asks for it."""

import re

import pytest

from tests.contracts.ground import MONTHS, Parties, some_activity
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels import figures, keeping
from timonier.service_levels.services import month_result

MONTH = MONTHS[0]
PART = {"effective_from": "2026-08-01", "kpis": {"KPI-07": {"target": "30 min"}}}


def figure(both: Parties) -> figures.MonthFigure:
    with scope([both.contract.pk]):
        found = figures.one(both.contract, MONTH)
    assert found is not None
    return found


@pytest.mark.req("KPI-33", "CON-05", "GOV-03")
def test_a_dashboard_after_acceptance_shows_the_figures_of_the_new_version(both: Parties) -> None:
    some_activity(both.contract, [MONTH], share=6)
    keeping.bring_up_to_date(both.contract)
    bob = both.client(both.bob)
    address = f"/c/{both.contract.key}/dashboards/steering/?month={MONTH}"

    def shown() -> str:
        # The page has been served before, so whatever this process keeps of the contract is warm.
        page = bob.get(address).content.decode()
        cell = re.search(r"KPI-07.{0,900}?(\d+,\d+)[\s\u00a0\u202f]%", page, re.DOTALL)
        assert cell, page
        return cell[1].replace(",", ".")

    before, page_before = figure(both), shown()
    both.agree(PART)
    between = figure(both)
    assert between.is_stale, "an old figure says that it is old"
    keeping.bring_up_to_date(both.contract)  # what the worker does without end
    after = figure(both)
    assert not after.is_stale
    assert after.lines["KPI-07"]["missed"] > before.lines["KPI-07"]["missed"]
    wanted = month_result(both.contract, MONTH, as_of=after.as_of)
    assert after.result == figures.slim(wanted)
    assert keeping.compare_figures(both.contract)["differences"] == []
    line = after.lines["KPI-07"]
    assert shown() != page_before and float(shown()) == pytest.approx(float(line["value"]), abs=0.01)
