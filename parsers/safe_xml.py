"""XML of strangers: no entities, no network, no endless nesting; names without their namespace."""

from __future__ import annotations

from typing import Any

from lxml import etree

from intake.errors import Unreadable


def parse(data: bytes) -> Any:
    """The root of an XML part. Raises Unreadable ``broken``."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("ไฟล์เอกสารชำรุด ไม่สามารถเปิดอ่านได้ โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง", "broken") from error


def name(element: Any) -> str:
    """Tag without its namespace: transitional and strict files differ in nothing else."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, wanted: str) -> str | None:
    """Attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == wanted:
            return str(value)
    return None


def child(element: Any, *path: str) -> Any | None:
    """The first descendant along a path of names."""
    for step in path:
        element = next((each for each in element if name(each) == step), None)
        if element is None:
            return None
    return element
