"""Files that cannot be read, and mails that are no reports."""

from __future__ import annotations

from rehearsal import wreckage
from rehearsal.mails import file_of
from rehearsal.scene import Scene, cover_text, mail
from rehearsal.stage import FIRST, WRONG, Stage
from rehearsal.truth import DocumentTruth
from rehearsal.wording import PROJECT


def _broken_scene(stage: Stage, story: str, name: str, data: bytes, text: str = "") -> Scene:
    body = text or cover_text(stage.rng, "disbursement", stage.office.entry.name)
    subject = f"รายงานการเบิกจ่ายงบประมาณ เดือนพฤศจิกายน 2563 จังหวัด{stage.office.entry.name}"
    document = DocumentTruth(
        "disbursement", stage.office.entry.code, FIRST, {}, layout=story, format=name.rpartition(".")[2], **WRONG
    )
    made = mail(
        stage.rng,
        stage.office,
        story=story,
        subject=subject,
        text=body,
        files=(file_of(name, data),),
        day=stage.report_day(),
        documents=(document,),
        outcome="review",
    )
    return Scene((made,), stage.use("disbursement", FIRST))


def broken_pdf(stage: Stage) -> Scene:
    """A PDF cut off in the middle."""
    return _broken_scene(stage, "broken_pdf", "รายงาน.pdf", wreckage.broken_pdf(stage.rng))


def empty_file(stage: Stage) -> Scene:
    """A file without a byte."""
    return _broken_scene(stage, "empty_file", "รายงานเบิกจ่าย.xlsx", b"")


def locked_pdf(stage: Stage) -> Scene:
    """A PDF that asks for a password."""
    return _broken_scene(stage, "locked_pdf", "รายงานเบิกจ่าย.pdf", wreckage.locked_pdf(stage.office.entry.code))


def scanned_pdf(stage: Stage) -> Scene:
    """A picture of a page in a PDF."""
    return _broken_scene(stage, "scanned_pdf", "scan0001.pdf", wreckage.scanned_pdf(stage.rng))


def fax_image(stage: Stage) -> Scene:
    """A fax page."""
    return _broken_scene(stage, "fax_image", "fax-0001.tif", wreckage.fax_tiff(stage.rng))


def archive(stage: Stage) -> Scene:
    """A zip."""
    return _broken_scene(stage, "archive", "รายงานเบิกจ่าย.zip", wreckage.archive(stage.office.entry.code))


def mislabelled(stage: Stage) -> Scene:
    """A picture that calls itself a PDF."""
    return _broken_scene(stage, "mislabelled", "รายงานเบิกจ่าย.pdf", wreckage.picture(stage.rng))


def link_only(stage: Stage) -> Scene:
    """A link to a drive, and no file."""
    subject = f"รายงานการเบิกจ่ายงบประมาณ เดือนพฤศจิกายน 2563 จังหวัด{stage.office.entry.name}"
    text = "ส่งรายงานตามลิงก์ครับ\nhttps://drive.google.com/file/d/1AbCdEfGh/view?usp=sharing"
    document = DocumentTruth("disbursement", stage.office.entry.code, FIRST, {}, layout="link", format="body", **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story="link_only",
        subject=subject,
        text=text,
        files=(),
        day=stage.report_day(),
        documents=(document,),
        outcome="review",
    )
    return Scene((made,), stage.use("disbursement", FIRST))


def automatic(stage: Stage) -> Scene:
    """An answer of a machine."""
    made = mail(
        stage.rng,
        stage.office,
        story="automatic",
        subject="ตอบกลับอัตโนมัติ: ไม่อยู่ที่สำนักงาน",
        text="ขณะนี้ไม่อยู่ที่สำนักงาน จะกลับมาปฏิบัติงานวันจันทร์",
        files=(),
        day=stage.day(stage.end),
        headers=(("Auto-Submitted", "auto-replied"),),
    )
    return Scene((made,))


def newsletter(stage: Stage) -> Scene:
    """A mailing list."""
    headers = (("List-Id", "<news.shop.example>"), ("List-Unsubscribe", "<mailto:leave@shop.example>"), ("Precedence", "bulk"))
    made = mail(
        stage.rng,
        None,
        story="newsletter",
        subject="โปรโมชันวัสดุสำนักงานประจำเดือน",
        text="ลดราคาหมึกพิมพ์และกระดาษ A4 ทุกยี่ห้อ",
        files=(),
        day=stage.day(stage.end),
        sender="news@shop.example",
        sender_name="ร้านเครื่องเขียน",
        headers=headers,
    )
    return Scene((made,))


def invitation(stage: Stage) -> Scene:
    """A matter foreign to the directive."""
    text = "เรียน ท่านผู้เกี่ยวข้อง\nขอเชิญเข้าร่วมการแข่งขันกีฬาสีประจำปีของสโมสร ณ สนามกีฬากลาง ในวันเสาร์"
    made = mail(
        stage.rng,
        None,
        story="invitation",
        subject="ขอเชิญร่วมการแข่งขันกีฬา",
        text=text,
        files=(),
        day=stage.day(stage.end),
        sender="club@sport.example",
        sender_name="สโมสรกีฬา",
    )
    return Scene((made,))


def question(stage: Stage) -> Scene:
    """A province asks about the directive."""
    text = f"เรียน กรมการปกครอง\nจังหวัด{stage.office.entry.name}ขอสอบถามว่า {PROJECT} สามารถนำงบประมาณไปจัดซื้อครุภัณฑ์ได้หรือไม่ และกำหนดส่งรายงานนับวันหยุดอย่างไร\nขอบคุณครับ"
    document = DocumentTruth("other", stage.office.entry.code, None, {}, layout="question", format="body", **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story="question",
        subject="ขอสอบถามแนวทางการใช้จ่ายงบประมาณ",
        text=text,
        files=(),
        day=stage.day(stage.end),
        documents=(document,),
        outcome="review",
    )
    return Scene((made,))
