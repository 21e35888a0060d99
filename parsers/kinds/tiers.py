"""A district that may be the nominated one, and how strongly its mention says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from parsers.thai.places import DistrictMatch


class Tier(IntEnum):
    """How strongly a mention says that the district is the nominated one."""

    CHOSEN = 0
    LABEL = 1
    NAMED = 2
    CENTRE = 3
    BARE = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A district that may be the nominated one."""

    tier: Tier
    name: str | None
    """Register name; None where the text is no district of the register."""
    province: str | None
    raw: str
    start: int
    end: int
    certain: bool
    ambiguous: bool = False


def candidate_of(tier: Tier, match: DistrictMatch, offset: int = 0) -> Candidate:
    """A mention as a candidate; ``offset`` is added to its place."""
    start, end = offset + match.start, offset + match.end
    return Candidate(tier, match.name, match.province or None, match.raw, start, end, match.certain, match.ambiguous)


LOST = re.compile(
    r"สำรอง|รอง\s*ชนะ|รอง\s*ลง|รอง\s*อันดับ|(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*(?:[2-9๒-๙]|[1๑][0-9๐-๙])|"
    r"ไม่\s*(?:ได้รับ|ผ่าน)|เคย\s*ได้รับ|ไม่ได้\s*คัดเลือก"
    r"|ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?)?\s*(?:๒๕๖๓|2563|๖๓|63)(?![0-9๐-๙])"
)
"""A runner-up, a loser, a winner of an earlier year."""
