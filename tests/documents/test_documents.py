"""Documents from the page to the file: asked for, made in the background, for whoever asked and nobody else."""

import io
import re
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client

from tests.documents.conftest import World
from tests.foundation.ground import write
from timonier.config.commands import report as command
from timonier.core.events import parse_line
from timonier.core.instants import SECOND
from timonier.core.refusal import Refused
from timonier.directory.models import Membership
from timonier.foundation.datasets import Span
from timonier.foundation.jobs import defer
from timonier.foundation.jobs.choices import MOST_ATTEMPTS, State
from timonier.foundation.jobs.models import JobRun
from timonier.foundation.jobs.queue import work
from timonier.foundation.journal.seals import close_blocks
from timonier.foundation.registries import datasets
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import drain
from timonier.service_levels import complete
from timonier.service_levels.models import Justification
from timonier.service_levels.services import seal_month

MONTH = "2026-03"
ASKED = {"what": "steering", "form": "xlsx", "first": MONTH, "last": MONTH}
FACTS = (
    '{"ticket": "E1", "at": "2026-03-02T09:00:00+01:00", "event": "created", "type": "incident", "channel": "phone",'
    ' "scope": "user", "priority": "high", "title": "=cmd|calc", "requester": "É. Dupré"}',
    '{"ticket": "E1", "at": "2026-03-02T09:10:00+01:00", "event": "taken"}',
    '{"ticket": "E1", "at": "2026-03-02T09:20:00+01:00", "event": "handed_over", "holder": "third_party", "to": "Éditeur",'
    ' "means": "mail", "reference": "M-1"}',
    '{"ticket": "E1", "at": "2026-03-02T10:20:00+01:00", "event": "returned"}',
    '{"ticket": "E1", "at": "2026-03-02T11:00:00+01:00", "event": "resolved"}',
    '{"ticket": "E2", "at": "2026-03-03T09:00:00+01:00", "event": "created", "type": "incident", "channel": "mail"}',
    '{"ticket": "E2", "at": "2026-03-03T10:00:00+01:00", "event": "cancelled", "accepted_by": "client", "by": "b.durand"}',
    '{"call": "C1", "at": "2026-03-03T09:00:00+01:00", "event": "offered", "caller": "+33100000000"}',
    '{"call": "C1", "at": "2026-03-03T09:00:09+01:00", "event": "answered", "agent": "a.martin"}',
    '{"alert": "A1", "at": "2026-03-03T09:00:00+01:00", "event": "raised", "severity": "critical"}',
    '{"alert": "A1", "at": "2026-03-03T09:30:00+01:00", "event": "cleared"}',
)


@pytest.fixture
def told(world: World) -> World:
    """The world with a few facts."""
    write(world.contract, [parse_line(line) for line in FACTS])
    with scope([world.contract.pk]):
        drain(world.contract)
    return world


def ask(world: World, browser: Client, **other: str) -> str:
    """The address of the page of the job."""
    response = browser.post(world.at("documents/"), ASKED | other)
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response["Location"])


def file_of(browser: Client, page: str) -> bytes:
    """Run what waits, take the file from the page."""
    work()
    text = browser.get(page).content.decode()
    address = re.search(r'href="(/c/[^"]+/files/[^"]+)"', text)
    assert address is not None, text
    response = browser.get(address[1])
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; ")
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.req("GOV-04", "GOV-08", "MON-05")
def test_the_client_takes_a_workbook_out_by_himself(told: World) -> None:
    bob = told.browser("bob")
    page = ask(told, bob)
    assert "En attente de son tour" in bob.get(page).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(file_of(bob, page)))
    rows = {
        name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]
        for name in book.sheetnames
    }
    tickets = {row[0]: row for row in rows["tickets"]}
    assert tickets["E1"][1] == "=cmd|calc"
    assert tickets["E1"][2:4] == ["Incident", "Résolu"]
    assert [row[:3] for row in rows["third_parties"]] == [["E1", "tiers", "Éditeur"]]
    assert {row[4] for row in rows["holders"]} == {"titulaire", "tiers"}
    assert {row[4] for row in rows["exclusions"]} >= {"annulé"}
    assert [row[0] for row in rows["calls"]] == ["C1"]
    assert [row[0] for row in rows["alerts"]] == ["A1"]
    assert len(rows["kpi_results"]) == len(rows["kpis"]) == 24
    assert "+33100000000" not in str(rows)


HELD = (
    '{"ticket": "H1", "at": "2026-02-25T09:00:00+01:00", "event": "created", "type": "incident", "channel": "phone", "priority": "low"}',
    '{"ticket": "H1", "at": "2026-02-25T09:05:00+01:00", "event": "taken"}',
    '{"ticket": "H1", "at": "2026-02-26T09:20:00+01:00", "event": "handed_over", "holder": "third_party", "to": "Éditeur",'
    ' "means": "mail", "reference": "M-2"}',
    '{"ticket": "H1", "at": "2026-03-10T10:20:00+01:00", "event": "returned"}',
    '{"ticket": "H1", "at": "2026-03-10T11:00:00+01:00", "event": "resolved"}',
    '{"ticket": "H2", "at": "2026-03-20T09:00:00+01:00", "event": "created", "type": "request", "channel": "portal"}',
    '{"ticket": "H2", "at": "2026-03-20T09:05:00+01:00", "event": "taken"}',
    '{"ticket": "H2", "at": "2026-03-20T09:20:00+01:00", "event": "handed_over", "holder": "user", "to": "É. Dupré",'
    ' "means": "mail", "reference": "M-3"}',
    '{"ticket": "H2", "at": "2026-03-20T10:20:00+01:00", "event": "returned"}',
    '{"ticket": "H2", "at": "2026-03-20T10:40:00+01:00", "event": "resolved"}',
    '{"ticket": "H3", "at": "2026-03-26T09:00:00+01:00", "event": "created", "type": "incident", "channel": "phone"}',
    '{"ticket": "H3", "at": "2026-03-27T09:20:00+01:00", "event": "handed_over", "holder": "third_party", "to": "Éditeur",'
    ' "means": "mail", "reference": "M-4"}',
)


@pytest.mark.req("GOV-04")
@pytest.mark.parametrize(("first", "last"), [("2026-03", "2026-03"), ("2026-02", "2026-04")])
def test_the_rows_that_say_so_add_up_to_the_printed_figures(told: World, first: str, last: str) -> None:
    write(told.contract, [parse_line(line) for line in HELD])
    place = told.contract
    with scope([place.pk]):
        drain(place)
        span = Span(first, last, "Europe/Paris")
        extras = [one.extras for one in complete.months(place, span.months)]
        held, parties = (
            [
                dict(zip([column.key for column in found.columns], row, strict=True))
                for row in found.rows(place, span)
            ]
            for found in (datasets.get("holders"), datasets.get("third_parties"))
        )
    for holder in ("provider", "user", "third_party"):
        of_it = [row for row in held if row["in_figure"] and row["holder"] == holder]
        printed = sum(one["held"]["all"].get(holder, 0) for one in extras)
        assert sum(row["service_time"] for row in of_it) == printed * SECOND > 0, holder
        assert (
            sum(row["overdue_time"] for row in of_it)
            == sum(one["held"]["overdue"].get(holder, 0) for one in extras) * SECOND
        )
    assert any(not row["in_figure"] for row in held)
    printed_parties = [one for month in extras for one in month["parties"]]
    of_figure = [row for row in parties if row["in_figure"]]
    assert {row["party"] for row in of_figure} == {"Éditeur"} == {one["party"] for one in printed_parties}
    assert (
        sum(row["period_time"] for row in of_figure)
        == sum(one["seconds"] for one in printed_parties) * SECOND
        > 0
    )
    assert (
        sum(row["begun_in_period"] for row in of_figure)
        == sum(one["hand_overs"] for one in printed_parties)
        > 0
    )
    assert any(not row["in_figure"] for row in parties)


@pytest.mark.req("GOV-04")
def test_a_person_stands_by_name_beside_what_the_journal_calls_him(told: World) -> None:
    alice, bob, place = told.people["alice"], told.people["bob"], told.contract
    lines = (
        f'{{"ticket": "N1", "at": "2026-03-12T09:00:00+01:00", "event": "created", "type": "incident", "channel": "phone",'
        f' "priority": "high", "requester": "{bob.email.upper()}"}}',
        f'{{"ticket": "N1", "at": "2026-03-12T09:10:00+01:00", "event": "handed_over", "holder": "user", "to": "{bob.email}",'
        ' "means": "mail", "reference": "M-5"}',
    )
    write(place, [parse_line(line) for line in lines])
    with scope([place.pk]):
        drain(place)
        Justification.objects.create(
            contract=place,
            month=MONTH,
            kpi="KPI-05",
            cause="Panne",
            items=["N1"],
            at=1,
            by=alice.email,
            due_at=2,
        )
        span, found = Span(MONTH, MONTH, "Europe/Paris"), {}
        for name in ("tickets", "third_parties", "justifications"):
            table = datasets.get(name)
            keys = [column.key for column in table.columns]
            found[name] = [dict(zip(keys, row, strict=True)) for row in table.rows(place, span)]
    tickets = {row["number"]: (row["requester"], row["requester_name"]) for row in found["tickets"]}
    assert tickets["N1"] == (bob.email.upper(), "Bob")
    assert tickets["E1"] == ("É. Dupré", "É. Dupré"), "whoever has no account keeps what is said"
    assert {(row["party"], row["party_name"]) for row in found["third_parties"]} == {
        (bob.email, "Bob"),
        ("Éditeur", "Éditeur"),
    }
    assert [(row["by"], row["by_name"]) for row in found["justifications"]] == [(alice.email, "Alice")]


def test_each_form_of_each_kind_is_made(told: World) -> None:
    alice = told.browser("alice")
    for what, form in (("operational", "docx"), ("strategic", "pptx"), ("steering", "docx")):
        page = ask(told, alice, what=what, form=form, first="2026-01")
        assert file_of(alice, page)[:2] == b"PK"
    bob = told.browser("bob")
    page = ask(told, bob, what="table:events")
    assert openpyxl.load_workbook(io.BytesIO(file_of(bob, page)))["events"].max_row == len(FACTS) + 1
    for browser, what in ((alice, "Tableau de bord stratégique"), (bob, "Journal")):
        listed = browser.get(told.at("documents/"))
        assert listed.status_code == 200
        assert f"<td>{what} " in listed.content.decode()


@pytest.mark.req("GOV-04")
def test_all_that_was_asked_for_is_reached_page_by_page_lists_of_tickets_too(told: World) -> None:
    bob, runs = told.browser("bob"), []
    answer = bob.post(told.at("tickets/export.xlsx?priority=high"))
    runs.append(str(answer["Location"]))
    runs += [ask(told, bob) for _ in range(13)]
    first, second = (bob.get(told.at(f"documents/{query}")).content.decode() for query in ("", "?page=2"))
    assert [address in first for address in runs] == [False, False, *[True] * 12]
    assert [address in second for address in runs] == [True, True, *[False] * 12]
    assert "Plus anciens" in first and "1 à 12 sur 14" in first and "Plus récents" in second
    assert "Liste des tickets" in second
    file_of(bob, runs[0])
    assert "Liste des tickets" not in told.browser("alice").get(told.at("documents/")).content.decode()


@pytest.mark.req("ACC-01")
def test_a_document_is_for_whoever_asked(told: World) -> None:
    bob, alice, charlie = (told.browser(name) for name in ("bob", "alice", "charlie"))
    page = ask(told, bob)
    file_of(bob, page)
    with scope([told.contract.pk]):
        result = JobRun.objects.get(contract=told.contract).result
    file = told.at(f"files/{result}")
    assert bob.get(file).status_code == 200
    for stranger in (alice, charlie):
        assert stranger.get(page).status_code == 404
        assert stranger.get(file).status_code == 404
    assert charlie.get(told.at("documents/")).status_code == 404
    assert charlie.post(told.at("documents/"), ASKED).status_code == 404
    assert alice.get(told.at("documents/")).content.decode().count("/jobs/") == 0
    assert bob.get(told.at(f"files/{uuid4()}")).status_code == 404


def test_who_may_not_export_may_not_ask(told: World) -> None:
    assert told.browser("nora").get(told.at("documents/")).status_code == 403


@pytest.mark.req("ACC-01")
def test_a_workbook_holds_what_its_reader_may_see_alone(told: World) -> None:
    for name, status in (("rita", 422), ("bob", 302)):  # a reader may not export the journal, an agent may
        browser = told.browser(name)
        assert browser.post(told.at("documents/"), ASKED | {"what": "table:events"}).status_code == status
    with scope([told.contract.pk]):
        defer("governance.table", contract_id=told.contract.pk, account_id=told.people["rita"].pk, dataset="events",
              first=MONTH, last=MONTH, language="fr")  # fmt: skip
    work()
    with scope([told.contract.pk]):
        runs = JobRun.objects.filter(contract=told.contract).order_by("created_at")
        assert [(one.result is None, "not_permitted" in one.reason) for one in runs] == [
            (False, False),
            (True, True),
        ]


def test_a_right_that_was_taken_away_meanwhile_counts(told: World) -> None:
    bob = told.browser("bob")
    ask(told, bob)
    with scope([told.contract.pk]):
        Membership.objects.filter(account=told.people["bob"]).delete()
    work()
    with scope([told.contract.pk]):
        run = JobRun.objects.get(contract=told.contract)
    assert run.result is None
    assert "not_permitted" in run.reason


def test_what_was_set_aside_is_on_the_page_of_health_and_begins_again(told: World) -> None:
    bob, ada = told.browser("bob"), told.browser("ada")
    page = ask(told, bob)
    with scope([told.contract.pk]):
        JobRun.objects.update(state=State.ASIDE, attempts=MOST_ATTEMPTS, reason="Disk: full")
    assert "a été mise de côté" in bob.get(page).content.decode()
    text = ada.get("/health/").content.decode()
    again = re.search(r'action="(/c/[^"]+/jobs/[^"]+/again)"', text)
    assert again is not None
    assert "Disk: full" in text
    assert told.browser("charlie").post(again[1]).status_code == 404
    assert bob.post(again[1]).status_code == 403
    assert ada.post(again[1]).status_code == 302
    assert file_of(bob, page)[:2] == b"PK"


def test_a_wrong_period_is_said_at_its_field(world: World) -> None:
    response = world.browser("bob").post(world.at("documents/"), ASKED | {"last": "2026-01"})
    assert response.status_code == 422
    assert "La période finit avant de commencer." in response.content.decode()


def run_command(world: World, path: Path, **other: str | None) -> None:
    values: dict[str, object] = {
        "contract": world.contract.key, "month": MONTH, "first": None, "last": None, "kind": "steering", "form": "xlsx",
        "dataset": None, "language": "fr", "output": path, "schema": False, "json": False,
    }  # fmt: skip
    assert command.run(Namespace(**values | other)) == 0


def cover(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path)["Couverture"]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.req("GOV-04", "KPI-33")
def test_the_cover_says_provisional_then_sealed_with_the_digest(told: World, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    run_command(told, path)
    assert any("provisoire" in one for one in cover(path))
    digest = seal_month(told.contract, MONTH, by="bob", via="test")["digest"]
    run_command(told, path)
    found = cover(path)
    assert "scellé – chiffres définitifs" in found
    assert digest in found
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".a")] == []


@pytest.mark.req("GOV-08")
@pytest.mark.parametrize(("first", "last"), [("2026-01", "2026-03"), ("2025-06", "2026-05")])
def test_any_period_gives_a_row_for_each_month(told: World, tmp_path: Path, first: str, last: str) -> None:
    path = tmp_path / "a.xlsx"
    run_command(told, path, month=None, first=first, last=last, dataset="kpi_results")
    months = [row[0].value for row in openpyxl.load_workbook(path)["kpi_results"].iter_rows(min_row=2)]
    assert (months[0], months[-1]) == (first, last)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"month": None, "first": "2026-03", "last": "2026-01"}, "period_upside_down"),
        ({"month": None, "first": "2019-01", "last": "2026-01"}, "period_too_long"),
        ({"month": "2199-01"}, "period_to_come"),
        ({"month": "1999-01"}, "before_the_contract"),
        ({"dataset": "nothing"}, "unknown_dataset"),
        ({"contract": None}, "option_missing"),
    ],
)
def test_a_document_that_cannot_be_made_is_refused_in_one_sentence(
    world: World, tmp_path: Path, other: dict[str, str | None], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        run_command(world, tmp_path / "a.xlsx", **other)
    assert refused.value.code == code
    assert not (tmp_path / "a.xlsx").exists()


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(Namespace(schema=True)) == 0
    assert '"dataset": "tickets"' in capsys.readouterr().out


@pytest.mark.req("TIM-03", "ACC-02")
def test_the_client_takes_the_whole_journal_out_by_himself_and_a_stranger_checks_it(
    told: World, tmp_path: Path
) -> None:
    close_blocks(told.contract, tries=600)
    bob, page = told.browser("bob"), told.at("journal/")
    assert "Exporter le journal" in bob.get(page).content.decode()
    answer = bob.post(told.at("journal/export"))
    assert answer.status_code == 302
    export = tmp_path / "journal.jsonl"
    export.write_bytes(file_of(bob, answer["Location"]))
    done = subprocess.run(
        [sys.executable, "-I", "tools/verify_export.py", str(export)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(export.read_text("utf-8").splitlines()) >= len(FACTS) + 3


@pytest.mark.req("ACC-01")
def test_a_technician_does_not_take_the_journal_out_and_a_stranger_finds_none(told: World) -> None:
    nora, charlie = told.browser("nora"), told.browser("charlie")
    assert nora.post(told.at("journal/export")).status_code == 403
    assert charlie.post(told.at("journal/export")).status_code == 404
