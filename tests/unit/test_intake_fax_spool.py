from __future__ import annotations

import datetime as dt
import io
import logging
import os
import threading
import time
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from intake import fax_spool
from intake.clock import BANGKOK, FixedClock
from intake.disk import read_bounded
from intake.errors import RetryLater
from intake.fax_spool import FaxSpool
from intake.ports import Source
from intake.records import Arrival, ArrivalClock, Channel
from intake.settings import FaxSettings
from tests.contracts.source_contract import SourceContract
from tests.fakes import MemoryLedger, poll_once

WRITTEN = dt.datetime(2020, 12, 4, 14, 2, 11, tzinfo=BANGKOK)
CLOCK = FixedClock(dt.datetime(2020, 12, 20, 9, tzinfo=BANGKOK))


def tiff(text: str = "", date: str = "2020:12:03 10:00:00") -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[306], tags[270] = date, text
    out = io.BytesIO()
    Image.new("1", (64, 32), 1).save(out, "TIFF", compression="group4", dpi=(204, 196), tiffinfo=tags)
    return out.getvalue()


def put(path: Path, data: bytes, written: dt.datetime = WRITTEN) -> Path:
    path.write_bytes(data)
    os.utime(path, (written.timestamp(), written.timestamp()))
    return path


def spool(folder: Path, stable: int = 10) -> FaxSpool:
    return FaxSpool(FaxSettings(spool=folder, stable_seconds=stable), CLOCK)


def names(arrivals: list[Arrival]) -> list[str]:
    return [arrival.name for arrival in arrivals]


class TestFaxSpool(SourceContract):
    channel = Channel.FAX

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self) -> Source:
        return spool(self.folder)

    def deliver(self, number: int) -> bytes:
        data = tiff(f"04424379{number}")
        put(self.folder / f"fax{9 - number}.tif", data, WRITTEN + dt.timedelta(minutes=number))
        return data


def test_the_spools_time_and_the_sending_machine(tmp_path: Path) -> None:
    put(tmp_path / "fax00001.tif", tiff("+66 44 243 798"))
    (arrival,) = poll_once(spool(tmp_path), MemoryLedger())
    assert (arrival.received_at, arrival.clock) == (WRITTEN, ArrivalClock.SPOOL)
    assert (arrival.fax_number, arrival.is_message, arrival.name) == ("044243798", False, "fax00001.tif")


@pytest.mark.parametrize("written", [dt.datetime(1980, 1, 1, tzinfo=BANGKOK), dt.datetime(2021, 3, 1, tzinfo=BANGKOK)])
def test_a_file_time_that_cannot_be_right_gives_way_to_the_tag(tmp_path: Path, written: dt.datetime) -> None:
    put(tmp_path / "a.tif", tiff(date="2020:12:03 10:00:00"), written)
    put(tmp_path / "b.pdf", b"%PDF-1.4 %%EOF", written)
    tagged, plain = poll_once(spool(tmp_path), MemoryLedger())
    assert (tagged.clock, tagged.received_at.day) == (ArrivalClock.TAG, 3)
    assert (plain.clock, plain.received_at) == (ArrivalClock.NOW, CLOCK.now())


def test_a_name_that_is_used_again_is_another_fax(tmp_path: Path) -> None:
    source, ledger = spool(tmp_path), MemoryLedger()
    put(tmp_path / "fax1.tif", tiff("one"))
    assert len(poll_once(source, ledger)) == 1
    put(tmp_path / "fax1.tif", tiff("two"), WRITTEN + dt.timedelta(days=1))
    assert len(poll_once(source, ledger)) == 1
    assert poll_once(spool(tmp_path), ledger) == []
    assert len(ledger.keys) == 2


def test_a_file_that_is_still_written_is_waited_for(tmp_path: Path) -> None:
    now = [WRITTEN.timestamp()]
    source = FaxSpool(FaxSettings(spool=tmp_path, stable_seconds=10), CLOCK, seconds=lambda: now[0])
    ledger = MemoryLedger()
    put(tmp_path / "a.pdf", b"%PDF-1.4 first %%EOF")
    assert poll_once(source, ledger) == []
    now[0] += 8
    put(tmp_path / "a.pdf", b"%PDF-1.4 first and second %%EOF", WRITTEN + dt.timedelta(seconds=8))
    assert poll_once(source, ledger) == []
    now[0] += 9
    assert poll_once(source, ledger) == []
    now[0] += 1
    assert [arrival.raw for arrival in poll_once(source, ledger)] == [b"%PDF-1.4 first and second %%EOF"]


def test_a_file_from_a_machine_whose_clock_is_ahead_is_watched_instead(tmp_path: Path) -> None:
    now = [WRITTEN.timestamp() - 3600]
    source = FaxSpool(FaxSettings(spool=tmp_path, stable_seconds=10), CLOCK, seconds=lambda: now[0])
    ledger = MemoryLedger()
    put(tmp_path / "a.tif", tiff())
    assert poll_once(source, ledger) == []
    now[0] += 11
    assert len(poll_once(source, ledger)) == 1


@pytest.mark.parametrize("data", [tiff()[:-80], b"%PDF-1.4 half", b""])
def test_a_file_without_its_end_is_waited_for_and_then_taken_as_it_is(tmp_path: Path, data: bytes) -> None:
    now = [WRITTEN.timestamp() + 60]
    source = FaxSpool(FaxSettings(spool=tmp_path), CLOCK, seconds=lambda: now[0])
    put(tmp_path / "a.bin", data)
    assert poll_once(source, MemoryLedger()) == []
    now[0] += fax_spool.INCOMPLETE_SECONDS
    assert [arrival.raw for arrival in poll_once(source, MemoryLedger())] == [data]


def test_what_is_no_fax_is_passed_over_and_nothing_is_touched(tmp_path: Path) -> None:
    for name in ("seqf", ".hidden.tif", "a.tif.part", "b.tmp", "~$c.docx"):
        put(tmp_path / name, b"x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.tif").symlink_to(put(tmp_path / "sub" / "real.tif", tiff()))
    os.mkfifo(tmp_path / "pipe.tif")
    put(tmp_path / "odd.doc", b"\xd0\xcf\x11\xe0")
    before = sorted((path.name, path.lstat().st_mtime_ns) for path in tmp_path.iterdir())
    source, ledger = spool(tmp_path), MemoryLedger()
    arrivals = poll_once(source, ledger)
    source.settle([arrival.key for arrival in arrivals])
    assert names(arrivals) == ["odd.doc"]
    assert sorted((path.name, path.lstat().st_mtime_ns) for path in tmp_path.iterdir()) == before


def test_one_file_that_cannot_be_read_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path / "a.tif", tiff("1"))
    put(tmp_path / "b.tif", tiff("2"), WRITTEN + dt.timedelta(1))

    def read(path: Path) -> tuple[bytes, bool]:
        if path.name == "a.tif":
            raise PermissionError(13, "Permission denied")
        return read_bounded(path)

    monkeypatch.setattr(fax_spool, "read_bounded", read)
    source, ledger = spool(tmp_path), MemoryLedger()
    with caplog.at_level(logging.WARNING):
        assert names(poll_once(source, ledger)) == ["b.tif"]
    stats = source.stats()
    assert stats is not None
    assert (stats.on_server, stats.unfetched) == (2, ("a.tif",))
    monkeypatch.undo()
    assert names(poll_once(source, ledger)) == ["a.tif"]


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.tif", tiff("1"))

    def read(path: Path) -> tuple[bytes, bool]:
        data = path.read_bytes()
        put(path, tiff("longer than before"), WRITTEN + dt.timedelta(seconds=1))
        return data, False

    monkeypatch.setattr(fax_spool, "read_bounded", read)
    source, ledger = spool(tmp_path), MemoryLedger()
    assert poll_once(source, ledger) == []
    monkeypatch.undo()
    assert [arrival.raw for arrival in poll_once(source, ledger)] == [path.read_bytes()]


def test_known_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.tif", tiff())
    source, ledger = spool(tmp_path), MemoryLedger()
    poll_once(source, ledger)

    def read(path: Path) -> tuple[bytes, bool]:
        raise AssertionError("read again")

    monkeypatch.setattr(fax_spool, "read_bounded", read)
    assert poll_once(source, ledger) == []


def test_a_folder_that_has_gone_is_tried_again(tmp_path: Path) -> None:
    source = spool(tmp_path / "mounted")
    with pytest.raises(RetryLater, match=r"fax\.spool"):
        poll_once(source, MemoryLedger())
    (tmp_path / "mounted").mkdir()
    assert poll_once(source, MemoryLedger()) == []


def test_waiting_ends_with_a_stop(tmp_path: Path) -> None:
    stop = threading.Event()
    source = FaxSpool(FaxSettings(spool=tmp_path), CLOCK, stop)
    threading.Timer(0.2, stop.set).start()
    begun = time.monotonic()
    source.wait(30)
    assert time.monotonic() - begun < 1
