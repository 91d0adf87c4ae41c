"""The language of the person at the terminal. It must not import the framework: the launcher's commands speak first."""

import os

from timonier.core.messages import sentence


def language() -> str:
    """ "fr" or "en" by the environment (LC_ALL, LC_MESSAGES, LANG); French when it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in ("C", "POSIX") and not value.startswith("C."):
            return "en" if value.lower().startswith("en") else "fr"
    return "fr"


def speak(code: str, **params: object) -> str:
    """The sentence of a code in the person's language."""
    return sentence(code, params, language())


def choose(french: str, english: str) -> str:
    """One of two texts, by the person's language."""
    return english if language() == "en" else french
