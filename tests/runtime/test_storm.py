"""Nothing acknowledged is lost or doubled, whatever part of the product is killed while it is being written to.

`TIMONIER_STORM=tickets:kills:seed` makes it as large as the machine allows; the suite keeps it small.
"""

import json
import os
import urllib.request
from pathlib import Path

import pytest

from tests.runtime.launcher import done, up, wait_until
from tests.runtime.storm import Client, blow, journal_titles

TICKETS, KILLS, SEED = (int(one) for one in os.environ.get("TIMONIER_STORM", "160:8:7").split(":"))
CLIENTS = 4


def is_quiet(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            found = json.load(answer)
    except OSError:
        return False
    return found["streams_waiting"] == 0 and found["events_unsealed"] == 0


@pytest.mark.req("DSK-01", "TIM-03")
def test_what_was_acknowledged_is_there_once_after_a_storm_of_kills(data: Path) -> None:
    token = done(
        "token", "create", "--contract", "vsgp", "--actions", "ticket.open,ticket.list", "--data", data
    ).strip()
    with up(data, "--port", "0", TIMONIER_WEB_WORKERS="2") as running:
        clients = [Client(running.url, token, f"c{n}", TICKETS // CLIENTS) for n in range(CLIENTS)]
        hits = blow(running, clients, KILLS, SEED)
        wait_until(lambda: is_quiet(running.url), 90)
        assert all(hits.values()), hits
        assert "PostgreSQL fell, begun again" in running.said()
    acknowledged = {key: number for one in clients for key, number in one.acknowledged.items()}
    assert len(acknowledged) == TICKETS // CLIENTS * CLIENTS
    assert [key for one in clients for key in one.doubtful] == [], "a key's second answer is its first"
    assert len(set(acknowledged.values())) == len(acknowledged), "each its own ticket"

    file = data.parent / "journal.jsonl"
    done("export", "journal", "--contract", "vsgp", "-o", file, "--data", data)
    told = journal_titles(file.read_text("utf-8").splitlines())
    assert told == dict.fromkeys(acknowledged, 1), "lost or doubled"
    measured = done("measures", "--contract", "vsgp", "--jsonl", "--data", data).splitlines()
    assert {json.loads(line)["item"] for line in measured} == set(acknowledged.values())
    assert json.loads(done("verify", "--json", "--data", data))["whole"]
    assert json.loads(done("recompute", "--contract", "vsgp", "--json", "--data", data))["identical"]
