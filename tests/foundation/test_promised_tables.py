"""The tables that the rooms offer: what people have built on them keeps working."""

import re

import pytest

from timonier.foundation.datasets import known, schema

PROMISED = {
    "tickets": "number title type status is_open channel scope priority urgency category service requester vip blocking level team"
    " assignee holder party parent opened_at resolved_at closed_at updated_at due_at kpi target counted",
    "disputes": "number raised_at party raised_by interval_from interval_to asks reason state due_at answered_at answered_by agrees answer"
    " ended_at ended_by decision months",
    "justifications": "month kpi cause items_count items at by due_at late revision",
    "improvements": "month kpi number text owner due state note moved_at",
    "acceptances": "number what done_at done_by reason state ended_at ended_by decision",
    "measures": "item item_kind kpi outcome month started_at stopped_at target counted gross exceeds_at reason score provisional"
    " contract_version",
    "kpi_results": "month kpi population met missed excluded value objective achieved incomplete charged_population charged_missed"
    " charged_value sealed as_of",
    "penalties": "month kpi level amount chargeable forbidden_by achieved basis sealed",
    "services": "month kpi service title time up_time down_time availability",
    "exclusions": "item item_kind kpi month reason started_at target counted",
    "reclassifications": "item at what author kpi new_kpi",
    "holders": "item kpi month outcome holder service_time overdue_time",
    "third_parties": "item holder party since until is_open service_time reminders overdue_time",
    "calls": "call queue offered_at answered_at ended_at answered waited agent",
    "alerts": "alert component severity raised_at acknowledged_at notified_at cleared_at lasted",
    "corrections": "month seal kpi items_count items value_before value_after missed_before missed_after penalty_difference",
    "kpis": "kpi title_fr title_en clause target service objective at_most level price formula_fr formula_en",
    "events": "position stream kind occurred_at known_at recorded_at actor via payload",
}
"""Keys on which people have built pivot tables: they stay; new ones come after them."""


@pytest.mark.req("GOV-04")
def test_the_keys_of_the_tables_stay() -> None:
    found = {one["dataset"]: [column["key"] for column in one["columns"]] for one in schema()}
    for name, keys in PROMISED.items():
        assert found[name][: len(keys.split())] == keys.split(), name


def test_names_of_sheets_fit_the_format() -> None:
    assert [one.name for one in known() if not re.fullmatch(r"[a-z_]{2,28}", one.name)] == []
