"""The two locks between contracts, each proved with the other one open."""

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from tests.foundation.ground import facts, write
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account, Membership, Organisation
from timonier.directory.services import ensure_account, grant_role
from timonier.foundation.journal import append, read
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import NoScope, WiderScope, current_scope, has_scope, scope


@pytest.fixture
def member(contract: Contract) -> Account:
    account = ensure_account(f"{contract.key}@example.org", "Alice")
    with scope([contract.pk]):
        grant_role(account, contract, Role.TECHNICIAN, "Titulaire", Side.PROVIDER)
    return account


def _count(alias: str, contract: Contract) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM membership WHERE contract_id = %s", [contract.pk])
        return int(cursor.fetchone()[0])


def test_without_a_scope_a_manager_refuses(contract: Contract) -> None:
    with pytest.raises(NoScope):
        Membership.objects.all()
    with pytest.raises(NoScope):
        Membership.objects.count()


def test_without_a_scope_the_database_refuses_aloud(contract: Contract) -> None:
    with pytest.raises(DatabaseError, match="no contract scope is announced"), transaction.atomic():
        _count("default", contract)


def test_row_level_security_holds_when_no_manager_filters(
    contract: Contract, other: Contract, member: Account
) -> None:
    with scope([other.pk]):
        assert _count("default", contract) == 0
    with scope([contract.pk]):
        assert _count("default", contract) == 1


def test_row_level_security_refuses_a_row_of_another_contract(
    contract: Contract, other: Contract, member: Account
) -> None:
    body = Organisation.objects.get(name="Titulaire")
    cursor = connections["default"].cursor()
    with pytest.raises(DatabaseError, match="row-level security"), scope([other.pk]):
        cursor.execute(
            "INSERT INTO membership (contract_id, account_id, organisation_id, role, decides)"
            " VALUES (%s, %s, %s, 'SM', false)",
            [contract.pk, member.pk, body.pk],
        )


def test_the_managers_hold_when_row_level_security_is_bypassed(
    contract: Contract, other: Contract, member: Account
) -> None:
    assert _count("keeper", contract) == 1
    with scope([other.pk], using="keeper"):
        assert not Membership.objects.using("keeper").filter(contract_id=contract.pk).exists()
        with pytest.raises(NoScope):
            Membership.objects.using("keeper").create(contract=contract, account=member, role="SM")
        with pytest.raises(NoScope):
            Membership.objects.using("keeper").bulk_create([Membership(contract=contract, account=member)])
        assert Membership.objects.using("keeper").filter(account=member).update(role="SM") == 0
        assert Membership.objects.using("keeper").filter(account=member).delete()[0] == 0
    with scope([contract.pk], using="keeper"):
        assert Membership.objects.using("keeper").get(account=member).role == "N1"


def test_a_lazy_query_that_outlives_its_scope_refuses(contract: Contract, member: Account) -> None:
    with scope([contract.pk]):
        rows = Membership.objects.all()
    with pytest.raises(DatabaseError, match="no contract scope"):
        list(rows)


def test_a_scope_inside_another_one_only_narrows_and_is_put_back(contract: Contract, other: Contract) -> None:
    with scope([contract.pk, other.pk]):
        with scope([contract.pk]):
            assert current_scope() == {contract.pk}
        assert current_scope() == {contract.pk, other.pk}
        assert _count("default", other) == 0
        with pytest.raises(WiderScope), scope([contract.pk, 32000]):
            raise AssertionError("the wider scope opened")
    assert not has_scope()


def test_the_scope_does_not_stay_on_the_connection(contract: Contract) -> None:
    with scope([contract.pk]):
        pass
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('timonier.scope', true), '')")
        assert cursor.fetchone()[0] == ""


def test_a_scope_undoes_everything_on_an_error(contract: Contract) -> None:
    with pytest.raises(RuntimeError), scope([contract.pk]):
        append(contract, facts(3), actor="a", via="test")
        raise RuntimeError("afterwards")
    with scope([contract.pk]):
        assert list(read(contract)) == []
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM journal_key), (SELECT count(*) FROM journal_dirty)")
            assert cursor.fetchone() == (0, 0)


def test_the_journal_of_another_contract_can_be_neither_read_nor_written(
    contract: Contract, other: Contract
) -> None:
    write(contract, facts(3))
    with scope([other.pk]):
        with pytest.raises(NoScope):
            read(contract)
        with pytest.raises(NoScope):
            append(contract, facts(1), actor="a", via="test")
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM journal_event")
            assert cursor.fetchone()[0] == 0


def test_the_application_cannot_reach_a_partition_directly(contract: Contract) -> None:
    write(contract, facts(1))
    with pytest.raises(DatabaseError), connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM journal_event_{contract.pk}")


def test_contracts_of_an_account_are_known_before_any_scope(contract: Contract, member: Account) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT contracts_of(%s)", [member.pk])
        assert cursor.fetchall() == [(contract.pk,)]
        cursor.execute("SELECT coalesce(current_setting('timonier.scope', true), '')")
        assert cursor.fetchone()[0] == ""


def test_an_organisation_cannot_be_taken_away_under_a_membership(member: Account) -> None:
    with pytest.raises(IntegrityError), connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM organisation WHERE name = 'Titulaire'")
