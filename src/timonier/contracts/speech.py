"""What stands in a datum of the contract as a code, said as people say it: roles, days, lengths, weeks, readings.

It must not change what is searched for: codes are still found by the words that the contract writes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from timonier.contracts.words import MATRIX_ROWS, READING_NAMES, name_of
from timonier.core.contract.difference_words import plain_words
from timonier.core.contract.reading_words import ANSWERS
from timonier.foundation.parts import first_of_month

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_LEADS: dict[tuple[str, str], tuple[str, str]] = {
    ("left_open", "with"): ("avec :", "with:"),
    ("left_open", "due"): ("pour le", "due on"),
    ("duties", "period"): ("délai entre relances :", "between reminders:"),
    ("duties", "reminders"): ("nombre de relances :", "number of reminders:"),
    ("duties", "holders"): ("à qui a la main :", "to whoever holds the ball:"),
    ("hours", "alternatives"): ("autres réponses :", "other answers:"),
}
"""What stands before a value that says nothing alone."""
_SAID: dict[tuple[str, str], tuple[str, str]] = {
    ("duties", "user"): ("utilisateur", "user"),
    ("duties", "third_party"): ("tiers", "third party"),
    ("hours", "closed"): ("fermé les jours fériés", "closed on public holidays"),
    ("hours", "open"): ("ouvert les jours fériés", "open on public holidays"),
}
_SILENT = frozenset({"yes", "no"})
"""Answers that say nothing without their question."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Says the values of one kind of datum in one language; `roles` are those of the contract."""

    kind: str
    language: str
    roles: Mapping[str, Any]

    @property
    def at(self) -> int:
        return 1 if self.language == "en" else 0

    def led(self, key: str, text: str) -> str:
        """A value with what stands before it."""
        if not text:
            return ""
        if (self.kind, key) in _LEADS:
            return f"{_LEADS[self.kind, key][self.at]} {text}"
        if self.kind == "priority_matrix" and key in MATRIX_ROWS:
            return f"{name_of(MATRIX_ROWS, key, self.language)}{(' : ', ': ')[self.at]}{text}"
        return text

    def is_row(self, key: str) -> bool:
        """Whether what stands under a key is one thing said, whose parts commas part."""
        return (self.kind, key) in _LEADS or (self.kind == "priority_matrix" and key in MATRIX_ROWS)

    def leaf(self, text: str) -> str:
        """One value; nothing where it is an answer without its question."""
        if text in _SILENT:
            return ""
        if (self.kind, text) in _SAID:
            return _SAID[self.kind, text][self.at]
        if self.kind == "priority_matrix" and text in MATRIX_ROWS:
            return name_of(MATRIX_ROWS, text, self.language)
        if self.kind == "penalties" and f"penalty_basis.{text}" in ANSWERS:
            return ANSWERS[f"penalty_basis.{text}"][self.at]
        keys = text.split()
        if keys and all(one in self.roles for one in keys):
            return ", ".join(self._role(one) for one in keys)
        if _DAY.fullmatch(text):
            return _long(text, self.language)
        return readings_said(plain_words(text, self.language), self.language)

    def _role(self, key: str) -> str:
        title = self.roles[key].get("title", key)
        return str(title[self.language] if isinstance(title, Mapping) else title)


def readings_said(text: str, language: str) -> str:
    """A text in which readings are named by their code: by their name."""

    def named(found: re.Match[str]) -> str:
        if found[0] not in READING_NAMES:
            return found[0]
        name = name_of(READING_NAMES, found[0], language)
        return f'"{name}"' if language == "en" else f"« {name} »"

    return _CODE.sub(named, text)


def _long(text: str, language: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return first_of_month(str(format_date(day, "d MMMM yyyy", locale=language)), language)
