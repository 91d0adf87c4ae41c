"""The signature parts: what they say, in words, for every state."""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from timonier.foundation.parts import distance, first_of_month, month_short, typographic, until
from timonier.foundation.signature import EventLine, MeasureCard, with_proofs
from timonier.foundation.typed import answers

HOUR = 3_600_000_000
MONDAY = 1_790_575_200_000_000  # 2026-09-28 08:00 in Paris


def drawn(source: str, language: str = "fr", **context: Any) -> str:
    page = engines["django"].from_string("{% load parts %}" + source)
    with translation.override(language):
        return re.sub("[ \n]+", " ", page.render(context))


@pytest.mark.parametrize(
    ("ahead", "french", "english"),
    [
        (10.5, "18\u00a0h\u00a030", "18:30"),
        (24, "demain 8\u00a0h", "tomorrow 08:00"),
        (72, "jeudi 8\u00a0h", "Thursday 08:00"),
        (24 * 8, "mardi 6 octobre 8\u00a0h", "Tuesday 6 October 08:00"),
    ],
)
def test_the_end_of_something_is_said_as_one_says_it(ahead: float, french: str, english: str) -> None:
    end = MONDAY + int(ahead * HOUR)
    assert (until(end, MONDAY, "fr"), until(end, MONDAY, "en")) == (french, english)


@pytest.mark.req("KPI-34")
def test_a_card_without_a_measure_says_so_and_never_zero() -> None:
    page = drawn(
        "{% measure_card card %}", card=MeasureCard("KPI-22", "Disponibilité", None, Decimal("99.50"))
    )
    assert page.count("pas de mesure") == 1 and "Écart" not in page and "0,00" not in page


def test_the_distance_is_positive_on_the_good_side() -> None:
    over = MeasureCard("a", "a", Decimal("96.5"), Decimal(95))
    ceiling = MeasureCard("b", "b", Decimal("4.9"), Decimal(5), at_most=True)
    missed = MeasureCard("c", "c", Decimal("5.1"), Decimal(5), at_most=True)
    assert [one.distance for one in (over, ceiling, missed)] == [
        Decimal("1.5"),
        Decimal("0.1"),
        Decimal("-0.1"),
    ]
    assert distance(Decimal("1.5"), "percent", "fr") == "+1,50\u202fpt"
    assert distance(Decimal("-0.1"), "percent", "en") == "−0.10\u202fpt"


@pytest.mark.req("TIM-07")
def test_a_stopped_clock_says_who_has_it_since_when_and_by_which_proof() -> None:
    clock = SimpleNamespace(state="paused", remaining=45 * 60_000_000, share=0.75, due_at=None)
    page = drawn(
        '{% clock_chip clock "third_party" party="CIRIL" target=target since=since proof="mail 4711" %}',
        clock=clock, target=3 * HOUR, since=MONDAY,
    )  # fmt: skip
    assert "2 h 15 comptées sur 3 h 00." in page and "ce temps n’est pas compté" in page
    assert "La main est à : Tiers CIRIL, depuis" in page and "(mail 4711)." in page
    identity = page.split('popovertarget="')[1].split('"')[0]
    assert f'aria-describedby="{identity}"' in page and f'popover id="{identity}"' in page


def test_no_clock_says_so() -> None:
    assert "pas d’horloge" in drawn('{% clock_chip clock "none" %}', clock=None)


def test_an_event_tells_its_second_time_only_when_it_differs() -> None:
    same = EventLine("Pris en charge", MONDAY, known_at=MONDAY, recorded_at=MONDAY + 5_000_000, position=4711)
    late = EventLine("Rendu", MONDAY, known_at=MONDAY + HOUR, recorded_at=MONDAY + 9 * HOUR)
    assert (
        "appris :" not in (page := drawn("{% event_line one %}", one=same)) and "scellé n° 4\u202f711" in page
    )
    page = drawn("{% event_line one %}", one=late)
    assert page.index("appris :") < page.index("enregistré :") < page.index("pas encore scellé")


def test_an_interval_keeps_its_proof_over_the_hours_when_the_service_is_closed() -> None:
    rows = [{"from": at, "holder": holder} for at, holder in ((0, "a"), (5, "x"), (7, "x"), (9, "a"))]
    found = with_proofs(rows, [(0, "#1"), (5, "#2"), (6, "#3"), (8, "#4")])
    assert [one["url"] for one in found] == ["#1", "#2", "#2", "#4"]


def test_hostile_words_stay_words_in_every_part() -> None:
    bad = "<img src=x>"
    page = drawn(
        "{% event_line line %}{% measure_card card %}{% clock_chip clock 'client' party=bad %}",
        line=EventLine(bad, MONDAY, actor=bad, via=bad, proof=bad),
        card=MeasureCard(bad, bad, Decimal(1), note=bad, clause=bad),
        clock=SimpleNamespace(state="met", remaining=HOUR, share=0.1, due_at=MONDAY),
        bad=bad,
    )
    assert "<img" not in page


def test_what_is_typed_finds_without_accents_and_by_the_beginning_of_words() -> None:
    assert answers("Sceller l’année", "annee SCEL") and answers("Thème sombre", "them")
    assert not answers("Thème sombre", "ombre") and answers("Compte", "nuit", "nuit")


def test_a_month_is_short_on_a_scale() -> None:
    assert (month_short("2026-09", "fr"), month_short("x", "fr")) == ("sept. 26", "x")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Temps d'escalade", "Temps d’escalade"),
        ("'cité'", "'cité'"),
        ("5' 30''", "5' 30''"),
        ("déjà d’ici", "déjà d’ici"),
    ],
)
def test_an_apostrophe_between_letters_is_printed_as_one(stored: str, shown: str) -> None:
    assert typographic(stored) == shown


def test_a_title_is_printed_and_stays_as_the_contract_stores_it() -> None:
    one = SimpleNamespace(title_fr="Temps d'escalade", title_en="Escalation")
    assert drawn("{{ one|titled }}", one=one) == "Temps d’escalade"
    assert one.title_fr == "Temps d'escalade"


def test_an_event_of_the_demonstration_says_so_once() -> None:
    line = EventLine("pris en charge", MONDAY, actor="demonstration", via="demonstration")
    assert drawn("{% event_line line %}", line=line).count("démonstration") == 1
    assert "demonstration" not in drawn("{% event_line line %}", line=line)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("jeudi 1 octobre 2026", "fr", "jeudi 1er octobre 2026"),
        ("jeu. 1 oct. 09:10", "fr", "jeu. 1er oct. 09:10"),
        ("1 juillet 2025", "fr", "1er juillet 2025"),
        ("11 juillet 2025", "fr", "11 juillet 2025"),
        ("21 oct. 2026", "fr", "21 oct. 2026"),
        ("1 July 2025", "en", "1 July 2025"),
    ],
)
def test_the_first_of_a_month_is_said_as_one_says_it(text: str, language: str, said: str) -> None:
    assert first_of_month(text, language) == said
