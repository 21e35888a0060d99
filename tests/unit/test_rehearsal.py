"""The synthetic office: reproducible, true to itself, readable by others, in many layouts."""

from __future__ import annotations

import datetime as dt
import email
import io
import re
from collections import Counter
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest
from docx import Document

from parsers.thai.text import normalise, to_arabic
from rehearsal.layouts import achievement, disbursement, nomination, obstacle
from rehearsal.ledgerbook import TOTAL
from rehearsal.measure import fingerprint
from rehearsal.mistakes import SCENES
from rehearsal.office import Rehearsal
from rehearsal.truth import RehearsedMail

START, END = dt.date(2020, 11, 18), dt.date(2021, 1, 12)


@pytest.fixture(scope="module")
def mails() -> tuple[RehearsedMail, ...]:
    return Rehearsal(11).weeks(START, END, 100)


def files(mail: RehearsedMail) -> list[tuple[str, bytes]]:
    message = email.message_from_bytes(mail.raw)
    return [
        (part.get_content_type(), part.get_payload(decode=True))  # type: ignore[misc]
        for part in message.walk()
        if part.get_content_disposition() in {"attachment", "inline"}
    ]


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (Rehearsal(4).weeks(START, END, 24) for _ in range(2))
    assert fingerprint(first) == fingerprint(second)
    assert [mail.truth for mail in first] == [mail.truth for mail in second]


def test_another_seed_gives_another_office() -> None:
    assert fingerprint(Rehearsal(4).weeks(START, END, 8)) != fingerprint(Rehearsal(5).weeks(START, END, 8))


def test_as_many_mails_as_asked_in_the_order_of_their_arrival(mails: tuple[RehearsedMail, ...]) -> None:
    assert len(mails) == 100
    assert [mail.arrived_at for mail in mails] == sorted(mail.arrived_at for mail in mails)
    assert {mail.arrived_at.date() for mail in mails} <= {START + dt.timedelta(days=n) for n in range((END - START).days + 2)}


@pytest.mark.parametrize("layouts", [nomination.LAYOUTS, achievement.LAYOUTS, disbursement.LAYOUTS, obstacle.LAYOUTS])
def test_different_people_do_not_use_one_template(layouts: dict[str, object]) -> None:
    assert len(layouts) >= 6


def test_a_hundred_mails_tell_most_stories(mails: tuple[RehearsedMail, ...]) -> None:
    told = Counter(mail.truth.story for mail in mails)
    named = {scene.__name__ for scene in SCENES} - {"obstacle_alone"}
    assert len(named & set(told)) >= 20


def test_allocations_add_up_and_differ() -> None:
    amounts = [sum((amount for _, amount in items), Decimal(0)) for items in Rehearsal(2).allocations.values()]
    assert sum(amounts) == TOTAL
    assert len(amounts) == 76
    assert len(set(amounts)) > 20


def test_correct_reports_add_up(mails: tuple[RehearsedMail, ...]) -> None:
    reports = [d for mail in mails for d in mail.truth.documents if d.kind == "disbursement" and d.correct and d.lines]
    assert reports
    for report in reports:
        for column in ("allocated", "this_month", "cumulative", "balance"):
            assert sum(Decimal(line[column]) for line in report.lines) == Decimal(report.fields[column])


def test_a_mistake_says_what_must_find_it(mails: tuple[RehearsedMail, ...]) -> None:
    wrong = [d for mail in mails for d in mail.truth.documents if d.expected == "review" and d.fields]
    assert wrong
    assert [d for d in wrong if not d.rules] == []


def test_every_address_is_invented(mails: tuple[RehearsedMail, ...]) -> None:
    for mail in mails:
        head = mail.raw.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace")
        assert [a for a in re.findall(r"[\w.-]+@([\w.-]+)", head) if not a.endswith(".example")] == []


def words(content_type: str, data: bytes) -> str:
    """The text of a file by a reader that is not ours."""
    if content_type.endswith("pdf"):
        with pypdfium2.PdfDocument(data) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    if content_type.endswith("wordprocessingml.document"):
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([p.text for p in document.paragraphs] + cells)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        f"{cell:,.2f}" if isinstance(cell, (int, float)) else str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def test_what_truth_says_stands_in_the_file(mails: tuple[RehearsedMail, ...]) -> None:
    checked = 0
    for mail in mails:
        for document in mail.truth.documents:
            if not document.correct or document.format not in {"pdf", "docx", "xlsx"}:
                continue
            text = to_arabic(
                normalise("\n".join(words(kind, data) for kind, data in files(mail) if not kind.startswith("image")))
            )
            shown = [
                f"{Decimal(v):,.2f}" for k, v in document.fields.items() if k in {"allocated", "cumulative"} and Decimal(v)
            ]
            shown += [document.fields["district"].removeprefix("เมือง")] if "district" in document.fields else []
            flat = re.sub(r"\s", "", text)
            assert [value for value in shown if re.sub(r"\s", "", value) not in flat] == [], mail.truth.story
            checked += len(shown)
    assert checked > 50
