"""The ground of the guided tour: the demonstration under a contract of its own, its three readers, and their camera.

With TIMONIER_TOUR=FOLDER the tour also takes the pictures of docs/tour: thirteen months and the present one, as `up`
shows them, instead of the three fixed months that are enough to walk it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import close_old_connections
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.contracts.ground import Parties, copy_of_vsgp
from tests.journeys.conftest import MONTH, PASSWORD, VIOLATIONS, Scene, Visit
from timonier.config.playing import lines_after
from timonier.config.preparation import default_anchor, settle
from timonier.contracts.queries import definition, plans_of
from timonier.core.instants import format_instant, month_of
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.exchange import demonstration
from timonier.exchange.demonstration.words import speak
from timonier.exchange.loading import load_objects
from timonier.foundation.installation import Installation
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.disputes import accept
from timonier.service_levels.keeping import bring_up_to_date
from timonier.service_levels.models import Acceptance
from timonier.service_levels.services import seal_month

PICTURES = os.environ.get("TIMONIER_TOUR", "")
TICKET, MINUTE = "D-WIFI", 60_000_000
PEOPLE = (
    ("alice", "Alice Martin", Side.PROVIDER, (Role.SERVICE_MANAGER, Role.TECHNICIAN)),
    ("bob", "Bob Durand", Side.CLIENT, (Role.CLIENT_AGENT,)),
    ("anne", "Anne Leclerc", Side.CLIENT, (Role.AUDITOR,)),
)


@dataclass(frozen=True)
class Ground:
    """Where the tour takes place. `month` is the last one that is over, `corrected` a sealed one with a correction."""

    scene: Scene
    contract: Contract
    month: str
    corrected: str
    folder: Path
    accounts: dict[str, Account]

    @property
    def root(self) -> str:
        return f"/c/{self.contract.key}"


def prepare(scene: Scene, folder: Path) -> Ground:
    """The demonstration, what its parties said, a clock that runs out, a month sealed and corrected by the next seal."""
    contract = copy_of_vsgp(folder, "vsgp-visite")
    Contract.objects.using("owner").filter(pk=contract.pk).update(is_demonstration=True)
    month = default_anchor(timezone.localdate()) if PICTURES else MONTH
    months = demonstration.months(month)[-13 if PICTURES else -3 :]
    services = sorted(definition(contract).versions[-1].services)
    for one in months:
        lines = demonstration.generate_month(one, month, 1, services)
        load_objects(contract, enumerate(lines, start=1), actor="demonstration", via=demonstration.VIA)
    if PICTURES:
        played = Installation(anchor=month, seed=1)
        told = lines_after(played, services, month_of(now(), plans_of(contract).tz))
        due = [line for at, line in told if at <= now()]
        load_objects(contract, enumerate(due, start=1), actor="demonstration", via=demonstration.VIA)
    load_objects(contract, enumerate(_running(contract), start=1), actor="demonstration", via="test")
    settle(contract)
    accounts = _people(scene, contract)
    speak(contract, months)
    _agree(contract, accounts, demonstration.next_month(month))
    corrected = months[-3]
    _seal_and_correct(contract, accounts, months)
    settle(contract)
    bring_up_to_date(contract)
    return Ground(scene, contract, month, corrected, folder, accounts)


def _running(contract: Contract) -> list[dict[str, object]]:
    """An incident at two thirds of its three hours, whenever the tour is walked."""
    plan, end = plans_of(contract).at(now()), now()
    kpi = next(one for one in plan.version.kpis if one.key == "KPI-07")
    opening, begin = plan.opening(kpi.service), end
    while opening.elapsed(begin, end) < 125 * MINUTE:
        begin -= 5 * MINUTE
    told = {"ticket": TICKET, "event": "created", "type": "incident", "channel": "phone", "scope": "user"}
    told |= {"priority": "high", "title": "Wi-Fi de la médiathèque coupé – Fontenay", "by": "c.leroux"}
    told |= {"requester": "Accueil de la médiathèque"}
    at, later = format_instant(begin), format_instant(begin + 2 * MINUTE)
    return [
        told | {"at": at, "known_at": at},
        {"ticket": TICKET, "event": "taken", "at": later, "known_at": later, "by": "c.leroux"},
    ]


def _people(scene: Scene, contract: Contract) -> dict[str, Account]:
    accounts = {}
    for name, full, side, roles in PEOPLE:
        account = ensure_account(f"{name}@visite.example", full, password=PASSWORD)
        Account.objects.filter(pk=account.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
        with scope([contract.pk]):
            for role in roles:
                grant_role(account, contract, role, f"{side} {contract.key}", side, decides=name == "bob")
        scene.people[f"tour-{name}"] = account.email
        accounts[name] = account
    return accounts


def _parties(contract: Contract, accounts: dict[str, Account]) -> Parties:
    alice, bob = accounts["alice"], accounts["bob"]
    return Parties(contract, contract, alice, bob, bob, alice, bob)


def _agree(contract: Contract, accounts: dict[str, Account], since: str) -> None:
    """A version that both parties accepted, in force from the month after the tour's."""
    both = _parties(contract, accounts)
    part = {"effective_from": f"{since}-01", "kpis": {"KPI-08": {"target": "5 h"}}}
    number = both.draft(both.alice, part, title="Avenant 1 : KPI-08 en 5 heures")
    both.effect(number)
    both.step(both.alice, number, "proposed", "Comme convenu au comité de pilotage.")
    both.step(both.bob, number, "accepted", "Accord de la direction.")


def _seal_and_correct(contract: Contract, accounts: dict[str, Account], months: list[str]) -> None:
    """A late proof is accepted after its month was sealed: the seal of the month after carries what it moves."""
    seal_month(contract, months[-3], by=accounts["bob"].email, via="test")
    caller = _parties(contract, accounts).caller(accounts["bob"])
    code = months[-3][2:4] + months[-3][5:7]
    with scope([contract.pk]):
        late = list(
            Acceptance.objects.filter(contract=contract, state="waiting", number__startswith=f"D-{code}-")
        )
    for one in late:
        with scope([contract.pk]):
            accept(caller, contract, one.number, one.of, one.what, accepted=True, reason="Vu en comité.")
    settle(contract)
    seal_month(contract, months[-2], by=accounts["bob"].email, via="test")


@contextmanager
def guided(ground: Ground, program: Browser, who: str) -> Iterator[Visit]:
    """Signed in as one of the three, in French."""
    context = program.new_context(
        viewport={"width": 1440, "height": 900}, locale="fr-FR", accept_downloads=True
    )
    context.add_init_script(VIOLATIONS)
    one = Visit(context.new_page(), replace(ground.scene), [])
    one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
    one.page.on(
        "console",
        lambda said: one.complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    email = ground.scene.people[f"tour-{who}"]
    Account.objects.filter(email=email).update(theme="light", locale="fr", rail="wide", density="comfortable")
    one.page.goto(one.scene.address + "/")
    one.page.fill("input[type=email]", email)
    one.page.fill("input[type=password]", PASSWORD)
    one.page.keyboard.press("Enter")
    one.page.locator(".tim-rail").wait_for()
    yield one
    context.close()
    close_old_connections()


def picture(page: Page, name: str, *, show: str = "") -> None:
    """What stands on the screen now, into the folder of pictures; `show`: the part that should be at the top."""
    if not PICTURES:
        return
    if show:
        page.locator(show).first.evaluate(
            "one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 96)"
        )
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)
    path = Path(PICTURES) / f"{name}.png"
    page.screenshot(path=str(path), animations="disabled")
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
