"""The tender's data: the counts of the text, every datum with a clause that exists, what the text says twice."""

import copy
from collections import Counter
from pathlib import Path

import pytest
from tools.contract_format import page

from timonier.contracts.files import read_contract, read_sources
from timonier.core.contract.annexes import KEYS, LISTS, cited, number_of
from timonier.core.contract.schema import build
from timonier.core.contract.source import Invalid, Source

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "contracts" / "vsgp"


@pytest.fixture(scope="module")
def source() -> Source:
    return read_sources(SHIPPED)[0]


def rows(source: Source, name: str) -> list[dict[str, str]]:
    where = "matrices" if name in source.tree["matrices"] else "lists"
    return source.lists[source.tree[where][name]]


@pytest.mark.req("CON-08")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("infrastructure", 17),
        ("assistance", 5),
        ("quantities", 13),
        ("sites", 49),
        ("business_applications", 57),
        ("office_applications", 11),
        ("licences", 12),
        ("glossary", 71),
        ("processes", 17),
        ("tools", 7),
    ],
)
def test_a_list_is_as_long_as_the_text_says(source: Source, name: str, expected: int) -> None:
    assert len(rows(source, name)) == expected


@pytest.mark.req("CON-08")
def test_147_switches_of_11_models_and_126_access_points(source: Source) -> None:
    by_family = Counter[str]()
    models = Counter[str]()
    for row in rows(source, "equipment"):
        by_family[row["family"]] += int(row["quantity"] or 0)
        models[row["family"]] += 1
    assert (by_family["switch"], models["switch"]) == (147, 11)
    assert (by_family["access_point"], models["access_point"]) == (126, 4)
    assert by_family["vm"] == 54
    assert by_family["ups"] == 7
    assert by_family["firewall"] == 2
    assert by_family["multifunction"] == 50
    physical = {"serveurs-vxrail": 6, "serveur-sauvegarde": 1, "stockage-ddboost": 1}
    found = {row["key"]: int(row["quantity"]) for row in rows(source, "equipment") if row["key"] in physical}
    assert found == physical


@pytest.mark.req("CON-05")
def test_quantities_agree_with_the_equipment_they_price(source: Source) -> None:
    quantities = {row["key"]: int(row["quantity"]) for row in rows(source, "quantities")}
    assert quantities["switchs-acces-niv2"] + quantities["switchs-cur-de-reseau-niv3"] == 147
    assert quantities["borne-wifi"] == 126
    units = {row["quantity"] for row in rows(source, "price_list") if row["quantity"]}
    assert units == quantities.keys()
    assert not any(row["price"] for row in rows(source, "price_list")), "the tender gives no price"


@pytest.mark.req("CON-15")
def test_thirteen_announced_projects(source: Source) -> None:
    assert len(rows(source, "projects")) == 13
    assert {number_of(row["clause"]) for row in rows(source, "projects")} == {"2.3"}


@pytest.mark.req("CON-09")
def test_seven_roles_of_the_assurance_plans_and_the_committees_members(source: Source) -> None:
    assert len(source.tree["assurance_roles"]) == 7
    sides = {key: one["side"] for key, one in source.tree["roles"].items()}
    for committee in source.tree["committees"].values():
        assert {sides[role] for role in committee["members"]["client"]} == {"client"}
        assert {sides[role] for role in committee["members"]["provider"]} == {"provider"}


@pytest.mark.req("CON-02")
def test_transition_has_six_conditions_and_its_deadlines(source: Source) -> None:
    transition, vsr, exploitation, reversibility = source.tree["phases"]
    assert len(transition["conditions"]) == 6
    told = [(one["within"], one["unit"]) for one in transition["deadlines"]]
    assert told == [("10", "working_days"), ("10", "calendar_days"), ("3", "months"), ("15", "calendar_days")]
    assert (vsr["charging"], exploitation["charging"], reversibility["charging"]) == ("no", "yes", "yes")
    assert all(one["deliverables"] for one in source.tree["phases"])


@pytest.mark.req("GOV-11")
def test_what_only_a_committee_decides_is_data(source: Source) -> None:
    of = {gate["kind"]: gate["committee"] for gate in source.tree["gates"].values()}
    for kind in ("non_standard_solution", "dashboard", "invoice", "visit_list"):
        assert of[kind] == "steering"
    for kind in ("indicators", "planning", "action_plan"):
        assert of[kind] == "operational"
    for kind in ("amendment", "scope"):
        assert of[kind] == "strategic"
    minutes = {key: one["minutes"] for key, one in source.tree["committees"].items()}
    assert (minutes["steering"]["first_version"], minutes["steering"]["tacit_from"]) == ("5", "6")
    assert (minutes["strategic"]["first_version"], minutes["strategic"]["tacit_from"]) == ("5", "11")
    assert minutes["operational"]["approval"] == minutes["transition"]["approval"] == "at_once"


@pytest.mark.req("CON-08")
def test_every_datum_cites_a_clause_that_exists(source: Source) -> None:
    clauses = {row["key"] for row in rows(source, "clauses")}
    wrong = [(path, clause) for path, clause in cited(source) if number_of(clause) not in clauses]
    assert wrong == []
    silent = [
        (name, row)
        for name in source.tree["lists"]
        if name != "clauses"
        for row in rows(source, name)
        if not row.get("clause")
    ]
    assert silent == []


@pytest.mark.req("CON-10")
def test_what_is_left_to_the_parties_has_owner_and_state(source: Source) -> None:
    roles = source.tree["roles"]
    for row in rows(source, "left_open"):
        assert row["owner"] in roles
        assert row["state"] == "open"
    keys = {row["key"] for row in rows(source, "left_open")}
    assert {
        "raci",
        "detail-tableaux",
        "habilitations",
        "indicateur-conformite",
        "devis-hors-horaires",
    } <= keys
    assert {"outil-collaboratif", "propriete-outils"} <= keys


@pytest.mark.req("CON-12")
def test_every_exclusion_names_the_house_to_send_to(source: Source) -> None:
    assert len(source.tree["exclusions"]) == 9
    assert all(one["house"] for one in source.tree["exclusions"])


@pytest.mark.req("CON-08")
def test_contradictions_have_two_places_and_what_is_in_force(source: Source) -> None:
    found = {row["key"]: row for row in rows(source, "contradictions")}
    assert "126" in found["bornes-wifi"]["in_force_fr"]
    assert "595" in found["postes"]["in_force_fr"]
    assert all(row["second_clause"] and row["in_force_fr"] and row["in_force_en"] for row in found.values())
    licences = {row["key"]: int(row["bought"] or 0) for row in rows(source, "licences")}
    assert sum(licences[key] for key in ("o365-f3", "o365-e1", "o365-e3", "m365-e3")) == 1259


@pytest.mark.req("CON-08")
def test_every_indicator_has_the_sentence_that_defines_it(source: Source) -> None:
    for key, one in source.tree["kpis"].items():
        share = one["objective"].removesuffix(" %")
        for language in ("fr", "en"):
            assert f"{share} %" in one["sentence"][language], key
    assert len(source.tree["kpis"]) == 24


@pytest.mark.req("CON-08")
def test_every_reading_of_the_register_has_its_question(source: Source) -> None:
    assert source.tree["readings"].keys() <= source.tree["register"].keys()


def test_the_page_about_the_format_names_every_key_and_column() -> None:
    page = (ROOT / "docs" / "contract-format.md").read_text("utf-8")
    names = (
        set(KEYS)
        | set(LISTS)
        | {name for kind in [*KEYS.values(), *LISTS.values()] for name in (*kind.need, *kind.may)}
    )
    assert sorted(name for name in names if f"`{name}`" not in page) == []


@pytest.mark.req("CON-01")
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda tree: tree["committees"]["steering"].update(levl="2"), "contract_unknown_key"),
        (lambda tree: tree["committees"]["steering"].pop("agenda"), "contract_key_missing"),
        (lambda tree: tree["gates"]["scope"].update(committee="nobody"), "contract_dangling"),
        (lambda tree: tree["roles"]["dpo"].update(side="both"), "contract_not_among"),
        (lambda tree: tree["term"].update(ends="next year"), "contract_not_a_date"),
        (lambda tree: tree["exclusions"][0].update(clause="9.9"), "contract_unknown_clause"),
        (lambda tree: tree["user_categories"]["vip"].update(share="ten"), "contract_bad_share"),
        (
            lambda tree: tree["register"].update(weather={"question": "?", "clause": "7.4"}),
            "contract_dangling",
        ),
        (lambda tree: tree["lists"].update(cars="lists/sites.csv"), "contract_not_among"),
        (lambda tree: tree["phases"][0]["deadlines"][0].update(unit="moons"), "contract_not_among"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(source: Source, spoil: object, code: str) -> None:
    tree = copy.deepcopy(source.tree)
    spoil(tree)  # type: ignore[operator]  # a function of the table above
    with pytest.raises(Invalid) as refused:
        build("vsgp", [Source(tree, source.lists, source.places)])
    assert code in {one.code for one in refused.value.problems}
    assert all(one.path for one in refused.value.problems)


@pytest.mark.req("CON-01")
def test_a_bad_cell_of_a_list_is_told_with_file_and_line(source: Source) -> None:
    lists = copy.deepcopy(source.lists)
    lists["lists/equipment.csv"][3]["quantity"] = "many"
    lists["lists/sites.csv"][1]["key"] = lists["lists/sites.csv"][0]["key"]
    with pytest.raises(Invalid) as refused:
        build("vsgp", [Source(source.tree, lists, dict(source.places))])
    told = {(one.file, one.line, one.code) for one in refused.value.problems}
    assert ("equipment.csv", 5, "contract_not_a_number") in told
    assert ("sites.csv", 3, "contract_repeated_key") in told


def test_the_example_uses_the_same_format_otherwise() -> None:
    made = read_contract(ROOT / "contracts" / "exemple")
    tree = read_sources(ROOT / "contracts" / "exemple")[0].tree
    assert tree["roles"]["mayor"]["person"]
    assert "lists" not in tree
    assert made.versions[0].annex["committees"]["contract"]["level"] == "1"


def test_a_key_stands_in_one_part_alone(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "contract.yaml").write_text("key: a\ntitle: {fr: a, en: a}\n", "utf-8")
    (tmp_path / "parts" / "more.yaml").write_text("title: {fr: b, en: b}\n", "utf-8")
    with pytest.raises(Invalid) as refused:
        read_sources(tmp_path)
    assert [(one.file, one.line, one.code) for one in refused.value.problems] == [
        ("more.yaml", 1, "contract_repeated_key")
    ]


def test_the_page_about_the_format_is_the_code_s() -> None:
    before = (ROOT / "docs" / "contract-format.md").read_text("utf-8")
    assert before == page(before), "run: python tools/contract_format.py"
