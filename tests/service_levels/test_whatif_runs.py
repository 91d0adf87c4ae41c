"""What a page cannot wait for: asked for once, its progress on the page, the result there afterwards; for who asked alone."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.contracts.ground import MONTHS, Parties, parties, patched, some_activity
from tests.directory.conftest import _quick_hashes, _real_database
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.queue import work
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels import kept as store

__all__ = ["_quick_hashes", "_real_database", "patched"]


@pytest.fixture
def both(
    _real_database: Any, _quick_hashes: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Parties:
    """A contract whose computations are all too long for a page."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    found = parties(tmp_path)
    some_activity(found.contract, MONTHS[1:], share=6)
    monkeypatch.setattr(store, "QUICK", 0.0)
    return found


@pytest.mark.req("TIM-10")
def test_the_register_is_priced_while_its_page_tells_how_far_it_is(both: Parties) -> None:
    alice, root = both.client(both.alice), f"/c/{both.contract.key}/whatif"
    answer = alice.post(f"{root}/register/", {"last": MONTHS[1], "months": "1"})
    assert answer.status_code == 302 and "run=" in answer["Location"]
    again = alice.post(f"{root}/register/", {"last": MONTHS[1], "months": "1"})
    assert again["Location"] == answer["Location"], "who asks twice while it waits has one run"
    page = alice.get(answer["Location"]).content.decode()
    poll = re.search(r'hx-get="([^"]+/whatif/runs/[^"]+)"', page)
    assert poll and "<progress" in page and "n’a pas encore été" not in page
    part = alice.get(poll[1], headers={"HX-Request": "true"})
    assert "HX-Redirect" not in part and b"<html" not in part.content
    for stranger in (both.bob, both.charlie):
        assert both.client(stranger).get(poll[1]).status_code == 404
    work()
    done = alice.get(poll[1], headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == f"{root}/register/?last={MONTHS[1]}&months=1"
    shown = alice.get(answer["Location"]).content.decode()
    assert "<progress" not in shown and "tim-table" in shown
    with scope([both.contract.pk]):
        row = JobRun.objects.get(contract=both.contract)
        assert (row.state, row.done) == ("done", row.total) or row.total > 0
        assert store.kept_register(both.contract, MONTHS[1:]) is not None


@pytest.mark.req("TIM-10")
def test_the_effect_of_a_draft_comes_to_its_page(both: Parties) -> None:
    number = both.draft(both.alice, {"effective_from": "2026-09-01", "kpis": {"KPI-07": {"target": "2 h"}}})
    alice, root = both.client(both.alice), f"/c/{both.contract.key}"
    answer = alice.post(f"{root}/whatif/draft/{number}/effect")
    assert (
        answer.status_code == 302 and answer["Location"].endswith("#effect") and "run=" in answer["Location"]
    )
    assert "<progress" in alice.get(answer["Location"]).content.decode()
    work()
    page = alice.get(answer["Location"]).content.decode()
    assert "<progress" not in page and "SHA-256" in page
    with scope([both.contract.pk]):
        assert store.effect_kept(both.contract, number) is not None


def test_an_address_that_names_no_run_of_mine_says_nothing(both: Parties) -> None:
    alice, root = both.client(both.alice), f"/c/{both.contract.key}/whatif/register/"
    for run in ("x", str(uuid4())):
        answer = alice.get(f"{root}?run={run}")
        assert answer.status_code == 200 and b"<progress" not in answer.content
