"""How urgent a report of trouble is: what its form's label says, the ticked box, the stamp above its title or its letter."""

from __future__ import annotations

import re

from parsers.flow import Flow, Row
from parsers.kinds.obstacle_label import trouble_label
from parsers.letter import Letter
from parsers.records import Field

_URGENCIES = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน", "ปกติ")
_NAMED = r"(ด่วนที่สุด|ด่วนมาก|ด่วน|ปกติ)"
_TICKED = re.compile(rf"[☑☒✓✔√■●◉/xX]\s*\)?\s*{_NAMED}(?![ก-๙])|\(\s*[/✓✔xX√]\s*\)\s*{_NAMED}")
_BOX = r"[\s☐☑☒□■✓✔√●○◉/xX()\[\]*_.-]*"
_OPTION = re.compile(rf"{_BOX}(?:ด่วน\s*ที่สุด|ด่วน\s*มาก|ด่วน|ปกติ){_BOX}")
"""A line that is one of the answers to choose from."""
_STAMP = re.compile(
    r"[\W_]*(?:ชั้น\s*ความ\s*เร็ว|ความ\s*เร่ง\s*ด่วน)?[\W_]*(?P<word>ด่วน\s*ที่สุด|ด่วน\s*มาก|ด่วน)(?:[\W_]*(?P=word))*[\W_]*"
)
"""A line that is the stamp, and nothing else."""
_HEAD_ROWS = 5


def urgency_of(lines: Flow, letter: Letter | None) -> Field | None:
    """What the form's label says; the ticked box of several; else the stamp of urgency."""
    for index, row in enumerate(lines.rows):
        for column, cell in enumerate(row.cells):
            label = trouble_label(cell, "urgency")
            if label is None:
                continue
            value = "\t".join((cell[label.end :], *row.cells[column + 1 :]))
            end = row.end
            if not value.strip():
                value, end = _options_below(lines, index)
            named = _ticked(value) or _only_one(value)
            if named is not None:
                return lines.field(named, row.cell_start(column) + label.end, end, raw=value.strip())
    return letter.urgency if letter else _stamp(lines)


def _options_below(lines: Flow, index: int) -> tuple[str, int]:
    """The answers that stand on lines of their own below the label."""
    found: list[Row] = []
    for row in lines.rows[index + 1 :]:
        if not _OPTION.fullmatch(row.text):
            break
        found.append(row)
    return "\n".join(row.text for row in found), found[-1].end if found else lines.rows[index].end


def _stamp(lines: Flow) -> Field | None:
    """The stamp above the title of a form, a line of its own. The answers of a form stand below its title."""
    head = [row for row in lines.rows if row.text.strip()][:_HEAD_ROWS]
    for row in head:
        found = _STAMP.fullmatch(row.text)
        if found is not None:
            return lines.field(re.sub(r"\s", "", found["word"]), row.start + found.start("word"), row.start + found.end("word"))
        if len(row.text.strip()) > len("ด่วนที่สุด") and not re.match(r"[\W0-9๐-๙]*$|\s*ที[่]?\s", row.text):
            return None
    return None


def _ticked(text: str) -> str | None:
    ticked = [next(name for name in match.groups() if name) for match in _TICKED.finditer(text)]
    return ticked[0] if len(ticked) == 1 else None


def _only_one(text: str) -> str | None:
    found = re.findall("|".join(_URGENCIES), re.sub(r"\s", "", text))
    return found[0] if len(found) == 1 else None
