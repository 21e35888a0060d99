"""What the officers read in the morning."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image

from intake.settings import HolidayPolicy, Sending
from notices.board_picture import COLOURS, SCALE, SHOWN_WIDTH, font
from notices.board_text import SYMBOLS, board_text, columns_of_moment
from notices.digest import BOARD_CID, Sources, compose_digest
from notices.figures import disbursed, is_unsigned, standings, waiting
from notices.health import first_line, outbox_lines, policy_lines, releasable, wire_lines
from parsers.parts import Outcome
from rules.records import Policy, State, Status
from storage.notices import Hold, Notice, NoticeDraft, NoticeKind, NoticeState
from storage.records import Heartbeat
from tests.notices_kit import POLICY, arrival, board, loaded, office, row
from tests.notices_kit import waiting as unread
from tests.rules_kit import at, disbursement, filed, nomination

NOW = at("2020-12-15 08:30")
WELL = Heartbeat("mailbox", at("2020-12-15 08:27"), "", None, 128, 128)


def notice(id: str, state: NoticeState, hold: Hold | None = None, **changes: object) -> Notice:
    kind = NoticeKind.OVERDUE if hold is Hold.NEEDS_RELEASE else NoticeKind.RECEIPT
    return replace(Notice(id, NoticeDraft(kind, ("korat@moi.example",), "x", "x", id, hold=hold), state, NOW), **changes)  # type: ignore[arg-type]


def sources(**changes: object) -> Sources:
    quiet = Sources((), (), board(NOW), (WELL,), (), 0)
    return replace(quiet, **changes)  # type: ignore[arg-type]


def digest(**changes: object) -> NoticeDraft:
    return compose_digest(sources(**changes), loaded(), office(), POLICY, NOW)


def test_the_first_line_tells_of_the_poll_the_queue_and_what_was_sent() -> None:
    sent = notice("N1", NoticeState.SENT, sent_at=at("2020-12-14 15:00"))
    long_ago = notice("N2", NoticeState.SENT, sent_at=at("2020-12-13 15:00"))
    line = first_line((WELL,), (sent, long_ago, notice("N3", NoticeState.QUEUED), notice("N4", NoticeState.SENDING)), 2, NOW)
    assert line == (
        "ตรวจรับสำเร็จล่าสุด ตู้จดหมาย 15 ธ.ค. 63 08.27 น. · เอกสารรอประมวลผล 2 ฉบับ"
        " · จดหมายรอส่ง 2 ฉบับ พักไว้ 0 ฉบับ · ส่งแล้วใน 24 ชั่วโมง 1 ฉบับ"
    )
    assert digest().body_text.startswith(first_line((WELL,), (), 0, NOW) + "\n")
    assert "ยังไม่มีการตรวจรับ" in first_line((), (), 0, NOW)


def test_a_quiet_morning_still_has_its_digest() -> None:
    draft = digest()
    assert "ไม่มีเอกสารเข้าใหม่ในรอบนี้" in draft.body_text and "ไม่มีเอกสารเข้าใหม่ในรอบนี้" in draft.body_html
    assert draft.hold is None and draft.to == office().officers and draft.dedupe_key == "digest:2020-12-15"
    assert "กำหนดส่งที่ตรงกับวันหยุดเลื่อนเป็นวันทำการถัดไป" in draft.body_text
    assert all(note in draft.body_text for note in loaded().notes) and len(loaded().notes) == 3


@pytest.mark.parametrize(
    ("on_server", "in_ledger", "words"),
    [(5, 5, "ตรงกัน"), (7, 5, "ไม่ตรงกัน ยังไม่ได้รับเข้าระบบ 2 ฉบับ"), (4, 5, "ไม่ตรงกัน มีผู้ย้ายหรือลบออกจากตู้แล้ว 1 ฉบับ")],
)
def test_the_mailbox_is_held_against_the_ledger(on_server: int, in_ledger: int, words: str) -> None:
    (line,) = wire_lines([replace(WELL, on_server=on_server, in_ledger=in_ledger)])
    assert f"ในตู้ {on_server} ฉบับ ในทะเบียน {in_ledger} ฉบับ {words}" in line


def test_a_poll_that_fails_is_told_until_it_works_again() -> None:
    failing = Heartbeat("fax", at("2020-12-14 08:00"), "เปิดโฟลเดอร์ไม่ได้", at("2020-12-15 08:00"), None, 0)
    assert [line for line in wire_lines([failing]) if "ไม่ครบถ้วน" in line and "โทรสาร" in line]
    assert list(wire_lines([replace(failing, last_ok=at("2020-12-15 08:10"))])) == []


def test_mail_that_did_not_leave_is_told_with_its_command() -> None:
    lines = list(
        outbox_lines(
            [
                notice("N1", NoticeState.FAILED, error="ไม่ทราบว่าผู้รับได้รับแล้วหรือไม่"),
                notice("N2", NoticeState.QUEUED, error="รหัส 451", attempts=3),
                notice("N3", NoticeState.HELD, Hold.NO_RECIPIENT),
                notice("N4", NoticeState.HELD, Hold.SENDING_OFF),
                notice("N5", NoticeState.SENT, error="ปฏิเสธผู้รับบางราย", sent_at=NOW),
                notice("N6", NoticeState.SENT, sent_at=NOW),
                notice("N7", NoticeState.HELD, Hold.NEEDS_RELEASE),
            ],
            NOW,
        )
    )
    assert len(lines) == 5
    assert "N1" in lines[0] and "damrong release N1 --by" in lines[0] and "ไม่ทราบว่า" in lines[0]
    assert "N2" in lines[1] and "3 ครั้ง" in lines[1] and "N5" in lines[2]
    assert "office.sending" in lines[3] and "N4" in lines[3] and "directive.contacts" in lines[4] and "N3" in lines[4]


def test_overdue_notices_wait_for_one_command() -> None:
    held = [notice(f"N{n}", NoticeState.HELD, Hold.NEEDS_RELEASE) for n in (3, 4)]
    assert releasable([*held, notice("N5", NoticeState.HELD, Hold.SENDING_OFF)]) == tuple(held)
    text = digest(notices=tuple(held)).body_text
    assert "damrong release N3 N4 --by ชื่อ --reason เหตุผล" in text


def test_estimated_years_and_the_policy_are_told() -> None:
    (line,) = policy_lines(board(NOW), Policy(HolidayPolicy.NOMINAL))
    assert "ไม่เลื่อนแม้ตรงกับวันหยุด" in line and "23.59.59" in line
    unsure = [replace(each, deadline=replace(each.deadline, estimated=True)) for each in board(NOW) if each.period == "2021-09"]
    assert "พ.ศ. 2564 เป็นการประมาณ" in list(policy_lines(unsure, POLICY))[1]
    done = [replace(each, state=State.ON_TIME) for each in unsure]
    assert len(list(policy_lines(done, POLICY))) == 1


def test_only_verified_provinces_count_for_the_money() -> None:
    rows = [
        row(disbursement(period="2020-12"), "2021-01-08 09:00"),
        row(disbursement({"cumulative": "13011.50"}, period="2020-11"), "2020-12-08 09:00", status=Status.ACCEPTED),
        row(disbursement({"cumulative": "99.00"}, province="50"), "2021-01-08 09:00", status=Status.REVIEW),
        row(disbursement(province="20", drop=("cumulative",)), "2021-01-08 09:00", status=Status.ACCEPTED),
        row(disbursement(province="21", drop=("cumulative", "this_month")), "2021-01-08 09:00", status=Status.ACCEPTED),
    ]
    money = disbursed(rows, loaded().directive.total)
    assert (money.spent, money.provinces, money.percent) == (Decimal("72657.50"), 2, "0.98")
    assert (
        "72,657.50 บาท คิดเป็นร้อยละ 0.98 ของวงเงิน 7,402,000.00 บาท (เฉพาะจังหวัดที่ตรวจสอบแล้ว 2 จังหวัด)"
        in digest(submissions=rows).body_text
    )


def test_what_waits_has_its_reasons_and_commands() -> None:
    wrong = row(disbursement({"cumulative": "36382.75", "percent": "99.00"}), "2021-01-08 09:00", id="S3")
    locked = row(unread("disbursement", "30", "unreadable", "ไฟล์ใส่รหัสผ่านไว้", "2020-12"), "2021-01-08 10:00", id="S4")
    scan = row(unread("other", None, "read_by_hand", "เอกสารเป็นภาพสแกน"), "2021-01-07 10:00", id="S5")
    no_month = row(disbursement(period=None), "2021-01-09 10:00", id="S6")
    told = waiting(loaded(), [wrong, locked, scan, no_month, row(nomination(), id="S7")])
    assert [each.id for each in told] == ["S5", "S3", "S4", "S6"]
    assert told[0].commands[0].startswith("damrong decide S5 assign จังหวัด ประเภท [เดือน] --by")
    assert told[1].commands[0].startswith("damrong decide S3 accept --by") and len(told[1].reasons) == 4
    assert told[2].reasons == ("ไฟล์ใส่รหัสผ่านไว้",) and told[2].commands[0].startswith("damrong decide S4 set ")
    assert told[3].commands[0].startswith("damrong decide S6 assign 30 disbursement ปปปป-ดด --by")
    assert all("--reason" in command for each in told for command in each.commands)


def test_unsigned_foreign_and_automatic_mail_is_counted() -> None:
    signed = row(disbursement(), "2021-01-08 09:00", id="S1")
    nobody = row(disbursement(drop=("reporter_name",)), "2021-01-08 09:00", id="S2")
    body = row(disbursement(from_body=True), "2021-01-08 09:00", id="S3")
    assert [is_unsigned(each) for each in (signed, nobody, body)] == [False, True, True]
    came = [
        arrival(submissions=("S1", "S2", "S3")),
        *(arrival(counted_as=w) for w in ("automatic", "foreign", "foreign", "duplicate")),
    ]
    text = digest(arrivals=came, submissions=(signed, nobody, body)).body_text
    assert "ไม่พบชื่อผู้ลงนาม 2 ฉบับ (S2 S3)" in text and "จดหมายเวียน 1 ฉบับ" in text
    assert "ไม่เกี่ยวกับหนังสือสั่งการ 2 ฉบับ" in text and "เอกสารซ้ำ 1 ฉบับ" in text


def test_text_from_outside_cannot_change_the_page() -> None:
    evil = row(unread("other", None, "unreadable", "<script>alert(1)</script>"), "2020-12-14 10:00")
    draft = digest(submissions=(evil,), arrivals=(arrival(submissions=(), reason="<img src=x>", outcome=Outcome.REVIEW),))
    assert "<script>" not in draft.body_html and "<img src=x>" not in draft.body_html and "&lt;script&gt;" in draft.body_html
    assert f'src="cid:{BOARD_CID}"' in draft.body_html


def test_without_officers_the_digest_is_kept_and_held() -> None:
    assert compose_digest(sources(), loaded(), office(officers=()), POLICY, NOW).hold is Hold.NO_RECIPIENT
    assert compose_digest(sources(), loaded(), office(sending=Sending.OFF), POLICY, NOW).hold is Hold.SENDING_OFF


# --- the board --------------------------------------------------------------------------------------------------------
def in_every_state() -> Sequence[object]:
    return [filed(nomination("30", "โชคชัย"), "2020-12-03 10:00"), filed(nomination("50"), "2020-12-07 10:00", id="s2")]


def test_the_board_shows_every_province_once_in_each_column() -> None:
    every = board(NOW, in_every_state())  # type: ignore[arg-type]
    columns = columns_of_moment(every)
    assert columns == (("nomination", None), ("achievement", None), ("disbursement", "2020-11"))
    text = board_text(loaded().directive, every, columns, ["ก", "ข", "ค"])
    assert all(text.count(f" {province.name} ") == 1 for province in loaded().directive.provinces)
    assert f"นครราชสีมา {SYMBOLS[State.ON_TIME]}{SYMBOLS[State.OVERDUE]}{SYMBOLS[State.OVERDUE]}" in text
    assert f"เชียงใหม่ {SYMBOLS[State.LATE]}" in text
    (first, *_) = standings(loaded(), every, columns)
    assert (first.counts[State.ON_TIME], first.counts[State.LATE], first.outstanding) == (1, 1, 74)
    assert [region for region, _ in first.overdue][:2] == list(dict.fromkeys(p.region for p in loaded().directive.provinces))[
        :2
    ]


def test_the_picture_is_sharp_at_a_readable_width_and_small_enough_to_mail() -> None:
    (file,) = digest().attachments
    picture = Image.open(io.BytesIO(file.data)).convert("RGB")
    assert file.content_id == BOARD_CID and picture.width == SHOWN_WIDTH * SCALE and 850 <= SHOWN_WIDTH <= 900
    assert len(file.data) < 400_000
    red = bytes.fromhex(COLOURS[State.OVERDUE][1:])
    counted = picture.getcolors(picture.width * picture.height) or []
    near = [count for count, colour in counted if isinstance(colour, tuple) and _near(colour, red)]
    assert sum(near) > 3 * 76 * SCALE * SCALE * 100


def _near(pixel: tuple[int, ...], colour: bytes) -> bool:
    return all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))


def test_every_state_has_its_own_sign_and_its_own_grey() -> None:
    assert set(COLOURS) == set(SYMBOLS) == set(State) and len(set(SYMBOLS.values())) == len(State)

    def grey(colour: str) -> float:
        r, g, b = bytes.fromhex(colour[1:])
        return 0.299 * r + 0.587 * g + 0.114 * b

    settled, owed = grey(COLOURS[State.LATE]), grey(COLOURS[State.OVERDUE])
    assert abs(settled - owed) > 40 and abs(grey(COLOURS[State.MISSING]) - owed) > 40


def test_marks_above_consonants_stack() -> None:
    """With Thai shaping the tone mark of ที่ takes no width of its own."""
    face = font(40)
    assert face.getlength("ที่") == pytest.approx(face.getlength("ท"), abs=1)
