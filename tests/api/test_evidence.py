"""Months, explanations and measures over the API: the same figures as the commands, in pages, to whom they belong."""

from typing import Any

import pytest

from tests.api.ground import Program, World, refusal
from tests.api.test_lists import fill, pages
from timonier.core.instants import format_instant, month_of, parse_instant
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.ledgers import all_items, explain
from timonier.service_levels.services import month_result
from timonier.service_levels.shapes import Comparison, Item, ItemPage, Month
from timonier.service_levels.whatif import Alternative, compare

MONTH = "2026-03"


def history(world: World, count: int) -> None:
    """Incidents of one month, half of them solved late, a merger in it and one long before, two calls."""
    lines: list[dict[str, Any]] = []
    for n in range(count):
        at = f"2026-03-{n % 20 + 2:02d}T"
        common = {"ticket": f"H-{n:03d}"}
        lines += [
            {**common, "at": at + "09:00:00+01:00", "event": "created", "type": "incident", "channel": "mail",
             "scope": "user", "priority": "high", "title": f"Fact {n}"},
            {**common, "at": at + "09:10:00+01:00", "event": "taken", "by": "alice"},
            {**common, "at": at + ("23:59:00+01:00" if n % 2 else "09:30:00+01:00"), "event": "resolved"},
        ]  # fmt: skip
    for when, key in (("2025-01", "O"), ("2026-03", "S")):  # a merger hands its opening on
        common = {
            "event": "created",
            "type": "incident",
            "channel": "phone",
            "scope": "user",
            "priority": "high",
        }
        lines += [
            {"ticket": f"{key}-1", "at": f"{when}-10T08:00:00+01:00", **common},
            {"ticket": f"{key}-2", "at": f"{when}-10T18:00:00+01:00", **common},
            {"ticket": f"{key}-1", "at": f"{when}-10T18:30:00+01:00", "event": "merged", "into": f"{key}-2"},
            {"ticket": f"{key}-2", "at": f"{when}-10T19:00:00+01:00", "event": "resolved"},
        ]
    for n in range(2):
        lines += [
            {"call": f"C-{n}", "at": "2026-03-04T10:00:00+01:00", "event": "offered", "queue": "desk"},
            {"call": f"C-{n}", "at": "2026-03-04T10:00:20+01:00", "event": "answered", "agent": "alice"},
        ]
    report = load_objects(world.contract, enumerate(lines, 1), actor="test", via="test")
    assert report.refused_count == 0, report.refused


@pytest.mark.req("ACC-03")
def test_an_item_is_explained_as_the_command_does(world: World, bob: Program) -> None:
    history(world, 2)
    as_of = now()
    wanted = explain(world.contract, "H-001", as_of=as_of)
    found = bob.get("explain/H-001", as_of=format_instant(as_of)).json()
    assert found == wanted
    Item.model_validate(found)
    assert bob.get("explain/ticket/H-001", as_of=format_instant(as_of)).json() == wanted
    assert bob.get("explain/call/C-0").json()["kind"] == "call"
    early = bob.get("explain/H-001", as_of="2026-03-03T09:20:00+01:00").json()
    assert "running" in {one["outcome"] for one in early["measures"]}


def test_what_cannot_be_explained_is_refused(world: World, bob: Program, charlie: Program) -> None:
    history(world, 1)
    refusal(bob.get("explain/H-999"), 404, "unknown_ticket")
    refusal(charlie.get("explain/H-000"), 404, "not_found")
    refusal(bob.get("explain/H-000", as_of="yesterday"), 422, "bad_option_instant")
    refusal(bob.get("explain/H-000", as_of="2026-03-03T09:20:00"), 422, "bad_option_instant")
    refusal(bob.get("explain/H-000", reading="moon"), 422, "bad_option")
    refusal(bob.get("explain/H-000", reading="moon=full"), 422, "unknown_reading")


@pytest.mark.req("ACC-03")
def test_a_month_is_told_as_the_command_does(world: World, bob: Program) -> None:
    history(world, 6)
    as_of = now()
    wanted = month_result(world.contract, MONTH, as_of=as_of)
    found = bob.get(f"kpi/{MONTH}", as_of=format_instant(as_of)).json()
    assert found == wanted
    Month.model_validate(found)
    assert {"penalty_total", "digest"} <= found.keys()


def test_amounts_are_for_who_may_read_penalties(world: World, alice: Program) -> None:
    history(world, 6)
    response = alice.get(f"kpi/{MONTH}")
    found = response.json()
    Month.model_validate(found)
    for name in (b"penalty_amount", b"penalty_total", b"penalty_level", b"penalty_difference"):
        assert name not in response.content
    assert "penalty_basis" in found["readings"]
    assert [one["kpi"] for one in found["results"]]
    assert {"value", "met", "missed"} <= found["results"][0].keys()


def test_a_month_that_is_none_is_refused(world: World, bob: Program, charlie: Program) -> None:
    for month in ("2026-13", "march", "2026-3"):
        refusal(bob.get(f"kpi/{month}"), 422, "bad_month")
    refusal(bob.get("kpi/2019-01"), 404, "before_the_contract")
    refusal(charlie.get(f"kpi/{MONTH}"), 404, "not_found")


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("month", [MONTH, ""])
@pytest.mark.parametrize("limit", [1, 5, 500])
def test_pages_of_measures_hold_every_item_once(world: World, bob: Program, month: str, limit: int) -> None:
    history(world, 11)
    fill(world, 3)
    as_of = now()
    wanted = list(all_items(world.contract, month=month or None, as_of=as_of))
    assert len(wanted) == (15 if month else 20)
    asked: dict[str, Any] = {"limit": limit, "as_of": format_instant(as_of)} | (
        {"month": month} if month else {}
    )
    found = list(pages(bob, "measures", "items", **asked))
    assert [one for page in found for one in page] == wanted
    assert max(len(page) for page in found) <= limit


def test_all_pages_are_as_of_the_instant_of_the_first(world: World, bob: Program) -> None:
    fill(world, 3)
    first = bob.get("measures", limit=1).json()
    ItemPage.model_validate(first)
    second = bob.get("measures", limit=1, cursor=first["next"]).json()
    assert second["as_of"] == first["as_of"]
    assert second["items"] != first["items"]
    assert "intervals" not in bob.get("measures", intervals="false").json()["items"][0]["measures"][0]
    for bad in ("x", "WzEsMl0", "W10"):
        refusal(bob.get("measures", cursor=bad), 400, "bad_cursor")


def test_months_of_measures_are_checked(bob: Program) -> None:
    refusal(bob.get("measures", month="2026-13"), 422, "bad_month")
    assert bob.get("measures", month=month_of(0, "Europe/Paris")).status_code in (200, 404)


@pytest.mark.req("ACC-01")
def test_a_token_without_the_action_reads_no_evidence(world: World) -> None:
    history(world, 1)
    program = world.program(None, world.contract, "ticket.open")
    for path in ("explain/H-000", f"kpi/{MONTH}", "measures", "tickets", "search?q=fact"):
        refusal(program.get(path), 403, "not_permitted")
    with scope([world.contract.pk]):
        assert world.program(None, world.contract, "kpi.read").get(f"kpi/{MONTH}").status_code == 200


@pytest.mark.req("ACC-03")
def test_what_if_is_told_as_the_command_tells_it(
    world: World, alice: Program, bob: Program, charlie: Program
) -> None:
    history(world, 6)
    found = bob.get("whatif", month=MONTH, reading="met_comparison=at_most")
    assert found.status_code == 200
    value = found.json()
    Comparison.model_validate(value)
    wanted = compare(
        world.contract,
        [MONTH],
        Alternative({"met_comparison": "at_most"}),
        as_of=parse_instant(value["as_of"]),
    )
    assert value == wanted
    refusal(bob.get("whatif", month=MONTH), 422, "whatif_nothing_to_try")
    refusal(bob.get("whatif", month=MONTH, reading="x=y"), 422, "unknown_reading")
    refusal(bob.get("whatif", month=MONTH, draft=1), 404, "unknown_draft")
    refusal(alice.get("whatif", month=MONTH, reading="user_time=counts"), 403, "not_permitted")
    refusal(charlie.get("whatif", month=MONTH, reading="user_time=counts"), 404, "not_found")
