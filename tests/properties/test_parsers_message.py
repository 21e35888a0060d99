"""No bytes make the opening of a message raise, and what is put into a message comes out of it."""

from __future__ import annotations

import base64
import hashlib
import quopri
import random
from collections.abc import Callable

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from parsers import bodies, message, sniff, transfer
from parsers.html_text import html_to_text
from parsers.parts import Message, Role
from parsers.thai import charset
from tests.unit.test_parsers_message import CASES, IGNORED, TROUBLES, multi

RAWS = [case.raw for case in CASES] + [multi(case.part) for case in TROUBLES] + [multi(case[1]) for case in IGNORED]
THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E3A) | st.sampled_from(" 0123456789,.\n"), max_size=80)


def sound(found: Message) -> None:
    """What holds for every message, however broken."""
    assert found.parts
    for part in found.parts:
        assert part.sha256 == hashlib.sha256(part.data).hexdigest()
        assert 0 < len(part.name.encode("utf-8")) <= 255
        assert not {"/", "\\", "\0", "\n"} & set(part.name)
        assert not (part.ignored and part.trouble)
        assert bool(part.trouble) == bool(part.trouble_code)
        assert part.data or part.ignored or part.trouble or part.role is Role.BODY
    for moment in (found.sent_at, found.relayed_at):
        assert moment is None or moment.utcoffset() is not None
    (found.body + found.subject + found.sender + found.sender_name).encode("utf-8")


@given(st.binary(max_size=2000))
@example(b"")
@example(b"=?" * 500)
@example(b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--\r\n")
@settings(deadline=None)
def test_any_bytes(raw: bytes) -> None:
    sound(message.open_message(raw, own_addresses=frozenset()))
    sound(message.open_message(b"From: " + raw, own_addresses=frozenset()))
    sound(message.open_document(raw, "x"))


@given(st.sampled_from(RAWS), st.integers(0, 2**32), st.integers(1, 30))
@settings(max_examples=300, deadline=None)
def test_any_damage_to_a_real_message(raw: bytes, seed: int, blows: int) -> None:
    dice = random.Random(seed)
    data = bytearray(raw)
    for _ in range(blows):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(4):
            case 0:
                data[at : at + dice.randrange(40)] = b""
            case 1:
                data[at:at] = bytes(dice.choices(b"\r\n-=?;:\"' \t\0<>%*\xc3\xe0", k=dice.randrange(1, 6)))
            case 2 if at < len(data):
                data[at] = dice.randrange(256)
            case _:
                other = dice.randrange(len(data) + 1)
                data[at:at] = data[other : other + dice.randrange(200)]
    sound(message.open_message(bytes(data), own_addresses=frozenset()))


@given(
    st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5),
    st.sampled_from(["base64", "quoted-printable", "binary"]),
)
@settings(deadline=None)
def test_what_is_attached_comes_out_in_order(files: list[bytes], encoding: str) -> None:
    files = [b"\x00\x01" + data.replace(b"\r", b"").replace(b"\n", b"") + b"." for data in files]
    encoders: dict[str, Callable[[bytes], bytes]] = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
    encode = encoders.get(encoding, bytes)
    head = f"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    found = message.open_message(
        multi(*[head + encode(data) for data in files], boundary=b"=_never"), own_addresses=frozenset()
    )
    assert [part.data for part in found.parts] == files


@given(st.binary(max_size=400), st.integers(0, 3))
@settings(deadline=None)
def test_base64_with_blanks_and_without_padding(data: bytes, lost: int) -> None:
    text = base64.encodebytes(data)
    text = text.rstrip(b"=\n") if lost else text
    assert transfer.undo(text.replace(b"\n", b" \r\n\r\n"), "base64")[0] == data


@given(
    st.binary(max_size=400),
    st.sampled_from(["tis-620", "utf-8", "us-ascii", "utf-16", "utf-7", "hz", "iso-2022-jp", "zzz", "", "punycode"]),
)
@settings(deadline=None)
def test_decoding_never_raises_and_never_gives_half_characters(data: bytes, label: str) -> None:
    charset.decode(data, label)[0].encode("utf-8")
    charset.decode_header(data).encode("utf-8")
    charset.decode_header(b"=?" + label.encode() + b"?B?" + data + b"?=").encode("utf-8")
    charset.decode_parameter([("filename*0*", label.encode() + b"''" + data), ("filename*1*", data)], "filename")


@given(THAI)
@settings(deadline=None)
def test_thai_in_cp874_under_any_thai_label_comes_back(text: str) -> None:
    assume("เธ" not in text and "เน" not in text)  # the only beginnings of what is valid UTF-8 by accident
    assert charset.decode(text.encode("cp874"), "windows-874")[0] == text


@given(THAI)
@settings(deadline=None)
def test_thai_in_utf8_comes_back_with_any_label(text: str) -> None:
    for label in (None, "utf-8", "us-ascii", "tis-620", "unheard-of"):
        assert charset.decode(text.encode(), label)[0] == text


@given(st.text(max_size=300))
@settings(deadline=None)
def test_pages_and_bodies_never_raise(text: str) -> None:
    html_to_text(text)
    html_to_text(f"<table><tr><td>{text}<td rowspan=2 colspan={text}>{text}</table><blockquote type=cite>{text}")
    bodies.own_text(text, forward=False, reply=True)
    bodies.file_links(text)


@given(
    st.lists(st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=8), min_size=2, max_size=6), st.integers(1, 4)
)
@settings(deadline=None)
def test_a_pasted_table_keeps_its_rows_and_columns(cells: list[str], rows: int) -> None:
    row = "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in cells) + "</tr>"
    assert html_to_text(f"<div><table>{row * rows}</table></div>").split("\n") == ["\t".join(cells)] * rows


@given(st.binary(max_size=3000), st.text(max_size=30), st.sampled_from(["", "text/html", "application/pdf"]))
@settings(deadline=None)
def test_sniffing_never_raises(data: bytes, name: str, declared: str) -> None:
    for head in (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xd8\xff",
        b"\x30\x80\x06\x09",
        b"<html>",
        b"BM",
    ):
        found = sniff.media_type(head + data, name, declared)
        assert "/" in found
        assert found == found.lower()
        sniff.mislabelled(found, name)
