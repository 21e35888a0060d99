from __future__ import annotations

import pytest

from parsers.thai.places import find_districts, find_provinces, match_district, match_province


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("นครราชสีมา", "30"),
        ("จังหวัดนครราชสีมา", "30"),
        ("จังหวัด นครราชสีมา", "30"),
        ("จ.จันทบุรี", "22"),
        ("จันทบุรี", "22"),  # its จ is no prefix
        ("จ. อ่างทอง", "15"),
        ("อ่างทอง", "15"),
        ("อำนาจเจริญ", "37"),
        ("โคราช", "30"),
        ("อยุธยา", "14"),
        ("นครศรีฯ", "80"),
        ("เมืองคอน", "80"),
        ("แปดริ้ว", "24"),
        ("ปากน้ำ", "11"),
        ("มหาชัย", "74"),
        ("แม่กลอง", "75"),
        ("เมืองกาญจน์", "71"),
        ("สุราษฎร์ฯ", "84"),
        ("อุบลฯ", "34"),
        ("อุดรฯ", "41"),
        ("ประจวบฯ", "77"),
        ("สุพรรณฯ", "72"),
        ("ศรีษะเกษ", "33"),
        ("ศรีสระเกษ", "33"),
        ("ประจวบครีขันธ์", "77"),
        ("บุรีรัมย", "31"),
        ("หนองบัวลำพู", "39"),
        ("ฉเชิงเทรา", "24"),
        ("สุราษฏร์ธานี", "84"),
        ("น ครราช สีมา", "30"),
        ("ที่ทำการปกครองจังหวัดน่าน", "55"),
        ("ศาลากลางจังหวัดเชียงใหม่", "50"),
        ("ผู้ว่าราชการจังหวัดพิษณุโลก", "65"),
        ("ปลัดจังหวัดตรัง", "92"),
        ("๑. กระบี่", "81"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("กรุงเทพมหานคร", "10"),
        ("นครศรีธรรมราข", "80"),  # one letter amiss, nothing else near
        ("นครสวรค์", "60"),
    ],
)
def test_a_province_in_every_form(text: str, code: str) -> None:
    place = match_province(text)
    assert place is not None
    assert (place.code, place.certain) == (code, True)


@pytest.mark.parametrize(
    "text", ["", "เพชร", "นคร", "สมุทร", "จังหวัด", "เพชรบุรณ์", "รวม", "ค่าตอบแทน", "อำเภอพิมาย", "สมุทรสาคาม", "ระยอ", "30"]
)
def test_no_one_province(text: str) -> None:
    assert match_province(text) is None


@pytest.mark.parametrize("text", ["เพชรบรี", "พบุรี", "นทบุรี", "ละยองง์บุรี"])
def test_a_likeness_with_rivals_is_never_certain(text: str) -> None:
    place = match_province(text)
    assert place is None or not place.certain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ศาลากลางจังหวัดเชียงใหม่\nถนนโชตนา ชม ๕๐๓๐๐", [("50", True)]),
        ("จังหวัดนคร\nราชสีมาขอส่งรายงาน", [("30", True)]),
        ("จังหวัด.....นครราชสีมา.....", [("30", True)]),
        ("จังหวัด : นครราชสีมา", [("30", True)]),
        ("อ.เมือง จ.ขอนแก่น", [("40", True)]),
        ("ต.ในเมือง อ.เมืองจ.ขอนแก่น", [("40", True)]),
        ("ผวจ.ตาก", [("63", True)]),
        ("จังหวัดน่านได้ส่งแล้ว", [("55", True)]),
        ("จังหวัดนครราชศีมา", [("30", True)]),
        ("นครราชสีมา ขอส่งรายงาน", [("30", True)]),
        ("มหาวิทยาลัยเชียงใหม่", [("50", False)]),  # run on to another word
        ("จังหวัดโคราชขอส่ง", []),  # a short form may be the beginning of something else
        ("จังหวัดอุดรธานีและจังหวัดอุบลราชธานี", [("41", True), ("34", True)]),
        ("เลย\nตาก", [("42", True), ("63", True)]),
        ("เผยแพร่ข่าวแล้ว ไม่มีเลย ตากแดด", []),
        ("จังหวัดละ ๑ แห่ง ทุกจังหวัด จังหวัดชายแดนภาคใต้", []),
        ("อำเภอเมืองนครราชสีมา", []),
        ("ถนนเพชรบุรี แขวงมักกะสัน", []),
        ("จ.ส.อ.สมชาย ใจดี", []),
        ("กรุงเทพมหานคร", [("10", True)]),
    ],
)
def test_provinces_in_running_text(text: str, found: list[tuple[str, bool]]) -> None:
    places = find_provinces(text)
    assert [(place.code, place.certain) for place in places] == found
    assert all(text[place.start : place.end] == place.raw for place in places)


@pytest.mark.parametrize(
    ("text", "province", "name"),
    [
        ("เมือง", "30", "เมืองนครราชสีมา"),
        ("อ.เมือง", "30", "เมืองนครราชสีมา"),
        ("อ.เมืองฯ", "30", "เมืองนครราชสีมา"),
        ("อำเภอเมืองนครราชสีมา", "30", "เมืองนครราชสีมา"),
        ("เมืองโคราช", "30", "เมืองนครราชสีมา"),
        ("เมืองอุบลฯ", "34", "เมืองอุบลราชธานี"),
        ("เมือง", "14", "พระนครศรีอยุธยา"),
        ("อำเภอเมืองยาง", "30", "เมืองยาง"),
        ("เมืองจันทร์", "33", "เมืองจันทร์"),
        ("เมืองสรวง", "45", "เมืองสรวง"),
        ("เมืองปาน", "52", "เมืองปาน"),
        ("อมก๋อย", "50", "อมก๋อย"),  # its อ is no prefix
        ("เฉลิมพระเกียรติ", "30", "เฉลิมพระเกียรติ"),
        ("ศูนย์ดำรงธรรมอำเภอพิมาย", "30", "พิมาย"),
        ("ศดธ.อ.พิมาย", "30", "พิมาย"),
        ("ที่ว่าการอำเภอพิมาย", "30", "พิมาย"),
        ("อ.พิมาย จ.นครราชสีมา", "30", "พิมาย"),
        ("อำเภอพิมาย จังหวัดนครราชสีมา", None, "พิมาย"),
        ("๒. บัวใหญ่", "30", "บัวใหญ่"),
        ("กัลยานิวัฒนา", "50", "กัลยาณิวัฒนา"),
        ("สุไหงโกลก", "96", "สุไหงโก-ลก"),
        ("วิเศษไชยชาญ", "15", "วิเศษชัยชาญ"),
        ("ปากชอง", "30", "ปากช่อง"),
        ("ด่านขุนทต", "30", "ด่านขุนทด"),
        ("ปากช่อง", None, "ปากช่อง"),
    ],
)
def test_a_district_in_every_form(text: str, province: str | None, name: str) -> None:
    match = match_district(text, province)
    assert match is not None
    assert (match.name, match.certain, match.ambiguous) == (name, True, False)
    assert match.province == (province or "30")


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("ปากช่อง", "50"),
        ("อำเภอทุกแห่ง", "30"),
        ("", "30"),
        ("อ่างทอง", None),
        ("อ.เมือง จ.ขอนแก่น", "30"),
        ("ปากช่อ", "30"),
        ("พิมาย", "10"),
    ],
)
def test_no_district(text: str, province: str | None) -> None:
    assert match_district(text, province) is None


@pytest.mark.parametrize("text", ["เมือง", "อ.เมือง", "เฉลิมพระเกียรติ"])
def test_a_name_that_several_provinces_have_is_ambiguous_without_one(text: str) -> None:
    match = match_district(text, None)
    assert match is not None
    assert (match.province, match.certain, match.ambiguous) == ("", False, True)


def test_a_misspelt_district_is_never_certain_without_a_province() -> None:
    match = match_district("ด่านขุนทต", None)
    assert match is not None
    assert (match.name, match.province, match.certain) == ("ด่านขุนทด", "30", False)


@pytest.mark.parametrize(
    ("text", "province", "found"),
    [
        ("นายอำเภอสันทราย", "50", [("สันทราย", "50", True)]),
        ("อำเภอสันทรายเป็นศูนย์ดำรงธรรม", "50", [("สันทราย", "50", True)]),
        ("อำเภอเมืองเชียงใหม่จังหวัดเชียงใหม่", None, [("เมืองเชียงใหม่", "50", True)]),
        ("คัดเลือกศูนย์ดำรงธรรมอำเภอ\nสันทราย เป็นศูนย์", None, [("สันทราย", "50", True)]),
        ("อำเภอ สัน ทราย", "50", [("สันทราย", "50", True)]),
        ("อำเภอ....พิมาย....", "30", [("พิมาย", "30", True)]),
        ("ศูนย์ดำรงธรรมพิมาย", "30", [("พิมาย", "30", True)]),
        ("อ.เมือง และ อ.พิมาย", "30", [("เมืองนครราชสีมา", "30", True), ("พิมาย", "30", True)]),
        ("อ.เมือง จ.ขอนแก่น", "30", [("เมืองขอนแก่น", "40", True)]),  # the province beside it goes first
        ("อำเภอปากช่อง", "50", [("ปากช่อง", "30", True)]),  # another province's district
        ("อำเภอปากช่อง จังหวัดขอนแก่น", None, [("ปากช่อง", "30", False)]),  # contradicts the register
        ("อำเภอเฉลิมพระเกียรติ จังหวัดน่าน", None, [("เฉลิมพระเกียรติ", "55", True)]),
        ("จังหวัดน่าน อำเภอเฉลิมพระเกียรติ", None, [("เฉลิมพระเกียรติ", "55", True)]),
        ("อำเภอเฉลิมพระเกียรติ", None, [("เฉลิมพระเกียรติ", "", False)]),
        ("อำเภอบ้านนาเดืม", "84", [("บ้านนาเดิม", "84", True)]),  # not บ้านนา and more
        ("อำเภอสอง จังหวัดแพร่", None, [("สอง", "54", True)]),
        ("อำเภอนายายอาม", "22", [("นายายอาม", "22", True)]),
        ("อำเภอ\nพิมาย\nปากช่อง", "30", [("พิมาย", "30", False)]),  # the heading of a column
        ("ศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", "50", []),
        ("แจ้งอำเภอทุกแห่ง อำเภอละ ๑ อำเภอดังกล่าว", "50", []),
        ("“อำเภอดำรงธรรม”", "50", []),
        ("อำเภอเมืองอัจฉริยะ", "30", []),
        ("งบประมาณอำเภอคงเหลือ", "30", []),
        ("อำเภอสองแห่ง อำเภอลองดำเนินการ", "54", []),
        ("พ.ต.อ.พิมาย ใจดี ผอ.พิมาย", "30", []),
        ("ปลัดอำเภอ โทรศัพท์ ๐๘", "50", []),
        ("ศูนย์ดำรงธรรมจังหวัดนครราชสีมา", "30", []),
    ],
)
def test_districts_in_running_text(text: str, province: str | None, found: list[tuple[str, str, bool]]) -> None:
    matches = find_districts(text, province)
    assert [(match.name, match.province, match.certain) for match in matches] == found
    assert all(text[match.start : match.end].strip() == match.raw for match in matches)


def test_a_post_is_told_by_its_raw_text() -> None:
    assert find_districts("เรียน นายอำเภอสันทราย", "50")[0].raw == "นายอำเภอสันทราย"
