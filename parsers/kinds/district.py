"""The district of a nomination or an achievement report as a field, and what speaks against taking it."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.flow import Flow
from parsers.kinds.tiers import Candidate, Tier
from parsers.origin import province_name
from parsers.records import Doubt, Field


def district_field(running: Flow, chosen: Sequence[Candidate], province: str | None) -> tuple[Field, tuple[Doubt, ...]]:
    """The one district that is meant. Several, one of another province, and an unknown name are for a person.

    Args:
        chosen: the candidates of the best tier, at least one.
        province: the document's province where it is known.
    """
    if len(chosen) > 1:
        return _several(running, chosen)
    one = chosen[0]
    sure = one.certain and one.tier is not Tier.BARE and not (one.ambiguous and province is None)
    field = running.field(one.name, one.start, one.end, certain=sure, raw=one.raw.strip())
    if one.name is None:
        message = f"ไม่พบชื่ออำเภอ “{one.raw.strip()}” ในทะเบียนอำเภอ โปรดตรวจสอบชื่ออำเภอในเอกสาร"
        return field, (Doubt("district_not_in_province", message, ("district",)),)
    if province is not None and one.province not in (None, province):
        message = (
            f"อำเภอ{one.name}อยู่ใน{province_name(one.province or '')} มิได้อยู่ใน{province_name(province)}ตามที่ระบุในเอกสาร "
            "โปรดตรวจสอบกับจังหวัด"
        )
        return field, (Doubt("district_not_in_province", message, ("district", "province")),)
    return field, ()


def _several(running: Flow, chosen: Sequence[Candidate]) -> tuple[Field, tuple[Doubt, ...]]:
    names = ", ".join(candidate.name or candidate.raw for candidate in chosen)
    message = f"เอกสารระบุศูนย์ดำรงธรรมอำเภอที่อาจเป็นแห่งที่รายงานมากกว่า ๑ แห่ง ({names}) โปรดตรวจสอบว่าเป็นแห่งใด"
    raw = ", ".join(candidate.raw.strip() for candidate in chosen)
    field = running.field(None, chosen[0].start, chosen[0].end, certain=False, raw=raw)
    return field, (Doubt("several_districts", message, ("district",)),)
