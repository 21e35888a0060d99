from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from intake.records import Hints
from parsers.records import Doubt, Facts, Field, Method
from rules.records import Finding, Severity
from storage.codec import (
    dump_facts,
    dump_field,
    dump_finding,
    dump_hints,
    load_facts,
    load_field,
    load_finding,
    load_hints,
)
from storage.columns import Exact, Json, Shown, dump_json, from_utc_text, utc_text

DIALECT = sqlite.dialect()
thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=12)
# What a broken header may hold: bytes that nobody could decode stand as lone surrogates U+DC80 to U+DCFF.
wild = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | thai
broken = st.lists(wild | st.sampled_from(["\udc80", "\udce1\udca1", "\x00"]), max_size=4).map("".join)
finite = st.floats(allow_nan=False, allow_infinity=False)
boxes = st.none() | st.tuples(finite, finite, finite, finite)
fields = st.builds(
    Field,
    st.none() | broken,
    broken,
    st.floats(0, 1),
    st.sampled_from(Method),
    st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64),
    st.none() | st.integers(0, 500),
    boxes,
    st.none() | broken,
)
named = st.dictionaries(broken, fields, max_size=4)
doubts = st.builds(Doubt, wild, broken, st.lists(wild, max_size=3).map(tuple), st.booleans())
facts = st.builds(
    Facts,
    wild,
    st.none() | fields,
    st.none() | fields,
    named,
    st.lists(named, max_size=3).map(tuple),
    st.lists(doubts, max_size=2).map(tuple),
    st.none() | wild,
    st.lists(wild, max_size=3).map(tuple),
    st.booleans(),
)
findings = st.builds(Finding, wild, st.sampled_from(Severity), broken, st.lists(wild, max_size=3).map(tuple))


def through_json(value: object) -> object:
    text = dump_json(value)
    text.encode("utf-8")  # every database takes it
    assert "\x00" not in text
    return json.loads(text)


@given(facts)
def test_facts_come_back_exactly(value: Facts) -> None:
    back = through_json(dump_facts(value))
    assert isinstance(back, dict)
    again = load_facts(back)
    assert again == value
    assert list(again.fields) == list(value.fields) and [list(x) for x in again.lines] == [list(x) for x in value.lines]


@given(fields)
def test_a_field_comes_back_exactly(value: Field) -> None:
    back = through_json(dump_field(value))
    assert isinstance(back, dict) and load_field(back) == value


@given(findings)
def test_a_finding_comes_back_exactly(value: Finding) -> None:
    back = through_json(dump_finding(value))
    assert isinstance(back, dict) and load_finding(back) == value


@given(st.builds(Hints, st.none() | broken, st.none() | broken, st.none() | broken))
def test_hints_come_back_exactly(value: Hints) -> None:
    back = through_json(dump_hints(value))
    assert isinstance(back, dict) and load_hints(back) == value


@given(broken.filter(lambda text: "\x00" not in text))
def test_exact_names_come_back_exactly(value: str) -> None:
    stored = Exact().process_bind_param(value, DIALECT)
    assert stored is not None
    stored.encode("utf-8")
    assert Exact().process_result_value(stored, DIALECT) == value


@given(broken)
def test_shown_text_is_storable_and_otherwise_untouched(value: str) -> None:
    stored = Shown().process_bind_param(value, DIALECT)
    assert stored is not None and "\x00" not in stored
    stored.encode("utf-8")
    assert stored == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value if c != "\x00")


@given(st.recursive(st.none() | st.booleans() | st.integers() | broken, lambda inner: st.lists(inner, max_size=3)))
def test_json_columns(value: object) -> None:
    stored = Json().process_bind_param(value, DIALECT)
    assert Json().process_result_value(stored, DIALECT) == value


moments = st.datetimes(
    dt.datetime(1970, 1, 2),  # noqa: DTZ001 (hypothesis wants it so)
    dt.datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)


@given(moments, moments)
def test_moments_come_back_and_sort_as_text(first: dt.datetime, second: dt.datetime) -> None:
    assert from_utc_text(utc_text(first)) == first.astimezone(dt.UTC)
    assert len(utc_text(first)) == 27
    one, other = first.astimezone(dt.UTC), second.astimezone(dt.UTC)
    assert (utc_text(first) < utc_text(second)) == (one < other)
    assert from_utc_text(utc_text(first)).utcoffset() == dt.timedelta(hours=7)
