"""A real browser on the real product: one month of the demonstration, a server on loopback, three people."""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from django.contrib.auth.hashers import make_password
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import close_old_connections, connections
from playwright.sync_api import Browser, Page, sync_playwright

from timonier.config.assets import PACKAGES
from timonier.config.commands.test import browser as chromium
from timonier.config.preparation import settle
from timonier.config.wsgi import application
from timonier.contracts.queries import definition
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account
from timonier.directory.services import ensure_account, grant_role
from timonier.exchange import demonstration
from timonier.exchange.loading import load_objects
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.service_levels.keeping import bring_up_to_date

# The browser's driver runs a loop in this thread; the tests set accounts between two steps of it, never in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
MONTH = "2026-09"
PASSWORD = "a-long-enough-secret-7"
VIOLATIONS = """addEventListener('securitypolicyviolation', (event) =>
  console.error(`policy of content: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""
AXE = PACKAGES / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Scene:
    """Where the product answers, and who may come in."""

    address: str
    contract: str
    people: dict[str, str]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not told."""


@pytest.fixture(autouse=True)
def _real_database(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def scene(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock():
        contract = Contract.objects.get(key="vsgp")
        services = sorted(definition(contract).versions[-1].services)
        lines = demonstration.generate_month(MONTH, MONTH, 1, services)
        load_objects(contract, enumerate(lines, start=1), actor="journeys", via="test")
        settle(contract)
        bring_up_to_date(contract)
        people = _people()
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
        server.set_app(_closing)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Scene(f"http://127.0.0.1:{server.server_port}", "vsgp", people)
        server.shutdown()
        for connection in connections.all(initialized_only=True):
            connection.close()


def _closing(environ: Any, start: Any) -> Any:
    try:
        return application(environ, start)
    finally:
        close_old_connections()


def _people() -> dict[str, str]:
    found = {}
    for name, key, role, side in (
        ("alice", "vsgp", Role.SERVICE_MANAGER, Side.PROVIDER),
        ("alice", "vsgp", Role.TECHNICIAN, Side.PROVIDER),
        ("bob", "vsgp", Role.CLIENT_AGENT, Side.CLIENT),
        ("charlie", "exemple", Role.CLIENT_AGENT, Side.CLIENT),
        ("ursula", "vsgp", Role.END_USER, Side.CLIENT),
    ):
        account = ensure_account(f"{name}@journeys.example", name.title(), password=PASSWORD)
        Account.objects.filter(pk=account.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
        place = Contract.objects.get(key=key)
        with scope([place.pk]):
            grant_role(account, place, role, f"{side} {key}", side, decides=True)
        found[name] = account.email
    return found


@pytest.fixture(scope="session")
def program() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: named when the suite starts, and an error under STRICT")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Visit:
    """A person at a browser; what the browser complained about."""

    page: Page
    scene: Scene
    complaints: list[str]

    def go(self, path: str, status: int = 200) -> None:
        """Open a page of the product."""
        answer = self.page.goto(self.scene.address + path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"

    def axe(self) -> list[str]:
        """What axe finds, one line per rule."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
        return [
            f"{one['id']}: {one['help']} ({one['nodes'][0]['html'][:160]} …{len(one['nodes'])})"
            for one in found["violations"]
        ]


@pytest.fixture
def visit(scene: Scene, program: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Signed in as the person named by the test's parameter `who`, at `width` pixels."""
    asked = getattr(request, "param", {})
    context = program.new_context(
        viewport={"width": asked.get("width", 1440), "height": 900},
        locale="fr-FR",
        bypass_csp=False,
        color_scheme=asked.get("device", "light"),
        java_script_enabled=asked.get("script", True),
    )
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    one = Visit(page, scene, [])
    page.on(
        "console",
        lambda message: one.complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    who = asked.get("who", "alice")
    Account.objects.filter(email=scene.people[who]).update(
        theme=asked.get("theme", "light"), locale="fr", rail="wide", density="comfortable", has_shortcuts=True
    )
    sign_in(one, who)
    yield one
    context.close()


def sign_in(one: Visit, who: str) -> None:
    """Through the form, as people do."""
    one.page.goto(one.scene.address + "/")
    one.page.fill("input[type=email]", one.scene.people[who])
    one.page.fill("input[type=password]", PASSWORD)
    one.page.keyboard.press("Enter")
    one.page.wait_for_url(re.compile(r"/c/[^/]+/(today|tickets)/"))
