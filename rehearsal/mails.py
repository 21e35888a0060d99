"""Messages as real mailers write them: Outlook's Thai charsets, Gmail, Apple Mail's inline PDFs, webmail; byte for byte."""

from __future__ import annotations

import base64
import datetime as dt
import quopri
import random
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import quote

TO = "jed@dopa.example"


@dataclass(frozen=True, slots=True)
class File:
    """One attachment."""

    name: str
    data: bytes
    media_type: str
    content_id: str = ""


TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "zip": "application/zip",
    "png": "image/png",
    "tif": "image/tiff",
    "dat": "application/ms-tnef",
    "eml": "message/rfc822",
}


def file_of(name: str, data: bytes) -> File:
    """An attachment; its type by the ending."""
    return File(name, data, TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"))


@dataclass(frozen=True, slots=True)
class Mailer:
    """How one program writes."""

    charset: str
    body_encoding: str
    """``base64`` or ``quoted-printable``."""
    names: str
    """``2047``, ``2231`` or ``raw``."""
    disposition: str
    html: bool
    agent: str


MAILERS = (
    Mailer("utf-8", "base64", "2047", "attachment", True, "Gmail"),
    Mailer("windows-874", "quoted-printable", "2047", "attachment", False, "Microsoft Outlook 16.0"),
    Mailer("tis-620", "base64", "2047", "attachment", False, "Microsoft Office Outlook 11"),
    Mailer("utf-8", "quoted-printable", "2231", "inline", False, "Apple Mail (2.3654)"),
    Mailer("utf-8", "base64", "2231", "attachment", True, "Roundcube Webmail/1.4"),
    Mailer("utf-8", "base64", "raw", "attachment", False, "Zimbra 8.8"),
)

_PYTHON_CODEC = {"windows-874": "cp874", "tis-620": "cp874"}


def _encode(text: str, charset: str) -> bytes:
    return text.encode(_PYTHON_CODEC.get(charset, charset), "replace")


def _word(text: str, charset: str) -> str:
    """RFC 2047, in words of legal length."""
    pieces, start = [], 0
    while start < len(text):
        size = 18
        pieces.append(f"=?{charset}?B?{base64.b64encode(_encode(text[start : start + size], charset)).decode()}?=")
        start += size
    return "\r\n ".join(pieces)


def _parameter(name: str, value: str, mailer: Mailer) -> str:
    if value.isascii():
        return f'{name}="{value}"'
    if mailer.names == "2231":
        return f"{name}*={mailer.charset}''{quote(_encode(value, mailer.charset))}"
    if mailer.names == "2047":
        return f'{name}="{_word(value, mailer.charset)}"'
    return f'{name}="{value}"'


def _body_part(text: str, mailer: Mailer, subtype: str) -> bytes:
    data = _encode(text, mailer.charset)
    if mailer.body_encoding == "base64":
        body = base64.encodebytes(data).replace(b"\n", b"\r\n")
    else:
        body = quopri.encodestring(data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    head = (
        f"Content-Type: text/{subtype}; charset={mailer.charset}\r\nContent-Transfer-Encoding: {mailer.body_encoding}\r\n\r\n"
    )
    return head.encode() + body


def _file_part(file: File, mailer: Mailer) -> bytes:
    disposition = "inline" if file.content_id else mailer.disposition
    cid = f"Content-ID: <{file.content_id}>\r\n" if file.content_id else ""
    head = (
        f"Content-Type: {file.media_type};\r\n {_parameter('name', file.name, mailer)}\r\n"
        f"Content-Disposition: {disposition};\r\n {_parameter('filename', file.name, mailer)}\r\n"
        f"{cid}Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode("utf-8") + base64.encodebytes(file.data).replace(b"\n", b"\r\n")


def message(
    rng: random.Random,
    *,
    sender: str,
    sender_name: str,
    subject: str,
    text: str,
    files: tuple[File, ...] = (),
    sent_at: dt.datetime,
    arrived_at: dt.datetime,
    mailer: Mailer | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """One message as its mailer would write it and the office's server would have received it."""
    mailer = mailer or rng.choice(MAILERS)
    boundary = f"=_{rng.getrandbits(64):016x}"
    domain = sender.partition("@")[2]
    lines = [
        f"Return-Path: <{sender}>",
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.{rng.randint(1, 254)}])\r\n\tby mx.dopa.example with ESMTP id {rng.getrandbits(32):08x}\r\n\tfor <{TO}>; {format_datetime(arrived_at)}",
        f"From: {_word(sender_name, mailer.charset)} <{sender}>",
        f"To: <{TO}>",
        f"Subject: {_word(subject, mailer.charset)}",
        f"Date: {format_datetime(sent_at)}",
        f"Message-ID: <{rng.getrandbits(64):016x}@{domain}>",
        f"X-Mailer: {mailer.agent}",
        *(f"{name}: {value}" for name, value in headers),
        "MIME-Version: 1.0",
    ]
    pictures = tuple(file for file in files if file.content_id)
    html = (
        "<html><body>"
        + "".join(f"<p>{line}</p>" for line in text.split("\n"))
        + "".join(f'<img src="cid:{file.content_id}">' for file in pictures)
        + "</body></html>"
    )
    bodies = [_body_part(text, mailer, "plain")] + ([_body_part(html, mailer, "html")] if mailer.html or pictures else [])
    if not files and len(bodies) == 1:
        return "\r\n".join(lines).encode("utf-8") + b"\r\n" + bodies[0]
    if len(bodies) == 2:
        inner = f"{boundary}a"
        first = f'Content-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'.encode() + _multipart(bodies, inner)
    else:
        first = bodies[0]
    lines.append(f'Content-Type: multipart/mixed; boundary="{boundary}"')
    return (
        "\r\n".join(lines).encode("utf-8")
        + b"\r\n\r\n"
        + _multipart([first, *(_file_part(file, mailer) for file in files)], boundary)
    )


def _multipart(parts: list[bytes], boundary: str) -> bytes:
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + part.rstrip(b"\r\n") + b"\r\n" for part in parts) + mark + b"--\r\n"
