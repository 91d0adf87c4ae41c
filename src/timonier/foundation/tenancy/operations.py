"""Migration operations that put the second lock on a table. Every room uses them; none writes policies itself."""

from string import Template
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

CONDITION = "contract_id = ANY ((SELECT timonier_scope())::int[])"
_EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"


def role(alias: str, editor: BaseDatabaseSchemaEditor) -> str:
    """The quoted name of the role behind an alias; the connection's own when the address names none."""
    name = settings.DATABASES[alias].get("USER")
    if not name:
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            name = cursor.fetchone()[0]
    return editor.quote_name(name)


class _Forwards(Operation):
    """SQL alone: the state of the models does not change."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.forwards(schema_editor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for statement in self.backwards(schema_editor):
            schema_editor.execute(statement, params=None)

    def forwards(self, editor: Any) -> list[str]:
        raise NotImplementedError

    def backwards(self, editor: Any) -> list[str]:
        return []


class EnableTenancy(_Forwards):
    """Forced row-level security by contract, rights of the two other roles, and the key (contract_id, id).

    `rights` are the application's; `key` is the column that composite foreign keys point at, None for none.
    """

    def __init__(self, table: str, *, rights: str = _EVERYTHING, key: str | None = "id") -> None:
        self.table = table
        self.rights = rights
        self.key = key

    def forwards(self, editor: Any) -> list[str]:
        table = editor.quote_name(self.table)
        app, keeper = role("default", editor), role("keeper", editor)
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY tenant ON {table} USING ({CONDITION}) WITH CHECK ({CONDITION})",
            f"GRANT {self.rights} ON {table} TO {app}",
            f"GRANT {_EVERYTHING} ON {table} TO {keeper}",
        ]
        if self.key:
            name = editor.quote_name(f"{self.table}_contract_key")
            statements.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (contract_id, {editor.quote_name(self.key)})"
            )
        return statements

    def backwards(self, editor: Any) -> list[str]:
        table = editor.quote_name(self.table)
        statements = [
            f"DROP POLICY tenant ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
        if self.key:
            name = editor.quote_name(f"{self.table}_contract_key")
            statements.append(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return statements

    def describe(self) -> str:
        return f"Lock {self.table} by contract"


class TenantKey(_Forwards):
    """A foreign key between two tables of contracts, over (contract_id, column): it cannot cross contracts."""

    def __init__(
        self, table: str, column: str, target: str, target_column: str = "id", *, on_delete: str = "NO ACTION"
    ) -> None:
        self.table = table
        self.column = column
        self.target = target
        self.target_column = target_column
        self.on_delete = on_delete

    def _name(self, editor: Any) -> str:
        return str(editor.quote_name(f"{self.table}_{self.column}_tenant"))

    def forwards(self, editor: Any) -> list[str]:
        quote = editor.quote_name
        return [
            f"ALTER TABLE {quote(self.table)} ADD CONSTRAINT {self._name(editor)}"
            f" FOREIGN KEY (contract_id, {quote(self.column)})"
            f" REFERENCES {quote(self.target)} (contract_id, {quote(self.target_column)})"
            f" ON DELETE {self.on_delete} DEFERRABLE INITIALLY DEFERRED"
        ]

    def backwards(self, editor: Any) -> list[str]:
        return [f"ALTER TABLE {editor.quote_name(self.table)} DROP CONSTRAINT {self._name(editor)}"]

    def describe(self) -> str:
        return f"Tie {self.table}.{self.column} to {self.target} inside one contract"


class GrantPlain(_Forwards):
    """Rights on a table without a contract: the application's as named, the keeper's all."""

    def __init__(self, table: str, rights: str = _EVERYTHING) -> None:
        self.table = table
        self.rights = rights

    def forwards(self, editor: Any) -> list[str]:
        table = editor.quote_name(self.table)
        return [
            f"GRANT {self.rights} ON {table} TO {role('default', editor)}",
            f"GRANT {_EVERYTHING} ON {table} TO {role('keeper', editor)}",
        ]

    def backwards(self, editor: Any) -> list[str]:
        table = editor.quote_name(self.table)
        app, keeper, owner = (role(alias, editor) for alias in ("default", "keeper", "owner"))
        return [f"REVOKE ALL ON {table} FROM {one}" for one in sorted({app, keeper} - {owner})]

    def describe(self) -> str:
        return f"Give the application its rights on {self.table}"


class RunScript(_Forwards):
    """A whole SQL script; `@{app}`, `@{keeper}` and `@{owner}` in it become the names of the roles."""

    def __init__(self, script: str, undo: str) -> None:
        self.script = script
        self.undo = undo

    def forwards(self, editor: Any) -> list[str]:
        names = {
            "app": role("default", editor),
            "keeper": role("keeper", editor),
            "owner": role("owner", editor),
            "condition": CONDITION,
        }
        return [_Script(self.script).substitute(names)]

    def backwards(self, editor: Any) -> list[str]:
        return [self.undo]

    def describe(self) -> str:
        return "Run a script of the room"


class _Script(Template):
    """PostgreSQL quotes bodies with dollars, so a role is written @{app}."""

    delimiter = "@"
