"""How wide texts are in the typeface of documents, and into how many lines they fall: columns are made to fit."""

from functools import cache
from unicodedata import normalize

BOLD = 1.08
"""How much wider bold letters are."""
_WIDTHS = {
    **dict.fromkeys("ijl’'|", 0.22),
    **dict.fromkeys(" fIt.,:;!/\\[]·\u00a0\u202f", 0.28),
    **dict.fromkeys("r()-", 0.33),
    **dict.fromkeys("cksvxyzJ", 0.5),
    **dict.fromkeys("FTZ", 0.61),
    **dict.fromkeys("ABEKPSVXY", 0.67),
    **dict.fromkeys("wCDHNRU", 0.72),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("mM", 0.83),
    **dict.fromkeys("%W@…", 0.95),
}
_OTHERS = 0.56


@cache
def _letter(one: str) -> float:
    return _WIDTHS.get(one) or _WIDTHS.get(normalize("NFD", one)[0], _OTHERS)


def width(text: str, *, is_bold: bool = False) -> float:
    """Of a line of text. Units: its size."""
    return sum(map(_letter, text)) * (BOLD if is_bold else 1.0)


def longest(text: str, *, is_bold: bool = False) -> float:
    """Width of its longest word: below that it would break."""
    return max((width(one, is_bold=is_bold) for one in text.split(" ")), default=0.0)


def lines(text: str, room: float, *, is_bold: bool = False) -> int:
    """Lines that a text takes in a column so wide. Units of `room`: its size."""
    count, used, space = 1, 0.0, width(" ")
    for word in text.split(" "):
        wide = width(word, is_bold=is_bold)
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > room > 0:  # a word longer than the column goes on below
            count, used = count + int(used // room), used % room
    return count


def cut(text: str, room: float, most: int) -> str:
    """A text of no more than so many lines: what is too long ends with an ellipsis."""
    if lines(text, room) <= most:
        return text
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines(f"{text[:middle]}…", room) <= most else (low, middle - 1)
    return f"{text[:low].rstrip()}…"
