"""The items behind a figure: from the derived rows as from the journal, and no row before all facts have reached them."""

from datetime import UTC, datetime

import pytest

from tests.foundation.ground import write
from timonier.config.bench.material import lines
from timonier.contracts.queries import plans_of
from timonier.core.events import parse_event
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.queries import is_settled
from timonier.measures.services import drain
from timonier.service_levels.pages import derived_items, gathered_items, items_of, months_of


def told(place: Contract, tickets: int, seed: int) -> None:
    """Tickets of the three years until now; a tenth of them open, so that clocks have run out with no further fact."""
    events = lines(tickets, datetime.now(UTC), seed=seed, open_share=0.1)
    write(place, [parse_event(one) for one in events])


def settled(place: Contract) -> None:
    with scope([place.pk]):
        while drain(place):
            pass


@pytest.mark.req("KPI-33", "KPI-37")
@pytest.mark.parametrize("seed", [3, 4])
def test_the_rows_say_what_the_journal_says(place: Contract, seed: int) -> None:
    told(place, 600, seed)
    settled(place)
    kpis = plans_of(place).at(0).version.kpis
    months = months_of(place)[:8]
    compared = 0
    with scope([place.pk]):
        assert is_settled(place)
        for month in months:
            for kpi in kpis:
                rows = derived_items(place, month, kpi.key)
                whole, facts = gathered_items(place, month, kpi, None)
                if not facts:
                    wanted = {
                        (one.kind, one.item, one.outcome, one.counted, one.target, one.reason)
                        for one in whole
                    }
                    found = {
                        (one.kind, one.item, one.outcome, one.counted, one.target, one.reason) for one in rows
                    }
                    assert found == wanted, (month, kpi.key)
                    compared += len(found)
    assert compared > 300


def test_a_fact_that_has_not_reached_its_row_is_shown_all_the_same(place: Contract) -> None:
    told(place, 200, 5)
    kpis, month = plans_of(place).at(0).version.kpis, months_of(place)[1]
    with scope([place.pk]):
        assert not is_settled(place)
        assert not any(derived_items(place, month, kpi.key) for kpi in kpis)

    def shown() -> dict[str, list[str]]:
        return {kpi.key: [one.item for one in items_of(place, month, kpi)[0]] for kpi in kpis}

    before = shown()
    assert sum(map(len, before.values())) > 3
    settled(place)
    assert shown() == before
