"""The form of a justification: what is wrong is said where it is typed; who may answer for an action; people's names."""

import re

import pytest

from tests.service_levels.matters.ground import MONTH, Ground
from tests.service_levels.matters.test_penalties import explain
from timonier.directory.choices import Role, Side
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.models import Improvement, Justification


def address(ground: Ground) -> str:
    return f"/c/{ground.contract.key}/months/{MONTH}/KPI-07/justification"


def noted(ground: Ground) -> int:
    with scope([ground.contract.pk]):
        return Justification.objects.count() + Improvement.objects.count()


@pytest.mark.req("KPI-32")
def test_each_fault_is_linked_to_its_field_and_what_was_typed_stays(ground: Ground) -> None:
    ground.history()
    tom = ground.people["tom"].email
    answer = ground.browser("alice").post(
        address(ground),
        {
            "cause": " ",
            "text-0": "Doubler l’équipe", "owner-0": tom, "due-0": "2026-01-15",
            "text-1": "", "owner-1": "personne@example.org", "due-1": "demain",
        },
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert noted(ground) == 0
    for field in ("j-cause", "u-0", "t-1", "o-1", "u-1"):
        assert f'<a href="#{field}">' in page, field
        (control,) = re.findall(rf'<(?:input|select|textarea)[^>]* id="{field}"[^>]*>', page)
        assert 'aria-invalid="true"' in control and f'aria-describedby="h-{field}"' in control, field
        assert f'id="h-{field}"' in page, field
    assert page.count('aria-invalid="true"') == 5
    assert "Le 15/01/2026 est passé : choisissez aujourd’hui ou une date à venir." in page
    assert "Doubler l’équipe" in page and 'value="2026-01-15"' in page
    assert re.search(rf'<option value="{re.escape(tom)}" selected>Tom', page)
    assert ground.browser("bob").post(address(ground), {"cause": " "}).status_code == 403


@pytest.mark.req("KPI-32")
def test_only_people_of_the_two_parties_who_act_answer_for_an_action(ground: Ground) -> None:
    ground.history()
    for name, role, side in (
        ("eve", Role.END_USER, Side.CLIENT),
        ("audrey", Role.AUDITOR, Side.CLIENT),
        ("rita", Role.CLIENT_READER, Side.CLIENT),
    ):
        account = ensure_account(f"{name}-{ground.contract.key}@example.org", name.title())
        with scope([ground.contract.pk]):
            grant_role(account, ground.contract, role, f"{side} {ground.contract.key}", side)
    alice = ground.browser("alice")
    page = alice.get(address(ground)).content.decode()
    offered = set(
        re.findall(r'<option value="[^"]+">([^<]+)</option>', page.partition("o-0")[2].partition("u-0")[0])
    )
    assert offered == {"Alice (titulaire)", "Tom (titulaire)", "Bob (client)", "Dora (client)"}
    audrey = f"audrey-{ground.contract.key}@example.org"
    typed = {"cause": "panne", "text-0": "Agir", "owner-0": audrey, "due-0": "2099-05-04"}
    answer = alice.post(address(ground), typed)
    assert answer.status_code == 422 and "ne peut pas répondre d’une action" in answer.content.decode()
    assert noted(ground) == 0
    assert alice.post(address(ground), typed | {"owner-0": ground.people["tom"].email}).status_code == 302
    assert noted(ground) == 2


@pytest.mark.req("KPI-32")
def test_plans_name_people_not_addresses(ground: Ground) -> None:
    ground.history()
    explain(ground)
    bob = ground.browser("bob")
    for path in (address(ground), f"/c/{ground.contract.key}/improvements/"):
        page = bob.get(path).content.decode()
        assert ">Tom</td>" in page
        assert ground.people["tom"].email not in page
        assert ground.people["alice"].email not in page
