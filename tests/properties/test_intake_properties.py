from __future__ import annotations

import datetime as dt
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from intake import mbox
from intake.clock import BANGKOK, in_bangkok, parse_time
from intake.gateway import fax_number, gateway_number, is_from_gateway, tiff_facts
from intake.headers import header_block, headers, looks_like_message, parse_received, received_time, sender_addresses, subject

NOW = dt.datetime(2021, 6, 1, tzinfo=BANGKOK)
MAIL_LIKE = st.lists(
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from(
            [b"From: ", b"Subject: ", b"Received: by x; ", b"=?utf-8?b?", b"?=", b"\r\n", b"\n", b"\r", b" ", b"<a@b.example>"]
            + [b"Fri, 4 Dec 2020 14:02:11 +0700", "จาก ๐๔๔๒๔๓๗๙๘".encode(), b"\xa1\xd2\xc3", b"II*\x00\x08\x00\x00\x00"]
        ),
    ),
    max_size=25,
).map(b"".join)


@settings(deadline=None)  # the first picture loads Pillow's readers
@given(MAIL_LIKE)
def test_no_bytes_break_the_post_room(raw: bytes) -> None:
    assert looks_like_message(raw) in (True, False)
    assert len(header_block(raw)) <= len(raw)
    assert all(name == name.lower() for name, _ in headers(raw))
    moment = received_time(raw, NOW)
    assert moment is None or moment <= NOW + dt.timedelta(days=1)
    assert isinstance(subject(raw), str)
    assert all("@" in address for address in sender_addresses(raw))
    assert is_from_gateway(raw, ("a@b.example",)) in (True, False)
    number = gateway_number(raw)
    assert number is None or (number.isascii() and number.isdigit())
    tag, sender = tiff_facts(raw, NOW)
    assert tag is None or tag <= NOW + dt.timedelta(days=1)
    assert sender is None or sender.isdigit()


@given(st.text(max_size=40))
def test_a_fax_number_is_digits_or_nothing(text: str) -> None:
    number = fax_number(text)
    assert number is None or (number.isascii() and number.isdigit() and 7 <= len(number) <= 15)


@given(
    st.datetimes(dt.datetime(2011, 1, 1), dt.datetime(2021, 5, 31)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
    st.sampled_from(
        ["{a}, {d} {b} {Y} {T} {z}", "{d} {b} {Y} {T} {z}", "{a} {b} {d:>2} {T} {z} {Y}", "{a}, {d:02} {b} {y} {T} {z}"]
    ),
)
def test_a_received_date_survives_its_writing(naive: dt.datetime, minutes: int, form: str) -> None:
    moment = naive.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    text = form.format(
        a=moment.strftime("%a"),
        b=moment.strftime("%b"),
        d=moment.day,
        Y=moment.year,
        y=moment.strftime("%y"),
        T=moment.strftime("%H:%M:%S"),
        z=moment.strftime("%z"),
    )
    assert parse_received(f"from a by b; {text}", NOW) == moment


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)))  # noqa: DTZ001
def test_a_time_survives_its_writing(moment: dt.datetime) -> None:
    assert parse_time(moment.isoformat()) == moment
    assert in_bangkok(moment) == moment


BODY_LINES = st.lists(st.one_of(st.binary(max_size=20).filter(lambda line: b"\n" not in line), st.sampled_from(
    [b"", b"From a@b.example Fri Dec  4 14:02:11 2020", b">From x", b">>From y", b"From here on"]
)), max_size=8)  # fmt: skip


@given(st.lists(BODY_LINES, max_size=5))
def test_an_mbox_gives_back_what_was_put_in(bodies: list[list[bytes]]) -> None:
    """mboxrd is an inverse: quoting on the way in, unquoting on the way out, whatever the lines are."""
    separator = b"From a@moi.example Fri Dec  4 14:02:11 2020\n"
    raws = [b"Subject: x\n\n" + b"".join(line + b"\n" for line in body) for body in bodies]
    written = b"".join(separator + _quoted(raw) + b"\n" for raw in raws)
    found = list(mbox.messages(io.BytesIO(written), 1 << 20))
    assert [raw for _, raw, _ in found] == raws
    assert not any(cut for _, _, cut in found)
    assert all(written[offset:].startswith(separator) for offset, _, _ in found)


def _quoted(raw: bytes) -> bytes:
    return b"".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.splitlines(keepends=True))
