"""Answers about one document, given more than once: to whoever asks what it is, and then to whoever reads it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_REMEMBERED = 8
"""The documents of one paper or workbook, and of its neighbours."""
_K = TypeVar("_K")
_V = TypeVar("_V")


def remembered(ask: Callable[[_K], _V]) -> Callable[[_K], _V]:
    """Remembers the last few answers by the very record that was asked about (records never change; comparing two of them
    would cost more than it saves). For pure functions of one record."""
    last: deque[tuple[_K, _V]] = deque(maxlen=_REMEMBERED)

    @wraps(ask)
    def answer(record: _K) -> _V:
        for known, value in tuple(last):
            if known is record:
                return value
        value = ask(record)
        last.append((record, value))
        return value

    return answer
