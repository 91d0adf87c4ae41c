"""Templates: each keeps to its own room and to the parts of the house; nothing in them runs or styles by itself."""

import re

import pytest

from tests.house.tree import templates

OTHERS = re.compile(r"{%\s*(?:include|extends)\s+(\S+)")
INLINE = {
    "script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"[\s\"']style\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>{]*[\s\"']on[a-z]+\s*=", re.IGNORECASE),
    "hx handler": re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
CHOSEN = {"frame"}
"""Variables that name the template to extend: a whole page or a part of one, chosen by the view."""


def test_a_template_takes_parts_of_its_own_room_and_of_the_house_alone() -> None:
    wrong, free = [], set()
    for room, name, page in templates():
        for other in OTHERS.findall(page):
            if other[0] not in "\"'":
                free.add(other)
            elif not other.strip("\"'").startswith((f"{room}/", "ui/")):
                wrong.append(f"{name} takes {other}")
    assert wrong == []
    assert free <= CHOSEN


def test_a_template_stands_under_the_name_of_its_room() -> None:
    errors = re.compile(r"^\d\d\d(_\w+)?\.html$")
    wrong = [
        f"{room}: {name}"
        for room, name, _ in templates()
        if not name.startswith(f"{room}/")
        and not (room == "foundation" and (name.startswith("ui/") or errors.match(name)))
    ]
    assert wrong == []


def test_nothing_is_inline() -> None:
    found = [
        f"{name}: {kind}: {match[0][-40:]!r}"
        for _, name, page in templates()
        for kind, form in INLINE.items()
        if (match := form.search(page))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("script", "<p><script>go()</script>"),
        ("style element", "<style>p{}</style>"),
        ("style attribute", '<p class="a" style="color:red">'),
        ("handler", '<a href="/"\n onclick="go()">'),
        ("hx handler", '<a hx-on:click="go()">'),
        ("javascript address", '<a href="javascript:go()">'),
        ("unescaped", "{{ name|safe }}"),
    ],
)
def test_what_is_inline_is_seen(kind: str, page: str) -> None:
    assert INLINE[kind].search(page)
    assert not INLINE[kind].search(
        '<script src="/a.js" defer></script><option selected data-on="1">on = off</option>'
    )
