"""A mail of notices, as bytes. It cannot fail on what is stored, and nothing stored becomes a header or markup.

Source: RFC 5322, RFC 3834 (`Auto-Submitted`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from hashlib import sha256
from html import escape
from typing import Any

from timonier.core.messages import sentence

_LONGEST = 150
_WORDS = {
    "fr": (
        "notifications",
        "Vous recevez ce message parce que vous l’avez choisi.",
        "Changer mes préférences",
        "Ouvrir",
    ),
    "en": ("notices", "You receive this message because you chose so.", "Change my preferences", "Open"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a letter."""

    key: str
    code: str
    params: dict[str, Any]
    url: str


def letter(
    lines: Sequence[Line], *, contract: str, address: str, sender: str, origin: str, language: str, at: float
) -> EmailMessage:
    """One mail for one person. `origin`: the installation's own ("https://…"), empty when none is configured."""
    noun, why, change, go = _WORDS["en" if language == "en" else "fr"]
    said = [(_plain(_say(one, language)), _link(origin, one.url)) for one in lines]
    subject = said[0][0] if len(said) == 1 else f"{len(said)} {noun}"
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[Timonier {_plain(contract)[:60]}] {subject}"[:_LONGEST]
    message["From"] = _header(sender)
    message["To"] = _header(address)
    message["Date"] = formatdate(at, usegmt=True)
    message["Message-ID"] = message_id(lines, contract, address, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    choices = _link(origin, "/notices/preferences")
    body = "\n\n".join(f"{text}\n{link}" if link else text for text, link in said)
    message.set_content(f"{body}\n\n-- \n{why}" + (f"\n{change} : {choices}" if choices else "") + "\n")
    rows = "".join(
        f"<li><p>{escape(text)}</p>" + (f'<p><a href="{escape(link)}">{go}</a></p>' if link else "") + "</li>"
        for text, link in said
    )
    foot = f'<a href="{escape(choices)}">{change}</a>' if choices else ""
    message.add_alternative(
        f'<!doctype html><html lang="{language}"><body><ul>{rows}</ul><p>{why} {foot}</p></body></html>\n',
        subtype="html",
    )
    return message


def message_id(lines: Sequence[Line], contract: str, address: str, sender: str) -> str:
    """The same for the same notices to the same person: a double is recognised."""
    text = "\n".join([contract, address.lower(), *sorted(one.key for one in lines)])
    domain = sender.rpartition("@")[2].strip(" >") or "timonier.invalid"
    safe = "".join(one for one in domain if one.isascii() and (one.isalnum() or one in ".-"))
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()[:40]
    return f"<{digest}@{safe or 'timonier.invalid'}>"


def _say(line: Line, language: str) -> str:
    try:
        return sentence(line.code, line.params, language)
    except (ValueError, TypeError, AttributeError, LookupError):
        return line.code


def _plain(text: str) -> str:
    """One line of what can be printed; lone surrogates and controls become spaces."""
    kept = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(kept.encode("utf-8", "replace").decode("utf-8").split())[:2000]


def _header(address: str) -> str:
    return "".join(one for one in address if one.isascii() and one.isprintable())[:320]


def _link(origin: str, url: str) -> str:
    if not origin or not url.startswith("/") or url.startswith("//"):
        return ""
    return origin.rstrip("/") + "".join(one for one in url if one.isprintable() and one not in ' "<>\\')
