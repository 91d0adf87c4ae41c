"""What the contract says in French alone is marked so on English screens, and nothing is marked where all is French."""

import csv
import re
from html import unescape

import pytest

from tests.reading.conftest import SHIPPED, World
from tests.reading.test_pages import PAGES

FRENCH = re.compile(r'<(\w+)[^>]* lang="fr"[^>]*>(.*?)</\1>', re.DOTALL)


def read_in(world: World, language: str, path: str, who: str = "bob") -> str:
    """A page of the contract in a language."""
    client = world.client(who)
    client.cookies["timonier-language"] = language
    response = client.get(f"/c/{world.contract.key}/contract/{path}")
    assert response.status_code == 200, path
    whole = str(response.content.decode())
    assert f'<html lang="{language}"' in whole
    return whole.partition("<head")[2]


def marked(markup: str) -> list[str]:
    """The passages that a screen reader reads in French."""
    return [unescape(re.sub(r"<[^>]+>", "", text)) for _, text in FRENCH.findall(markup)]


def rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED / "lists" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed(text: str) -> str:
    return text.replace("'", "’")


@pytest.mark.req("ACC-02", "CON-07")
def test_every_definition_of_the_glossary_is_read_in_french(world: World) -> None:
    whole = read_in(world, "en", "glossary/")
    found = marked(whole)
    for one in rows("glossary"):
        assert printed(one["term"]) in found, one["key"]
        assert printed(one["definition"]) in found, one["key"]
    assert "In French – text of the contract" in whole
    assert '<dl class="ct-definitions ct-glossary ct-all-fr">' in whole, (
        "what is said in English within stays English"
    )


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize(
    ("path", "passage"),
    [
        ("kpis/", "montants d’exemple, jamais facturables sans décision nommée"),
        ("kpis/", "un référent applicatif du client compte comme un tiers ; rien n’est dû au client sinon"),
        ("clauses/", printed(rows("clauses")[0]["title"])),
        ("register/", printed(rows("contradictions")[0]["first"])),
        ("places/", printed(next(one["role"] for one in rows("business_applications") if one["role"]))),
        ("perimeter/", printed(rows("quantities")[0]["name"])),
        ("who/", printed(rows("infrastructure_matrix")[0]["title"])),
        (
            "subject/2.1.4",
            printed(next(one["title"] for one in rows("infrastructure_matrix") if one["article"] == "2.1.4")),
        ),
    ],
)
def test_a_passage_in_french_alone_is_marked_on_english_screens_only(
    world: World, path: str, passage: str
) -> None:
    whole = read_in(world, "en", path)
    assert passage in marked(whole)
    assert "in French: text of the contract" in whole
    whole = read_in(world, "fr", path)
    assert passage in unescape(whole)
    assert "ct-fr" not in whole
    assert "ct-mark-fr" not in whole


@pytest.mark.req("ACC-02")
def test_what_stands_in_both_languages_is_not_marked_and_no_attribute_holds_markup(world: World) -> None:
    for path in PAGES:
        whole = read_in(world, "en", path)
        assert "KPI-07" not in " ".join(marked(whole)), path
        assert not re.search(r'="[^"]*&lt;span', whole), path
        title = re.search(r"<title>(.*?)</title>", whole, re.DOTALL)
        assert title and "span" not in title[1], path
        assert "&lt;span" not in whole, path
    assert "Deliver the services and keep the commitments" in read_in(world, "en", "phases/")
    assert "Deliver the services and keep the commitments" not in marked(read_in(world, "en", "phases/"))


@pytest.mark.req("ACC-02")
def test_a_subject_in_the_palette_is_marked_as_french_on_english_screens_only(world: World) -> None:
    client = world.client("bob")
    title = printed("Réseau d'interconnexion Fibre optique")
    for language in ("en", "fr"):
        client.cookies["timonier-language"] = language
        address = f"/palette?contract={world.contract.key}&q=interconnexion"
        found = unescape(client.get(address, headers={"HX-Request": "true"}).content.decode())
        assert title in found
        assert (f'<span lang="fr">{title}</span>' in found) is (language == "en")
