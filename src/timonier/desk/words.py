"""Words of a text for searching: no case, no accents, letters and digits alone; each with what its forms share.

Pure and deterministic: no dictionary of the database decides what is found. It must not know a table.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MOST_WORDS = 40
LONGEST = 40
SHORTEST_STEM = 4
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (
    "issaient", "issement", "issions", "issant", "issent", "issait", "eraient", "assions", "erions", "aient",
    "ement", "erons", "eront", "ante", "ant", "ent", "erez", "erai", "era", "ons", "ait", "ai", "ez", "er", "ir", "re", "ee", "e", "i",
)  # fmt: skip
"""Endings of French nouns, adjectives and verbs, written without accents; the longest is tried first."""


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).casefold()
    return "".join(one for one in spread if not unicodedata.combining(one))


def words_of(texts: Iterable[str]) -> list[str]:
    """Distinct words of the texts in order, shortened and bounded in number."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORD.findall(fold(text[:2000])):
            if len(word) > 1 or word.isdigit():
                found.setdefault(word[:LONGEST], None)
                if len(found) >= MOST_WORDS:
                    return list(found)
    return list(found)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the forms of a folded French word share: "imprimantes" and "imprimante", "repondent" and "repondre".

    Note: it may join words that only look alike; the ranking puts exact words first.
    """
    if not word.isalpha() or len(word) < SHORTEST_STEM:
        return word
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 5:
        word = word[:-2] + "l"
    elif word[-1] in "sx" and word[-2] != "s":
        word = word[:-1]
    for ending in _ENDINGS:
        # A long ending is a sign of a verb even after a short root: "finissent".
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) > 4 else SHORTEST_STEM):
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST_STEM and word[-1] in "ei":
        word = word[:-1]
    return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word


def lexemes_of(number: str, texts: Iterable[str], requester: str) -> list[str]:
    """What a ticket is found by: its words, their stems (with "~"), its number without zeros, its requester (with "@")."""
    words = words_of([number, *texts, requester])
    found = dict.fromkeys(words)
    for word in words:
        if word.isdigit():
            found.setdefault(word.lstrip("0") or "0", None)
        else:
            found.setdefault("~" + stem(word), None)
    if requester:
        found.setdefault(whole(requester), None)
    return list(found)


def whole(requester: str) -> str:
    """A requester as one lexeme."""
    return "@" + re.sub(r"[\s'\\]+", "_", fold(requester))[:120]
