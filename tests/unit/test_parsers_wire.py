"""What goes over the pipes to the reading process and back."""

from __future__ import annotations

import datetime as dt
import os
import pickle
from decimal import Decimal

import pytest

from intake.records import Channel
from parsers.parts import Outcome, PartVerdict
from parsers.records import Field, Method
from parsers.wire import HEADER, pack, unpack_answer, unpack_job


def across(value: object) -> object:
    packed = pack(value)
    assert HEADER.unpack(packed[: HEADER.size]) == (len(packed) - HEADER.size,)
    return unpack_answer(packed[HEADER.size :])


@pytest.mark.parametrize(
    "value",
    [
        ("done", PartVerdict("0" * 64, Outcome.REVIEW, "อ่านไม่ได้")),
        ("done", {"district": Field(value="สะเดา", raw="อ.สะเดา", confidence=1.0, method=Method.SHEET, part="0" * 64)}),
        [Channel.FAX, Decimal("97394.00"), dt.date(2020, 12, 4), None, b"bytes", frozenset({"a"})],
    ],
)
def test_records_and_plain_values_cross(value: object) -> None:
    assert across(value) == value


def test_members_of_enumerations_cross_from_every_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python 3.11.0 to 3.11.3 pickles them: through ``getattr``, which is refused on the other side."""

    def by_name(self: Method, protocol: int) -> object:
        return getattr, (type(self), self.name)

    monkeypatch.setattr(Method, "__reduce_ex__", by_name)
    with pytest.raises(pickle.UnpicklingError):
        unpack_answer(pickle.dumps(Method.SHEET))
    assert across(("done", Method.SHEET)) == ("done", Method.SHEET)


@pytest.mark.parametrize("evil", [os.system, getattr, eval, pickle.loads])
def test_nothing_that_can_be_called_crosses(evil: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        across(("done", evil))
    assert unpack_job(pack(evil)[HEADER.size :]) is evil, "the daemon is trusted"
