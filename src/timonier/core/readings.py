"""The ambiguity register: where the tender leaves room, which answers exist. The contract picks one of each.

A reading is named by a dotted or plain key; its values are listed with the shipped one first. Readings of hours
("hours.desk") are not listed here: their values are the alternatives that the contract itself declares.
Source: KPIS.md of the specification; annex 7.4 of the tender.
"""

READINGS: dict[str, tuple[str, ...]] = {
    "met_comparison": ("at_most", "less_than"),
    "user_time": ("stops", "counts"),
    "mass_incident_children": ("excluded", "each_counts"),
    "merged_opening": ("own", "earliest"),
    "reclassification": ("from_start", "from_change", "proportional"),
    "major_at_level_2": ("kpi06", "high"),
    "self_cleared_alert": ("excluded", "counted"),
    "first_contact_population": ("incidents_and_requests", "with_information", "all_tickets", "phone_only"),
    "escalation_clock": ("running", "paused"),
    "item_month": ("first_breach_or_stop", "stop"),
    "abandoned_calls": ("missed", "short_ones_excluded"),
    "abandoned_short_seconds": ("5",),  # any integer of seconds; used by short_ones_excluded
    "calls_after_mass_message": ("missed", "excluded"),
    "call_clock": ("queue", "after_welcome"),
    "reopening_rate": ("cohort", "month_over_month"),
    "availability": ("sum", "mean", "each"),
    "third_party_outages": ("count", "ignored"),
    "day_targets": ("service_days", "working_days"),
    "penalty_basis": ("once", "per_missed_item", "share_of_fee"),
    "straddling_month": ("items_of_charging_phase", "none_if_begun_before"),
}
"""Name of the reading -> allowed values, shipped one first."""
