"""One decision on many late acts: each with its own event and outcome; what was refused says why and writes nothing."""

import re

import pytest
from django.test import Client

from tests.service_levels.matters.ground import MONTH, Ground
from timonier.foundation.journal import read
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.models import Acceptance
from timonier.service_levels.services import month_result


@pytest.fixture
def late(ground: Ground) -> Ground:
    """Three tickets cancelled after their target: none of it has an effect until the client accepts."""
    ground.history()
    ground.tell(
        [
            {"ticket": f"H-{n}", "at": "2026-03-05T09:00:00+01:00", "event": "cancelled", "reason": "doublon"}
            for n in range(3)
        ]
    )
    return ground


def boxes(ground: Ground, name: str = "bob") -> list[str]:
    page = ground.browser(name).get(f"/c/{ground.contract.key}/acceptances/").content.decode()
    return re.findall(r'name="act" value="([^"]+)"', page)


def decide(ground: Ground, acts: list[str], name: str = "bob", **said: str) -> tuple[int, str]:
    answer = ground.browser(name).post(f"/c/{ground.contract.key}/acceptances/bulk", {"act": acts, **said})
    return answer.status_code, answer.content.decode()


def states(ground: Ground) -> dict[str, str]:
    with scope([ground.contract.pk]):
        return dict(Acceptance.objects.filter(contract=ground.contract).values_list("number", "state"))


def journal(ground: Ground) -> int:
    with scope([ground.contract.pk]):
        return sum(1 for _ in read(ground.contract))


def missed(ground: Ground) -> int:
    result = month_result(ground.contract, MONTH)
    return int(next(one for one in result["results"] if one["kpi"] == "KPI-07")["missed"])


@pytest.mark.req("TIM-09")
def test_several_acts_are_accepted_together_each_with_its_own_event(late: Ground) -> None:
    acts, before = boxes(late), journal(late)
    assert len(acts) == 3
    assert missed(late) == 3
    status, page = decide(late, acts[:2], choice="yes", reason_yes="vus en comité")
    assert status == 200
    assert "2 décisions consignées dans le journal" in page
    assert sorted(states(late).values()) == ["accepted", "accepted", "waiting"]
    assert journal(late) == before + 2
    assert missed(late) == 1


@pytest.mark.req("TIM-09")
def test_what_was_decided_meanwhile_is_refused_alone(late: Ground) -> None:
    acts = sorted(boxes(late))
    assert decide(late, acts[:1], choice="no", reason_no="à justifier")[0] == 200
    before = journal(late)
    status, page = decide(late, acts, choice="yes")
    assert status == 200
    assert "Cet acte a été tranché entre-temps" in page
    assert "2 décisions consignées dans le journal" in page
    assert journal(late) == before + 2
    assert sorted(states(late).values()) == ["accepted", "accepted", "refused"]
    again = decide(late, acts, choice="yes")[1]
    assert again.count("Cet acte est déjà accepté.") == 2, "a second click decides nothing twice"
    assert journal(late) == before + 2


@pytest.mark.req("TIM-09")
@pytest.mark.parametrize(
    ("count", "said", "why"),
    [
        (0, {"choice": "yes"}, "Aucun acte n’est choisi"),
        (3, {"choice": "no", "reason_no": "  "}, "Donnez une raison."),
        (3, {"choice": "no", "reason_yes": "dans l’autre champ"}, "Donnez une raison."),
        (3, {}, ""),
        (3, {"choice": "no", "reason_no": "x" * 4001}, "dépasse 4000"),
    ],
)
def test_what_cannot_be_decided_decides_nothing(
    late: Ground, count: int, said: dict[str, str], why: str
) -> None:
    acts, before = boxes(late)[:count], journal(late)
    status, page = decide(late, acts, **said)
    assert status == 422
    assert why in page
    assert journal(late) == before


@pytest.mark.req("TIM-09")
@pytest.mark.parametrize(
    "act", ["cancelled:1:waiting:H-0", "x", "cancelled:²:waiting:H-0", "cancelled:1:accepted:H-0"]
)
def test_an_act_that_is_not_there_is_refused(late: Ground, act: str) -> None:
    before = journal(late)
    status, _page = decide(late, [act], choice="yes")
    assert status in (200, 422)
    assert journal(late) == before


@pytest.mark.req("ACC-01", "TIM-09")
def test_only_the_client_who_decides_may_and_a_stranger_finds_nothing(late: Ground) -> None:
    acts, before = boxes(late), journal(late)
    for name, status in (("alice", 403), ("tom", 403), ("dora", 403), ("charlie", 404)):
        assert decide(late, acts, name, choice="yes")[0] == status, name
        if status != 404:
            assert boxes(late, name) == [], "no box for who may not decide"
    assert Client().post(f"/c/{late.contract.key}/acceptances/bulk", {"act": acts}).status_code == 302
    assert journal(late) == before
    assert set(states(late).values()) == {"waiting"}


def test_who_did_a_late_act_is_shown_by_name_and_by_what_the_journal_says_without_an_account(
    late: Ground,
) -> None:
    late.tell(
        [
            {"ticket": "H-3", "at": "2026-03-05T19:00:00+01:00", "event": "cancelled", "reason": "doublon", "by": by}
            for by in (late.people["tom"].email,)
        ]
    )  # fmt: skip
    page = late.browser("bob").get(f"/c/{late.contract.key}/acceptances/?state=all").content.decode()
    assert "H-3" in page
    assert late.people["tom"].email not in page
    assert ">Tom</span>" in page
