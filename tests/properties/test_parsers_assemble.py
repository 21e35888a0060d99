"""In whatever order parts come: each has a verdict, nothing is doubled, and an unreadable one changes nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.records import Hints
from parsers.assemble import assemble
from parsers.parts import Dossier, Outcome
from parsers.records import Facts
from parsers.split import split
from tests.papers import mail, reading
from tests.unit.test_parsers_achievement import FORMS as WORKS
from tests.unit.test_parsers_assemble import COVER, WORDS, money
from tests.unit.test_parsers_nomination import FORMS, LETTERS, letter
from tests.unit.test_parsers_obstacle import FORMS as TROUBLES

PAPERS = {
    "หนังสือเสนอชื่อ.pdf": letter(LETTERS["chosen"]),
    "แบบเสนอชื่อ.pdf": FORMS["labels"],
    "ผลงาน.pdf": WORKS["labels"],
    "เบิกจ่าย ธ.ค..pdf": money("จัดซื้อล่าช้า"),
    "เบิกจ่าย พ.ย..pdf": money(month="พฤศจิกายน ๒๕๖๓"),
    "หนังสือนำ.pdf": COVER,
    "ปัญหา.pdf": TROUBLES["two columns"],
    "ว่าง.pdf": "",
}
NAMES = st.lists(st.sampled_from(sorted(PAPERS)), unique=True, max_size=5)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def run(names: list[str], broken: tuple[tuple[str, str], ...] = ()) -> Dossier:
    message, readings = mail(
        "ส่งเอกสาร ศูนย์ดำรงธรรมอำเภอ", "ส่งเอกสารตามแนบ", *((name, PAPERS[name]) for name in names), broken=broken
    )
    dossier = assemble(message, readings, WORDS, Hints())
    assert [verdict.sha256 for verdict in dossier.verdicts] == [part.sha256 for part in message.parts]
    assert all(verdict.reason for verdict in dossier.verdicts)
    assert all(0 <= number < len(dossier.facts) for verdict in dossier.verdicts for number in verdict.facts)
    return dossier


def key(facts: Facts) -> tuple[str, str | None, str | None]:
    return facts.kind, facts.province.value if facts.province else None, facts.period.value if facts.period else None


def told(dossier: Dossier) -> set[tuple[object, ...]]:
    return {
        (*key(facts), *sorted((name, field.value) for name, field in facts.fields.items()), len(facts.lines))
        for facts in dossier.facts
    }


@SLOW
@given(NAMES.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_the_order_of_attachments_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    one, other = run(orders[0]), run(orders[1])
    assert told(one) == told(other)
    assert {doubt.rule for facts in one.facts for doubt in facts.doubts} == {
        doubt.rule for facts in other.facts for doubt in facts.doubts
    }


@SLOW
@given(NAMES)
def test_one_report_for_each_key(names: list[str]) -> None:
    keys = [key(facts) for facts in run(names).facts]
    assert len(keys) == len(set(keys))


@SLOW
@given(NAMES, st.sampled_from(["scan.pdf", "เบิกจ่าย.pdf", "แบบเสนอรายชื่อ.pdf", "ผลงาน.pdf"]))
def test_an_unreadable_part_never_changes_what_was_read(names: list[str], name: str) -> None:
    without, beside = run(names), run(names, ((name, "ไฟล์ถูกล็อก"),))
    assert beside.verdicts[-1].outcome is Outcome.REVIEW
    readable = [facts for facts in without.facts if facts.fields]
    assert readable == [facts for facts in beside.facts if facts.fields]


@given(st.lists(st.sampled_from([*PAPERS.values(), "หน้าต่อ\nข้อความ"]), max_size=6))
def test_cutting_loses_no_page(texts: list[str]) -> None:
    made = reading(*texts)
    assert tuple(page for document in split(made) for page in document.pages) == made.pages


@SLOW
@given(st.text(alphabet="กขคงจ ฉ๑๒1.:()-/\n\tอำเภอจังหวัดที่", max_size=300), st.text(max_size=60))
def test_no_text_breaks_it(text: str, subject: str) -> None:
    message, readings = mail(subject, text or " ", ("ก.pdf", text))
    dossier = assemble(message, readings, WORDS, Hints())
    assert len(dossier.verdicts) == len(message.parts)
