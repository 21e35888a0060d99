"""The house's plan, held by its source: who may import whom, where effects begin, and how big a room may be."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent

FLOORS = (
    *("intake.errors", "intake.records", "intake.ports", "intake"),
    *("parsers.thai", "parsers.records", "parsers.parts", "parsers.ports", "parsers.ocr", "parsers", "parsers.kinds"),
    "parsers.identify",
    *("parsers.papers", "parsers.merge", "parsers.relevance", "parsers.lending", "parsers.gather", "parsers.waiting"),
    "parsers.assemble",
    *("rules.terms", "rules.records", "rules"),
    *("storage.notices", "storage.records", "storage.ports", "storage"),
    "notices",
    *("pipeline", "office", "rounds", "scheduler", "contract", "desk", "story", "checkup", "screens", "arguments", "cli"),
    *("training", "rehearsal", "bench"),
)
"""From the bottom up. A module stands on the floor of its longest prefix here and imports from its own floor and below."""

APART = frozenset({"training", "rehearsal", "bench", "tests"})
"""Serve the product; the product knows nothing of them."""

LAZY = frozenset({("cli", "rehearsal.demo")})
"""The one way from the product to them: inside the function of ``damrong demo``."""

HOMES = ("imapclient", "mailparser", "pdfplumber", "pytesseract", "onnxruntime")
"""Libraries that one module of the product imports; elsewhere they are behind our own records."""

EFFECTS: Mapping[str, frozenset[str]] = {
    # Everything that is dated goes by ``intake.clock``. The daemon's timers, the age of a file in the fax spool and the
    # upkeep of the data folder go by the machine's time, which ``--now`` does not move.
    "clock": frozenset({"intake.clock", "intake.fax_spool", "rounds", "scheduler", "storage.upkeep", "storage.blobs"}),
    "sleep": frozenset(),
    "environment": frozenset({"cli", "checkup", "office", "scheduler", "intake.imap"}),
    "files": frozenset(
        {
            *("intake.configuration", "intake.credentials", "intake.disk", "intake.files"),
            # Converters want files: private folders that are removed. Figures of the reading process come from /proc.
            *("parsers.office", "parsers.ocr.faxline", "parsers.reading_process", "parsers.sandbox"),
            *("parsers.thai.register", "parsers.ocr.recognise", "rules.directive"),  # the project's own data files
            *("storage.audit", "storage.backup", "storage.blobs", "storage.engine", "storage.lease"),
        }
    ),
    "print": frozenset({"screens", "cli"}),
}
"""Which modules of the product may do what; every other one gets the time, the settings and the bytes as arguments."""

MOST_LINES, MOST_FUNCTION_LINES = 300, 60
FILE_METHODS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes"})
FILE_MODE = re.compile(r"[rwxa][bt]?\+?")


@cache
def modules() -> Mapping[str, Path]:
    """Every module outside the tests by its dotted name."""
    found = {}
    for name in {floor.partition(".")[0] for floor in FLOORS}:
        for path in [TOP / f"{name}.py", *(TOP / name).rglob("*.py")]:
            if path.is_file():
                found[".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def product() -> list[str]:
    return sorted(name for name in modules() if name.partition(".")[0] not in APART)


def names_imported(node: ast.AST) -> Iterator[str]:
    """Full names that an import statement may mean: ``from a import b`` is ``a.b``."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(name: str) -> str | None:
    """The module of this project that a full name lies in."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name or None


@cache
def imports(name: str) -> frozenset[str]:
    """Modules of ours that a module imports, lazily or at once."""
    found = {ours(each) for node in ast.walk(tree(name)) for each in names_imported(node)}
    return frozenset(each for each in found if each is not None and each != name)


def floor(name: str) -> int:
    prefix = name
    while prefix not in FLOORS:
        prefix = prefix.rpartition(".")[0]
    return FLOORS.index(prefix)


def test_every_folder_and_module_stands_on_a_floor() -> None:
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    here = {path.stem for path in TOP.glob("*.py")} | {path.parent.name for path in TOP.glob("*/__init__.py")}
    assert here - {"tests"} == {name.partition(".")[0] for name in FLOORS} - ({"training"} - here)
    installed = {*settings["packages"], *settings["py-modules"]}
    packages = {name for name, path in modules().items() if path.name == "__init__.py" or path.parent == TOP}
    here_only = {name for name in packages if name.partition(".")[0] in {"bench", "training"}}
    assert packages - here_only == installed, "pyproject.toml lists every package"


def test_nobody_imports_from_a_floor_above() -> None:
    climbing = [f"{name} imports {each}" for name in modules() for each in imports(name) if floor(each) > floor(name)]
    assert [each for each in climbing if each not in {f"{a} imports {b}" for a, b in LAZY}] == []


def test_no_circles() -> None:
    try:
        TopologicalSorter({name: imports(name) for name in modules()}).prepare()
    except CycleError as error:
        pytest.fail("imports in a circle: " + " <- ".join(error.args[1]))


def test_the_product_knows_nothing_of_what_stands_apart() -> None:
    found = {(name, each) for name in product() for each in imports(name) if each.partition(".")[0] in APART}
    assert found == LAZY
    for name, wanted in LAZY:
        at_once = {each for node in tree(name).body for each in names_imported(node)}
        assert not any(each.startswith(wanted) for each in at_once), f"{name} imports {wanted} only when it is called"


def test_training_serves_itself_alone() -> None:
    assert [
        name
        for name in modules()
        if name.partition(".")[0] != "training" and "training" in {each.partition(".")[0] for each in imports(name)}
    ] == []


@pytest.mark.parametrize("library", HOMES)
def test_one_module_speaks_to_a_library(library: str) -> None:
    homes = [
        name
        for name in product()
        if any(each.partition(".")[0] == library for node in ast.walk(tree(name)) for each in names_imported(node))
    ]
    assert len(homes) <= 1, f"{library} is imported in {homes}"


def effects(module: ast.Module) -> Iterator[tuple[str, int]]:
    """(effect, line) for everything in a module that touches clock, environment, files or terminal."""
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        for name in names_imported(node):
            yield from ((effect, line) for effect in _effects_of_import(name))
        if isinstance(node, ast.Attribute):
            yield from ((effect, line) for effect in _effects_of_attribute(node))
        elif isinstance(node, ast.Call):
            yield from ((effect, line) for effect in _effects_of_call(node))


def _effects_of_import(name: str) -> Iterator[str]:
    if name in {"time.time", "time.time_ns"}:
        yield "clock"
    if name == "time.sleep":
        yield "sleep"
    if name in {"os.environ", "os.getenv"}:
        yield "environment"


def _effects_of_attribute(node: ast.Attribute) -> Iterator[str]:
    owner, name = ast.unparse(node.value), node.attr
    if name in {"now", "today", "utcnow"} and owner.rpartition(".")[2] in {"datetime", "date", "Timestamp"}:
        yield "clock"
    yield from _effects_of_import(f"{owner}.{name}")


def _effects_of_call(node: ast.Call) -> Iterator[str]:
    match node.func:
        case ast.Name("open") | ast.Attribute(ast.Name("os" | "io"), "open"):
            yield "files"
        case ast.Attribute(_, name) if name in FILE_METHODS:
            yield "files"
        case ast.Attribute(_, "open") if _is_path_open(node):
            yield "files"
        case ast.Name("print"):
            yield "print"


def _is_path_open(node: ast.Call) -> bool:
    """``path.open("rb")``; an archive's or a library's ``open`` takes something else first."""
    mode = node.args[0] if node.args else None
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and bool(FILE_MODE.fullmatch(mode.value))


@pytest.mark.parametrize("effect", EFFECTS)
def test_effects_only_at_the_edges(effect: str) -> None:
    places = {name: [line for each, line in effects(tree(name)) if each == effect] for name in product()}
    beyond = {name: lines for name, lines in places.items() if lines and name not in EFFECTS[effect]}
    assert beyond == {}, f"{effect}: lines of modules that should get it as an argument"


@pytest.mark.parametrize(
    ("source", "effect"),
    [
        ("import datetime as dt\ndt.datetime.now(zone)", "clock"),
        ("field(default_factory=datetime.today)", "clock"),
        ("from time import time", "clock"),
        ("import time\ntime.sleep(1)", "sleep"),
        ("os.environ['A']", "environment"),
        ("os.getenv('A')", "environment"),
        ("open('a')", "files"),
        ("path.open('rb')", "files"),
        ("path.read_text(encoding='utf-8')", "files"),
        ("print('a')", "print"),
    ],
)
def test_effects_are_seen(source: str, effect: str) -> None:
    assert {each for each, _ in effects(ast.parse(source))} == {effect}


@pytest.mark.parametrize("source", ["clock.now()", "archive.open(name)", "time.monotonic()", "day.today_is", "reopen(x)"])
def test_what_is_no_effect(source: str) -> None:
    assert list(effects(ast.parse(source))) == []


def test_allowed_places_are_real() -> None:
    """A list of exceptions that nobody uses any more hides the next one."""
    for effect, allowed in EFFECTS.items():
        unused = [name for name in allowed if name not in modules() or effect not in {each for each, _ in effects(tree(name))}]
        assert set(unused) <= {"cli"}, effect


def test_modules_are_of_a_measure() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_functions_are_of_a_measure() -> None:
    lengths = {
        f"{name}.{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name in modules()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > MOST_FUNCTION_LINES} == {}


def test_packages_hold_a_docstring_only() -> None:
    for name, path in modules().items():
        if path.name == "__init__.py":
            assert [type(node) for node in tree(name).body] == [ast.Expr], f"{name} re-exports nothing"


def test_our_names_are_this_checkouts() -> None:
    """``intake`` and others are names of public distributions too."""
    for name in product():
        if name == "storage.migrations.env":  # runs inside Alembic only
            continue
        assert Path(importlib.import_module(name).__file__ or "").resolve() == modules()[name], name
    checkup = importlib.import_module("checkup")
    assert set(checkup.ROOMS) == {name.partition(".")[0] for name in product()}, "damrong check looks at all of them"


# --- what is committed ------------------------------------------------------------------------------------------------
HOSTS = (
    *("py" + "pi.org", "python" + "hosted", "artifact" + "registry", "git" + "hub.com", "git" + "lab.com"),
    *("debian" + ".org", "ubuntu" + ".com", "anaconda" + ".org", "npm" + "js", "docker" + ".io", "ghcr" + ".io"),
    *("hugging" + "face.co", "crates" + ".io", "--extra-" + "index-url http", "--index-" + "url http"),
)
PLACES = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/op" + "t/wheels", "/op" + "t/py", "/tm" + "p/bash", "/tm" + "p/tmp")
MARKS = ("TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:")


@cache
def committed() -> Mapping[str, str]:
    """Text files that are committed (in a checkout) or that lie here (in an unpacked archive), by their path."""
    command = ["git", "-c", "safe.directory=*", "-C", str(TOP), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [TOP / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in TOP.rglob("*") if not any(part.startswith(".") for part in path.relative_to(TOP).parts)]
    found = {}
    for path in paths:
        raw = path.read_bytes() if path.is_file() else b""
        if b"\0" not in raw[:8000]:
            found[str(path.relative_to(TOP))] = raw.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("words", [HOSTS, PLACES, MARKS], ids=["hosts", "machine paths", "marks"])
def test_committed_text_is_clean(words: tuple[str, ...]) -> None:
    found = [f"{path}: {word}" for path, text in committed().items() for word in words if word in text]
    assert found == []


def test_committed_text_was_found() -> None:
    assert {"pyproject.toml", "cli.py", "tests/test_floors.py", "scripts/setup.sh"} <= set(committed())
