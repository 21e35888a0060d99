from __future__ import annotations

import datetime as dt
import time

import pytest

from intake.clock import BANGKOK
from intake.gateway import fax_number, gateway_number, is_from_gateway
from intake.headers import header_block, headers, looks_like_message, parse_received, received_time, sender_addresses, subject

NOW = dt.datetime(2020, 12, 20, 9, tzinfo=BANGKOK)
AFTERNOON = "2020-12-04T14:02:11+07:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("from a by b with ESMTPS id 7 for <jed@dopa.example>; Fri, 4 Dec 2020 14:02:11 +0700 (ICT)", AFTERNOON),
        ("by b; Fri,  4 Dec 2020 07:02:11 GMT", AFTERNOON),
        ("by b; 4 Dec 2020 07:02:11 -0000", AFTERNOON),
        ("by b; Fri, 4 Dec 2020 14:02:11 ICT", AFTERNOON),
        ("by b; Fri, 4 Dec 2020 14:02:11", AFTERNOON),
        ("by b; 4-Dec-2020 14.02.11 +0700", AFTERNOON),
        ("by b; Fri Dec  4 14:02:11 2020", AFTERNOON),
        ("by b; Fri Dec 4 14:02:11 +0700 2020", AFTERNOON),
        ("by b; Fri, 4 Dec 2020 14:02:11.123 +0700", AFTERNOON),
        ("by b; Fri, 4 Dec 2563 14:02:11 +0700", AFTERNOON),
        ("by b; Fri, 4 Dec 20 14:02:11 +0700", AFTERNOON),
        ("by b; Fri, 4 Dec 63 14:02:11 +0700", AFTERNOON),
        ("from x (HELO y; z) by b; Fri, 04 December 2020 02:02:11 -0500", AFTERNOON),
        ("by b id 4 Dec 2020 14:02:11 +0700", AFTERNOON),
        ("by b; Fri, 4 Dec 2020 14:02:61 +0700", "2020-12-04T14:02:59+07:00"),
        ("by b; Fri, 4 Dec 2020 23:30 +0000", "2020-12-05T06:30:00+07:00"),
    ],
)
def test_a_received_date(value: str, expected: str) -> None:
    moment = parse_received(value, NOW)
    assert moment is not None
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "by b with ESMTP",
        "by b; yesterday",
        "by b; 32 Dec 2020 14:02:11 +0700",
        "by b; 4 Foo 2020 14:02:11 +0700",
        "by b; 4 Dec 2020 14:02:11 XYZ",
        "by b; 4 Dec 2020 14:02:11 +9999",
        "by b; 4 Dec 2020 25:02:11 +0700",
        "by b; 4 Dec 2021 14:02:11 +0700",
        "by b; 1 Jan 1970 07:00:00 +0700",
    ],
)
def test_no_received_date_that_can_be_right(value: str) -> None:
    assert parse_received(value, NOW) is None


def test_the_topmost_readable_header_counts() -> None:
    raw = (
        b"Return-Path: <a@moi.example>\r\n"
        b"Received: by inner; no date here\r\n"
        b"Received: from relay\r\n\tby mx.dopa.example;\r\n\tFri, 4 Dec 2020 14:02:11 +0700\r\n"
        b"Received: from sender by relay; Thu, 3 Dec 2020 09:00:00 +0700\r\n"
        b"Date: Wed, 2 Dec 2020 09:00:00 +0700\r\n"
        b"\r\n"
        b"Received: by body; Tue, 1 Dec 2020 09:00:00 +0700\r\n"
    )
    moment = received_time(raw, NOW)
    assert moment is not None
    assert moment.isoformat() == AFTERNOON


def test_the_senders_own_date_is_never_the_arrival() -> None:
    assert received_time(b"Date: Wed, 2 Dec 2020 09:00:00 +0700\r\nFrom: a@moi.example\r\n\r\n", NOW) is None


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_headers_with_any_line_end(end: bytes) -> None:
    raw = end.join([b"From: a@moi.example", b"Subject: one", b" two", b"no header", b"X:", b"", b"Body: no"])
    assert list(headers(raw)) == [("from", b"a@moi.example"), ("subject", b"one two"), ("x", b"")]
    assert b"Body" not in header_block(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"From: a@moi.example\r\nSubject: x\r\n\r\nbody", True),
        (b"Return-Path: <>\nReceived: by x; y\n\nbody", True),
        (b"From nobody Fri Dec  4 14:02:11 2020\nSubject: x\n\nbody", True),
        (b"\xef\xbb\xbf\r\nSubject: x\r\n\r\n", True),
        (b"subject: lower case", True),
        (b"%PDF-1.7\n", False),
        (b"PK\x03\x04", False),
        (b"", False),
        (b"Note: this is text\nwith a colon", False),
        ("เรื่อง: รายงาน\n".encode(), False),
        (b"<html>\nFrom: x\n", False),
    ],
)
def test_what_begins_as_mail_does(raw: bytes, expected: bool) -> None:
    assert looks_like_message(raw) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"From: Korat <KORAT@moi.example>", ["korat@moi.example"]),
        (b"From: korat@moi.example (Korat)", ["korat@moi.example"]),
        (b'From: "fax@gateway.example" <evil@other.example>', ["evil@other.example"]),
        (b"From: =?utf-8?b?4LiB?= <a@moi.example>,\r\n <b@moi.example>", ["a@moi.example", "b@moi.example"]),
        ("From: จังหวัด <a@moi.example>".encode("cp874"), ["a@moi.example"]),
        (b"From: undisclosed", []),
        (b"Reply-To: a@moi.example", []),
    ],
)
def test_sender_addresses(line: bytes, expected: list[str]) -> None:
    assert sender_addresses(line + b"\r\n\r\n") == expected


def test_gateways_are_told_by_the_sender_alone() -> None:
    raw = b"From: Fax <FAX@gateway.example>\r\nTo: jed@dopa.example\r\n\r\n"
    assert is_from_gateway(raw, ("fax@gateway.example",))
    assert not is_from_gateway(raw, ("jed@dopa.example",))
    assert not is_from_gateway(raw, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=?utf-8?b?4LmC4LiX4Lij4Liq4Liy4Lij?= 044", "โทรสาร 044"),
        ("=?windows-874?Q?=E2=B7=C3?=", "โทร"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("โทรสาร", "โทรสาร"),
    ],
)
def test_a_subject(text: str, expected: str) -> None:
    assert subject(f"Subject: {text}\r\n\r\n".encode()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fax from +66 44 243798 (2 pages)", "044243798"),
        ("Fax from 044243798 2 pages", "044243798"),
        ("Fax from 044 243798 2 pages", "044243798"),
        ("FAX Received from: 0-4424-3798", "044243798"),
        ("New fax, TSI: 12025550123", "12025550123"),
        ("Remote CSID: '(044) 243-798'", "044243798"),
        ("ได้รับโทรสารจากหมายเลข ๐ ๔๔๒๔ ๓๗๙๘", "044243798"),
        ("จาก 081-234-5678", "0812345678"),
        ("fax from 0066 44 243 798", "044243798"),
        ("Fax 12 pages", None),
        ("from 4 Dec 2020", None),
        ("Report from Korat, call 044243798", None),
        ("from 044243798 and from 053112233", None),
        ("To: 0 2356 9556", None),
    ],
)
def test_the_number_that_a_gateway_names(text: str, expected: str | None) -> None:
    assert gateway_number(f"From: fax@gateway.example\r\nSubject: {text}\r\n\r\n".encode()) == expected
    assert gateway_number(f"From: fax@gateway.example\r\nSubject: fax\r\n\r\n{text}\r\n".encode()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+66 44 243798", "044243798"),
        ("0-4424-3798", "044243798"),
        ("044 243 798", "044243798"),
        ("6644243798", "6644243798"),
        ("", None),
        ("KORAT PROV", None),
        ("12", None),
        ("1" * 16, None),
        ("044243798 KORAT", None),
    ],
)
def test_a_fax_number(text: str, expected: str | None) -> None:
    assert fax_number(text) == expected


@pytest.mark.parametrize(
    "filling",
    [
        b"a" * 250_000,
        b"<" * 250_000,
        b"< " * 125_000,
        b"\r\n x" * 60_000,
        b"from " + b"1" * 200_000,
        b"from 1 " * 30_000,
        b";" * 250_000,
    ]
    + [b"4 Dec 2020 " * 20_000, b"=?utf-8?b?" * 20_000, b"\r" * 250_000, b"a:" * 100_000, b"a@" * 100_000, b"(" * 250_000],
)
def test_a_hostile_header_costs_no_time(filling: bytes) -> None:
    begun = time.process_time()
    for name in (b"From", b"Subject", b"Received", b"X"):
        raw = name + b": " + filling + b"\r\n\r\n" + filling
        looks_like_message(raw)
        received_time(raw, NOW)
        sender_addresses(raw)
        gateway_number(raw)
    assert time.process_time() - begun < 4
