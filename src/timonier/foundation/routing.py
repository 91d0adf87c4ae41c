"""Which database alias migrates: the owner's alone. The application's role has no right to change tables."""

from typing import Any


class OwnerMigrates:
    """Schema changes run on the alias `owner`; the two others see the same database with fewer rights."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        """The three aliases are one database."""
        return True
