"""The same cases through `import events` and `measures --jsonl`, and what their JSON promises."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.doors import command, open_doors
from tests.words.telling import Case, incident, paris, said
from tests.words.test_words import CASES, agree

UNITS = (
    "kpi",
    "target_seconds",
    "counted_seconds",
    "gross_seconds",
    "outcome",
    "month",
    "reason",
    "intervals",
)
PIECE = ("from", "to", "holder", "open", "counted", "seconds", "why")


def minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


@pytest.mark.req("TIM-04", "ACC-03", "KPI-30")
def test_all_cases_come_out_of_the_commands_as_worked_by_hand(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    facts = [{"ticket": case.name[:190], **fact} for case in CASES for fact in case.facts]
    report = doors.imports(facts)
    assert (report["read"], report["refused"]) == (len(facts), [])
    groups: dict[tuple[Any, ...], list[Case]] = defaultdict(list)
    for case in CASES:
        groups[case.as_of, tuple(sorted(case.readings.items()))].append(case)
    for (as_of, readings), cases in groups.items():
        asked = [part for name, value in readings for part in ("--reading", f"{name}={value}")]
        items = {one["item"]: one for one in doors.measures("--as-of", paris(as_of), *asked)}
        for case in cases:
            measures = {one["kpi"]: one for one in items.get(case.name[:190], {"measures": []})["measures"]}
            for kpi, expected in case.expected.items():
                if expected is None:
                    assert kpi not in measures, (case.name, kpi)
                    continue
                one = measures[kpi]
                have = (
                    one["outcome"],
                    minutes(one["counted_seconds"]),
                    minutes(one["gross_seconds"]),
                    one["month"],
                )
                assert agree(have, expected), (case.name, kpi, have, expected)
                _well_made(one)


def _well_made(one: dict[str, Any]) -> None:
    """The fields that are promised, and intervals that add up."""
    assert set(UNITS) <= one.keys()
    rows = one["intervals"]
    assert all(set(PIECE) == row.keys() for row in rows)
    if one["counted_seconds"] is None:
        return
    assert round(sum(row["seconds"] for row in rows if row["counted"]), 6) == one["counted_seconds"]
    held = sum(row["seconds"] for row in rows if row["open"] and row["holder"] != "none")
    assert round(held, 6) == one["gross_seconds"]
    assert all(before["to"] == after["from"] for before, after in zip(rows, rows[1:], strict=False))


D = "2026-04-14 "
REFUSED: list[tuple[Any, str]] = [
    ("{", "not_json"),
    ("[1]", "not_an_object"),
    ({"at": paris(D + "09:00"), "event": "created"}, "no_stream"),
    ({"ticket": "B", "call": "C", "at": paris(D + "09:00"), "event": "created"}, "two_streams"),
    ({"ticket": "", "at": paris(D + "09:00"), "event": "taken"}, "bad_key"),
    ({"ticket": ["B"], "at": paris(D + "09:00"), "event": "taken"}, "bad_key"),
    ({"ticket": "B", "event": "taken"}, "missing_field"),
    ({"ticket": "B", "at": "2026-04-14T09:00:00", "event": "taken"}, "no_offset"),
    ({"ticket": "B", "at": "2026-02-30T09:00:00Z", "event": "taken"}, "bad_instant"),
    ({"ticket": "B", "at": "2205-02-03T09:00:00Z", "event": "taken"}, "instant_out_of_range"),
    ({"ticket": "B", "at": 1_776_000_000, "event": "taken"}, "bad_instant"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "eaten"}, "unknown_event"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "taken", "n": "1"}, "bad_value"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "taken", "n": 1.5}, "bad_value"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "taken", "n": True}, "bad_value"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "taken", "by": 7}, "bad_value"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "taken", "known_at": "soon"}, "bad_instant"),
    ({"ticket": "B", **incident(D + "09:00", "urgent")}, "bad_value"),
    ({"ticket": "B", **incident(D + "09:00", vip="yes")}, "bad_value"),
    ({"ticket": "B", **incident(D + "09:00", level=0)}, "bad_value"),
    ({"ticket": "B", **incident(D + "09:00", holder="user")}, "bad_value"),
    ({"ticket": "B", **incident(D + "09:00", channel="fax")}, "bad_value"),
    ({"ticket": "B", **said("created", D + "09:00", type="incident")}, "missing_field"),
    ({"ticket": "B", **said("rated", D + "09:00", score=101)}, "bad_value"),
    ({"ticket": "B", **said("rated", D + "09:00", score="9")}, "bad_value"),
    ({"ticket": "B", **said("merged", D + "09:00")}, "missing_field"),
    ({"ticket": "B", **said("handed_over", D + "09:00", to="A")}, "missing_field"),
    ({"ticket": "B", **said("handed_over", D + "09:00", holder="client", means="pigeon")}, "bad_value"),
    ({"ticket": "B", **said("dispute_decided", D + "09:00", since=D + "10:00", until=D + "10:00", counted=True)}, "empty_span"),
    ({"ticket": "B", "at": paris(D + "09:00"), "event": "withdrawn_evidence", "of": "yesterday"}, "bad_instant"),
    ({"service": "no-such-service", **said("down", D + "09:00")}, "unknown_service"),
    ({"compliance": "av", **said("measured", D + "09:00", total=3, compliant=4)}, "more_than_total"),
    ({"compliance": "av", **said("measured", D + "09:00", total=3.5, compliant=1)}, "bad_value"),
    ({"milestone": "M", **said("planned", D + "09:00", due="14/04/2026")}, "bad_value"),
    ({"quote": "Q", **said("requested", D + "09:00", kind="huge")}, "bad_value"),
    ({"source": "fax", **said("silent", D + "09:00")}, "bad_value"),
    ('{"ticket":"B","at":"2026-04-14T09:00:00Z","event":"taken","event":"closed"}', "repeated_field"),
    ('{"ticket":"B","at":"2026-04-14T09:00:00Z","event":"taken","x":NaN}', "not_json"),
]  # fmt: skip


@pytest.mark.req("DSK-01", "TIM-03")
def test_a_bad_line_is_refused_alone_with_its_number_and_one_sentence(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    good = {"ticket": "GOOD", **incident(D + "09:00")}
    lines = [good, *(line for line, _ in REFUSED), {"ticket": "GOOD", **said("resolved", D + "10:00")}]
    report = doors.imports(lines)
    assert (report["read"], report["accepted"]) == (len(lines), 2)
    found = [(one["line"], one["code"]) for one in report["refused"]]
    assert found == [(number, code) for number, (_, code) in enumerate(REFUSED, 2)]
    for one in report["refused"]:
        assert one["fr"] and one["en"] and "{" not in one["fr"] + one["en"], one
    items = doors.measures("--as-of", paris("2026-06-30 00:00"))
    assert [one["item"] for one in items] == ["GOOD"]


@pytest.mark.req("DSK-01", "TIM-03")
def test_one_fact_told_twice_is_one_however_it_is_written(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    first = '{"ticket":"E1","at":"2026-04-14T09:00:00+02:00","event":"created","type":"incident","channel":"phone","vip":false}'
    again = [
        '{"vip":false,"channel":"phone","type":"incident","event":"created","at":"2026-04-14T07:00:00Z","ticket":"E1"}',
        ' { "ticket" : "E1" , "at" : "2026-04-14T08:00:00.000000+01:00" , "event" : "created" ,'
        ' "channel" : "phone" , "type" : "\\u0069ncident" , "vip" : false } ',
    ]
    assert doors.imports([first, *again])["duplicates"] == 2
    report = doors.imports([first, *again])
    assert (report["accepted"], report["duplicates"]) == (0, 3)
    scores = ['{"ticket":"E1","at":"2026-04-14T10:00:00Z","event":"rated","score":80}']
    scores += [scores[0].replace("80", "80.0"), scores[0].replace("80", "8e1")]
    report = doors.imports(scores)
    assert (report["accepted"], report["duplicates"]) == (1, 2)


@pytest.mark.req("ACC-02", "ACC-03")
def test_json_never_depends_on_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doors = open_doors(tmp_path)
    doors.imports(
        [{"ticket": "L1", **incident(D + "09:00")}, {"ticket": "L1", **said("resolved", D + "10:00")}]
    )
    as_of = paris("2026-06-30 00:00")
    told = []
    for language in ("fr_FR.UTF-8", "en_GB.UTF-8", "C"):
        monkeypatch.setenv("LANG", language)
        told.append(
            [
                command(name, "--contract", doors.key, *more, "--as-of", as_of)[1]
                for name, *more in (
                    ("kpi", "--month", "2026-04", "--json"),
                    ("explain", "L1", "--json"),
                    ("measures", "--jsonl"),
                )
            ]
        )
    assert told[0] == told[1] == told[2]


@pytest.mark.req("TIM-03")
def test_the_order_in_which_facts_are_recorded_changes_nothing(tmp_path: Path) -> None:
    forward, backward = open_doors(tmp_path), open_doors(tmp_path)
    facts = [{"ticket": case.name[:190], **fact} for case in CASES[::3] for fact in case.facts]
    forward.imports(facts)
    backward.imports(facts[::-1])
    as_of = paris("2026-06-30 00:00")
    first = sorted(forward.measures("--as-of", as_of), key=lambda one: one["item"])
    assert first == sorted(backward.measures("--as-of", as_of), key=lambda one: one["item"])


@pytest.mark.req("KPI-33")
def test_what_was_known_at_an_instant_is_asked_for_by_that_instant(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    knew = {"known_at": paris(D + "12:00")}
    late = {"known_at": paris("2026-05-20 12:00")}
    doors.imports(
        [
            {"ticket": "K1", **incident(D + "09:00", "high"), **knew},
            {"ticket": "K1", **said("resolved", D + "11:00"), **late},
        ]
    )
    as_of = ("--as-of", paris("2026-05-01 00:00"))
    assert doors.explain("K1", *as_of)["by_kpi"]["KPI-07"]["outcome"] == "met"
    known = doors.explain("K1", *as_of, "--known-at", paris("2026-05-19 12:00"))
    assert known["by_kpi"]["KPI-07"]["outcome"] == "missed"
    assert (
        doors.explain("K1", *as_of, "--known-at", paris("2026-05-20 12:00"))["by_kpi"]["KPI-07"]["outcome"]
        == "met"
    )


@pytest.mark.req("ACC-03", "KPI-33")
def test_the_documents_have_the_fields_that_are_promised(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    report = doors.imports(
        [
            {"ticket": "P1", **said("taken", D + "09:00")},
            {"ticket": "P2", **incident(D + "09:00")},
            {"ticket": "P2", **said("resolved", D + "10:00")},
        ]
    )
    assert set(report) >= {"read", "accepted", "duplicates", "pending", "refused"}
    assert (report["read"], report["accepted"], report["pending"]) == (3, 3, 1)
    month = doors.ask("kpi", "--month", "2026-04", "--as-of", paris("2026-06-30 00:00"))
    assert set(month) >= {
        "contract", "month", "as_of", "known_at", "journal_position", "engine", "versions", "phases", "sealed", "readings",
        "results", "corrections", "penalty_total", "digest",
    }  # fmt: skip
    for one in month["results"]:
        assert set(one) >= {
            "kpi", "population", "met", "missed", "excluded", "value", "objective", "achieved", "incomplete", "penalty_level",
            "penalty_amount", "chargeable", "charged",
        }  # fmt: skip
        amounts = [
            one["penalty_amount"],
            one["objective"],
            *([one["value"]] if one["value"] is not None else []),
        ]
        assert all(isinstance(text, str) and text[-3] == "." for text in amounts), one
    by_kpi = {one["kpi"]: one for one in month["results"]}
    assert all(
        by_kpi[kpi]["met"] is by_kpi[kpi]["missed"] is None
        for kpi in ("KPI-17", "KPI-18", "KPI-19", "KPI-20")
    )
    item = doors.ask("explain", "P2", "--as-of", paris("2026-06-30 00:00"))
    line = next(one for one in doors.measures("--as-of", paris("2026-06-30 00:00")) if one["item"] == "P2")
    assert (item["item"], item["kind"], item["measures"]) == (line["item"], line["kind"], line["measures"])
    assert len(month["digest"]) == 64
    again = doors.ask("kpi", "--month", "2026-04", "--as-of", paris("2026-06-30 00:00"))
    assert again == month
