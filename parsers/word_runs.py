"""The runs of one Word paragraph: what is printed, what is not, and what is set apart (text boxes, page breaks)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from parsers.safe_xml import attribute, child, name

PAGE_BREAK = "\f"
_INSIDE = frozenset(
    {
        "r",
        "hyperlink",
        "fldSimple",
        "smartTag",
        "customXml",
        "sdt",
        "sdtContent",
        "dir",
        "bdo",
        "oMath",
        "oMathPara",
        "ruby",
        "rubyBase",
    }
)
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F053": "☑", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0FD": "☒", "F0B7": "•", "F02D": "-"}
_TRACKED = "ไฟล์ Word มีการแก้ไขที่ยังไม่ได้ยอมรับ (Track Changes) โปรดตรวจสอบกับต้นฉบับ"
_STRUCK = "ไฟล์ Word มีข้อความที่ขีดฆ่า ระบบไม่ได้นำมาอ่าน โปรดตรวจสอบกับต้นฉบับ"
_HIDDEN = "ไฟล์ Word มีข้อความที่ซ่อนไว้ ระบบไม่ได้นำมาอ่าน โปรดตรวจสอบกับต้นฉบับ"


@dataclass(slots=True)
class Paragraph:
    """What one paragraph says."""

    text: str = ""
    """Lines parted by a line feed, pages by PAGE_BREAK, tab stops by three spaces."""
    boxes: list[Any] = field(default_factory=list)
    """Contents of the text boxes that are anchored here."""
    doubts: list[str] = field(default_factory=list)
    """Formal Thai: why the text may not be what the paper says."""
    breaks_before: bool = False
    ends_section: bool = False
    """A section with a new page ends here."""

    def doubt(self, reason: str) -> None:
        """Notes a reason once."""
        if reason not in self.doubts:
            self.doubts.append(reason)


def read_paragraph(element: Any) -> Paragraph:
    """Reads a ``w:p``."""
    paragraph = Paragraph()
    properties = child(element, "pPr")
    if properties is not None:
        paragraph.breaks_before = _is_on(child(properties, "pageBreakBefore"))
        section = child(properties, "sectPr")
        if section is not None:
            sort = child(section, "type")
            paragraph.ends_section = sort is None or attribute(sort, "val") not in ("continuous", "nextColumn")
    _walk(element, paragraph)
    return paragraph


def _is_on(element: Any | None) -> bool:
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def _walk(element: Any, paragraph: Paragraph) -> None:
    for each in element:
        kind = name(each)
        if kind == "r":
            _run(each, paragraph)
        elif kind in ("ins", "moveTo"):
            paragraph.doubt(_TRACKED)
            _walk(each, paragraph)
        elif kind in ("del", "moveFrom"):
            paragraph.doubt(_TRACKED)
        elif kind == "t":  # an equation's text
            paragraph.text += each.text or ""
        elif kind == "AlternateContent":
            _alternate(each, paragraph)
        elif kind in _INSIDE or (element is not None and kind.startswith("m") and len(each)):
            _walk(each, paragraph)


def _run(run: Any, paragraph: Paragraph) -> None:
    properties = child(run, "rPr")
    if properties is not None:
        printed = any(name(each) in ("t", "sym", "tab") for each in run)
        if _is_on(child(properties, "vanish")) or _is_on(child(properties, "webHidden")):
            if printed and _says_something(run):
                paragraph.doubt(_HIDDEN)
            return
        if _is_on(child(properties, "strike")) or _is_on(child(properties, "dstrike")):
            if printed and _says_something(run):
                paragraph.doubt(_STRUCK)
            return
    for each in run:
        _piece(each, paragraph)


def _says_something(run: Any) -> bool:
    return any((each.text or "").strip() for each in run if name(each) == "t")


def _piece(element: Any, paragraph: Paragraph) -> None:
    kind = name(element)
    if kind == "t":
        paragraph.text += element.text or ""
    elif kind in ("tab", "ptab"):
        paragraph.text += "   "
    elif kind in ("br", "cr"):
        paragraph.text += PAGE_BREAK if attribute(element, "type") == "page" else "\n"
    elif kind == "noBreakHyphen":
        paragraph.text += "-"
    elif kind == "sym":
        paragraph.text += _SYMBOLS.get((attribute(element, "char") or "").upper(), "")
    elif kind == "fldChar":
        paragraph.text += _check_box(element)
    elif kind == "AlternateContent":
        _alternate(element, paragraph)
    elif kind in ("drawing", "pict", "object"):
        paragraph.boxes.extend(each for each in element.iter() if name(each) == "txbxContent" and not _is_nested(each, element))


def _is_nested(box: Any, top: Any) -> bool:
    """Inside another text box, which is walked on its own."""
    node = box.getparent()
    while node is not None and node is not top:
        if name(node) == "txbxContent":
            return True
        node = node.getparent()
    return False


def _alternate(element: Any, paragraph: Paragraph) -> None:
    """The same drawing in a new and an old form: one of them is read."""
    chosen = child(element, "Choice")
    if chosen is None:
        chosen = child(element, "Fallback")
    for each in chosen if chosen is not None else ():
        if name(each) == "r":
            _run(each, paragraph)
        else:
            _piece(each, paragraph)


def _check_box(element: Any) -> str:
    box = child(element, "ffData", "checkBox")
    if box is None:
        return ""
    state = child(box, "checked")
    return "☑" if _is_on(state if state is not None else child(box, "default")) else "☐"
