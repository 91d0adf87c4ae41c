"""Files: short, with a word of introduction, and at home on every machine."""

import ast
import re

from tests.house.tree import files, modules, texts

LONGEST = 400
# Put together here, so that this file does not name what it forbids.
_PLACES = "|".join(("root", "home", "work", "opt"))
MACHINE = re.compile(rf"(?<![\w.\-:/}}])/(?:{_PLACES})(?:/|\b(?![\w-]))")
HOSTS = re.compile(
    r"[\w.-]*(?:"
    + r"npmjs\."
    + r"|pythonhosted\."
    + r"|pypi\."
    + r"|unpkg\."
    + r"|jsdelivr\."
    + ")(?:org|com|net)"
)


def test_no_file_is_longer_than_a_reader_s_patience() -> None:
    long = {}
    for path in files():
        if path.suffix in (".py", ".html", ".css", ".js") and path.parts:
            lines = path.read_text("utf-8").count("\n")
            if lines > LONGEST:
                long[path.name] = lines
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name
        for name, tree in modules("src/", "tests/", "tools/")
        if tree.body and ast.get_docstring(tree) is None
    ]
    assert [name for name in silent if "/migrations/" not in name] == []


def test_no_path_of_one_machine_is_committed() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_host_of_a_registry_is_committed() -> None:
    assert [f"{name}: {found}" for name, text in texts() for found in HOSTS.findall(text)] == []


def test_the_search_for_paths_sees_one_and_leaves_addresses_alone() -> None:
    seen = [MACHINE.search(f'x = "/{place}/me"') is not None for place in _PLACES.split("|")]
    assert seen == [True] * 4
    assert MACHINE.search("https://example.org/home/page and {% url %}/work-orders") is None
