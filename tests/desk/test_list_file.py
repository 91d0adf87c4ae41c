"""The list as a workbook: all pages, the columns of the screen, its filters in words; read again, not trusted."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from tests.api.ground import World
from tests.desk.conftest import browser, opened
from timonier.desk.columns import Drawer, all_columns, chosen
from timonier.desk.models import ListSettings, Ticket
from timonier.desk.queries import Clock
from timonier.desk.workbooks import table
from timonier.directory.models import Account, Membership
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.queue import work
from timonier.foundation.notify.models import Notice
from timonier.foundation.tenancy.scopes import scope


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def asked(client: Client, world: World, query: str = "") -> UUID:
    answer = client.post(f"/c/{world.contract.key}/tickets/export.xlsx?{query}")
    found = re.search(r"[0-9a-f-]{36}", answer.headers["Location"])
    assert answer.status_code == 302 and found
    return UUID(found[0])


def book(client: Client, world: World, run: UUID) -> Any:
    page = client.get(f"/c/{world.contract.key}/jobs/{run}").content.decode()
    link = re.search(r'href="([^"]+)" download', page)
    assert link, page
    return load_workbook(BytesIO(b"".join(client.get(link[1]).streaming_content)))  # type: ignore[attr-defined]


@pytest.mark.req("DSK-09", "GOV-04")
def test_the_file_is_the_list_of_the_screen_with_all_its_pages(world: World, bob: Client) -> None:
    made = [opened(world.alice, world.contract, f"Poste {n:02d}") for n in range(52)]
    hostile = opened(world.alice, world.contract, '=HYPERLINK("http://x","y")' + " et la suite" * 6)
    opened(world.alice, world.contract, "Ailleurs", priority="low")
    with scope([world.contract.pk]):
        ListSettings.objects.create(
            contract=world.contract, account=world.bob, columns=["title", "clock", "number", "opened", "priority"]
        )  # fmt: skip
    run = asked(bob, world, "priority=high&sort=number")
    work()
    found = book(bob, world, run)
    rows = list(found["tickets"].iter_rows(values_only=True))
    assert rows[0] == ("Titre", "Temps restant", "Temps restant (heures)", "Numéro", "Ouvert le", "Priorité")
    assert [row[3] for row in rows[1:]] == [*made, hostile]
    assert all(row[4].year >= 2020 and isinstance(row[2], int | float) and " " in row[1] for row in rows[1:])
    assert found["tickets"]["A2"].alignment.wrap_text and found["tickets"].column_dimensions["A"].width > 60
    assert found["tickets"].row_dimensions[2].height is None
    assert found["tickets"].row_dimensions[len(rows)].height > 20, "a title of two lines has their room"
    words = [[cell.value for cell in row] for row in found["Dictionnaire"].iter_rows(min_row=3)]
    assert ["Titre", "Titre"] in [row[2:4] for row in words], "the headers of the sheet, no keys"
    cell = found["tickets"].cell(len(rows), 1)
    assert str(cell.value).startswith('=HYPERLINK("http://x","y")') and cell.data_type == "s"
    cover = [str(one) for row in found.worksheets[0].iter_rows(values_only=True) for one in row if one]
    for words in ("Filtres", "Ouverts", "Priorité", "Haute", "Ordre", "par numéro"):
        assert any(words.lower() in one.lower() for one in cover), (words, cover)


@pytest.mark.req("DSK-09", "GOV-04")
def test_whoever_asked_is_told_and_no_other(world: World, alice: Client, bob: Client) -> None:
    opened(world.alice, world.contract, "Un seul")
    run = asked(bob, world)
    work()
    with scope([world.contract.pk]):
        rows = list(Notice.objects.filter(contract=world.contract, code="file_ready"))
    assert [(row.account, row.url) for row in rows] == [(world.bob.pk, f"/c/{world.contract.key}/jobs/{run}")]
    assert b"tickets-" in bob.get("/notices/").content
    assert alice.get(f"/c/{world.contract.key}/jobs/{run}").status_code == 404
    assert b">1<" in bob.get("/notices/bell").content
    assert bob.get(rows[0].url).status_code == 200
    assert b">1<" not in bob.get("/notices/bell").content  # seen where it is, it need not be told any more


def test_a_right_that_is_gone_makes_no_file(world: World, bob: Client) -> None:
    run = asked(bob, world)
    with scope([world.contract.pk]):
        Membership.objects.filter(account=world.bob).delete()
    work()
    with scope([world.contract.pk]):
        row = JobRun.objects.get(contract=world.contract, public_id=run)
    assert row.result is None and "not_permitted" in row.reason


def test_who_may_not_take_everything_out_has_no_such_file(world: World, user: Account, alice: Client) -> None:
    assert alice.post(f"/c/{world.contract.key}/tickets/export.xlsx").status_code == 403
    answer = browser(user).post(f"/c/{world.contract.key}/tickets/export.xlsx")
    assert answer.status_code in (403, 404)


@pytest.mark.req("DSK-09", "GOV-04")
def test_a_clock_and_a_person_are_told_as_on_the_screen() -> None:
    ticket = Ticket(requester="emma.roy@example.org", assignee="ext-7", title="Un titre")
    three = 3 * 3_600_000_000
    with translation.override("fr"):
        drawer = Drawer(chosen(["clock", "requester", "assignee"]), "fr")
        said = [drawer.texts(ticket, Clock(state, left, 0.5, None))[1:] for state, left in (
            ("paused", -three), ("missed", -three), ("met", three), ("none", None),
        )]  # fmt: skip
        columns = {column.label("fr") for column in table(list(all_columns())).columns}
    assert [row[0] for row in said] == ["arrêtée · −3 h 00", "manqué −3 h 00", "3 h 00", ""]
    assert {tuple(row[1:]) for row in said} == {("emma.roy", "ext-7")}
    assert len(columns) == len(all_columns()) + 1, "no two columns of the same name"
