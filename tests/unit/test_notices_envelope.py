"""A notice as an Internet message: what stands on the wire."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.settings import MailboxSettings, SmtpSettings
from notices.envelope import envelope, message_id, scrub, sender_of
from storage.notices import Notice, NoticeKind, NoticeState
from tests.notices_kit import settings
from tests.storage_kit import NOW, draft


def notice(**changes: object) -> Notice:
    return Notice("N7", draft("k", **changes), NoticeState.SENDING, NOW)


def wire(made: Notice) -> tuple[bytes, EmailMessage]:
    raw = envelope(made, settings(), NOW).as_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def test_everything_on_the_wire_is_seven_bit_and_short() -> None:
    raw, message = wire(notice(subject="แจ้งผลการรับเอกสาร " * 20, body_text="สั้น\n" + "ยาวมาก" * 300, body_html="<p>ไทย</p>"))
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 998
    assert message["Subject"] == ("แจ้งผลการรับเอกสาร " * 20).strip()
    body = message.get_body(("plain",))
    assert body is not None and body.get_content().strip().endswith("ยาวมาก")


def test_the_offices_thai_name_is_an_encoded_word_before_the_address() -> None:
    raw, message = wire(notice())
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    (line,) = [line for line in head.split(b"\r\n") if line.startswith(b"From:")]
    assert line.startswith(b"From: =?utf-8?") and line.endswith(b"?= <jed@dopa.example>")
    assert message["From"].addresses[0].display_name == "กรมการปกครอง"


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_machine_is_invited_to_answer(kind: NoticeKind) -> None:
    _, message = wire(notice(kind=kind))
    answer = kind in {NoticeKind.RECEIPT, NoticeKind.QUERY}
    assert message["Auto-Submitted"] == ("auto-replied" if answer else "auto-generated")
    assert message["X-Auto-Response-Suppress"] == "All" and message["X-Damrong"] == f"{kind.value} N7"


def test_the_message_id_is_the_notices_own_for_ever() -> None:
    first = message_id(notice(), settings())
    assert first == message_id(replace(notice(), id="N9", attempts=4), settings()) and first.endswith("@dopa.example>")
    assert first != message_id(Notice("N7", draft("l"), NoticeState.SENDING, NOW), settings())


@pytest.mark.parametrize(
    "id", ["<a@b.example>\r\nBcc: x@y.example", "<ก@b.example>", "a@b.example", "<a b@c.example>", "", "<" + "a" * 300 + ">"]
)
def test_a_strange_message_id_is_not_repeated(id: str) -> None:
    raw, message = wire(notice(in_reply_to=id))
    assert message["In-Reply-To"] is None and b"Bcc" not in raw


def test_an_answer_belongs_to_what_it_answers() -> None:
    _, message = wire(notice(in_reply_to="<17@moi.example>"))
    assert message["In-Reply-To"] == message["References"] == "<17@moi.example>"


def test_a_persons_answer_goes_to_the_mailbox_that_is_read() -> None:
    other = replace(settings(), smtp=SmtpSettings(host="x", sender="ระบบ <system@dopa.example>"))
    assert str(envelope(notice(), other, NOW)["Reply-To"]) == "jed@dopa.example"
    assert envelope(notice(), settings(), NOW)["Reply-To"] is None
    assert envelope(notice(), replace(other, mailbox=MailboxSettings(user="jed")), NOW)["Reply-To"] is None
    assert sender_of(other).display_name == "ระบบ"


@given(st.text(st.characters(), max_size=80))
def test_no_text_breaks_a_header(text: str) -> None:
    surrogate = text + "\udc8f\r\nBcc: all@moi.example"
    raw = envelope(notice(subject=surrogate, body_text=surrogate, body_html=f"<p>{surrogate}</p>"), settings(), NOW).as_bytes()
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))
    assert "\n" not in scrub(surrogate) and scrub(surrogate).isprintable()


@pytest.mark.parametrize("address", ["korat@moi.example\r\nBcc: all@moi.example", "", "korat", "a@b@c.example"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises((ValueError, IndexError, email.errors.MessageError)):
        envelope(notice(to=(address,)), settings(), NOW).as_bytes()
