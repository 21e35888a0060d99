"""Records to plain JSON values and back, without loss: ``load_x(dump_x(x)) == x``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake.records import Hints
from parsers.records import Box, Doubt, Facts, Field, Method
from rules.records import Finding, Severity

Json = dict[str, Any]

_METHODS = {method.value: method for method in Method}
"""Looked up tens of thousands of times for one board: calling the enumeration costs several times as much."""


def _dump_box(box: Box | None) -> list[float] | None:
    return None if box is None else list(box)


def _load_box(values: list[float] | None) -> Box | None:
    if values is None:
        return None
    left, top, right, bottom = values
    return (left, top, right, bottom)


def dump_field(field: Field) -> Json:
    """One field; what it lacks is left out."""
    out: Json = {"value": field.value, "raw": field.raw, "confidence": field.confidence, "method": field.method.value}
    if field.part:
        out["part"] = field.part
    if field.page is not None:
        out["page"] = field.page
    if field.box is not None:
        out["box"] = _dump_box(field.box)
    if field.cell is not None:
        out["cell"] = field.cell
    return out


def load_field(value: Mapping[str, Any]) -> Field:
    """The inverse of ``dump_field``."""
    return Field(
        value["value"],
        value["raw"],
        value["confidence"],
        _METHODS[value["method"]],
        value.get("part", ""),
        value.get("page"),
        _load_box(value.get("box")),
        value.get("cell"),
    )


def dump_fields(fields: Mapping[str, Field]) -> Json:
    """Fields by name, in their order."""
    return {name: dump_field(field) for name, field in fields.items()}


def load_fields(values: Mapping[str, Any]) -> dict[str, Field]:
    """The inverse of ``dump_fields``."""
    return {name: load_field(value) for name, value in values.items()}


def _dump_doubt(doubt: Doubt) -> Json:
    return {"rule": doubt.rule, "message": doubt.message, "fields": list(doubt.fields), "blocking": doubt.blocking}


def _load_doubt(value: Mapping[str, Any]) -> Doubt:
    return Doubt(value["rule"], value["message"], tuple(value["fields"]), value["blocking"])


def dump_facts(facts: Facts) -> Json:
    """What one document says."""
    return {
        "kind": facts.kind,
        "province": None if facts.province is None else dump_field(facts.province),
        "period": None if facts.period is None else dump_field(facts.period),
        "fields": dump_fields(facts.fields),
        "lines": [dump_fields(line) for line in facts.lines],
        "doubts": [_dump_doubt(doubt) for doubt in facts.doubts],
        "proposed_period": facts.proposed_period,
        "parts": list(facts.parts),
        "from_body": facts.from_body,
    }


def load_facts(value: Mapping[str, Any]) -> Facts:
    """The inverse of ``dump_facts``."""
    return Facts(
        value["kind"],
        None if value["province"] is None else load_field(value["province"]),
        None if value["period"] is None else load_field(value["period"]),
        load_fields(value["fields"]),
        tuple(load_fields(line) for line in value["lines"]),
        tuple(_load_doubt(doubt) for doubt in value["doubts"]),
        value["proposed_period"],
        tuple(value["parts"]),
        value["from_body"],
    )


def dump_finding(finding: Finding) -> Json:
    """One finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "fields": list(finding.fields),
    }


def load_finding(value: Mapping[str, Any]) -> Finding:
    """The inverse of ``dump_finding``."""
    return Finding(value["rule"], Severity(value["severity"]), value["message"], tuple(value["fields"]))


def dump_hints(hints: Hints) -> Json:
    """What a person said about paper that they handed in."""
    return {"province": hints.province, "kind": hints.kind, "period": hints.period}


def load_hints(value: Mapping[str, Any]) -> Hints:
    """The inverse of ``dump_hints``."""
    return Hints(value["province"], value["kind"], value["period"])
