"""Templates to texts. A notice is written once, as text; its HTML is the same text in paragraphs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from parsers.thai.dates import BANGKOK, format_date, format_period, format_time
from parsers.thai.numbers import show_money

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Text:
    """A notice in words."""

    subject: str
    body_text: str
    body_html: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a letter on an HTML page."""

    text: str
    indent: int
    """Spaces before it in the text."""
    gap: bool
    """A blank line stands before it."""


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The lines of a letter that are not blank."""
    lines = ["", *body.split("\n")]
    return tuple(
        Paragraph(line.strip(), len(line) - len(line.lstrip()), not before.strip())
        for before, line in pairwise(lines)
        if line.strip()
    )


@cache
def environment() -> Environment:
    """Jinja2 with the filters of Thai letters. HTML templates escape everything that comes from outside."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(date=format_date, period=format_period, clock=clock, moment=moment, money=show_money)
    return jinja


def clock(value: dt.datetime) -> str:
    """``14.02 น.`` in Bangkok."""
    return f"{format_time(value.astimezone(BANGKOK))} น."


def moment(value: dt.datetime) -> str:
    """Day and time of day in Bangkok."""
    local = value.astimezone(BANGKOK)
    return f"{format_date(local.date())} เวลา {clock(local)}"


def render(template: str, **values: object) -> Text:
    """A letter from ``NAME.txt.j2``: its first line is the subject, the rest the body.

    The subject is also the letter's own first line (เรื่อง), as officers and clerks are used to.
    """
    written = environment().get_template(f"{template}.txt.j2").render(**values)
    subject, _, body = written.strip().partition("\n")
    subject = " ".join(subject.split())
    body = f"เรื่อง  {subject}\n{body.rstrip()}\n"
    return Text(subject, body, page("letter", paragraphs=paragraphs(body), title=subject))


def page(template: str, **values: object) -> str:
    """An HTML mail with its styles put into the elements, as mail readers want it."""
    html = environment().get_template(f"{template}.html.j2").render(**values)
    return css_inline.inline(html)
