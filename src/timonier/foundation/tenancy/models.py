"""The contract's own row, and the parents of every table that belongs to a contract."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from timonier.foundation.tenancy.scopes import NoScope, current_scope


class Contract(models.Model):
    """A contract as tenant: its key is public, its number never is."""

    id = models.SmallAutoField(primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    is_demonstration = models.BooleanField(default=False)  # holds invented activity: every screen says so

    class Meta:
        db_table = "contract"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows of the contracts in scope; it refuses to exist outside a scope."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            _refuse_outside(row.contract_id, self.db)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        moved = kwargs.get("contract_id", kwargs.get("contract"))
        if moved is not None:
            _refuse_outside(getattr(moved, "pk", moved), self.db)
        return super().update(**kwargs)

    def using(self, alias: str | None) -> Self:
        """Another alias, filtered by the scope that is open there."""
        return super().using(alias).filter(contract_id__in=current_scope(alias or "default"))


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # built at run time
    """The first lock: filters every query by the scope, and raises NoScope without one."""

    use_in_migrations = False

    def get_queryset(self) -> ScopedQuerySet:
        rows: ScopedQuerySet = super().get_queryset()
        return rows.filter(contract_id__in=current_scope(rows.db))

    def using(self, alias: str) -> ScopedQuerySet:
        """The rows on another alias, by the scope that is open there; none is needed on this one."""
        return ScopedQuerySet(self.model, using=alias).filter(contract_id__in=current_scope(alias))


class ScopedModel(models.Model):
    """Parent of every model with a contract. Its table needs `EnableTenancy` in a migration.

    Foreign keys to other such tables are written with `db_constraint=False` and `TenantKey` in the migration, so
    that the database ties (contract, id) together.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, using: str | None = None, **kwargs: Any) -> None:
        """Refuse a row of a contract outside the scope; nothing else happens here."""
        _refuse_outside(self.contract_id, using or self._state.db or "default")
        super().save(*args, using=using, **kwargs)


def _refuse_outside(contract_id: int | None, using: str) -> None:
    if contract_id not in current_scope(using):
        raise NoScope("a row of a contract outside the scope was to be written")
