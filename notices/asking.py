"""What a province is asked to mend, in words meant for it. Pure.

Findings are written for officers. What the province itself left out or got wrong is asked of it; what only our reader
doubts is not, for it is ours to settle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rules.records import Finding, Severity
from storage.records import ArrivalRow, SubmissionRow

OURS = frozenset(
    {
        "changed_on_receipt",
        "column_unclear",
        "row_unclear",
        "sum_unclear",
        "text_layer",
        "hidden_sheet",
        "rivals",
        "kind_unclear",
    }
    | {"unidentified", "project_unclear", "read_by_hand", "question", "province_missing", "province_doubtful", "out_of_scope"}
    | {"sender_unknown", "sender_province_differs", "list_mail", "item_shifted", "allocation_unknown", "carry_on_skipped"}
    | {"later_month_affected", "same_figure", "balance_unchecked", "older_arrival", "repeats_superseded"}
    | {"nomination_changed", "nomination_withdrawn"}
)
"""Findings that officers settle without the province."""

_READABLE_COPY = "โปรดจัดส่งใหม่เป็นไฟล์ที่เปิดอ่านได้ ได้แก่ ไฟล์ PDF ที่บันทึกจากโปรแกรมโดยตรง หรือไฟล์ Excel หรือ Word และไม่ใส่รหัสผ่าน"


def _same(finding: Finding) -> str:
    return finding.message


def _with(advice: str) -> Callable[[Finding], str]:
    return lambda finding: f"{finding.message} {advice}"


def _instead(text: str) -> Callable[[Finding], str]:
    return lambda _: text


def _cut(mark: str, advice: str) -> Callable[[Finding], str]:
    """What stands before the officers' part of a message, with advice for the province."""
    return lambda finding: f"{finding.message.partition(mark)[0].rstrip()} {advice}"


ASKED: Mapping[str, Callable[[Finding], str]] = {
    "missing_field": _same,
    "doubtful_field": _cut(" โปรดเทียบ", "โปรดยืนยันค่าที่ถูกต้อง"),
    "parts_disagree": _same,
    "no_letter": _with("โปรดจัดส่งหนังสือนำส่งหรือแบบรายงานที่ลงนามแล้ว"),
    "date_doubtful": _same,
    "unit_scaled": _instead("จำนวนเงินในรายงานมีหน่วยเป็นพันบาทหรือล้านบาท โปรดรายงานเป็นหน่วยบาทโดยไม่ปัดเศษ"),
    "attachment_missing": _instead("หนังสือหรือข้อความอ้างถึงเอกสารแนบ แต่ไม่พบเอกสารแนบ โปรดจัดส่งเอกสารแนบมาด้วย"),
    "unreadable": _cut(" โปรด", _READABLE_COPY),
    "link_only": _instead(
        "ได้รับเพียงลิงก์ไปยังไฟล์ ไม่พบไฟล์เอกสารแนบ และระบบไม่เปิดลิงก์ภายนอก โปรดแนบไฟล์เอกสารมากับไปรษณีย์อิเล็กทรอนิกส์โดยตรง"
    ),
    "several_districts": _cut(" โปรด", "โปรดยืนยันชื่อศูนย์ดำรงธรรมอำเภอเพียงแห่งเดียว"),
    "district_not_in_province": _cut(" โปรด", "โปรดตรวจสอบชื่ออำเภอ"),
    "winner_before": _with("โปรดพิจารณาเสนอชื่อศูนย์ดำรงธรรมอำเภอแห่งอื่น"),
    "nomination_differs": _same,
    "conflict": _cut(" จึงต้องรอ", "โปรดยืนยันชื่อศูนย์ดำรงธรรมอำเภอเพียงแห่งเดียว"),
    "period_missing": _instead("เอกสารไม่ระบุว่าเป็นรายงานประจำเดือนใด โปรดระบุเดือนที่รายงาน"),
    "period_contradicted": _same,
    "period_not_over": _with("โปรดรายงานอีกครั้งเมื่อสิ้นเดือน"),
    "period_outside": _with("โปรดตรวจสอบเดือนที่รายงาน"),
    "sum_of_lines": _same,
    "row_cumulative": _same,
    "row_balance": _same,
    "percent": _same,
    "words_differ": _same,
    "negative_amount": _same,
    "over_allocation": _same,
    "over_category": _same,
    "allocation_differs": _same,
    "allocation_changed": _same,
    "cumulative_falls": _same,
    "carry_on": _same,
}
"""Findings that the province is asked about, and how. Every rule is here or in OURS."""

_OF_THE_FILE = frozenset({"unreadable", "link_only", "attachment_missing"})
"""The only things to ask about a document that could not be read: what it lacks besides, nobody knows."""


def asked(row: SubmissionRow) -> tuple[Finding, ...]:
    """The findings of a submission that the province is asked about: its own omissions and mistakes.

    A doubtful value is asked about only where it waits for no officer (a warning): the province may then confirm it.
    """
    return tuple(each for each in row.findings if _is_asked(each, row))


def _is_asked(finding: Finding, row: SubmissionRow) -> bool:
    if finding.severity is Severity.INFO or finding.rule not in ASKED:
        return False
    if not row.readable and finding.rule not in _OF_THE_FILE:
        return False
    return finding.rule != "doubtful_field" or finding.severity is Severity.WARNING


def requests(rows: Sequence[SubmissionRow], arrival: ArrivalRow) -> tuple[str, ...]:
    """What the province is asked, one sentence each, in the words of a letter."""
    out = [_request(finding, row, arrival) for row in rows for finding in asked(row)]
    return tuple(dict.fromkeys(" ".join(text.split()) for text in out))


def _request(finding: Finding, row: SubmissionRow, arrival: ArrivalRow) -> str:
    text = ASKED[finding.rule](finding)
    if finding.rule != "unreadable":
        return text
    names = [part.name for part in arrival.parts if part.sha256 in row.parts and part.name]
    return text if not names or names[0] in text else f"ไฟล์ {names[0]}: {text}"
