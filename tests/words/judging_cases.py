"""Exclusions and re-classification."""

from tests.words.telling import Case, handed, incident, request, said

APRIL, MAY = "2026-04", "2026-05"
D = "2026-04-14 "
EXCLUDED = ("excluded", None, None, None)
WHOLE = [
    incident(D + "09:00", channel="portal"),
    said("taken", D + "09:05"),
    said("escalated", D + "09:10", to="N2"),
    said("resolved", D + "10:00"),
    said("rated", D + "10:30", score=10),
    said("closed", D + "11:00"),
]
OF_WHOLE = ("KPI-02", "KPI-04", "KPI-05", "KPI-08", "KPI-16", "KPI-17")

EXCLUSIONS = [
    Case(
        "cancelled_exactly_at_the_target_is_excluded",
        [incident(D + "09:00", "major"), said("cancelled", D + "09:20", reason="x")],
        {"KPI-06": ("excluded", 20, 20, None)},
    ),
    Case(
        "cancelled_a_microsecond_later_stays_missed",
        [incident(D + "09:00", "major"), said("cancelled", D + "09:20:00.000001")],
        {"KPI-06": ("missed", None, None, APRIL)},
    ),
    Case(
        "accepted_by_the_client_it_is_excluded",
        [incident(D + "09:00", "major"), said("merged", D + "10:00", into="X", accepted_by="client")],
        {"KPI-06": EXCLUDED},
    ),
    Case(
        "accepted_by_the_provider_it_is_not",
        [incident(D + "09:00", "major"), said("merged", D + "10:00", into="X", accepted_by="provider")],
        {"KPI-06": ("missed", 60, 60, APRIL)},
    ),
    Case(
        "an_item_whose_clock_has_stopped_stays_judged",
        [*WHOLE, said("cancelled", D + "12:00")],
        {
            "KPI-02": ("met", 5, 5, APRIL),
            "KPI-04": ("missed", None, None, APRIL),
            "KPI-05": ("met", 10, 10, APRIL),
            "KPI-08": ("met", 60, 60, APRIL),
            "KPI-16": ("met", None, None, APRIL),
        },
    ),
    Case(
        "accepted_by_the_client_every_item_of_the_ticket_is_excluded_stopped_or_not",
        [*WHOLE, said("cancelled", D + "12:00", accepted_by="client")],
        dict.fromkeys(OF_WHOLE, EXCLUDED),
    ),
    Case(
        "a_link_undone_has_never_been",
        [
            incident(D + "09:00", "major"),
            said("linked_child", D + "09:05", parent="P"),
            said("resolved", D + "09:15"),
            said("unlinked", D + "09:30"),
        ],
        {"KPI-06": ("met", 15, 15, APRIL), "KPI-04": ("met", None, None, APRIL)},
    ),
    Case(
        "only_the_last_link_is_undone",
        [
            incident(D + "09:00", "major"),
            said("linked_child", D + "09:05", parent="P"),
            said("linked_child", D + "09:10", parent="Q"),
            said("unlinked", D + "09:30"),
        ],
        {"KPI-06": ("excluded", 5, 5, None)},
    ),
    Case(
        "a_cancellation_behind_an_undone_link_acts",
        [
            incident(D + "09:00", "major"),
            said("linked_child", D + "09:05", parent="P"),
            said("cancelled", D + "09:10"),
            said("unlinked", D + "09:30"),
        ],
        {"KPI-06": ("excluded", 10, 10, None)},
    ),
    Case(
        "every_child_of_a_mass_incident_counts_where_read_so",
        [
            incident(D + "09:00", "major"),
            said("linked_child", D + "09:05", parent="P"),
            said("resolved", D + "09:15"),
        ],
        {"KPI-06": ("met", 15, 15, APRIL)},
        readings={"mass_incident_children": "each_counts"},
    ),
    Case(
        "at_night_after_a_target_reached_at_closing_an_exclusion_still_excludes",
        [request("2026-04-14 17:30", "immediate"), said("cancelled", D + "20:00")],
        {"KPI-15": ("excluded", 60, 60, None)},
    ),
    Case(
        "the_clock_of_taking_that_has_stopped_stays_judged",
        [
            incident(D + "09:00", channel="mail"),
            said("taken", D + "09:05"),
            said("cancelled", D + "09:30"),
        ],
        {"KPI-02": ("met", 5, 5, APRIL), "KPI-08": ("excluded", 30, 30, None)},
    ),
    Case(
        "the_clock_of_taking_that_had_exceeded_stays_missed",
        [incident(D + "09:00", channel="mail"), said("cancelled", D + "09:16")],
        {"KPI-02": ("missed", 16, 16, APRIL), "KPI-08": ("excluded", 16, 16, None)},
    ),
    Case(
        "after_an_exclusion_nothing_has_effect",
        [
            incident(D + "09:00"),
            said("cancelled", D + "09:30"),
            said("escalated", D + "09:40", to="N2"),
            said("resolved", D + "10:00"),
            said("rated", D + "10:10", score=10),
            said("closed", D + "10:30"),
            said("reopened", D + "11:00"),
        ],
        {
            "KPI-08": ("excluded", 30, 30, None),
            "KPI-04": None,
            "KPI-05": None,
            "KPI-16": None,
            "KPI-17": None,
        },
    ),
    Case(
        "an_exclusion_noted_on_a_stopped_clock_means_nothing_after_a_reopening",
        [
            incident(D + "09:00"),
            said("resolved", D + "09:10"),
            said("cancelled", D + "09:20"),
            said("reopened", D + "09:30"),
            said("resolved", D + "09:40"),
        ],
        {"KPI-08": ("met", 20, 20, APRIL)},
    ),
    Case(
        "while_a_third_party_holds_an_exclusion_acts",
        [incident(D + "09:00", "major"), handed(D + "09:10"), said("cancelled", D + "12:00")],
        {"KPI-06": ("excluded", 10, 180, None), "KPI-05": ("met", 10, 10, APRIL)},
    ),
]
CHANGES = [
    Case(
        "vip_after_the_start_counts_from_the_start_and_breaches_in_the_past",
        [
            incident("2026-04-30 18:00", "low"),
            said("changed", "2026-05-02 09:00", vip=True),
            said("changed", "2026-05-02 09:05", vip=False),
            said("resolved", "2026-05-02 09:10"),
        ],
        {"KPI-06": ("missed", 100, 100, APRIL), "KPI-09": None},
    ),
    Case(
        "exactly_at_the_target_a_change_acts",
        [
            incident(D + "09:00", "high"),
            said("changed", D + "12:00", priority="low"),
            said("resolved", D + "13:00"),
        ],
        {"KPI-07": None, "KPI-09": ("met", 240, 240, APRIL)},
    ),
    Case(
        "a_change_refused_has_no_effect_later_either",
        [
            incident(D + "09:00", "high"),
            said("changed", D + "12:00:01", priority="low"),
            said("changed", D + "12:30", title="x", accepted_by="client"),
            said("resolved", D + "13:00"),
        ],
        {"KPI-07": ("missed", 240, 240, APRIL), "KPI-09": None},
    ),
    Case(
        "accepted_by_the_client_a_change_acts_after_the_stop",
        [
            incident(D + "09:00", "high"),
            said("resolved", D + "13:00"),
            said("changed", D + "14:00", priority="low", accepted_by="client"),
        ],
        {"KPI-07": None, "KPI-09": ("met", 240, 240, APRIL)},
    ),
    Case(
        "not_accepted_it_does_not_even_when_no_target_was_exceeded",
        [
            incident(D + "09:00", "high"),
            said("resolved", D + "10:00"),
            said("changed", D + "14:00", priority="low"),
        ],
        {"KPI-07": ("met", 60, 60, APRIL), "KPI-09": None},
    ),
    Case(
        "changed_ranks_before_resolved_at_one_instant",
        [
            incident(D + "09:00", "high"),
            said("changed", D + "10:00", priority="low"),
            said("resolved", D + "10:00"),
        ],
        {"KPI-09": ("met", 60, 60, APRIL), "KPI-07": None},
    ),
    Case(
        "information_that_turns_out_an_incident_counts_from_the_start",
        [
            said("created", D + "09:00", type="information", channel="phone"),
            said("changed", D + "14:00", type="incident", priority="high"),
            said("resolved", D + "14:10"),
        ],
        {"KPI-07": ("missed", 310, 310, APRIL)},
    ),
    Case(
        "out_of_the_perimeter_then_back_counts_from_the_start",
        [
            incident(D + "09:00", "high", perimeter="client"),
            said("changed", D + "13:00", perimeter="provider"),
            said("resolved", D + "13:10"),
        ],
        {"KPI-07": ("missed", 250, 250, APRIL)},
    ),
    Case(
        "out_of_the_perimeter_stays_in_the_kpis_of_reception",
        [
            incident(D + "09:00", "high", "portal", perimeter="third_party"),
            said("taken", D + "09:20"),
            said("escalated", D + "09:40", to="N2"),
            said("resolved", D + "10:00"),
            said("closed", D + "10:30"),
            said("rated", D + "10:40", score=50),
        ],
        {
            "KPI-02": ("missed", 20, 20, APRIL),
            "KPI-04": ("missed", None, None, APRIL),
            "KPI-05": ("missed", 40, 40, APRIL),
            "KPI-07": EXCLUDED,
            "KPI-16": ("met", None, None, APRIL),
            "KPI-17": ("met", None, None, APRIL),
        },
    ),
    Case(
        "leaving_the_perimeter_after_the_breach_leaves_the_breach",
        [
            incident(D + "09:00", "high"),
            said("changed", D + "12:01", perimeter="third_party"),
            said("resolved", D + "13:00"),
        ],
        {"KPI-07": ("missed", 240, 240, APRIL)},
    ),
    Case(
        "a_vip_s_incident_of_infrastructure_is_no_kpi_06",
        [
            incident(D + "09:00", "major", vip=True, scope="infrastructure", blocking=True),
            said("resolved", D + "10:00"),
        ],
        {"KPI-06": None, "KPI-11": ("met", 60, 60, APRIL)},
    ),
    Case(
        "major_from_birth_at_level_2_is_kpi_06",
        [incident(D + "09:00", "major", level=2), said("resolved", D + "09:20")],
        {"KPI-06": ("met", 20, 20, APRIL)},
    ),
    Case(
        "major_from_birth_at_level_2_is_high_where_read_so",
        [
            incident(D + "09:00", "major", level=2),
            said("assigned", D + "09:01", level=1),
            said("resolved", D + "09:30"),
        ],
        {"KPI-07": ("met", 30, 30, APRIL), "KPI-06": None},
        readings={"major_at_level_2": "high"},
    ),
    Case(
        "a_request_that_is_not_standard_is_excluded_under_its_kpi",
        [request(D + "09:00", "high", standard=False), said("resolved", D + "10:00")],
        {"KPI-14": EXCLUDED, "KPI-04": ("met", None, None, APRIL)},
    ),
    Case(
        "standard_means_nothing_on_an_incident",
        [incident(D + "09:00", standard=False), said("resolved", D + "10:00")],
        {"KPI-08": ("met", 60, 60, APRIL)},
    ),
    Case(
        "read_from_the_change_the_new_clock_starts_there",
        [
            incident(D + "09:00", "low"),
            said("changed", D + "10:00", priority="major"),
            said("resolved", D + "10:20"),
        ],
        {"KPI-06": ("met", 20, 80, APRIL)},
        readings={"reclassification": "from_change"},
    ),
    Case(
        "read_as_proportional_the_share_used_stays_used",
        # 90 of 180 minutes are half; half of 20 is left: 10 met, 11 missed; intervals still add up to what is counted
        [
            incident(D + "09:00", "high"),
            said("changed", D + "10:30", priority="major"),
            said("resolved", D + "10:40"),
        ],
        {"KPI-06": ("met", 100, 100, APRIL)},
        readings={"reclassification": "proportional"},
    ),
    Case(
        "read_as_proportional_a_minute_more_is_missed",
        [
            incident(D + "09:00", "high"),
            said("changed", D + "10:30", priority="major"),
            said("resolved", D + "10:41"),
        ],
        {"KPI-06": ("missed", 101, 101, APRIL)},
        readings={"reclassification": "proportional"},
    ),
]
CASES = [*EXCLUSIONS, *CHANGES]
