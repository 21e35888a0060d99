"""Every notice in words, for a person to read: what officers and provinces get. ``pytest --regen`` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake.records import Channel
from notices.digest import Sources, compose_digest
from notices.receipts import accepted_after_review, answers
from notices.reminders import compose_alert, compose_due
from parsers.records import Doubt, Facts
from rules import ladder
from rules.records import DueNotice
from rules.terms import StepKind
from storage.notices import Hold, Notice, NoticeDraft, NoticeKind, NoticeState
from storage.outbox import UNCERTAIN
from storage.records import Heartbeat
from tests.notices_kit import POLICY, arrival, board, filed, loaded, office, part, row, waiting
from tests.rules_kit import at, built_in, disbursement, field, fields, nomination, without
from tests.rules_kit import filed as filing

HERE = Path(__file__).parent / "notices"


def answer(*rows: Facts, received: str = "2021-01-08 14:02", **changes: object) -> NoticeDraft:
    made = [row(facts, received, id=f"S{number}") for number, facts in enumerate(rows, start=1)]
    (draft,) = answers(filed(*made, received=received, **changes), loaded(), office())
    return draft


def dues(moment: str, kind: StepKind, province: str | None = None) -> list[DueNotice]:
    now = at(moment)
    found = ladder.due(loaded().directive, board(now), (), now, at("2020-11-18 00:00"), loaded().calendar)
    return [due for due in found if due.step.kind is kind and province in (None, due.province)]


def ladder_notice(moment: str, kind: StepKind) -> NoticeDraft:
    (due,) = dues(moment, kind, "30")
    return compose_due(due, loaded(), office(), at(moment))


def alert(moment: str) -> NoticeDraft:
    draft = compose_alert(dues(moment, StepKind.ALERT), loaded(), office())
    assert draft is not None
    return draft


def obstacle() -> Facts:
    values = {"topic": "การบันทึกข้อมูลในระบบ e-fms", "detail": "ไม่สามารถเข้าระบบ e-fms ได้\nตั้งแต่วันที่ 4 มกราคม 2564"}
    known = {"urgency": "ด่วน", "reporter_name": "นายสมชาย ใจดี", "reporter_phone": "044243798"}
    return Facts("obstacle", field("30"), None, fields({**values, **known}))


def accepted_later() -> NoticeDraft:
    late = row(nomination("50"), "2020-12-08 14:02")
    draft = accepted_after_review(late, arrival(), loaded(), office(), at("2020-12-09 10:00"))
    assert draft is not None
    return draft


def locked() -> NoticeDraft:
    message = "ไฟล์ รายงาน.xlsx ใส่รหัสผ่านไว้ โปรดขอรหัสผ่าน หรือขอให้ผู้ส่งส่งเอกสารที่ไม่ใส่รหัสผ่านมาใหม่"
    return answer(waiting("disbursement", "30", "unreadable", message, "2020-12"), parts=(part("รายงาน.xlsx"),))


def fax() -> NoticeDraft:
    message = "เอกสารเป็นภาพสแกน ไม่มีข้อความให้อ่าน โปรดตรวจสอบจากภาพต้นฉบับ"
    facts = waiting("other", "30", "read_by_hand", message)
    return answer(facts, channel=Channel.FAX, is_message=False, sender="", message_id="")


def digest() -> NoticeDraft:
    now = at("2021-01-12 08:30")
    scan = waiting("other", None, "read_by_hand", "เอกสารเป็นภาพสแกน ไม่มีข้อความให้อ่าน โปรดตรวจสอบจากภาพต้นฉบับ")
    rows = (
        row(disbursement(), "2021-01-11 10:00"),
        row(disbursement({"cumulative": "36382.75"}, drop=("letter_no",), province="50"), "2021-01-11 11:00", id="S2"),
        row(scan, "2021-01-11 12:00", id="S3", receipt_no="19/2564"),
        row(obstacle(), "2021-01-11 13:00", id="S4", receipt_no="20/2564"),
    )
    came = [arrival(f"2021-01-11 1{n}:00", receipt_no=f"{17 + n}/2564", submissions=(each.id,)) for n, each in enumerate(rows)]
    failed = Notice("N8", NoticeDraft(NoticeKind.QUERY, (), "", "", "k"), NoticeState.FAILED, now, error=UNCERTAIN)
    overdue = NoticeDraft(NoticeKind.OVERDUE, ("korat@moi.example",), "", "", "o", hold=Hold.NEEDS_RELEASE)
    notices = (failed, Notice("N9", overdue, NoticeState.HELD, now))
    beat = Heartbeat("mailbox", at("2021-01-12 08:27"), "", None, 41, 41)
    taken = [
        filing(nomination(code, "x"), when, id=code) for code, when in (("30", "2020-12-03 10:00"), ("50", "2020-12-08 10:00"))
    ]
    sources = Sources([*came, arrival(counted_as="automatic")], rows, board(now, taken), (beat,), notices, 0)
    return compose_digest(sources, replace(loaded(), notes=built_in().notes), office(), POLICY, now)


NOTICES: dict[str, Callable[[], NoticeDraft]] = {
    "receipt": lambda: answer(disbursement(), obstacle()),
    "receipt-late": lambda: answer(nomination("30", "โชคชัย", letter_no="นม 0018.1/3461"), received="2020-12-07 09:00"),
    "receipt-fax": fax,
    "receipt-question": lambda: answer(
        Facts("other", field("30"), None, doubts=(Doubt("question", "ผู้ส่งมีข้อสอบถามเกี่ยวกับหนังสือสั่งการ โปรดพิจารณาตอบ"),))
    ),
    "receipt-accepted": accepted_later,
    "query-missing": lambda: answer(without(nomination("30", "โชคชัย"), "contact_phone", "letter_no")),
    "query-wrong": lambda: answer(disbursement({"cumulative": "36382.75", "percent": "38.00"}, drop=("reporter_phone",))),
    "query-locked": locked,
    "query-link": lambda: answer(
        waiting("other", None, "link_only", "ผู้ส่งส่งเพียงลิงก์ไปยังไฟล์ (https://drive.example/x) มิได้แนบเอกสารมา โปรดแจ้งให้ผู้ส่งแนบไฟล์")
    ),
    "reminder-once": lambda: ladder_notice("2020-11-30 09:00", StepKind.REMINDER),
    "reminder-holiday": lambda: ladder_notice("2020-12-04 09:00", StepKind.REMINDER),
    "overdue": lambda: ladder_notice("2020-12-15 10:00", StepKind.OVERDUE),
    "alert": lambda: alert("2020-12-15 08:30"),
    "digest": digest,
    "digest-quiet": lambda: compose_digest(
        Sources((), (), board(at("2020-11-20 08:30")), (), (), 0), loaded(), office(), POLICY, at("2020-11-20 08:30")
    ),
}
FOR_OFFICERS = {"alert", "digest", "digest-quiet"}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_reads_as_it_should(name: str, request: pytest.FixtureRequest) -> None:
    draft = NOTICES[name]()
    expected = HERE / f"{name}.txt"
    head = f"To: {', '.join(draft.to)}\nHold: {draft.hold}\nStale: {draft.stale_after}\n"
    found = f"{head}Attached: {', '.join(file.name for file in draft.attachments)}\n\n{draft.body_text}"
    if request.config.getoption("--regen"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_keeps_to_the_form_of_a_thai_letter(name: str) -> None:
    draft = NOTICES[name]()
    text = draft.body_text
    lines = text.split("\n")
    head = lines[2:] if name.startswith("digest") else lines
    assert head[0] == f"เรื่อง  {draft.subject}" and head[1].startswith("เรียน  ")
    assert "\n" not in draft.subject and len(draft.subject) < 400
    assert "\n\n\n" not in text and text.endswith("\n") and not text.endswith("\n\n")
    assert all(line == line.rstrip() for line in lines)
    assert "None" not in text and "{" not in text and "และและ" not in text and "  \n" not in text
    assert "กราบเรียน" not in text and "ท่านไม่ส่ง" not in text
    assert re.search(r"^จึงเรียนมาเพื่อโปรด", text, re.MULTILINE)
    assert ("ขอแสดงความนับถือ" in text) is (name not in FOR_OFFICERS)
    if name.startswith(("receipt", "query")):
        assert "การแจ้งนี้เป็นการยืนยันการรับเอกสารเท่านั้น มิใช่การรับรองความถูกต้องของข้อมูล" in text
    if name.startswith(("reminder", "overdue")):
        assert "ยังไม่ได้รับ" in text and "ขออภัยมา ณ โอกาสนี้" in text


@pytest.mark.parametrize("name", [name for name in NOTICES if not name.startswith("digest")])
def test_the_page_says_what_the_text_says(name: str) -> None:
    draft = NOTICES[name]()
    page = re.sub(r"<title>.*?</title>|<style.*?</style>", "", draft.body_html, flags=re.DOTALL)
    shown = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page)).replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert shown == re.sub(r"\s+", "", draft.body_text)


def test_every_text_has_its_notice() -> None:
    assert {file.stem for file in HERE.glob("*.txt")} == set(NOTICES)
