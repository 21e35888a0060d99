"""The README against the product: its rules, its commands, its configuration, and both of its languages."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest

from cli import main
from rules.catalogue import RULES

TOP = Path(__file__).resolve().parent.parent
THAI = re.compile(r"[\u0e01-\u0e5b]")
CALL = re.compile(r"(?:^|[\s/;|&$(])damrong(?P<rest>(?: +[^\s`|;&]+)*)", re.MULTILINE)


@cache
def readme() -> str:
    return (TOP / "README.md").read_text(encoding="utf-8")


@cache
def example() -> dict[str, dict[str, Any]]:
    return tomllib.loads((TOP / "damrong.example.toml").read_text(encoding="utf-8"))


def code() -> list[str]:
    """Every line of the README's code blocks and every code span."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", readme(), re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", readme(), flags=re.MULTILINE | re.DOTALL)
    indented = [line.strip() for line in prose.splitlines() if line.startswith("    ")]
    return [line for block in blocks for line in block.splitlines()] + indented + re.findall(r"`([^`\n]+)`", prose)


def toml_blocks() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in re.findall(r"^```toml\n(.*?)^```", readme(), re.MULTILINE | re.DOTALL)]


def tables() -> list[list[list[str]]]:
    """The README's tables as rows of cells, without headings and rulers."""
    found: list[list[list[str]]] = []
    inside = False
    for line in readme().splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            found.append([])
        inside = True
        found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return [table[2:] for table in found]


def sections() -> dict[str, str]:
    """Heading -> text up to the next heading."""
    prose = re.sub(r"^```.*?^```", "", readme(), flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^(#+ .*)$", prose, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# --- rules ------------------------------------------------------------------------------------------------------------
def rule_rows() -> list[list[str]]:
    return [row for table in tables() if any(row[0] == "`missing_field`" for row in table) for row in table]


def test_every_rule_has_its_line_and_no_line_is_of_no_rule() -> None:
    named = [row[0].strip("`") for row in rule_rows()]
    assert sorted(named) == sorted(RULES)


def test_every_rule_is_explained() -> None:
    assert [row[0] for row in rule_rows() if len(row) < 2 or len(row[1]) < 10] == []


# --- commands ---------------------------------------------------------------------------------------------------------
def called() -> set[str]:
    """Commands that the README calls, whatever options stand before them."""
    takes_value = {name for option in main.params if not getattr(option, "is_flag", False) for name in option.opts}
    found = set()
    for line in code():
        for call in CALL.finditer(line):
            words = call["rest"].split()
            while words and words[0].startswith("-"):
                words = words[2 if words[0] in takes_value - {"-v", "--verbose"} else 1 :]
            if words and words[0].isascii() and words[0].islower():
                found.add(words[0])
    return found


def test_every_command_is_named_and_nothing_else_is_called() -> None:
    assert called() == set(main.commands)


def test_options_are_real() -> None:
    """An option in the README's calls is one of the program or of one of its commands."""
    parameters = [*main.params, *(each for command in main.commands.values() for each in command.params)]
    known = {name for each in parameters if isinstance(each, click.Option) for name in each.opts} | {"--help"}
    calls = [call["rest"] for line in code() for call in CALL.finditer(line)]
    used = {option for rest in calls for option in re.findall(r"(?<=\s)--[a-z][a-z-]+", rest)}
    assert used - known == set()


@pytest.mark.parametrize("script", ["demo", "test"])
def test_the_two_commands_for_a_newcomer(script: str) -> None:
    assert f"scripts/{script}" in readme()
    assert (TOP / "scripts" / script).stat().st_mode & 0o111, "can be called"


def test_paths_named_are_there() -> None:
    """Relative links and files of ours that the README names exist."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", readme())
    named = [span for span in re.findall(r"`([a-z_]+/[A-Za-z0-9_./-]+)`", readme()) if "<" not in span]
    ours = [each for each in named if (TOP / each.split("/", 1)[0]).is_dir()]
    assert [each for each in [*links, *ours] if not (TOP / each).exists()] == []


# --- configuration ----------------------------------------------------------------------------------------------------
def test_every_table_of_the_configuration_is_named() -> None:
    assert [name for name in example() if f"[{name}]" not in readme()] == []


def test_configuration_keys_are_real() -> None:
    unknown = [
        f"{table}.{key}"
        for block in toml_blocks()
        for table, keys in block.items()
        if table in example()
        for key in keys
        if key not in example()[table]
    ]
    dotted = {tuple(each) for line in code() for each in re.findall(r"\b([a-z]+)\.([a-z_]+)\b(?!\()", line)}
    files = {"toml", "py", "csv", "md", "xlsx", "html", "service", "example"}
    unknown += [f"{a}.{b}" for a, b in dotted if a in example() and b not in example()[a] and b not in files]
    assert unknown == []


def test_a_block_of_configuration_is_shown() -> None:
    assert any("mailbox" in block for block in toml_blocks()), "how to point it at a real mailbox"


# --- languages --------------------------------------------------------------------------------------------------------
def test_a_section_in_thai_for_the_officers() -> None:
    thai = {heading: text for heading, text in sections().items() if THAI.search(heading)}
    assert thai, "a heading in Thai"
    assert sum(len(THAI.findall(text)) for text in thai.values()) > 1000


def test_sections_in_english() -> None:
    english = {heading: text for heading, text in sections().items() if not THAI.search(heading)}
    assert len(english) >= 4
    assert sum(len(re.findall(r"\b[a-z]{2,}\b", text)) for text in english.values()) > 400
    for what in ("kind", "directive", "source"):
        assert re.search(rf"add\w* an?\w* [^\n]*{what}|{what}[^\n]*add", readme(), re.IGNORECASE), f"how to add a {what}"


def test_thai_is_written_in_composed_form() -> None:
    assert "\u0e4d\u0e32" not in readme(), "sara am is one letter"
