"""What is put into the outbox, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from notices import planning
from notices.planning import Desk, plan
from notices.reminders import compose_due
from parsers.records import Facts
from rules.records import DueNotice, Excuse, Status, Verdict
from rules.terms import Contact
from storage.notices import Hold, Notice, NoticeDraft, NoticeKind
from storage.records import FiledArrival
from storage.store import SqlStore
from tests.notices_kit import POLICY, loaded, office
from tests.rules_kit import at, disbursement, letter, nomination
from tests.storage_kit import arrival, new, ruling, sha, take, untold

EVERY = tuple(Contact(each.code, f"p{each.code}@moi.example") for each in letter().provinces)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = SqlStore(tmp_path / "data")
    store.mark("installed", at("2020-11-18 00:00"))
    few = tuple(each for each in letter().provinces if each.code in ("30", "50"))
    chosen = replace(loaded(), directive=replace(loaded().directive, provinces=few, contacts=EVERY))
    yield Desk(store, chosen, POLICY, office())
    store.close()


def put(desk: Desk, name: str, facts: Facts, verdict: Verdict = Verdict.ACCEPT, *, now: dt.datetime) -> FiledArrival:
    assert isinstance(desk.store, SqlStore)
    return take(desk.store, name, new(desk.store, facts, verdict), now=now)


def kinds(notices: Sequence[Notice]) -> list[str]:
    return sorted(each.draft.kind.value for each in notices)


def test_a_morning_of_reminders_and_its_digest(desk: Desk) -> None:
    assert kinds(plan(desk, at("2020-11-27 08:29"))) == []
    assert kinds(plan(desk, at("2020-11-27 08:30"))) == ["digest"]
    first = plan(desk, at("2020-11-27 09:00"))
    assert kinds(first) == ["reminder", "reminder"]
    assert [[file.name for file in each.draft.attachments] for each in first][0][0] == "แบบเสนอรายชื่อ-นครราชสีมา.xlsx"
    assert [plan(desk, at(f"2020-11-27 {hour}:00")) for hour in (10, 12, 17)] == [[], [], []]


def test_who_has_sent_is_not_reminded_and_what_waits_with_us_neither(desk: Desk) -> None:
    put(desk, "a", nomination("30", "โชคชัย"), now=at("2020-11-26 10:00"))
    put(desk, "b", nomination("50"), Verdict.REVIEW, now=at("2020-11-26 10:00"))
    reminders = [each for each in plan(desk, at("2020-11-27 09:00")) if each.draft.kind is NoticeKind.REMINDER]
    assert [each.draft.deliverable for each in reminders] == ["achievement", "achievement"]


def test_the_day_after_the_deadline_the_officers_are_told_and_the_provinces_letters_wait(desk: Desk) -> None:
    found = kinds(plan(desk, at("2020-12-08 09:30")))
    assert [kind for kind in found if kind != "reminder"] == ["alert", "digest", "overdue", "overdue"]
    held = [each for each in desk.store.notices() if each.draft.kind is NoticeKind.OVERDUE]
    assert all(each.draft.hold is Hold.NEEDS_RELEASE for each in held)
    alert = next(each for each in desk.store.notices() if each.draft.kind is NoticeKind.ALERT)
    assert "นครราชสีมา  ติดต่อ p30@moi.example" in alert.draft.body_text and alert.draft.to == office().officers


def test_one_who_falls_overdue_after_the_alert_is_told_of_in_another(desk: Desk) -> None:
    """A report that an officer rejects after the deadline was not in the first alert."""
    filed = put(desk, "a", nomination("30", "โชคชัย"), Verdict.REVIEW, now=at("2020-12-03 10:00"))
    plan(desk, at("2020-12-08 08:40"))
    (row,) = filed.submissions
    desk.store.decide(ruling(desk.store, row.id, Status.REJECTED), untold, at("2020-12-08 08:45"))
    later = [each for each in plan(desk, at("2020-12-08 08:50")) if each.draft.kind is NoticeKind.ALERT]
    assert [each.draft.covers for each in later] == [(("30", "nomination", None, "alert"),)]


def test_nothing_from_before_we_came(tmp_path: Path, desk: Desk) -> None:
    store = SqlStore(tmp_path / "late")
    store.mark("installed", at("2020-12-08 14:00"))
    late = replace(desk, store=store)
    assert kinds(plan(late, at("2020-12-08 14:01"))) == ["digest"]
    store.close()


def test_an_excused_province_is_left_alone(desk: Desk) -> None:
    for name in ("nomination", "achievement"):
        desk.store.excuse(Excuse("30", name, None, at("2020-12-18 00:00").date(), at("2020-12-01 09:00"), "วิภา", "น้ำท่วม"))
    plan(desk, at("2020-12-08 09:30"))
    assert {each.draft.province for each in desk.store.notices() if each.draft.kind is NoticeKind.OVERDUE} == {"50"}


def test_after_downtime_the_step_that_holds_goes_out_once_and_never_its_backlog(desk: Desk) -> None:
    found = plan(desk, at("2020-12-03 15:00"))  # both reminders were slept through
    steps = {cover[3] for each in found for cover in each.draft.covers if cover[1] == "nomination"}
    assert steps == {"reminder-1"}
    assert kinds(plan(desk, at("2020-12-14 13:00"))).count("digest") == 1


@pytest.mark.parametrize("day", ["2020-12-05", "2020-12-06", "2020-12-10", "2020-12-11"])
def test_nothing_on_days_off(desk: Desk, day: str) -> None:
    assert plan(desk, at(f"{day} 09:30")) == []


def test_a_digest_tells_of_every_arrival_once_however_it_was_cut_short(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def filed(name: str, moment: str) -> None:
        put(desk, name, nomination("30", "โชคชัย"), Verdict.REVIEW, now=at(moment))

    filed("a", "2020-11-23 10:00")
    with monkeypatch.context() as broken:
        broken.setattr(SqlStore, "mark", lambda *_: (_ for _ in ()).throw(OSError("disk")))
        with pytest.raises(OSError, match="disk"):
            plan(desk, at("2020-11-24 08:30"))
    filed("b", "2020-11-24 08:40")
    assert plan(desk, at("2020-11-24 08:45")) == []
    plan(desk, at("2020-11-25 08:30"))
    told = [each.draft.body_text for each in desk.store.notices() if each.draft.kind is NoticeKind.DIGEST]
    numbers = [[line.split()[2] for line in text.splitlines() if line.startswith("- เลขรับ")] for text in told]
    assert numbers == [["1/2563"], ["2/2563"]]


def test_a_clock_that_was_ahead_for_a_while_keeps_no_digest_back(desk: Desk) -> None:
    put(desk, "a", nomination("30", "โชคชัย"), now=at("2020-11-26 10:00"))
    assert kinds(plan(desk, at("2020-11-26 12:00"))) == ["digest"]
    put(desk, "b", nomination("50"), now=at("2020-11-26 13:00"))
    assert "digest" in kinds(plan(desk, at("2037-01-05 08:30")))
    (digest,) = [each for each in plan(desk, at("2020-11-27 08:30")) if each.draft.kind is NoticeKind.DIGEST]
    assert [line.split()[2] for line in digest.draft.body_text.splitlines() if line.startswith("- เลขรับ")] == ["2/2563"]
    assert plan(desk, at("2020-11-27 08:31")) == []


def test_a_letter_that_cannot_be_written_keeps_no_other_and_no_digest_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:

    def stumbles(due: DueNotice, *more: Any) -> NoticeDraft:
        if due.province == "30":
            raise ValueError("nobody thought of this")
        return compose_due(due, *more)

    monkeypatch.setattr(planning, "compose_due", stumbles)
    for _ in range(2):
        with pytest.raises(ValueError, match="nobody"):
            plan(desk, at("2020-11-27 09:00"))
    assert kinds(desk.store.notices()) == ["digest", "reminder"]
    monkeypatch.undo()
    assert [each.draft.province for each in plan(desk, at("2020-11-27 09:01"))] == ["30"]


def test_the_digest_counts_what_waits_with_a_damaged_original_too(desk: Desk) -> None:
    assert isinstance(desk.store, SqlStore)
    desk.store.receive(arrival("lost"), at("2020-11-26 10:00"))
    desk.store.blobs.path(sha(b"lost")).write_bytes(b"rot")
    (digest,) = plan(desk, at("2020-11-27 08:30"))
    assert "เอกสารรอประมวลผล 1 ฉบับ" in digest.draft.body_text


def test_where_nothing_can_have_become_due_nothing_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(desk, at("2020-11-30 09:00"))
    plan(desk, at("2020-11-30 09:01"))
    looked: list[str] = []
    whole = SqlStore.filed
    monkeypatch.setattr(SqlStore, "filed", lambda store: looked.append("filed") or whole(store))  # type: ignore[func-returns-value]
    for minute in range(2, 30):
        plan(desk, at(f"2020-11-30 09:{minute:02d}"))
    assert looked == []
    put(desk, "a", nomination(), now=at("2020-11-30 09:40"))
    plan(desk, at("2020-11-30 09:41"))
    plan(desk, at("2020-12-01 00:00"))
    plan(desk, at("2020-12-01 09:00"))
    assert looked.count("filed") >= 3


def test_the_form_is_filled_in_with_last_months_figures(desk: Desk) -> None:
    put(desk, "a", disbursement(period="2020-12"), now=at("2021-01-08 10:00"))
    found = [each for each in plan(desk, at("2021-02-03 09:00")) if each.draft.province == "30"]
    (file,) = [file for each in found for file in each.draft.attachments]
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(file.data), data_only=True)["แบบรายงาน"]
    assert [(sheet[f"B{n}"].value, sheet[f"D{n}"].value) for n in (7, 8, 9)] == [
        ("ค่าตอบแทน", 3450),
        ("ค่าใช้สอย", 27967.25),
        ("ค่าวัสดุ", 4911.5),
    ]
    assert sheet["A3"].value == "จังหวัดนครราชสีมา ประจำเดือน มกราคม 2564"
