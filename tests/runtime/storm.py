"""A storm: clients that write without rest, and a hand that kills the parts of the product at random instants.

Each client keeps its own list of what was acknowledged to it: that list, and no figure of the product, is the judge.
"""

import json
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.runtime.launcher import Up, pids

PATIENCE = 120.0


@dataclass
class Client:
    """One sender: every ticket has a key of its own, sent again until it is acknowledged."""

    url: str
    token: str
    name: str
    count: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    doubtful: list[str] = field(default_factory=list)

    def work(self) -> None:
        """Open the tickets, now and then the same one twice."""
        dice = random.Random(self.name)
        for number in range(self.count):
            key = f"{self.name}-{number}"
            self.acknowledged[key] = self._open(key)
            if dice.random() < 0.2 and self._open(key) != self.acknowledged[key]:
                self.doubtful.append(key)

    def _open(self, key: str) -> str:
        body = json.dumps(
            {"type": "incident", "title": key, "priority": "high", "channel": "portal"}
        ).encode()
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            request = urllib.request.Request(f"{self.url}/api/v1/contracts/vsgp/tickets", body, headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
                    return str(json.load(answer)["number"])
            except urllib.error.HTTPError as error:
                self.answers[error.code] = self.answers.get(error.code, 0) + 1
                assert error.code >= 500, f"{key}: {error.code} {error.read()[:300]!r}"
            except (OSError, ValueError):
                self.answers[0] = self.answers.get(0, 0) + 1
            time.sleep(0.1)
        raise AssertionError(f"{key} was never acknowledged")


def hit(data: Path, word: str, dice: random.Random) -> bool:
    """Kill one process of the folder whose command holds this word."""
    found = sorted(pids(data, word))
    if not found:
        return False
    with suppress(ProcessLookupError):
        os.kill(dice.choice(found), signal.SIGKILL)
    return True


def blow(running: Up, clients: list[Client], kills: int, seed: int, pause: float = 1.0) -> dict[str, int]:
    """Let the clients work while parts are killed; how often each part was. Ends when every client is done."""
    dice = random.Random(seed)
    threads = [threading.Thread(target=one.work, name=one.name, daemon=True) for one in clients]
    for one in threads:
        one.start()
    targets = ("granian", "timonier.config.worker", "postgres: timonier_app", "bin/postgres")
    done = dict.fromkeys(targets, 0)
    # Each part is killed at least once, in an order of its own.
    order = [targets[n % len(targets)] for n in range(kills)]
    dice.shuffle(order)
    for word in order:
        time.sleep(pause * (0.5 + dice.random()))
        done[word] += hit(running.data, word, dice)
    for one in threads:
        one.join(PATIENCE * 2)
        assert not one.is_alive(), f"{one.name} still works"
    return done


def journal_titles(lines: list[str]) -> dict[str, int]:
    """Title of every opening in an exported journal → how often it stands there."""
    found: dict[str, int] = {}
    for line in lines:
        entry: dict[str, Any] = json.loads(line)
        if entry.get("kind") == "ticket.created":
            title = _title(entry)
            found[title] = found.get(title, 0) + 1
    return found


def _title(entry: dict[str, Any]) -> str:
    payload = entry["payload"]
    return str((json.loads(payload) if isinstance(payload, str) else payload)["title"])
