"""Copies of the shipped contract under keys of their own, some activity in them, and the people of both parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import uuid4
from zlib import crc32

from django.test import Client

from timonier.contracts.drafts import difference_digest, difference_of, draft_of
from timonier.contracts.effects import effect_of
from timonier.contracts.files import merge
from timonier.contracts.queries import definition, sources_of
from timonier.contracts.services import load
from timonier.contracts.uploads import laid_over
from timonier.contracts.versions import Read, take_step, write_draft
from timonier.core.contract.source import Source
from timonier.directory.callers import Caller
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.exchange import demonstration
from timonier.exchange.loading import load_objects
from timonier.foundation.journal.seals import close_blocks
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.kept import make_effect

SHIPPED = Path(__file__).resolve().parents[2] / "contracts" / "vsgp"
MONTHS = ["2026-08", "2026-09"]
STREAMS = ("ticket", "call", "alert", "service", "compliance", "milestone", "quote", "survey", "source")


def copy_of_vsgp(folder: Path, key: str = "") -> Contract:
    """The shipped contract as another one."""
    key = key or f"t-{uuid4().hex[:12]}"
    copytree(SHIPPED, folder / key)
    main = folder / key / "contract.yaml"
    main.write_text(main.read_text("utf-8").replace("\nkey: vsgp\n", f"\nkey: {key}\n"), "utf-8")
    return load(folder / key, by="test").contract


def some_activity(contract: Contract, months: Iterable[str] = MONTHS, share: int = 3) -> None:
    """A part of the demonstration's months: every stream whole, one of `share`."""
    services = sorted(definition(contract).versions[-1].services)
    for month in months:
        lines = [
            line for line in demonstration.generate_month(month, month, 1, services) if _is_kept(line, share)
        ]
        load_objects(contract, enumerate(lines, start=1), actor="test", via="test")
    close_blocks(contract)


def _is_kept(line: dict[str, Any], share: int) -> bool:
    family = next(name for name in STREAMS if name in line)
    return family not in ("ticket", "call") or crc32(str(line[family]).encode()) % share == 0


@dataclass(frozen=True)
class Parties:
    """One contract with the people of both sides, and a stranger on another."""

    contract: Contract
    other: Contract
    alice: Account
    bob: Account
    ben: Account
    tom: Account
    charlie: Account

    def caller(self, account: Account) -> Caller:
        return Caller(account.email, "test", f"account/{account.pk}", account)

    def client(self, account: Account) -> Client:
        client = Client()
        client.force_login(account, backend="timonier.directory.backends.EmailBackend")
        return client

    def draft(self, who: Account, part: dict[str, Any], **more: Any) -> int:
        """A draft of this patch over what is in force."""
        with scope([self.contract.pk]):
            source = laid_over(self.contract, sources_of(self.contract)[-1], part)
            title = more.pop("title", "Un avenant")
            return write_draft(self.caller(who), self.contract, source, title=title, **more)

    def effect(self, number: int) -> None:
        with scope([self.contract.pk]):
            make_effect(self.contract, number, MONTHS, "test")

    def read(self, who: Account, number: int, *, is_retroactive: bool = False) -> Read:
        """What stands on the page of a draft."""
        with scope([self.contract.pk]):
            told = draft_of(self.caller(who), self.contract, number)
            effect = effect_of(self.contract, number)
            return Read(
                difference_digest(difference_of(self.contract, told)),
                effect.digest if effect else "",
                is_retroactive=is_retroactive,
            )

    def step(self, who: Account, number: int, kind: str, words: str = "parce que", **more: Any) -> Any:
        """One step, having read what the page shows."""
        read = more.pop("read", None) or self.read(who, number, **more)
        with scope([self.contract.pk]):
            return take_step(self.caller(who), self.contract, number, kind, words=words, read=read)

    def agree(self, part: dict[str, Any], **more: Any) -> int:
        """A draft of Alice that Bob accepts; its number."""
        is_retroactive = bool(more.get("is_retroactive"))
        number = self.draft(self.alice, part, **more)
        self.effect(number)
        self.step(self.alice, number, "proposed")
        self.step(self.bob, number, "accepted", is_retroactive=is_retroactive)
        return number


def parties(folder: Path) -> Parties:
    """Alice the service manager, Bob who decides for the client, Ben who does not, Tom the technician, Charlie a stranger."""
    contract, other = copy_of_vsgp(folder), copy_of_vsgp(folder)
    people = {}
    for name, where, role, side, decides in (
        ("alice", contract, Role.SERVICE_MANAGER, Side.PROVIDER, False),
        ("bob", contract, Role.CLIENT_AGENT, Side.CLIENT, True),
        ("ben", contract, Role.CLIENT_AGENT, Side.CLIENT, False),
        ("tom", contract, Role.TECHNICIAN, Side.PROVIDER, False),
        ("charlie", other, Role.CLIENT_AGENT, Side.CLIENT, True),
    ):
        people[name] = ensure_account(f"{name}-{contract.key}@example.org", name.title())
        with scope([where.pk]):
            grant_role(people[name], where, role, f"{side} {where.key}", side, decides=decides)
    return Parties(contract, other, **people)


def patched(contract: Contract, part: dict[str, Any]) -> Source:
    """The last version with a patch over it, unchecked."""
    base = sources_of(contract)[-1]
    return Source(merge(base.tree, part), base.lists)
