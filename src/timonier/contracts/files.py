"""Read a contract's folder (or one YAML file): the tree with the place of each node, parts, lists, amendments.

Only texts come out: `no`, `on`, `1:30` and `2026-01-01` stay as written; the schema gives the types. Anchors, aliases
and repeated keys are refused.
"""

import csv
import io
from pathlib import Path
from typing import Any

import yaml

from timonier.core.contract.model import Contract
from timonier.core.contract.schema import build
from timonier.core.contract.source import Invalid, Problem, Source

LARGEST = 2_000_000
DEEPEST = 100
MOST_NODES = 50_000
MAIN = "contract.yaml"
PARTS = "parts"
Places = dict[tuple[str, ...], tuple[str, int]]


def read_contract(path: Path) -> Contract:
    """The contract of a folder or file, amendments applied. Raises: Invalid with every problem."""
    sources = read_sources(path)
    return build(str(sources[0].tree.get("key", "")), sources)


def read_sources(path: Path) -> list[Source]:
    """Complete sources of all versions, oldest first. Raises: Invalid."""
    main = path / MAIN if path.is_dir() else path
    problems: list[Problem] = []
    tree, places = _read(main, problems)
    folder = main.parent
    if main.name == MAIN:
        for one in sorted((folder / PARTS).glob("*.yaml")):
            _add(tree, places, one, problems)
    sources = [Source(tree, _lists(folder, tree, problems), places)] if tree else []
    amendments = sorted((folder / "amendments").glob("*.yaml")) if path.is_dir() else []
    for amendment in amendments:
        part, new_places = _read(amendment, problems)
        if sources and part:
            before = sources[-1]
            merged = merge(before.tree, part)
            sources.append(Source(merged, _lists(folder, merged, problems), {**before.places, **new_places}))
    if problems or not sources:
        raise Invalid(problems)
    return sources


def _add(tree: dict[str, Any], places: Places, path: Path, problems: list[Problem]) -> None:
    """Put a part's keys beside those of the tree; a key stands in one file alone."""
    part, new_places = _read(path, problems)
    for key in part.keys() & tree.keys():
        line = new_places.get((key,), ("", 0))[1]
        problems.append(Problem(key, "contract_repeated_key", {"key": key}, path.name, line))
    tree |= {key: value for key, value in part.items() if key not in tree}
    places.update(
        {place: where for place, where in new_places.items() if place and places.get(place) is None}
    )


def merge(tree: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A tree with an amendment laid over it: mappings merge, everything else is replaced."""
    found = dict(tree)
    for key, value in part.items():
        old = found.get(key)
        found[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def _read(path: Path, problems: list[Problem]) -> tuple[dict[str, Any], Places]:
    name = path.name
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            problems.append(Problem("·", "contract_too_large", {"limit": LARGEST}, name))
            return {}, {}
        text = raw.decode("utf-8")
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                problems.append(
                    Problem(
                        "·", "contract_alias", {}, name, event.start_mark.line + 1 if event.start_mark else 1
                    )
                )
                return {}, {}
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST or count > MOST_NODES:
                # Before the reader's time grows with the square of the depth, or with what no contract holds.
                code, limit = (
                    ("contract_too_deep", DEEPEST) if depth > DEEPEST else ("contract_too_many", MOST_NODES)
                )
                place = event.start_mark.line + 1 if event.start_mark else 1
                problems.append(Problem("·", code, {"limit": limit}, name, place))
                return {}, {}
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError:
        problems.append(Problem("·", "contract_no_file", {"file": str(path)}, name))
        return {}, {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = str(getattr(error, "problem", None) or type(error).__name__)
        problems.append(Problem("·", "contract_unreadable", {"why": why}, name, mark.line + 1 if mark else 0))
        return {}, {}
    places: Places = {}
    tree = _plain(node, (), name, places, problems) if node is not None else None
    if not isinstance(tree, dict):
        problems.append(Problem("·", "contract_not_a_mapping", {}, name, 1))
        return {}, {}
    return tree, places


def _plain(node: yaml.Node, path: tuple[str, ...], file: str, places: Places, problems: list[Problem]) -> Any:
    places[path] = (file, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                where = key_node.start_mark.line + 1
                problems.append(
                    Problem(".".join((*path, key)), "contract_repeated_key", {"key": key}, file, where)
                )
            found[key] = _plain(value_node, (*path, key), file, places, problems)
            places[(*path, key)] = (file, key_node.start_mark.line + 1)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(one, (*path, str(index)), file, places, problems) for index, one in enumerate(node.value)
        ]
    return "" if node.tag.endswith(":null") and node.value in ("", "~", "null") else str(node.value)


def _lists(folder: Path, tree: dict[str, Any], problems: list[Problem]) -> dict[str, list[dict[str, str]]]:
    """Rows of every CSV file that the tree names."""
    found = {}
    for name in sorted(_csv_names(tree)):
        path = folder / name
        try:
            if not path.resolve().is_relative_to(folder.resolve()) or path.stat().st_size > LARGEST:
                raise OSError(name)
            rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8")), strict=True))
        except (OSError, UnicodeDecodeError, csv.Error):
            problems.append(Problem("·", "contract_list_missing", {"file": name}, name))
            continue
        found[name] = [{str(key): value or "" for key, value in row.items()} for row in rows]
    return found


def _csv_names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {name for item in value.values() for name in _csv_names(item)}
    if isinstance(value, list):
        return {name for item in value for name in _csv_names(item)}
    return {value} if isinstance(value, str) and value.endswith(".csv") else set()


def read_tree(path: Path, problems: list[Problem]) -> tuple[dict[str, Any], Places]:
    """The tree of one file with the place of each node; what is wrong is noted."""
    return _read(path, problems)


def read_lists(
    folder: Path, tree: dict[str, Any], problems: list[Problem]
) -> dict[str, list[dict[str, str]]]:
    """Rows of every CSV file that the tree names, from the files of a folder; what is missing is noted."""
    return _lists(folder, tree, problems)
