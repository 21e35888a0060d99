"""What goes wrong in real weeks: late, wrong, doubled, corrected, unreadable, irrelevant. Each scene knows what must become of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from parsers.thai.places import districts
from rehearsal import wreckage
from rehearsal.ledgerbook import total
from rehearsal.mails import file_of
from rehearsal.scene import NOTES, Scene, cover_text, mail, moment
from rehearsal.stories import (
    NOMINATION_DUE,
    PERIOD_DUE,
    achievement_mail,
    both_mail,
    carried,
    day_between,
    disburse,
    disbursement_mail,
    next_month,
    nominate,
    nomination_mail,
    obstacle_mail,
    report_of,
    truth_of,
)
from rehearsal.truth import DocumentTruth, RehearsedMail
from rehearsal.wording import PROJECT

if TYPE_CHECKING:
    from rehearsal.office import ProvinceOffice

WRONG: dict[str, Any] = {"expected": "review", "correct": False}
TABLES = ("wide_table", "numbered_headings", "with_subtotals")
FIRST = "2020-11"


class Stage:
    """Where a scene plays: a province that no other scene uses, and the weeks."""

    def __init__(
        self, rng: random.Random, office: ProvinceOffice, others: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date
    ) -> None:
        self.rng, self.office, self.others, self.start, self.end = rng, office, others, start, end

    def day(self, last: dt.date = NOMINATION_DUE) -> dt.date:
        """A day of the weeks."""
        return day_between(self.rng, self.start + dt.timedelta(days=1), last)

    def report_day(self, period: str = FIRST) -> dt.date:
        """A day on which a month is reported on in time."""
        return day_between(self.rng, next_month(period), PERIOD_DUE[period])

    def use(self, kind: str, period: str | None = None) -> frozenset[tuple[str, str, str | None]]:
        """What the scene reports on."""
        return frozenset({(kind, self.office.entry.code, period)})


Maker = Callable[[Stage], Scene]


def _money_scene(stage: Stage, story: str, rules: tuple[str, ...], layouts: tuple[str, ...] = TABLES, **change: Any) -> Scene:
    """A report on the first month with one thing wrong."""
    day = stage.report_day()
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="", words=None)
    report = replace(report, **change)
    made = disbursement_mail(
        stage.rng, stage.office, report, day, story, layout=stage.rng.choice(layouts), format=stage.rng.choice(("pdf", "xlsx")),
        rules=rules, **WRONG,
    )  # fmt: skip
    return Scene((_outcome(made, "review"),), stage.use("disbursement", FIRST))


def _outcome(made: RehearsedMail, outcome: str) -> RehearsedMail:
    return replace(made, truth=replace(made.truth, outcome=outcome))


def wrong_sum(stage: Stage) -> Scene:
    """The total row is not the sum."""
    row = total(stage.office.book.rows[FIRST])
    wrong = (("allocated", row.allocated), ("this_month", row.this_month + Decimal(stage.rng.choice((9, 90, 100, 270)))))
    return _money_scene(stage, "wrong_sum", ("sum_of_lines", "row_cumulative"), overrides=wrong)


def wrong_balance(stage: Stage) -> Scene:
    """The balance does not follow."""
    row = total(stage.office.book.rows[FIRST])
    wrong = (("balance", row.balance(with_committed=False) + Decimal(1000)),)
    return _money_scene(stage, "wrong_balance", ("row_balance", "sum_of_lines"), overrides=wrong)


def wrong_percent(stage: Stage) -> Scene:
    """The percentage does not follow."""
    row = total(stage.office.book.rows[FIRST])
    return _money_scene(stage, "wrong_percent", ("percent",), overrides=(("percent", row.percent + Decimal("5.50")),))


def wrong_words(stage: Stage) -> Scene:
    """Amount in words and figures differ."""
    row = total(stage.office.book.rows[FIRST])
    return _money_scene(stage, "wrong_words", ("words_differ",), words=row.cumulative + Decimal(1100))


def other_allocation(stage: Stage) -> Scene:
    """The allocation is not the configured one, but everything adds up."""
    rows = stage.office.book.rows[FIRST]
    first = replace(rows[0], allocated=rows[0].allocated + Decimal("1000.00"))
    return _money_scene(stage, "other_allocation", ("allocation_differs",), rows=(first, *rows[1:]))


def no_period(stage: Stage) -> Scene:
    """No month is named anywhere."""
    return _money_scene(stage, "no_period", ("period_missing",), hide_period=True, as_of=None)


def period_contradicted(stage: Stage) -> Scene:
    """The date of the figures is long before the month."""
    return _money_scene(stage, "period_contradicted", ("period_contradicted",), as_of=dt.date(2020, 10, 20))


def not_over(stage: Stage) -> Scene:
    """December is reported in the middle of December."""
    day = dt.date(2020, 12, stage.rng.choice((15, 16, 17, 18)))
    report = replace(report_of(stage.rng, stage.office, "2020-12", day), obstacles="", as_of=None, words=None)
    made = disbursement_mail(
        stage.rng, stage.office, report, day, "not_over", layout="wide_table", format="pdf", rules=("period_not_over",), **WRONG
    )
    return Scene((_outcome(made, "review"),), stage.use("disbursement", "2020-12"))


def carry_broken(stage: Stage) -> Scene:
    """December does not carry on from November."""
    first_day, day = stage.report_day(), stage.report_day("2020-12")
    november = disbursement_mail(
        stage.rng,
        stage.office,
        replace(report_of(stage.rng, stage.office, FIRST, first_day), obstacles=""),
        first_day,
        "november",
        "wide_table",
        "xlsx",
    )
    rows = tuple(replace(row, prior=row.prior + Decimal(0)) for row in stage.office.book.rows["2020-12"])
    largest = max(range(len(rows)), key=lambda index: rows[index].balance(with_committed=False))
    moved = replace(rows[largest], prior=rows[largest].prior + Decimal("55.00"))
    report = replace(
        report_of(stage.rng, stage.office, "2020-12", day),
        rows=(*rows[:largest], moved, *rows[largest + 1 :]),
        obstacles="",
        words=None,
    )
    december = disbursement_mail(
        stage.rng, stage.office, report, day, "carry_broken", "wide_table", "pdf", rules=("carry_on",), **WRONG
    )
    return Scene(
        (november, _outcome(december, "review")), stage.use("disbursement", FIRST) | stage.use("disbursement", "2020-12")
    )


def late(stage: Stage) -> Scene:
    """A nomination some days after the deadline."""
    day = day_between(stage.rng, dt.date(2020, 12, 7), dt.date(2020, 12, 16))
    return Scene((nomination_mail(stage.rng, stage.office, day, "late"),), stage.use("nomination"))


def both(stage: Stage) -> Scene:
    """Nomination and achievement report in one mail."""
    return Scene((both_mail(stage.rng, stage.office, stage.day()),), stage.use("nomination") | stage.use("achievement"))


def _nomination_scene(stage: Stage, story: str, rules: tuple[str, ...], district: str, second: str = "") -> Scene:
    day = stage.day()
    layout = stage.rng.choice(("letter", "table_form", "dotted_form", "list_table"))
    who, drawn, layout, format = nominate(stage.rng, stage.office, day, district=district, second=second, layout=layout)
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", format, day)
    document = truth_of("nomination", stage.office, None, drawn, layout, format, lent, rules=rules, **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story=story,
        subject=NOTES["nomination"][0],
        text=text,
        files=files,
        day=day,
        documents=(document,),
        outcome="review",
    )
    return Scene((made,), stage.use("nomination"))


def winner_again(stage: Stage) -> Scene:
    """The centre of the year before is nominated."""
    return _nomination_scene(stage, "winner_again", ("winner_before",), stage.office.winner)


def foreign_district(stage: Stage) -> Scene:
    """A district of another province."""
    other = stage.rng.choice([code for code in stage.others if code != stage.office.entry.code])
    names = [name for name in districts(other) if name not in districts(stage.office.entry.code)]
    return _nomination_scene(
        stage, "foreign_district", ("district_not_in_province", "province_doubtful"), stage.rng.choice(names)
    )


def two_districts(stage: Stage) -> Scene:
    """Two centres in one nomination."""
    second = next(
        name for name in districts(stage.office.entry.code) if name not in {stage.office.district, stage.office.winner}
    )
    return _nomination_scene(
        stage, "two_districts", ("several_districts", "missing_field", "doubtful_field"), stage.office.district, second
    )


def rival_nomination(stage: Stage) -> Scene:
    """Another district some days later: both must wait."""
    first = nomination_mail(stage.rng, stage.office, dt.date(2020, 11, 24), "rival_first", **WRONG, rules=("conflict",))
    second = next(
        name for name in districts(stage.office.entry.code) if name not in {stage.office.district, stage.office.winner}
    )
    who, drawn, layout, _ = nominate(stage.rng, stage.office, dt.date(2020, 11, 30), district=second, layout="letter")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", "pdf", dt.date(2020, 11, 30))
    document = truth_of("nomination", stage.office, None, drawn, layout, "pdf", lent, rules=("conflict",), **WRONG)
    made = mail(
        stage.rng,
        stage.office,
        story="rival_nomination",
        subject=NOTES["nomination"][1],
        text=text,
        files=files,
        day=dt.date(2020, 11, 30),
        documents=(document,),
        outcome="review",
    )
    return Scene((first, made), stage.use("nomination"))


def same_mail_twice(stage: Stage) -> Scene:
    """Byte for byte the same mail again."""
    first = achievement_mail(stage.rng, stage.office, dt.date(2020, 11, 25), "doubled_first")
    again = replace(
        first,
        truth=replace(
            first.truth,
            story="same_mail_twice",
            outcome="duplicate",
            documents=(),
            arrived_at=moment(stage.rng, dt.date(2020, 11, 27)),
        ),
    )
    return Scene((first, again), stage.use("achievement"))


def same_file_twice(stage: Stage) -> Scene:
    """The same file in another mail."""
    day, later = dt.date(2020, 12, 2), dt.date(2020, 12, 3)
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="")
    who, drawn, layout, format = disburse(stage.rng, stage.office, report, "wide_table", "xlsx")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "disbursement", format, day)
    truth = truth_of("disbursement", stage.office, FIRST, drawn, layout, format, lent)
    first = mail(
        stage.rng,
        stage.office,
        story="file_first",
        subject=NOTES["disbursement"][0],
        text=text,
        files=files,
        day=day,
        documents=(truth,),
    )
    again = mail(
        stage.rng,
        stage.office,
        story="same_file_twice",
        subject="ส่งใหม่อีกครั้ง",
        text="เกรงว่าไม่ได้รับ จึงส่งมาอีกครั้งครับ",
        files=files,
        day=later,
        outcome="duplicate",
    )
    return Scene((first, again), stage.use("disbursement", FIRST))


def other_format(stage: Stage) -> Scene:
    """The same report in another format: no second submission."""
    day, later = dt.date(2020, 12, 3), dt.date(2020, 12, 8)
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="", words=None)
    first = disbursement_mail(stage.rng, stage.office, report, day, "format_first", "other_order", "xlsx")
    again = disbursement_mail(
        stage.rng, stage.office, report, later, "other_format", "other_order", "pdf", expected="same", correct=False
    )
    return Scene((first, again), stage.use("disbursement", FIRST))


def corrected(stage: Stage) -> Scene:
    """A wrong report, and some days later the right one."""
    wrong = wrong_sum(stage).mails[0]
    day = day_between(stage.rng, dt.date(2020, 12, 15), dt.date(2020, 12, 18))
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="")
    right = disbursement_mail(stage.rng, stage.office, report, day, "corrected", "wide_table", "xlsx")
    first = replace(
        wrong,
        truth=replace(
            wrong.truth,
            story="corrected_first",
            documents=tuple(replace(each, expected="superseded") for each in wrong.truth.documents),
        ),
    )
    return Scene((first, right), stage.use("disbursement", FIRST))


def unknown_sender(stage: Stage) -> Scene:
    """A right report from an address that nobody listed."""
    made = nomination_mail(stage.rng, stage.office, stage.day(), "unknown_sender", rules=("sender_unknown",), **WRONG)
    return Scene(
        (_rewritten(made, stage.office, f"somebody{stage.rng.randint(10, 99)}@mail.example"),), stage.use("nomination")
    )


def other_sender(stage: Stage) -> Scene:
    """A report sent from another province's address."""
    other = stage.others[stage.rng.choice([code for code in stage.others if code != stage.office.entry.code])]
    made = nomination_mail(stage.rng, stage.office, stage.day(), "other_sender", rules=("sender_province_differs",), **WRONG)
    return Scene((_rewritten(made, stage.office, other.address),), stage.use("nomination"))


def _rewritten(made: RehearsedMail, office: ProvinceOffice, sender: str) -> RehearsedMail:
    raw = made.raw.replace(office.address.encode(), sender.encode()).replace(office.clerk.email.encode(), sender.encode(), 2)
    return replace(made, raw=raw, truth=replace(made.truth, sender=sender, outcome="review"))


def bangkok(stage: Stage) -> Scene:
    """Bangkok is out of scope."""
    text = "เรียน อธิบดีกรมการปกครอง\nกรุงเทพมหานคร ขอเสนอชื่อศูนย์ดำรงธรรมเขตบางรัก เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021"
    made = mail(
        stage.rng,
        None,
        story="bangkok",
        subject="เสนอรายชื่อศูนย์ดำรงธรรม กรุงเทพมหานคร",
        text=text,
        files=(),
        day=stage.day(),
        outcome="review",
        sender="office@bkk.example",
        sender_name="กรุงเทพมหานคร",
    )
    return Scene((made,))


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


def signature_picture(stage: Stage) -> Scene:
    """A right mail with a picture in its signature."""
    day = stage.day()
    who, drawn, layout, _ = nominate(stage.rng, stage.office, day, layout="table_form")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "nomination", "docx", day)
    logo = replace(file_of("logo.png", wreckage.logo()), content_id="logo1@moi")
    document = truth_of("nomination", stage.office, None, drawn, layout, "docx", lent)
    made = mail(
        stage.rng,
        stage.office,
        story="signature_picture",
        subject=NOTES["nomination"][0],
        text=text,
        files=(*files, logo),
        day=day,
        documents=(document,),
    )
    return Scene((made,), stage.use("nomination"))


def obstacle_alone(stage: Stage) -> Scene:
    """An obstacle report."""
    return Scene((obstacle_mail(stage.rng, stage.office, stage.day(stage.end)),), stage.use("obstacle"))


SCENES: tuple[Maker, ...] = (
    wrong_sum, wrong_balance, wrong_percent, wrong_words, other_allocation, no_period, period_contradicted, not_over, carry_broken,
    late, both, winner_again, foreign_district, two_districts, rival_nomination, same_mail_twice, same_file_twice, other_format,
    corrected, unknown_sender, other_sender, bangkok, broken_pdf, empty_file, locked_pdf, scanned_pdf, fax_image, archive,
    mislabelled, link_only, automatic, newsletter, invitation, question, signature_picture, obstacle_alone,
)  # fmt: skip
"""Every scene; a rehearsal of a hundred mails has nearly all of them once."""


def choose(rng: random.Random, offices: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date, mails: int) -> list[Scene]:
    """Scenes of so many mails, each in a province of its own until the provinces run out."""
    return list(_chosen(rng, offices, start, end, mails))


def _chosen(
    rng: random.Random, offices: Mapping[str, ProvinceOffice], start: dt.date, end: dt.date, mails: int
) -> Iterator[Scene]:
    used: set[tuple[str, str, str | None]] = set()
    left = mails
    for _ in range(mails * 4):
        makers = list(SCENES)
        rng.shuffle(makers)
        for maker in makers:
            if left <= 0:
                return
            scene = maker(Stage(rng, offices[rng.choice(sorted(offices))], offices, start, end))
            if len(scene.mails) <= left and not scene.uses & used:
                used |= scene.uses
                left -= len(scene.mails)
                yield scene
