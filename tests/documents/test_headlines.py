"""Headlines of documents say what the figures say: where the backlog went, which months compare, where the months begin."""

from decimal import Decimal
from typing import Any

import pytest

from tests.service_levels.matters.conftest import _quick_hashes, _real_database, ground
from tests.service_levels.matters.ground import MONTH, Ground
from timonier.foundation.tenancy.scopes import scope
from timonier.governance.documents import activity, levels
from timonier.governance.documents.material import Material, gather

__all__ = ["_quick_hashes", "_real_database", "ground"]


def material_of(ground: Ground, first: str = MONTH, last: str = MONTH, language: str = "fr") -> Material:
    with scope([ground.contract.pk]):
        return gather(ground.contract, "steering", language, first, last, with_money=True)


def fact(ticket: str, at: str, event: str) -> dict[str, Any]:
    found = {"ticket": ticket, "at": f"2026-{at}:00+01:00", "event": event, "known_at": f"2026-{at}:01+01:00"}
    return found | ({"type": "incident", "channel": "phone", "title": ticket} if event == "created" else {})


@pytest.fixture
def reopened(ground: Ground) -> Ground:
    """One waits at the end of February, two at the end of March, although more were resolved than opened."""
    ground.tell(
        [
            *(fact(one, "02-10T09:00", "created") for one in ("A", "B", "C")),
            *(fact(one, "02-10T10:00", "resolved") for one in ("A", "B")),
            *(fact(one, "03-03T09:00", "reopened") for one in ("A", "B")),
            fact("C", "03-04T09:00", "resolved"),
            fact("D", "03-04T09:00", "created"),
            fact("D", "03-04T10:00", "resolved"),
        ]
    )
    return ground


@pytest.mark.req("GOV-04", "GOV-08")
@pytest.mark.parametrize(
    ("first", "language", "words"),
    [
        (MONTH, "fr", "le stock monte de 1 à 2\u00a0tickets en cours"),
        (MONTH, "en", "the backlog rises from 1 to 2\u00a0tickets waiting"),
        ("2026-02", "fr", "2\u00a0tickets en cours à la fin, rien n’étant mesuré avant"),
        ("2026-02", "en", "2\u00a0tickets waiting at the end, nothing being measured before"),
    ],
)
def test_the_backlog_moves_from_what_waited_before_to_what_waits_at_the_end(
    reopened: Ground, first: str, language: str, words: str
) -> None:
    material = material_of(reopened, first, language=language)
    with scope([reopened.contract.pk]):
        section = activity.volumes(material)
    assert words in section.message
    table = section.table
    assert table is not None
    assert "reopened" in table.slim
    total = dict(zip([one.key for one in table.columns], table.rows[-1], strict=True))
    before = material.known[material.month_before].extras["volumes"]["backlog"]
    assert before + total["opened"] + total["reopened"] - total["closed"] == total["backlog"] == 2


@pytest.mark.req("GOV-04")
def test_a_backlog_of_which_the_beginning_is_not_known_has_no_way(reopened: Ground) -> None:
    material = material_of(reopened)
    del material.known[material.month_before]
    with scope([reopened.contract.pk]):
        message = activity.volumes(material).message
    assert message.endswith("2\u00a0tickets en cours à la fin de ce premier mois mesuré")


@pytest.mark.req("GOV-04", "KPI-30")
def test_months_begin_with_the_first_that_has_facts_and_the_source_says_so(reopened: Ground) -> None:
    material = material_of(reopened)
    with scope([reopened.contract.pk]):
        section = levels.trend(material)
        history = levels.history(material)
    assert section is not None and history is not None
    assert section.table is not None and history.table is not None and section.chart is not None
    assert [row[0] for row in section.table.rows] == ["février 2026", "mars 2026"]
    assert section.source.endswith("premier mois qui a des faits\u00a0: février 2026")
    assert len(history.table.columns) == 3
    assert section.chart.low == 0


@pytest.mark.req("GOV-04", "KPI-30")
@pytest.mark.parametrize(("measured", "is_compared"), [(1, False), (11, False), (12, True), (24, True)])
def test_a_month_compares_when_half_as_much_was_measured(
    reopened: Ground, measured: int, is_compared: bool
) -> None:
    material = material_of(reopened)
    shares = {MONTH: (24, Decimal("79.17")), "2026-02": (measured, Decimal(100))}
    message = levels._trend_message(material, shares)
    assert ("le mois précédent" in message) is is_compared
    assert message.startswith("79,17\u202f% des indicateurs atteints en mars 2026")
