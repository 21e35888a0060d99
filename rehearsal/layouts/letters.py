"""Letterheads, memos and endings: what stands around what a province reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from parsers.thai.places import ProvinceEntry
from rehearsal.paper import Block, Paper, Para
from rehearsal.people import Person, spoken_phone
from rehearsal.wording import REFERENCE, Clerk, ending, opening


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, under what number, when."""

    province: ProvinceEntry
    number: str
    """``นม 0018.1/3461`` in Arabic digits."""
    date: dt.date
    signer: Person


def external(
    who: Clerk, head: Letterhead, subject: str, body: list[str], attached: str = "", middle: tuple[Block, ...] = ()
) -> Paper:
    """หนังสือภายนอก: letterhead, subject, body, ending, signature."""
    name = head.province.name
    address = who.one_of(f"ศาลากลางจังหวัด{name}", f"ที่ทำการปกครองจังหวัด{name}", f"ศาลากลางจังหวัด{name} ถนนศาลากลาง")
    blocks: list[Block] = [
        Para(f"ที่ {who.digits(head.number)}"),
        Para(address, align="half"),
        Para(who.long_date(head.date), align="center", space=0.5),
        Para(f"เรื่อง  {subject}", space=0.5),
        Para("เรียน  อธิบดีกรมการปกครอง"),
        Para(f"อ้างถึง  {REFERENCE}"),
    ]
    if attached:
        blocks.append(Para(f"สิ่งที่ส่งมาด้วย  {attached}  จำนวน {who.digits('1')} ชุด"))
    blocks.append(Para(opening(who), indent=True, space=0.5))
    blocks += [Para(text, indent=True) for text in body]
    blocks += middle
    blocks += [Para(ending(who), indent=True), Para("ขอแสดงความนับถือ", align="center", space=0.5), *signature(who, head)]
    return Paper(tuple(blocks), f"หนังสือจังหวัด{name}")


def signature(who: Clerk, head: Letterhead) -> list[Block]:
    """Name and post of who signs, and the office below."""
    on_behalf = "" if head.signer.position == "ผู้ว่าราชการจังหวัด" else f"ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัด{head.province.name}"
    position = head.signer.position + (head.province.name if head.signer.position == "ผู้ว่าราชการจังหวัด" else "")
    return [
        Para(f"({head.signer.name})", align="center", space=2),
        Para(position, align="center"),
        *([Para(on_behalf, align="center")] if on_behalf else []),
        Para("ที่ทำการปกครองจังหวัด", space=1),
        Para("กลุ่มงานปกครอง"),
        Para(f"โทร./โทรสาร {who.digits(spoken_phone(who.rng, head.signer.phone))}"),
    ]


def memo(who: Clerk, head: Letterhead, subject: str, body: list[str], middle: tuple[Block, ...] = ()) -> Paper:
    """บันทึกข้อความ."""
    blocks: list[Block] = [
        Para("บันทึกข้อความ", align="center", bold=True),
        Para(
            f"ส่วนราชการ  ที่ทำการปกครองจังหวัด{head.province.name} กลุ่มงานปกครอง โทร. {who.digits(spoken_phone(who.rng, head.signer.phone))}"
        ),
        Para(f"ที่  {who.digits(head.number)}    วันที่  {who.long_date(head.date)}"),
        Para(f"เรื่อง  {subject}"),
        Para("เรียน  อธิบดีกรมการปกครอง", space=0.5),
        *[Para(text, indent=True) for text in (opening(who), *body)],
        *middle,
        Para(ending(who), indent=True),
        *signature(who, head)[:2],
    ]
    return Paper(tuple(blocks), f"บันทึกข้อความ{head.province.name}")
