"""Values of the configuration file: TOML -> typed values, with every problem collected.

A reader takes the value and the folder that relative paths start from, and raises ValueError with a text for the person who
wrote the file. Values that could be secrets are never repeated in a text.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
R = TypeVar("R", bound="DataclassInstance")
Reader = Callable[[object, Path], T]

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
_HOST = re.compile(r"[A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:.]+\]?")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9_.@-]+")


def key(default: T, read: Reader[T], name: str = "") -> T:
    """A field of a settings record that knows how its value is read; ``name`` where the key is no Python name."""
    result: T = field(default=default, metadata={"read": read, "name": name})
    return result


def key_names(record: type[DataclassInstance]) -> dict[str, str]:
    """Key in the file -> field of the record."""
    return {f.metadata["name"] or f.name: f.name for f in fields(record)}


def read_table(record: type[R], table: Mapping[str, object], section: str, base: Path, problems: list[str]) -> R:
    """One section as its record. What is wrong goes to ``problems``; the default stands in so that the rest can be checked."""
    names = key_names(record)
    problems += [unknown(f"{section}.{name}", name, names) for name in table if name not in names]
    values: dict[str, object] = {}
    for each in fields(record):
        name = each.metadata["name"] or each.name
        if name not in table:
            continue
        try:
            values[each.name] = each.metadata["read"](table[name], base)
        except ValueError as error:
            problems.append(f"{section}.{name}: {error}")
    return record(**values)


def unknown(place: str, name: str, known: Iterable[str]) -> str:
    """The problem of a key or section that does not exist, with the nearest one that does."""
    candidates = sorted(known)
    if name in ("password", "passwd", "token", "secret"):
        return f"{place}: ไม่เก็บรหัสผ่านไว้ในไฟล์นี้ ให้ระบุ password_env (ชื่อตัวแปรสภาพแวดล้อม) password_file หรือ credential แทน"
    near = difflib.get_close_matches(name.lower(), candidates, n=1, cutoff=0.6)
    advice = f'หมายถึง "{near[0]}" ใช่หรือไม่' if near else "ที่ใช้ได้คือ " + ", ".join(candidates)
    return f"{place}: ไม่รู้จักชื่อนี้ {advice}"


def text(value: object, base: Path) -> str:
    """One line of text."""
    if not isinstance(value, str):
        raise ValueError(f"ต้องเป็นข้อความในเครื่องหมายคำพูด แต่พบ{_kind(value)}")
    if any(ord(char) < 32 or ord(char) == 127 for char in value):
        raise ValueError("มีอักขระควบคุมหรือขึ้นบรรทัดใหม่ปนอยู่ โปรดพิมพ์ใหม่เป็นบรรทัดเดียว")
    return value.strip()


def flag(value: object, base: Path) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"ต้องเป็น true หรือ false (ไม่มีเครื่องหมายคำพูด) แต่พบ{_kind(value)}")
    return value


def whole(low: int, high: int) -> Reader[int]:
    """A whole number within bounds, both included."""

    def read(value: object, base: Path) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"ต้องเป็นจำนวนเต็มตั้งแต่ {low} ถึง {high} (ไม่มีเครื่องหมายคำพูด) แต่พบ{_kind(value)}")
        if not low <= value <= high:
            raise ValueError(f"ค่า {value} อยู่นอกช่วง โปรดระบุจำนวนเต็มตั้งแต่ {low} ถึง {high}")
        return value

    return read


def choice(kind: type[E]) -> Reader[E]:
    """One of a fixed set of words."""

    def read(value: object, base: Path) -> E:
        words = [str(member) for member in kind]
        listed = ", ".join(f'"{word}"' for word in words)
        word = text(value, base)
        if word not in words:
            near = difflib.get_close_matches(word.lower(), words, n=1)
            hint = f' (หมายถึง "{near[0]}" ใช่หรือไม่)' if near else ""
            raise ValueError(f'ค่า "{word}" ใช้ไม่ได้{hint} โปรดเลือกหนึ่งค่าจาก {listed}')
        return kind(word)

    return read


def time_of_day(value: object, base: Path) -> dt.time:
    """``"08:30"``, ``"23:59:59"``, or TOML's own time."""
    if isinstance(value, dt.time):
        return value
    word = text(value, base)
    try:
        moment = dt.time.fromisoformat(word)
    except ValueError:
        raise ValueError(f'ค่า "{word}" ไม่ใช่เวลา โปรดระบุเป็น "ชั่วโมง:นาที" เช่น "08:30"') from None
    if moment.tzinfo is not None:
        raise ValueError("ไม่ต้องระบุเขตเวลา ระบบใช้เวลาประเทศไทยเสมอ")
    return moment


def host(value: object, base: Path) -> str:
    """A host's name or address, without scheme or port."""
    word = text(value, base)
    if word and not _HOST.fullmatch(word):
        raise ValueError(f'ค่า "{word}" ไม่ใช่ชื่อเครื่อง โปรดระบุเฉพาะชื่อหรือหมายเลขไอพี ไม่มี :// และไม่มีหมายเลขพอร์ต')
    return word.strip("[]")


def environment_name(value: object, base: Path) -> str:
    """The NAME of a variable. People write the secret itself here, so the value is never repeated."""
    word = text(value, base)
    if word and not _ENV_NAME.fullmatch(word):
        raise ValueError("ต้องเป็นชื่อตัวแปรสภาพแวดล้อม (A-Z, 0-9, _) ไม่ใช่ตัวรหัสผ่าน")
    return word


def credential_name(value: object, base: Path) -> str:
    """The name of a systemd credential: one file name."""
    word = text(value, base)
    if word and (not _FILE_NAME.fullmatch(word) or word in (".", "..")):
        raise ValueError("ต้องเป็นชื่อ credential ของ systemd (A-Z, 0-9, _ . @ -) ไม่ใช่ตัวรหัสผ่านและไม่ใช่เส้นทางไฟล์")
    return word


def command(value: object, base: Path) -> tuple[str, ...]:
    """A program with its arguments, as a list."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError('ต้องเป็นรายการข้อความ เช่น ["/usr/local/bin/get-token", "--mailbox"]')
    return tuple(value)


def address(value: object, base: Path) -> str:
    """One mail address, a display name before it allowed; empty for none."""
    word = text(value, base)
    if word and not _ADDRESS.fullmatch(parseaddr(word)[1]):
        raise ValueError(f'"{word}" ไม่ใช่ที่อยู่อีเมล โปรดตรวจสอบการสะกด')
    return word


def addresses(value: object, base: Path) -> tuple[str, ...]:
    """A list of bare mail addresses, in lower case."""
    wrong = [word for word in texts(value, base) if not _ADDRESS.fullmatch(word)]
    if wrong:
        raise ValueError("ไม่ใช่ที่อยู่อีเมล: " + ", ".join(f'"{word}"' for word in wrong) + " โปรดตรวจสอบการสะกด")
    return tuple(word.lower() for word in texts(value, base))


def patterns(value: object, base: Path) -> tuple[str, ...]:
    """A list of patterns for addresses, such as ``*.example``."""
    words = tuple(word.lower() for word in texts(value, base))
    if any(not word.strip("*?.@") for word in words):
        raise ValueError('รูปแบบที่ตรงกับทุกที่อยู่ใช้ไม่ได้ หากต้องการส่งถึงทุกที่อยู่ให้ตั้ง office.sending = "all"')
    return words


def texts(value: object, base: Path) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise ValueError(f'ต้องเป็นรายการในวงเล็บเหลี่ยม เช่น ["a@dopa.example"] แต่พบ{_kind(value)}')
    return tuple(text(word, base) for word in value)


def place(value: object, base: Path) -> Path | None:
    """A path, relative to the configuration file; None for an empty text. Whether it exists is not looked at."""
    word = text(value, base)
    return base / Path(word).expanduser() if word else None


def file(value: object, base: Path) -> Path | None:
    """A path of a file that must be there."""
    path = place(value, base)
    if path is not None and not path.is_file():
        what = "เป็นโฟลเดอร์ ไม่ใช่ไฟล์" if path.is_dir() else "ไม่พบไฟล์"
        raise ValueError(f"{what} {path} โปรดตรวจสอบชื่อ (นับจากโฟลเดอร์ของไฟล์ตั้งค่า) และสิทธิ์การอ่าน")
    return path


def folder(value: object, base: Path) -> Path | None:
    """A path of a folder that must be there."""
    path = place(value, base)
    if path is not None and not path.is_dir():
        what = "ไม่ใช่โฟลเดอร์" if path.exists() else "ไม่พบโฟลเดอร์"
        raise ValueError(f"{what} {path} โปรดตรวจสอบชื่อ (นับจากโฟลเดอร์ของไฟล์ตั้งค่า) และสิทธิ์การอ่าน")
    return path


def _kind(value: object) -> str:
    kinds: Mapping[type, str] = {
        bool: "ค่า true/false",
        int: "ตัวเลข",
        float: "ตัวเลขทศนิยม",
        str: "ข้อความ",
        list: "รายการ",
        dict: "ตาราง",
    }
    return kinds.get(type(value), "ค่าชนิดอื่น")
