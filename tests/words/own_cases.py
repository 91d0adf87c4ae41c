"""The KPIs of tickets that have rules of their own: first contact, escalation, reopenings, scores."""

from tests.words.telling import Case, handed, incident, said, unproven

APRIL, MAY = "2026-04", "2026-05"
D = "2026-04-14 "
OWN = [
    Case(
        "contact_at_the_instant_of_resolution_ranks_before_it",
        [incident(D + "09:00"), said("contact", D + "09:10"), said("resolved", D + "09:10")],
        {"KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "a_contact_after_the_resolution_breaks_nothing",
        [incident(D + "09:00"), said("contact", D + "09:10", n=1), said("resolved", D + "09:10")],
        {"KPI-04": ("met", None, None, APRIL)},
    ),
    Case(
        "a_user_s_contact_breaks_nothing_and_takes_nothing",
        [
            incident(D + "09:00", channel="mail"),
            said("contact", D + "09:10", by="user"),
            said("resolved", D + "09:16"),
        ],
        {"KPI-04": ("met", None, None, APRIL), "KPI-02": ("missed", 16, 16, APRIL)},
    ),
    Case(
        "the_matrix_says_what_is_eligible_for_level_1",
        [incident(D + "09:00", category="reseau"), said("resolved", D + "09:10")],
        {"KPI-04": None},
    ),
    Case(
        "the_attribute_prevails_over_the_matrix",
        [incident(D + "09:00", category="reseau", level1_eligible=True), said("resolved", D + "09:10")],
        {"KPI-04": ("met", None, None, APRIL)},
    ),
    Case(
        "closed_without_resolved_is_no_first_contact",
        [incident(D + "09:00"), said("closed", D + "09:10")],
        {"KPI-04": None, "KPI-08": ("met", 10, 10, APRIL), "KPI-16": ("met", None, None, APRIL)},
    ),
    Case(
        "a_refused_change_of_category_moves_nothing_out_of_kpi_04",
        [
            incident(D + "09:00", "major"),
            said("changed", D + "10:00", category="reseau", scope="infrastructure"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-04": ("met", None, None, APRIL), "KPI-06": ("missed", 120, 120, APRIL)},
    ),
    Case(
        "escalated_after_exactly_thirty_minutes_is_met",
        [incident(D + "09:00"), said("escalated", D + "09:30", to="N2")],
        {"KPI-05": ("met", 30, 30, APRIL)},
    ),
    Case(
        "a_user_s_time_does_not_stop_the_clock_of_escalation",
        [
            incident(D + "09:00"),
            handed(D + "09:05", "U", "user"),
            said("returned", D + "09:40"),
            said("escalated", D + "09:50", to="N2"),
        ],
        {"KPI-05": ("missed", 50, 50, APRIL)},
    ),
    Case(
        "it_does_where_read_so",
        [
            incident(D + "09:00"),
            handed(D + "09:05", "U", "user"),
            said("returned", D + "09:40"),
            said("escalated", D + "09:50", to="N2"),
        ],
        {"KPI-05": ("met", 15, 50, APRIL)},
        readings={"escalation_clock": "paused"},
    ),
    Case(
        "an_escalation_owed_as_a_duty_is_no_escalation",
        [
            incident(D + "09:00"),
            said("escalated", D + "09:10", duty=True, to="boss"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-05": None, "KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "no_escalation_arises_after_the_first_stop",
        [
            incident(D + "09:00"),
            said("resolved", D + "09:10"),
            said("reopened", D + "09:20"),
            said("escalated", D + "09:25", to="N2"),
            said("resolved", D + "09:40"),
        ],
        {"KPI-05": None, "KPI-08": ("met", 30, 30, APRIL)},
    ),
    Case(
        "an_unproven_hand_over_is_an_act_but_no_escalation",
        [incident(D + "09:00", channel="mail"), unproven(D + "09:10"), said("resolved", D + "11:00")],
        {"KPI-02": ("met", 10, 10, APRIL), "KPI-05": None, "KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "the_month_of_an_escalation_is_its_own",
        [incident("2026-04-30 09:00"), said("escalated", "2026-05-02 08:30", to="N2")],
        {"KPI-05": ("missed", 600, 600, MAY)},
    ),
    Case(
        "reopened_exactly_thirty_days_after_closing",
        [
            incident("2026-04-01 09:00"),
            said("closed", "2026-04-01 10:00"),
            said("reopened", "2026-05-01 10:00"),
        ],
        {"KPI-16": ("missed", None, None, APRIL)},
    ),
    Case(
        "reopened_a_microsecond_later",
        [
            incident("2026-04-01 09:00"),
            said("closed", "2026-04-01 10:00"),
            said("reopened", "2026-05-01 10:00:00.000001"),
        ],
        {"KPI-16": ("met", None, None, APRIL)},
    ),
    Case(
        "too_late_for_the_clocks_and_still_within_thirty_days_of_the_closing",
        [
            incident("2026-03-02 09:00"),
            said("resolved", "2026-03-02 10:00"),
            said("closed", "2026-03-20 10:00"),
            said("reopened", "2026-04-10 10:00"),
            said("resolved", "2026-04-10 11:00"),
        ],
        {"KPI-16": ("missed", None, None, "2026-03"), "KPI-08": ("met", 60, 60, "2026-03")},
    ),
    Case(
        "reopened_before_the_closing_in_the_order_of_one_instant",
        [
            incident(D + "09:00"),
            said("resolved", D + "09:30"),
            said("closed", D + "10:00"),
            said("reopened", D + "10:00", n=-1),
        ],
        {"KPI-16": ("met", None, None, APRIL), "KPI-08": ("met", 30, 30, APRIL)},
    ),
    Case(
        "the_last_rating_counts_in_its_own_month",
        [
            incident(D + "09:00"),
            said("resolved", D + "09:30"),
            said("rated", D + "10:00", score=20),
            said("rated", "2026-05-04 10:00", score=90),
        ],
        {"KPI-17": ("met", None, None, MAY)},
    ),
]
CASES = OWN
