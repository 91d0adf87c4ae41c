"""What is handed in as a version: every error at once with its place, and nothing hostile gets further than a sentence."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.contracts.ground import SHIPPED, Parties
from timonier.contracts.files import LARGEST
from timonier.contracts.uploads import MOST_FILES, read_upload, read_version
from timonier.core.contract.source import Invalid
from timonier.foundation.tenancy.scopes import scope

AMENDMENT = "effective_from: 2026-09-01\nkpis:\n  KPI-07:\n    target: 2 h\n"


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def problems(both: Parties, name: str, raw: bytes) -> list[tuple[str, str, int]]:
    """(code, path, line) of all that is wrong."""
    with scope([both.contract.pk]), pytest.raises(Invalid) as found:
        read_upload(both.contract, name, raw)
    return [(one.code, one.path, one.line) for one in found.value.problems]


@pytest.mark.req("CON-01")
def test_an_amendment_says_only_what_changes(both: Parties) -> None:
    with scope([both.contract.pk]):
        source = read_upload(both.contract, "a.yaml", AMENDMENT.encode())
    assert source.tree["kpis"]["KPI-07"]["target"] == "2 h"
    assert source.tree["kpis"]["KPI-08"] and source.lists


def test_a_whole_contract_in_a_zip_stands_for_itself(both: Parties) -> None:
    files = {
        f"dossier/{path.relative_to(SHIPPED)}": path.read_bytes()
        for path in sorted(SHIPPED.rglob("*"))
        if path.is_file()
    }
    main = files["dossier/contract.yaml"].decode()
    main = main.replace("\nkey: vsgp\n", f"\nkey: {both.contract.key}\n").replace(
        "target: 3 h", "target: 2 h", 1
    )
    files["dossier/contract.yaml"] = main.encode()
    with scope([both.contract.pk]):
        source = read_upload(both.contract, "contrat.zip", packed(files))
    assert source.tree["kpis"]["KPI-07"]["target"] == "2 h" and source.lists


def test_a_zip_may_bring_an_amendment_with_a_list(both: Parties) -> None:
    with scope([both.contract.pk]):
        raw = packed(
            {"avenant.yaml": b"effective_from: 2026-09-01\nholidays: lists/jours.csv\n", "lists/jours.csv": b"date,name\n2026-12-24,Pont\n"}
        )  # fmt: skip
        source = read_upload(both.contract, "a.zip", raw)
    assert source.lists["lists/jours.csv"] == [{"date": "2026-12-24", "name": "Pont"}]
    assert len(source.lists) > 5, "the lists that it does not bring stay"


@pytest.mark.req("CON-01")
def test_every_error_is_told_at_once_with_its_line(both: Parties) -> None:
    text = (
        "effective_from: 2026-99-01\nkpis:\n  KPI-07:\n    target: bientôt\n    objective: 190 %\n    cible: 2 h\n"
        "hours:\n  desk: {week: lundi}\n"
    )
    found = problems(both, "a.yaml", text.encode())
    assert {
        ("contract_not_a_date", "effective_from", 1),
        ("contract_bad_target", "kpis.KPI-07.target", 4),
        ("contract_bad_share", "kpis.KPI-07.objective", 5),
        ("contract_unknown_key", "kpis.KPI-07.cible", 6),
        ("contract_bad_week", "hours.desk", 8),
    } <= set(found)


BOMB = "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\neffective_from: 2026-09-01\n"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BOMB.encode(), "contract_alias"),
        (b"!!python/object/apply:os.system [id]\n", "contract_not_a_mapping"),
        (b"effective_from: 2026-09-01\nx: !!python/name:os.system y\n", "contract_unknown_key"),
        (b"- 1\n- 2\n", "contract_not_a_mapping"),
        (b"a: 1\na: 2\neffective_from: 2026-09-01\n", "contract_repeated_key"),
        (b"\xff\xfe\x00", "contract_unreadable"),
        (b"[" * 100_000, "contract_too_deep"),
        (b"- " * 500_000, "contract_too_deep"),
        (b"? " * 500_000, "contract_too_deep"),
        (b"- a\n" * 400_000, "contract_too_many"),
        (b"kpis: {}\n", "contract_key_missing"),
        (b"key: vsgp\neffective_from: 2026-09-01\n", "contract_other_key"),
        (b"x" * (LARGEST + 1), "contract_too_large"),
        (b"holidays: ../../../../etc/passwd.csv\neffective_from: 2026-09-01\n", ""),
    ],
)
def test_hostile_yaml_ends_in_a_sentence(both: Parties, raw: bytes, code: str) -> None:
    if code:
        assert code in [one for one, _, _ in problems(both, "a.yaml", raw)]
    else:
        with scope([both.contract.pk]):
            source = read_upload(both.contract, "a.yaml", raw)
        assert "../../../../etc/passwd.csv" not in source.lists


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"../outside.yaml": b"x: 1"}, "contract_zip_name"),
        ({"/etc/outside.yaml": b"x: 1"}, "contract_zip_name"),
        ({"a\\..\\..\\b.yaml": b"x: 1"}, "contract_zip_name"),
        ({f"{n}.csv": b"" for n in range(MOST_FILES + 1)}, "contract_too_large"),
        ({"a.yaml": b"0" * 21_000_000}, "contract_too_large"),
        ({"a.yaml": b"x: 1", "b.yaml": b"x: 1"}, "contract_one_file"),
        ({"readme.txt": b"nothing"}, "contract_one_file"),
    ],
    ids=["up", "root", "backslash", "many", "large", "two", "none"],
)
def test_a_hostile_zip_ends_in_a_sentence(both: Parties, files: dict[str, bytes], code: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert problems(both, "a.zip", stream.getvalue())[0][0] == code


def test_a_broken_zip_is_told_as_one(both: Parties) -> None:
    assert problems(both, "a.zip", packed({"a.yaml": b"x"})[:-30])[0][0] == "contract_bad_zip"


def test_a_zip_whose_content_is_spoilt_is_told_as_one(both: Parties) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.yaml", AMENDMENT * 50)
    raw = bytearray(stream.getvalue())
    raw[40:60] = b"\xff" * 20
    assert problems(both, "a.zip", bytes(raw))[0][0] == "contract_bad_zip"


@pytest.mark.parametrize("name", ["a.yaml/b.yaml", "x" * 300 + ".yaml"])
def test_a_name_that_no_file_can_bear_is_told(both: Parties, name: str) -> None:
    raw = packed({"a.yaml": AMENDMENT.encode(), name: b"x"})
    assert problems(both, "a.zip", raw)[0][0] == "contract_zip_name"


def test_a_link_in_a_zip_is_refused(both: Parties) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert problems(both, "a.zip", stream.getvalue())[0][0] == "contract_zip_name"


def test_a_folder_is_read_as_a_file_is(both: Parties, tmp_path: Path) -> None:
    folder = tmp_path / "avenant"
    folder.mkdir()
    (folder / "avenant.yaml").write_text(AMENDMENT, "utf-8")
    with scope([both.contract.pk]):
        assert (
            read_version(both.contract, folder).tree
            == read_version(both.contract, folder / "avenant.yaml").tree
        )
