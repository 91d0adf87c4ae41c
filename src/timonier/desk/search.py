"""Find tickets by words in all contracts of a person at once: forms of a word, beginnings while one types.

Keys come from the database's own function, which holds the scope; rows are joined under the reader's row security. It must
not be asked with contracts that the caller does not belong to: the function refuses them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from timonier.desk.models import Ticket
from timonier.desk.perms import whole_contracts
from timonier.desk.words import stem, whole, words_of
from timonier.directory.callers import Caller
from timonier.directory.choices import Role
from timonier.foundation.cursors import bound

MOST_FOUND = 200
"""Keys of one search: the exact ones and the newest first. Who has more must say more."""
_MOST_WORDS = 6
_SHORTEST_BEGINNING = 3
# One look into the index for each key: of a list of pairs the planner knows nothing, and reads every ticket.
_IDS = """
SELECT t.id FROM unnest(%s::smallint[], %s::text[]) AS k(contract, number)
CROSS JOIN LATERAL (SELECT id FROM ticket WHERE contract_id = k.contract AND ticket.number = k.number LIMIT 1) t
"""
_ASK = "SELECT * FROM found_tickets(%s::tsquery, %s::tsquery, %s::smallint[], %s)"


@dataclass(frozen=True, slots=True)
class Found:
    """Keys in their order: (contract, number). `is_bounded`: there may be more than these."""

    keys: list[tuple[int, str]]
    is_bounded: bool


def found(who: Caller, contracts: Iterable[int], text: str) -> Found:
    """The tickets that have all the words, exact words first, then the newest. Without a word: none."""
    words = words_of([text])[:_MOST_WORDS]
    if not words:
        return Found([], False)
    everywhere = set(whole_contracts(who))
    wide = [one for one in contracts if one in everywhere]
    own = [one for one in contracts if one not in everywhere and _is_user(who, one)]
    parties = [one for one in contracts if one not in everywhere and one not in own]
    rows: list[tuple[Any, ...]] = []
    for places, more in ((wide + parties, ""), (own, f" & {_lexeme(whole(who.name))}")):
        if places:
            rows += _ask(f"{_broad(words)}{more}", f"{_exact(words)}{more}", places)
    rows.sort(key=lambda row: (not row[2], -row[3], row[0], row[1]))
    return Found([(row[0], row[1]) for row in rows[:MOST_FOUND]], len(rows) >= MOST_FOUND)


def among(rows: QuerySet[Ticket], keys: Found) -> QuerySet[Ticket]:
    """Of these rows, those that were found."""
    with bound() as cursor:
        cursor.execute(_IDS, [[key[0] for key in keys.keys], [key[1] for key in keys.keys]])
        found_ids = [row[0] for row in cursor.fetchall()]
    return rows.filter(pk__in=found_ids)


def _is_user(who: Caller, contract: int) -> bool:
    return bool(who.roles(contract) & {Role.END_USER, Role.VIP})


def _ask(wanted: str, literal: str, contracts: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [wanted, literal, list(contracts), MOST_FOUND])
        return list(cursor.fetchall())


def _broad(words: Iterable[str]) -> str:
    """Each word as it begins, or as its forms share it."""
    parts = []
    for word in words:
        beginning = (
            ":*" if len(word) >= _SHORTEST_BEGINNING and not (word.isdigit() and len(word) < 5) else ""
        )
        other = "" if word.isdigit() else f" | {_lexeme('~' + stem(word))}"
        parts.append(f"({_lexeme(word)}{beginning}{other})")
    return " & ".join(parts)


def _exact(words: Iterable[str]) -> str:
    return " & ".join(_lexeme(word) for word in words)


def _lexeme(text: str) -> str:
    return "'" + text.replace("\\", "").replace("'", "") + "'"
