"""The house's rule for tables: what has a contract has its lock, and no foreign key crosses contracts."""

import pytest
from django.db import connections

_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
    (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL
        AND pg_get_expr(p.polqual, p.polrelid) LIKE '%timonier_scope()%'
        AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%timonier_scope()%'),
    (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
    has_table_privilege('timonier_app', c.oid, 'SELECT') OR c.relispartition,
    has_table_privilege('timonier_keeper', c.oid, 'SELECT')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'contract_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
_KEYS = """
SELECT con.conname FROM pg_constraint con
JOIN pg_attribute child ON child.attrelid = con.conrelid AND child.attname = 'contract_id'
JOIN pg_attribute parent ON parent.attrelid = con.confrelid AND parent.attname = 'contract_id'
WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace
    AND NOT (child.attnum = ANY (con.conkey) AND parent.attnum = ANY (con.confkey))
"""
_FUNCTIONS = """
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
    AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')
    AND p.proowner = 'timonier_owner'::regrole
"""
_VIEWS = """
SELECT c.relname FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
    AND NOT coalesce(c.reloptions::text LIKE '%security_invoker%', false)
"""
_DOORS = {"ticket_search"}
_ROLES = "SELECT rolname FROM pg_roles WHERE rolname = 'timonier_app' AND (rolsuper OR rolbypassrls OR rolcreaterole)"


def _rows(query: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.req("ACC-01")
def test_every_table_with_a_contract_is_locked() -> None:
    rows = _rows(_TABLES)
    assert {"membership", "api_token", "journal_event", "journal_key"} <= {row[0] for row in rows}
    # Row security on and forced, exactly one policy with both clauses, rights of both roles.
    assert [row for row in rows if row[1:] != (True, True, 1, 1 + (row[0] in _DOORS), True, True)] == []


def test_a_door_beside_the_lock_is_for_the_owner_s_functions_alone() -> None:
    """A second policy lets a definer function use an index of full text; nobody but the owner comes through it."""
    found = _rows(
        "SELECT p.polrelid::regclass::text, p.polcmd::text, p.polroles::regrole[]::text[] FROM pg_policy p"
        " WHERE p.polname <> 'tenant'"
    )
    assert sorted(found) == [(one, "r", ["timonier_owner"]) for one in sorted(_DOORS)]


def test_every_foreign_key_between_tables_of_contracts_holds_the_contract() -> None:
    assert _rows(_KEYS) == []


def test_every_definer_function_has_a_fixed_search_path() -> None:
    assert _rows(_FUNCTIONS) == []


def test_every_view_asks_as_its_reader() -> None:
    assert _rows(_VIEWS) == []


def test_the_application_role_bypasses_nothing() -> None:
    assert _rows(_ROLES) == []
