"""Words about months: populations, values, phases, charges, prices and caps, through `import events` and `kpi --json`."""

from pathlib import Path
from typing import Any

import pytest

from tests.doors import Doors, open_doors
from tests.words.telling import Fact, handed, incident, paris, request, said

APRIL = ("--as-of", paris("2026-06-30 00:00"))
D = "2026-04-14 "
LIFTED = [
    ("\n    placeholder: montants d'exemple\n", "\n    placeholder: montants d'exemple\n    decision: avenant 1\n"),
]  # fmt: skip


def tell(doors: Doors, *tickets: list[Fact], family: str = "ticket", first: int = 1) -> None:
    """Each list is a stream of its own."""
    facts = [
        {family: f"{family}-{n:03d}", **fact} for n, facts in enumerate(tickets, first) for fact in facts
    ]
    report = doors.imports(facts)
    assert report["refused"] == []


def solved(day: str, minutes: int, priority: str = "high", **more: Any) -> list[Fact]:
    """An incident of 9:00, resolved so many minutes later."""
    end = f"{day} {9 + minutes // 60:02d}:{minutes % 60:02d}"
    return [incident(f"{day} 09:00", priority, **more), said("resolved", end)]


@pytest.mark.req("KPI-31", "CON-11")
def test_a_value_is_compared_exactly_and_shown_with_two_decimals(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(doors, *[solved("2026-04-14", 60) for _ in range(9)], solved("2026-04-14", 181))
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-07"]
    assert (one["population"], one["met"], one["missed"]) == (10, 9, 1)
    assert (one["value"], one["objective"], one["achieved"]) == ("90.00", "90.00", True)
    assert (one["penalty_level"], one["penalty_amount"]) == ("P2", "0.00")
    tell(doors, solved("2026-04-14", 181), first=11)
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-07"]
    assert (one["value"], one["achieved"]) == ("81.82", False)
    assert (one["penalty_amount"], one["chargeable"]) == ("300.00", False)
    assert "example_prices" in one["forbidden_by"]


@pytest.mark.req("KPI-16", "KPI-17", "KPI-18", "KPI-20")
def test_halves_are_rounded_to_even(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(doors, [said("measured", D + "09:00", total=800, compliant=1)], family="compliance")
    assert doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-20"]["value"] == "0.12"  # 0.125
    tell(doors, [said("measured", D + "10:00", total=800, compliant=3)], family="compliance")
    assert doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-20"]["value"] == "0.38"  # 0.375
    tell(doors, [said("answered", D + "09:00", score=66.665)], family="survey")
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-18"]
    assert (one["population"], one["met"], one["missed"], one["value"]) == (1, None, None, "66.66")


@pytest.mark.req("KPI-20")
def test_the_last_measure_of_each_snapshot_in_the_month(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(
        doors,
        [said("measured", "2026-04-02 09:00", total=100, compliant=50), said("measured", "2026-04-30 23:59", total=90, compliant=90),
         said("measured", "2026-05-01 00:00", total=1, compliant=0)],
        [said("measured", "2026-04-20 09:00", total=10, compliant=7)],
        family="compliance",
    )  # fmt: skip
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-20"]
    assert (one["population"], one["value"], one["achieved"]) == (100, "97.00", True)
    early = doors.kpi("2026-04", "--as-of", paris("2026-04-20 08:59"))["by_kpi"]["KPI-20"]
    assert (early["population"], early["value"]) == (100, "50.00")


@pytest.mark.req("KPI-16")
def test_reopenings_are_a_share_that_may_be_fifteen_of_a_hundred(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    closed = [incident(D + "09:00"), said("resolved", D + "10:00"), said("closed", D + "11:00")]
    again = [*closed, said("reopened", "2026-05-10 09:00"), said("resolved", "2026-05-11 09:00")]
    tell(doors, *[closed] * 17, *[again] * 3)
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-16"]
    assert (one["population"], one["met"], one["missed"]) == (20, 17, 3)
    assert (one["value"], one["achieved"], one["penalty_level"], one["penalty_amount"]) == (
        "15.00",
        True,
        None,
        "0.00",
    )
    tell(doors, again, first=21)
    assert doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-16"]["achieved"] is False
    rate = doors.kpi("2026-05", *APRIL, "--reading", "reopening_rate=month_over_month")["by_kpi"]["KPI-16"]
    assert (rate["population"], rate["missed"], rate["value"]) == (0, 4, None)


@pytest.mark.req("KPI-31")
def test_an_empty_population_is_no_measure_and_never_a_penalty(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    month = doors.kpi("2026-04", *APRIL)
    for kpi, one in month["by_kpi"].items():
        if kpi == "KPI-19":  # services are up when nobody says otherwise
            assert (one["value"], one["achieved"]) == ("100.00", True)
            continue
        assert (one["population"], one["value"], one["achieved"]) == (0, None, None), kpi
        assert one["penalty_amount"] == "0.00"
    assert month["penalty_total"] == "0.00"
    assert list(month["by_kpi"]) == [f"KPI-{number:02d}" for number in range(1, 25)]


@pytest.mark.req("KPI-35", "CON-02", "KPI-31")
def test_a_month_that_straddles_charges_the_items_that_started_in_exploitation(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(
        doors,
        solved("2025-10-03", 181),  # started in VSR: measured, never charged
        [incident("2025-10-04 16:30", "high"), said("resolved", "2025-10-06 09:01")],  # started on a Saturday of VSR
        [incident("2025-10-05 10:00", "high"), said("resolved", "2025-10-06 09:00")],  # started on the last night of VSR
        *[solved("2025-10-06", 60)] * 9,  # the first day of exploitation
        solved("2025-10-07", 181),
        [incident("2025-10-07 09:00", "low"), said("closed", "2025-10-07 10:00"), said("reopened", "2025-10-07 11:00"),
         said("resolved", "2025-10-07 12:00")],
    )  # fmt: skip
    month = doors.kpi("2025-10", *APRIL)
    one = month["by_kpi"]["KPI-07"]
    assert month["phases"] == ["vsr", "exploitation"]
    assert (one["population"], one["met"], one["missed"], one["value"], one["achieved"]) == (
        13,
        10,
        3,
        "76.92",
        False,
    )
    charged = one["charged"]
    assert (charged["population"], charged["met"], charged["missed"]) == (10, 9, 1)
    assert (charged["value"], charged["achieved"]) == ("90.00", True)
    assert one["penalty_amount"] == "0.00"
    assert month["by_kpi"]["KPI-16"]["charged"] is None
    asked = doors.kpi("2025-10", *APRIL, "--reading", "straddling_month=none_if_begun_before")
    assert asked["by_kpi"]["KPI-07"]["charged"] is None


@pytest.mark.req("CON-02", "KPI-31")
def test_transition_and_vsr_are_measured_and_cost_nothing_before_them_there_is_no_month(
    tmp_path: Path,
) -> None:
    doors = open_doors(tmp_path)
    tell(doors, solved("2025-09-02", 181), solved("2025-07-22", 181), solved("2025-06-02", 181))
    for month, phases in (("2025-09", ["vsr"]), ("2025-07", ["transition"])):
        found = doors.kpi(month, *APRIL)
        one = found["by_kpi"]["KPI-07"]
        assert found["phases"] == phases
        assert (one["missed"], one["achieved"], one["penalty_amount"], one["charged"]) == (
            1,
            False,
            "0.00",
            None,
        )
        assert (one["chargeable"], found["penalty_total"]) == (False, "0.00")
    assert doors.refusal("kpi", "--month", "2025-06") == "before_the_contract"
    assert len(doors.measures("--as-of", paris("2026-06-30 00:00"))) == 3  # kept all the same


@pytest.mark.req("KPI-19", "KPI-39")
def test_availability_joins_outages_and_knows_maintenance_agreed_and_announced_before(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    keys = [one["service"] for one in doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-19"]["services"]]
    agreed = {"id": "m", "since": D + "10:00", "until": D + "12:00"}
    in_time = [said("maintenance_agreed", D + "08:00", **agreed), said("announced", D + "09:00", of="m")]
    late = [said("maintenance_agreed", D + "08:00", **agreed), said("announced", D + "10:00", of="m")]
    late_agreed = [said("announced", D + "08:00", of="m"), said("maintenance_agreed", D + "10:00", **agreed)]
    down = [said("down", D + "11:00"), said("down", D + "11:30"), said("up", D + "13:00")]
    before = {
        one["service"]: one["seconds"] for one in doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-19"]["services"]
    }
    facts = [
        {"service": key, **fact}
        for key, told in zip(
            keys, ([*in_time, *down], [*late, *down], [*late_agreed, *down], down), strict=False
        )
        for fact in told
    ]
    assert doors.imports(facts)["refused"] == []
    month = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-19"]
    found = {one["service"]: (one["seconds"], one["up_seconds"]) for one in month["services"]}
    for key, (lost, out) in zip(keys, ((7200, 3600), (0, 7200), (0, 7200), (0, 7200)), strict=False):
        assert found[key] == (before[key] - lost, before[key] - lost - out), key
    assert month["population"] == len(keys)
    assert (month["met"], month["missed"]) == (None, None)
    total, up = (sum(one[place] for one in found.values()) for place in (0, 1))
    assert month["value"] == f"{round(up * 10_000 / total) / 100:.2f}"
    each = doors.kpi("2026-04", *APRIL, "--reading", "availability=each")["by_kpi"]["KPI-19"]
    assert each["value"] == min((one["value"] for one in month["services"]), key=float)


@pytest.mark.req("KPI-37")
def test_a_silent_source_makes_a_kpi_incomplete_and_never_better(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    doors.imports(
        [
            {"source": "phone", **said("silent", "2026-03-31 12:00")},
            {"source": "phone", **said("back", "2026-04-01 09:30")},
            {"source": "mail", **said("silent", "2026-04-30 20:00")},
        ]
    )
    month = doors.kpi("2026-04", *APRIL)["by_kpi"]
    assert month["KPI-01"]["incomplete"] == [
        {"source": "phone", "from": "2026-03-31T22:00:00.000000Z", "to": "2026-04-01T07:30:00.000000Z"}
    ]
    assert month["KPI-02"]["incomplete"] == [
        {"source": "mail", "from": "2026-04-30T18:00:00.000000Z", "to": "2026-04-30T22:00:00.000000Z"}
    ]
    assert month["KPI-07"]["incomplete"] == []
    assert month["KPI-01"]["value"] is None


@pytest.mark.req("TIM-09", "KPI-36")
def test_every_exclusion_is_listed_with_its_reason_in_its_month(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(
        doors,
        [incident("2026-04-30 17:00"), said("cancelled", "2026-05-02 09:00", reason="doublon")],
        [incident(D + "09:00", perimeter="client")],
        [request(D + "09:00", standard=False)],
        [incident(D + "09:00", "major"), said("merged", D + "11:00", into="X", accepted_by="client")],
    )
    april, may = doors.kpi("2026-04", *APRIL)["by_kpi"], doors.kpi("2026-05", *APRIL)["by_kpi"]
    assert april["KPI-08"]["excluded"] == [
        {"item": "ticket-002", "kind": "ticket", "reason": "out_of_perimeter"}
    ]
    assert april["KPI-13"]["excluded"] == [{"item": "ticket-003", "kind": "ticket", "reason": "not_standard"}]
    assert april["KPI-06"]["excluded"] == [{"item": "ticket-004", "kind": "ticket", "reason": "merged"}]
    assert may["KPI-08"]["excluded"] == [{"item": "ticket-001", "kind": "ticket", "reason": "cancelled"}]
    assert all(
        one["population"] == 0 for one in (april["KPI-06"], april["KPI-08"], april["KPI-13"], may["KPI-08"])
    )


@pytest.mark.req("KPI-05")
def test_the_mean_of_escalations_is_over_the_same_items(tmp_path: Path) -> None:
    doors = open_doors(tmp_path)
    tell(
        doors,
        [incident(D + "09:00"), said("escalated", D + "09:10", to="N2")],
        [incident(D + "09:00"), handed(D + "09:40")],
        [incident(D + "09:00"), handed(D + "09:40", "U", "user")],
    )
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-05"]
    assert (one["population"], one["met"], one["missed"], one["value"]) == (2, 1, 1, "50.00")
    assert one["mean_seconds"] == 25 * 60


@pytest.mark.req("KPI-31", "CON-11")
def test_prices_by_item_by_share_and_the_caps(tmp_path: Path) -> None:
    doors = open_doors(tmp_path, "exemple")
    late = [
        [incident(D + "09:00", "major"), said("resolved", D + "10:00")] for _ in range(3)
    ]  # 60 min: not less
    tell(doors, *late)
    one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-06"]
    assert (one["missed"], one["penalty_amount"], one["chargeable"], one["forbidden_by"]) == (
        3,
        "360.00",
        True,
        [],
    )
    tell(doors, *late, first=4)
    assert doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-06"]["penalty_amount"] == "400.00"  # cap of one KPI
    blocked = [
        [incident(D + "09:00", None, scope="infrastructure", blocking=True), said("resolved", D + "15:00")]
        for _ in range(9)
    ]
    urgent = [[request(D + "09:00", "immediate"), said("resolved", D + "11:00")] for _ in range(9)]
    tell(doors, *blocked, *urgent, first=7)
    month = doors.kpi("2026-04", *APRIL)
    amounts = [month["by_kpi"][kpi]["penalty_amount"] for kpi in ("KPI-06", "KPI-11", "KPI-15")]
    assert amounts == ["400.00", "400.00", "200.00"]  # the cap of the month cuts the last
    assert month["penalty_total"] == "1000.00"
    once = doors.kpi("2026-04", *APRIL, "--reading", "penalty_basis=once")
    assert [once["by_kpi"][kpi]["penalty_amount"] for kpi in ("KPI-06", "KPI-11", "KPI-15")] == ["120.00"] * 3
    shipped = open_doors(tmp_path)
    tell(shipped, solved("2026-04-14", 181))
    share = shipped.kpi("2026-04", *APRIL, "--reading", "penalty_basis=share_of_fee")
    assert share["by_kpi"]["KPI-07"]["penalty_amount"] == "300.00"  # 1 % of 30 000


@pytest.mark.req("CON-11", "KPI-31")
def test_a_named_decision_lifts_what_forbids_a_penalty(tmp_path: Path) -> None:
    held, lifted = open_doors(tmp_path), open_doors(tmp_path, changes=LIFTED)
    facts = solved("2026-04-14", 181)
    for doors, forbidden in ((held, ["example_prices"]), (lifted, [])):
        tell(
            doors,
            facts,
            [incident(D + "09:00"), said("escalated", D + "10:00", to="N2"), said("resolved", D + "11:00")],
        )
        one = doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-04"]
        assert (one["achieved"], one["penalty_amount"]) == (False, "150.00")
        assert (one["forbidden_by"], one["chargeable"]) == (forbidden, forbidden == [])
        assert (
            doors.kpi("2026-04", *APRIL)["by_kpi"]["KPI-07"]["chargeable"] is False
        )  # its hours are unknown too
