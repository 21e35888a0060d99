"""Reports whose figures, months or copies are wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from rehearsal.ledgerbook import total
from rehearsal.scene import NOTES, Scene, mail
from rehearsal.stage import FIRST, TABLES, WRONG, Stage, expecting
from rehearsal.stories import (
    carried,
    day_between,
    disburse,
    disbursement_mail,
    report_of,
    truth_of,
)


def _money_scene(stage: Stage, story: str, rules: tuple[str, ...], layouts: tuple[str, ...] = TABLES, **change: Any) -> Scene:
    """A report on the first month with one thing wrong."""
    day = stage.report_day()
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="", words=None)
    report = replace(report, **change)
    made = disbursement_mail(
        stage.rng, stage.office, report, day, story, layout=stage.rng.choice(layouts), format=stage.rng.choice(("pdf", "xlsx")),
        rules=rules, **WRONG,
    )  # fmt: skip
    return Scene((expecting(made, "review"),), stage.use("disbursement", FIRST))


def wrong_sum(stage: Stage) -> Scene:
    """The total row is not the sum."""
    row = total(stage.office.book.rows[FIRST])
    wrong = (("allocated", row.allocated), ("this_month", row.this_month + Decimal(stage.rng.choice((9, 90, 100, 270)))))
    return _money_scene(stage, "wrong_sum", ("sum_of_lines", "row_cumulative"), overrides=wrong)


def wrong_balance(stage: Stage) -> Scene:
    """The balance does not follow."""
    row = total(stage.office.book.rows[FIRST])
    wrong = (("balance", row.balance(with_committed=False) + Decimal(1000)),)
    return _money_scene(stage, "wrong_balance", ("row_balance", "sum_of_lines"), overrides=wrong)


def wrong_percent(stage: Stage) -> Scene:
    """The percentage does not follow."""
    row = total(stage.office.book.rows[FIRST])
    return _money_scene(stage, "wrong_percent", ("percent",), overrides=(("percent", row.percent + Decimal("5.50")),))


def wrong_words(stage: Stage) -> Scene:
    """Amount in words and figures differ."""
    row = total(stage.office.book.rows[FIRST])
    return _money_scene(stage, "wrong_words", ("words_differ",), words=row.cumulative + Decimal(1100))


def other_allocation(stage: Stage) -> Scene:
    """The allocation is not the configured one, but everything adds up."""
    rows = stage.office.book.rows[FIRST]
    first = replace(rows[0], allocated=rows[0].allocated + Decimal("1000.00"))
    return _money_scene(stage, "other_allocation", ("allocation_differs",), rows=(first, *rows[1:]))


def no_period(stage: Stage) -> Scene:
    """No month is named anywhere."""
    return _money_scene(stage, "no_period", ("period_missing",), hide_period=True, as_of=None)


def period_contradicted(stage: Stage) -> Scene:
    """The date of the figures is long before the month."""
    return _money_scene(stage, "period_contradicted", ("period_contradicted",), as_of=dt.date(2020, 10, 20))


def not_over(stage: Stage) -> Scene:
    """December is reported in the middle of December."""
    day = dt.date(2020, 12, stage.rng.choice((15, 16, 17, 18)))
    report = replace(report_of(stage.rng, stage.office, "2020-12", day), obstacles="", as_of=None, words=None)
    made = disbursement_mail(
        stage.rng, stage.office, report, day, "not_over", layout="wide_table", format="pdf", rules=("period_not_over",), **WRONG
    )
    return Scene((expecting(made, "review"),), stage.use("disbursement", "2020-12"))


def carry_broken(stage: Stage) -> Scene:
    """December does not carry on from November."""
    first_day, day = stage.report_day(), stage.report_day("2020-12")
    november = disbursement_mail(
        stage.rng,
        stage.office,
        replace(report_of(stage.rng, stage.office, FIRST, first_day), obstacles=""),
        first_day,
        "november",
        "wide_table",
        "xlsx",
    )
    rows = tuple(replace(row, prior=row.prior + Decimal(0)) for row in stage.office.book.rows["2020-12"])
    largest = max(range(len(rows)), key=lambda index: rows[index].balance(with_committed=False))
    moved = replace(rows[largest], prior=rows[largest].prior + Decimal("55.00"))
    report = replace(
        report_of(stage.rng, stage.office, "2020-12", day),
        rows=(*rows[:largest], moved, *rows[largest + 1 :]),
        obstacles="",
        words=None,
    )
    december = disbursement_mail(
        stage.rng, stage.office, report, day, "carry_broken", "wide_table", "pdf", rules=("carry_on",), **WRONG
    )
    return Scene(
        (november, expecting(december, "review")), stage.use("disbursement", FIRST) | stage.use("disbursement", "2020-12")
    )


def same_file_twice(stage: Stage) -> Scene:
    """The same file in another mail."""
    day, later = dt.date(2020, 12, 2), dt.date(2020, 12, 3)
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="")
    who, drawn, layout, format = disburse(stage.rng, stage.office, report, "wide_table", "xlsx")
    text, files, lent = carried(stage.rng, who, stage.office, drawn, "disbursement", format, day)
    truth = truth_of("disbursement", stage.office, FIRST, drawn, layout, format, lent)
    first = mail(
        stage.rng,
        stage.office,
        story="file_first",
        subject=NOTES["disbursement"][0],
        text=text,
        files=files,
        day=day,
        documents=(truth,),
    )
    again = mail(
        stage.rng,
        stage.office,
        story="same_file_twice",
        subject="ส่งใหม่อีกครั้ง",
        text="เกรงว่าไม่ได้รับ จึงส่งมาอีกครั้งครับ",
        files=files,
        day=later,
        outcome="duplicate",
    )
    return Scene((first, again), stage.use("disbursement", FIRST))


def other_format(stage: Stage) -> Scene:
    """The same report in another format: no second submission."""
    day, later = dt.date(2020, 12, 3), dt.date(2020, 12, 8)
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="", words=None)
    first = disbursement_mail(stage.rng, stage.office, report, day, "format_first", "other_order", "xlsx")
    again = disbursement_mail(
        stage.rng, stage.office, report, later, "other_format", "other_order", "pdf", expected="same", correct=False
    )
    return Scene((first, again), stage.use("disbursement", FIRST))


def corrected(stage: Stage) -> Scene:
    """A wrong report, and some days later the right one."""
    wrong = wrong_sum(stage).mails[0]
    day = day_between(stage.rng, dt.date(2020, 12, 15), dt.date(2020, 12, 18))
    report = replace(report_of(stage.rng, stage.office, FIRST, day), obstacles="")
    right = disbursement_mail(stage.rng, stage.office, report, day, "corrected", "wide_table", "xlsx")
    first = replace(
        wrong,
        truth=replace(
            wrong.truth,
            story="corrected_first",
            documents=tuple(replace(each, expected="superseded") for each in wrong.truth.documents),
        ),
    )
    return Scene((first, right), stage.use("disbursement", FIRST))
