"""The lock files: complete, pinned with hashes, and silent about where packages come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+))? \\$")
LOCKS = {
    "requirements.lock": ("build",),
    "requirements-dev.lock": ("build", "dev"),
    "requirements-training.lock": ("build", "training"),
}


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Normalised name -> (version, number of hashes). Fails on any line that is neither a pin, a hash nor a comment."""
    found: dict[str, tuple[str, int]] = {}
    name = ""
    for line in (TOP / lock).read_text(encoding="utf-8").splitlines():
        if pin := PIN.match(line):
            name = canonicalize_name(pin["name"])
            found[name] = (pin["version"], 0)
        elif re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line):
            found[name] = (found[name][0], found[name][1] + 1)
        else:
            assert re.match(r"\s*#", line), f"{lock}: {line}"
    return found


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    return [Requirement(each) for each in asked]


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_pinned(lock: str) -> None:
    pinned = pins(lock)
    for requirement in wanted(LOCKS[lock]):
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{lock} lacks {name}: call scripts/lock"
        assert requirement.specifier.contains(pinned[name][0]), f"{lock}: {name}=={pinned[name][0]} is not {requirement}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock: str) -> None:
    assert [name for name, (_, hashes) in pins(lock).items() if not hashes] == []


def test_development_holds_all_that_running_needs() -> None:
    running, developing = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: developing.get(name, ("",))[0] for name in running} == {name: pin[0] for name, pin in running.items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_line_names_an_index_or_a_place(lock: str) -> None:
    text = (TOP / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|://|--index|--extra|--find|--trusted|^-e|\s/\w+", text, re.MULTILINE) == []
