"""What becomes of reports of obstacles, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.office import becomes_clerks as clerks
from tests.office.becomes_kit import Bench, Json, at, contact_of, value
from tests.office.becomes_papers import Block, mail, pdf, word

DAY = at("2021-01-08")
SUBJECT = "รายงานปัญหาอุปสรรคการดำเนินโครงการ"
FORMATS: dict[str, Callable[[Sequence[Block]], bytes]] = {"docx": word, "pdf": pdf}


@pytest.fixture(params=FORMATS)
def format(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def send(bench: Bench, format: str, blocks: Sequence[Block]) -> Json:
    file = (f"รายงาน.{format}", FORMATS[format](blocks))
    return bench.mail(mail(contact_of("55"), "รายงานปัญหาอุปสรรค", "ตามแนบ", file), DAY)


def test_the_stamp_above_a_form_and_the_words_that_label_and_value_share(bench: Bench, format: str) -> None:
    one = bench.only(send(bench, format, clerks.obstacle_form("น่าน", "ระบบ e-fms ขัดข้อง", "ด่วนมาก")))
    assert one["status"] == "accepted"
    told = {name: value(one, name) for name in ("urgency", "topic", "detail", "reporter_name", "reporter_phone")}
    assert told == {
        "urgency": "ด่วนมาก",
        "topic": "การเบิกจ่ายงบประมาณ",
        "detail": "ระบบ e-fms ขัดข้อง",
        "reporter_name": "นายสมบูรณ์ พันธุ์ดี",
        "reporter_phone": "044243798",
    }


def test_a_letter_that_lists_troubles(bench: Bench, format: str) -> None:
    body = ("จังหวัดน่านขอรายงานปัญหาอุปสรรค ดังนี้", "๑. ระบบ e-fms ขัดข้อง ไม่สามารถบันทึกข้อมูลได้", "๒. งบประมาณไม่เพียงพอ")
    one = bench.only(send(bench, format, clerks.letter("น่าน", "นน", SUBJECT, *body)))
    assert (one["status"], one["province"]) == ("accepted", "55")
    assert value(one, "detail") == "๑. ระบบ e-fms ขัดข้อง ไม่สามารถบันทึกข้อมูลได้ ๒. งบประมาณไม่เพียงพอ"
    assert (value(one, "letter_no"), value(one, "letter_date")) == ("นน 0018.1/3461", "2020-12-03")


def test_a_letter_that_reports_none_is_received_and_records_nothing(bench: Bench, format: str) -> None:
    body = "จังหวัดน่านขอรายงานว่า ไม่มีปัญหาอุปสรรคในการดำเนินการแต่อย่างใด"
    told = send(bench, format, clerks.letter("น่าน", "นน", SUBJECT, body))
    assert (told["outcome"], told["submissions"]) == ("filed", [])
    assert told["receipt_no"] and "ไม่มีปัญหาอุปสรรค" in told["reason"]
