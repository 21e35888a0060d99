"""Typefaces to render with: Debian's, and npm's @fontsource families under the SIL Open Font License.

A @fontsource family comes in subsets (thai, latin), one web font each: they are merged into one file per weight and style.
Sarabun is drawn more often than the others: its design is the face of official paper. ``HELD_OUT`` never enters training
or tuning: those families measure how well unseen typefaces are read.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

PACKED = (
    *("sarabun", "krub", "k2d", "koho", "kodchasan", "prompt", "kanit", "mitr", "pridi", "taviraj", "maitree", "athiti"),
    *("bai-jamjuree", "fahkwang", "mali", "charm", "charmonman", "noto-sans-thai", "noto-serif-thai"),
    *("noto-sans-thai-looped", "ibm-plex-sans-thai", "ibm-plex-sans-thai-looped", "anuphan", "itim", "sriracha"),
)
HELD_OUT = ("trirong", "niramit", "chakra-petch")

DEBIAN = (
    Path("/usr/share/fonts/truetype/tlwg"),
    Path("/usr/share/fonts/truetype/arundina"),
    Path("/usr/share/fonts/truetype/noto"),
)
DEBIAN_PACKAGES = ("fonts-thai-tlwg", "fonts-noto-core", "fonts-sipa-arundina")

OFFICIAL = ("sarabun", "laksaman", "norasi", "garuda", "sawasdee", "umpush", "waree", "loma")
"""Families of the office's usual papers, or of their designs; they are drawn more often."""
FANCY = ("purisa", "charm", "charmonman", "mali", "itim", "sriracha", "kodchasan", "fahkwang")
"""Display and handwriting-like faces: seldom on official paper, drawn seldom."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file."""

    path: str
    family: str
    """Lower case, without weight and style."""
    share: float
    """How often it is drawn, relative to the others."""


def fetch(folder: Path) -> None:
    """Downloads and merges every family of ``PACKED`` and ``HELD_OUT`` into ``folder``; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, family in enumerate((*PACKED, *HELD_OUT), 1):
        done = folder / family / ".done"
        if done.exists():
            continue
        print(f"[{number}/{len(PACKED) + len(HELD_OUT)}] {family}", file=sys.stderr, flush=True)
        archive = _pack(family, folder)
        (folder / family).mkdir(exist_ok=True)
        _merge_all(archive, family, folder / family)
        archive.unlink()
        done.touch()


def _pack(family: str, folder: Path) -> Path:
    command = ["npm", "pack", "--silent", f"@fontsource/{family}", "--pack-destination", str(folder)]
    name = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.split()[-1]
    return folder / name


def _merge_all(archive: Path, family: str, folder: Path) -> None:
    with tarfile.open(archive) as packed:
        members = {Path(member.name).name: member for member in packed.getmembers()}
        for name, member in members.items():
            subset, latin = f"{family}-thai-", members.get(name.replace(f"{family}-thai-", f"{family}-latin-", 1))
            if not (name.startswith(subset) and name.endswith(".woff2")) or latin is None:
                continue
            pieces = [_unpacked(packed, piece, folder) for piece in (member, latin)]
            Merger().merge([str(piece) for piece in pieces]).save(
                folder / f"{name.removesuffix('.woff2').replace(subset, f'{family}-', 1)}.ttf"
            )
            for piece in pieces:
                piece.unlink()


def _unpacked(packed: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Path:
    source = packed.extractfile(member)
    if source is None:
        raise FileNotFoundError(f"{member.name}: not a file in the package")
    font = TTFont(source)
    font.flavor = None
    target = folder / f"{Path(member.name).stem}.part"
    font.save(target)
    return target


def faces(folder: Path, *, held_out: bool = False) -> list[Face]:
    """The faces for training, or those that are kept out of it; hairlines and black weights stand on no office paper."""
    found = []
    for path in sorted(folder.glob("*/*.ttf")):
        family, weight, style = path.stem.rsplit("-", 2)
        if (family in HELD_OUT) is held_out and 300 <= int(weight) <= 800:
            found.append(Face(str(path), family, _share(family, int(weight), style)))
    if not held_out:
        found += [Face(str(path), _family(path), _debian_share(path)) for path in _debian()]
    if not found:
        raise FileNotFoundError(
            f"{folder}: no typefaces; run python -m training fonts, and apt-get install {' '.join(DEBIAN_PACKAGES)}"
        )
    return found


def _debian() -> list[Path]:
    every = [path for folder in DEBIAN for path in sorted(folder.glob("*.[ot]tf"))]
    return [path for path in every if path.parent.name != "noto" or "Thai" in path.name]


def _family(path: Path) -> str:
    return path.stem.split("-")[0].lower()


def _debian_share(path: Path) -> float:
    weight = 700 if "Bold" in path.stem else 400
    return _share(_family(path), weight, "italic" if "Oblique" in path.stem or "Italic" in path.stem else "normal")


def _share(family: str, weight: int, style: str) -> float:
    share = {400: 1.0, 700: 0.5}.get(weight, 0.15) * (0.15 if style == "italic" else 1.0)
    if family in FANCY:
        return share * 0.15
    return share * (8.0 if family in ("sarabun", "laksaman") else 2.5 if family in OFFICIAL else 1.0)
