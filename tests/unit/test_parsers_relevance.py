"""What may belong to the directive goes to a person; what is plainly about something else is set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.records import Hints
from parsers.assemble import assemble
from parsers.flow import flow
from parsers.parts import Dossier, Message, Outcome
from parsers.records import Method, PageReading
from parsers.relevance import is_mute, other_project
from tests.papers import document, mail
from tests.unit.test_parsers_assemble import WORDS

LINK = "https://drive.google.com/file/d/9z8y7x/view?usp=sharing"


def run(made: tuple[Message, dict[int, PageReading]], sender_name: str = "") -> Dossier:
    return assemble(replace(made[0], sender_name=sender_name), made[1], WORDS, Hints())


@pytest.mark.parametrize(
    ("subject", "body", "kind", "province", "period"),
    [
        ("รายงานผลการเบิกจ่าย ประจำเดือนมกราคม 2564 จ.น่าน", f"ส่งไฟล์ตามลิงก์ {LINK}", "disbursement", "55", "2021-01"),
        ("จังหวัดน่าน ปัญหาอุปสรรคการใช้ระบบ", f"รายละเอียดตามนี้ค่ะ {LINK}", "obstacle", "55", None),
        ("ส่งงานจังหวัดน่าน", f"ตามลิงก์แนบ {LINK}", "other", "55", None),
    ],
)
def test_a_link_from_a_province_waits(subject: str, body: str, kind: str, province: str, period: str | None) -> None:
    dossier = run(mail(subject, body))
    (facts,) = dossier.facts
    assert (facts.kind, facts.province and facts.province.value) == (kind, province)
    assert (facts.period.value if facts.period else None) == period
    assert [doubt.rule for doubt in facts.doubts] == ["link_only"] and dossier.verdicts[0].outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("subject", "body", "sender_name"),
    [
        ("ยอดเบิกจ่ายเดือนนี้", "เบิกจ่ายไปแล้วบางส่วน รายละเอียดจะส่งภายหลัง", "ที่ทำการปกครองจังหวัดน่าน"),
        ("แจ้งข้อมูล", "จังหวัดน่านได้รับเรื่องศูนย์ต้นแบบแล้ว กำลังดำเนินการ", ""),
        ("e-fms เข้าไม่ได้", "รบกวนตรวจสอบให้ด้วยครับ", ""),
    ],
)
def test_what_may_be_ours_is_for_a_person(subject: str, body: str, sender_name: str) -> None:
    dossier = run(mail(subject, body), sender_name)
    assert dossier.is_for_office and dossier.facts and dossier.facts[0].kind in ("other", "obstacle")


@pytest.mark.parametrize(
    ("subject", "body", "sender_name"),
    [
        ("อบรมการเบิกจ่ายงบประมาณ", "เปิดรับสมัครหลักสูตรอบรม ราคาพิเศษ ส่วนลด 20%", "ศูนย์ฝึกอบรม"),
        ("ขอเชิญร่วมงานกาชาด", "จังหวัดน่านขอเชิญร่วมงานประจำปี", "ที่ทำการปกครองจังหวัดน่าน"),
        ("ไฟล์ภาพ", f"ดูภาพสวย ๆ ได้ที่ {LINK}", "ร้านถ่ายภาพ"),
        ("รายชื่อผู้เข้าร่วมวิ่งการกุศล", "จังหวัดน่านส่งรายชื่อนักวิ่งจำนวน 20 คน ตามตารางด้านล่าง", ""),
    ],
)
def test_what_is_plainly_something_else_is_set_aside(subject: str, body: str, sender_name: str) -> None:
    dossier = run(mail(subject, body), sender_name)
    assert dossier.facts == () and not dossier.is_for_office


def test_a_mail_that_says_nothing_but_brings_an_unknown_paper_waits() -> None:
    dossier = run(mail("", "ตามไฟล์แนบครับ", ("scan.pdf", "ตารางสรุป จังหวัดน่าน\nลำดับ รายการ จำนวน")), "ที่ทำการปกครองจังหวัดน่าน")
    assert [facts.kind for facts in dossier.facts] == ["other"]


@pytest.mark.parametrize("more", [(LINK, ()), ("", (("หนังสือ.pdf", "ไฟล์ใส่รหัสผ่าน"),))], ids=["link", "locked"])
def test_a_subject_that_announces_what_cannot_be_read_is_not_accepted_for_it(
    more: tuple[str, tuple[tuple[str, str], ...]],
) -> None:
    link, broken = more
    dossier = run(mail("เสนอรายชื่อศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน", f"ตามที่แนบมา {link}", broken=broken))
    (facts,) = dossier.facts
    assert facts.kind == "nomination" and facts.fields["district"].value == "ปัว"
    assert [doubt.blocking for doubt in facts.doubts] == [True]


@pytest.mark.parametrize("text", ["", "ส่งเอกสารครับ", "เรียน ผอ.\nตามเอกสารแนบค่ะ\nจังหวัดน่าน", f"ตามลิงก์ {LINK}"])
def test_mute(text: str) -> None:
    assert is_mute(text)


@pytest.mark.parametrize("text", ["รายชื่อผู้เข้าร่วมวิ่งการกุศล", "ขอเลื่อนการประชุมคณะกรมการจังหวัด"])
def test_not_mute(text: str) -> None:
    assert not is_mute(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("รายงานอุปสรรคในการดำเนินโครงการ\nเรียน อธิบดีกรมการปกครอง", None),
        ("การดำเนินโครงการล่าช้ากว่าแผน", None),
        ("ขับเคลื่อนโครงการให้แล้วเสร็จภายในปี", None),
        ("รายงานผลโครงการหมู่บ้านรักษาศีลห้า", "โครงการหมู่บ้านรักษาศีลห้า"),
        ("แบบรายงานโครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", None),
    ],
)
def test_another_project(text: str, named: str | None) -> None:
    assert other_project([flow(document(text, method=Method.BODY))]) == named


def test_a_report_of_trouble_that_proposes_another_day_is_read_as_a_whole() -> None:
    body = "จังหวัดน่านขอรายงานปัญหาอุปสรรคการดำเนินงานศูนย์ดำรงธรรมอำเภอ: พายุเข้า ประชุมไม่ได้ จึงขอเลื่อนไปเดือนหน้า\nผู้รายงาน นายสมชาย ใจดี"
    dossier = run(mail("แจ้งปัญหาอุปสรรค", body))
    assert [facts.kind for facts in dossier.facts] == ["obstacle"]
    assert dossier.facts[0].fields["detail"].value == "พายุเข้า ประชุมไม่ได้ จึงขอเลื่อนไปเดือนหน้า"


def test_the_subject_of_a_mail_is_no_title_of_a_work() -> None:
    dossier = run(mail("ส่งผลงานศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน", "ตามไฟล์แนบครับ", broken=(("ผลงาน.pdf", "เปิดไม่ได้"),)))
    assert all("title" not in facts.fields for facts in dossier.facts)
