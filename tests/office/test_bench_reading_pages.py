"""The reading bench from paper to table: two pages by LibreOffice, one channel, Tesseract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.reading import delivery, library, run, tables
from bench.reading.delivery import Lost, Sent, deliver
from bench.reading.faces import TYPEFACES
from bench.reading.measures import together
from bench.reading.run import Desk, read_all

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None or shutil.which("tesseract") is None, reason="no LibreOffice or Tesseract"
    ),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    monkeypatch.setattr(library, "SIZES", (14, 16))
    monkeypatch.setattr(delivery, "FOLDER", tmp_path)
    monkeypatch.setattr(run, "LOG", tmp_path / "last.jsonl")
    return tmp_path


def test_two_pages_through_one_channel(cache: Path) -> None:
    faces = [face for face in TYPEFACES if face.name == "Laksaman"]
    documents = library.library(2, faces=faces)
    assert documents == library.library(2, faces=faces), "kept, and the same again"
    assert sum(len(document.pages) for document in documents) >= 2
    assert any(page.amounts for document in documents for page in document.pages)

    sent = list(deliver(documents, ["scan 300", "fax fine"], ["none"], None))
    pages = [each for each in sent if isinstance(each, Sent)]
    assert [each.channel for each in sent if isinstance(each, Lost)] == ["fax fine"], "says that there is no fax tool"
    assert len(pages) == sum(len(document.pages) for document in documents)

    with Desk("tesseract") as desk:
        assert not desk.missing
        results = list(read_all(pages, [desk]))
    tally = together(each.tally for each in results)
    # Tesseract has no ๔ ๖ ๗ ๘ ๙; running text it reads.
    assert 0.0 < tally.error_rate < 0.3
    assert all(each.seconds > 0 for each in results)
    assert desk.peak > 10 * tables.MIB
    assert f"| scan 300 |  | {len(pages)} | tesseract |" in tables.by_channel(results)
    assert "seen" in tables.by_group(results, "typefaces", lambda each: "held out" if each.sent.document.held_out else "seen")
    assert "| tesseract |" in tables.digits(results)
