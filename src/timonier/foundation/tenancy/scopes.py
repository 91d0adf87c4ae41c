"""Open a transaction in which some contracts, and only these, can be read and written.

It must not decide who may see what: callers hand in the ids (of the signed-in account, of a job's argument).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections, transaction

_SETTING = "timonier.scope"
_current: ContextVar[dict[str, frozenset[int]] | None] = ContextVar("timonier_scope", default=None)


class NoScope(RuntimeError):
    """Rows of contracts were asked for outside any scope."""


class WiderScope(RuntimeError):
    """A scope asked for more than the scope around it allows."""


def current_scope(using: str = "default") -> frozenset[int]:
    """The contracts of the scope that is open on this database alias.

    Raises: NoScope when none is open.
    """
    scopes = _current.get()
    if scopes is None or using not in scopes:
        raise NoScope(f"no contract scope is open on {using!r}")
    return scopes[using]


def has_scope(using: str = "default") -> bool:
    """Whether a scope is open on this alias."""
    scopes = _current.get()
    return scopes is not None and using in scopes


@contextmanager
def scope(contract_ids: Iterable[int], *, using: str = "default") -> Iterator[frozenset[int]]:
    """Run a block inside one transaction that sees these contracts alone.

    Inside another scope it can only narrow; leaving it restores the outer one.
    Raises: WiderScope.
    """
    wanted = frozenset(int(contract) for contract in contract_ids)
    before = _current.get() or {}
    outer = before.get(using)
    if outer is not None and not wanted <= outer:
        raise WiderScope("a scope inside another one can only narrow it")
    # The setting ends with its transaction; a scope that has begun none must put it back itself.
    is_outermost = not connections[using].in_atomic_block
    with transaction.atomic(using=using):
        _announce(wanted, using)
        token = _current.set({**before, using: wanted})
        try:
            yield wanted
        finally:
            _current.reset(token)
        # An error rolls the setting back with its savepoint.
        if not is_outermost and not transaction.get_connection(using).needs_rollback:
            _announce(outer, using)


def _announce(contracts: frozenset[int] | None, using: str) -> None:
    text = "" if contracts is None else "{" + ",".join(str(one) for one in sorted(contracts)) + "}"
    # Local to the transaction: on a pooled connection a session-wide setting would reach the next request.
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, text])


def scoped_stream[Item](
    contract_ids: Iterable[int], rows: Callable[[], Iterable[Item]], *, using: str = "default"
) -> Iterator[Item]:
    """A body that streams, with a scope of its own: the request's has ended when the first piece is asked for.

    `rows` is called inside the scope. The transaction ends with the stream, or when the reader goes away.
    """
    with scope(contract_ids, using=using):
        yield from rows()
