"""Thai bytes in every label and every broken form. The bytes are written by hand: no codec of the product makes them."""

from __future__ import annotations

import codecs
import email
import email.policy

import pytest

from parsers.thai import charset, mojibake

REPORT = "รายงานผลการเบิกจ่าย"
LETTER = "เรียน อธิบดีกรมการปกครอง ขอส่งรายงาน"


def thai874(text: str) -> bytes:
    """TIS-620 by its definition (TIS 620-2533): U+0E01 is 0xA1, and so on in order."""
    return bytes(ord(char) - 0x0E01 + 0xA1 if char >= "\u0e01" else ord(char) for char in text)


def by_percent(data: bytes) -> bytes:
    return "".join(f"%{byte:02X}" for byte in data).encode()


def by_q(data: bytes) -> bytes:
    return "".join(f"={byte:02X}" for byte in data).encode()


def by_b64(data: bytes) -> bytes:
    """Base64 by its definition (RFC 4648)."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 6)
    out = bytes(letters[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))
    return out + b"=" * (-len(out) % 4)


LABELS = [
    "windows-874",
    "WINDOWS-874",
    "windows874",
    "Windows_874",
    "win-874",
    "x-windows-874",
    "ms874",
    "MS-874",
    "cp874",
    "CP-874",
    "x-cp874",
    "ibm874",
    "IBM-874",
    "dos-874",
    "874",
    "tis-620",
    "TIS-620",
    "tis620",
    "TIS_620",
    "tis-620-0",
    "TIS620-0",
    "tis-620-2533",
    "tis620.2533-1",
    "TIS-620-2529-1",
    "x-tis-620",
    "cstis620",
    "iso-8859-11",
    "ISO-8859-11",
    "ISO_8859-11",
    "iso8859-11",
    "iso_8859-11:2001",
    "x-iso-8859-11",
    "csISO885911",
    "iso-ir-166",
    "x-mac-thai",
    "thai",
]


@pytest.mark.parametrize("label", LABELS)
def test_every_thai_label_decodes_as_cp874_with_its_quotes_and_dashes(label: str) -> None:
    data = b"\x93" + thai874(REPORT) + b"\x94 \x96 \x85"
    text, codec, warnings = charset.decode(data, label)
    assert (text, codec, warnings) == (f"“{REPORT}” – …", "cp874", ())


@pytest.mark.parametrize(
    "label", ["windows-874", "x-windows-874", "ms874", "tis-620", "iso-8859-11", "cp-874", "tis620", "dos-874"]
)
def test_other_libraries_know_the_labels_too(label: str) -> None:
    charset.register()
    assert thai874(REPORT).decode(label) == REPORT
    assert codecs.lookup(label).name == "cp874"
    raw = (
        b"Content-Type: text/plain; charset="
        + label.encode()
        + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + thai874(REPORT)
    )
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message.get_content().strip() == REPORT


UTF8 = LETTER.encode("utf-8")
CASES: list[tuple[str, bytes, str | None, str, str]] = [
    ("undeclared utf-8", UTF8, None, LETTER, "utf-8"),
    ("undeclared cp874", thai874(LETTER), None, LETTER, "cp874"),
    ("us-ascii, but cp874", thai874(LETTER), "us-ascii", LETTER, "cp874"),
    ("us-ascii, but utf-8", UTF8, "US-ASCII", LETTER, "utf-8"),
    ("unknown-8bit", thai874(LETTER), "unknown-8bit", LETTER, "cp874"),
    ("a label that nobody knows", thai874(LETTER), "x-unheard-of-99", LETTER, "cp874"),
    ("a label with a zero byte", UTF8, "utf\x00", LETTER, "utf-8"),
    ("a label that is no charset", UTF8, "rot13", LETTER, "utf-8"),
    ("a label that would run escapes", b"\\u0e01 " + UTF8, "unicode_escape", "\\u0e01 " + LETTER, "utf-8"),
    ("declared thai, but utf-8", UTF8, "tis-620", LETTER, "utf-8"),
    ("declared utf-8, but cp874", thai874(LETTER), "utf-8", LETTER, "cp874"),
    ("declared latin-1, but cp874", thai874(LETTER), "iso-8859-1", LETTER, "iso8859-1"),
    ("declared cp1252, but utf-8", UTF8, "windows-1252", LETTER, "utf-8"),
    ("utf-8 with BOM", b"\xef\xbb\xbf" + UTF8, "tis-620", LETTER, "utf-8"),
    ("utf-16 little with BOM", b"\xff\xfe" + LETTER.encode("utf-16-le"), None, LETTER, "utf-16"),
    ("utf-16 big with BOM", b"\xfe\xff" + LETTER.encode("utf-16-be"), "utf-8", LETTER, "utf-16"),
    ("utf-16 without BOM, big", LETTER.encode("utf-16-be"), "utf-16", LETTER, "utf-16"),
    ("utf-16 without BOM, little", LETTER.encode("utf-16-le"), "utf-16", LETTER, "utf-16"),
    ("french in latin-1 stays french", b"R\xe9sum\xe9 \xe0 la carte", "iso-8859-1", "Résumé à la carte", "iso8859-1"),
    ("french in utf-8 stays french", "Résumé à la carte".encode(), None, "Résumé à la carte", "utf-8"),
    ("chinese declared", "報告".encode("big5"), "big5", "報告", "big5"),
    ("japanese escapes are ascii bytes", "報告".encode("iso-2022-jp"), "iso-2022-jp", "報告", "iso2022_jp"),
    ("cp874 that is valid utf-8 by accident", thai874("รกรก ยก"), None, "รกรก ยก", "cp874"),
    ("plain ascii", b"97,394.00", "windows-874", "97,394.00", "ascii"),
    ("nothing", b"", None, "", "ascii"),
]


@pytest.mark.parametrize(("data", "label", "text", "codec"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_decode(data: bytes, label: str | None, text: str, codec: str) -> None:
    assert charset.decode(data, label)[:2] == (text, codec)


def test_two_charsets_in_one_text_are_told_apart_by_line_and_warned_of() -> None:
    text, codec, warnings = charset.decode(UTF8 + b"\r\n" + thai874(REPORT) + b"\r\n", "utf-8")
    assert text.split("\r\n")[:2] == [LETTER, REPORT]
    assert codec == "mixed"
    assert warnings


def test_a_cut_utf8_text_is_not_taken_for_cp874() -> None:
    text, codec, warnings = charset.decode(UTF8[:-1], "utf-8")
    assert text.startswith(LETTER[:-1])
    assert (codec, bool(warnings)) == ("utf-8", True)


REPAIRS = [
    ("cp874 read as latin-1", thai874(LETTER).decode("latin-1"), LETTER),
    ("utf-8 read as latin-1", UTF8.decode("latin-1"), LETTER),
    ("utf-8 read as cp1252 where it can be", REPORT.encode().decode("cp1252", "surrogateescape"), None),
    ("utf-8 read as cp874", "".join(chr(b - 0xA1 + 0xE01) if b >= 0xA1 else chr(b) for b in REPORT.encode()), REPORT),
    ("true Thai", LETTER, LETTER),
    ("true Thai with many เธ and เน", "เธอเนื่องเนิน", "เธอเนื่องเนิน"),
    ("spanish", "¡Hola! ¿Qué tal, señor?", "¡Hola! ¿Qué tal, señor?"),
    ("lost bytes stay lost", "à¸\ufffd à¸§", "à¸\ufffd à¸§"),
]


@pytest.mark.parametrize(
    ("read", "meant"), [case[1:] for case in REPAIRS if case[2]], ids=[case[0] for case in REPAIRS if case[2]]
)
def test_repair_only_what_is_clearly_thai(read: str, meant: str) -> None:
    assert mojibake.repair(read) == meant


def test_a_repair_is_told() -> None:
    assert charset.decode(UTF8.decode("latin-1").encode("utf-8"), "utf-8")[2]


W874 = thai874(REPORT)
W8 = REPORT.encode("utf-8")
HEADERS: list[tuple[str, bytes, str]] = [
    ("B, windows-874", b"=?windows-874?B?" + by_b64(W874) + b"?=", REPORT),
    ("Q, tis-620", b"=?TIS-620?Q?" + by_q(W874) + b"?=", REPORT),
    ("q with underscores", b"=?utf-8?q?" + by_q(W8) + b"_2563?=", REPORT + " 2563"),
    ("language suffix", b"=?utf-8*th?B?" + by_b64(W8) + b"?=", REPORT),
    ("raw cp874", W874 + b" 12/2563", REPORT + " 12/2563"),
    ("raw utf-8", W8, REPORT),
    ("raw and folded", W8 + b"\r\n " + W8, REPORT + " " + REPORT),
    ("two words join without a space", b"=?utf-8?B?" + by_b64(W8) + b"?=\r\n =?utf-8?B?" + by_b64(W8) + b"?=", REPORT + REPORT),
    ("a character cut in two", b"=?utf-8?B?" + by_b64(W8[:7]) + b"?= =?UTF-8?B?" + by_b64(W8[7:]) + b"?=", REPORT),
    ("a base64 group cut in two", b"=?utf-8?B?" + by_b64(W8)[:17] + b"?= =?utf-8?B?" + by_b64(W8)[17:] + b"?=", REPORT),
    ("padding left out", b"=?utf-8?B?" + by_b64(W8[:-3]).rstrip(b"=") + b"?=", REPORT[:-1]),
    (
        "padding left out of each",
        b"=?tis-620?B?" + by_b64(W874[:4]).rstrip(b"=") + b"?= =?tis-620?B?" + by_b64(W874[4:]).rstrip(b"=") + b"?=",
        REPORT,
    ),
    ("no end mark", b"=?windows-874?B?" + by_b64(W874), REPORT),
    ("no end mark, then another", b"=?tis-620?B?" + by_b64(W874) + b" =?tis-620?B?" + by_b64(W874) + b"?=", REPORT + REPORT),
    ("folded inside the word", b"=?utf-8?B?" + by_b64(W8)[:20] + b"\r\n " + by_b64(W8)[20:] + b"?=", REPORT),
    ("text around", b"Fwd: =?tis-620?B?" + by_b64(W874) + b"?= (2)", "Fwd: " + REPORT + " (2)"),
    ("glued to text", b"x=?tis-620?B?" + by_b64(W874) + b"?=y", "x" + REPORT + "y"),
    ("label says utf-8, bytes cp874", b"=?utf-8?B?" + by_b64(W874) + b"?=", REPORT),
    ("label says latin-1, bytes cp874", b"=?iso-8859-1?Q?" + by_q(W874) + b"?=", REPORT),
    ("spaces in Q", b"=?windows-874?Q?" + by_q(W874) + b" 2563?=", REPORT + " 2563"),
    ("encoded twice", b"=?utf-8?B?" + by_b64(b"=?tis-620?B?" + by_b64(W874) + b"?=") + b"?=", REPORT),
    ("numeric entities of old webmail", "".join(f"&#{ord(c)};" for c in REPORT).encode(), REPORT),
    ("line break smuggled in", b"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ("no header at all", b"", ""),
]


@pytest.mark.parametrize(("raw", "text"), [case[1:] for case in HEADERS], ids=[case[0] for case in HEADERS])
def test_decode_header(raw: bytes, text: str) -> None:
    assert charset.decode_header(raw) == text


def test_decode_header_takes_what_the_standard_library_gives() -> None:
    message = email.message_from_bytes(b"Subject: " + W874 + b"\r\n\r\n")
    raw = dict(message.raw_items())["Subject"]
    assert charset.decode_header(raw) == REPORT


PARAMETERS: list[tuple[str, list[tuple[str, bytes]], str | None]] = [
    ("plain", [("filename", b"report.pdf")], "report.pdf"),
    ("encoded word", [("filename", b"=?windows-874?B?" + by_b64(W874) + b"?=.pdf")], REPORT + ".pdf"),
    ("raw cp874", [("filename", W874 + b".xls")], REPORT + ".xls"),
    ("star", [("filename*", b"windows-874'th'" + by_percent(W874) + b".pdf")], REPORT + ".pdf"),
    ("star, utf-8", [("filename*", b"UTF-8''" + by_percent(W8))], REPORT),
    ("star without charset", [("filename*", b"''" + by_percent(W874))], REPORT),
    ("star without quotes", [("filename*", by_percent(W8))], REPORT),
    (
        "star beats the stand-in",
        [("filename", b"_____.pdf"), ("filename*", b"tis-620''" + by_percent(W874) + b".pdf")],
        REPORT + ".pdf",
    ),
    ("segments", [("filename*0*", b"tis-620''" + by_percent(W874[:4])), ("filename*1*", by_percent(W874[4:]))], REPORT),
    (
        "segments out of order",
        [("filename*1*", by_percent(W874[4:])), ("filename*0*", b"tis-620''" + by_percent(W874[:4]))],
        REPORT,
    ),
    (
        "cut inside a percent code",
        [("filename*0*", b"windows-874''" + by_percent(W874)[:10]), ("filename*1*", by_percent(W874)[10:])],
        REPORT,
    ),
    (
        "last segment plain",
        [("filename*0*", b"utf-8''" + by_percent(W8)), ("filename*1", b" 100%25.pdf")],
        REPORT + " 100%25.pdf",
    ),
    ("segments without encoding", [("filename*0", b"rep"), ("filename*1", b"ort.pdf")], "report.pdf"),
    ("ten segments", [(f"filename*{n}", str(n % 10).encode()) for n in range(12)], "012345678901"),
    ("another parameter", [("name", b"x.pdf")], None),
]


@pytest.mark.parametrize(("pairs", "text"), [case[1:] for case in PARAMETERS], ids=[case[0] for case in PARAMETERS])
def test_decode_parameter(pairs: list[tuple[str, bytes]], text: str | None) -> None:
    assert charset.decode_parameter(pairs, "filename") == text
