"""Answers about one document, given more than once: to whoever asks what it is, and then to whoever reads it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

_REMEMBERED = 16
"""The documents of one paper or workbook, and of its neighbours."""
_K = TypeVar("_K")
_P = ParamSpec("_P")
_V = TypeVar("_V")


def remembered(ask: Callable[Concatenate[_K, _P], _V]) -> Callable[Concatenate[_K, _P], _V]:
    """Remembers the last few answers by the very record that was asked about (records never change; comparing two of them
    would cost more than it saves) and by the other arguments. For pure functions."""
    last: deque[tuple[_K, object, _V]] = deque(maxlen=_REMEMBERED)

    @wraps(ask)
    def answer(record: _K, /, *more: _P.args, **named: _P.kwargs) -> _V:
        how = (more, named)
        for known, known_how, value in tuple(last):
            if known is record and known_how == how:
                return value
        value = ask(record, *more, **named)
        last.append((record, how, value))
        return value

    return answer
