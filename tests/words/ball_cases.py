"""Order of events, creation and ball."""

from tests.words.telling import Case, handed, incident, request, said, unproven

APRIL = "2026-04"
D = "2026-04-14 "  # an ordinary Tuesday; 15 to 17 too, 18 is an open Saturday for the desk
W, T, F, S, M = "2026-04-15 ", "2026-04-16 ", "2026-04-17 ", "2026-04-18 ", "2026-04-20 "

ORDER = [
    Case(
        "resolved_then_reopened_at_one_instant_runs_on",
        [
            incident(D + "09:00", "high"),
            said("reopened", D + "09:10"),
            said("resolved", D + "09:10"),
            said("resolved", D + "10:00"),
        ],
        {"KPI-07": ("met", 60, 60, APRIL), "KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "n_comes_before_the_rank_of_kinds",
        [
            incident(D + "09:00", "high"),
            said("resolved", D + "09:10", n=1),
            said("reopened", D + "09:10", n=0),
        ],
        {"KPI-07": ("met", 10, 10, APRIL), "KPI-04": ("missed", None, None, APRIL)},
    ),
    Case(
        "returned_ranks_before_handed_over",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:30"),
            handed(D + "10:00", "B"),
            said("returned", D + "10:00"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 30, 120, APRIL), "KPI-05": ("met", 30, 30, APRIL)},
    ),
    Case(
        "taken_before_the_creation_in_order_has_no_effect",
        [
            incident(D + "09:00", channel="portal"),
            said("taken", D + "09:00", n=-1),
            said("resolved", D + "09:16"),
        ],
        {"KPI-02": ("missed", 16, 16, APRIL)},
    ),
    Case(
        "taken_at_the_instant_of_arrival_is_zero",
        [incident(D + "09:00", channel="portal"), said("taken", D + "09:00")],
        {"KPI-02": ("met", 0, 0, APRIL), "KPI-08": ("missed",)},
    ),
]
CREATION = [
    Case(
        "a_second_created_acts_as_changed",
        [incident(D + "09:00", "high"), incident(D + "10:00", "low"), said("resolved", D + "13:30")],
        {"KPI-07": None, "KPI-09": ("met", 270, 270, APRIL)},
    ),
    Case(
        "a_second_created_is_refused_once_the_target_is_exceeded",
        [incident(D + "09:00", "high"), incident(D + "12:01", "low"), said("resolved", D + "13:30")],
        {"KPI-09": None, "KPI-07": ("missed", 270, 270, APRIL)},
    ),
    Case(
        "a_later_created_moves_no_ball",
        [
            incident(D + "09:00", "high"),
            incident(D + "09:30", "high", holder="client"),
            said("resolved", D + "10:00"),
        ],
        {"KPI-07": ("met", 60, 60, APRIL)},
    ),
    Case(
        "events_before_the_creation_have_no_effect",
        [
            said("taken", D + "08:30"),
            said("resolved", D + "08:40"),
            incident(D + "09:00", channel="mail"),
            said("resolved", D + "09:20"),
        ],
        {"KPI-02": ("missed", 20, 20, APRIL), "KPI-08": ("met", 20, 20, APRIL)},
    ),
    Case(
        "without_a_creation_there_is_no_item",
        [said("taken", D + "08:30"), said("closed", D + "09:30")],
        {"KPI-02": None, "KPI-16": None, "KPI-08": None},
    ),
    Case(
        "no_priority_is_medium",
        [incident(D + "09:00", None), said("resolved", D + "10:00")],
        {"KPI-08": ("met", 60, 60, APRIL)},
    ),
    Case(
        "no_urgency_is_medium",
        [request(D + "09:00", None), said("resolved", D + "10:00")],
        {"KPI-13": ("met", 60, 60, APRIL)},
    ),
    Case(
        "the_clocks_start_when_the_ball_first_comes_to_the_provider",
        [
            incident(D + "09:00", "high", "mail", holder="client"),
            said("taken", D + "09:30"),
            said("returned", D + "10:00"),
            said("taken", D + "10:15"),
            said("resolved", D + "13:00"),
        ],
        {"KPI-02": ("met", 15, 15, APRIL), "KPI-07": ("met", 180, 180, APRIL)},
    ),
    Case(
        "a_ticket_that_the_client_keeps_is_in_no_kpi",
        [
            incident(D + "09:00", "high", "mail", holder="client"),
            said("resolved", D + "10:00"),
            said("rated", D + "10:30", score=40),
            said("closed", D + "11:00"),
        ],
        {"KPI-02": None, "KPI-04": None, "KPI-07": None, "KPI-16": None, "KPI-17": None},
    ),
    Case(
        "an_unproven_hand_over_by_the_client_gives_the_ball_to_the_provider",
        [
            incident(D + "09:00", "high", "mail", holder="client"),
            unproven(D + "10:00"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-02": ("met", 0, 0, APRIL), "KPI-07": ("met", 60, 60, APRIL), "KPI-05": None},
    ),
    Case(
        "a_closing_before_the_ball_came_is_not_the_provider_s",
        [
            incident(D + "09:00", "high", holder="client"),
            said("closed", D + "09:30"),
            said("reopened", D + "10:00"),
            said("resolved", D + "10:30"),
            said("closed", D + "11:00"),
        ],
        {"KPI-16": ("met", None, None, APRIL), "KPI-07": ("met", 30, 30, APRIL)},
    ),
]
BALL = [
    Case(
        "an_unproven_hand_over_takes_the_ball_from_a_third_party",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10"),
            said("handed_over", D + "10:00", holder="third_party", to="B", means="mail", reference="  "),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 70, 120, APRIL)},
    ),
    Case(
        "evidence_added_and_not_accepted_proves_nothing",
        [
            incident(D + "09:00", "high"),
            unproven(D + "09:10"),
            said("evidence_added", D + "12:00", of=D + "09:10", reference="late"),
            said("returned", D + "10:00"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL), "KPI-05": None},
    ),
    Case(
        "evidence_added_and_accepted_proves_from_the_hand_over",
        [
            incident(D + "09:00", "high"),
            unproven(D + "09:10"),
            said("evidence_added", "2026-05-12 12:00", of=D + "09:10", reference="late"),
            said("evidence_accepted", "2026-05-13 12:00", of=D + "09:10"),
            said("returned", D + "10:00"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 70, 120, APRIL), "KPI-05": ("met", 10, 10, APRIL)},
    ),
    Case(
        "late_evidence_does_not_exist_before_it_came",
        [
            incident(D + "09:00", "high"),
            unproven(D + "09:10"),
            said("evidence_added", "2026-05-12 12:00", of=D + "09:10", reference="late"),
            said("evidence_accepted", "2026-05-13 12:00", of=D + "09:10"),
            said("returned", D + "10:00"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL), "KPI-05": None},
        as_of="2026-05-13 11:59:59",
    ),
    Case(
        "withdrawn_evidence_proves_nothing",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10"),
            said("withdrawn_evidence", D + "15:00", of=D + "09:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL), "KPI-05": None},
    ),
    Case(
        "withdrawn_then_accepted_proves",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10"),
            said("withdrawn_evidence", D + "15:00", of=D + "09:10"),
            said("evidence_accepted", D + "16:00", of=D + "09:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 10, 120, APRIL)},
    ),
    Case(
        "accepted_then_withdrawn_proves_nothing",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10"),
            said("evidence_accepted", D + "15:00", of=D + "09:10"),
            said("withdrawn_evidence", D + "16:00", of=D + "09:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL)},
    ),
    Case(
        "accepted_and_withdrawn_at_one_instant_go_by_their_bytes",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10"),
            said("withdrawn_evidence", D + "15:00", of=D + "09:10"),
            said("evidence_accepted", D + "15:00", of=D + "09:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL)},
    ),
    Case(
        "two_hand_overs_at_one_instant_go_by_their_bytes_and_are_withdrawn_together",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10", "U", "user"),
            handed(D + "09:10"),
            said("withdrawn_evidence", D + "15:00", of=D + "09:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL)},
    ),
    Case(
        "a_user_s_time_stops_the_clock",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10", "U", "user"),
            said("returned", D + "10:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 60, 120, APRIL), "KPI-05": None},
    ),
    Case(
        "a_user_s_time_counts_where_read_so",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:10", "U", "user"),
            said("returned", D + "10:10"),
            said("resolved", D + "11:00"),
        ],
        {"KPI-07": ("met", 120, 120, APRIL)},
        readings={"user_time": "counts"},
    ),
    Case(
        "a_dispute_decided_over_a_stretch_that_is_partly_stopped",
        [
            incident(D + "09:00", "high"),
            said("resolved", D + "10:00"),
            said("reopened", D + "11:00"),
            said("resolved", D + "12:00"),
            said("dispute_decided", D + "18:00", since=D + "09:30", until=D + "11:30", counted=False),
        ],
        {"KPI-07": ("met", 60, 120, APRIL)},
    ),
    Case(
        "a_dispute_decided_as_counted_takes_a_third_party_s_time",
        [
            incident(D + "09:00", "high"),
            handed(D + "09:00"),
            said("resolved", D + "13:00"),
            said("dispute_decided", D + "18:00", since=D + "09:30", until=D + "12:31", counted=True),
        ],
        {"KPI-07": ("missed", 181, 240, APRIL)},
    ),
]
CASES = [*ORDER, *CREATION, *BALL]
