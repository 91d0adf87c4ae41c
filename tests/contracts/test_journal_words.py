"""Facts of a contract's versions, as the page of the journal says them."""

import pytest

from timonier.config.journal_pages import _said
from timonier.foundation.journal import Row


@pytest.mark.req("CON-01")
def test_a_fact_of_a_draft_names_its_draft() -> None:
    row = Row("contract/vsgp", b'{"draft":3}', 0, None, 0, 1, "contract.drafted", "bob", "web")
    assert _said(row, "fr") == "projet de version n° 3 rédigé"
    assert _said(row, "en") == "draft version no. 3 written"
