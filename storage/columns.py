"""Column types: how our values stand in the database.

Moments are kept as UTC text of fixed width (they sort as text, and mean the same on every database) and come back in
Asia/Bangkok. JSON is kept as text, so that what was read comes back to the last character.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from parsers.thai.dates import BANGKOK

_SURROGATES = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile("[\U0010d800-\U0010dfff]")
_HIDING = 0x100000


def utc_text(moment: dt.datetime) -> str:
    """``2020-12-04T07:00:00.000000Z``; ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place in the store")
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_utc_text(text: str) -> dt.datetime:
    """The inverse of ``utc_text``, in Asia/Bangkok."""
    return dt.datetime.fromisoformat(text.removesuffix("Z") + "+00:00").astimezone(BANGKOK)


def scrub(text: str) -> str:
    """Text that every database takes: no lone surrogates (bytes that nobody could decode), no NUL."""
    return _SURROGATES.sub("\ufffd", text.replace("\x00", ""))


def dump_json(value: object) -> str:
    """JSON text, readable Thai; escaped throughout only where the text holds lone surrogates."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, separators=(",", ":")) if _SURROGATES.search(text) else text


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """An aware moment."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """To UTC text."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """To Asia/Bangkok."""
        return None if value is None else from_utc_text(value)


class Shown(sa.types.TypeDecorator[str]):
    """Text for people: what no database takes is replaced, the original stays in the blobs."""

    impl = sa.Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Scrubbed."""
        return None if value is None else scrub(value)


class Exact(sa.types.TypeDecorator[str]):
    """A name that must come back to the last byte: lone surrogates (a file name that is not UTF-8) hide in plane 16."""

    impl = sa.Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Hides surrogates."""
        return None if value is None else _SURROGATES.sub(lambda m: chr(ord(m[0]) + _HIDING), value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Brings them back."""
        return None if value is None else _HIDDEN.sub(lambda m: chr(ord(m[0]) - _HIDING), value)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value as text."""

    impl = sa.Text()
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else dump_json(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """From text."""
        return None if value is None else json.loads(value)
