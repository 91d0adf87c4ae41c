"""What changes between two versions: tables that a lawyer can read, and the sentences in both languages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonier.core.contract.difference import ADDED, CHANGED, REMOVED, by_clause, difference
from timonier.core.contract.difference_words import passages_of, sentence_of

BASE: dict[str, Any] = {
    "key": "exemple",
    "effective_from": "2026-01-01",
    "kpis": {
        "KPI-07": {
            "title": {"fr": "Incidents – haute", "en": "Incidents – high"},
            "clause": "7.4 KPI 7",
            "target": "3 h",
            "objective": "90 %",
            "unknowns": ["hours_desk", "priority_matrix"],
        }
    },
    "hours": {
        "desk": {
            "title": {"fr": "Assistance", "en": "Desk"},
            "week": "mon-sat 08:00-18:30",
            "clause": "4.2.2",
        }
    },
    "readings": {"user_time": "stops"},
    "penalties": {"prices": {"P1": "150.00"}, "clause": "7.4"},
    "phases": [
        {"key": "vsr", "from": "2025-08-05", "until": "2025-10-05", "clause": "4.1.3.2"},
        {"key": "exploitation", "from": "2025-10-06", "clause": "4.1.3.3"},
    ],
    "matrices": {"clause": "4.1.1", "assistance": "lists/a.csv"},
}
LISTS = {
    "lists/a.csv": [
        {"key": "pc", "name": "Postes", "quantity": "595"},
        {"key": "tel", "name": "Mobiles", "quantity": "40"},
    ]
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The base with one place changed; None takes it away."""
    tree: dict[str, Any] = {**BASE}
    node, steps = tree, path.split(".")
    for step in steps[:-1]:
        node[step] = {**node[step]}
        node = node[step]
    if value is None:
        del node[steps[-1]]
    else:
        node[steps[-1]] = value
    return tree


@pytest.mark.req("CON-01")
@pytest.mark.parametrize(
    ("path", "value", "kind", "clause", "french", "english"),
    [
        (
            "kpis.KPI-07.target", "2 h", CHANGED, "7.4 KPI 7",
            "KPI-07 – Incidents – haute : la cible passe de « 3 h » à « 2 h ».",
            'KPI-07 – Incidents – high: the target changes from "3 h" to "2 h".',
        ),
        (
            "kpis.KPI-07.target", "1 service day", CHANGED, "7.4 KPI 7",
            "KPI-07 – Incidents – haute : la cible passe de « 3 h » à « 1 jour de service ».",
            'KPI-07 – Incidents – high: the target changes from "3 h" to "1 service day".',
        ),
        (
            "hours.desk.week", "mon-fri 08:00-18:00", CHANGED, "4.2.2",
            "Heures de service, Assistance : la semaine d’ouverture passe de « lundi–samedi 08:00–18:30 » à"
            " « lundi–vendredi 08:00–18:00 ».",
            'Service hours, Desk: the opening week changes from "mon-sat 08:00-18:30" to "mon-fri 08:00-18:00".',
        ),
        (
            "readings.user_time", "counts", CHANGED, "",
            "Lectures : le temps pendant lequel l’utilisateur a la main passe de « ne compte pas » à « compte ».",
            'Readings: time while the user holds the ball changes from "is not counted" to "is counted".',
        ),
        (
            "penalties.cap_per_month", "3000.00", ADDED, "7.4",
            "Pénalités : s’ajoute : le plafond mensuel, « 3000,00 € ».",
            'Penalties: added: the monthly cap, "3000.00 €".',
        ),
        (
            "kpis.KPI-07.objective", None, REMOVED, "7.4 KPI 7",
            "KPI-07 – Incidents – haute : disparaît : l’objectif, « 90 % ».",
            'KPI-07 – Incidents – high: removed: the objective, "90 %".',
        ),
    ],
)  # fmt: skip
def test_one_change_is_one_sentence_under_its_clause(
    path: str, value: Any, kind: str, clause: str, french: str, english: str
) -> None:
    (entry,) = difference(BASE, changed(path, value))
    assert (".".join(entry.path), entry.kind, entry.clause) == (path, kind, clause)
    assert sentence_of(entry, "fr") == french
    assert sentence_of(entry, "en") == english


def test_entries_of_a_list_are_told_apart_by_their_key_and_not_by_their_place() -> None:
    first, second = BASE["phases"]
    after = {**BASE, "phases": [second, {**first, "until": "2025-10-20"}]}
    (entry,) = difference(BASE, after)
    assert (entry.path, entry.clause) == (("phases", "vsr", "until"), "4.1.3.2")


def test_texts_of_a_list_come_and_go_one_by_one() -> None:
    found = difference(BASE, changed("kpis.KPI-07.unknowns", ["priority_matrix", "survey_scale"]))
    assert [(one.kind, one.before, one.after) for one in found] == [
        (REMOVED, "hours_desk", None),
        (ADDED, None, "survey_scale"),
    ]


def test_rows_of_a_file_are_compared_cell_by_cell_under_the_clause_that_names_it() -> None:
    after = {
        "lists/a.csv": [
            LISTS["lists/a.csv"][0] | {"quantity": "635"},
            {"key": "imp", "name": "Imprimantes", "quantity": "9"},
        ]
    }
    found = difference(BASE, BASE, LISTS, after)
    assert [(one.path[2:], one.kind, one.clause) for one in found] == [
        (("pc", "quantity"), CHANGED, "4.1.1"),
        (("tel",), REMOVED, "4.1.1"),
        (("imp",), ADDED, "4.1.1"),
    ]
    assert sentence_of(found[0], "fr") == "Listes, a, Postes : la quantité passe de « 595 » à « 635 »."


def test_a_whole_new_service_level_is_one_entry() -> None:
    (entry,) = difference(
        BASE, changed("kpis.KPI-25", {"target": "1 h", "objective": "95 %", "clause": "7.4 KPI 25"})
    )
    assert (entry.path, entry.kind, entry.clause) == (("kpis", "KPI-25"), ADDED, "7.4 KPI 25")
    assert "la cible 1 h" in sentence_of(entry, "fr")


def test_the_effective_date_is_not_part_of_the_difference() -> None:
    assert difference(BASE, changed("effective_from", "2027-01-01")) == []


def test_clauses_come_in_the_order_of_their_numbers() -> None:
    tree = {name: {"clause": name, "x": "1"} for name in ("4.10", "4.9", "z", "4.2")}
    after = {name: {**value, "x": "2"} for name, value in tree.items()}
    assert [clause for clause, _ in by_clause(difference(tree, after))] == ["4.2", "4.9", "4.10", "z"]


leaves = st.text(max_size=5)
trees = st.recursive(
    leaves | st.lists(leaves, max_size=4) | st.lists(st.dictionaries(st.sampled_from(["key", "name", "x"]), leaves, max_size=3), max_size=3),
    lambda inner: st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip
roots = st.dictionaries(st.text(min_size=1, max_size=4), trees, max_size=5)


@given(roots, roots)
def test_nothing_is_told_of_what_is_the_same_and_something_of_what_differs(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert difference(one, one) == []
    found = difference(one, other)
    visible = {key: value for key, value in one.items() if key != "effective_from"}
    assert bool(found) == (visible != {key: value for key, value in other.items() if key != "effective_from"})
    for entry in found:
        assert sentence_of(entry, "fr").endswith(".") and sentence_of(entry, "en").endswith(".")


@pytest.mark.req("ACC-02")
def test_what_the_contract_says_in_french_alone_stands_by_itself_in_an_english_sentence() -> None:
    def passages(path: str, value: Any) -> list[tuple[str, bool]]:
        (entry,) = difference(BASE, changed(path, value))
        assert not any(is_french for _, is_french in passages_of(entry, "fr"))
        assert "".join(text for text, _ in passages_of(entry, "en")) == sentence_of(entry, "en")
        return passages_of(entry, "en")

    assert passages("unknowns", {"a": {"placeholder": "liste proposée ci-dessous"}})[1] == (
        "liste proposée ci-dessous",
        True,
    )
    assert passages("penalties.note", "montants à titre d’exemple")[1] == ("montants à titre d’exemple", True)
    assert passages("kpis.KPI-07.title", {"fr": "Incidents graves", "en": "Incidents – high"})[1] == (
        "Incidents – haute",
        True,
    )
    for path, value in (
        ("kpis.KPI-07.target", "2 service days"),
        ("hours.desk.week", "mon-fri 08:00-18:00"),
        ("kpis.KPI-07.unknowns", ["hours_desk"]),
        ("readings.user_time", "counts"),
        ("kpis.KPI-07.title", {"fr": "Incidents – haute", "en": "High, of any user"}),
    ):
        assert [is_french for _, is_french in passages(path, value)] == [False], path
    (entry,) = difference(BASE, BASE, LISTS, {"lists/a.csv": [LISTS["lists/a.csv"][0]]})
    assert ("Mobiles", True) in passages_of(entry, "en"), "the name of a row is the contract's"
