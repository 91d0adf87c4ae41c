"""Workers and streams open their own scope, and leave nothing on their connection."""

import pytest
from django.db import connections

from tests.foundation.ground import fact, facts, write
from timonier.foundation.journal import append, read
from timonier.foundation.tenancy.jobs import scoped_job
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope, has_scope, scope, scoped_stream


@scoped_job
def tell(contract: Contract, *, n: int, fails: bool = False) -> frozenset[int]:
    append(contract, [fact(n)], actor="worker", via="job")
    if fails:
        raise RuntimeError("on purpose")
    return current_scope()


def test_a_job_works_in_the_scope_of_its_argument_alone(contract: Contract, other: Contract) -> None:
    assert tell(contract_id=contract.pk, n=1) == {contract.pk}
    assert not has_scope()
    assert connections["default"].connection is None
    with scope([contract.pk, other.pk]):
        assert (len(list(read(contract))), len(list(read(other)))) == (1, 0)


def test_a_job_that_fails_leaves_nothing(contract: Contract) -> None:
    with pytest.raises(RuntimeError):
        tell(contract_id=contract.pk, n=1, fails=True)
    with scope([contract.pk]):
        assert list(read(contract)) == []


def test_a_stream_has_a_scope_of_its_own(contract: Contract) -> None:
    write(contract, facts(3))
    body = scoped_stream([contract.pk], lambda: read(contract))
    assert not has_scope()
    assert len(list(body)) == 3
    assert not has_scope()
