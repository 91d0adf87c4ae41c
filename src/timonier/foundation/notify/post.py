"""The postman: takes what is due from the rows of notices, sends it by SMTP, notes what became of it.

At least once: a crash between sending and noting sends the same mail again, under the same Message-ID. Nothing of the
database is held while a server is spoken to.
"""

import logging
import smtplib
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from timonier.foundation.notify.letters import Line, letter
from timonier.foundation.notify.models import DUE, FAILED, OFF, SENT, Notice
from timonier.foundation.notify.services import clock
from timonier.foundation.tenancy.membership import contracts_of
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

log = logging.getLogger(__name__)
SECOND = 1_000_000
LEASE = 600 * SECOND
"""How long a taken notice stays with who took it; after a crash it is due again."""
WAITS = (60, 300, 1800, 7200, 21600, 43200)
"""Seconds before each further attempt; then it is given up, and the health page says so."""
AT_ONCE = 200
_TAKE = """
UPDATE notice SET mail_at = %s, attempts = attempts + 1 WHERE contract_id = %s AND id = ANY (ARRAY(
    SELECT id FROM notice WHERE contract_id = %s AND mail = 'due' AND mail_at <= %s
    ORDER BY mail_at, id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a mail did not go. `is_final`: trying again is of no use."""

    text: str
    is_final: bool


Send = Callable[[EmailMessage], None]


def post(contract_id: int, send: Send | None = None) -> int:
    """Send what is due of one contract; how many notices went. Opens its own scopes, outside any transaction."""
    if not settings.MAIL:
        return 0
    send = send or by_smtp
    gone = 0
    for account, rows in _take(contract_id).items():
        gone += _deliver(contract_id, account, rows, send)
    return gone


def _take(contract_id: int) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    with scope([contract_id]):
        at = clock()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [at + LEASE, contract_id, contract_id, at, AT_ONCE])
            ids = [identity for (identity,) in cursor.fetchall()]
        if ids:
            for row in Notice.objects.filter(pk__in=ids).order_by("at", "pk"):
                found[row.account].append(row)
    return found


def _deliver(contract_id: int, account: int, rows: list[Notice], send: Send) -> int:
    person = get_user_model().objects.filter(pk=account, is_active=True).first()
    if person is None or contract_id not in contracts_of(account):
        _note(contract_id, rows, OFF, "")  # no longer of this contract: nothing of it leaves the house
        return 0
    message = letter(
        [Line(row.key, row.code, row.params, row.url) for row in rows],
        contract=Contract.objects.get(pk=contract_id).key,
        address=str(getattr(person, "email", "")),
        sender=settings.MAIL["sender"],
        origin=settings.ORIGIN,
        language=str(getattr(person, "locale", "fr")),
        at=rows[0].at / SECOND,
    )
    fault = _try(message, send)
    if fault is None:
        _note(contract_id, rows, SENT, "")
        return len(rows)
    log.warning("a mail of notices did not go: %s", fault.text)
    _postpone(contract_id, rows, fault)
    return 0


def _try(message: EmailMessage, send: Send) -> Fault | None:
    try:
        send(message)
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _ in fault.recipients.values()]
        return Fault(f"recipient refused: {codes}", all(code >= 500 for code in codes))
    except smtplib.SMTPAuthenticationError as fault:
        return Fault(f"sign-in refused: {fault.smtp_code}", False)  # a person mends the settings
    except smtplib.SMTPResponseException as fault:
        return Fault(f"{type(fault).__name__}: {fault.smtp_code}", fault.smtp_code >= 500)
    except (smtplib.SMTPException, OSError) as fault:
        return Fault(type(fault).__name__, False)
    return None


def _note(contract_id: int, rows: list[Notice], state: str, trouble: str) -> None:
    with scope([contract_id]):
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mail=state, trouble=trouble[:300])


def _postpone(contract_id: int, rows: list[Notice], fault: Fault) -> None:
    with scope([contract_id]):
        at = clock()
        for row in rows:
            is_over = fault.is_final or row.attempts > len(WAITS)
            wait = WAITS[min(max(row.attempts, 1), len(WAITS)) - 1] * SECOND
            Notice.objects.filter(pk=row.pk).update(
                mail=FAILED if is_over else DUE, mail_at=at + wait, trouble=fault.text[:300]
            )


def by_smtp(message: EmailMessage) -> None:
    """Hand a mail to the configured server. Raises: SMTPException, OSError."""
    box: dict[str, Any] = settings.MAIL
    context = ssl.create_default_context()
    if box["security"] == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            box["host"], box["port"], timeout=box["timeout"], context=context
        )
    else:
        server = smtplib.SMTP(box["host"], box["port"], timeout=box["timeout"])
    with server:
        if box["security"] == "starttls":
            server.starttls(context=context)
        if box["user"]:
            server.login(box["user"], box["password"])
        server.send_message(message)
