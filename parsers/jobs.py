"""What the reading process can be asked to do, by name. Heavy libraries are imported by the job that needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parsers.parts import Message, Part
from parsers.records import PageReading


def _open_message(raw: bytes, own_addresses: frozenset[str], truncated: bool) -> Message:
    from parsers.message import open_message  # noqa: PLC0415

    return open_message(raw, own_addresses=own_addresses, truncated=truncated)


def _open_document(data: bytes, name: str) -> Message:
    from parsers.message import open_document  # noqa: PLC0415

    return open_document(data, name)


def _read_part(part: Part, pages: int) -> PageReading:
    from parsers.limits import Limits  # noqa: PLC0415
    from parsers.read import read_part  # noqa: PLC0415

    return read_part(part, limits=Limits(pages=pages))


JOBS: Mapping[str, Callable[..., Any]] = {
    "open_message": _open_message,
    "open_document": _open_document,
    "read_part": _read_part,
}
