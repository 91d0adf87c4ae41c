"""The pages and the API of disputes and decisions: for whom they are, and as though they did not exist for a stranger."""

import re

import pytest
from django.test import Client

from tests.api.ground import refusal
from tests.service_levels.matters.ground import MONTH, Ground, at
from tests.service_levels.matters.test_disputes import contest
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.models import Dispute


def paths(ground: Ground, of: int) -> list[str]:
    key = ground.contract.key
    return [
        f"/c/{key}/disputes/",
        f"/c/{key}/disputes/?state=all",
        f"/c/{key}/disputes/new/H-0?from={at(2, '11:00')}&to={at(2, '14:00')}",
        f"/c/{key}/disputes/d/{of}/H-0",
        f"/c/{key}/acceptances/",
        f"/c/{key}/at-risk/",
        f"/c/{key}/improvements/",
        f"/c/{key}/months/{MONTH}/",
        f"/c/{key}/months/{MONTH}/penalties/",
        f"/c/{key}/months/{MONTH}/gaps/",
        f"/c/{key}/months/{MONTH}/KPI-07/justification",
        f"/c/{key}/tickets/t/H-0",
    ]


@pytest.mark.req("ACC-01", "TIM-07", "KPI-31")
def test_each_page_opens_for_both_parties_and_for_no_stranger(ground: Ground) -> None:
    ground.history()
    of = contest(ground)
    for path in paths(ground, of):
        for name in ("alice", "bob"):
            assert ground.browser(name).get(path).status_code == 200, (name, path)
        assert ground.browser("charlie").get(path).status_code == 404, path
        assert Client().get(path).status_code == 302, path


@pytest.mark.req("ACC-01")
def test_a_stranger_s_acts_find_nothing_and_leave_nothing(ground: Ground) -> None:
    ground.history()
    of = contest(ground)
    key, said = ground.contract.key, {"choice": "yes", "reason": "oui", "decision": "applied", "cause": "x"}
    for path in (
        f"/c/{key}/disputes/new/H-1",
        f"/c/{key}/disputes/decide/{of}/H-0",
        f"/c/{key}/disputes/withdraw/{of}/H-0",
        f"/c/{key}/acceptances/cancelled/{of}/H-0",
        f"/c/{key}/months/{MONTH}/penalties/KPI-07/argue",
        f"/c/{key}/months/{MONTH}/KPI-07/justification",
        f"/c/{key}/months/{MONTH}/KPI-07/action/1",
        f"/c/{key}/months/{MONTH}/gaps/",
    ):
        assert ground.browser("charlie").post(path, said).status_code == 404, path
    with scope([ground.contract.pk]):
        assert Dispute.objects.get(of=of).state == "open"


@pytest.mark.req("TIM-07")
def test_a_whole_dispute_by_forms_alone(ground: Ground) -> None:
    ground.history()
    alice, bob, key = ground.browser("alice"), ground.browser("bob"), ground.contract.key
    form = f"/c/{key}/disputes/new/H-0?from={at(2, '11:00')}&to={at(2, '14:00')}"
    assert b"2026-03-02T11:00:00" in alice.get(form).content
    typed = {"from": "2026-03-02T11:00:00", "to": "2026-03-02T14:00:00"}
    again = alice.post(form.partition("?")[0], {**typed, "reason": " "})
    assert again.status_code == 422
    assert b"2026-03-02T14:00:00" in again.content, "what was typed is kept"
    there = alice.post(form.partition("?")[0], {**typed, "reason": "<script>alert(1)</script>"})["Location"]
    page = bob.get(there).content.decode()
    assert "80,00" in page
    assert "70,00" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert bob.post(there.replace("/d/", "/decide/"), {"choice": "yes"}).status_code == 422
    assert bob.post(there.replace("/d/", "/decide/"), {"choice": "yes", "reason": "oui"}).status_code == 302
    assert "80,00" in bob.get(f"/c/{key}/months/{MONTH}/").content.decode()


@pytest.mark.req("KPI-31")
def test_a_technician_sees_disputes_but_no_money(ground: Ground) -> None:
    ground.history()
    of = contest(ground)
    tom, key = ground.browser("tom"), ground.contract.key
    assert tom.get(f"/c/{key}/months/{MONTH}/penalties/").status_code == 403
    for path in (f"/c/{key}/disputes/d/{of}/H-0", f"/c/{key}/months/{MONTH}/"):
        page = tom.get(path).content.decode()
        assert "150,00" not in page
        assert "100,00\u00a0€" not in page


@pytest.mark.req("TIM-07", "KPI-31", "KPI-32")
def test_the_same_over_the_api_once_for_each_key(ground: Ground) -> None:
    ground.history()
    alice, bob, charlie = (
        ground.program("alice"), ground.program("bob"), ground.program("charlie", ground.other)
    )  # fmt: skip
    asked = {
        "number": "H-0", "from": "2026-03-02T11:00:00+01:00", "to": "2026-03-02T14:00:00+01:00", "reason": "fermé"
    }  # fmt: skip
    first = alice.post("disputes", asked, key="k1")
    assert first.status_code == 201, first.content
    assert alice.post("disputes", asked, key="k1").json() == first.json()
    refusal(charlie.post("disputes", asked), 404, "not_found")
    refusal(charlie.get("disputes"), 404, "not_found")
    assert [one["number"] for one in bob.get("disputes").json()["disputes"]] == ["H-0"]
    move = {"number": "H-0", "of": first.json()["of"], "move": "decide", "yes": True, "reason": "produit"}
    refusal(alice.post("disputes/move", move), 403, "not_permitted")
    assert bob.post("disputes/move", move).json()["state"] == "granted"
    assert bob.get("disputes").json()["disputes"] == []
    plan = [{"text": "Agir", "owner": ground.people["tom"].email, "due": "2099-05-04"}]
    said = {"kpi": "KPI-07", "cause": "opérateur", "items": ["H-1"], "actions": plan}
    assert alice.post(f"justifications/{MONTH}", said).json()["late"] is True
    refusal(bob.post(f"justifications/{MONTH}", said), 403, "not_permitted")
    penalty = {"kpi": "KPI-07", "move": "argue", "reason": "débattu"}
    assert alice.post(f"penalties/{MONTH}", penalty).json()["state"] == "argued"
    word = {"kpi": "KPI-07", "move": "decide", "decision": "partly", "waived": "12.34", "reason": "vu"}
    assert bob.post(f"penalties/{MONTH}", word).json()["waived"] == "12.34"
    stated = bob.get(f"penalties/{MONTH}").json()
    assert (stated["computed"], stated["remains"], stated["chargeable"]) == ("100.00", "87.66", "87.66")
    refusal(charlie.get(f"penalties/{MONTH}"), 404, "not_found")


@pytest.mark.req("ACC-01")
def test_the_morning_says_what_waits_for_whom(ground: Ground) -> None:
    ground.history()
    today = f"/c/{ground.contract.key}/today/"
    assert "Ce qui vous attend" not in ground.browser("alice").get(today).content.decode()
    contest(ground)
    told = ground.browser("bob").get(today).content.decode()
    assert "1 contestation à trancher" in told
    assert "à laquelle répondre" not in told
    assert "Ce qui vous attend" not in ground.browser("alice").get(today).content.decode()
    assert ground.browser("charlie").get(today).status_code == 404


@pytest.mark.req("TIM-07", "CON-02")
def test_each_interval_of_a_ticket_names_its_clause_and_can_be_contested(ground: Ground) -> None:
    ground.history()
    key = ground.contract.key
    for path in (f"/c/{key}/tickets/t/H-0", f"/c/{key}/ledger/ticket/H-0?kpi=KPI-07"):
        for name, may in (("alice", True), ("bob", True), ("tom", False)):
            answer = ground.browser(name).get(path)
            if answer.status_code == 403:
                continue
            page = answer.content.decode()
            links = re.findall(rf'href="(/c/{key}/disputes/new/H-0\?from=\d+&amp;to=\d+)"', page)
            assert bool(links) == may, (path, name)
            clause = re.search(rf'<a class="tim-whole" href="(/c/{key}/contract/clause/[^"]+)"', page)
            assert clause and ground.browser(name).get(clause[1]).status_code == 200, (path, name)
            if links:
                form = ground.browser(name).get(links[0].replace("&amp;", "&"))
                assert (
                    form.status_code == 200
                    and "02/03/2026" in form.content.decode()
                    or "2026-03-02" in form.content.decode()
                )
