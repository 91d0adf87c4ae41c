"""A request sent twice is done once, whatever became of the first sending."""

import pytest

from timonier.foundation.idempotency import Answer, KeyReused, claim, keep
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope


def test_the_second_sending_gets_the_answer_of_the_first(contract: Contract, other: Contract) -> None:
    with scope([contract.pk]):
        assert claim(contract, "api", "k1", b"body") is None
        keep(contract, "api", "k1", Answer(201, b'{"ticket":"E1"}'))
    with scope([contract.pk]):
        assert claim(contract, "api", "k1", b"body") == Answer(201, b'{"ticket":"E1"}')
        assert claim(contract, "mail", "k1", b"body") is None
    with scope([other.pk]):
        assert claim(other, "api", "k1", b"body") is None


def test_a_request_that_was_undone_left_no_key(contract: Contract) -> None:
    with pytest.raises(RuntimeError), scope([contract.pk]):
        claim(contract, "api", "k1", b"body")
        raise RuntimeError("the request failed")
    with scope([contract.pk]):
        assert claim(contract, "api", "k1", b"body") is None


def test_a_key_with_another_request_is_refused(contract: Contract) -> None:
    with scope([contract.pk]):
        claim(contract, "api", "k1", b"body")
    with pytest.raises(KeyReused), scope([contract.pk]):
        claim(contract, "api", "k1", b"another body")
