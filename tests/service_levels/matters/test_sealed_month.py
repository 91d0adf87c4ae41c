"""A month that people justified and then sealed: its page, and its figures computed again from two files."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.service_levels.matters.ground import MONTH, Ground
from timonier.foundation.journal.export import export_lines
from timonier.foundation.journal.seals import close_blocks
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.justifications import justify
from timonier.service_levels.models import PublishedMonth
from timonier.service_levels.services import seal_month

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def sealed(ground: Ground) -> Ground:
    """Justified, then sealed."""
    ground.history()
    with scope([ground.contract.pk]):
        justify(ground.who("alice"), ground.contract, MONTH, "KPI-07", cause="panne", items=[], actions=[])
    seal_month(ground.contract, MONTH, by="bob", via="test")
    return ground


@pytest.mark.req("KPI-33")
def test_the_page_of_a_sealed_month_says_when(sealed: Ground) -> None:
    for name, status in (("alice", 200), ("bob", 200), ("charlie", 404)):
        client = Client()
        client.force_login(sealed.people[name], backend="timonier.directory.backends.EmailBackend")
        response = client.get(f"/c/{sealed.contract.key}/months/{MONTH}/")
        assert response.status_code == status
        assert ('id="seal"' in response.content.decode()) is False, "sealed once"


@pytest.mark.req("KPI-33", "KPI-32")
def test_a_month_is_sealed_by_who_says_that_it_is_for_ever_and_sees_what_is_open(ground: Ground) -> None:
    ground.history()
    close_blocks(ground.contract)
    client = Client()
    client.force_login(ground.people["bob"], backend="timonier.directory.backends.EmailBackend")
    here = f"/c/{ground.contract.key}/months/{MONTH}/"
    page = client.get(here).content.decode()
    assert 'name="sure"' in page and "sans justification" in page
    assert client.post(f"{here}seal").status_code == 302
    with scope([ground.contract.pk]):
        assert not PublishedMonth.objects.filter(contract=ground.contract).exists()
    assert "Rien n’a été scellé" in client.get(here).content.decode()
    client.post(f"{here}seal", {"sure": "1"})
    with scope([ground.contract.pk]):
        assert PublishedMonth.objects.filter(contract=ground.contract, month=MONTH).exists()


@pytest.mark.req("KPI-40")
def test_what_people_said_of_a_month_is_not_taken_for_its_seal(sealed: Ground, tmp_path: Path) -> None:
    close_blocks(sealed.contract)
    export = tmp_path / "journal.jsonl"
    with scope([sealed.contract.pk]):
        export.write_text("\n".join(export_lines(sealed.contract)) + "\n", "utf-8")
    folder = tmp_path / sealed.contract.key
    command = [sys.executable, str(ROOT / "tools" / "recompute_month.py"), str(folder), str(export), MONTH]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("identical")
