"""Parts of pages that are drawn once: never another's, never an older state's, never another's token."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.template import Template, TemplateSyntaxError, engines
from django.utils import translation
from django.utils.translation import gettext_lazy

from timonier.foundation.templatetags import kept
from timonier.foundation.tenancy.models import Contract


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def part(source: str) -> Any:
    return engines["django"].from_string("{% load i18n kept %}" + source)


class Counting:
    """A value that counts how often it is drawn."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "drawn"


@pytest.mark.req("TIM-07")
def test_the_same_values_are_drawn_once() -> None:
    page, inside = part("{% kept a b %}{{ a }} {{ b.0 }} {{ inside }}{% endkept %}"), Counting()
    for _ in range(3):
        assert page.render({"a": "x", "b": ["y"], "inside": inside}) == "x y drawn"
    assert inside.times == 1


@pytest.mark.req("TIM-07")
def test_other_values_and_another_language_are_drawn_anew() -> None:
    page = part("{% kept a %}{% translate 'Theme of the device' %}, {{ a.0 }} {{ a.1.name }}{% endkept %}")
    label = gettext_lazy("Light theme")
    for _ in range(2):
        for language, words in (
            ("en", "Theme of the device, Light theme "),
            ("fr", "Thème de l’appareil, Thème clair "),
        ):
            with translation.override(language):
                assert page.render({"a": (label, {"name": "1"})}) == words + "1"
                assert page.render({"a": (label, {"name": "<2>"})}) == words + "&lt;2&gt;"


@dataclass(frozen=True)
class Labelled:
    """A value with a text that says something else in each language."""

    label: object


@pytest.mark.req("TIM-07")
def test_a_lazy_text_inside_a_value_is_what_it_says_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept._kept, "most", 2)
    page = part("{% kept a %}{{ a.label }}{% endkept %}")
    value = Labelled(gettext_lazy("Light theme"))
    for language, words in (("fr", "Thème clair"), ("en", "Light theme")) * 3:
        with translation.override(language):
            assert page.render({"a": value}) == words
            page.render({"a": Labelled(language)})


def test_two_places_keep_apart_what_has_the_same_values() -> None:
    one, other = part("{% kept a %}one{% endkept %}"), part("{% kept a %}two{% endkept %}")
    assert (one.render({"a": 1}), other.render({"a": 1}), one.render({"a": 1})) == ("one", "two", "one")


@pytest.mark.req("TIM-07")
def test_each_reader_has_his_own_token_of_forms() -> None:
    page = part("{% kept 'form' %}<form>{% csrf_token %}</form>{% endkept %}")
    for token in ("alice-token", "bob-token"):
        drawn = page.render({"csrf_token": token})
        assert drawn == f'<form><input type="hidden" name="csrfmiddlewaretoken" value="{token}"></form>'


def test_a_row_of_the_database_is_no_value() -> None:
    with pytest.raises(TypeError, match="row"):
        part("{% kept a %}{% endkept %}").render({"a": [Contract(pk=1)]})


def test_a_part_names_its_values() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept %}x{% endkept %}")


def test_the_oldest_part_goes_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept._kept, "most", 2)
    page, inside = part("{% kept a %}{{ inside }}{% endkept %}"), Counting()
    for a in (1, 2, 3, 3, 1):
        page.render({"a": a, "inside": inside})
    assert inside.times == 4
