"""Scope, perimeter and eligibility follow from the category; escalations say from whom to whom."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import _quick_hashes, _real_database
from tests.api.ground import Program
from tests.desk.conftest import browser
from tests.doors import Doors, open_doors
from timonier.directory.choices import Role, Side
from timonier.directory.rights import ACTIONS
from timonier.directory.services import ensure_account, grant_role
from timonier.directory.tokens import create_token
from timonier.foundation.journal import read
from timonier.foundation.tenancy.scopes import scope

__all__ = ["_quick_hashes", "_real_database"]


@pytest.fixture
def doors(tmp_path: Path) -> Doors:
    return open_doors(tmp_path)


@pytest.fixture
def program(doors: Doors) -> Program:
    with scope([doors.contract.pk]):
        secret = create_token(doors.contract, sorted(ACTIONS), label="test", account=None)
    return Program(Client(headers={"Authorization": f"Bearer {secret}"}), doors.key)


def measures(program: Program, number: str) -> dict[str, dict[str, Any]]:
    found = program.get(f"explain/{number}").json()
    return {one["kpi"]: one for one in found["measures"]}


@pytest.mark.req("CON-04", "CON-12")
def test_what_is_excluded_by_the_catalogue_is_received_and_never_timed_to_resolution(
    program: Program,
) -> None:
    number = program.open(priority="high", channel="portal", category="impression-materiel")["number"]
    found = measures(program, number)
    assert (found["KPI-07"]["outcome"], found["KPI-07"]["reason"]) == ("excluded", "out_of_perimeter")
    assert found["KPI-02"]["outcome"] == "running"


@pytest.mark.req("CON-04")
def test_the_scope_is_the_catalogue_s_whatever_was_typed(program: Program) -> None:
    number = program.open(priority="high", category="reseau", scope="user", blocking=True)["number"]
    assert set(measures(program, number)) == {"KPI-11"}
    assert program.act(number, "resolve").status_code == 200
    assert "KPI-04" not in measures(program, number), "the matrix keeps the network from level 1"


@pytest.mark.req("CON-04")
def test_another_category_moves_the_ticket_with_it(program: Program) -> None:
    number = program.open(priority="high", category="bureautique")["number"]
    assert set(measures(program, number)) == {"KPI-07"}
    assert program.act(number, "change", category="infrastructure").status_code == 200
    assert set(measures(program, number)) == {"KPI-10"}


@pytest.mark.req("CON-04")
def test_a_component_of_the_family_may_belong_to_somebody_else(program: Program) -> None:
    number = program.open(priority="high", category="reseau", perimeter="third_party")["number"]
    assert measures(program, number)["KPI-10"]["reason"] == "out_of_perimeter"


@pytest.mark.req("DSK-03", "TIM-03")
def test_an_escalation_goes_to_a_level_and_to_a_team_and_stays_in_the_journal(
    program: Program, doors: Doors
) -> None:
    number = program.open(priority="high")["number"]
    assert program.act(number, "escalate", to="Administrateurs", level=3).status_code == 200
    whole = program.get(f"tickets/{number}").json()
    assert (whole["level"], whole["team"]) == (3, "Administrateurs")
    assert (
        program.act(
            number, "hand_over", holder="third_party", to="CIRIL", means="ticket", reference="C-9"
        ).status_code
        == 200
    )
    assert measures(program, number)["KPI-05"]["outcome"] == "met"
    with scope([doors.contract.pk]):
        kept = [row.payload.decode() for row in read(doors.contract, stream=f"ticket/{number}")]
    assert ['"escalated"' in text for text in kept] == [False, True, False]
    assert '"level":3' in kept[1]


@pytest.mark.req("KPI-36", "CON-12")
def test_what_is_excluded_shows_no_clock_that_could_be_late(program: Program) -> None:
    for more in ({"category": "consommables"}, {"type": "request", "standard": False}):
        number = program.open(channel="phone", **more)["number"]
        clock = program.get(f"tickets/{number}").json()["clock"]
        assert (clock["state"], clock["remaining_seconds"]) == ("none", None), more


@pytest.mark.req("CON-04", "DSK-02")
def test_a_user_is_not_offered_what_the_desk_alone_classifies(doors: Doors, program: Program) -> None:
    place, client = doors.contract, f"Client {doors.key}"
    pages = {}
    for role in (Role.END_USER, Role.TECHNICIAN):
        account = ensure_account(f"{role.value.lower()}-{doors.key}@example.org", role.value)
        with scope([place.pk]):
            grant_role(account, place, role, client, Side.CLIENT)
        pages[role] = browser(account).get(f"/c/{doors.key}/tickets/new").content.decode()
    for role, page in pages.items():
        assert 'value="poste-de-travail"' in page
        assert ('value="hors-perimetre"' in page) == (role == Role.TECHNICIAN)
    number = program.open(priority="low", channel="phone", category="poste-de-travail")["number"]
    assert program.act(number, "change", category="hors-perimetre").status_code == 200
    assert program.open(priority="low", channel="phone", category="hors-perimetre")["number"]
