"""What becomes of a document: which submissions there are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parsers.sandbox import Sandbox
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office.becomes_kit import Bench, at, contact_of, rules_of, value
from tests.office.becomes_papers import PAGE_END, excel, mail, pdf, word

DAY = at("2020-12-03")
JANUARY = at("2021-01-08")


def _report(month: str = "ธันวาคม", prior: str = "12000.00", spent: str = "24328.75", obstacles: str = "") -> money.Report:
    return money.Report("น่าน", month, "2563", money.two_items(prior, spent), obstacles)


def test_two_kinds_in_one_message_are_two_submissions(bench: Bench) -> None:
    files = (
        ("หนังสือ.pdf", pdf(clerks.covering("น่าน", "นน", "แบบเสนอรายชื่อและแบบรายงานผลงาน"))),
        ("แบบเสนอชื่อ.docx", word(clerks.nomination_form("น่าน", "เวียงสา"))),
        ("ผลงาน.pdf", pdf(clerks.achievement("น่าน", "เวียงสา", "ศูนย์รับเรื่องทางไกลเพื่อประชาชน", "87.50"))),
    )
    told = bench.mail(mail(contact_of("55"), "ส่งรายชื่อและผลงาน", "เรียนมาเพื่อโปรดพิจารณา", *files), DAY)
    assert sorted(one["kind"] for one in bench.of(told)) == ["achievement", "nomination"]
    nomination = bench.only(told, "nomination")
    assert (nomination["province"], value(nomination, "district"), nomination["status"]) == ("55", "เวียงสา", "accepted")
    assert value(nomination, "letter_no") == "นน 0018.1/3461"
    assert value(nomination, "letter_date") == "2020-12-03"
    assert "no_letter" not in rules_of(nomination)
    work = bench.only(told, "achievement")
    assert (value(work, "title"), value(work, "district")) == ("ศูนย์รับเรื่องทางไกลเพื่อประชาชน", "เวียงสา")
    assert Decimal(value(work, "gecc_total") or 0) == Decimal("87.5")


def test_a_letter_and_a_form_in_one_pdf_are_one_submission(bench: Bench) -> None:
    pages = [
        *clerks.covering("น่าน", "นน", "รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม ๒๕๖๓", date="8 มกราคม 2564"),
        PAGE_END,
        *money.upright(_report()),
    ]
    told = bench.mail(mail(contact_of("55"), "รายงานการเบิกจ่าย", "", ("รวม.pdf", pdf(pages))), JANUARY)
    one = bench.only(told)
    assert (one["kind"], one["status"], one["period"]) == ("disbursement", "accepted", "2020-12")
    assert value(one, "letter_no") == "นน 0018.1/3461" and value(one, "letter_date") == "2021-01-08"
    assert value(one, "cumulative") == "36328.75"


def test_a_letter_a_nomination_and_a_work_in_one_pdf(bench: Bench) -> None:
    pages = [
        *clerks.nominating_letter("น่าน", "นน", "เวียงสา"),
        PAGE_END,
        *clerks.nomination_table("น่าน", "เวียงสา"),
        PAGE_END,
        *clerks.achievement("น่าน", "เวียงสา", "ศูนย์รับเรื่องทางไกล"),
    ]
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "", ("รวม.pdf", pdf(pages))), DAY)
    assert sorted(one["kind"] for one in bench.of(told)) == ["achievement", "nomination"]
    assert {one["status"] for one in bench.of(told)} == {"accepted"}


def test_a_body_alone_counts_with_a_warning(bench: Bench) -> None:
    body = (
        "เรียน อธิบดีกรมการปกครอง\n\nจังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา "
        "เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021\n\nผู้ประสานงาน นางสาวกัลยา วงศ์สุวรรณ โทร. 08 1234 5678\n"
    )
    one = bench.only(bench.mail(mail(contact_of("55"), "เสนอรายชื่อศูนย์ดำรงธรรมอำเภอ", body), DAY))
    assert (one["kind"], one["status"], value(one, "district")) == ("nomination", "accepted", "เวียงสา")
    assert "no_letter" in rules_of(one, "warning")
    assert one["fields"]["district"]["method"] == "body"


def test_a_report_of_money_in_the_body_alone(bench: Bench) -> None:
    body = (
        "จังหวัดน่านขอรายงานผลการเบิกจ่ายงบประมาณโครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ ประจำเดือนธันวาคม 2563\n"
        "งบประมาณที่ได้รับจัดสรร 97,394.00 บาท\nเบิกจ่ายเดือนนี้ 24,328.75 บาท\nเบิกจ่ายสะสม 36,328.75 บาท\nคงเหลือ 61,065.25 บาท\n"
    )
    one = bench.only(bench.mail(mail(contact_of("55"), "รายงานการเบิกจ่าย", body, charset="windows-874"), JANUARY))
    assert (one["kind"], one["period"], value(one, "cumulative")) == ("disbursement", "2020-12", "36328.75")
    assert one["status"] == "accepted" and "no_letter" in rules_of(one, "warning")


def test_a_cover_letter_and_a_body_make_no_submission_of_their_own(bench: Bench) -> None:
    files = (
        ("นำส่ง.pdf", pdf(clerks.covering("น่าน", "นน", "แบบเสนอรายชื่อ"))),
        ("แบบ.docx", word(clerks.nomination_table("น่าน", "เวียงสา"))),
    )
    told = bench.mail(mail(contact_of("55"), "ส่งแบบเสนอรายชื่อ", "จังหวัดน่านขอส่งแบบเสนอรายชื่อตามแนบ", *files), DAY)
    one = bench.only(told)
    assert one["kind"] == "nomination" and len(one["parts"]) >= 1
    assert all(part["submissions"] == [one["id"]] for part in told["parts"] if part["name"].endswith(("pdf", "docx")))


def test_key_fields_that_differ_between_parts_wait(bench: Bench) -> None:
    files = (
        ("หนังสือ.pdf", pdf(clerks.nominating_letter("น่าน", "นน", "เวียงสา"))),
        ("แบบ.docx", word(clerks.nomination_form("น่าน", "ท่าวังผา"))),
    )
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "", *files), DAY)
    assert {one["status"] for one in bench.of(told)} == {"review"}
    assert any("parts_disagree" in rules_of(one, "error") for one in bench.of(told))


def test_figures_that_differ_between_parts_wait(bench: Bench) -> None:
    files = (
        ("รายงาน.pdf", pdf(money.upright(_report()))),
        ("แก้ไข.xlsx", excel({"รายงาน": money.numbered(_report(spent="25328.75"))})),
    )
    told = bench.mail(mail(contact_of("55"), "รายงาน", "", *files), JANUARY)
    one = bench.only(told, "disbursement")
    assert one["status"] == "review" and "parts_disagree" in rules_of(one, "error")


# --- obstacles in a report on money -----------------------------------------------------------------------------------
def test_obstacles_of_a_report_stay_and_make_a_submission_too(bench: Bench) -> None:
    text = "ระบบ e-fms ขัดข้อง ไม่สามารถบันทึกข้อมูลได้"
    told = bench.paper("รายงาน.docx", word(money.numbered(_report(obstacles=text)), landscape=True), JANUARY)
    report, obstacle = bench.only(told, "disbursement"), bench.only(told, "obstacle")
    assert value(report, "obstacles") == text and report["status"] == "accepted"
    assert value(obstacle, "detail") == text and (obstacle["province"], obstacle["status"]) == ("55", "accepted")
    assert obstacle["due_on"] is None and obstacle["timeliness"] is None


@pytest.mark.parametrize("nothing", ["", "......................", "-", "ไม่มี", "– ", "ไม่มีปัญหาอุปสรรค", "(ไม่มี)", ": -"])
def test_no_obstacles_make_no_submission(bench: Bench, nothing: str) -> None:
    told = bench.paper("รายงาน.docx", word(money.numbered(_report(obstacles=nothing)), landscape=True), JANUARY)
    assert [one["kind"] for one in bench.of(told)] == ["disbursement"]
    assert bench.only(told)["status"] == "accepted"


def test_an_obstacle_report_of_its_own(bench: Bench) -> None:
    paper = pdf(clerks.obstacle_form("น่าน", "งบประมาณไม่เพียงพอสำหรับจัดทำป้ายประชาสัมพันธ์", "ด่วนมาก"))
    one = bench.only(bench.mail(mail(contact_of("55"), "รายงานปัญหาอุปสรรค", "", ("ปัญหา.pdf", paper)), DAY))
    assert (one["kind"], one["status"], one["province"]) == ("obstacle", "accepted", "55")
    assert "ป้ายประชาสัมพันธ์" in (value(one, "detail") or "")
    assert value(one, "reporter_phone") == "044243798"


def test_two_months_in_one_message_are_two_submissions(bench: Bench) -> None:
    files = (
        ("พย.xlsx", excel({"รายงาน": money.numbered(_report("พฤศจิกายน", "0.00", "12000.00"))})),
        ("ธค.xlsx", excel({"รายงาน": money.numbered(_report())})),
    )
    told = bench.mail(mail(contact_of("55"), "รายงานสองเดือน", "", *files), JANUARY)
    assert sorted((one["period"], value(one, "cumulative")) for one in bench.of(told)) == [
        ("2020-11", "12000.00"),
        ("2020-12", "36328.75"),
    ]
    assert {one["status"] for one in bench.of(told)} == {"accepted"}


# --- nothing for the registers ----------------------------------------------------------------------------------------
VACATION = "ขณะนี้ข้าพเจ้าอยู่ระหว่างลาพักผ่อน จะกลับมาปฏิบัติงานในวันที่ 14 ธันวาคม 2563"
BOUNCE = "The mail system: <pokkrong99@moi.example>: 550 5.1.1 no such user here"
AUTOMATIC = {
    "answer": mail(contact_of("55"), "ตอบกลับอัตโนมัติ: รายงาน", VACATION, headers=("Auto-Submitted: auto-replied",)),
    "bounce": mail("MAILER-DAEMON@moi.example", "Undelivered Mail Returned to Sender", BOUNCE, headers=("Return-Path: <>",)),
    "list": mail("news@list.example", "ข่าวฉบับที่ 12", "ข่าวสาร", headers=("List-Id: <news.list.example>", "Precedence: list")),
    "foreign": mail("shop@trade.example", "ใบเสนอราคา", "บริษัทขอเสนอราคาเครื่องถ่ายเอกสารจำนวน 1 เครื่อง"),
}


@pytest.mark.parametrize("name", AUTOMATIC)
def test_what_is_no_report_is_filed_without_a_submission(bench: Bench, name: str) -> None:
    told = bench.mail(AUTOMATIC[name], DAY)
    assert (told["outcome"], told["submissions"], told["receipt_no"]) == ("filed", [], None)
    assert told["reason"] and bench.submissions() == [] and bench.outbox() == []


def test_our_own_mail_is_set_aside(tmp_path: Path, reader: Sandbox) -> None:
    smtp = '[smtp]\nhost = "localhost"\nsecurity = "none"\nfrom = "ศูนย์ดำรงธรรม <jed@dopa.example>"\n'
    with Bench(tmp_path / "own", reader, sections=smtp) as bench:
        body = "ได้รับรายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563 ของจังหวัดน่านแล้ว เบิกจ่ายสะสม 36,328.75 บาท"
        told = bench.mail(mail("JED@dopa.example", "แจ้งการรับรายงาน", body), JANUARY)
        assert (told["outcome"], told["submissions"], told["counted_as"]) == ("filed", [], "automatic")
        assert told["reason"] and bench.outbox() == []


def test_a_question_about_the_directive_is_other_and_waits(bench: Bench) -> None:
    body = (
        "เรียน เจ้าหน้าที่ผู้รับผิดชอบ\nจังหวัดน่านขอสอบถามว่า ตามหนังสือ ที่ มท 0307.2/ว 30982 การเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ "
        "สามารถเสนออำเภอที่เคยได้รับรางวัลอื่นได้หรือไม่ และต้องแนบเอกสารใดบ้าง\nขอบคุณครับ\n"
    )
    one = bench.only(bench.mail(mail(contact_of("55"), "ขอสอบถามแนวทางการคัดเลือก", body), DAY))
    assert (one["kind"], one["status"]) == ("other", "review")
    assert "question" in rules_of(one)
    assert bench.cell(at("2020-12-03", "12:00:00"), "55", "nomination")["state"] == "missing"


# --- unreadable -------------------------------------------------------------------------------------------------------
def _locked() -> bytes:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(money.upright(_report())))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="secret", R=4))
    return out.getvalue()


SUBJECT = "รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563 จังหวัดน่าน"


@pytest.mark.parametrize(
    "data", [_locked(), b"", b"%PDF-1.7\n%broken", pdf(["#"])[:400]], ids=["locked", "empty", "broken", "cut"]
)
def test_what_cannot_be_opened_waits_with_what_the_message_tells(bench: Bench, data: bytes) -> None:
    told = bench.mail(mail(contact_of("55"), SUBJECT, "จังหวัดน่านขอส่งรายงานตามแนบ", ("รายงาน.pdf", data)), JANUARY)
    assert told["outcome"] == "review"
    one = bench.only(told)
    assert (one["status"], one["province"], one["period"]) == ("review", "55", "2020-12")
    assert bench.cell(at("2021-01-09"), "55", "disbursement", "2020-12")["state"] == "in_review"
    assert next(part for part in told["parts"] if part["name"] == "รายงาน.pdf")["reason"]


def test_of_a_locked_file_without_a_word_nobody_knows_the_province(bench: Bench) -> None:
    told = bench.paper("scan001.pdf", _locked(), JANUARY)
    one = bench.only(told)
    assert (one["status"], one["province"], one["period"]) == ("review", None, None)


def test_a_link_instead_of_a_file_waits(bench: Bench) -> None:
    body = "จังหวัดน่านขอส่งรายงานการเบิกจ่ายงบประมาณตามลิงก์ https://drive.google.com/file/d/1AbCdEf/view?usp=sharing\n"
    one = bench.only(bench.mail(mail(contact_of("55"), SUBJECT, body), JANUARY))
    assert one["status"] == "review" and "link_only" in rules_of(one)
    assert bench.cell(at("2021-01-09"), "55", "disbursement", "2020-12")["state"] == "in_review"


def test_a_scan_waits_for_a_person(bench: Bench) -> None:
    import io

    from PIL import Image

    page = Image.new("L", (1240, 1754), 255)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    told = bench.mail(mail(contact_of("55"), SUBJECT, "ตามแนบ", ("scan.pdf", out.getvalue())), JANUARY)
    assert bench.only(told)["status"] == "review"
    assert bench.cell(at("2021-01-09"), "55", "disbursement", "2020-12")["state"] == "in_review"
