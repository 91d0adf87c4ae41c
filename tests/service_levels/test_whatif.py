"""What-if against `kpi`: the same figures month by month under every answer, and what really comes out afterwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.ground import MONTHS, Parties, copy_of_vsgp, parties, patched, some_activity
from timonier.contracts.queries import definition, sources_of
from timonier.core.contract.reading_words import choices
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.kept import comparison, effect_of, kept_register, register
from timonier.service_levels.services import month_result
from timonier.service_levels.whatif import Alternative, compare, last_months, price

AS_OF = 1_790_900_000_000_000  # 2 October 2026: both months are over
FIGURES = ("population", "met", "missed", "value", "achieved", "penalty_amount", "chargeable")


@pytest.fixture(scope="module")
def busy(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Contract]:
    """A contract with two months of activity that no test changes."""
    with django_db_blocker.unblock():
        contract = copy_of_vsgp(tmp_path_factory.mktemp("whatif"))
        some_activity(contract)
        yield contract


def figures(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["kpi"]: {name: one[name] for name in FIGURES} for one in result["results"]}


def side(month: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    return {
        line["kpi"]: {one: line[name][one] for one in FIGURES}
        for line in month["lines"]
        if line[name] is not None
    }


def every_answer(contract: Contract) -> list[tuple[str, str]]:
    version = definition(contract).versions[-1]
    current = dict(Plans(definition(contract)).all()[-1].readings)
    return [(name, value) for name, _, others in choices(version, current) for value in others]


@pytest.mark.req("KPI-40", "CON-03")
def test_every_answer_of_the_register_is_priced_as_kpi_would_compute_it(busy: Contract) -> None:
    priced = price(busy, MONTHS[-1:], as_of=AS_OF)
    answers = every_answer(busy)
    assert [(one["reading"], one["value"]) for one in priced["answers"]] == answers and len(answers) > 30
    before = month_result(busy, MONTHS[-1], as_of=AS_OF)
    moved = 0
    for one, (name, value) in zip(priced["answers"], answers, strict=True):
        after = month_result(busy, MONTHS[-1], as_of=AS_OF, readings={name: value})
        assert one["totals"]["after"] == after["penalty_total"], (name, value)
        old, new = figures(before), figures(after)
        differing = {kpi for kpi in old if old[kpi] != new[kpi]}
        assert differing <= set(one["kpis"]), (name, value)
        for month in one["by_month"]:
            for line in month["lines"]:
                assert {x: line["after"][x] for x in FIGURES} == new[line["kpi"]], (name, value, line["kpi"])
        moved += bool(differing)
    assert moved >= 8, "the activity is too poor to tell the answers apart"


@pytest.mark.parametrize(
    "readings",
    [
        {"user_time": "counts"},
        {"hours.desk": "mon_fri_8_18", "met_comparison": "less_than"},
        {"merged_opening": "earliest", "reclassification": "proportional"},
        {"item_month": "stop", "penalty_basis": "per_missed_item"},
    ],
    ids=lambda one: "+".join(one),
)
def test_both_sides_of_several_months_are_those_of_kpi(busy: Contract, readings: dict[str, str]) -> None:
    found = compare(busy, MONTHS, Alternative(readings), as_of=AS_OF)
    assert found["months"] == MONTHS
    for month in found["by_month"]:
        before = month_result(busy, month["month"], as_of=AS_OF)
        after = month_result(busy, month["month"], as_of=AS_OF, readings=readings)
        assert side(month, "before") == figures(before) and side(month, "after") == figures(after)
        assert (month["digest_before"], month["digest_after"]) == (before["digest"], after["digest"])


def test_an_item_is_named_exactly_when_its_fate_changes(busy: Contract) -> None:
    found = compare(busy, MONTHS[-1:], Alternative({"user_time": "counts"}), as_of=AS_OF)
    lines = [line for line in found["by_month"][0]["lines"] if line["items"]]
    assert lines
    for line in lines:
        outcomes = [(item["before"] or {}).get("outcome") for item in line["items"]]
        after = [(item["after"] or {}).get("outcome") for item in line["items"]]
        for name in ("met", "missed"):
            moved = after.count(name) - outcomes.count(name)
            assert line["after"][name] - line["before"][name] == moved


PATCHES = {
    "target": {"kpis": {"KPI-07": {"target": "2 h"}}},
    "objective": {"kpis": {"KPI-01": {"objective": "99 %"}, "KPI-08": {"level": "P3"}}},
    "hours": {"hours": {"desk": {"week": "mon-fri 08:00-18:00"}}},
    "reading": {"readings": {"user_time": "counts"}},
    "prices": {"penalties": {"prices": {"P1": "500.00"}, "cap_per_month": "1000.00"}},
    "decision": {"unknowns": {"example_prices": {"decision": "Bob, 2026-07-01 – oui"}}},
}


@pytest.mark.req("CON-01", "KPI-38")
@pytest.mark.parametrize("name", PATCHES)
def test_what_was_announced_is_what_comes_out_once_both_have_agreed(
    name: str, _quick_hashes: None, tmp_path: Path
) -> None:
    both: Parties = parties(tmp_path)
    some_activity(both.contract, share=6)
    part = {"effective_from": "2026-07-01", **PATCHES[name]}
    later = {"effective_from": "2026-09-14", **PATCHES[name]}
    with scope([both.contract.pk]):
        whole = Alternative(source=patched(both.contract, part))
        partly = Alternative(source=patched(both.contract, later), throughout=False)
    announced = compare(both.contract, MONTHS, whole, as_of=AS_OF)
    dated = compare(both.contract, MONTHS, partly, as_of=AS_OF)
    other = parties(tmp_path)
    some_activity(other.contract, share=6)
    for world, agreed, told in ((both, part, announced), (other, later, dated)):
        world.agree(agreed)
        for month in told["by_month"]:
            result = month_result(world.contract, month["month"], as_of=AS_OF)
            assert side(month, "after") == figures(result), (name, month["month"])
            assert month["penalty_after"] == result["penalty_total"]


def test_a_kept_comparison_opens_again_and_says_what_it_does_not_know(
    _quick_hashes: None, tmp_path: Path
) -> None:
    both = parties(tmp_path)
    some_activity(both.contract, MONTHS[:1], share=6)
    with scope([both.contract.pk]):
        first = comparison(both.contract, MONTHS[:1], Alternative({"user_time": "counts"}), "test")
        again = comparison(both.contract, MONTHS[:1], Alternative({"user_time": "counts"}), "test")
        assert first.result == again.result and again.news == 0
    some_activity(both.contract, MONTHS[1:], share=6)
    with scope([both.contract.pk]):
        older = comparison(both.contract, MONTHS[:1], Alternative({"user_time": "counts"}), "test")
        assert older.result["digest"] == first.result["digest"] and older.news > 0
        fresh = comparison(
            both.contract, MONTHS[:1], Alternative({"user_time": "counts"}), "test", again=True
        )
        assert fresh.news == 0 and fresh.result["journal_position"] > first.result["journal_position"]
        assert kept_register(both.contract, MONTHS[:1]) is None
        register(both.contract, MONTHS[:1], "test")
        assert kept_register(both.contract, MONTHS[:1]) is not None


def test_the_effect_of_a_draft_holds_for_the_version_that_it_was_compared_with(
    _quick_hashes: None, tmp_path: Path
) -> None:
    both = parties(tmp_path)
    number = both.draft(both.alice, {"effective_from": "2026-09-01", **PATCHES["target"]})
    both.effect(number)
    with scope([both.contract.pk]):
        assert effect_of(both.contract, number) is not None
    both.agree({"effective_from": "2026-08-01", **PATCHES["objective"]})
    with scope([both.contract.pk]):
        assert effect_of(both.contract, number) is None


def test_what_cannot_be_asked_is_refused(busy: Contract) -> None:
    for readings, months in (
        ({"no_such": "x"}, MONTHS),
        ({"user_time": "sometimes"}, MONTHS),
        ({"user_time": "counts"}, []),
        ({"user_time": "counts"}, last_months("2026-09", 36) + ["2026-10"]),
        ({"user_time": "counts"}, ["2019-01"]),
    ):
        with pytest.raises(Refused):
            compare(busy, months, Alternative(readings), as_of=AS_OF)
    with pytest.raises(Refused) as slow:
        compare(busy, MONTHS, Alternative({"user_time": "counts"}), as_of=AS_OF, seconds=0)
    assert slow.value.code == "whatif_too_long"


def test_months_before_the_contract_are_left_out(busy: Contract) -> None:
    with scope([busy.pk]):
        assert sources_of(busy)
    found = compare(busy, last_months("2025-09", 13), Alternative({"user_time": "counts"}), as_of=AS_OF)
    assert found["months"] == ["2025-07", "2025-08", "2025-09"]
