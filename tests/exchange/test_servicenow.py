"""The ServiceNow reader, on an invented excerpt of ten tickets and, where it lies beside the checkout, on the real log."""

import csv
import io
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from timonier.core.events import parse_event
from timonier.exchange.lines import SENTENCES, Doubt, Line
from timonier.exchange.servicenow import convert
from timonier.exchange.servicenow_table import NotALog

EXCERPT = Path(__file__).with_name("data_servicenow.csv")
REAL = Path(__file__).parents[3] / "shared/data/tickets/servicenow_incident_event_log.csv.zip"


def told(ticket, source=EXCERPT, **options):
    return [
        (line.event["event"], line.event["at"])
        for line in convert(source, **options)
        if isinstance(line, Line) and line.event["ticket"] == ticket
    ]


def events(kind, source=EXCERPT):
    return [line.event for line in convert(source) if isinstance(line, Line) and line.event["event"] == kind]


def doubts(source=EXCERPT):
    return {(one.number, one.code, one.kept) for one in convert(source) if isinstance(one, Doubt)}


@pytest.mark.req("TIM-03")
def test_a_plain_ticket_is_told_from_opening_to_closing():
    assert told("TST01") == [
        ("created", "2016-01-04T09:00:00+01:00"),
        ("taken", "2016-01-04T09:05:00+01:00"),
        ("assigned", "2016-01-04T09:05:00+01:00"),
        ("resolved", "2016-01-04T10:00:00+01:00"),
        ("closed", "2016-01-09T10:00:00+01:00"),
    ]


@pytest.mark.req("TIM-02", "TIM-05")
def test_no_hand_over_of_the_log_carries_a_proof():
    given = events("handed_over")
    assert [(event["holder"], event["to"]) for event in given] == [
        ("user", "Caller 2"),
        ("third_party", "Vendor 1"),
        ("user", "Caller 8"),
    ]
    assert not any("means" in event or "reference" in event for event in given)


def test_waiting_for_a_problem_gives_the_ball_back_to_the_provider():
    assert ("returned", "2016-01-05T14:00:00+01:00") in told("TST02")


def test_rows_of_one_minute_keep_their_order():
    at = "2016-01-04T09:10:00+01:00"
    same = [
        line.event
        for line in convert(EXCERPT)
        if isinstance(line, Line) and line.event["ticket"] == "TST02" and line.event["at"] == at
    ]
    assert [(event["event"], event.get("n", 0)) for event in same] == [
        ("created", 0),
        ("taken", 1),
        ("assigned", 2),
        ("handed_over", 3),
    ]


def test_a_ticket_that_leaves_its_end_is_reopened():
    assert [event for event, _ in told("TST03")] == [
        "created",
        "taken",
        "assigned",
        "resolved",
        "reopened",
        "resolved",
        "closed",
    ]


def test_the_later_of_two_dates_of_resolution_is_taken_and_reported():
    assert told("TST02")[-1] == ("resolved", "2016-01-06T11:00:00+01:00")
    assert (11, "resolution_later", True) in doubts()


def test_every_doubtful_line_is_named_with_its_reason():
    assert doubts() == {
        (11, "resolution_later", True),
        (15, "resolution_undated", True),
        (18, "bad_state", False),
        (20, "bad_date", True),
        (20, "no_opening", False),
        (21, "before_opening", False),
        (23, "out_of_order", False),
        (25, "resolution_before_opening", True),
        (26, "missing_local_time", True),
        (26, "priority_from_matrix", True),
        (28, "ambiguous_local_time", True),
        (28, "priority_from_matrix", True),
        (29, "holder_assumed", True),
        (31, "channel_assumed", True),
        (31, "end_not_witnessed", True),
        (32, "wrong_width", False),
        (33, "bad_count", False),
        (34, "bad_date", False),
        (35, "no_number", False),
    }


def test_every_line_of_the_file_is_told_or_doubted():
    with EXCERPT.open(newline="") as text:
        lines = {number for number, _ in enumerate(text, 1) if number > 1}
    named = {one.number for one in convert(EXCERPT)}
    # What is named by neither brings nothing new: a further row of a wait or of an end that was told.
    assert lines - named == {10}


def test_a_time_that_spring_skips_becomes_the_instant_of_the_change():
    assert told("TST07")[0] == ("created", "2016-03-27T03:00:00+02:00")


def test_every_doubt_has_its_sentence_in_both_languages():
    for one in convert(EXCERPT):
        if isinstance(one, Doubt):
            french, english = one.sentences()
            assert french.strip() and english.strip() and french != english
    assert all(len(pair) == 2 for pair in SENTENCES.values())


def test_every_event_has_the_shape_of_import_events():
    for one in convert(EXCERPT):
        if isinstance(one, Line):
            parse_event(one.event)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("2025-10-06", "2025-10-06"), ("2025-10-07", "2025-10-13"), ("2010-01-01", "2010-01-04")],
)
def test_a_replay_keeps_the_day_of_the_week_and_the_hour(wanted, first):
    at = datetime.fromisoformat(told("TST01", replay_from=date.fromisoformat(wanted))[0][1])
    assert f"{at:%Y-%m-%d %H:%M}" == f"{first} 09:00"
    assert at.weekday() == datetime(2016, 1, 4, tzinfo=UTC).weekday()


def test_columns_are_found_by_name_and_scattered_rows_are_gathered(tmp_path):
    rows = list(csv.reader(io.StringIO(EXCERPT.read_text())))
    wide = [row[::-1] for row in rows if len(row) == len(rows[0])]
    body = sorted(wide[1:], key=lambda row: row[-6])
    other = tmp_path / "other.csv"
    with other.open("w", newline="") as text:
        csv.writer(text).writerows([wide[0], *body])
    assert told("TST01", other) == told("TST01")
    assert told("TST03", other) == told("TST03")
    assert "scattered" in {code for _, code, _ in doubts(other)}


def test_a_zip_of_one_table_reads_like_the_table(tmp_path):
    packed = tmp_path / "log.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(EXCERPT, "any name.csv")
    assert list(convert(packed)) == list(convert(EXCERPT))


def test_a_file_that_is_no_log_is_refused_by_the_columns_it_lacks(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("number,opened_at\nA,1/1/2016 00:00\n")
    with pytest.raises(NotALog) as refused:
        list(convert(other))
    assert refused.value.code == "columns_missing"
    assert refused.value.params == {"columns": "incident_state, sys_mod_count, sys_updated_at"}


def test_hostile_cells_are_made_harmless(tmp_path):
    header, first, *_ = EXCERPT.read_text().splitlines()
    other = tmp_path / "other.csv"
    row = first.replace("Category 1", "a\x00b\x1b[31m" + "x" * 2000)
    other.write_text(f"{header}\n{row}\n{'y' * 200_000},\n")
    found = list(convert(other))
    created = next(one.event for one in found if isinstance(one, Line))
    assert created["category"].startswith("a b [31mx") and len(created["category"]) == 500
    assert any(isinstance(one, Doubt) and one.code == "unreadable_line" for one in found)


@pytest.mark.skipif(not REAL.exists(), reason="the public ServiceNow log does not lie beside the checkout")
def test_the_whole_real_log_is_told():
    kinds, reasons, tickets = Counter(), Counter(), set()
    for one in convert(REAL):
        if isinstance(one, Line):
            kinds[one.event["event"]] += 1
            tickets.add(one.event["ticket"])
        else:
            reasons[one.code, one.kept] += 1
    assert len(tickets) == 20_769
    assert kinds == {
        "created": 20_769,
        "taken": 21_597,
        "assigned": 18_597,
        "escalated": 13_472,
        "handed_over": 5_334,
        "returned": 1_097,
        "changed": 1_565,
        "resolved": 21_042,
        "reopened": 276,
        "closed": 20_777,
    }
    assert reasons == {
        ("resolution_undated", True): 1_415,
        ("resolution_later", True): 266,
        ("closing_later", True): 39,
        ("holder_assumed", True): 10,
        ("recorded_before_opening", True): 6,
        ("before_opening", False): 5,
        ("missing_local_time", True): 4,
        ("bad_state", False): 2,
        ("end_not_witnessed", True): 2,
        ("out_of_order", False): 1,
    }


def test_absurd_years_and_endless_numbers_are_doubts_and_not_failures(tmp_path):
    header, first, *_ = EXCERPT.read_text().splitlines()
    other = tmp_path / "other.csv"
    rows = [
        first.replace("4/1/2016 09:00", "1/1/0001 00:00"),
        first.replace("TST01", "T" * 300),
        first.replace("TST01", "TST02").replace("4/1/2016 09:03", "31/12/9999 23:59"),
    ]
    other.write_text("\n".join([header, *rows]))
    assert doubts(other) == {
        (2, "bad_date", True),
        (2, "no_opening", False),
        (3, "bad_number", False),
        (4, "bad_date", False),
    }
    assert not any(isinstance(one, Line) for one in convert(other, replay_from=date(2026, 1, 1)))
