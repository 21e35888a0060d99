"""A sample as the facts that are read from it, in a form that a person can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intake.errors import Unreadable
from intake.records import Hints
from parsers.assemble import assemble
from parsers.message import open_document, open_message
from parsers.parts import Dossier, Message, Role
from parsers.read import read_part
from parsers.records import Facts, Field, PageReading

WORDS = ("ศูนย์ดำรงธรรมอำเภอ", "New Normal 2021", "ศูนย์ราชการสะดวก", "GECC", "ว 30982")
Readings = dict[int, PageReading | Unreadable]


def read(path: Path) -> tuple[Message, Readings]:
    """The message that a sample is, and its readings."""
    data = path.read_bytes()
    message = open_message(data, own_addresses=frozenset()) if path.suffix == ".eml" else open_document(data, path.name)
    readings: Readings = {}
    for index, part in enumerate(message.parts):
        if not part.ignored and not part.trouble and part.role is not Role.CONTAINER:
            try:
                readings[index] = read_part(part)
            except Unreadable as error:
                readings[index] = error
    return message, readings


def facts_json(path: Path) -> dict[str, Any]:
    """What damrong makes of a sample."""
    message, readings = read(path)
    dossier: Dossier = assemble(message, readings, WORDS, Hints())
    return {
        "facts": [_facts(facts) for facts in dossier.facts],
        "parts": [{"outcome": verdict.outcome.value, "reason": verdict.reason} for verdict in dossier.verdicts],
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "province": _field(facts.province),
        "period": _field(facts.period),
        "from_body": facts.from_body,
        "fields": {name: _field(field) for name, field in sorted(facts.fields.items())},
        "lines": [{name: _field(field) for name, field in line.items()} for line in facts.lines],
        "doubts": [{"rule": doubt.rule, "blocking": doubt.blocking, "message": doubt.message} for doubt in facts.doubts],
    }


def _field(field: Field | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return {
        "value": field.value, "raw": field.raw, "confidence": round(field.confidence, 4), "method": field.method.value,
        "page": field.page, "cell": field.cell,
    }  # fmt: skip
