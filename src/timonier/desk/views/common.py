"""What every page of the desk asks first: who, on which contract, in which language."""

from collections.abc import Iterable
from typing import Any

from timonier.core.messages import sentence
from timonier.core.refusal import Refused
from timonier.desk.messages import VERBS as VERB_WORDS
from timonier.desk.messages import say_refusal
from timonier.foundation.asked import speaks

STATUS = {"not_permitted": 403, "unknown_ticket": 404, "conflict": 409}


def said(refused: Refused) -> str:
    """The sentence of a refusal."""
    return str(say_refusal(refused)[speaks()])


def told(code: str, params: dict[str, Any]) -> str:
    """The sentence of a code."""
    return sentence(code, params, speaks())


def verb_label(name: str) -> str:
    """A verb in words."""
    french, english = VERB_WORDS.get(name, (name, name))
    return english if speaks() == "en" else french


def labels_of(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Labels by value, in the language of the request: looked up for every row."""
    return {str(value): str(label) for value, label in choices}
