"""From the net's chances to signs: repeats, blanks, places and alternatives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from parsers.ocr.alphabet import INDEX, SIGNS, readable
from parsers.ocr.recognise import spell


def chances(*steps: dict[str, float]) -> NDArray[np.float32]:
    """One row a step; "" is the blank."""
    rows = np.zeros((len(steps), len(SIGNS) + 1), np.float32)
    for row, step in zip(rows, steps, strict=True):
        for sign, chance in step.items():
            row[INDEX[sign] if sign else 0] = chance
    return rows


def surely(text: str) -> NDArray[np.float32]:
    """A net that is sure of this text: a blank between any two signs."""
    return chances(*(step for sign in text for step in ({sign: 1.0}, {"": 1.0})))


@given(st.text(alphabet=SIGNS, max_size=40))
def test_what_is_sure_is_spelt_as_it_is(text: str) -> None:
    spelling = spell(surely(text)) if text else spell(chances({"": 1.0}))
    assert spelling.text == text
    assert spelling.confidence == pytest.approx(1.0)


def test_a_sign_that_lasts_is_one_and_a_blank_between_makes_two() -> None:
    assert spell(chances({"๐": 1.0}, {"๐": 1.0}, {"": 1.0}, {"๐": 1.0})).text == "๐๐"


def test_the_surest_step_speaks_for_a_sign_and_names_the_others() -> None:
    (sign,) = spell(chances({"": 1.0}, {"๔": 0.6, "๕": 0.39}, {"๔": 0.8, "๕": 0.15, "": 0.05}, {"": 1.0})).signs
    assert (sign.sign, sign.x0, sign.x1) == ("๔", 4, 12)
    assert sign.probability == pytest.approx(0.8)
    assert [other for other, _ in sign.others] == ["๕", ""]
    assert sum(chance for _, chance in sign.others) == pytest.approx(0.2)


def test_spaces_do_not_lessen_the_confidence() -> None:
    spelling = spell(chances({"ก": 0.9, "ถ": 0.1}, {" ": 0.5, "": 0.5}, {"ข": 0.8, "ช": 0.2}))
    assert spelling.confidence == pytest.approx(0.72)


def test_every_sign_of_official_text_can_be_read() -> None:
    assert readable("ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พ.ย. ๒๕๖๓ (E-mail : jed@dopa.go.th) “น้ำ” ๕๐,๐๐๐.- ฯลฯ ๆ ฿")
    assert len(set(SIGNS)) == len(SIGNS)
    assert not readable("汉")
