"""What people type about targets, shares and weeks, in their own words, written as the format of contracts writes it.

What is not understood stays as typed: the schema then says in one sentence what it would read.
"""

import re

_DAYS = {
    "lundi": "mon", "lun": "mon", "mardi": "tue", "mar": "tue", "mercredi": "wed", "mer": "wed", "jeudi": "thu", "jeu": "thu",
    "vendredi": "fri", "ven": "fri", "samedi": "sat", "sam": "sat", "dimanche": "sun", "dim": "sun",
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri", "saturday": "sat", "sunday": "sun",
}  # fmt: skip
_UNITS = {
    "s": "s", "sec": "s", "seconde": "s", "second": "s", "min": "min", "mn": "min", "minute": "min", "h": "h", "heure": "h", "hour": "h",
}  # fmt: skip
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zé]+?)s?\.?")
_SERVICE_DAYS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:j|jours?(?: de service| ouvrés?)?|service days?|days?)\.?"
)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%?")
_ALWAYS = re.compile(r"24 ?h ?(?:/|sur) ?24(?: ?h)?,? ?(?:et )?7 ?j ?(?:/|sur) ?7(?: ?j)?")
_HOUR = re.compile(r"\b(\d{1,2})\s*(?:h|:)(?:\s*(\d{2}))?(?!\w)")


def target(text: str) -> str:
    """ "30 minutes" → "30 min", "1 jour ouvré" → "1 service day", "1,5 h" → "1.5 h"."""
    plain = _plain(text)
    if days := _SERVICE_DAYS.fullmatch(plain):
        number = days[1].replace(",", ".")
        return f"{number} service day{'' if float(number) <= 1 else 's'}"
    found = _LENGTH.fullmatch(plain)
    unit = _UNITS.get(found[2]) if found else None
    return f"{found[1].replace(',', '.')} {unit}" if found and unit else text


def share(text: str) -> str:
    """ "95", "95 %" and "95,5%" as a share of the contract."""
    found = _SHARE.fullmatch(_plain(text))
    return f"{found[1].replace(',', '.')} %" if found else text


def week(text: str) -> str:
    """ "lundi au vendredi de 8 h à 18 h 30" → "mon-fri 08:00-18:30"; parts are apart by ";"."""
    plain = _plain(text)
    if _ALWAYS.fullmatch(plain):
        return "24x7"
    plain = _HOUR.sub(lambda hour: f"{int(hour[1]):02d}:{hour[2] or '00'}", plain)
    plain = re.sub(r"\b(?:du|de|from)\b ?", "", plain)
    plain = re.sub(r"\s*(?:\bau\b|\bà\b|\bto\b|–|-)\s*", "-", plain)
    plain = re.sub(r"[a-zé]+", lambda word: _DAYS.get(word[0], word[0]), plain)
    return re.sub(r"\s*;\s*", "; ", plain).strip()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip().lower()
