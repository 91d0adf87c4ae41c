"""What is measured: pages and the API through the real server, the arithmetic through the doors that commands use."""

import json
import resource
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from http.client import HTTPConnection
from multiprocessing import get_context
from random import Random
from statistics import median
from types import MappingProxyType
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from timonier.config.bench.figures import Figure, at_least, at_most, percentile, timed
from timonier.contracts.queries import plans_of
from timonier.core.engine import AGGREGATED, evaluate_stream
from timonier.directory.choices import Role, Side
from timonier.directory.services import ensure_account, grant_role
from timonier.directory.tokens import create_token
from timonier.foundation.journal.proof import verify
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now
from timonier.service_levels.inputs import Known, streams_of
from timonier.service_levels.services import month_result

ROUNDS = 3
CLIENTS = 8


def session_cookie(contracts: Sequence[str]) -> str:
    """A technician of every contract, signed in."""
    account = ensure_account("bench@bench.invalid", "Bench", password=uuid4().hex)
    for key in contracts:
        contract = Contract.objects.get(key=key)
        with scope([contract.pk]):
            grant_role(account, contract, Role.TECHNICIAN, "bench", Side.PROVIDER)
            grant_role(account, contract, Role.SERVICE_MANAGER, "bench", Side.PROVIDER)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "timonier.directory.backends.EmailBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def token_of(key: str) -> str:
    """A token that may open tickets."""
    contract = Contract.objects.get(key=key)
    with scope([contract.pk]):
        return create_token(contract, ["ticket.open", "ticket.list"], label="bench")


def pages(port: int, cookie: str, contracts: Sequence[str], numbers: dict[str, list[str]]) -> list[Figure]:
    """The list and the page of a ticket: one client for the percentiles, eight for the rate."""
    dice = Random(1)

    def a_list() -> str:
        return f"/c/{dice.choice(contracts)}/tickets/"

    def a_ticket() -> str:
        key = dice.choice(contracts)
        return f"/c/{key}/tickets/t/{dice.choice(numbers[key])}"

    found = []
    for what, path, p50, p95 in (("ticket list", a_list, 35.0, 60.0), ("ticket page", a_ticket, 40.0, None)):
        rounds = [_one_client(port, cookie, path) for _ in range(ROUNDS)]
        found.append(at_most(f"{what}, p50", [median(one) for one in rounds], "ms", p50))
        if p95 is not None:
            found.append(at_most(f"{what}, p95", [percentile(one, 0.95) for one in rounds], "ms", p95))
    rates = [_many_clients(port, lambda client: get(client, cookie, a_list())) for _ in range(ROUNDS)]
    found.append(at_least("ticket list, 8 clients", rates, "requests/s", 50.0))
    return found


def _one_client(port: int, cookie: str, path: Callable[[], str], count: int = 150) -> list[float]:
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(10):
        get(client, cookie, path())
    return [timed(lambda: get(client, cookie, path())) * 1000 for _ in range(count)]


def get(
    client: HTTPConnection, cookie: str, path: str, headers: Mapping[str, str] = MappingProxyType({})
) -> None:
    """One page, read to its end. Raises: RuntimeError when it is not what was asked for."""
    client.request("GET", path, headers={"Cookie": cookie, **headers})
    answer = client.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _many_clients(port: int, act: Callable[[HTTPConnection], None], seconds: float = 10.0) -> float:
    """Requests per second of eight clients that never rest."""
    done = [0] * CLIENTS
    faults: list[str] = []
    end = time.perf_counter() + seconds

    def work(place: int) -> None:
        client = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            while time.perf_counter() < end:
                act(client)
                done[place] += 1
        except (OSError, RuntimeError) as error:
            faults.append(str(error))

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise RuntimeError(faults[0])
    return sum(done) / (time.perf_counter() - began)


def creation(port: int, contracts: Sequence[str]) -> list[Figure]:
    """Tickets opened by the API: durable, with event, measures and projection, before the answer."""
    tokens = {key: token_of(key) for key in contracts}
    dice = Random(2)
    body = json.dumps(
        {
            "type": "incident",
            "title": "Écran noir",
            "priority": "high",
            "channel": "portal",
            "requester": "Agent 0001",
        }
    ).encode()

    def act(client: HTTPConnection) -> None:
        key = dice.choice(contracts)
        headers = {
            "Authorization": f"Bearer {tokens[key]}",
            "Content-Type": "application/json",
            "Idempotency-Key": uuid4().hex,
        }
        client.request("POST", f"/api/v1/contracts/{key}/tickets", body, headers)
        answer = client.getresponse()
        said = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"creation: {answer.status} {said[:200]!r}")

    rates = [_many_clients(port, act) for _ in range(ROUNDS)]
    return [at_least("creation by API, 8 clients", rates, "tickets/s", 200.0)]


def months(contracts: Sequence[str], month: str) -> list[Figure]:
    """One month of one contract, computed from the journal."""
    chosen = contracts[:ROUNDS]
    for key in chosen:
        month_result(Contract.objects.get(key=key), month)
    values = [timed(lambda key=key: month_result(Contract.objects.get(key=key), month)) for key in chosen]  # type: ignore[misc]
    return [at_most("a month of a contract", values, "s", 1.0)]


def everything(contracts: Sequence[str], processes: int) -> list[Figure]:
    """All measures of all tickets from the journal, and whether twice the tickets take twice the time."""
    half = len(contracts) // 2
    spans, peak, tickets, events = [], 0, 0, 0
    for chosen in (contracts[:half], contracts):
        connections.close_all()
        began = time.perf_counter()
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            parts = list(pool.map(_evaluate, chosen))
        spans.append(time.perf_counter() - began)
        tickets, events = sum(one[0] for one in parts), sum(one[1] for one in parts)
        peak = max(one[2] for one in parts) * processes
    full = 25.0 * tickets / 1_000_000
    return [
        at_most(
            f"all of {tickets:,} tickets ({events:,} events)",
            [spans[1]],
            "s",
            full,
            f"{tickets / spans[1]:,.0f} tickets/s",
        ),
        at_most("the same, memory of all processes", [peak / 2**20], "GiB", 3.0),
        at_most("the same, time of all ÷ time of half", [spans[1] / spans[0]], "×", 2.3),
    ]


def _evaluate(key: str) -> tuple[int, int, int]:
    contract = Contract.objects.get(key=key)
    plans = plans_of(contract)
    tickets = events = 0
    with scope([contract.pk]):
        instant = now()
        for family, name, found in streams_of(contract, None, Known()):
            if family in AGGREGATED:
                continue
            evaluate_stream(plans, family, name, found, instant)
            tickets += 1
            events += len(found)
    connections.close_all()
    return tickets, events, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def verification(contracts: Sequence[str]) -> list[Figure]:
    """Every digest and seal, in seconds for a million events."""
    values = []
    for key in contracts[:ROUNDS]:
        contract = Contract.objects.get(key=key)
        began = time.perf_counter()
        (verdict,) = verify(contract)
        values.append((time.perf_counter() - began) * 1_000_000 / max(1, verdict.sealed))
        if verdict.fault is not None:
            raise RuntimeError(f"{key}: {verdict.fault}")
    return [at_most("verify, of a million events", values, "s", 20.0)]
