from __future__ import annotations

import pytest

from parsers import quality
from parsers.second import opinion_of

GOOD = """ที่ ชม ๐๐๑๘.๑/๒๔๘๑๓ ศาลากลางจังหวัดเชียงใหม่ ถนนโชตนา ชม ๕๐๓๐๐ ๓ ธันวาคม ๒๕๖๓
เรื่อง ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ. ๒๕๖๔
ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดพิจารณาคัดเลือกศูนย์ดำรงธรรมอำเภอที่มีความพร้อมและเหมาะสม
จังหวัดละ ๑ แห่ง เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ พร้อมจัดส่งรายชื่อและผลงานให้กรมการปกครองทราบ นั้น
E-Mail : jed@dopa.example โทร./โทรสาร ๐ ๕๓๑๑ ๒๗๐๔ “ด่วนที่สุด” ๑,๐๐๐.– บาท เฉพาะ ฯ ๆ ฯลฯ"""

STRIPPED = str.maketrans("", "", "่้๊๋")
UPPER = str.maketrans("", "", "ัิีึื")

BAD = {
    "some sara am lost": GOOD.replace("ำ", " า", 4),
    "tones lost": GOOD.translate(STRIPPED) * 2,
    "upper vowels lost": GOOD.translate(UPPER) * 2,
    "tones doubled": GOOD.replace("ู้", "้้").replace("ี่", "่่"),
    "glyph numbers": GOOD.replace("จ", "(cid:12)"),
    "replacement characters": GOOD.replace("ง", "\ufffd"),
    "controls": GOOD.replace("ง", "\x93"),
    "foreign private use": GOOD.replace("ก", "\ue123"),
    "as Latin-1": GOOD.encode("cp874", "ignore").decode("latin-1"),
    "as Windows-1252": GOOD.encode("cp874", "ignore").decode("cp1252", "replace"),
    "as Mac-like shift": "ÙćĂíïć÷ ÖćøđïĉÖÝŠć÷ ðøąÝĞćđéČĂî íĆîüćÙö " * 5,
    "marks in front": GOOD.replace("ที่", "ี่ท").replace("แห่ง", "แ่หง").replace("หนังสือ", "หนงัสอื"),
}


def test_sound_text_is_sound() -> None:
    health = quality.check(GOOD)
    assert (health.bad, health.broken, health.score) == (False, 0, 1.0)
    assert not any(quality.is_doubtful(line) for line in GOOD.splitlines())


def test_english_and_figures_are_no_fault() -> None:
    assert not quality.check("Annual report 2021, total 97,394.00 baht. Café, naïve.\n" * 20).bad


@pytest.mark.parametrize("name", [name for name in BAD if name != "marks in front"])
def test_broken_layers_are_refused(name: str) -> None:
    health = quality.check(BAD[name])
    assert health.bad, health
    assert health.reasons
    assert health.score == 0.0


def test_marks_without_letters_are_noticed() -> None:
    assert quality.check(BAD["marks in front"]).broken > 0


@pytest.mark.parametrize("line", ["ส านักงาน", "(cid:3)จังหวัด", "ผ้้ว่าราชการ", "ยอด \ufffd๐๐๐", " ่อ", "¡ÃÁ¡ÒÃ»¡¤ÃÍ§"])
def test_one_broken_place_makes_a_line_doubtful(line: str) -> None:
    assert quality.is_doubtful(line)


@pytest.mark.parametrize("line", ["กรณ ี", "ก่ิ", "วา่", "ปี ๒๕๖๓", "น้ำ", "สิทธิ์", "เค้าโครง", "ฯลฯ", "จั๊วะ", "\uf70a"])
def test_what_is_put_right_safely_is_no_doubt(line: str) -> None:
    assert not quality.is_doubtful(line if line != "\uf70a" else "ข\uf70aาว")


def test_a_page_that_lost_every_sara_am_can_be_mended() -> None:
    lost = GOOD.replace("ำ", " า")
    assert not quality.check(lost).bad
    assert quality.has_lost_am(lost)
    assert quality.repair_lost_am(lost, quality.has_am(lost)) == (GOOD, True)


def test_letterspaced_headings_are_left_alone() -> None:
    assert quality.repair_lost_am("บั น ทึ ก ข้ อ ค ว า ม", page_has_am=False) == ("บั น ทึ ก ข้ อ ค ว า ม", False)


def test_lost_sara_am_is_put_back_only_where_the_page_has_none() -> None:
    assert quality.repair_lost_am("ส านักงาน ด าเนิน น ้ าหนัก", page_has_am=False)[0].startswith("สำนักงาน ดำเนิน")
    assert quality.repair_lost_am("ส านักงาน", page_has_am=True) == ("ส านักงาน", False)
    assert quality.repair_lost_am("สำนักงาน", page_has_am=False) == ("สำนักงาน", False)


def test_a_late_tone_goes_back_to_its_consonant() -> None:
    assert quality.repair_order("วา่ หน้าท่ี") == "ว่า หน้าท่ี"


def test_the_second_opinion_compares_whole_figures() -> None:
    opinion = opinion_of("รวม 97,394.00 บาท ๑๒,๐๐๐.๐๐\nสิทธิ์ธิ์ผู้")
    assert opinion.figures_agree("ยอด 97,394.00")
    assert not opinion.figures_agree("ยอด 7,394.00")
    assert not opinion.figures_agree("ยอด 97,394.0")
    assert not opinion.figures_agree("ยอด ๙๗,๓๙๔.๐๐")
    assert opinion.agrees("๑๒,๐๐๐.๐๐   รวม 97,394.00 บาท")
    assert opinion.agrees("สิทธิ์ผู้")
    assert not opinion.agrees("สิทธิ์ผุ้")


def test_a_figure_that_is_read_more_often_than_it_stands_there_is_missed() -> None:
    opinion = opinion_of("111,111.11 และ 11,111.11 กับ 500.00 และ 500.00")
    assert opinion.missed(["11,111.11 บาท", "11,111.11"]) == {"11,111.11"}
    assert opinion.missed(["111,111.11", "11,111.11", "500.00 500.00"]) == frozenset()


def test_amounts_printed_without_a_gap_are_told_apart_by_their_decimals() -> None:
    opinion = opinion_of("11,039.21100,406.00 ๕๐.๒๕๑,๐๐๐.๐๐")
    assert opinion.figures_agree("11,039.21") and opinion.figures_agree("100,406.00")
    assert opinion.figures_agree("๕๐.๒๕") and opinion.figures_agree("๑,๐๐๐.๐๐")
    assert not opinion.figures_agree("00,406.00")
    assert not opinion_of("1,000500.00").figures_agree("500.00")
