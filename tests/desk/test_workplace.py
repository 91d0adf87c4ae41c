"""The list as a workplace: quick and saved lists with counts, pages in both directions, bulk, columns, the file."""

import csv
import re
from io import StringIO

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import browser, caller, opened
from timonier.desk.columns import safe_for_sheets
from timonier.desk.models import ListSettings, SavedFilter, Ticket
from timonier.desk.services import act
from timonier.directory.models import Account
from timonier.foundation.tenancy.scopes import scope


def numbers(page: str) -> list[str]:
    return re.findall(r'data-number="([^"]+)"', page)


def status(world: World, number: str) -> str:
    with scope([world.contract.pk]):
        return str(Ticket.objects.get(contract=world.contract, number=number).status)


@pytest.mark.req("ACC-01")
def test_a_stranger_gets_404_from_every_address_of_the_workplace(world: World, charlie: Client) -> None:
    number = opened(world.alice, world.contract, "À nous")
    base = f"/c/{world.contract.key}/tickets"
    for path in (
        "/", "/counts", "/export.csv", "/news", f"/news/{number}", f"/peek/{number}", f"/t/{number}", "/new",
    ):  # fmt: skip
        assert charlie.get(base + path).status_code == 404, path
    for path in (
        "/export.xlsx", "/columns", "/lists", "/lists/00000000-0000-0000-0000-000000000000/drop", "/bulk", f"/act/take/{number}",
    ):  # fmt: skip
        assert charlie.post(base + path, {"ticket": f"{number}:1", "verb": "take"}).status_code == 404, path
    assert charlie.post(f"/c/{world.contract.key}/draft", {"draft-form": "new"}).status_code == 404
    assert status(world, number) == "new"


def test_the_pages_lead_on_and_back(world: World, alice: Client) -> None:
    made = [opened(world.alice, world.contract, f"Page {n:02d}") for n in range(53)]
    first = alice.get(f"/c/{world.contract.key}/tickets/?sort=number").content.decode()
    assert numbers(first) == made[:50] and 'rel="prev"' not in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward
    second = alice.get(f"/c/{world.contract.key}/tickets/{onward[1].replace('&amp;', '&')}").content.decode()
    assert numbers(second) == made[50:] and 'rel="next"' not in second
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back
    again = alice.get(f"/c/{world.contract.key}/tickets/{back[1].replace('&amp;', '&')}").content.decode()
    assert numbers(again) == made[:50]


def test_a_header_sorts_and_says_so(world: World, alice: Client) -> None:
    for n in range(3):
        opened(world.alice, world.contract, f"Tri {n}")
    rising = alice.get(f"/c/{world.contract.key}/tickets/?sort=number").content.decode()
    falling = alice.get(f"/c/{world.contract.key}/tickets/?sort=number-last").content.decode()
    assert numbers(rising) == numbers(falling)[::-1]
    assert 'aria-sort="ascending"' in rising and 'aria-sort="descending"' in falling


def test_quick_lists_know_the_reader(world: World, alice: Client) -> None:
    mine, _other = (
        opened(world.alice, world.contract, "La mienne"),
        opened(world.alice, world.contract, "Libre"),
    )
    alice.post(f"/c/{world.contract.key}/tickets/act/take/{mine}")
    page = alice.get(f"/c/{world.contract.key}/tickets/?assignee=me").content.decode()
    assert numbers(page) == [mine]
    counts = alice.get(f"/c/{world.contract.key}/tickets/counts").content.decode()
    assert 'data-count-of="mine">1<' in counts and 'data-count-of="open">2<' in counts
    assert 'data-count-of="new">1<' in counts


def test_columns_and_team_are_kept_for_each_person(world: World, alice: Client, bob: Client) -> None:
    opened(world.alice, world.contract, "Colonnes")
    base = f"/c/{world.contract.key}/tickets/"
    wanted = {"column": ["title", "channel"], "place-channel": "1", "place-title": "2", "team": "Réseau"}
    answer = alice.post(base + "columns", wanted | {"query": "state=all"})
    assert answer.status_code == 302 and answer["Location"].endswith("?state=all")
    heads = re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', alice.get(base).content.decode())
    assert [one for one in heads if one.strip()] == ["Numéro", "Canal", "Titre"]
    assert "Mon équipe" in alice.get(base).content.decode()
    assert "Demandeur" in bob.get(base).content.decode()
    alice.post(base + "columns", {"reset": "1"})
    with scope([world.contract.pk]):
        assert ListSettings.objects.get(account=world.alice).columns == []


def test_a_list_is_shared_by_whoever_may_and_seen_on_its_contract_alone(
    world: World, alice: Client, bob: Client, charlie: Client
) -> None:
    base = f"/c/{world.contract.key}/tickets/"
    assert alice.post(base + "lists", {"name": "Équipe", "query": "vip=1", "shared": "1"}).status_code == 403
    assert alice.post(base + "lists", {"name": "À moi", "query": "vip=1"}).status_code == 302
    assert (
        bob.post(base + "lists", {"name": "À tous", "query": "state=late&x=<b>", "shared": "1"}).status_code
        == 302
    )
    seen = alice.get(base).content.decode()
    assert "À moi" in seen and "À tous" in seen
    assert "À moi" not in bob.get(base).content.decode()
    assert "À tous" not in charlie.get(f"/c/{world.other.key}/tickets/").content.decode()
    with scope([world.contract.pk]):
        shared = SavedFilter.objects.get(name="À tous")
    assert shared.parameters == {"state": "late"}
    assert alice.post(f"{base}lists/{shared.public_id}/drop").status_code == 404, "she may not forget his"
    assert bob.post(f"{base}lists/{shared.public_id}/drop").status_code == 302


def test_an_unnamed_list_is_refused_and_nothing_is_kept(world: World, alice: Client) -> None:
    base = f"/c/{world.contract.key}/tickets/"
    assert "Donnez un nom" in alice.post(base + "lists", {"name": "  "}, follow=True).content.decode()
    with scope([world.contract.pk]):
        assert SavedFilter.objects.count() == 0


def test_bulk_gives_each_ticket_its_own_outcome(world: World, alice: Client) -> None:
    made = [opened(world.alice, world.contract, f"Lot {n}") for n in range(3)]
    with scope([world.contract.pk]):
        act("take", caller(world.bob), world.contract, made[1], {})
    chosen = [f"{one}:1" for one in made] + ["T-999999:1", made[0] + ":"]
    answer = alice.post(
        f"/c/{world.contract.key}/tickets/bulk", {"ticket": chosen, "verb": "assign", "team": "Réseau"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "2 tickets traités" in page and "3 refusés" in page
    with scope([world.contract.pk]):
        teams = dict(Ticket.objects.filter(number__in=made).values_list("number", "team"))
    assert teams == {made[0]: "Réseau", made[1]: "", made[2]: "Réseau"}


@pytest.mark.parametrize(
    ("posted", "code", "said"),
    [
        ({"verb": "take"}, 422, "Aucun ticket"),
        ({"verb": "cancel", "ticket": "T-1:1"}, 422, "inconnue"),
        ({"verb": "take", "ticket": [f"T-{n}:1" for n in range(101)]}, 422, "Plus de 100"),
    ],
)
def test_bulk_refuses_what_it_cannot_do(
    world: World, alice: Client, posted: dict[str, object], code: int, said: str
) -> None:
    answer = alice.post(f"/c/{world.contract.key}/tickets/bulk", posted)
    assert answer.status_code == code and said in answer.content.decode()


@pytest.mark.req("ACC-01")
def test_bulk_asks_for_the_right_of_its_verb(world: World, bob: Client) -> None:
    number = opened(world.alice, world.contract, "Pas à lui de résoudre")
    answer = bob.post(f"/c/{world.contract.key}/tickets/bulk", {"verb": "resolve", "ticket": f"{number}:1"})
    assert answer.status_code == 403 and status(world, number) == "new"


@pytest.mark.req("DSK-09")
def test_the_file_is_what_is_on_the_screen_and_holds_no_formula(
    world: World, alice: Client, bob: Client
) -> None:
    opened(world.alice, world.contract, '=HYPERLINK("http://x")')
    opened(world.alice, world.contract, 'Écran; "noir"\net blanc')
    opened(world.alice, world.contract, "Pas celui-là", type="request", urgency="low")
    path = f"/c/{world.contract.key}/tickets/export.csv?type=incident&sort=opened"
    assert alice.get(path).status_code == 403, "a technician may not take everything out"
    answer = bob.get(path)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[0][:3] == ["Numéro", "Temps restant", "Titre"]
    assert [row[2] for row in rows[1:]] == ['Écran; "noir"\net blanc', '\'=HYPERLINK("http://x")']
    assert answer["Content-Disposition"] == f'attachment; filename="tickets-{world.contract.key}.csv"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1"])
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert safe_for_sheets(text) == f"'{text}"


@pytest.mark.req("DSK-08", "ACC-02")
def test_an_end_user_reads_his_own_requests_in_plain_words(world: World, user: Account) -> None:
    number = opened(user, world.contract, "Ma souris ne bouge plus")
    opened(world.alice, world.contract, "Celle d’un autre")
    client = browser(user)
    page = client.get(f"/c/{world.contract.key}/tickets/").content.decode()
    assert "Nous avons bien reçu votre demande" in page and "un technicien la prend en charge" in page
    assert numbers(page) == [number] and "Celle d’un autre" not in page
    assert 'data-live-marks="*"' not in page, "he does not hear how busy the desk is"
    own = client.get(f"/c/{world.contract.key}/tickets/t/{number}").content.decode()
    assert "Nous avons bien reçu votre demande" in own and "KPI" not in own
    form = client.get(f"/c/{world.contract.key}/tickets/new").content.decode()
    assert 'name="priority"' not in form and 'name="requester"' not in form
    sent = {"title": "Par le formulaire", "type": "incident", "key": "k-1", "category": "", "urgency": ""}
    assert client.post(f"/c/{world.contract.key}/tickets/new", sent).status_code == 302
    for path in ("counts", "export.csv", "columns", "bulk"):
        ask = client.post if path in ("columns", "bulk") else client.get
        assert ask(f"/c/{world.contract.key}/tickets/{path}").status_code == 403, path


@pytest.mark.req("DSK-08", "ACC-02")
def test_a_requester_answers_under_the_banner_and_reads_no_address(world: World, user: Account) -> None:
    number = opened(user, world.contract, "Ma souris ne bouge plus")
    tech = caller(world.alice)
    for verb, values in (
        ("take", {}),
        (
            "hand_over",
            {"holder": "user", "to": "ursule@demo.invalid", "means": "mail", "reference": "<m-1@x>"},
        ),
        ("remind", {"means": "mail", "reference": "<m-1@x>/R2"}),
        ("return_ball", {}),
        ("resolve", {}),
    ):
        with scope([world.contract.pk]):
            act(verb, tech, world.contract, number, values)
    client, root = browser(user), f"/c/{world.contract.key}/tickets"
    page = client.get(f"{root}/t/{number}").content.decode()
    assert (
        "Nous vous avons relancé(e) par courriel" in page
        and "Nous attendons la réponse que nous vous avons demandée par courriel" in page
    )
    assert "ursule@demo.invalid" not in page and "m-1@x" not in page and "main passée" not in page
    assert "ouvrez la demande" not in page and "dites-nous si cela fonctionne" in page
    assert page.index("Oui, c’est réparé") < page.index("Ce qui s’est passé")
    assert page.count("/act/validate/") == page.count("/act/reopen/") == 1
    lists = client.get(f"{root}/").content.decode()
    assert re.findall(r'tim-pill-count">(\d+)<', lists) == ["0", "1", "1"]
    empty = lists.partition("tim-empty")[2]
    assert '<a href="?state=resolved">Est-ce réparé ?</a>' in empty.replace("\u00a0", " ")
    assert client.post(f"{root}/act/reopen/{number}", {"version": ""}).status_code == 302
    assert status(world, number) != "resolved"


def test_what_is_typed_stays_text(world: World, alice: Client) -> None:
    number = opened(world.alice, world.contract, "<script>alert(1)</script>")
    for path in ("", f"peek/{number}", f"t/{number}", "?q=script", "?q=<b>x&team=<i>"):
        page = alice.get(f"/c/{world.contract.key}/tickets/{path}").content.decode()
        assert "<script>alert" not in page and "<b>x" not in page and "<i>" not in page
    assert "<script>alert" not in alice.get("/search?q=script").content.decode()


def test_the_list_asks_the_same_questions_for_one_ticket_as_for_forty(
    world: World, alice: Client, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for n in range(40):
        opened(world.alice, world.contract, f"Quarante {n}")
    alice.get(f"/c/{world.contract.key}/tickets/")
    with django_assert_max_num_queries(24):
        assert alice.get(f"/c/{world.contract.key}/tickets/").status_code == 200


def test_the_filter_of_priority_is_that_of_the_column(world: World, alice: Client) -> None:
    """A request has no priority of its own: lists show its urgency there, and the filter follows what they show."""
    incident = opened(world.alice, world.contract, "Panne", priority="high")
    request = opened(world.alice, world.contract, "Demande", type="request", urgency="high")
    slow = opened(world.alice, world.contract, "Lente", type="request", urgency="low")
    found = numbers(alice.get(f"/c/{world.contract.key}/tickets/?priority=high").content.decode())
    assert {incident, request} <= set(found) and slow not in found
