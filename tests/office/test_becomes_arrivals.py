"""What becomes of a document: arrival time and receipt numbers."""

from __future__ import annotations

from pathlib import Path

import desk
from intake.records import Channel, Hints
from tests.office import becomes_clerks as clerks
from tests.office.becomes_kit import Bench, Json, at, contact_of
from tests.office.becomes_papers import mail, pdf


def _nomination(province: str, short: str, district: str, sender: str, headers: tuple[str, ...] = ()) -> bytes:
    paper = pdf(clerks.nominating_letter(province, short, district))
    return mail(sender, "เสนอรายชื่อศูนย์ดำรงธรรมอำเภอ", "", ("หนังสือ.pdf", paper), headers=headers)


# --- arrival time -----------------------------------------------------------------------------------------------------
RELAYED = (
    "Received: from relay.moi.example by mx.dopa.example; not a date at all",
    "Received: from mta.moi.example by relay.moi.example; Fri, 04 Dec 2020 23:59:58 +0700",
    "Received: from desk by mta.moi.example; Thu, 03 Dec 2020 08:00:00 +0700",
)


def test_a_given_time_wins_over_every_header(bench: Bench) -> None:
    raw = _nomination("น่าน", "นน", "เวียงสา", contact_of("55"), RELAYED)
    assert bench.mail(raw, at("2020-12-05", "07:00:00"))["received_at"] == "2020-12-05T07:00:00+07:00"


def test_of_an_eml_the_topmost_received_that_can_be_read(bench: Bench) -> None:
    bench.clock.moment = at("2020-12-20")
    told = bench.mail(_nomination("น่าน", "นน", "เวียงสา", contact_of("55"), RELAYED))
    assert told["received_at"] == "2020-12-04T23:59:58+07:00"
    assert bench.only(told)["timeliness"] == "on_time"


def test_a_received_in_another_zone_is_told_in_bangkok_time(bench: Bench) -> None:
    bench.clock.moment = at("2020-12-20")
    header = ("Received: from a by b; Fri, 4 Dec 2020 17:30:00 +0000 (UTC)",)
    told = bench.mail(_nomination("น่าน", "นน", "เวียงสา", contact_of("55"), header))
    assert told["received_at"] == "2020-12-05T00:30:00+07:00"
    assert (bench.only(told)["timeliness"], bench.only(told)["days_late"]) == ("late", 1)


def test_without_any_clock_it_is_now_and_the_reason_says_so(bench: Bench) -> None:
    bench.clock.moment = at("2020-12-02", "11:22:33")
    told = bench.paper("หนังสือ.pdf", pdf(clerks.nominating_letter("น่าน", "นน", "เวียงสา")))
    assert told["received_at"] == "2020-12-02T11:22:33+07:00"
    assert "เวลาที่นำเข้าระบบ" in told["reason"]


def test_an_eml_without_received_says_so_too(bench: Bench) -> None:
    bench.clock.moment = at("2020-12-02", "11:22:33")
    told = bench.mail(_nomination("น่าน", "นน", "เวียงสา", contact_of("55")))
    assert told["received_at"] == "2020-12-02T11:22:33+07:00"
    assert "เวลาที่นำเข้าระบบ" in told["reason"]


def test_the_senders_clock_counts_for_nothing(bench: Bench) -> None:
    bench.clock.moment = at("2020-12-20")
    raw = _nomination("น่าน", "นน", "เวียงสา", contact_of("55"))
    assert b"Date: Fri, 04 Dec 2020" in raw
    assert bench.only(bench.mail(raw))["timeliness"] == "late"


# --- receipt numbers --------------------------------------------------------------------------------------------------
NAMES = [
    ("55", "น่าน", "นน", "เวียงสา"),
    ("50", "เชียงใหม่", "ชม", "แม่ริม"),
    ("57", "เชียงราย", "ชร", "แม่จัน"),
    ("90", "สงขลา", "สข", "ระโนด"),
]


def test_numbers_run_without_a_gap_over_everything_that_is_for_the_office(bench: Bench) -> None:
    day = at("2020-12-01")
    first = _nomination(*NAMES[0][1:], contact_of("55"))
    told: list[Json] = [bench.mail(first, day)]
    told.append(bench.mail(mail("shop@trade.example", "ลดราคาหมึกพิมพ์", "สินค้าลดราคาพิเศษ 50 เปอร์เซ็นต์"), day))
    told.append(bench.mail(_nomination(*NAMES[1][1:], contact_of("50")), day))
    told.append(bench.mail(first, day))  # the same bytes
    told.append(bench.paper("เสีย.pdf", b"%PDF-1.4 broken", day))
    told.append(bench.mail(_nomination(*NAMES[2][1:], contact_of("57")), day))
    numbers = [one["receipt_no"] for one in told]
    assert numbers == ["1/2563", None, "2/2563", "1/2563", "3/2563", "4/2563"]
    assert told[1]["outcome"] == "filed" and told[3]["outcome"] == "duplicate"


def test_a_number_belongs_to_the_buddhist_year_of_the_arrival_in_bangkok(bench: Bench) -> None:
    moments = [
        at("2020-12-31", "23:59:59"),
        at("2021-01-01", "00:00:00"),
        at("2020-12-31", "07:00:00"),
        at("2021-01-01", "06:59:00"),  # still 31 December in UTC
    ]
    told = []
    for moment, (code, name, short, district) in zip(moments, NAMES, strict=True):
        told.append(bench.mail(_nomination(name, short, district, contact_of(code)), moment))
    assert [one["receipt_no"] for one in told] == ["1/2563", "1/2564", "2/2563", "2/2564"]


def test_paper_of_last_year_that_is_entered_now_takes_last_years_next_number(bench: Bench) -> None:
    bench.mail(_nomination(*NAMES[0][1:], contact_of("55")), at("2021-01-04"))
    paper = pdf(clerks.nominating_letter(*NAMES[1][1:]))
    told = bench.paper("ไปรษณีย์.pdf", paper, at("2020-12-30"), channel=Channel.UPLOAD)
    assert told["receipt_no"] == "1/2563"


def test_the_register_of_received_letters_has_number_date_and_time(bench: Bench, tmp_path: Path) -> None:
    import openpyxl

    bench.mail(_nomination(*NAMES[0][1:], contact_of("55")), at("2020-12-01", "14:05:00"))
    desk.export(bench.office, tmp_path / "ทะเบียน.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ทะเบียน.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "1/2563" in cells
    assert any("14.05" in cell or "14:05" in cell for cell in cells)


def test_bare_fax_pictures_take_the_machines_time_from_their_tag(bench: Bench, tmp_path: Path) -> None:
    from PIL import Image

    bench.clock.moment = at("2020-12-08")
    picture = Image.new("1", (1728, 1100), 1)
    path = tmp_path / "fax0001.tif"
    picture.save(path, tiffinfo={306: "2020:12:04 15:30:12", 270: fax_line()})
    taken = next(iter(desk.ingest(bench.office, [path], Channel.FAX, None, Hints())))
    assert taken.row.received_at == at("2020-12-04", "15:30:12")
    assert taken.row.clock == "tag"


def fax_line() -> str:
    """The number that the machine of Nan sends."""
    from tests.office.becomes_kit import fax_of

    return fax_of("55")
