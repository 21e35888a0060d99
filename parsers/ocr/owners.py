"""Whose ink is whose: every mark, dot and tail is given to a line of text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parsers.ocr.bands import Bands
from parsers.ocr.pieces import Pieces

_ABOVE, _BELOW = (-1.5, -0.65), (0.65, 1.0)
"""Where the middles of marks stand, in bodies below the middle of the letters (in 46 typefaces: vowels -0.8, tones over
vowels -1.3, vowels below 0.8)."""
_ODDEST = 0.6
"""Ink farther from there, in bodies, belongs to no line."""

_DEEPEST, _HIGHEST = 1.15, 1.9
"""No letter with its marks reaches farther below and above the middle of the letters, in bodies."""

TOUCHING = -2
"""Owner of a piece in which letters of several lines touch."""


def find_owners(parts: Pieces, bands: Bands) -> NDArray[np.int32]:
    """For every piece the band that it belongs to, -1 for none (specks far from any line), TOUCHING where lines touch in it."""
    owner = np.full(len(parts.x), -1, np.int32)
    chosen = np.nonzero((parts.area >= 3) & (parts.w < 60 * bands.tall.max()))[0]
    chosen = chosen[chosen > 0]
    across = (parts.x + parts.w / 2)[chosen, None]
    inside = (bands.x0 - 0.5 * bands.tall <= across) & (across <= bands.x1 + 0.5 * bands.tall)
    away = ((parts.y + parts.h / 2)[chosen, None] - bands.middle) / bands.tall
    cost = np.where(inside, _oddness(away), np.inf)
    best = cost.argmin(1)
    least = cost[np.arange(len(chosen)), best]
    owner[chosen] = np.where(least <= _ODDEST, best, -1)
    owner[_spanning(parts, bands)] = TOUCHING
    owner[_reaching_over(parts, bands, owner)] = TOUCHING
    _settle_between(parts, owner, chosen, cost, away)
    return owner


def _oddness(away: NDArray[np.float64]) -> NDArray[np.float64]:
    """How unlikely a line's ink has its middle so far, in bodies, below the middle of the letters."""
    odd = np.where(away < 0, _outside(away, _ABOVE), _outside(away, _BELOW)) + 0.1
    return np.where((away >= _ABOVE[1]) & (away <= _BELOW[0]), 0.0, odd)


def _outside(away: NDArray[np.float64], storey: tuple[float, float]) -> NDArray[np.float64]:
    return np.maximum(0.0, np.maximum(storey[0] - away, away - storey[1]))


def _spanning(parts: Pieces, bands: Bands) -> NDArray[np.int64]:
    """Pieces in which letters of two lines touch."""
    high = np.nonzero(parts.h > 2.2 * bands.tall.min())[0]
    high = high[high > 0]
    top, foot = parts.y[high, None], (parts.y + parts.h)[high, None]
    covered = (top <= bands.middle - 0.2 * bands.tall) & (bands.middle + 0.2 * bands.tall <= foot)
    beside = (parts.x[high, None] <= bands.x1) & (bands.x0 <= (parts.x + parts.w)[high, None])
    touching: NDArray[np.int64] = high[(covered & beside).sum(1) > 1]
    return touching


def _reaching_over(parts: Pieces, bands: Bands, owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """Pieces of one line that reach so far that a mark of the next line must have grown onto them."""
    owned = np.nonzero(owner >= 0)[0]
    line = owner[owned]
    top, foot = parts.y[owned], (parts.y + parts.h)[owned]
    low = foot > bands.middle[line] + _DEEPEST * bands.tall[line]
    high = top < bands.middle[line] - _HIGHEST * bands.tall[line]
    beside = (parts.x[owned, None] <= bands.x1) & (bands.x0 <= (parts.x + parts.w)[owned, None])
    below = (bands.middle > bands.middle[line, None]) & (foot[:, None] > bands.middle - 1.75 * bands.tall)
    above = (bands.middle < bands.middle[line, None]) & (top[:, None] < bands.middle + 1.1 * bands.tall)
    touching: NDArray[np.int64] = owned[(low & (beside & below).any(1)) | (high & (beside & above).any(1))]
    return touching


def _settle_between(
    parts: Pieces, owner: NDArray[np.int32], chosen: NDArray[np.int64], cost: NDArray[np.float64], away: NDArray[np.float64]
) -> None:
    """Marks between two tight lines go to the nearer letter: the one above, or the one below with its vowel."""
    if cost.shape[1] < 2:
        return
    ranked = np.sort(cost, axis=1)
    unsure = np.nonzero((ranked[:, 1] <= _ODDEST) & (ranked[:, 1] < ranked[:, 0] + 0.35) & (ranked[:, 0] > 0))[0]
    for row in unsure:
        piece = chosen[row]
        if owner[piece] < 0:
            continue
        fits = np.nonzero(cost[row] <= _ODDEST)[0]
        upper, lower = int(fits[np.argmax(away[row, fits])]), int(fits[np.argmin(away[row, fits])])
        letters = np.zeros(len(owner), bool)
        letters[chosen[cost[:, upper] == 0]] = True  # nothing hangs below a mark that hangs below
        up, down = _gap(parts, letters, piece, True), _gap(parts, owner == lower, piece, False)
        if up != down:
            owner[piece] = upper if up < down else lower


def _gap(parts: Pieces, line: NDArray[np.bool_], piece: int, is_upwards: bool) -> float:
    """Pixels from a piece to the nearest of a line's pieces right above or below it."""
    left, right = parts.x[piece] - 1, parts.x[piece] + parts.w[piece] + 1
    mates = np.nonzero(line & (parts.x < right) & (left < parts.x + parts.w))[0]
    mates = mates[mates != piece]
    middle = parts.y[piece] + parts.h[piece] / 2
    if is_upwards:
        mates = mates[(parts.y + parts.h / 2)[mates] < middle]
        gaps = parts.y[piece] - (parts.y + parts.h)[mates]
    else:
        mates = mates[(parts.y + parts.h / 2)[mates] > middle]
        gaps = parts.y[mates] - (parts.y[piece] + parts.h[piece])
    return float(gaps.min()) if len(gaps) else float("inf")
