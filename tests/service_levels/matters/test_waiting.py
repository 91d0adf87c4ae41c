"""The first block of the morning page: what waits for this person, what is overdue before the rest."""

import re
from datetime import date

import pytest

from tests.service_levels.matters.ground import MONTH, Ground
from tests.service_levels.matters.test_penalties import explain, heard, rule
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.keeping import bring_up_to_date
from timonier.service_levels.models import Improvement


def lines(ground: Ground, name: str) -> list[str]:
    """What the block says to somebody, line by line."""
    ground.people[name].refresh_from_db()
    page = ground.browser(name).get(f"/c/{ground.contract.key}/today/").content.decode()
    block = re.search(r'<section[^>]*aria-labelledby="sl-waits">(.*?)</section>', page, re.DOTALL)
    if block is None:
        return []
    found = re.findall(r"<li[^>]*>(.*?)</li>", block[1], re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", one)).strip() for one in found]


@pytest.mark.req("KPI-32")
def test_a_justification_that_is_overdue_is_the_service_manager_s_first_line(ground: Ground) -> None:
    ground.history()
    bring_up_to_date(ground.contract)
    first = lines(ground, "alice")[0]
    assert first.startswith("Justifier KPI-07, mars 2026 · attendue le")
    assert first.endswith("en retard")
    assert "11 avr. 00:00" in first
    assert not any("Justifier" in one for one in (*lines(ground, "bob"), *lines(ground, "tom")))
    explain(ground, actions=[])
    assert not any("Justifier" in one for one in lines(ground, "alice"))


@pytest.mark.req("KPI-32")
def test_the_latest_month_s_overdue_justifications_come_first_and_all_are_counted(ground: Ground) -> None:
    months = [f"{2025 + n // 12}-{n % 12 + 1:02d}" for n in range(4, 14)]
    ground.tell(
        [
            {"ticket": f"T-{month}", "at": f"{month}-03T{clock}:00:00+01:00", "event": event, **more}
            for month in months
            for clock, event, more in (
                ("09", "created", {"type": "incident", "channel": "phone", "priority": "high"}),
                ("19", "resolved", {}),
            )
        ]
    )
    bring_up_to_date(ground.contract)
    found = lines(ground, "alice")
    owed = [one for one in found if one.startswith("Justifier KPI-07")]
    assert owed[0].startswith("Justifier KPI-07, février 2026")
    assert found[0].endswith("en retard") and "février 2026" in found[0]
    (rest,) = [one for one in found if "Les autres" in one]
    assert "mai 2025 (" in rest


@pytest.mark.req("KPI-31")
def test_a_penalty_argued_in_committee_waits_for_the_buyer_until_he_decides(ground: Ground) -> None:
    ground.history()
    bring_up_to_date(ground.contract)
    assert not any("Trancher" in one for one in lines(ground, "bob"))
    heard(ground)
    assert any(
        one.startswith("Trancher la pénalité KPI-07, mars 2026 (150,00") and "débattue en comité" in one
        for one in lines(ground, "bob")
    )
    for name in ("alice", "dora", "tom"):
        assert not any("Trancher" in one for one in lines(ground, name)), name
    rule(ground, "applied")
    assert not any("Trancher" in one for one in lines(ground, "bob"))


@pytest.mark.req("KPI-33")
def test_months_that_are_not_sealed_are_all_counted(ground: Ground) -> None:
    months = [f"{2025 + n // 12}-{n % 12 + 1:02d}" for n in range(15)]
    ground.tell(
        [
            {"ticket": f"T-{month}", "at": f"{month}-03T09:00:00+01:00", "event": "created", "type": "incident",
             "channel": "phone", "priority": "high"}
            for month in months
        ]
    )  # fmt: skip
    bring_up_to_date(ground.contract)
    (line,) = [one for one in lines(ground, "bob") if "scellé" in one]
    assert line.startswith("15 mois terminés ne sont pas scellés : mars 2026, février 2026,")
    assert not any("scellé" in one for one in lines(ground, "alice"))
    assert MONTH == "2026-03"


@pytest.mark.req("KPI-32")
def test_an_action_that_is_late_waits_for_its_owner_alone(ground: Ground) -> None:
    ground.history()
    bring_up_to_date(ground.contract)
    explain(ground)
    assert not any("Agir sur" in one for one in lines(ground, "tom")), "its day has not come"
    with scope([ground.contract.pk]):
        Improvement.objects.filter(contract=ground.contract).update(due=date(2026, 5, 4))
    (told,) = [one for one in lines(ground, "tom") if "Agir sur" in one]
    assert told.startswith("Agir sur KPI-07, mars 2026 : Doubler l’équipe du lundi") and told.endswith(
        "en retard"
    )
    assert not any("Agir sur" in one for one in lines(ground, "alice"))
