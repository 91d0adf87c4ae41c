"""Calls, alerts, quotes and milestones: the words of KPI-01, 03, 21 and 22 to 24, case by case. Seconds, worked by hand."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.words.telling import LATER, Fact, paris, said
from tests.words.test_words import plans
from timonier.core.engine import evaluate_stream
from timonier.core.events import parse_line
from timonier.core.instants import SECOND, parse_instant

APRIL, MAY = "2026-04", "2026-05"
D = "2026-04-14 "  # a Tuesday; supervision and commercial are open 8:00 to 18:00, Monday to Friday


@dataclass(frozen=True)
class Case:
    """`expected`: the items in their order, each (KPI, outcome, counted seconds, month, reason)."""

    name: str
    family: str
    facts: list[Fact]
    expected: list[tuple[Any, ...]]
    as_of: str = LATER
    readings: dict[str, str] = field(default_factory=dict)


def raised(at: str, severity: str = "critical", **more: Any) -> Fact:
    return said("raised", at, severity=severity, component="srv", **more)


def notified(at: str, **more: Any) -> Fact:
    return said("notified", at, to="opérateur", means="phone", **more)


CALLS = [
    Case("answered_after_exactly_twenty_seconds", "call",
         [said("offered", D + "09:00:00"), said("answered", D + "09:00:20")], [("KPI-01", "met", 20, APRIL, None)]),
    Case("a_microsecond_later_is_missed", "call",
         [said("offered", D + "09:00:00"), said("answered", D + "09:00:20.000001")],
         [("KPI-01", "missed", 20.000001, APRIL, None)]),
    Case("exactly_twenty_is_missed_where_read_as_less_than", "call",
         [said("offered", D + "09:00:00"), said("answered", D + "09:00:20")], [("KPI-01", "missed", 20, APRIL, None)],
         readings={"met_comparison": "less_than"}),
    Case("offered_before_closing_and_answered_after_it", "call",
         [said("offered", D + "18:29:59"), said("answered", D + "18:30:10")], [("KPI-01", "met", 11, APRIL, None)]),
    Case("offered_at_the_closing_instant_is_out", "call",
         [said("offered", D + "18:30:00"), said("answered", D + "18:30:01")], []),
    Case("offered_at_the_opening_instant_is_in", "call",
         [said("offered", D + "08:00:00"), said("answered", D + "08:00:01")], [("KPI-01", "met", 1, APRIL, None)]),
    Case("offered_on_a_public_holiday_is_out", "call",
         [said("offered", "2026-05-01 09:00"), said("answered", "2026-05-01 09:00:05")], []),
    Case("abandoned_is_missed", "call",
         [said("offered", D + "09:00:00"), said("abandoned", D + "09:00:03"), said("ended", D + "09:00:03")],
         [("KPI-01", "missed", 3, APRIL, "abandoned")]),
    Case("ended_alone_is_missed", "call",
         [said("offered", D + "09:00:00"), said("ended", D + "09:00:09")], [("KPI-01", "missed", 9, APRIL, "abandoned")]),
    Case("answered_in_time_though_noted_as_abandoned_is_met", "call",
         [said("offered", D + "09:00:00"), said("abandoned", D + "09:00:05"), said("answered", D + "09:00:10")],
         [("KPI-01", "met", 10, APRIL, None)]),
    Case("none_of_the_three_is_an_orphan", "call",
         [said("offered", D + "09:00:00"), said("announced", D + "09:00:01", kind="deterrent")],
         [("KPI-01", "excluded", None, None, "orphan")]),
    Case("before_twenty_seconds_have_passed_it_may_still_be_answered", "call",
         [said("offered", D + "09:00:00")], [("KPI-01", "running", None, None, None)], as_of=D + "09:00:19"),
    Case("the_first_offer_and_the_first_answer_decide", "call",
         [said("offered", D + "09:00:00"), said("offered", D + "09:00:30"), said("answered", D + "09:00:35"),
          said("answered", D + "09:00:40")], [("KPI-01", "missed", 35, APRIL, None)]),
    Case("the_month_is_that_of_the_offer", "call",
         [said("offered", "2026-04-30 18:29:50"), said("answered", "2026-05-01 00:00:01")],
         [("KPI-01", "missed", None, APRIL, None)]),
    Case("short_abandons_leave_where_read_so", "call",
         [said("offered", D + "09:00:00"), said("abandoned", D + "09:00:04")],
         [("KPI-01", "excluded", None, None, "abandoned_at_once")], readings={"abandoned_calls": "short_ones_excluded"}),
    Case("exactly_as_long_is_not_shorter", "call",
         [said("offered", D + "09:00:00"), said("abandoned", D + "09:00:05")],
         [("KPI-01", "missed", 5, APRIL, "abandoned")], readings={"abandoned_calls": "short_ones_excluded"}),
    Case("abandons_after_a_message_leave_where_read_so", "call",
         [said("offered", D + "09:00:00"), said("announced", D + "09:00:02", kind="mass_message"),
          said("abandoned", D + "09:00:30")],
         [("KPI-01", "excluded", None, None, "abandoned_after_message")],
         readings={"calls_after_mass_message": "excluded"}),
    Case("the_welcome_comes_first_where_read_so", "call",
         [said("offered", D + "09:00:00"), said("announced", D + "09:00:15", kind="welcome"),
          said("answered", D + "09:00:34")], [("KPI-01", "met", 19, APRIL, None)],
         readings={"call_clock": "after_welcome"}),
]  # fmt: skip
ALERTS = [
    Case("from_the_first_critical_raise_of_the_span", "alert",
         [raised(D + "09:00", "warning"), raised(D + "09:10"), raised(D + "09:12"),
          said("acknowledged", D + "09:15", by="a.martin")], [("KPI-03", "met", 300, APRIL, None)]),
    Case("a_warning_is_no_item", "alert", [raised(D + "09:00", "warning"), said("cleared", D + "10:00")], []),
    Case("acknowledged_while_a_warning_handles_no_critical_raise", "alert",
         [raised(D + "09:00", "warning"), said("acknowledged", D + "09:01", by="a.martin"), raised(D + "09:10")],
         [("KPI-03", "missed", None, APRIL, None)]),
    Case("a_machine_acknowledges_nothing", "alert",
         [raised(D + "09:00"), said("acknowledged", D + "09:01", by="system"),
          said("acknowledged", D + "09:06", by="a.martin")], [("KPI-03", "missed", 360, APRIL, None)]),
    Case("a_third_party_s_is_handled_by_telling_it", "alert",
         [raised(D + "09:00", perimeter="third_party"), notified(D + "09:04"), notified(D + "09:05", reference="r")],
         [("KPI-03", "met", 300, APRIL, None)]),
    Case("told_late_is_missed", "alert",
         [raised(D + "09:00", perimeter="third_party"), notified(D + "09:05:01", reference="r")],
         [("KPI-03", "missed", 301, APRIL, None)]),
    Case("telling_somebody_handles_none_of_our_own", "alert",
         [raised(D + "09:00"), notified(D + "09:01", reference="r"), said("acknowledged", D + "09:04", by="a.martin")],
         [("KPI-03", "met", 240, APRIL, None)]),
    Case("the_client_s_own_is_out", "alert", [raised(D + "09:00", perimeter="client")], []),
    Case("cleared_by_itself_is_excluded", "alert", [raised(D + "09:00"), said("cleared", D + "09:05")],
         [("KPI-03", "excluded", 300, None, "cleared_by_itself")]),
    Case("cleared_by_itself_after_the_target_is_missed", "alert",
         [raised(D + "09:00"), said("cleared", D + "09:05:01")], [("KPI-03", "missed", 301, APRIL, None)]),
    Case("cleared_by_itself_counts_where_read_so", "alert", [raised(D + "09:00"), said("cleared", D + "09:05")],
         [("KPI-03", "met", 300, APRIL, "cleared_by_itself")], readings={"self_cleared_alert": "counted"}),
    Case("every_span_is_an_item", "alert",
         [raised(D + "09:00"), said("acknowledged", D + "09:02", by="a"), said("cleared", D + "09:30"),
          raised(D + "10:00"), said("cleared", D + "10:20"), raised(D + "11:00"), said("acknowledged", D + "11:01")],
         [("KPI-03", "met", 120, APRIL, None), ("KPI-03", "missed", 1200, APRIL, None), ("KPI-03", "met", 60, APRIL, None)]),
    Case("at_night_the_clock_stands", "alert",
         [raised(D + "17:57"), said("acknowledged", "2026-04-15 08:02", by="a.martin")],
         [("KPI-03", "met", 300, APRIL, None)]),
    Case("round_the_clock_where_read_so", "alert",
         [raised(D + "17:57"), said("acknowledged", "2026-04-15 08:02", by="a.martin")],
         [("KPI-03", "missed", 14 * 3600 + 300, APRIL, None)], readings={"hours.supervision": "always"}),
    Case("the_month_is_that_of_the_breach", "alert",
         [raised("2026-04-30 17:58"), said("acknowledged", "2026-05-04 08:10", by="a.martin")],
         [("KPI-03", "missed", 720, MAY, None)]),
]  # fmt: skip
QUOTES = [
    Case("one_service_day_of_the_commercial_hours", "quote",
         [said("requested", D + "14:00", kind="urgent"), said("sent", "2026-04-15 14:00")],
         [("KPI-24", "met", 36_000, APRIL, None)]),
    Case("a_second_more", "quote",
         [said("requested", D + "14:00", kind="urgent"), said("sent", "2026-04-15 14:00:01")],
         [("KPI-24", "missed", 36_001, APRIL, None)]),
    Case("saturdays_are_no_working_days", "quote",
         [said("requested", "2026-04-17 17:00", kind="urgent"), said("sent", "2026-04-20 17:00")],
         [("KPI-24", "met", 36_000, APRIL, None)]),
    Case("seven_days_over_two_holidays", "quote",
         [said("requested", "2026-04-30 08:00", kind="complex"), said("sent", "2026-05-12 18:00")],
         [("KPI-22", "met", 7 * 36_000, MAY, None)]),
    Case("sent_before_it_was_asked_is_nothing", "quote",
         [said("sent", D + "08:00"), said("requested", D + "09:00", kind="simple")], [("KPI-23", "running", 1800, None, None)],
         as_of=D + "09:30"),
    Case("unsent_and_past_its_days_is_missed_in_the_month_of_the_breach", "quote",
         [said("requested", "2026-04-28 08:00", kind="simple")], [("KPI-23", "missed", None, MAY, None)]),
    Case("the_nth_working_day_where_read_so", "quote",
         [said("requested", D + "14:00", kind="urgent"), said("sent", "2026-04-15 18:00")],
         [("KPI-24", "met", 14 * 3600, APRIL, None)], readings={"day_targets": "working_days"}),
]  # fmt: skip
MILESTONES = [
    Case("reached_in_the_last_second_of_its_day", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-04-14"), said("reached", D + "23:59:59.999999")],
         [("KPI-21", "met", None, APRIL, None)]),
    Case("reached_at_midnight_is_late", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-04-14"), said("reached", "2026-04-15 00:00")],
         [("KPI-21", "missed", None, APRIL, None)]),
    Case("moved_on_the_due_day_with_the_client_s_agreement", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-04-14"),
          said("moved", D + "23:59", due="2026-05-20", agreed_by="client"), said("reached", "2026-05-20 10:00")],
         [("KPI-21", "met", None, MAY, None)]),
    Case("moved_a_day_too_late", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-04-14"),
          said("moved", "2026-04-15 00:00", due="2026-05-20", agreed_by="client"), said("reached", "2026-05-20 10:00")],
         [("KPI-21", "missed", None, APRIL, None)]),
    Case("moved_without_the_client_s_agreement", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-04-14"), said("moved", "2026-04-02 09:00", due="2026-05-20"),
          said("reached", "2026-05-20 10:00")], [("KPI-21", "missed", None, APRIL, None)]),
    Case("reached_early_is_of_the_month_it_was_due_in", "milestone",
         [said("planned", "2026-04-01 09:00", due="2026-05-20"), said("reached", D + "10:00")],
         [("KPI-21", "met", None, MAY, None)]),
    Case("on_its_due_day_it_still_runs", "milestone", [said("planned", "2026-04-01 09:00", due="2026-04-14")],
         [("KPI-21", "running", None, None, None)], as_of=D + "23:59:59"),
    Case("at_midnight_it_is_missed", "milestone", [said("planned", "2026-04-01 09:00", due="2026-04-14")],
         [("KPI-21", "missed", None, APRIL, None)], as_of="2026-04-15 00:00"),
]  # fmt: skip
SURVEYS = [
    Case("every_answer_in_its_own_month", "survey",
         [said("answered", "2026-04-30 23:59:59", score=80), said("answered", "2026-05-01 00:00", score=20)],
         [("KPI-18", "met", None, APRIL, None), ("KPI-18", "met", None, MAY, None)]),
]  # fmt: skip
CASES = [*CALLS, *ALERTS, *QUOTES, *MILESTONES, *SURVEYS]


@pytest.mark.req("KPI-01", "KPI-03", "KPI-18", "KPI-21", "KPI-22", "KPI-23", "KPI-24", "TIM-01", "KPI-30")
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    events = [parse_line(json.dumps({case.family: "X", **fact})) for fact in case.facts]
    asked = plans(tuple(sorted(case.readings.items())))
    found = evaluate_stream(asked, case.family, "X", events, parse_instant(paris(case.as_of))).measures
    assert len(found) == len(case.expected)
    for one, (kpi, outcome, counted, month, reason) in zip(found, case.expected, strict=True):
        assert (one.kpi, one.outcome, one.month, one.reason) == (kpi, outcome, month, reason)
        if counted is not None:
            assert one.counted is not None
            assert one.counted / SECOND == counted
