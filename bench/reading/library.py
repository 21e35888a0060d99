"""The papers that are read, made once and kept in ``bench/cache``: PDFs by LibreOffice with the truth of every page."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench.corpus import CACHE
from bench.reading import layer, papers
from bench.reading.faces import Typeface, at_hand, embedded, write_fontconfig
from bench.reading.layer import page_lines, says_the_same
from bench.reading.papers import SUBJECTS, Draft, Writers, word_file
from bench.reading.truth import Document, Page
from rehearsal.render_lo import to_pdfs

FOLDER = CACHE / "reading"
SIZES = (10, 12, 14, 16)
SEED = 20_201_118
_PAGES_A_PAPER = 3
"""Longer ones are left out: a table in large print that runs on and on."""
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class _Place:
    """What a paper of a batch is to look like."""

    name: str
    face: Typeface
    size: int
    subject: str


def pdf_of(name: str) -> Path:
    """Where a document's PDF lies."""
    return FOLDER / "papers" / f"{name}.pdf"


def library(pages: int, seed: int = SEED, faces: Sequence[Typeface] | None = None) -> list[Document]:
    """Papers of at least so many pages, typefaces and sizes in turn; the first of a longer library are the same."""
    faces = at_hand() if faces is None else faces
    if not faces:
        raise FileNotFoundError("no typefaces: run python -m training fonts, or install fonts-thai-tlwg")
    found: list[Document] = []
    for batch in count():
        for document in _batch(seed, batch, faces):
            if sum(len(each.pages) for each in found) >= pages:
                return found
            found.append(document)
    raise AssertionError("there is always another batch")


def _batch(seed: int, batch: int, faces: Sequence[Typeface]) -> list[Document]:
    """One paper for every typeface and size; kept once it was made."""
    asked = repr((seed, batch, [face.name for face in faces], SIZES)).encode()
    # Papers that another version of their makers drew are not measured.
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (papers, layer))
    key = hashlib.sha256(asked + sources).hexdigest()[:8]
    path = FOLDER / "papers" / f"batch-{key}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = list(_make(seed * 1000 + batch, key, faces))
        part = path.with_suffix(".part")
        part.write_text(json.dumps([dataclasses.asdict(each) for each in made], ensure_ascii=False), encoding="utf-8")
        part.rename(path)
    return [_document(each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _document(told: dict[str, Any]) -> Document:
    pages = tuple(Page(each["document"], each["number"], tuple(each["lines"])) for each in told["pages"])
    return Document(**{**told, "pages": pages})


def _make(seed: int, key: str, faces: Sequence[Typeface]) -> Iterator[Document]:
    """A document for every typeface and size. Where a paper does not suit its place, another on the same subject takes it."""
    places = _places(key, faces)
    made: dict[str, Document] = {}
    writers = Writers(seed)
    for turn in range(_MOST_ROUNDS):
        wanted = [place for place in places if place.name not in made]
        if not wanted:
            break
        # A table of many columns does not fit at every size: in the end the same figures come in a line each.
        late = {"table": "disbursement"} if turn >= _MOST_ROUNDS // 2 else {}
        made |= _round({place: writers.draft(late.get(place.subject, place.subject)) for place in wanted}, faces)
    return (made[name] for name in sorted(made))


def _places(key: str, faces: Sequence[Typeface]) -> list[_Place]:
    """Typefaces and sizes in turn: the first few pages already hold some of each."""
    both = [(face, SIZES[(number + turn) % len(SIZES)]) for turn in range(len(SIZES)) for number, face in enumerate(faces)]
    return [
        _Place(f"{key}-{number:02d}", face, size, SUBJECTS[number % len(SUBJECTS)]) for number, (face, size) in enumerate(both)
    ]


def _round(drawn: Mapping[_Place, Draft], faces: Sequence[Typeface]) -> dict[str, Document]:
    with tempfile.TemporaryDirectory(prefix="damrong-bench-") as name:
        environment = write_fontconfig(Path(name) / "fonts.conf", faces)
        words = {place.name: word_file(draft, place.face.name, place.size) for place, draft in drawn.items()}
        pdfs = to_pdfs(words, Path(name), environment)
    made = {}
    for place, draft in drawn.items():
        pdf_of(place.name).write_bytes(pdfs[place.name])
        document = _of_pdf(place.name, draft, place.face, place.size)
        if document is None:
            pdf_of(place.name).unlink()
        else:
            made[place.name] = document
    return made


def _of_pdf(name: str, draft: Draft, face: Typeface, size: int) -> Document | None:
    """The document, if its text layer holds what was printed, in the typeface that was asked for."""
    layers = page_lines(pdf_of(name))
    if len(layers) > _PAGES_A_PAPER or not says_the_same(draft.texts, [line for layer in layers for line in layer]):
        return None
    if embedded(pdf_of(name)) != {face.name.replace(" ", "")}:
        return None
    pages = tuple(Page(name, number, lines) for number, lines in enumerate(layers, 1) if lines)
    return Document(name, draft.kind, draft.layout, face.name, face.held_out, size, draft.fields, pages)
