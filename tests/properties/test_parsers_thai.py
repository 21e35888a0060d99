"""What must hold of Thai dates, amounts, names and text whatever comes."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pythainlp.util import bahttext

from parsers.thai.dates import find_dates, find_periods, format_date, format_period, parse_date, parse_period
from parsers.thai.months import FULL, SHORT, month_of
from parsers.thai.numbers import (
    AmountKind,
    baht_words,
    find_amounts,
    find_baht_words,
    parse_amount,
    parse_baht_words,
    parse_percent,
    show_money,
    unit_of,
)
from parsers.thai.places import (
    BANGKOK_ENTRY,
    PROVINCES,
    ProvinceEntry,
    districts,
    find_districts,
    find_provinces,
    match_district,
    match_province,
)
from parsers.thai.references import find_emails, find_letter_numbers, find_persons, find_phones
from parsers.thai.register import name_key
from parsers.thai.text import fold, is_blank_answer, normalise, strip_leaders, to_arabic, to_thai

CONSONANTS = "".join(chr(code) for code in range(0x0E01, 0x0E2F))
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
THAI = CONSONANTS + MARKS + "ะาำเแโใไๅๆฯ฿๐๑๒๓๔๕๖๗๘๙"
PRIVATE = "\uf70a\uf70b\uf710\uf711\uf71a\uf884\uf899"
messy = st.text(alphabet=THAI + PRIVATE + " \t\n.,-/()\u00a0\u200b0123456789oOlAa@", max_size=40)
written = st.lists(
    st.sampled_from(
        [
            *FULL,
            *SHORT,
            "จังหวัด",
            "อำเภอ",
            "เมือง",
            "จ.",
            "อ.",
            "นาย",
            "บาท",
            "ถ้วน",
            "สตางค์",
            "ล้าน",
            "หนึ่ง",
            "สิบ",
            "พ.ศ.",
            "๒๕๖๓",
            "63",
            "18",
            "๑",
            "0",
            ".-",
            "/",
            "-",
            " ",
            "\n",
            "....",
            "นครราชสีมา",
            "พิมาย",
            "ปีงบประมาณ",
            "เดือน",
            "นม 0018",
            "ร้อยละ",
            "(",
            ")",
            "จันทร",
            "ว่าที่",
        ]
    ),
    max_size=12,
).map("".join)
days = st.dates(dt.date(2019, 1, 1), dt.date(2022, 12, 31))
cents = st.integers(0, 10**13).map(lambda number: Decimal(number) / 100)


@given(messy)
def test_normalising_is_done_once_for_all(text: str) -> None:
    clean = normalise(text)
    assert normalise(clean) == clean
    assert unicodedata.normalize("NFC", clean) == clean
    assert clean.count("\n") == text.count("\n")


@given(messy)
def test_a_key_does_not_depend_on_how_the_text_was_typed(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(normalise(text)) == fold(to_thai(text))


@given(messy)
def test_digits_go_both_ways(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai(to_arabic(text)) == to_thai(text)


@given(st.one_of(messy, written))
def test_nothing_stumbles_and_places_are_true(text: str) -> None:
    clean = normalise(text)
    spans = [(date.start, date.end, date.raw) for date in find_dates(text)]
    spans += [(period.start, period.end, period.raw) for period in find_periods(text)]
    spans += [(place.start, place.end, place.raw) for place in find_provinces(text)]
    spans += [(number.start, number.end, number.raw) for number in find_letter_numbers(text)]
    spans += [(person.start, person.end, person.raw) for person in find_persons(text)]
    assert all(clean[start:end] == raw for start, end, raw in spans)
    for district in (*find_districts(text, None), *find_districts(text, "30")):
        assert clean[district.start : district.end].strip() == district.raw
    for start, end, _ in (*find_amounts(text), *find_baht_words(text)):
        assert 0 <= start < end <= len(clean)
    for parse in (parse_date, parse_period, parse_amount, parse_percent, parse_baht_words, match_province, unit_of):
        parse(text)
    match_district(text, "30")
    assert all(phone.isdigit() and len(phone) in (9, 10) for phone in find_phones(text))
    find_emails(text)
    is_blank_answer(text)
    strip_leaders(text)


def _forms(date: dt.date) -> list[str]:
    year, short = date.year + 543, date.year + 543 - 2500
    full, abbreviated = FULL[date.month - 1], SHORT[date.month - 1]
    return [
        format_date(date),
        format_date(date, short=True),
        f"วันที่ {date.day} เดือน {full} พ.ศ. {year}",
        f"{date.day} {abbreviated}{short}",
        f"{date.day:02d}/{date.month:02d}/{year}",
        f"{date.day}/{date.month}/{short}",
        f"{date.day:02d}-{date.month:02d}-{short}",
        f"{date.day}{full}{year}",
        f"{date.day}-{abbreviated}-{short}",
        f"ลว. {date.day} {abbreviated} {year}",
        f"วันที่...{date.day}...เดือน....{full}....พ.ศ. ....{year}....",
    ]


@given(days, st.data())
def test_a_date_written_in_any_form_is_read_back(date: dt.date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_forms(date)))
    for spelled in (text, to_thai(text)):
        found = parse_date(spelled)
        assert found is not None
        assert (found.date, found.certain) == (date, True), spelled
        assert [inside.date for inside in find_dates(f"ตามที่ {spelled} นั้น โทร. 0 2356 9556")] == [date]


@given(days)
def test_the_machines_own_date_is_read_back(date: dt.date) -> None:
    found = parse_date(date.isoformat())
    assert found is not None
    assert (found.date, found.certain) == (date, True)


@given(days, days)
def test_a_weekday_that_contradicts_makes_a_date_doubtful(date: dt.date, other: dt.date) -> None:
    name = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")[other.weekday()]
    found = parse_date(f"วัน{name}ที่ {format_date(date)}")
    assert found is not None
    assert (found.date, found.certain) == (date, other.weekday() == date.weekday())


@given(st.integers(2019, 2022), st.integers(1, 12), st.booleans(), st.booleans())
def test_a_month_written_is_read_back(year: int, month: int, thai: bool, short: bool) -> None:
    period = f"{year}-{month:02d}"
    found = parse_period("ประจำเดือน " + format_period(period, thai_digits=thai, short=short))
    assert found is not None
    assert (found.period, found.certain) == (period, True)


@given(st.integers(2020, 2022), st.integers(1, 12))
def test_a_month_of_a_fiscal_year_lies_within_it(fiscal_year: int, month: int) -> None:
    found = parse_period(f"ประจำเดือน {FULL[month - 1]} ปีงบประมาณ พ.ศ. {fiscal_year + 543}")
    assert found is not None
    assert f"{fiscal_year - 1}-10" <= found.period <= f"{fiscal_year}-09"
    assert found.certain


@settings(max_examples=400)
@given(st.sampled_from(FULL), st.data())
def test_one_letter_amiss_in_a_month_never_makes_another(name: str, data: st.DataObject) -> None:
    damaged = data.draw(_one_edit(name))
    assume(fold(damaged) not in {fold(other) for other in FULL})
    read = month_of(damaged)
    assert read is None or not read.certain or FULL[read.month - 1] == name


@given(cents, st.booleans())
def test_an_amount_written_is_read_back(value: Decimal, thai: bool) -> None:
    shown = show_money(value, thai_digits=thai)
    for text in (shown, f"{shown} บาท", f"฿{shown}", shown.replace(",", "")):
        amount = parse_amount(text)
        assert (amount.kind, amount.value, amount.certain) == (AmountKind.NUMBER, value, True)
    assert parse_amount(f"({shown})").value == parse_amount(f"-{shown}").value == -value


@given(st.integers(1, 10**12), st.integers(0, 99))
def test_baht_and_satang_are_put_together(baht: int, satang: int) -> None:
    assert parse_amount(f"{baht:,}.-").value == baht
    assert parse_amount(f"{baht:,} บาท {satang:02d} สตางค์").value == Decimal(baht) + Decimal(satang) / 100


@given(cents, st.data())
def test_one_comma_or_dot_too_many_is_never_certain(value: Decimal, data: st.DataObject) -> None:
    shown = show_money(value)
    place = data.draw(st.integers(0, len(shown) - 1))
    amount = parse_amount(shown[:place] + data.draw(st.sampled_from(",.")) + shown[place:])
    assert not amount.certain


@given(cents, st.data())
def test_two_scripts_in_one_amount_are_never_certain(value: Decimal, data: st.DataObject) -> None:
    assume(value >= 1)
    shown = show_money(value)
    places = [place for place, letter in enumerate(shown) if letter.isdigit()]
    place = data.draw(st.sampled_from(places))
    amount = parse_amount(shown[:place] + to_thai(shown[place]) + shown[place + 1 :])
    assert (amount.value, amount.certain) == (value, False)


@given(cents)
def test_a_sum_in_words_is_read_back_without_its_tones(value: Decimal) -> None:
    words = baht_words(value)
    toneless = "".join(letter for letter in words if letter not in "่้๊๋์็")
    assert parse_baht_words(words) == parse_baht_words(toneless) == parse_baht_words(f"({words})") == value
    assert [found for _, _, found in find_baht_words(f"จำนวนเงิน ({words})")] == [value]


@given(st.integers(1, 10**9), st.sampled_from([0, 1, 10, 11, 21, 50, 99]))
def test_sums_in_words_agree_with_a_second_opinion(baht: int, satang: int) -> None:
    value = Decimal(baht) + Decimal(satang) / 100
    assert baht_words(value) == bahttext(float(value))


@given(cents, st.data())
def test_a_letter_lost_in_the_words_never_gives_another_sum_in_silence(value: Decimal, data: st.DataObject) -> None:
    words = baht_words(value)
    place = data.draw(st.integers(0, len(words) - 1))
    lost = words[:place] + words[place + 1 :]
    assert parse_baht_words(lost) in (None, value)


def _one_edit(name: str) -> st.SearchStrategy[str]:
    """A name with one letter lost or replaced."""
    places = st.integers(0, len(name) - 1)
    lost = places.map(lambda place: name[:place] + name[place + 1 :])
    replaced = st.builds(
        lambda place, letter: name[:place] + letter + name[place + 1 :],
        places,
        st.sampled_from(CONSONANTS + MARKS + "ะาำเแโใไ"),
    )
    return st.one_of(lost, replaced)


NAMES = {name_key(name): entry.code for entry in (*PROVINCES, BANGKOK_ENTRY) for name in (entry.name, *entry.aliases)}


@settings(max_examples=600)
@given(st.sampled_from((*PROVINCES, BANGKOK_ENTRY)), st.data())
def test_one_letter_amiss_never_makes_another_province(entry: ProvinceEntry, data: st.DataObject) -> None:
    damaged = data.draw(_one_edit(entry.name))
    # ระยอง and ระนอง differ by one letter: what is another's name letter for letter cannot be told.
    assume(NAMES.get(name_key(damaged), entry.code) == entry.code)
    alone = match_province(damaged)
    assert alone is None or not alone.certain or alone.code == entry.code
    for text in (f"จังหวัด{damaged} นั้น", f"จังหวัด{damaged}ขอส่ง", f"จ.{damaged}"):
        assert all(not place.certain or place.code == entry.code for place in find_provinces(text))


@pytest.mark.parametrize(
    ("name", "other"),
    [("ลพบุรี", "ชลบุรี"), ("นนทบุรี", "จันทบุรี"), ("สมุทรสาคร", "สมุทรสงคราม"), ("เพชรบูรณ์", "เพชรบุรี"), ("อุบลราชธานี", "อุดรธานี")],
)
def test_near_pairs_are_never_swapped(name: str, other: str) -> None:
    for place in range(len(name)):
        for letter in ("", *CONSONANTS, *MARKS):
            match = match_province(name[:place] + letter + name[place + 1 :])
            assert match is None or not match.certain or match.name != other


ALL_DISTRICTS = [(entry.code, name) for entry in PROVINCES for name in districts(entry.code)]
DISTRICT_KEYS = {name_key(name) for _, name in ALL_DISTRICTS}


@settings(max_examples=600)
@given(st.sampled_from(ALL_DISTRICTS), st.data())
def test_one_letter_amiss_never_makes_another_district(bearer: tuple[str, str], data: st.DataObject) -> None:
    code, name = bearer
    damaged = data.draw(_one_edit(name))
    assume(name_key(damaged) not in DISTRICT_KEYS - {name_key(name)})
    matches = [match_district(damaged, code), match_district(damaged, None)]
    for text in (f"อำเภอ{damaged} นั้น", f"อำเภอ{damaged}จังหวัด", f"อ.{damaged}ขอส่ง"):
        matches += [*find_districts(text, code), *find_districts(text, None)]
    assert all(match is None or not match.certain or (match.province, match.name) == bearer for match in matches)


@given(st.sampled_from(ALL_DISTRICTS))
def test_every_district_is_found_in_its_province(bearer: tuple[str, str]) -> None:
    code, name = bearer
    province = next(entry.name for entry in PROVINCES if entry.code == code)
    for text in (f"อำเภอ{name}จังหวัด{province}", f"อ.{name} จ.{province}", f"นายอำเภอ{name}\nจังหวัด{province}"):
        assert [(match.name, match.province, match.certain) for match in find_districts(text, None)] == [(name, code, True)]
        assert [(place.code, place.certain) for place in find_provinces(text)] == [(code, True)]
    match = match_district(f"อำเภอ{name}", code)
    assert match is not None
    assert (match.name, match.province, match.certain) == (name, code, True)
