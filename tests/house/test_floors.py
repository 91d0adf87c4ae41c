"""The floors: what may know what. The linter holds the imports; here, too, what it cannot see."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.house.tree import ROOT, SOURCE


def floors() -> dict[str, int]:
    """Room → number of its floor, the lowest one the greatest."""
    linter = configparser.ConfigParser()
    linter.read(ROOT / ".importlinter", "utf-8")
    layers = linter["importlinter:contract:floors"]["layers"].split("\n")
    return {
        room.strip(" ()"): number
        for number, layer in enumerate(one for one in layers if one.strip())
        for room in layer.split("|")
    }


def test_the_import_linter_passes() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [str(program), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert " 0 broken" in ended.stdout


def test_every_room_has_its_floor() -> None:
    rooms = {one.name for one in SOURCE.iterdir() if (one / "__init__.py").is_file()}
    assert sorted(rooms - floors().keys()) == []


def test_foreign_keys_lead_to_the_same_room_or_a_lower_floor() -> None:
    known, up = floors(), []
    for model in apps.get_models():
        room = model.__module__.split(".")
        if room[0] != "timonier":
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            there = target.__module__.split(".") if isinstance(target, type) else []
            if there[:1] == ["timonier"] and there[1] != room[1] and known[there[1]] <= known[room[1]]:
                up.append(f"{model.__name__}.{field.name} → {there[1]}")
    assert up == []


def test_no_change_of_a_table_waits_for_its_migration() -> None:
    """What `makemigrations --check` asks, without a database."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert loader.detect_conflicts() == {}
    with translation.override(None):  # names of fields are translated texts
        now = ProjectState.from_apps(apps)
        waiting = MigrationAutodetector(loader.project_state(), now).changes(loader.graph)
    assert {app: [str(one) for one in rows] for app, rows in waiting.items()} == {}
