"""Ugly messages, built from raw bytes by hand, and what must come out of each: parts, names, text, verdicts."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

import pytest

from parsers import message
from parsers.parts import Message, Role
from tests.unit.test_parsers_charset import by_b64, by_percent, thai874
from tests.unit.test_parsers_sniff import compound, picture, xlsx, zipped

OWN = frozenset({"damrong@dopa.example"})
TEXT = "เรียน อธิบดี ขอส่งรายงานผลการเบิกจ่าย"
T874, T8 = thai874(TEXT), TEXT.encode("utf-8")
NAME = "รายงาน.pdf"
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 3 + b"\n%%EOF\n"
XLSX = xlsx()
LOGO = picture("PNG", (120, 60))
TOP = b"From: a@nm.example\r\nTo: damrong@dopa.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def lines64(data: bytes, width: int = 76, end: bytes = b"\r\n") -> bytes:
    text = by_b64(data)
    return end.join(text[at : at + width] for at in range(0, len(text), width)) + end


def part(headers: bytes, body: bytes) -> bytes:
    return headers + b"\r\n\r\n" + body


def multi(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"=_b", top: bytes = TOP) -> bytes:
    head = top + b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    return head + b"".join(b"--" + boundary + b"\r\n" + each + b"\r\n" for each in parts) + b"--" + boundary + b"--\r\n"


def nested(*parts: bytes, kind: bytes, boundary: bytes = b"=_c") -> bytes:
    return multi(*parts, kind=kind, boundary=boundary, top=b"")


PLAIN = part(b"Content-Type: text/plain; charset=windows-874\r\nContent-Transfer-Encoding: 8bit", T874)
HTML = part(b"Content-Type: text/html; charset=utf-8", b"<p>" + T8 + b"</p>")
PDF64 = (
    b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename=a.pdf"
)
PDFPART = part(PDF64, lines64(PDF))


def opened(raw: bytes) -> Message:
    return message.open_message(raw, own_addresses=OWN)


@dataclass(frozen=True)
class Case:
    name: str
    raw: bytes
    body: str = TEXT
    documents: tuple[tuple[str, bytes], ...] = ()
    """(name, bytes) of the parts that are documents or containers, in order."""


def attached(name: str, headers: bytes, body: bytes, file_name: str = "a.pdf", data: bytes = PDF) -> Case:
    return Case(name, multi(PLAIN, part(headers, body)), documents=((file_name, data),))


PDF_NAMED = b"Content-Transfer-Encoding: base64\r\nContent-Type: application/pdf"
W_NAME = thai874(NAME)

CASES = [
    Case("plain windows-874", TOP + PLAIN),
    Case("plain without any MIME header, cp874", TOP.replace(b"MIME-Version: 1.0\r\n", b"") + b"\r\n" + T874),
    Case("plain, us-ascii but utf-8", TOP + b"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + T8),
    Case(
        "plain base64",
        TOP + b"Content-Type: text/plain; charset=tis-620\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines64(T874),
    ),
    Case(
        "plain quoted-printable, soft breaks with blanks",
        TOP
        + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + b"".join(b"=%02x" % byte + (b"= \r\n" if at % 20 == 19 else b"") for at, byte in enumerate(T8)),
    ),
    Case("charset in quotes and capitals", TOP + b'Content-Type: TEXT/PLAIN; CHARSET="WINDOWS-874"\r\n\r\n' + T874),
    Case("only html", TOP + b"Content-Type: text/html\r\n\r\n<html><meta charset=tis-620><body>" + T874 + b"</body></html>"),
    Case("alternatives", multi(PLAIN, HTML, kind=b"alternative")),
    Case("a text without headers in its part", multi(b"\r\n" + T874)),
    Case("mbox line and blank lines above", b"\r\n\r\nFrom a@b Tue Dec 8 2020\r\n" + TOP + PLAIN),
    Case("unix line ends", (TOP + PLAIN).replace(b"\r\n", b"\n")),
    Case("old Mac line ends", (TOP + PLAIN).replace(b"\r\n", b"\r")),
    Case("no final boundary", multi(PLAIN, PDFPART).removesuffix(b"--=_b--\r\n"), documents=(("a.pdf", PDF),)),
    Case("wrong boundary", multi(PLAIN, PDFPART).replace(b'"=_b"', b'"other"'), documents=(("a.pdf", PDF),)),
    Case("boundary missing", multi(PLAIN, PDFPART).replace(b'; boundary="=_b"', b""), documents=(("a.pdf", PDF),)),
    Case(
        "Content-Type missing above",
        multi(PLAIN, PDFPART).replace(b'Content-Type: multipart/mixed; boundary="=_b"\r\n', b""),
        documents=(("a.pdf", PDF),),
    ),
    Case("boundary with regex letters", multi(PLAIN, PDFPART, boundary=b"(a+b)*?[c]."), documents=(("a.pdf", PDF),)),
    Case(
        "boundary that begins like another",
        multi(nested(PLAIN, kind=b"mixed", boundary=b"=_bc"), PDFPART),
        documents=(("a.pdf", PDF),),
    ),
    Case(
        "one boundary for both levels",
        multi(b'Content-Type: multipart/alternative; boundary="=_b"\r\n\r\n', PLAIN) + PDFPART + b"\r\n--=_b--\r\n",
        documents=(("a.pdf", PDF),),
    ),
    Case(
        "a part after the last boundary",
        multi(PLAIN) + b"--=_b\r\n" + PDFPART + b"\r\n--=_b--\r\n",
        documents=(("a.pdf", PDF),),
    ),
    Case(
        "boundary with blanks behind", multi(PLAIN, PDFPART).replace(b"--=_b\r\n", b"--=_b \t\r\n"), documents=(("a.pdf", PDF),)
    ),
    Case(
        "a multipart in base64",
        TOP
        + b'Content-Type: multipart/mixed; boundary="=_b"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + lines64(multi(PLAIN, PDFPART, top=b"").partition(b"\r\n\r\n")[2]),
        documents=(("a.pdf", PDF),),
    ),
    attached("base64 without padding", PDF64, lines64(PDF).rstrip(b"=\r\n")),
    attached(
        "base64 with junk lines",
        PDF64,
        b"\r\n".join(
            line + (b"\r\n*** scanned by gateway ***" if n == 3 else b"") for n, line in enumerate(lines64(PDF).split(b"\r\n"))
        ),
    ),
    attached(
        "base64 with words behind its end",
        PDF64,
        lines64(PDF + b"1") + b"Disclaimer\r\nThis mail was scanned.\r\n",
        data=PDF + b"1",
    ),
    attached("base64 in two streams", PDF64, lines64(PDF[:100]) + lines64(PDF[100:])),
    attached("base64 in one long line", PDF64, by_b64(PDF)),
    attached("base64 in url letters", PDF64, lines64(PDF).replace(b"+", b"-").replace(b"/", b"_")),
    attached("BASE64; foo", PDF64.replace(b"Encoding: base64", b"Encoding: BASE64; foo"), lines64(PDF)),
    attached("base64 in quotes and a blank behind", PDF64.replace(b"Encoding: base64", b'Encoding: "base64" '), lines64(PDF)),
    attached("base64 that nobody declared", PDF64.replace(b"Content-Transfer-Encoding: base64\r\n", b""), lines64(PDF)),
    attached("declared base64, but raw", PDF64, PDF),
    attached("8bit binary", PDF64.replace(b"base64", b"binary"), PDF),
    attached("inline, as Apple Mail does", PDF64.replace(b"attachment", b"inline"), lines64(PDF)),
    attached("neither name nor disposition", PDF_NAMED, lines64(PDF), "part-2.pdf"),
    attached(
        "declared text/plain without a name",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64",
        lines64(PDF),
        "part-2.pdf",
    ),
    attached("octets", PDF64.replace(b"application/pdf", b"application/octet-stream"), lines64(PDF)),
    attached("broken Content-Type", PDF64.replace(b"application/pdf;", b"pdf;"), lines64(PDF)),
    attached(
        "no semicolon before the name",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: application/pdf name=a.pdf",
        lines64(PDF),
    ),
    attached("name with blanks and no quotes", PDF_NAMED + b"; name=my report 12.pdf", lines64(PDF), "my report 12.pdf"),
    attached("name with a semicolon and no quotes", PDF_NAMED + b"; name=a;b.pdf", lines64(PDF), "a;b.pdf"),
    attached("name without its closing quote", PDF_NAMED + b'; name="a.pdf', lines64(PDF)),
    attached("raw cp874 name", PDF_NAMED + b'; name="' + W_NAME + b'"', lines64(PDF), NAME),
    attached("raw utf-8 name", PDF_NAMED + b'; name="' + NAME.encode() + b'"', lines64(PDF), NAME),
    attached("encoded word in the name", PDF_NAMED + b'; name="=?windows-874?B?' + by_b64(W_NAME) + b'?="', lines64(PDF), NAME),
    attached("encoded word without quotes", PDF_NAMED + b"; name==?TIS-620?B?" + by_b64(W_NAME) + b"?=", lines64(PDF), NAME),
    attached(
        "name in two folded words",
        PDF_NAMED + b'; name="=?tis-620?B?' + by_b64(W_NAME[:5]) + b"?=\r\n =?tis-620?B?" + by_b64(W_NAME[5:]) + b'?="',
        lines64(PDF),
        NAME,
    ),
    attached(
        "filename* of windows-874",
        PDF_NAMED + b"\r\nContent-Disposition: attachment; filename=\"_.pdf\"; filename*=windows-874''" + by_percent(W_NAME),
        lines64(PDF),
        NAME,
    ),
    attached(
        "filename* cut inside a code",
        PDF_NAMED
        + b"\r\nContent-Disposition: attachment;\r\n filename*0*=windows-874''"
        + by_percent(W_NAME)[:7]
        + b";\r\n filename*1*="
        + by_percent(W_NAME)[7:],
        lines64(PDF),
        NAME,
    ),
    attached("a path in the name", PDF_NAMED + b'; name="../../etc/cron.d/x.pdf"', lines64(PDF), "x.pdf"),
    attached("a Windows path in the name", PDF_NAMED + b'; name="C:\\Users\\x\\a.pdf"', lines64(PDF)),
    attached(
        "direction marks in the name",
        PDF_NAMED + b"; name*=utf-8''" + by_percent("a\u202efdp.exe\u202c.pdf".encode()),
        lines64(PDF),
        "afdp.exe.pdf",
    ),
    attached("a name of dots", PDF_NAMED + b'; name=".."', lines64(PDF), "part-2.pdf"),
    attached("name in the description only", PDF_NAMED + b"\r\nContent-Description: a.pdf", lines64(PDF)),
    attached(
        "a header folded without its indent",
        PDF_NAMED.replace(b"application/pdf", b"application/pdf;\r\nname=a.pdf\r\nContent-Id: <x>"),
        lines64(PDF),
    ),
    attached("uuencoded", PDF64.replace(b"base64", b"x-uuencode"), b"begin 644 a.bin\r\n#0V%T\r\n`\r\nend\r\n", data=b"Cat"),
    attached(
        "uuencoded, to the letter", PDF64.replace(b"base64", b"uuencode"), b"begin 644 a.bin\n#0V%T\n \nend\n", data=b"Cat"
    ),
    Case(
        "uuencoded in the text",
        TOP + b"Content-Type: text/plain; charset=tis-620\r\n\r\n" + T874 + b"\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n",
        documents=(("cat.txt", b"Cat"),),
    ),
    Case(
        "uuencoded without its end",
        TOP + b"\r\n" + T874 + b"\r\nbegin 644 cat.txt\r\n#0V%T\r\n",
        documents=(("cat.txt", b"Cat"),),
    ),
    Case(
        "Apple Mail: a document between two texts of an alternative",
        multi(PLAIN, nested(HTML, PDFPART, HTML, kind=b"mixed"), kind=b"alternative"),
        documents=(("a.pdf", PDF),),
    ),
    Case(
        "related in alternative in mixed",
        multi(nested(PLAIN, nested(HTML, kind=b"related", boundary=b"=_d"), kind=b"alternative"), PDFPART),
        documents=(("a.pdf", PDF),),
    ),
    Case(
        "two documents of one name",
        multi(PLAIN, PDFPART, part(PDF64, lines64(PDF + b"2"))),
        documents=(("a.pdf", PDF), ("a.pdf", PDF + b"2")),
    ),
    Case(
        "two texts side by side",
        multi(PLAIN, PDFPART, part(b"Content-Type: text/plain; charset=utf-8", "ท้าย".encode())),
        body=TEXT + "\n\nท้าย",
        documents=(("a.pdf", PDF),),
    ),
    Case("plain and html side by side", multi(PLAIN, HTML)),
    Case(
        "a text file is a document", multi(PLAIN, part(b"Content-Type: text/plain; name=a.txt", T8)), documents=(("a.txt", T8),)
    ),
    Case(
        "a text that is attached without a name",
        multi(PLAIN, part(b"Content-Type: text/plain\r\nContent-Disposition: attachment", T8)),
        documents=(("part-2.txt", T8),),
    ),
    Case(
        "workbook declared as zip",
        multi(PLAIN, part(b"Content-Type: application/zip; name=a.xlsx\r\nContent-Transfer-Encoding: base64", lines64(XLSX))),
        documents=(("a.xlsx", XLSX),),
    ),
    Case("no headers at all, a PDF", PDF, body="", documents=(("part-1.pdf", PDF),)),
    Case("no headers at all, a text", T874),
    Case("the whole message is a PDF", TOP + PDF64 + b"\r\n\r\n" + lines64(PDF), body="", documents=(("a.pdf", PDF),)),
    Case(
        "flowed text",
        TOP + b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n" + T8[:28] + b" \r\n" + T8[28:],
    ),
    Case(
        "utf-16 body",
        TOP
        + b"Content-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + lines64(b"\xff\xfe" + TEXT.encode("utf-16-le")),
    ),
    Case(
        "declared plain, really html",
        TOP + b"Content-Type: text/plain; charset=utf-8\r\n\r\n<html><body>" + T8 + b"</body></html>",
    ),
    Case(
        "html alternative has a table",
        multi(
            part(b"Content-Type: text/plain; charset=utf-8", "ที่ ยอด 1 2".encode()),
            part(
                b"Content-Type: text/html; charset=utf-8",
                "<table><tr><td>ที่</td><td>ยอด</td></tr><tr><td>1</td><td>2</td></tr></table>".encode(),
            ),
            kind=b"alternative",
        ),
        body="ที่\tยอด\n1\t2",
    ),
    Case(
        "plain alternative lost its Thai",
        multi(part(b"Content-Type: text/plain", b"?????? ?????? ??????????"), HTML, kind=b"alternative"),
    ),
    Case("plain alternative is empty", multi(part(b"Content-Type: text/plain", b""), HTML, kind=b"alternative")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ugly_message(case: Case) -> None:
    found = opened(case.raw)
    documents = [(part.name, part.data) for part in found.parts if part.role in (Role.DOCUMENT, Role.CONTAINER)]
    assert documents == list(case.documents)
    assert found.body == case.body
    assert all(part.sha256 == hashlib.sha256(part.data).hexdigest() for part in found.parts)
    assert not any(part.ignored and part.trouble for part in found.parts)


FORWARDED = TOP + PLAIN
ZIP = zipped(report=b"x")
TNEF = b"\x78\x9f\x3e\x22" + bytes(40)
LOCKED = compound({"EncryptedPackage": b""})


@dataclass(frozen=True)
class Trouble:
    name: str
    part: bytes
    code: str
    data: bytes
    said: str = ""


TROUBLES = [
    Trouble(
        "zip",
        part(b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64", lines64(ZIP)),
        "archive",
        ZIP,
        "report",
    ),
    Trouble(
        "rar",
        part(b"Content-Type: application/octet-stream; name=a.rar", b"Rar!\x1a\x07\x01\0"),
        "archive",
        b"Rar!\x1a\x07\x01\0",
        "a.rar",
    ),
    Trouble("forwarded", part(b"Content-Type: message/rfc822", FORWARDED), "forwarded", FORWARDED, "“x”"),
    Trouble(
        "forwarded in base64",
        part(b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", lines64(FORWARDED)),
        "forwarded",
        FORWARDED,
    ),
    Trouble(
        "forwarded as a file",
        part(b"Content-Type: application/octet-stream; name=x.eml", FORWARDED),
        "forwarded",
        FORWARDED,
        "x.eml",
    ),
    Trouble(
        "outlook message",
        part(
            b"Content-Type: application/octet-stream; name=x.msg\r\nContent-Transfer-Encoding: base64",
            lines64(compound({"__properties_version1.0": b""})),
        ),
        "forwarded",
        compound({"__properties_version1.0": b""}),
    ),
    Trouble(
        "winmail.dat",
        part(b"Content-Type: application/octet-stream; name=winmail.dat\r\nContent-Transfer-Encoding: base64", lines64(TNEF)),
        "tnef",
        TNEF,
    ),
    Trouble(
        "locked workbook",
        part(b"Content-Type: application/vnd.ms-excel; name=a.xlsx\r\nContent-Transfer-Encoding: base64", lines64(LOCKED)),
        "locked",
        LOCKED,
        "a.xlsx",
    ),
    Trouble("empty file", part(PDF64, b""), "empty", b"", "a.pdf"),
    Trouble("blank text file", part(b"Content-Type: text/plain; name=a.txt", b" \r\n "), "empty", b" \r\n "),
    Trouble(
        "a link as a file",
        part(b"Content-Type: application/octet-stream; name=a.url", b"[InternetShortcut]\r\nURL=https://x.example"),
        "link_only",
        b"[InternetShortcut]\r\nURL=https://x.example",
    ),
    Trouble(
        "external body",
        part(b"Content-Type: message/external-body; access-type=URL", b"Content-Type: text/plain\r\n\r\n"),
        "link_only",
        b"Content-Type: text/plain\r\n\r\n",
    ),
    Trouble(
        "sealed mail",
        part(b"Content-Type: application/pkcs7-mime; name=smime.p7m", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"),
        "locked",
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03",
    ),
]


@pytest.mark.parametrize("case", TROUBLES, ids=lambda case: case.name)
def test_what_cannot_be_read_is_kept_and_says_why(case: Trouble) -> None:
    body, troubled = opened(multi(PLAIN, case.part)).parts
    assert (troubled.trouble_code, troubled.data, troubled.ignored) == (case.code, case.data, "")
    assert "โปรด" in troubled.trouble
    assert case.said in troubled.trouble
    assert not body.trouble


IMG = b"Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\nContent-Disposition: inline\r\nContent-ID: <logo@x>"
SHOWS = part(b"Content-Type: text/html; charset=utf-8", T8 + b'<img src="CID:logo%40x">')
SCREENSHOT = picture("PNG", (1200, 900))
IGNORED: list[tuple[str, bytes, bool]] = [
    ("a small picture that the text shows", part(IMG, lines64(LOGO)), True),
    ("a picture of a page, though of few bytes", part(IMG, lines64(SCREENSHOT)), False),
    ("a picture that the text does not show", part(IMG.replace(b"logo@x", b"other@x"), lines64(LOGO)), False),
    ("an attached photograph", part(IMG.replace(b"\r\nContent-ID: <logo@x>", b"; filename=a.png"), lines64(LOGO)), False),
    ("a large picture that the text shows", part(IMG, lines64(LOGO + bytes(60_000))), True),
    (
        "a tracking dot",
        part(b"Content-Type: image/gif\r\nContent-Transfer-Encoding: base64", lines64(picture("GIF", (1, 1)))),
        True,
    ),
    ("an appointment", part(b"Content-Type: text/calendar; name=invite.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"), True),
    ("a card", part(b"Content-Type: text/x-vcard; name=a.vcf", b"BEGIN:VCARD\r\nEND:VCARD"), True),
    (
        "a signature",
        part(
            b"Content-Type: application/pkcs7-signature; name=smime.p7s",
            b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
        ),
        True,
    ),
    (
        "a PGP signature",
        part(b"Content-Type: application/pgp-signature; name=a.asc", b"-----BEGIN PGP SIGNATURE-----\r\n"),
        True,
    ),
]


@pytest.mark.parametrize(("raw", "ignored"), [case[1:] for case in IGNORED], ids=[case[0] for case in IGNORED])
def test_decoration_is_passed_over_with_a_reason(raw: bytes, ignored: bool) -> None:
    found = opened(multi(SHOWS, raw, kind=b"related")).parts[1]
    assert (found.role is Role.DECORATION) is ignored
    assert bool(found.ignored) is ignored
    assert not found.trouble


def test_a_decoration_says_how_large_it_is() -> None:
    found = opened(multi(SHOWS, part(IMG, lines64(LOGO)), kind=b"related")).parts[1]
    assert "1 กิโลไบต์ (120×60 จุด)" in found.ignored


def test_of_two_alternatives_one_counts_and_the_other_says_why_not() -> None:
    plain, html = opened(multi(PLAIN, HTML, kind=b"alternative")).parts
    assert (plain.role, plain.ignored) == (Role.BODY, "")
    assert (html.role, html.ignored) == (Role.BODY, "เป็นเนื้อความเดียวกันในรูปแบบ HTML")


def test_a_message_that_says_nothing_goes_to_a_person() -> None:
    (only,) = opened(TOP + b"\r\n").parts
    assert (only.role, only.trouble_code, only.data) == (Role.BODY, "empty", b"")


def test_an_empty_body_beside_a_document_is_passed_over() -> None:
    body, document = opened(multi(part(b"Content-Type: text/plain", b"\r\n"), PDFPART)).parts
    assert (body.role, bool(body.ignored), body.trouble) == (Role.BODY, True, "")
    assert document.role is Role.DOCUMENT


def test_an_answer_that_only_quotes_is_told() -> None:
    raw = TOP.replace(b"Subject: x", b"Subject: Re: x") + b"\r\n> old\r\n> older\r\n"
    (only,) = opened(raw).parts
    assert (only.role, only.trouble_code) == (Role.QUOTED, "empty")
    body, _ = opened(multi(part(b"Content-Type: text/plain", b"> old"), PDFPART)).parts
    assert (body.role, bool(body.ignored), body.trouble_code) == (Role.QUOTED, True, "")


def test_text_behind_the_last_boundary_is_accounted_for() -> None:
    body, stray = opened(multi(PLAIN) + b"scanned by a gateway of the ministry\r\n").parts
    assert (stray.role, bool(stray.ignored)) == (Role.QUOTED, True)
    body, stray = opened(multi(PLAIN) + lines64(PDF)).parts
    assert stray.trouble_code == "broken"


def test_a_multipart_without_boundaries_is_text_if_it_is_text() -> None:
    raw = TOP + b"Content-Type: multipart/mixed\r\n\r\n" + T8
    assert opened(raw).body == TEXT
    raw = TOP + b"Content-Type: multipart/mixed\r\n\r\n" + lines64(PDF)
    assert opened(raw).parts[0].trouble_code == "broken"


def test_nesting_without_end_is_cut_off_and_told() -> None:
    raw = PLAIN
    for level in range(3000):
        raw = nested(raw, kind=b"mixed", boundary=b"=_%d" % level)
    found = opened(TOP + raw)
    assert [part.trouble_code for part in found.parts] == ["broken"]
    assert T874 in found.parts[0].data


def test_parts_without_number_are_cut_off_and_told() -> None:
    found = opened(multi(*[PDFPART] * 520))
    assert len(found.parts) == 501
    assert found.parts[-1].trouble_code == "too_large"
    assert found.parts[-1].data.count(b"Content-Disposition") == 20


def test_an_oversized_message_of_which_only_headers_came() -> None:
    found = message.open_message(TOP + b"\r\n", own_addresses=OWN, truncated=True)
    assert (found.sender, [part.trouble_code for part in found.parts]) == ("a@nm.example", ["too_large"])


def test_returned_mail_in_a_bounce_is_no_report() -> None:
    status = part(b"Content-Type: message/delivery-status", b"Action: failed")
    raw = multi(PLAIN, status, part(b"Content-Type: message/rfc822", FORWARDED), kind=b"report; report-type=delivery-status")
    found = opened(raw)
    assert found.automatic
    assert all(part.ignored for part in found.parts[1:])
    assert all(not part.trouble for part in found.parts)


RECEIVED = (
    b"Received: from a by mx.dopa.example with ESMTP id 1; Tue, 8 Dec 2020 14:02:11 +0700\r\n"
    b"Received: from b by a; Tue, 8 Dec 2020 05:00:00 +0000\r\n"
)
BANGKOK = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("headers", "relayed"),
    [
        (RECEIVED, dt.datetime(2020, 12, 8, 14, 2, 11, tzinfo=BANGKOK)),
        (b"Received: from a by b; nonsense\r\n" + RECEIVED, dt.datetime(2020, 12, 8, 14, 2, 11, tzinfo=BANGKOK)),
        (b"Received: by a; Sat, 29 Feb 2563 09:00:00 +0700\r\n", dt.datetime(2020, 2, 29, 9, 0, tzinfo=BANGKOK)),
        (
            b"Received: from x\r\n\t(helo y)\r\n\tby z (8.14) for <a@b.example>;\r\n\tTue, 8 Dec 2020 14:02:11 +0700 (ICT)\r\n",
            dt.datetime(2020, 12, 8, 14, 2, 11, tzinfo=BANGKOK),
        ),
        (b"Received: nothing\r\n", None),
        (b"", None),
    ],
)
def test_the_topmost_readable_received_time(headers: bytes, relayed: dt.datetime | None) -> None:
    assert opened(headers + TOP + PLAIN).relayed_at == relayed


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        (b"Tue, 8 Dec 2020 14:02:11 +0700", dt.datetime(2020, 12, 8, 14, 2, 11, tzinfo=BANGKOK)),
        (b"Tue, 8 Dec 2563 14:02:11 +0700", dt.datetime(2020, 12, 8, 14, 2, 11, tzinfo=BANGKOK)),
        (b"8 Dec 63 14:02 +0700", dt.datetime(2020, 12, 8, 14, 2, tzinfo=BANGKOK)),
        (b"8 Dec 2020 14:02", dt.datetime(2020, 12, 8, 14, 2, tzinfo=BANGKOK)),
        (b"8 Dec 2020 07:02 GMT", dt.datetime(2020, 12, 8, 14, 2, tzinfo=BANGKOK)),
        (b"99 Foo 2020", None),
        (b"31 Feb 2020 10:00 +0700", None),
        (b"", None),
    ],
)
def test_the_senders_clock(date: bytes, sent: dt.datetime | None) -> None:
    found = opened(b"Date: " + date + b"\r\n" + TOP + PLAIN).sent_at
    assert found == sent
    assert found is None or found.tzinfo is not None


SENDERS: list[tuple[bytes, str, str]] = [
    (b"a@nm.example", "a@nm.example", ""),
    (b"<A@NM.example>", "a@nm.example", ""),
    (b'"' + thai874("สมชาย") + b'" <a@nm.example>', "a@nm.example", "สมชาย"),
    (b'"=?TIS-620?B?' + by_b64(thai874("สมชาย")) + b'?=" <a@nm.example>', "a@nm.example", "สมชาย"),
    (b"=?windows-874?Q?=CA=C1?=\r\n =?windows-874?Q?=AA=D2=C2?= <a@nm.example>", "a@nm.example", "สมชาย"),
    (b"=?utf-8?B?" + by_b64("สมชาย <a@nm.example>".encode()) + b"?=", "a@nm.example", "สมชาย"),
    (b"a@nm.example (Somchai)", "a@nm.example", "Somchai"),
    (b'"b@x.example" <a@nm.example>', "a@nm.example", "b@x.example"),
    (b"a@nm.example, b@nm.example", "a@nm.example", ""),
    (b"no address here", "", "no address here"),
    (b"", "", ""),
]


@pytest.mark.parametrize(("raw", "sender", "name"), SENDERS)
def test_the_sender(raw: bytes, sender: str, name: str) -> None:
    found = opened(b"From: " + raw + b"\r\nSubject: x\r\n\r\n" + T874)
    assert (found.sender, found.sender_name) == (sender, name)


def test_other_headers() -> None:
    found = opened(
        b'From: a@nm.example\r\nTo: "x, y" <B@c.example>,\r\n d@e.example (f@g.example)\r\nCc: d@e.example\r\n'
        b"Subject: " + T874 + b"\r\nSubject: second\r\nMessage-ID: <1@x.example>\r\nIn-Reply-To: <0@x.example>\r\n"
        b"References: <r@x.example>\r\n <0@x.example>\r\n\r\nx"
    )
    assert found.recipients == ("b@c.example", "d@e.example")
    assert found.subject == TEXT
    assert found.message_id == "<1@x.example>"
    assert found.references == ("<0@x.example>", "<r@x.example>")


def test_a_read_receipt_without_a_word_is_no_matter_for_a_person() -> None:
    found = opened(multi(part(b"Content-Type: text/plain", b""), kind=b"report; report-type=disposition-notification"))
    assert found.automatic
    assert [(each.trouble, bool(each.ignored)) for each in found.parts] == [("", True)]


def test_a_table_file_without_a_name_is_no_body() -> None:
    body, table = opened(multi(PLAIN, part(b"Content-Type: text/csv; charset=tis-620", T874 + b",1"))).parts
    assert (body.role, table.role, table.media_type, table.charset) == (Role.BODY, Role.DOCUMENT, "text/csv", "tis-620")


def test_a_long_thai_name_is_cut_to_what_a_file_system_takes() -> None:
    raw = multi(PLAIN, part(PDF_NAMED + b"; name*=utf-8''" + by_percent(("ก" * 300 + ".pdf").encode()), lines64(PDF)))
    name = opened(raw).parts[1].name
    assert len(name.encode("utf-8")) <= 255
    assert name.endswith("ก.pdf")


def test_a_bare_document_is_a_message_with_one_part() -> None:
    found = message.open_document(PDF, "/tmp/../" + NAME)
    assert [(part.name, part.media_type, part.role, part.data) for part in found.parts] == [
        (NAME, "application/pdf", Role.DOCUMENT, PDF)
    ]
    assert (found.subject, found.sender, found.automatic, found.body) == ("", "", "", "")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (ZIP, "a.zip", "archive"),
        (LOCKED, "a.xlsx", "locked"),
        (TNEF, "winmail.dat", "tnef"),
        (PDF, "", ""),
    ],
)
def test_a_bare_document_in_trouble(data: bytes, name: str, code: str) -> None:
    (part,) = message.open_document(data, name).parts
    assert part.trouble_code == code
    assert part.name


def test_links_to_files_elsewhere() -> None:
    found = opened(TOP + b"\r\nhttps://drive.google.com/file/d/1/view\r\n")
    assert message.file_links(found.body) == ("https://drive.google.com/file/d/1/view",)
