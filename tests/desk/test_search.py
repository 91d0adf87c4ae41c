"""Search: forms of French words, beginnings, several contracts at once, and nothing of anybody else's."""

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import browser, caller, opened
from timonier.desk.search import MOST_FOUND, found
from timonier.desk.services import change
from timonier.desk.words import fold, stem
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import grant_role
from timonier.foundation.tenancy.scopes import scope


@pytest.mark.parametrize(
    "forms",
    [
        "imprimante imprimantes imprimer imprime imprimait",
        "répondre répondent répond répondait",
        "réseau réseaux",
        "journal journaux",
        "connexion connexions",
        "bloqué bloquée bloquer bloquant bloquent",
        "écran écrans",
        "finissent finissant",
        "clé clés",
        "messagerie messageries",
        "logiciel logiciels",
    ],
)
def test_the_forms_of_a_word_share_their_stem(forms: str) -> None:
    assert len({stem(fold(word)) for word in forms.split()}) == 1


def test_different_words_keep_different_stems() -> None:
    words = "réseau écran imprimante serveur compte mail poste téléphone clavier souris licence message"
    assert len({stem(fold(word)) for word in words.split()}) == len(words.split())


def _titles(world: World, text: str, *places: int, who: Account | None = None) -> list[str]:
    with scope(places or [world.contract.pk]):
        keys = found(caller(who or world.alice), places or [world.contract.pk], text).keys
    with scope({key[0] for key in keys} or [world.contract.pk]), connection.cursor() as cursor:
        titles = []
        for contract, number in keys:
            cursor.execute(
                "SELECT title FROM ticket WHERE contract_id = %s AND number = %s", [contract, number]
            )
            titles.append(cursor.fetchone()[0])
    return titles


def test_a_word_is_found_in_any_form_and_the_exact_one_comes_first(world: World) -> None:
    opened(world.alice, world.contract, "Deux imprimantes en panne")
    opened(world.alice, world.contract, "Une imprimante muette")
    opened(world.alice, world.contract, "Écran noir")
    assert _titles(world, "imprimantes") == ["Deux imprimantes en panne", "Une imprimante muette"]
    assert _titles(world, "IMPRIMANTE") == ["Une imprimante muette", "Deux imprimantes en panne"]
    assert _titles(world, "impri") == ["Une imprimante muette", "Deux imprimantes en panne"], (
        "the newest first"
    )
    assert _titles(world, "imprimante panne") == ["Deux imprimantes en panne"], "all words"
    assert _titles(world, "ecran") == ["Écran noir"], "without accents"
    assert _titles(world, "clavier") == []
    assert _titles(world, " ' \\ & | ! :* ") == [], "signs are no words, and no faults"


def test_a_ticket_is_found_by_its_number_without_zeros(world: World) -> None:
    number = opened(world.alice, world.contract, "Par son numéro")
    assert _titles(world, number) == ["Par son numéro"]
    assert _titles(world, number.rpartition("-")[2].lstrip("0")) == ["Par son numéro"]


def test_what_a_title_says_now_is_found_and_what_it_said_is_not(world: World) -> None:
    opened(world.alice, world.contract, "Ancien intitulé")
    number = opened(world.alice, world.contract, "Premier titre")
    with scope([world.contract.pk]):
        change(caller(world.alice), world.contract, number, title="Second titre")
    assert _titles(world, "premier") == []
    assert _titles(world, "second") == ["Second titre"]


@pytest.mark.req("ACC-01")
def test_a_technician_of_two_contracts_searches_both_at_once(world: World) -> None:
    opened(world.alice, world.contract, "Imprimante du siège")
    opened(world.charlie, world.other, "Imprimante d’en face")
    with scope([world.other.pk]):
        grant_role(world.alice, world.other, Role.TECHNICIAN, f"provider {world.other.key}", Side.PROVIDER)
    page = browser(world.alice).get("/search?q=imprimantes").content.decode()
    assert "Imprimante du siège" in page and "Imprimante d’en face" in page
    page = browser(world.alice).get(f"/search?q=imprimantes&contract={world.other.key}").content.decode()
    assert "Imprimante du siège" not in page and "Imprimante d’en face" in page


@pytest.mark.req("ACC-01")
def test_search_tells_nothing_of_a_stranger_s_contract(world: World, charlie: Client) -> None:
    number = opened(world.alice, world.contract, "Secretissime")
    for query in ("Secretissime", "secret", number, f"Secretissime&contract={world.contract.key}"):
        page = charlie.get(f"/search?q={query}").content.decode()
        assert f"/c/{world.contract.key}/" not in page
        assert "<tbody>" not in page, query
    assert charlie.get(f"/c/{world.contract.key}/tickets/?q=secret").status_code == 404


@pytest.mark.req("ACC-01")
def test_the_database_refuses_a_search_outside_the_scope_and_shows_no_row_of_the_index(world: World) -> None:
    opened(world.alice, world.contract, "Secretissime")
    ask = "SELECT count(*) FROM found_tickets('secretissime', 'secretissime', %s::smallint[], 10)"
    with scope([world.other.pk]), connection.cursor() as cursor:
        cursor.execute(ask, [[world.other.pk]])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM ticket_search")
        assert cursor.fetchone() == (0,)
        for places in ([world.contract.pk], [world.other.pk, world.contract.pk]):
            with pytest.raises(DatabaseError, match="outside the scope"), transaction.atomic():
                cursor.execute(ask, [places])


@pytest.mark.req("ACC-01")
def test_an_end_user_finds_his_own_tickets_alone(world: World, user: Account) -> None:
    opened(user, world.contract, "Imprimante à moi")
    opened(world.alice, world.contract, "Imprimante d’un autre")
    assert _titles(world, "imprimante", who=user) == ["Imprimante à moi"]
    page = browser(user).get("/search?q=imprimante").content.decode()
    assert "à moi" in page and "d’un autre" not in page


def test_the_search_uses_the_index_as_the_application_s_role(world: World) -> None:
    """EXPLAIN of the statement inside the function, as its owner runs it: no barrier stands before the index."""
    with scope([world.contract.pk]), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT pg_get_functiondef('found_tickets'::regproc)")
        assert "SECURITY DEFINER" in cursor.fetchone()[0]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(
            "EXPLAIN SELECT number FROM ticket_search WHERE lexemes @@ '''imprimant'':* | ''~imprim'''::tsquery"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "ticket_search_lexemes" in plan, plan


def test_a_search_is_bounded_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_FOUND == 200
    monkeypatch.setattr("timonier.desk.search.MOST_FOUND", 2)
    for n in range(3):
        opened(world.alice, world.contract, f"Pareil {n}")
    with scope([world.contract.pk]):
        few = found(caller(world.alice), [world.contract.pk], "pareil")
    assert few.is_bounded and len(few.keys) == 2
    assert "Plus de" in browser(world.alice).get("/search?q=pareil").content.decode()
