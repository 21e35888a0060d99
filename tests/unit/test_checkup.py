"""What ``damrong check`` finds, and that every problem comes with its cure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import checkup
from intake.clock import BANGKOK, FixedClock
from office import open_office

NOW = dt.datetime(2020, 12, 4, 10, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(("ahead", "wrong"), [(dt.timedelta(minutes=1), False), (dt.timedelta(days=400), True)])
def test_moments_that_have_not_come_yet_are_told(tmp_path: Path, ahead: dt.timedelta, wrong: bool) -> None:
    office = open_office(None, tmp_path / "data", FixedClock(NOW))
    office.store.audit("x", "y", {}, "damrong", NOW + ahead)
    report = checkup.check(None, tmp_path / "data", FixedClock(NOW))
    assert any("นาฬิกา" in problem for problem in report.problems) is wrong


def test_what_could_not_be_received_is_told(tmp_path: Path) -> None:
    office = open_office(None, tmp_path / "data", FixedClock(NOW))
    office.store.beat("mailbox", NOW)
    office.store.beat("mailbox", NOW, error="รับเข้าระบบไม่ได้ 1 ฉบับ ได้แก่ UID 4")
    report = checkup.check(None, tmp_path / "data", FixedClock(NOW))
    assert any("UID 4" in problem for problem in report.problems)
    assert report.exit_status


def test_a_wrong_configuration_hides_nothing_that_is_wrong_in_its_lists(tmp_path: Path) -> None:
    (tmp_path / "winners.csv").write_text("province,district\n30,ไม่มีอำเภอนี้\n", encoding="utf-8")
    config = tmp_path / "damrong.toml"
    config.write_text('[office]\nsending = "maybe"\n[directive]\nwinners = "winners.csv"\n', encoding="utf-8")
    report = checkup.check(config, tmp_path / "data", FixedClock(NOW))
    assert [problem.split(":")[0] for problem in report.problems] == ["office.sending", "winners.csv บรรทัดที่ 2"]
    assert report.exit_status == 2
    config.write_text('[directive]\nfile = "none.toml"\nwinners = "winners.csv"\n', encoding="utf-8")
    report = checkup.check(config, tmp_path / "data", FixedClock(NOW))
    assert [problem.split(":")[0] for problem in report.problems] == ["directive.file"]
