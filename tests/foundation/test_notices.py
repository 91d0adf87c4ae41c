"""Notices: told once, to whom they belong, mailed by a real server's rules; hostile text is text."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as current
from django.test import Client

from tests.directory.conftest import World, _quick_hashes, _real_database, world
from timonier.config.environment import mail
from timonier.config.postman import Postman
from timonier.directory.models import Membership
from timonier.foundation.notify.letters import Line, letter
from timonier.foundation.notify.models import DUE, FAILED, OFF, SENT, Notice
from timonier.foundation.notify.post import post
from timonier.foundation.notify.queries import notices_of, unread
from timonier.foundation.notify.services import choose, clock, next_digest, tell
from timonier.foundation.tenancy.scopes import scope

__all__ = ["_quick_hashes", "_real_database", "world"]
PARAMS = {"number": "T-1", "by": "bob", "reason": "preuve"}


@dataclass
class Box:
    """What a server received, and how it answers: the next replies, in order, then 250."""

    mails: list[Any] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    delay: float = 0.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        reply = self.replies.pop(0) if self.replies and self.replies[0].startswith("rcpt ") else ""
        if reply:
            return reply.removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.delay:
            time.sleep(self.delay)
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return self.replies.pop(0) if self.replies else "250 taken"


@pytest.fixture
def server(settings: Any) -> Iterator[Box]:
    """A mail server on loopback, configured as an installation would."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free()
    controller.start()
    settings.MAIL = mail(
        {
            "TIMONIER_SMTP_URL": f"smtp://127.0.0.1:{controller.port}?starttls=no",
            "TIMONIER_MAIL_FROM": "timonier@agglo.example",
        }
    ) | {"timeout": 1}
    settings.ORIGIN = "https://timonier.agglo.example"
    yield box
    controller.stop()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def told(world: World, way: str = "now", key: str = "", params: dict[str, Any] | None = None) -> Notice:
    choose(world.bob.pk, "disputes", way)
    with scope([world.contract.pk]):
        tell(
            world.contract,
            [world.bob.pk],
            "dispute_raised",
            params or PARAMS,
            "/c/x/disputes/",
            key=key or uuid4().hex,
        )
        row: Notice = Notice.objects.filter(account=world.bob.pk).order_by("-pk")[0]
        return row


def state(world: World, row: Notice) -> Notice:
    with scope([world.contract.pk]):
        found: Notice = Notice.objects.get(pk=row.pk)
        return found


def due_now(world: World, row: Notice) -> None:
    with scope([world.contract.pk]):
        Notice.objects.filter(pk=row.pk).update(mail_at=clock() - 1)


@pytest.mark.req("KPI-34", "GOV-14")
def test_a_person_is_told_once_and_never_of_his_own_act(world: World) -> None:
    with scope([world.contract.pk]):
        people = [world.alice.pk, world.bob.pk]
        assert (
            tell(world.contract, people, "dispute_raised", PARAMS, "/c/x/", by=world.bob.pk, key="one") == 1
        )
        assert (
            tell(world.contract, people, "dispute_raised", PARAMS, "/c/x/", by=world.bob.pk, key="one") == 0
        )
        assert (unread(world.alice.pk), unread(world.bob.pk)) == (1, 0)
        assert "T-1" in notices_of(world.alice.pk, "fr")[0].sentence


@pytest.mark.req("ACC-01")
def test_a_notice_belongs_to_one_person_of_one_contract(world: World) -> None:
    row = told(world, "screen")
    browsers = {}
    for name in ("alice", "bob", "charlie"):
        browsers[name] = Client()
        browsers[name].force_login(getattr(world, name), backend="timonier.directory.backends.EmailBackend")
    assert "T-1" in browsers["bob"].get("/notices/").content.decode()
    for name in ("alice", "charlie"):
        assert "T-1" not in browsers[name].get("/notices/").content.decode()
        assert browsers[name].get(f"/notices/{row.pk}/").status_code == 404
        browsers[name].post("/notices/read")
    assert state(world, row).read_at is None
    assert browsers["bob"].get(f"/notices/{row.pk}/")["Location"] == "/c/x/disputes/"
    assert state(world, row).read_at is not None
    with scope([world.other.pk]):
        assert not Notice.objects.filter(pk=row.pk).exists()


def test_each_person_chooses_how_a_kind_comes(world: World, server: Box) -> None:
    browser = Client()
    browser.force_login(world.bob, backend="timonier.directory.backends.EmailBackend")
    assert browser.get("/notices/preferences").status_code == 200
    browser.post("/notices/preferences", {"way-disputes": "none", "way-penalties": "evil"})
    with scope([world.contract.pk]):
        assert tell(world.contract, [world.bob.pk], "dispute_raised", PARAMS, "/c/x/") == 0
        assert tell(world.contract, [world.bob.pk], "kpi_justified", PARAMS, "/c/x/") == 1


@pytest.mark.req("KPI-34")
def test_a_mail_leaves_at_once_in_the_reader_s_language_with_our_own_links(world: World, server: Box) -> None:
    row = told(world, params={**PARAMS, "reason": "preuve <b>jointe</b>"})
    assert post(world.contract.pk) == 1
    assert (state(world, row).mail, post(world.contract.pk)) == (SENT, 0)
    ((to, found),) = server.mails
    assert to == [world.bob.email]
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["From"] == "timonier@agglo.example"
    plain, html = (found.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "https://timonier.agglo.example/c/x/disputes/" in plain
    assert "conteste un intervalle du ticket T-1" in plain
    assert "&lt;b&gt;jointe" in html
    assert "<b>" not in html


def test_without_a_server_nothing_is_mailed_and_nothing_waits(world: World, settings: Any) -> None:
    settings.MAIL = {}
    assert told(world).mail == OFF
    assert post(world.contract.pk) == 0


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        ("451 later", DUE),
        ("554 never", FAILED),
        ("rcpt 450 busy", DUE),
        ("rcpt 550 unknown", FAILED),
    ],
)
def test_a_refusal_is_tried_again_only_when_that_is_of_use(
    world: World, server: Box, reply: str, after: str
) -> None:
    row = told(world)
    server.replies = [reply]
    assert post(world.contract.pk) == 0
    found = state(world, row)
    assert (found.mail, bool(found.trouble)) == (after, True)
    assert (found.mail_at or 0) > clock()
    if after == DUE:
        assert post(world.contract.pk) == 0, "not before its time"
        due_now(world, row)
        assert post(world.contract.pk) == 1


def test_a_server_that_sleeps_or_is_away_keeps_nobody_waiting_for_ever(
    world: World, server: Box, settings: Any
) -> None:
    row = told(world)
    server.delay = 2.5
    began = time.monotonic()
    assert post(world.contract.pk) == 0
    assert time.monotonic() - began < 10
    server.delay = 0
    settings.MAIL = settings.MAIL | {"port": _free()}
    due_now(world, row)
    assert post(world.contract.pk) == 0
    assert state(world, row).attempts == 2


def test_it_is_given_up_in_the_end(world: World, server: Box) -> None:
    row = told(world)
    for _ in range(7):
        server.replies = ["451 later"]
        due_now(world, row)
        post(world.contract.pk)
    assert state(world, row).mail == FAILED


def test_a_crash_between_sending_and_noting_sends_a_double_that_can_be_recognised(
    world: World, server: Box
) -> None:
    row = told(world, key="same")

    def crash(message: Any) -> None:
        with smtplib.SMTP("127.0.0.1", _port()) as one:
            one.send_message(message)
        raise KeyboardInterrupt

    def _port() -> int:
        return int(current.MAIL["port"])

    with pytest.raises(KeyboardInterrupt):
        post(world.contract.pk, crash)
    assert post(world.contract.pk) == 0, "it is lent to the one who died"
    due_now(world, row)
    assert post(world.contract.pk) == 1
    first, second = (found["Message-ID"] for _, found in server.mails)
    assert first == second


def test_two_postmen_send_once(world: World, server: Box) -> None:
    for n in range(12):
        told(world, key=f"n{n}")
    threads = [threading.Thread(target=lambda: Postman().once()) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    said = [
        line for _, found in server.mails for line in found.get_body(("plain",)).get_content().splitlines()
    ]
    assert sum("conteste" in line for line in said) == 12


def test_a_digest_waits_for_the_morning_and_comes_as_one(world: World, server: Box) -> None:
    rows = [told(world, "daily", key=f"d{n}") for n in range(3)]
    assert post(world.contract.pk) == 0
    assert all(row.mail_at == next_digest(row.at) for row in rows)
    for row in rows:
        due_now(world, row)
    assert post(world.contract.pk) == 3
    ((_, found),) = server.mails
    assert "3 notifications" in found["Subject"]


def test_who_left_the_contract_gets_nothing_of_it_any_more(world: World, server: Box) -> None:
    row = told(world)
    with scope([world.contract.pk]):
        Membership.objects.filter(account=world.bob).delete()
    assert post(world.contract.pk) == 0
    assert (server.mails, state(world, row).mail) == ([], OFF)


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nBcc: all@example.org",
        "\ud800",
        "\x00\x1b[31m",
        "{by.__class__}",
        "é" * 5000,
        "\u202egro.live",
        "",
    ],
)
@pytest.mark.parametrize("code", ["dispute_raised", "no such code", "breach_near\r\nX: y"])
def test_no_stored_text_breaks_a_letter_or_becomes_a_header(code: str, text: str) -> None:
    lines = [Line(text, code, {"by": text, "number": text, "reason": text}, "/c/" + text)]
    made = letter(
        lines, contract="vsgp", address="bob@example.org", sender="t@example.org", origin="https://t.example",
        language="fr", at=0.0,
    )  # fmt: skip
    again = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert sorted(set(again.keys())) == sorted(set(made.keys()))
    assert "Bcc" not in again
    assert again["To"] == "bob@example.org"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_notice_leads_nowhere_else(world: World, url: str) -> None:
    with scope([world.contract.pk]), pytest.raises(ValueError, match="into this product"):
        tell(world.contract, [world.bob.pk], "dispute_raised", PARAMS, url)


def test_the_address_of_the_server_is_read_and_its_password_never_shown() -> None:
    found = mail({"TIMONIER_SMTP_URL": "smtps://u%40x:p%2Fw@mail.example"})
    assert (found["host"], found["port"], found["user"], found["password"]) == (
        "mail.example",
        465,
        "u@x",
        "p/w",
    )
    assert mail({"TIMONIER_SMTP_URL": "smtp://u:p@mail.example?starttls=no"})["security"] == "starttls"
    for wrong in ("http://secret@x", "smtp://", "smtp://u:secret@x:99999"):
        with pytest.raises(Exception, match="TIMONIER_SMTP_URL") as caught:
            mail({"TIMONIER_SMTP_URL": wrong})
        assert "secret" not in str(caught.value)
