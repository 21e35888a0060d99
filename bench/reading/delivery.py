"""Pages on their way: every page through every channel once, kept in ``bench/cache`` for the next run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reading import channels, fax
from bench.reading.channels import PAPER_CHANNELS, rng_of
from bench.reading.fax import LINES, RESOLUTIONS, NoCall
from bench.reading.library import FOLDER, pdf_of
from bench.reading.truth import Document, Page

CHANNELS = (*PAPER_CHANNELS, *RESOLUTIONS)
NO_LINE = ""
"""In place of a line's noise: the channel has no line."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A page that arrived."""

    document: Document
    page: Page
    channel: str
    noise: str
    """One of ``fax.LINES``, or ``NO_LINE``."""
    path: Path
    """The file that arrived: PNG, JPEG or a fax's TIFF."""
    bad_rows: float
    """Percent, as the receiver counted."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A page that could not be sent."""

    channel: str
    noise: str
    why: str


def deliver(
    documents: Sequence[Document], wanted: Sequence[str], noises: Sequence[str], tool: Path | None
) -> Iterator[Sent | Lost]:
    """All pages through the wanted channels; a fax at each noise. Without a tool each fax is lost, once a channel."""
    for channel in wanted:
        if channel in RESOLUTIONS and tool is None:
            yield Lost(channel, NO_LINE, f"no fax tool: give --fax-tool or {fax.VARIABLE}")
            continue
        for noise in noises if channel in RESOLUTIONS else (NO_LINE,):
            for document in documents:
                for page in document.pages:
                    yield _one(document, page, channel, noise, tool)


def _one(document: Document, page: Page, channel: str, noise: str, tool: Path | None) -> Sent | Lost:
    stem = f"{page.document}-{page.number}-{channel}-{list(LINES).index(noise) if noise else 0}".replace(" ", "-")
    path = _folder() / f"{stem}.picture"
    told = path.with_suffix(".json")
    if not told.exists():
        try:
            bad_rows = _through(document, page, channel, noise, tool, path)
        except NoCall as error:
            return Lost(channel, noise, str(error))
        told.write_text(json.dumps({"bad_rows": bad_rows}), encoding="utf-8")
    return Sent(document, page, channel, noise, path, json.loads(told.read_text(encoding="utf-8"))["bad_rows"])


def _through(document: Document, page: Page, channel: str, noise: str, tool: Path | None, path: Path) -> float:
    """Leaves what arrived at ``path``; the percentage of bad rows."""
    pdf = pdf_of(document.name)
    if channel in PAPER_CHANNELS:
        path.write_bytes(PAPER_CHANNELS[channel](pdf, page.number, rng_of(document.name, page.number, channel)))
        return 0.0
    assert tool is not None
    received = path.with_suffix(".tif")
    bad_rows = fax.send(tool, pdf, page.number, channel, noise, received)
    received.rename(path)
    return bad_rows


def _folder() -> Path:
    """Of this very code: pictures of other channels than today's are not measured."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (channels, fax))
    folder = FOLDER / f"pages-{hashlib.sha256(sources).hexdigest()[:8]}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
