"""Both figures of a dispute: its own effect alone, kept after the decision, and told where the figure is proved."""

import re

import pytest

from tests.service_levels.matters.ground import MONTH, Ground, at
from tests.service_levels.matters.test_disputes import contest
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels import disputes
from timonier.service_levels.comparison import effect_of, month_pair
from timonier.service_levels.models import Dispute


def end(ground: Ground, of: int, number: str = "H-0", granted: bool = True) -> None:
    with scope([ground.contract.pk]):
        disputes.decide(ground.who("bob"), ground.contract, number, of, granted=granted, reason="vu")


def read(ground: Ground, path: str, name: str = "bob") -> str:
    page = ground.browser(name).get(f"/c/{ground.contract.key}/{path}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)).replace("\u202f", " ").replace("\u00a0", " ")


def effect(ground: Ground, of: int) -> list[tuple[str, str, str, str, str]]:
    with scope([ground.contract.pk]):
        found = effect_of(ground.contract, Dispute.objects.get(contract=ground.contract, of=of))
    return [
        (line.kpi, line.stands["value"], line.would_be["value"], line.stands["penalty_amount"],
         line.would_be["penalty_amount"])
        for _, pair in found.months
        for line in pair.lines
    ]  # fmt: skip


@pytest.mark.req("TIM-07")
def test_a_dispute_shows_its_own_effect_and_no_other_s(ground: Ground) -> None:
    ground.history()
    one, other = contest(ground), contest(ground, number="H-1")
    alone = [("KPI-07", "70.00", "80.00", "150.00", "100.00")]
    assert effect(ground, one) == alone
    assert effect(ground, other) == alone
    with scope([ground.contract.pk]):
        both = month_pair(ground.contract, MONTH)
    assert both is not None and [line.would_be["value"] for line in both.lines] == ["90.00"]
    # H-5 is in time whatever is decided: its dispute has no effect, and shows none of the two others.
    with scope([ground.contract.pk]):
        idle = disputes.raise_dispute(
            ground.who("alice"),
            ground.contract,
            "H-5",
            since=at(7, "09:10"),
            until=at(7, "09:40"),
            reason="x",
        )
    assert effect(ground, idle.of) == []
    page = read(ground, f"disputes/d/{idle.of}/H-5")
    assert "Cette contestation ne change aucun chiffre du mois" in page
    assert "serait" not in page


@pytest.mark.req("TIM-07")
@pytest.mark.parametrize("granted", [True, False])
def test_the_two_figures_stay_when_it_is_decided(ground: Ground, granted: bool) -> None:
    ground.history()
    of, later = contest(ground), contest(ground, number="H-1")
    end(ground, of, granted=granted)
    kept = effect(ground, of)
    assert kept == [("KPI-07", "70.00", "80.00", "150.00", "100.00")]
    page = read(ground, f"disputes/d/{of}/H-0")
    if granted:
        assert "Avant la décision" in page
        assert "KPI-07 est passé de 70,00 % à 80,00 %" in page
        assert "pénalité passée de 150,00 € à 100,00 €" in page
    else:
        assert "Si elle avait été accordée" in page
        assert "KPI-07 est resté à 70,00 % ; accordée, il aurait été de 80,00 %" in page
    assert "8 h 00" in page and "5 h 00" in page
    assert "150,00" not in read(ground, f"disputes/d/{of}/H-0", "tom"), "a technician sees no amount"
    end(ground, later, "H-1")
    assert effect(ground, of) == kept, "what is decided afterwards moves nothing of it"


@pytest.mark.req("TIM-07", "KPI-30")
def test_the_evidence_says_that_it_is_disputed(ground: Ground) -> None:
    ground.history()
    items, ledger = f"months/{MONTH}/KPI-07/", "ledger/ticket/H-0?kpi=KPI-07"
    for path in (items, ledger):
        assert "Contesté par" not in read(ground, path)
    of = contest(ground)
    page = read(ground, items)
    assert "Contesté par le titulaire : KPI-07 serait 80,00 % au lieu de 70,00 %" in page
    assert "pénalité 100,00 € au lieu de 150,00 €" in page
    assert "pénalité 100,00 € au lieu" not in read(ground, items, "tom")
    page = read(ground, ledger)
    assert "Contesté par le titulaire :" in page
    assert "8 h 00" in page and "5 h 00" in page
    there = f'href="/c/{ground.contract.key}/disputes/d/{of}/H-0"'
    for path in (items, ledger):
        assert there in ground.browser("bob").get(f"/c/{ground.contract.key}/{path}").content.decode()
    contest(ground, number="H-1")
    assert "Toutes les contestations ouvertes accordées : KPI-07 serait 90,00 %" in read(ground, items)
    end(ground, of)
    assert "Contesté par" not in read(ground, ledger)


@pytest.mark.req("TIM-07")
def test_a_dispute_names_people_and_instants_as_people_do(ground: Ground) -> None:
    ground.history()
    of = contest(ground)
    page = ground.browser("bob").get(f"/c/{ground.contract.key}/disputes/d/{of}/H-0").content.decode()
    assert ground.people["alice"].email not in page
    assert re.search(r'<time title="2026-03-02 11:00:00\+01:00">lun. 2 mars 11:00</time>', page)
    seen = re.sub(r'(title|value)="[^"]*"', "", page)
    assert "+01:00" not in seen and "+02:00" not in seen
