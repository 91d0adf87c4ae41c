"""What the best known products get wrong, each as a test that ours passes. Seen in their public repositories and issues."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.calendar_cases import opening, wall
from tests.core.sample import CONTRACT, HOURS, VERSION, contract
from tests.words.telling import Fact, handed, incident, paris, reminded, said
from timonier.core.contract.model import Contract
from timonier.core.engine import evaluate_stream
from timonier.core.events import parse_event
from timonier.core.instants import MINUTE, SECOND, parse_instant
from timonier.core.measures import Measure
from timonier.core.plan import Plans

HOUR = 60 * MINUTE
D = "2026-04-14 "


def judged(
    kpi: str, facts: list[Fact], as_of: str = "2026-06-30 00:00", of: Contract | None = None
) -> Measure:
    """The measure of a ticket under one KPI of the tender's own targets."""
    events = [parse_event({"ticket": "T", **fact}) for fact in facts]
    plans = Plans(of or contract())
    found = evaluate_stream(plans, "ticket", "T", events, parse_instant(paris(as_of))).measures
    return next(one for one in found if one.kpi == kpi)


@pytest.mark.req("TIM-01")
@pytest.mark.parametrize(
    ("week", "start", "end", "hours"),
    [
        ("24x7", "2025-10-25 12:00", "2025-10-27 12:00", 49),
        ("24x7", "2025-10-26 00:30", "2025-10-27 12:00", 36.5),
        ("24x7", "2026-03-28 23:30", "2026-03-30 12:00", 35.5),
        ("every day 8-18", "2025-10-26 00:30", "2025-10-27 12:00", 14),
        ("every day 8-18", "2025-03-28 23:10", "2025-03-31 18:00", 30),
        ("every day 8-18", "2026-06-05 18:00", "2026-06-08 18:00", 30),
    ],
)
def test_glpi_visits_a_day_of_25_hours_twice_and_skips_one_of_23(
    week: str, start: str, end: str, hours: float
) -> None:
    """GLPI, `Calendar::getActiveTimeBetween`: adds 86 400 s to a local time; up to 23 hours wrong, measured."""
    assert opening(week).elapsed(wall(start), wall(end)) == hours * HOUR


def test_glpi_closes_nothing_between_christmas_and_new_year() -> None:
    """GLPI, `Calendar::isHoliday`: a yearly closure from 24 December to 2 January compares texts and never matches."""
    days = frozenset(date(2025, 12, 24) + timedelta(days=number) for number in range(10))
    of = opening("mon-fri 8-18", closures=days)
    assert of.elapsed(wall("2025-12-23 18:00"), wall("2026-01-05 08:00")) == 0


@pytest.mark.req("TIM-02")
def test_glpi_10594_days_and_waiting_time_add_up() -> None:
    """GLPI #10594, #14937: a target in days forgot the waiting time when its deadline was pushed."""
    facts = [
        incident(D + "09:00"),
        handed(D + "10:00"),
        reminded("2026-04-15 10:00"),
        said("returned", "2026-04-16 10:00"),
    ]
    one = judged("KPI-08", facts, "2026-04-16 10:00")
    assert (one.outcome, one.counted) == ("running", HOUR)
    assert one.exceeds_at == wall("2026-04-17 09:00")  # 570 minutes are left: 510 on Thursday, 60 on Friday


@pytest.mark.req("TIM-02", "TIM-09")
def test_glpi_6902_a_change_of_priority_keeps_what_was_paused() -> None:
    """GLPI #6902, #15605, #1911: changing the SLA set the waiting time back to 0 and began again from the opening."""
    facts = [
        incident(D + "09:00", "low"), handed(D + "09:30"), said("returned", D + "14:00"),
        said("changed", D + "14:10", priority="high"), said("resolved", D + "16:30"),
    ]  # fmt: skip
    one = judged("KPI-07", facts)
    assert (one.outcome, one.counted, one.gross) == ("met", 180 * MINUTE, 450 * MINUTE)


@pytest.mark.req("TIM-04")
def test_glpi_23359_solved_is_not_waiting() -> None:
    """GLPI #23359, #9267: time between a solution and its refusal counted as waiting for somebody."""
    facts = [
        incident(D + "09:00"),
        said("resolved", D + "10:00"),
        said("reopened", D + "15:00"),
        said("resolved", D + "16:00"),
    ]
    one = judged("KPI-08", facts)
    assert (one.counted, one.gross) == (2 * HOUR, 2 * HOUR)
    assert [row["holder"] for row in one.intervals()] == ["provider", "none", "provider"]


@pytest.mark.req("TIM-02", "KPI-34")
def test_glpi_24481_nothing_is_violated_while_somebody_else_holds() -> None:
    """GLPI #24481: a deadline is only pushed when a ticket leaves waiting, so it is shown as violated while it waits."""
    one = judged(
        "KPI-07", [incident(D + "09:00", "high"), handed(D + "10:00", "DSI", "client")], "2026-04-17 18:00"
    )
    assert (one.outcome, one.counted, one.exceeds_at) == ("running", HOUR, None)


def test_glpi_11109_taken_outside_the_hours_is_zero_and_not_one_second() -> None:
    """GLPI #11109, #9082: `max(1, …)` wrote one second for what took none of the service's time."""
    one = judged(
        "KPI-02", [incident("2026-04-19 10:00", channel="portal"), said("taken", "2026-04-19 11:00")]
    )
    assert (one.outcome, one.counted) == ("met", 0)


@pytest.mark.req("KPI-33")
def test_glpi_8744_a_calendar_that_changes_moves_no_date_of_the_past() -> None:
    """GLPI #8744, Zammad `calendar.rb`: stored deadlines cannot be rebuilt, or are rebuilt with today's calendar."""
    night = replace(HOURS["desk"], week=(((1320, 1440),),) * 7, day_minutes=120)
    later = replace(VERSION, number=2, effective_from=date(2026, 5, 1), hours=HOURS | {"desk": night})
    both = replace(CONTRACT, versions=(VERSION, later))
    facts = [incident("2026-04-30 16:00", "high"), said("resolved", "2026-05-02 09:00")]
    assert judged("KPI-07", facts, of=both).counted == judged("KPI-07", facts).counted == 210 * MINUTE


@pytest.mark.req("TIM-03")
def test_itop_keeps_no_history_so_a_late_fact_cannot_correct_it() -> None:
    """iTop, `ormstopwatch`: "the overrun can be wrong"; it stops at the time of saving, never at that of the fact."""
    facts = [incident(D + "09:00", "high"), said("resolved", D + "13:00")]
    assert judged("KPI-07", facts).outcome == "missed"
    told_later = [*facts, handed(D + "09:30"), said("returned", D + "12:00")]
    assert judged("KPI-07", told_later).counted == 90 * MINUTE


def test_itop_counts_an_inverted_interval_as_positive() -> None:
    """iTop, `GetOpenDuration`: `abs(end - start)`."""
    assert opening("24x7").elapsed(wall("2026-04-14 10:00"), wall("2026-04-14 09:00")) == 0


@pytest.mark.req("TIM-02")
def test_zammad_keeps_both_pauses_that_begin_within_one_minute_and_their_seconds() -> None:
    """Zammad, `lib/escalation.rb`: pauses are cut to minutes, and two of the same minute overwrite each other."""
    facts = [
        incident(D + "09:00", "high"),
        handed(D + "09:10:05"), said("returned", D + "09:10:15"),
        handed(D + "09:10:20"), said("returned", D + "09:12:41"),
        said("resolved", D + "10:00"),
    ]  # fmt: skip
    one = judged("KPI-07", facts)
    assert one.counted == HOUR - 10 * SECOND - 141 * SECOND


@pytest.mark.req("TIM-01", "TIM-02")
def test_zammad_takes_one_passage_of_the_repeated_hour_for_the_other() -> None:
    """Zammad: breaks are written as 'HH:MM' of local time, which the repeated hour has twice."""
    of = opening("24x7")
    first, second = wall("2025-10-26 02:10"), wall("2025-10-26 02:10", fold=1)
    assert (second - first, of.elapsed(first, second)) == (HOUR, HOUR)


@pytest.mark.req("KPI-30")
def test_zammad_4777_a_second_closing_is_judged_with_the_first() -> None:
    """Zammad #4777, #192: a reopened ticket closed again; OTRS and Znuny count to the first closing only."""
    facts = [
        incident(D + "09:00", "high"),
        said("closed", D + "11:00"),
        said("reopened", D + "12:00"),
        said("closed", D + "13:01"),
    ]
    one = judged("KPI-07", facts)
    assert (one.outcome, one.counted, one.stopped_at) == ("missed", 181 * MINUTE, wall(D + "13:01"))


def test_otrs_200_a_merged_ticket_escalates_no_more() -> None:
    """OTRS #200: a ticket that was merged still had a deadline and escalated."""
    one = judged("KPI-07", [incident(D + "09:00", "high"), said("merged", D + "09:30", into="U")])
    assert (one.outcome, one.reason, one.exceeds_at) == ("excluded", "merged", None)


def test_otrs_1732_targets_below_an_hour_are_right() -> None:
    """OTRS #1732: targets under 60 minutes came out wrong."""
    assert (
        judged(
            "KPI-06", [incident("2026-04-30 18:20", "major"), said("resolved", "2026-05-02 08:10")]
        ).outcome
        == "met"
    )
    assert (
        judged(
            "KPI-06", [incident("2026-04-30 18:20", "major"), said("resolved", "2026-05-02 08:10:01")]
        ).outcome
        == "missed"
    )


def test_otrs_and_rt_forget_the_promise_once_a_ticket_is_closed() -> None:
    """OTRS clears the escalation times, RT unsets Due: no breach is left to be seen."""
    one = judged("KPI-07", [incident(D + "09:00", "high"), said("closed", D + "13:00")])
    assert (one.outcome, one.target, one.exceeds_at) == ("missed", 180 * MINUTE, wall(D + "12:00"))


def test_rt_judges_nothing_where_the_owner_is_the_requester() -> None:
    """RT, `lib/RT/SLA.pm`: "it will have no SLA"."""
    facts = [
        incident(D + "09:00", "high", requester="alice"),
        said("taken", D + "09:01", by="alice"),
        said("resolved", D + "13:00"),
    ]
    assert judged("KPI-07", facts).outcome == "missed"


def test_django_helpdesk_a_week_end_makes_a_deadline_later_and_never_earlier() -> None:
    """django-helpdesk, `escalate_tickets`: excluded days are taken from the wrong side."""
    of = opening("mon-fri 8-18")
    plain, over = of.add(wall("2026-04-13 10:00"), 20 * HOUR), of.add(wall("2026-04-16 10:00"), 20 * HOUR)
    assert (plain, over) == (wall("2026-04-15 10:00"), wall("2026-04-20 10:00"))


def test_django_helpdesk_opening_hours_are_those_of_the_town_and_not_of_utc() -> None:
    """django-helpdesk, `time_spent_calculation`: compares opening hours with the hour in UTC."""
    of = opening("mon-fri 8-18")
    assert of.is_open(parse_instant("2026-01-14T07:00:00Z"))
    assert not of.is_open(parse_instant("2026-01-14T17:00:00Z"))
    assert of.is_open(parse_instant("2026-07-15T06:00:00Z"))


@pytest.mark.req("TIM-02")
def test_frappe_3776_resolved_straight_from_waiting_keeps_its_pause() -> None:
    """Frappe Helpdesk #3776: a ticket resolved from Paused lost six months of hold."""
    facts = [
        incident(D + "09:00", "high"),
        handed(D + "10:00", "DSI", "client"),
        said("resolved", "2026-05-13 10:00"),
    ]
    one = judged("KPI-07", facts)
    assert (one.outcome, one.counted) == ("met", HOUR)


def test_frappe_2212_a_day_may_close_at_noon() -> None:
    """Frappe Helpdesk #2212: one interval a weekday, no lunch."""
    assert opening("lunch closed").elapsed(wall("2026-04-14 08:00"), wall("2026-04-14 18:00")) == 6 * HOUR
    assert opening("lunch closed").add(wall("2026-04-14 11:30"), HOUR) == wall("2026-04-14 14:30")


@pytest.mark.req("TIM-02")
def test_frappe_49414_a_pause_over_night_is_not_counted_twice() -> None:
    """ERPNext #49414: seconds of hold were added to the start, nights included, and nights were then left out again."""
    facts = [
        incident(D + "17:30", "high"),
        handed(D + "18:00", "DSI", "client"),
        said("returned", "2026-04-15 09:00"),
    ]
    one = judged("KPI-07", facts, "2026-04-15 09:00")
    assert (one.counted, one.exceeds_at) == (30 * MINUTE, wall("2026-04-15 11:30"))


@pytest.mark.req("TIM-01")
def test_servicenow_a_day_is_a_service_day_and_not_24_hours_of_schedule() -> None:
    """ServiceNow: "1 Day" is 24 hours of schedule, three days of eight hours."""
    one = judged("KPI-08", [incident(D + "09:00")], D + "09:00")
    assert (one.target, one.exceeds_at) == (630 * MINUTE, wall("2026-04-15 09:00"))


def test_servicenow_a_target_attached_late_reads_each_state_as_it_was() -> None:
    """ServiceNow, repair: replays a task with its fields in their final state."""
    facts = [
        incident(D + "09:00", "low"), handed(D + "09:30"), said("returned", D + "11:00"),
        said("changed", D + "11:30", vip=True), said("resolved", D + "11:31"),
    ]  # fmt: skip
    one = judged("KPI-06", facts)
    assert (one.outcome, one.counted, one.exceeds_at) == ("missed", 61 * MINUTE, wall(D + "09:20"))


@pytest.mark.req("KPI-30")
def test_gaming_a_missed_item_does_not_hide_in_an_open_ticket() -> None:
    """Most products judge a ticket when it closes: one that never does is never late."""
    one = judged("KPI-07", [incident(D + "09:00", "high")], "2026-06-30 00:00")
    assert (one.outcome, one.month) == ("missed", "2026-04")
