"""Whether a label answers what somebody typed: without accents and capitals, every word typed begins one of its words."""

import unicodedata


def plain(text: str) -> str:
    """ "Scéller l’année" → "sceller l annee"."""
    apart = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " ")).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def answers(label: str, text: str, also: str = "") -> bool:
    """`also` are other words that the label is known by."""
    words = plain(f"{label} {also}").split()
    return all(any(word.startswith(typed) for word in words) for typed in plain(text).split())
