from __future__ import annotations

import datetime as dt
import io
import mailbox
import os
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from intake import disk, files
from intake.clock import BANGKOK
from intake.errors import UserError
from intake.files import arrivals_from
from intake.records import Arrival, ArrivalClock, Channel, Hints

NOW = dt.datetime(2020, 12, 20, 9, tzinfo=BANGKOK)
RECEIVED = dt.datetime(2020, 12, 4, 14, 2, 11, tzinfo=BANGKOK)
MESSAGE = (
    b"Received: from a by mx.dopa.example; Fri, 4 Dec 2020 14:02:11 +0700\r\n"
    b"From: korat@moi.example\r\nSubject: report\r\n\r\nbody\r\n"
)


def taken(*paths: Path, channel: Channel | None = None, received_at: dt.datetime | None = None) -> list[Arrival]:
    return list(arrivals_from(paths, channel, received_at, Hints(), NOW, ("fax@gateway.example",)))


def fax(date: str = "", description: str = "") -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    if date:
        tags[306] = date
    if description:
        tags[270] = description
    out = io.BytesIO()
    Image.new("1", (64, 32), 1).save(out, "TIFF", compression="group3", dpi=(204, 98), tiffinfo=tags)
    return out.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_message(tmp_path: Path) -> None:
    (arrival,) = taken(put(tmp_path / "Report.EML", MESSAGE))
    assert (arrival.raw, arrival.is_message, arrival.name) == (MESSAGE, True, "")
    assert (arrival.channel, arrival.clock, arrival.received_at) == (Channel.EMAIL, ArrivalClock.RECEIVED, RECEIVED)
    assert arrival.key.account == "file"


def test_a_message_without_received_arrives_now(tmp_path: Path) -> None:
    raw = b"From: a@moi.example\r\nDate: Fri, 4 Dec 2020 14:02:11 +0700\r\n\r\n"
    (arrival,) = taken(put(tmp_path / "a.eml", raw))
    assert (arrival.clock, arrival.received_at) == (ArrivalClock.NOW, NOW)


def test_what_a_person_says_wins(tmp_path: Path) -> None:
    said = dt.datetime(2020, 12, 1, tzinfo=BANGKOK)
    hints = Hints(province="30", kind="nomination", period=None)
    path = put(tmp_path / "a.eml", MESSAGE)
    (arrival,) = arrivals_from([path], Channel.UPLOAD, said, hints, NOW)
    assert (arrival.received_at, arrival.clock) == (said, ArrivalClock.GIVEN)
    assert (arrival.channel, arrival.hints) == (Channel.UPLOAD, hints)


def test_an_eml_that_is_none_is_a_bare_document(tmp_path: Path) -> None:
    (arrival,) = taken(put(tmp_path / "report.eml", b"%PDF-1.7\n..."))
    assert (arrival.is_message, arrival.name, arrival.channel) == (False, "report.eml", Channel.UPLOAD)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a", "a.bin", "รายงาน.pdf", "a.msg"])
def test_a_bare_document_of_any_type(tmp_path: Path, name: str) -> None:
    (arrival,) = taken(put(tmp_path / name, b"\x00\x01 whatever"))
    assert (arrival.is_message, arrival.name, arrival.channel) == (False, name, Channel.UPLOAD)
    assert (arrival.clock, arrival.received_at) == (ArrivalClock.NOW, NOW)


def test_text_with_headers_is_a_message_only_by_its_name(tmp_path: Path) -> None:
    paths = [put(tmp_path / name, MESSAGE) for name in ("a.txt", "b", "c.eml")]
    assert [arrival.is_message for arrival in taken(*paths)] == [False, True, True]


def test_the_date_tag_counts_for_a_fax_only(tmp_path: Path) -> None:
    path = put(tmp_path / "a.tif", fax("2020:12:04 14:02:11", "0-4424-3798"))
    (by_fax,), (upload,) = taken(path, channel=Channel.FAX), taken(path)
    assert (by_fax.received_at, by_fax.clock, by_fax.fax_number) == (RECEIVED, ArrivalClock.TAG, "044243798")
    assert (upload.clock, upload.fax_number) == (ArrivalClock.NOW, None)


@pytest.mark.parametrize("date", ["", "0000:00:00 00:00:00", "1980:01:01 00:00:00", "2021:12:04 14:02:11", "yesterday"])
def test_a_date_tag_that_cannot_be_right_is_not_believed(tmp_path: Path, date: str) -> None:
    (arrival,) = taken(put(tmp_path / "a.tif", fax(date)), channel=Channel.FAX)
    assert (arrival.clock, arrival.received_at) == (ArrivalClock.NOW, NOW)


def test_a_date_tag_in_the_buddhist_era(tmp_path: Path) -> None:
    (arrival,) = taken(put(tmp_path / "a.tif", fax("2563:12:04 14:02:11")), channel=Channel.FAX)
    assert (arrival.received_at, arrival.clock) == (RECEIVED, ArrivalClock.TAG)


def test_a_broken_tiff_is_still_taken(tmp_path: Path) -> None:
    (arrival,) = taken(put(tmp_path / "a.tif", fax()[:40]), channel=Channel.FAX)
    assert arrival.clock is ArrivalClock.NOW


def test_a_gateways_message_is_a_fax(tmp_path: Path) -> None:
    raw = MESSAGE.replace(b"korat@moi.example", b"Fax <fax@gateway.example>").replace(b"report", b"Fax from 044243798")
    (arrival,) = taken(put(tmp_path / "a.eml", raw))
    assert (arrival.channel, arrival.fax_number, arrival.clock) == (Channel.FAX, "044243798", ArrivalClock.RECEIVED)


def test_an_mbox_written_by_pythons_own_library(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "a.mbox")
    raws = [
        MESSAGE.replace(b"body", body).replace(b"\r\n", b"\n") for body in (b"one", b"two\n\nFrom me to you", b"three\n\n\n")
    ]
    for raw in raws:
        box.add(raw)
    box.close()
    arrivals = taken(tmp_path / "a.mbox")
    assert len(arrivals) == 3
    assert arrivals[0].raw == raws[0]
    assert b"\nFrom me to you" in arrivals[1].raw
    assert {arrival.clock for arrival in arrivals} == {ArrivalClock.RECEIVED}
    assert len({arrival.key for arrival in arrivals}) == 3
    assert all("#" in arrival.key.uid for arrival in arrivals)


@pytest.mark.parametrize("name", ["Inbox", "a.mbox", "a.MBX"])
def test_an_mbox_of_another_program(tmp_path: Path, name: str) -> None:
    raw = b"".join(b"From - Fri Dec 04 14:02:11 2020 +0700\r\nX-Mozilla-Status: 0001\r\n" + MESSAGE + b"\r\n" for _ in range(2))
    arrivals = taken(put(tmp_path / name, raw))
    assert [arrival.raw for arrival in arrivals] == [b"X-Mozilla-Status: 0001\r\n" + MESSAGE] * 2


def test_an_mbox_that_is_none(tmp_path: Path) -> None:
    (message,) = taken(put(tmp_path / "a.mbox", MESSAGE))
    assert message.is_message
    (document,) = taken(put(tmp_path / "b.mbox", b"\x00nothing"))
    assert not document.is_message


def test_a_maildir(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "mail")
    box.add(MESSAGE)
    box.add_folder("Archive").add(MESSAGE)
    put(tmp_path / "mail" / "cur" / "1607065331.M1.host:2,S", MESSAGE.replace(b"body", b"seen"))
    put(tmp_path / "mail" / "tmp" / "half", MESSAGE[:30])
    put(tmp_path / "mail" / "dovecot-uidlist", b"3 V1 N2\n")
    arrivals = taken(tmp_path / "mail")
    assert len(arrivals) == 2
    assert all(arrival.is_message and arrival.clock is ArrivalClock.RECEIVED for arrival in arrivals)
    assert any(arrival.key.uid.startswith("1607065331.M1.host:") for arrival in arrivals)


def test_a_message_that_is_seen_later_keeps_its_key(tmp_path: Path) -> None:
    for folder in ("cur", "new"):
        (tmp_path / folder).mkdir()
    path = put(tmp_path / "new" / "1607065331.M1.host", MESSAGE)
    (first,) = taken(tmp_path)
    path.rename(tmp_path / "cur" / "1607065331.M1.host:2,S")
    (second,) = taken(tmp_path)
    assert first.key.uid == second.key.uid


def test_a_folder_is_walked_in_order_without_links_and_litter(tmp_path: Path) -> None:
    for name in ("b/2.pdf", "b/1.pdf", "a.eml", "c.pdf", ".hidden.pdf", ".git/x.pdf", "~$c.docx", "Thumbs.db"):
        put(tmp_path / "in" / name, MESSAGE)
    put(tmp_path / "elsewhere" / "secret.pdf", b"x")
    (tmp_path / "in" / "link.pdf").symlink_to(tmp_path / "elsewhere" / "secret.pdf")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in" / "pipe")
    names = [arrival.name or "message" for arrival in taken(tmp_path / "in")]
    assert names == ["message", "1.pdf", "2.pdf", "c.pdf"]


def test_a_link_that_a_person_names_is_followed(tmp_path: Path) -> None:
    put(tmp_path / "real.pdf", b"%PDF-")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    (arrival,) = taken(tmp_path / "link.pdf")
    assert arrival.name == "real.pdf"


def test_all_missing_paths_at_once_and_before_anything_is_taken(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    paths = [tmp_path / "no1.pdf", put(tmp_path / "yes.pdf", b"x"), tmp_path / "no2", tmp_path / "pipe"]
    with pytest.raises(UserError) as caught:
        arrivals_from(paths, None, None, Hints(), NOW)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [str(paths[0]), str(paths[2]), str(paths[3])]


def test_a_file_that_vanishes_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = [put(tmp_path / name, name.encode()) for name in ("a.pdf", "b.pdf", "c.pdf")]
    arrivals = arrivals_from(paths, None, None, Hints(), NOW)
    names = [next(arrivals).name]
    paths[1].unlink()
    names.append(next(arrivals).name)
    assert names == ["a.pdf", "c.pdf"]
    with pytest.raises(UserError, match=r"b\.pdf"):
        next(arrivals)


def test_another_document_under_the_same_name_has_another_key(tmp_path: Path) -> None:
    (first,) = taken(put(tmp_path / "a.pdf", b"one"))
    (again,) = taken(tmp_path / "a.pdf")
    (second,) = taken(put(tmp_path / "a.pdf", b"two"))
    assert first.key == again.key
    assert first.key != second.key


def test_a_file_beyond_the_limit_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1000)
    monkeypatch.setattr(disk, "BEGINNING", 100)
    assert disk.read_bounded(put(tmp_path / "a.pdf", b"x" * 1001), 1000) == (b"x" * 100, True)
    assert disk.read_bounded(put(tmp_path / "b.pdf", b"x" * 1000), 1000) == (b"x" * 1000, False)
    large = MESSAGE + b"z" * 2000 + b"\r\n\r\n"
    lines = b"From a@moi.example Fri Dec  4 14:02:11 2020\r\n"
    first, second = taken(put(tmp_path / "a.mbox", lines + large + lines + MESSAGE))
    assert first.truncated
    assert large.startswith(first.raw)
    assert (second.truncated, second.raw) == (False, MESSAGE)


def test_an_empty_file_is_an_arrival(tmp_path: Path) -> None:
    (arrival,) = taken(put(tmp_path / "empty.pdf", b""))
    assert arrival.raw == b""
