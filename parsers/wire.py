"""What goes over the pipes between the daemon and its reading process: length, then a pickle.

The reading process handles strangers' bytes, so its answers are strangers' bytes too: the daemon's side unpickles records and
plain values only, and nothing that could be called.
"""

from __future__ import annotations

import io
import pickle
import struct
from enum import Enum
from typing import Any

HEADER = struct.Struct(">Q")
LARGEST = 400_000_000
"""No answer is longer than this many bytes."""

_MODULES = frozenset({"intake.records", "parsers.records", "parsers.parts"})
_PLAIN = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("zoneinfo", "ZoneInfo._unpickle"),
        ("copyreg", "_reconstructor"),
        ("builtins", "object"),
    }
)


class _RecordsOnly(pickle.Unpickler):
    """Knows our records and plain values; refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or (module in _MODULES and "." not in name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} may not come from the reading process")


class _ByValue(pickle.Pickler):
    """Packs a member of an enumeration by its value. Python 3.11.0 to 3.11.3, which is Debian 12's, would name ``getattr``."""

    def reducer_override(self, value: Any) -> Any:
        """See pickle.Pickler."""
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def pack(value: Any) -> bytes:
    """A message ready to be sent."""
    payload = _packed(value)
    return HEADER.pack(len(payload)) + payload


def _packed(value: Any) -> bytes:
    buffer = io.BytesIO()
    _ByValue(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpack_answer(payload: bytes) -> Any:
    """An answer of the reading process. Raises pickle.UnpicklingError for anything but records and plain values."""
    return _RecordsOnly(io.BytesIO(payload)).load()


def unpack_job(payload: bytes) -> Any:
    """A job from the daemon, which is trusted."""
    return pickle.loads(payload)
