"""The contract in force, from the versions that were loaded. Kept per process by the digests of its versions."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from functools import lru_cache

from timonier.contracts.models import ContractVersionRow
from timonier.core.contract.model import Contract as Definition
from timonier.core.contract.schema import build
from timonier.core.contract.source import Source
from timonier.core.plan import Plans
from timonier.core.refusal import Refused
from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import has_scope, scope

Stamp = tuple[tuple[int, str], ...]
_KEPT: dict[tuple[str, Stamp], Definition] = {}
_MOST = 200
_STAMP = "SELECT number, digest FROM contract_version WHERE contract_id = %s ORDER BY number"


def stamp(contract: Contract) -> Stamp:
    """What tells one state of a contract from another: number and digest of each version.

    Note: outside any scope it opens the contract's own; inside one that does not hold the contract it raises.
    """
    with nullcontext() if has_scope() else scope([contract.pk]), bound() as cursor:
        cursor.execute(_STAMP, [contract.pk])
        return tuple(cursor.fetchall())


def definition(contract: Contract) -> Definition:
    """The contract with all its versions. Raises: Refused when none was loaded."""
    return _definition(contract, stamp(contract))


def plans_of(contract: Contract, readings: Mapping[str, str] | None = None) -> Plans:
    """The contract made ready for the arithmetic, under its own readings or those asked for. Raises: Refused."""
    at_hand = stamp(contract)
    return _plans(_Keyed(_definition(contract, at_hand), at_hand), tuple(sorted((readings or {}).items())))


class _Keyed:
    """A definition that is compared by what it was made from."""

    __slots__ = ("definition", "key")

    def __init__(self, made: Definition, at_hand: Stamp) -> None:
        self.definition, self.key = made, (made.key, at_hand)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


@lru_cache(maxsize=_MOST)
def _plans(keyed: _Keyed, readings: tuple[tuple[str, str], ...]) -> Plans:
    return Plans(keyed.definition, dict(readings))


def _definition(contract: Contract, at_hand: Stamp) -> Definition:
    found = _KEPT.get((contract.key, at_hand))
    if found is None:
        if not at_hand:
            raise Refused("contract_not_loaded", key=contract.key)
        found = build(contract.key, sources_of(contract), is_in_force=True)
        while len(_KEPT) >= _MOST:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[(contract.key, at_hand)] = found
    return found


_SEALED = """
SELECT max(split_part(stream, '/', 2)) FROM journal_event WHERE contract_id = %s AND kind = 'month.sealed'
AND stream >= 'month/' AND stream < 'month0'
"""


def last_sealed(contract: Contract) -> str | None:
    """The last month that was sealed, as the journal tells it; None before any."""
    with nullcontext() if has_scope() else scope([contract.pk]), bound() as cursor:
        cursor.execute(_SEALED, [contract.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def sources_of(contract: Contract) -> list[Source]:
    """Complete sources of all versions, oldest first, as they were loaded."""
    with nullcontext() if has_scope() else scope([contract.pk]):
        rows = ContractVersionRow.objects.filter(contract=contract).order_by("number")
        known = [json.loads(bytes(row.source)) for row in rows]
    return [Source(value["tree"], value["lists"]) for value in known]
