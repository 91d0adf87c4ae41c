"""What the tests of disputes and decisions stand on: people as callers, histories of tickets, browsers."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.api.ground import Program
from timonier.core.instants import parse_instant
from timonier.directory.callers import Caller
from timonier.directory.models import Account
from timonier.directory.rights import ACTIONS
from timonier.directory.tokens import create_token
from timonier.exchange.loading import load_objects
from timonier.foundation.notify.models import Notice
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import drain

MONTH = "2026-03"


@dataclass(frozen=True)
class Ground:
    """Two contracts and five people."""

    contract: Contract
    other: Contract
    people: dict[str, Account]

    def who(self, name: str) -> Caller:
        """This person as rooms know him."""
        account = self.people[name]
        return Caller(account.email, "test", f"account/{account.pk}", account)

    def browser(self, name: str) -> Client:
        """This person's browser."""
        client = Client(raise_request_exception=True)
        client.force_login(self.people[name], backend="timonier.directory.backends.EmailBackend")
        return client

    def program(self, name: str, own: Contract | None = None) -> Program:
        """A program with a token of this person, which always names the first contract."""
        place = own or self.contract
        with scope([place.pk]):
            secret = create_token(place, sorted(ACTIONS), label="test", account=self.people[name])
        return Program(
            Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False),
            self.contract.key,
        )

    def tell(self, lines: list[dict[str, Any]]) -> None:
        """Facts of the past, measured."""
        report = load_objects(self.contract, enumerate(lines, start=1), actor="test", via="test")
        assert report.refused_count == 0, report
        self.settle()

    def settle(self) -> None:
        with scope([self.contract.pk]):
            while drain(self.contract):
                pass

    def history(self, count: int = 10, late: int = 3) -> None:
        """Incidents of March under KPI-07 (6 h, each hour counts); the first `late` take 8 h."""
        lines: list[dict[str, Any]] = []
        for n in range(count):
            day, ticket = f"2026-03-{n + 2:02d}T", {"ticket": f"H-{n}"}
            end = "17:00:00+01:00" if n < late else "10:00:00+01:00"
            lines += [
                {**ticket, "at": day + "09:00:00+01:00", "event": "created", "type": "incident", "channel": "phone",
                 "scope": "user", "priority": "high", "title": f"Panne {n}", "known_at": day + "09:00:01+01:00"},
                {**ticket, "at": day + "09:05:00+01:00", "event": "taken", "by": "tom", "known_at": day + "09:05:01+01:00"},
                {**ticket, "at": day + end, "event": "resolved", "known_at": day + end},
            ]  # fmt: skip
        self.tell(lines)

    def notices(self, name: str) -> list[str]:
        """Codes of what this person was told, oldest first."""
        with scope([self.contract.pk]):
            return list(
                Notice.objects.filter(account=self.people[name].pk)
                .order_by("pk")
                .values_list("code", flat=True)
            )


def at(day: int, clock: str) -> int:
    """An instant of March 2026, Paris before the change of hour."""
    return parse_instant(f"2026-03-{day:02d}T{clock}:00+01:00")
