"""The head of a form: the lines in which it says what it is."""

from __future__ import annotations

import re

from parsers.flow import Flow

_LINES = 6
_ENDS = re.compile(r"^\s*(?:[0-9๐-๙]{1,2}\s*[.)]|เรียน|ลำดับ|ที่\s|ชื่อ|ผู้|ด้วย|ตามที่|ตามหนังสือ)")
_TITLE_OPENS = re.compile(r"^\s*\(?\s*(?:แบบ|รายงาน|บัญชี|สรุป|ผล|ราย|เรื่อง|ส่ง|ขอส่ง|การ|โครงการ)")


def title_of(running: Flow) -> str:
    """The first lines of a document up to where its first labels, items or columns begin.

    A first line is always part of it, also where it is the heading row of a sheet.
    """
    out: list[str] = []
    for row in running.rows:
        filled = [cell for cell in row.cells if cell.strip()]
        if not filled:
            continue
        columns = len(filled) > 1
        if out and (columns or _ENDS.match(row.text) or ":" in row.text or len(out) >= _LINES):
            break
        if columns and not _TITLE_OPENS.match(filled[0]):
            break
        out.append(" ".join(filled))
    return " ".join(out)
