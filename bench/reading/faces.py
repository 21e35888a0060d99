"""Typefaces of the papers: some that the training draws with and some that it never sees.

LibreOffice finds them through a fontconfig file of its own: nothing is installed, and no other typeface is at hand.
The families of @fontsource come from ``python -m training fonts``; those that are not there are left out.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from bench.corpus import CACHE

FETCHED = Path(__file__).resolve().parents[2] / "checkpoints" / "fonts"
_DEBIAN = Path("/usr/share/fonts/truetype/tlwg")


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family with a regular and a bold weight."""

    name: str
    """As Word names it."""
    held_out: bool
    folder: Path
    file: str
    """Its regular weight."""

    @property
    def is_here(self) -> bool:
        """Whether its files are on this machine."""
        return (self.folder / self.file).exists()


def _fetched(name: str, family: str, *, held_out: bool) -> Typeface:
    return Typeface(name, held_out, FETCHED / family, f"{family}-400-normal.ttf")


TYPEFACES = (
    _fetched("Sarabun", "sarabun", held_out=False),
    _fetched("Trirong", "trirong", held_out=True),
    Typeface("Laksaman", False, _DEBIAN, "Laksaman.ttf"),
    _fetched("Niramit", "niramit", held_out=True),
    Typeface("Norasi", False, _DEBIAN, "Norasi.ttf"),
    _fetched("Chakra Petch", "chakra-petch", held_out=True),
    Typeface("Garuda", False, _DEBIAN, "Garuda.ttf"),
)


def at_hand() -> tuple[Typeface, ...]:
    """Those whose files are there."""
    return tuple(face for face in TYPEFACES if face.is_here)


def write_fontconfig(path: Path, faces: Sequence[Typeface]) -> dict[str, str]:
    """A fontconfig file with these typefaces alone.

    Returns:
        What a program's environment needs to go by it.
    """
    folders = sorted({str(face.folder) for face in faces})
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(folder)}</dir>" for folder in folders]
    lines += [f"<cachedir>{escape(str(CACHE / 'fontconfig'))}</cachedir>", "</fontconfig>"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return {"FONTCONFIG_FILE": str(path)}


def embedded(pdf: Path) -> set[str]:
    """Names of the fonts in a PDF without their subset's tag, spaces and style: ``ChakraPetch``."""
    listed = subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return {line.split()[0].rpartition("+")[2].partition("-")[0] for line in listed if line.strip()}
