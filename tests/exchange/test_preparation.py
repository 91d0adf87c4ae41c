"""A demonstration that an earlier release prepared gets the people that came since, and nothing is told twice."""

from types import SimpleNamespace

import pytest

from timonier.config import preparation


def test_people_are_a_step_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    earlier = SimpleNamespace(
        mode=preparation.DEMONSTRATION,
        steps=["living", "contracts", "demonstration"],
        prepared_at="then",
        save=lambda update_fields: None,
    )
    monkeypatch.setattr(preparation, "migrate", lambda tell: None)
    monkeypatch.setattr(preparation, "_decide", lambda mode, anchor, seed: earlier)
    for name in ("_contracts", "_demonstration"):
        monkeypatch.setattr(preparation, name, lambda decided, tell: done.append("told again"))
    monkeypatch.setattr(preparation, "create_demo_accounts", done.append)
    for _ in range(2):
        preparation.prepare(None, lambda text: None)
    assert done == ["127.0.0.1"], "once, on this machine alone"
    assert earlier.steps[-1] == "people"
