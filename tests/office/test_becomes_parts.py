"""What becomes of a document: its parts, and duplicates by bytes and by parts."""

from __future__ import annotations

import hashlib
import io
import zipfile

from PIL import Image

from parsers.thai.places import PROVINCES
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office.becomes_kit import Bench, Json, at, contact_of, rules_of
from tests.office.becomes_papers import WORD_TYPE, excel, mail, pdf, word

DAY = at("2020-12-03")
NAN = ("น่าน", "นน", "เวียงสา")


def _report(province: str, **more: str) -> money.Report:
    return money.Report(province, "ธันวาคม", "2563", money.two_items(**more))


def _picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "PNG")
    return out.getvalue()


def _by_name(arrival: Json) -> dict[str, Json]:
    return {part["name"]: part for part in arrival["parts"]}


def test_every_leaf_has_a_line_and_the_hash_is_of_the_decoded_bytes(bench: Bench) -> None:
    paper = pdf(clerks.nominating_letter(*NAN))
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "ขอส่งหนังสือตามแนบ", ("หนังสือ.pdf", paper)), DAY)
    assert len(told["parts"]) == 2
    body, letter = told["parts"]
    assert letter["sha256"] == hashlib.sha256(paper).hexdigest()
    assert body["sha256"] == hashlib.sha256("ขอส่งหนังสือตามแนบ".encode()).hexdigest()
    assert (letter["media_type"], letter["outcome"]) == ("application/pdf", "filed")


def test_a_bare_file_is_its_own_one_part(bench: Bench) -> None:
    paper = word(clerks.nominating_letter(*NAN))
    told = bench.paper("เสนอชื่อ.docx", paper, DAY)
    assert [part["sha256"] for part in told["parts"]] == [told["arrival"]] == [hashlib.sha256(paper).hexdigest()]
    assert told["parts"][0]["media_type"] == WORD_TYPE


def test_a_signature_picture_is_ignored_with_a_reason(bench: Bench) -> None:
    raw = mail(contact_of("55"), "เสนอรายชื่อ", "", ("หนังสือ.pdf", pdf(clerks.nominating_letter(*NAN))))
    logo = _picture(60, 40)
    import base64

    inline = (
        b"--=_b1\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo@moi>\r\nContent-Disposition: inline\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(logo).replace(b"\n", b"\r\n")
    )
    html = (
        b"--=_b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>"
        + "ขอส่งหนังสือตามแนบ".encode()
        + b'</p><img src="cid:logo@moi">\r\n'
    )
    raw = raw.replace(b"--=_b1--", html + inline + b"--=_b1--")
    told = bench.mail(raw, DAY)
    part = next(one for one in told["parts"] if one["media_type"].startswith("image/"))
    assert part["outcome"] == "ignored" and part["reason"]
    assert told["outcome"] == "filed"


def test_quoted_text_is_not_read_as_the_senders_own(bench: Bench) -> None:
    body = (
        "เรียน กรมการปกครอง\nขอส่งหนังสือตามแนบ\n\n"
        "-----Original Message-----\nFrom: jed@dopa.example\nSubject: แจ้งเตือน\n"
        "จังหวัดแพร่ เสนอศูนย์ดำรงธรรมอำเภอสูงเม่น เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ\n"
    )
    raw = mail(contact_of("55"), "เสนอรายชื่อ", body, ("หนังสือ.pdf", pdf(clerks.nominating_letter(*NAN))))
    one = bench.only(bench.mail(raw, DAY))
    assert (one["province"], one["fields"]["district"]["value"], one["status"]) == ("55", "เวียงสา", "accepted")


def test_a_forwarded_message_has_a_line_and_waits_for_a_person(bench: Bench) -> None:
    inner = mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("หนังสือ.pdf", pdf(clerks.nominating_letter(*NAN))))
    head = f"From: {contact_of('55')}\r\nTo: jed@dopa.example\r\nSubject: FW\r\nMIME-Version: 1.0\r\n"
    outer = (
        f'{head}Content-Type: multipart/mixed; boundary="=_out"\r\n\r\n--=_out\r\nContent-Type: message/rfc822\r\n\r\n'.encode()
        + inner
        + b"\r\n--=_out--\r\n"
    )
    told = bench.mail(outer, DAY)
    forwarded = next(part for part in told["parts"] if part["media_type"] == "message/rfc822")
    assert told["outcome"] == "review" and forwarded["reason"]
    assert told["receipt_no"] == "1/2563"


def test_a_zip_waits_and_its_obligation_is_in_review(bench: Bench) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("report.xlsx", excel({"รายงาน": money.numbered(_report("น่าน"))}))
    raw = mail(
        contact_of("55"), "รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563 จังหวัดน่าน", "ตามแนบ", ("รายงาน.zip", out.getvalue())
    )
    told = bench.mail(raw, at("2021-01-08"))
    assert told["outcome"] == "review"
    assert "zip" in _by_name(told)["รายงาน.zip"]["media_type"]
    assert bench.only(told)["status"] == "review"
    assert bench.cell(at("2021-01-09"), "55", "disbursement", "2020-12")["state"] == "in_review"


def test_an_empty_part_waits(bench: Bench) -> None:
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อศูนย์ดำรงธรรมอำเภอ จังหวัดน่าน", "ตามแนบ", ("หนังสือ.pdf", b"")), DAY)
    part = next(one for one in told["parts"] if one["name"] == "หนังสือ.pdf")
    assert part["outcome"] == "review" and part["reason"]
    assert told["outcome"] == "review"


def test_the_senders_spelling_of_sara_am_is_told_composed(bench: Bench) -> None:
    told = bench.mail(mail(contact_of("55"), "อํ" + "าเภอ น้ํา ค่า", "", ("คํ" + "า.bin", b"?")), DAY)
    assert (told["subject"], told["parts"][0]["name"]) == ("อำเภอ น้ำ ค่า", "คำ.bin")


def test_whose_an_unreadable_file_is_a_listed_sender_tells_where_the_message_does_not(bench: Bench) -> None:
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("สแกน.pdf", b"%PDF-1.7 broken")), at("2020-12-03"))
    one = bench.only(told)
    assert (one["kind"], one["province"], one["status"]) == ("nomination", "55", "review")
    assert "province_doubtful" in rules_of(one, "error")
    assert bench.cell(at("2020-12-05"), "55", "nomination")["state"] == "in_review"
    stranger = bench.mail(mail("x@other.example", "เสนอรายชื่อ", "ตามแนบ", ("สแกน2.pdf", b"%PDF-1.7 broken2")), at("2020-12-03"))
    assert bench.only(stranger)["province"] is None


def test_a_part_that_was_read_is_filed_even_where_its_submission_waits(bench: Bench) -> None:
    wrong = money.Report("น่าน", "ธันวาคม", "2563", money.two_items(allocated="90000.00"))  # not what was allocated
    told = bench.paper("รายงาน.xlsx", excel({"รายงาน": money.numbered(wrong)}), at("2021-01-08"))
    assert told["parts"][0]["outcome"] == "filed"
    assert bench.only(told)["status"] == "review"
    assert told["outcome"] == "review"


def test_the_arrival_is_as_bad_as_its_worst_part(bench: Bench) -> None:
    good = pdf(clerks.nominating_letter(*NAN))
    told = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("หนังสือ.pdf", good), ("ภาพ.pdf", b"%PDF-1.5 torn")), DAY)
    outcomes = {part["name"]: part["outcome"] for part in told["parts"]}
    assert outcomes["หนังสือ.pdf"] == "filed" and outcomes["ภาพ.pdf"] == "review"
    assert told["outcome"] == "review"


# --- duplicates -------------------------------------------------------------------------------------------------------
def test_the_same_bytes_repeat_the_first_arrivals_parts_and_submissions(bench: Bench) -> None:
    raw = mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("หนังสือ.pdf", pdf(clerks.nominating_letter(*NAN))))
    first, again = bench.mail(raw, DAY), bench.mail(raw, at("2020-12-07"))
    assert again["outcome"] == "duplicate" and again["reason"]
    assert (again["parts"], again["submissions"]) == (first["parts"], first["submissions"])
    assert len(bench.submissions()) == 1
    assert bench.cell(at("2020-12-08"), "55", "nomination")["state"] == "on_time"


def test_a_new_mail_whose_every_document_is_known_is_a_duplicate(bench: Bench) -> None:
    paper, form = pdf(clerks.nominating_letter(*NAN)), word(clerks.achievement("น่าน", "เวียงสา", "รับเรื่องทางไกล"))
    first = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("ก.pdf", paper), ("ข.docx", form)), DAY)
    again = bench.mail(mail(contact_of("55"), "ส่งซ้ำ", "เกรงว่าจะไม่ได้รับ จึงขอส่งอีกครั้ง", ("ข.docx", form), ("ก.pdf", paper)), DAY)
    assert again["outcome"] == "duplicate"
    assert {part["outcome"] for part in again["parts"] if part["name"].endswith(("pdf", "docx"))} == {"duplicate"}
    assert sorted(again["submissions"]) == sorted(first["submissions"])
    assert again["receipt_no"] is None or again["receipt_no"] != first["receipt_no"]
    assert len(bench.submissions()) == 2


def test_a_known_document_beside_a_new_one(bench: Bench) -> None:
    paper, form = pdf(clerks.nominating_letter(*NAN)), word(clerks.achievement("น่าน", "เวียงสา", "รับเรื่องทางไกล"))
    first = bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "ตามแนบ", ("ก.pdf", paper)), DAY)
    more = bench.mail(mail(contact_of("55"), "ส่งเพิ่มเติม", "ตามแนบ", ("ก.pdf", paper), ("ข.docx", form)), DAY)
    outcomes = {part["name"]: part["outcome"] for part in more["parts"]}
    assert outcomes["ก.pdf"] == "duplicate" and outcomes["ข.docx"] == "filed"
    assert [one["kind"] for one in bench.submissions()] == ["nomination", "achievement"]
    assert first["submissions"][0] in more["submissions"]


def test_the_same_values_in_other_bytes_make_no_second_submission(bench: Bench) -> None:
    report = _report("น่าน")
    first = bench.paper("รายงาน.pdf", pdf(money.grouped(report), landscape=True), at("2021-01-05"))
    again = bench.mail(
        mail(contact_of("55"), "รายงาน", "ตามแนบ", ("ร.xlsx", excel({"ร": money.numbered(report)}))), at("2021-01-12")
    )
    assert first["submissions"] == again["submissions"]
    assert next(part for part in again["parts"] if part["name"] == "ร.xlsx")["outcome"] == "filed"
    assert next(part for part in again["parts"] if part["name"] == "ร.xlsx")["submissions"] == first["submissions"]
    assert bench.cell(at("2021-01-13"), "55", "disbursement", "2020-12")["state"] == "on_time"


def test_a_copy_that_passes_supersedes_a_first_one_that_still_waits_unread(bench: Bench) -> None:
    subject = "รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563 จังหวัดน่าน"
    first = bench.mail(mail(contact_of("55"), subject, "ตามแนบ", ("รายงาน.pdf", b"%PDF-1.5 torn")), at("2021-01-08"))
    good = excel({"รายงาน": money.numbered(_report("น่าน"))})
    second = bench.mail(mail(contact_of("55"), subject, "ขอส่งใหม่", ("รายงาน.xlsx", good)), at("2021-01-13"))
    assert bench.only(second)["status"] == "accepted" and bench.only(second)["supersedes"] == first["submissions"][0]
    assert bench.only(first)["status"] == "superseded"
    assert bench.only(second)["timeliness"] == "late"
    cell = bench.cell(at("2021-01-14"), "55", "disbursement", "2020-12")
    assert (cell["state"], cell["days_late"]) == ("on_time", 0)


def test_two_provinces_with_equal_values_are_two_reports(bench: Bench) -> None:
    for code in ("55", "54"):
        name = next(province.name for province in PROVINCES if province.code == code)
        paper = excel({"รายงาน": money.numbered(_report(name))})
        assert bench.only(bench.paper("รายงาน.xlsx", paper, at("2021-01-08")))["province"] == code
    assert len(bench.submissions()) == 2


def test_a_text_file_that_is_no_report_waits_or_is_foreign(bench: Bench) -> None:
    told = bench.paper("บันทึก.txt", "รายการอาหารกลางวัน ข้าวผัด แกงจืด".encode(), DAY)
    assert told["outcome"] in ("filed", "review") and (told["reason"] or told["parts"][0]["reason"])
    assert all("period_missing" not in rules_of(one) for one in bench.of(told))
