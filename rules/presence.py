"""What must stand in a document, what is missing, and what was not read surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parsers.records import CERTAIN, Facts, Field
from rules.arithmetic import percent_fits
from rules.figures import Row, amount, lines, totals
from rules.labels import MONEY, label, shown
from rules.records import Finding, Policy, Severity

KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "nomination": (("district",),),
    "achievement": (("district",), ("title",)),
    "disbursement": (("allocated",), ("this_month", "cumulative"), ("balance",)),
    "obstacle": (("detail",),),
}
"""Fields without which a document of a kind is not accepted by itself; of several in one group, one is enough.
Province and period are looked at apart."""

EXPECTED: Mapping[str, tuple[str, ...]] = {
    "nomination": ("letter_no", "letter_date", "contact_name", "contact_phone", "signer_name", "signer_position"),
    "disbursement": ("letter_no", "letter_date", "reporter_name", "reporter_position", "reporter_phone"),
    "obstacle": ("reporter_name", "reporter_phone"),
}
"""Fields whose absence is asked about, but keeps nothing from being accepted."""

OF_A_LETTER = frozenset({"letter_no", "letter_date", "signer_name", "signer_position"})
"""Fields that only a letter has; not asked for beside ``no_letter``."""

_UNCERTAIN_ALLOWED = frozenset({"total_words_of"})


def check(facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Findings about fields that are missing, unreadable or doubtful.

    A field that the reader has a blocking doubt about already is passed over: one matter, one finding.
    """
    told = {name for doubt in facts.doubts if doubt.blocking for name in doubt.fields}
    threshold = max(CERTAIN, 1 - policy.max_money_confidence_gap)
    yield from _missing_keys(facts, told)
    yield from _missing_others(facts)
    yield from _nameless_lines(facts)
    period = {"period": facts.period} if facts.period is not None and facts.period.value is not None else {}
    yield from _doubtful(Row("", "", period), facts.kind, told, CERTAIN)
    for row in (totals(facts), *lines(facts)):
        yield from _doubtful(row, facts.kind, told, threshold)
    if facts.from_body:
        message = "ได้รับเพียงข้อความในไปรษณีย์อิเล็กทรอนิกส์ ไม่มีหนังสือหรือแบบรายงานที่ลงนาม"
        yield Finding("no_letter", Severity.WARNING, message, ())


def _has_value(field: Field | None) -> bool:
    return field is not None and field.value is not None and field.value.strip() != ""


def has_keys(facts: Facts) -> bool:
    """True if every key field of the kind has a value: the document was read, for better or worse."""
    groups = KEYS.get(facts.kind, ())
    return bool(groups) and all(any(_has_value(facts.fields.get(name)) for name in group) for group in groups)


def _is_unreadable(field: Field) -> bool:
    """Something stands there, but it has no value (a blank has no value either, and nothing stands there)."""
    return field.value is None and field.raw.strip() != ""


def _missing_keys(facts: Facts, told: set[str]) -> Iterator[Finding]:
    for group in KEYS.get(facts.kind, ()):
        there = [field for name in group if (field := facts.fields.get(name)) is not None]
        if any(_has_value(field) or _is_unreadable(field) for field in there) or told.intersection(group):
            continue
        names = "หรือ".join(label(name) for name in group)
        message = f"ไม่พบ{names}ในเอกสาร จึงยังรับไว้เป็นรายงานไม่ได้"
        yield Finding("missing_field", Severity.ERROR, message, group)


def _missing_others(facts: Facts) -> Iterator[Finding]:
    for name in EXPECTED.get(facts.kind, ()):
        field = facts.fields.get(name)
        if _has_value(field) or (field is not None and _is_unreadable(field)):
            continue
        if not (facts.from_body and name in OF_A_LETTER):
            yield Finding("missing_field", Severity.WARNING, f"ไม่พบ{label(name)}ในเอกสาร โปรดแจ้งเพิ่มเติม", (name,))


def _nameless_lines(facts: Facts) -> Iterator[Finding]:
    """Lines of a table that do not say what the money was for."""
    for row in lines(facts):
        item = row.cells.get("item")
        if not _has_value(item) and not (item is not None and _is_unreadable(item)):
            message = f"ไม่พบชื่อรายการของ{row.name}ในตาราง โปรดแจ้งเพิ่มเติม"
            yield Finding("missing_field", Severity.WARNING, message, (f"{row.prefix}item",))


def _doubtful(row: Row, kind: str, told: set[str], threshold: float) -> Iterator[Finding]:
    keys = {"period", *(name for group in KEYS.get(kind, ()) for name in group)}
    for name, field in row.cells.items():
        full = row.prefix + name
        if name in _UNCERTAIN_ALLOWED or full in told:
            continue
        is_money = name in MONEY
        broken = _is_unreadable(field) or (is_money and field.value is not None and amount(field) is None)
        if not broken and field.confidence >= (threshold if is_money else CERTAIN):
            continue
        if name == "percent" and not broken and percent_fits(row):
            continue  # recomputed from sure figures, or those are found doubtful themselves
        severity = Severity.ERROR if is_money or (name in keys and not row.prefix) else Severity.WARNING
        yield Finding("doubtful_field", severity, _doubt_text(full, field, broken), (full,))


def _doubt_text(name: str, field: Field, broken: bool) -> str:
    raw = field.raw.strip()
    if broken:
        return f"ระบบอ่านค่า{label(name)}ไม่ได้ (ในเอกสารปรากฏ “{raw}”) โปรดเทียบกับเอกสารต้นฉบับ"
    if field.value is None:
        return f"ระบบอ่านค่า{label(name)}ไม่แน่ชัด เห็นเป็นช่องว่าง โปรดเทียบกับเอกสารต้นฉบับ"
    return f"ระบบอ่านค่า{label(name)}ไม่แน่ชัด อ่านได้ว่า “{shown(name, field.value)}” โปรดเทียบกับเอกสารต้นฉบับ"
