"""Extras of a month: volumes that balance, time by holder, third parties, doubts by author. Tables and properties."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.sample import contract
from timonier.core.engine import evaluate_stream
from timonier.core.events import Event, parse_event
from timonier.core.extras import FLOWS, Extras, Late, month_extras
from timonier.core.instants import SECOND, format_instant, parse_instant
from timonier.core.plan import Plans

PLANS = Plans(contract())
MARCH_END = parse_instant("2026-03-31T22:00:00Z")
CREATED = {"event": "created", "type": "incident", "channel": "phone", "priority": "high", "category": "mail"}


def events(key: str, *lines: tuple[str, str, dict[str, Any]]) -> list[Event]:
    return [
        parse_event({"ticket": key, "at": f"{at}:00+01:00", "event": kind, "by": "tech", **data})
        for at, kind, data in lines
    ]


def seen(stories: dict[str, list[Event]], month: str = "2026-03", as_of: int = MARCH_END) -> Extras:
    extras = Extras(PLANS, month, as_of)
    for key, found in stories.items():
        extras.see("ticket", key, found, evaluate_stream(PLANS, "ticket", key, found, as_of))
    return extras


PROOF = {"holder": "third_party", "to": "Orange", "means": "mail", "reference": "m-1"}


@pytest.mark.req("GOV-03")
def test_volumes_say_what_was_opened_closed_and_left_at_the_end_by_every_dimension() -> None:
    extras = seen(
        {
            "old": events(
                "old", ("2026-02-02T10:00", "created", CREATED), ("2026-03-02T10:00", "resolved", {})
            ),
            "new": events("new", ("2026-03-02T10:00", "created", CREATED | {"channel": "portal"})),
            "gone": events(
                "gone", ("2026-02-02T10:00", "created", CREATED), ("2026-02-02T11:00", "closed", {})
            ),
        }
    )
    volumes = extras.result()["volumes"]
    assert {flow: volumes[flow] for flow in FLOWS} == {"opened": 1, "closed": 1, "reopened": 0, "backlog": 1}
    assert volumes["by"]["channel"] == {
        "phone": {"opened": 0, "closed": 1, "reopened": 0, "backlog": 0},
        "portal": {"opened": 1, "closed": 0, "reopened": 0, "backlog": 1},
    }
    assert extras.lists()["closed:channel:phone"] == ["old"]
    assert extras.lists()["backlog"] == ["new"]


@pytest.mark.req("GOV-03")
def test_a_third_party_s_time_is_told_in_service_time_with_reminders_and_what_was_owed() -> None:
    story = events(
        "T",
        ("2026-03-02T10:00", "created", CREATED),
        ("2026-03-02T11:00", "handed_over", PROOF),
        ("2026-03-03T10:00", "reminded", {"means": "mail", "reference": "m-2"}),
        ("2026-03-06T11:00", "returned", {}),
        ("2026-03-06T12:00", "resolved", {}),
    )
    told = seen({"T": story}).result()
    (party,) = told["parties"]
    assert (party["party"], party["hand_overs"], party["reminders"], party["silent"]) == ("Orange", 1, 1, 0)
    assert party["duties_missed"] == 1, "the second reminder was due on the 4th and was not made"
    assert 0 < party["overdue_seconds"] < party["seconds"]
    held = told["held"]
    assert held["all"]["third_party"] + held["all"]["provider"] == sum(held["all"].values())
    assert held["overdue"]["third_party"] > 0


def test_who_does_not_answer_at_the_end_of_the_month_is_silent_since_the_oldest_hand_over() -> None:
    story = events("T", ("2026-03-02T10:00", "created", CREATED), ("2026-03-02T11:00", "handed_over", PROOF))
    (party,) = seen({"T": story}).result()["parties"]
    assert (party["silent"], party["oldest"]) == (1, parse_instant("2026-03-02T11:00:00+01:00"))


def test_changes_exclusions_and_late_facts_are_told_by_author() -> None:
    story = events(
        "T",
        ("2026-03-02T10:00", "created", CREATED),
        ("2026-03-02T11:00", "changed", {"priority": "low", "by": "ana"}),
        ("2026-03-02T12:00", "cancelled", {"by": "leo"}),
    )
    outcome = evaluate_stream(PLANS, "ticket", "T", story, MARCH_END)
    late = [
        Late("ticket/T", "ticket.changed", "ana", "web", 1, 2),
        Late("ticket/T", "ticket.taken", "ana", "import", 1, 2),
    ]
    told = month_extras(PLANS, "2026-03", MARCH_END, [("ticket", "T", story, outcome)], late)
    assert told["changes"] == [{"author": "ana", "count": 1, "kinds": {"target_lengthened": 1}}]
    assert told["exclusions"]["authors"] == [{"author": "leo", "count": 1, "kinds": {"cancelled": 1}}]
    assert told["exclusions"]["reasons"] == {"cancelled": 1}
    assert told["late"] == [{"author": "ana", "count": 2, "kinds": {"import": 1, "web": 1}}]


def test_a_month_without_facts_has_zeros_and_no_mean() -> None:
    told = month_extras(PLANS, "2026-03", MARCH_END, [])
    assert told["volumes"]["opened"] == 0
    assert told["times"] == {}
    assert told["parties"] == []


KINDS = st.sampled_from(
    ("handed_over", "returned", "resolved", "reopened", "closed", "cancelled", "merged", "linked_child")
)
STEP = st.tuples(st.integers(1, 12 * 24), KINDS)


@st.composite
def stories(draw: st.DrawFn) -> dict[str, list[Event]]:
    found = {}
    for number in range(draw(st.integers(1, 5))):
        at = parse_instant("2026-01-05T09:00:00Z") + draw(st.integers(0, 60 * 24)) * 3_600_000_000
        key = f"T{number}"
        lines = [("created", at)]
        for hours, kind in draw(st.lists(STEP, max_size=6)):
            at += hours * 3_600_000_000
            lines.append((kind, at))
        found[key] = [_event(key, kind, instant) for kind, instant in lines]
    return found


def _event(key: str, kind: str, at: int) -> Event:
    more = {
        "created": CREATED,
        "handed_over": PROOF,
        "merged": {"into": "X"},
        "linked_child": {"parent": "P"},
    }
    return parse_event({"ticket": key, "at": format_instant(at), **more.get(kind, {}), "event": kind})


@settings(max_examples=150, deadline=None)
@given(stories())
def test_what_is_left_is_what_was_left_plus_what_came_less_what_went(found: dict[str, list[Event]]) -> None:
    as_of, before = parse_instant("2027-06-01T00:00:00Z"), 0
    for number in range(1, 13):
        told = seen(found, f"2026-{number:02d}", as_of).result()["volumes"]
        assert told["backlog"] == before + told["opened"] + told["reopened"] - told["closed"]
        for values in told["by"].values():
            for flow in FLOWS:
                assert sum(one[flow] for one in values.values()) == told[flow]
        before = told["backlog"]


@settings(max_examples=100, deadline=None)
@given(stories())
def test_time_by_holder_is_all_of_the_service_time_of_the_judged_items(found: dict[str, list[Event]]) -> None:
    as_of = parse_instant("2027-06-01T00:00:00Z")
    gross = total = 0
    for number in range(1, 13):
        month = f"2026-{number:02d}"
        told = seen(found, month, as_of).result()
        total += sum(told["held"]["all"].values())
        for key, story in found.items():
            for one in evaluate_stream(PLANS, "ticket", key, story, as_of).measures:
                if (
                    one.month == month
                    and one.kpi in told["held"]["kpis"]
                    and one.outcome in ("met", "missed")
                ):
                    gross += one.gross or 0
    assert abs(gross // 1_000_000 - total) <= 60


@pytest.mark.req("GOV-03", "KPI-34")
def test_the_hours_of_each_ticket_add_up_to_the_figure_that_opens_to_them() -> None:
    def story(key: str, back: str) -> list[Event]:
        return events(
            key,
            ("2026-03-02T10:00", "created", CREATED),
            ("2026-03-02T11:00", "handed_over", PROOF),
            (back, "returned", {}),
            ("2026-03-06T12:00", "resolved", {}),
        )

    extras = seen({"short": story("short", "2026-03-02T12:30"), "long": story("long", "2026-03-04T11:00")})
    told, lists = extras.result(), extras.lists()
    (party,) = told["parties"]
    assert lists["party:Orange"] == ["long", "short"], "the longest first"
    spent = [int(us) for us in lists["spent:party:Orange"]]
    assert spent[1] == 90 * 60 * SECOND
    assert sum(spent) == party["seconds"] * SECOND
    for holder, seconds in told["held"]["all"].items():
        assert sum(int(us) for us in lists.get(f"spent:held:{holder}", ())) == seconds * SECOND
