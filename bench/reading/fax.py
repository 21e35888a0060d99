"""Pages through a real fax call: two fax machines, T.30 and modulated audio, a line with noise. The call is another tool's.

That tool is a script ``send.py`` (beside its ``faxchannel``): it takes a PDF and writes the received TIFF with a JSON file
on how the call went. Its folder is given as an option or in ``DAMRONG_FAX_TOOL``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

VARIABLE = "DAMRONG_FAX_TOOL"
RESOLUTIONS: Mapping[str, str] = {"fax fine": "fine", "fax standard": "std"}
"""Channel -> the tool's word for it."""
LINES: Mapping[str, tuple[str, ...]] = {
    "none": (),
    "0.5 %": ("--snr", "22.5", "--bad", "0.3-0.8"),
    "2 %": ("--snr", "21.5", "--bad", "1.5-3"),
}
"""Rows that come bad -> how noisy the line is. Without error correction: with it a page comes whole or not at all."""
_SECONDS = 600


class NoCall(Exception):
    """The call failed, or none of many had so many bad rows."""


def find_tool(given: str | None) -> Path | None:
    """The tool's script, from an option or else the environment; None where there is none."""
    folder = given or os.environ.get(VARIABLE)
    script = Path(folder) / "send.py" if folder else None
    return script if script and script.is_file() else None


def send(tool: Path, pdf: Path, page: int, channel: str, noise: str, received: Path) -> float:
    """Sends one page (from 1) and keeps what arrives: a TIFF.

    Returns:
        The share of bad rows that the receiver counted, in percent.

    Raises:
        NoCall: nothing arrived that can be measured.
    """
    seed = crc32(repr((pdf.name, page, channel, noise)).encode()) % 1_000_000
    command = [sys.executable, str(tool), str(pdf), str(received), "--pages", f"{page}-{page}", "--seed", str(seed)]
    command += ["--resolution", RESOLUTIONS[channel], "--ecm", "off", "--when", "2020-12-08T10:00", *LINES[noise]]
    call = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if call.returncode != 0 or not received.exists():
        received.unlink(missing_ok=True)
        words = (call.stderr or call.stdout).strip().splitlines() or ["no word of why"]
        raise NoCall(words[-1])
    story = received.with_suffix(".json")
    told = json.loads(story.read_text(encoding="utf-8"))
    story.unlink()
    return float(told["bad_row_percent"])
