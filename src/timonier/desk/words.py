"""Words of a text for searching: no case, no accents, letters and digits alone."""

import re
import unicodedata
from collections.abc import Iterable

MOST_WORDS = 60
LONGEST = 40
_WORD = re.compile(r"[^\W_]+")


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
            if len(word) > 1:
                found.setdefault(word[:LONGEST], None)
                if len(found) >= MOST_WORDS:
                    return list(found)
    return list(found)
