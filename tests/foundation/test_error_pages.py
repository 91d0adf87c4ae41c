"""Pages of refusals and faults: they say what happened and what to do, in both languages, without anything but themselves."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "409.html", "500.html")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_error_says_what_happened_and_leads_on(page: str) -> None:
    said = {}
    for language in ("fr", "en"):
        with translation.override(language):
            said[language] = render_to_string(page)
        text = said[language]
        assert text.count("<h1") == 1 and "<main" in text and 'class="btn btn-primary" href="/"' in text
        assert f'<html lang="{language}"' in text and "<title>Timonier</title>" not in text
    assert said["fr"].replace('lang="fr"', "") != said["en"].replace('lang="en"', ""), (
        "it speaks both languages"
    )


def test_a_conflict_says_which_and_leads_back_to_what_is_there() -> None:
    page = render_to_string(
        "409.html", {"sentence": "<b>Bob</b> l’a pris.", "back": "/c/vsgp/tickets/t/4711"}
    )
    assert "&lt;b&gt;Bob" in page and 'href="/c/vsgp/tickets/t/4711"' in page


def test_a_form_of_another_session_is_told_so(settings: object) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "a@example.org"})
    assert answer.status_code == 403
    assert "Cette page est restée ouverte trop longtemps" in answer.content.decode()
