"""Find a contract by the key of an address: asked by every page and every call, so the statement is kept planned."""

from timonier.foundation.cursors import bound
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import current_scope

_FIELDS = ("id", "key", "title_fr", "title_en", "is_demonstration")
_FIND = f"SELECT {', '.join(_FIELDS)} FROM contract WHERE key = %s::text AND id = ANY (%s::smallint[])"  # noqa: S608


def contract_named(key: str, *, using: str = "default") -> Contract | None:
    """The contract of this key, if it is in scope; a stranger's and one that is not there look the same."""
    if "\x00" in key:
        return None
    with bound(using) as cursor:
        cursor.execute(_FIND, [key, sorted(current_scope(using))])
        row = cursor.fetchone()
    return None if row is None else Contract.from_db(using, list(_FIELDS), row)
