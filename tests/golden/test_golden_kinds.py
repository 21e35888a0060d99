"""Every kind has samples, is registered, and claims no other kind's sample; every sample gives the facts beside it."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import parsers.kinds
from intake.records import Hints
from parsers.assemble import assemble  # noqa: F401 - the room as a whole must import
from parsers.identify import identify
from parsers.kinds.registry import KINDS
from parsers.papers import papers_of
from parsers.records import DocumentRole
from tests.golden.facts_json import facts_json, read

HERE = Path(__file__).parent
SUFFIXES = (".docx", ".pdf", ".xlsx", ".xls", ".ods", ".csv", ".eml")
FOLDERS = sorted(
    path
    for path in HERE.iterdir()
    if path.is_dir() and not path.name.startswith(("_", ".")) and path.name not in {"samples", "notices"}
)
SAMPLES = sorted(path for folder in FOLDERS for path in folder.iterdir() if path.suffix in SUFFIXES)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_the_facts_beside_it(path: Path, request: pytest.FixtureRequest) -> None:
    expected = path.with_name(path.name + ".json")
    found = facts_json(path)
    if request.config.getoption("--regen"):
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert expected.is_file(), f"{expected.name} is missing: run pytest --regen and read what it writes"
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_claimed_by_its_own_kind_alone(path: Path) -> None:
    message, readings = read(path)
    kinds = {document_kind for paper in papers_of(message, readings, Hints()) for document_kind in _claims(paper.document)}
    assert kinds == {path.parent.name}


def _claims(document: parsers.records.Document) -> list[str]:
    return [kind.name for kind in KINDS if kind.matches(document) is not None]


def test_every_kind_has_a_sample_and_every_sample_a_kind() -> None:
    assert {folder.name for folder in FOLDERS} == {kind.name for kind in KINDS}
    assert {path.parent.name for path in SAMPLES} == {kind.name for kind in KINDS}


def test_every_kind_is_registered_once_under_a_role_of_its_name() -> None:
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
    assert all(DocumentRole(name) for name in names)
    for module in pkgutil.iter_modules(parsers.kinds.__path__):
        loaded = importlib.import_module(f"parsers.kinds.{module.name}")
        for thing in vars(loaded).values():
            is_kind = (
                not isinstance(thing, type)
                and hasattr(thing, "matches")
                and hasattr(thing, "extract")
                and hasattr(thing, "name")
            )
            assert not is_kind or thing in KINDS, f"{module.name} holds a kind that is not registered"


def test_two_claimants_are_rivals_for_a_person() -> None:
    path = SAMPLES[0]
    message, readings = read(path)
    document = papers_of(message, readings, Hints())[0].document
    kind = next(kind for kind in KINDS if kind.matches(document) is not None)
    found = identify(document, (kind, kind))
    assert found.role is DocumentRole.UNKNOWN and len(found.rivals) == 2
