"""The same seed gives the same bytes: office files without the moment of their making."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from lxml import etree

MADE = dt.datetime(2020, 11, 18, 9, 0, 0)  # noqa: DTZ001  # a property of office files, which know no zone


def steady_zip(data: bytes, *, canonical: bool = False) -> bytes:
    """A zip container (docx, xlsx, ods) whose members all bear the same time.

    Args:
        canonical: also brings the XML into its canonical form, where a writer orders names by chance.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            again = zipfile.ZipInfo(member.filename, MADE.timetuple()[:6])
            again.compress_type = member.compress_type
            content = old.read(member)
            if canonical and member.filename.endswith(".xml"):
                content = etree.tostring(etree.fromstring(content), method="c14n")
            new.writestr(again, content)
    return out.getvalue()
