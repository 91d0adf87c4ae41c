"""What stands under a clause is said in words: no code of a role, of a day, of a length, of a reading."""

import re

import pytest

from tests.contracts.ground import Parties
from timonier.contracts.editions import phase_titles

_CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b|\b\d{4}-\d{2}-\d{2}\b|\bservice days?\b|\bmon-|\byes\b")


@pytest.mark.req("CON-01")
@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ("4.2.2", "pour le 4 août 2025 · avec : Responsable de l’assistance utilisateurs"),
        ("4.1.3.1", "pour le 20 juillet 2025 · avec : Directeur des systèmes d’information"),
        ("6.4", "Directeur des systèmes d’information · Responsable qualité · Responsable sécurité"),
        ("7.4", "1 jour de service"),
        ("4.1.4.6", "délai entre relances : 1 jour de service · nombre de relances : 3"),
    ],
)
def test_a_clause_shows_no_code(both: Parties, cited: str, words: str) -> None:
    page = both.client(both.bob).get(f"/c/{both.contract.key}/contract/clause/{cited}").content.decode()
    assert words in page
    said = re.findall(r'<br><span class="tim-small[^>]*>(.*?)</span>', page, re.DOTALL)
    assert said
    assert [found for one in said for found in _CODE.findall(one)] == []


def test_a_reading_is_named_where_a_text_cites_its_code(both: Parties) -> None:
    page = both.client(both.bob).get(f"/c/{both.contract.key}/contract/register/").content.decode()
    assert "lecture « Délais en jours »" in page and "lecture day_targets" not in page


def test_the_head_of_a_month_names_its_phases(both: Parties) -> None:
    bob, root = both.client(both.bob), f"/c/{both.contract.key}"
    page = bob.get(f"{root}/months/2026-03/").content.decode()
    assert "· Exploitation" in page and "· exploitation" not in page
    assert phase_titles(both.contract, ["vsr", "unheard-of"], "fr")[1] == "unheard-of"
