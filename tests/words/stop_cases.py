"""Stops, reopenings, months, and the duties towards a silent holder."""

from tests.words.telling import Case, duty, handed, incident, reminded, said

APRIL, MAY = "2026-04", "2026-05"
D = "2026-04-14 "  # an ordinary Tuesday; 15 to 17 too, 18 is an open Saturday for the desk
W, T, F, S, M = "2026-04-15 ", "2026-04-16 ", "2026-04-17 ", "2026-04-18 ", "2026-04-20 "

A = "2026-04-01 "
STOP = [
    Case(
        "closed_alone_is_a_stop",
        [incident(D + "09:00"), said("closed", D + "10:00"), said("resolved", D + "11:00")],
        {"KPI-08": ("met", 60, 60, APRIL), "KPI-04": None},
    ),
    Case(
        "a_reopening_after_exactly_thirty_days_has_effect",
        [
            incident(A + "09:00"),
            said("resolved", A + "10:00"),
            said("reopened", "2026-05-01 10:00"),
            said("resolved", "2026-05-02 09:00"),
        ],
        {"KPI-08": ("met", 120, 120, MAY)},
    ),
    Case(
        "a_reopening_a_microsecond_later_has_none",
        [
            incident(A + "09:00"),
            said("resolved", A + "10:00"),
            said("reopened", "2026-05-01 10:00:00.000001"),
            said("resolved", "2026-05-02 09:00"),
        ],
        {"KPI-08": ("met", 60, 60, APRIL)},
    ),
    Case(
        "between_a_stop_and_its_reopening_nothing_moves_the_ball",
        [
            incident(D + "09:00"),
            said("resolved", D + "09:30"),
            handed(D + "09:40"),
            said("contact", D + "09:50"),
            said("reopened", D + "10:00"),
            said("resolved", D + "10:30"),
        ],
        {"KPI-08": ("met", 60, 60, APRIL), "KPI-05": None},
    ),
    Case(
        "a_reopening_of_a_running_ticket_gives_the_ball_back",
        [
            incident(D + "09:00"),
            handed(D + "09:10"),
            said("reopened", D + "10:00"),
            said("resolved", D + "10:30"),
        ],
        {"KPI-08": ("met", 40, 90, APRIL), "KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "an_event_at_the_as_of_instant_exists",
        [incident(D + "09:00"), said("resolved", D + "10:00")],
        {"KPI-08": ("met", 60, 60, APRIL)},
        as_of=D + "10:00",
    ),
    Case(
        "and_a_microsecond_earlier_it_does_not",
        [incident(D + "09:00"), said("resolved", D + "10:00")],
        {"KPI-08": ("running", None, None, None), "KPI-04": None},
        as_of=D + "09:59:59.999999",
    ),
    Case(
        "met_in_april_then_reopened_and_exceeded_in_may_is_may_s",
        [
            incident("2026-04-30 16:00", "high"),
            said("resolved", "2026-04-30 17:00"),
            said("reopened", "2026-05-02 08:00"),
            said("resolved", "2026-05-02 10:30"),
        ],
        {"KPI-07": ("missed", 210, 210, MAY)},
    ),
    Case(
        "exceeded_in_april_and_resolved_in_may_is_april_s",
        [incident("2026-04-30 15:00", "high"), said("resolved", "2026-05-02 10:30")],
        {"KPI-07": ("missed", 360, 360, APRIL)},
    ),
    Case(
        "target_reached_at_closing_is_exceeded_at_the_next_opening",
        [incident("2026-04-30 15:30", "high"), said("resolved", "2026-05-02 08:01")],
        {"KPI-07": ("missed", 181, 181, MAY)},
    ),
    Case(
        "exceeded_in_april_and_resolved_in_may_is_may_s_where_read_so",
        [incident("2026-04-30 15:00", "high"), said("resolved", "2026-05-02 10:30")],
        {"KPI-07": ("missed", 360, 360, MAY)},
        readings={"item_month": "stop"},
    ),
    Case(
        "exactly_the_target_is_missed_where_read_as_less_than",
        [incident(D + "09:00", "high"), said("resolved", D + "12:00")],
        {"KPI-07": ("missed", 180, 180, APRIL)},
        readings={"met_comparison": "less_than"},
    ),
    Case(
        "through_the_night_of_25_hours_only_opening_hours_count",
        [incident("2025-10-25 18:00", "high"), said("resolved", "2025-10-27 08:30")],
        {"KPI-07": ("met", 60, 60, "2025-10")},
    ),
    Case(
        "through_the_night_of_23_hours_too",
        [incident("2026-03-28 18:00", "high"), said("resolved", "2026-03-30 08:30")],
        {"KPI-07": ("met", 60, 60, "2026-03")},
    ),
    Case(
        "the_night_of_25_hours_has_them_all_where_the_desk_never_closes",
        [incident("2025-10-25 18:00", "high"), said("resolved", "2025-10-27 08:30")],
        {"KPI-07": ("missed", 38 * 60 + 30 + 60, 38 * 60 + 30 + 60, "2025-10")},
        readings={"hours.desk": "always"},
    ),
    Case(
        "the_night_of_23_hours_lacks_one",
        [incident("2026-03-28 18:00", "high"), said("resolved", "2026-03-30 08:30")],
        {"KPI-07": ("missed", 38 * 60 + 30 - 60, 38 * 60 + 30 - 60, "2026-03")},
        readings={"hours.desk": "always"},
    ),
    Case(
        "arrived_and_taken_while_closed_is_zero",
        [incident("2026-04-19 10:00", channel="portal"), said("taken", "2026-04-19 11:00")],
        {"KPI-02": ("met", 0, 0, APRIL)},
    ),
]


def silent(
    *acts: object, until: str, after: str = "", first: str = D + "08:00", at: str = D + "09:00"
) -> list:
    """A ticket handed over, the acts, the return, and the resolution at that very instant."""
    return [
        incident(first, "low"),
        handed(at),
        *acts,
        said("returned", until),
        said("resolved", after or until),
    ]


DUTIES = [
    Case(
        "a_reminder_at_the_due_instant_is_in_time",
        silent(reminded(W + "09:00"), until=T + "09:00"),
        {"KPI-09": ("met", 60, 60 + 2 * 630, APRIL)},
    ),
    Case(
        "past_a_missed_duty_time_counts_until_the_ball_comes_back",
        silent(until=W + "10:00"),
        {"KPI-09": ("met", 60 + 60, 60 + 630 + 60, APRIL)},
    ),
    Case(
        "past_a_missed_duty_time_counts_until_the_act_is_done",
        silent(reminded(W + "09:40"), until=T + "09:40"),
        {"KPI-09": ("met", 60 + 40, None, APRIL)},
    ),
    Case(
        "an_early_reminder_restarts_and_is_none_of_the_three_then_an_escalation_is_due",
        silent(
            reminded(D + "18:00"),
            reminded(W + "18:00"),
            reminded(T + "18:00"),
            reminded(F + "18:00"),
            reminded(S + "18:00"),  # an escalation is due: changes nothing
            until=M + "09:00",
        ),
        {"KPI-09": ("met", 60 + 30 + 60, None, APRIL)},
    ),
    Case(
        "an_escalation_made_early_is_done_and_the_next_act_is_a_reminder",
        silent(
            reminded(W + "09:00"),
            reminded(T + "09:00"),
            reminded(F + "09:00"),
            duty(F + "10:00"),
            until=S + "11:00",
        ),
        {"KPI-09": ("met", 60 + 60, None, APRIL)},
    ),
    Case(
        "an_escalation_out_of_turn_is_nothing",
        silent(duty(D + "12:00"), until=W + "10:00"),
        {"KPI-09": ("met", 60 + 60, None, APRIL)},
    ),
    Case(
        "handed_over_at_closing_due_at_closing",
        silent(first=D + "17:30", at=D + "18:30", until=T + "08:30"),
        {"KPI-09": ("met", 60 + 30, None, APRIL)},
    ),
    Case(
        "handed_over_at_opening_due_at_closing_of_the_same_day",
        silent(first=D + "07:00", at=D + "08:00", until=W + "08:10"),
        {"KPI-09": ("met", 10, 640, APRIL)},
    ),
    Case(
        "reminded_at_night_after_a_duty_that_fell_due_at_closing",
        silent(reminded(W + "20:00"), first=D + "17:30", at=D + "18:30", until=F + "08:20"),
        {"KPI-09": ("met", 60 + 20, None, APRIL)},
    ),
    Case(
        "nothing_is_owed_to_the_client",
        [incident(D + "08:00", "low"), handed(D + "09:00", "DSI", "client"), said("resolved", F + "09:00")],
        {"KPI-09": ("met", 60, None, APRIL)},
    ),
    Case(
        "an_application_referent_is_owed_like_a_third_party",
        [
            incident(D + "08:00", "low"),
            handed(D + "09:00", "referent", "client", referent=True),
            said("resolved", F + "09:00"),
        ],
        {"KPI-09": ("met", 60 + 570 + 630 + 60, None, APRIL)},
    ),
    Case(
        "handed_over_again_to_the_same_party_restarts_nothing",
        silent(handed(W + "08:30"), until=W + "10:00"),
        {"KPI-09": ("met", 60 + 60, None, APRIL)},
    ),
    Case(
        "handed_over_to_another_party_starts_anew",
        silent(handed(W + "08:30", "B"), until=W + "10:00"),
        {"KPI-09": ("met", 60, None, APRIL)},
    ),
    Case(
        "a_reminder_without_its_reference_is_not_done",
        silent(said("reminded", W + "09:00", means="mail"), until=W + "10:00"),
        {"KPI-09": ("met", 60 + 60, None, APRIL)},
    ),
    Case(
        "a_duty_runs_on_the_desk_s_hours_and_counts_on_the_clock_s_own",
        [
            incident(F + "08:00", None, scope="infrastructure"),
            handed(F + "09:00"),
            said("resolved", M + "09:00"),
        ],
        {"KPI-10": ("met", 60 + 60, 600 + 60, APRIL)},
    ),
    Case(
        "a_duty_falls_due_past_a_public_holiday",
        silent(first="2026-04-30 08:00", at="2026-04-30 09:00", until="2026-05-02 09:30"),
        {"KPI-09": ("met", 60 + 30, None, MAY)},
    ),
    Case(
        "a_target_reached_by_a_missed_duty_alone_still_runs",
        [incident(D + "08:00", "high"), handed(D + "09:00")],
        {"KPI-07": ("running", 180, None, None)},
        as_of=W + "11:00",
    ),
    Case(
        "and_is_missed_a_second_later_without_any_event",
        [incident(D + "08:00", "high"), handed(D + "09:00")],
        {"KPI-07": ("missed", None, None, APRIL)},
        as_of=W + "11:00:01",
    ),
]
CASES = [*STOP, *DUTIES]
