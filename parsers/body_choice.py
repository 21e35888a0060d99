"""Which of several bodies is read: alternatives say the same in two forms, and only one of them may count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers import bodies, media_types, mime, transfer
from parsers.html_text import has_table, html_to_text, meta_charset
from parsers.thai import charset
from parsers.thai.mojibake import count_thai

_SAME_AS_HTML = "เป็นเนื้อความเดียวกันในรูปแบบ HTML"
_SAME_AS_PLAIN = "เป็นเนื้อความเดียวกันในรูปแบบข้อความธรรมดา"


@dataclass(frozen=True, slots=True)
class BodyText:
    """One body, decoded."""

    index: int
    """Its place among the parts."""
    text: str
    is_html: bool
    has_table: bool
    choices: tuple[tuple[int, int], ...]
    """The alternatives that it stands in, outermost first: (number of the multipart, branch)."""


def read_body(index: int, leaf: mime.Leaf, media_type: str, label: str | None) -> BodyText:
    """A body's text; HTML as plain lines, uuencoded files taken out, soft line breaks undone."""
    is_html = media_type == media_types.HTML
    data = leaf.data if is_html else transfer.split_uuencoded(leaf.data)[0]
    text = charset.decode(data, label or (meta_charset(data) if is_html else None))[0]
    table = is_html and has_table(text)
    if is_html:
        text = html_to_text(text)
    elif _says(leaf, "format", b"flowed"):
        text = bodies.unflow(text, delsp=_says(leaf, "delsp", b"yes"))
    choices = tuple((number, branch) for number, subtype, branch in leaf.path if subtype == "alternative")
    return BodyText(index, text, is_html, table, choices)


def _says(leaf: mime.Leaf, name: str, value: bytes) -> bool:
    return any(key == name and found.lower() == value for key, found in leaf.parameters)


def choose(texts: Sequence[BodyText]) -> tuple[list[BodyText], list[tuple[BodyText, str]]]:
    """The bodies that count, in order, and those that only repeat one, each with its reason in formal Thai."""
    losers: list[tuple[BodyText, str]] = []
    left = list(texts)
    while depth := max((len(text.choices) for text in left), default=0):
        number = next(text.choices[-1][0] for text in left if len(text.choices) == depth)
        rivals = [text for text in left if len(text.choices) == depth and text.choices[-1][0] == number]
        best = _best_branch(rivals)
        kept = [text for text in rivals if text.choices[-1][1] == best]
        losers += [(text, _why(text)) for text in rivals if text not in kept]
        left = [_out_of_choice(text) if text in kept else text for text in left if text in kept or text not in rivals]
    return _without_repeats(left, losers)


def _out_of_choice(text: BodyText) -> BodyText:
    return replace(text, choices=text.choices[:-1])


def _best_branch(rivals: Sequence[BodyText]) -> int:
    branches: dict[int, list[BodyText]] = {}
    for text in rivals:
        branches.setdefault(text.choices[-1][1], []).append(text)
    return max(branches, key=lambda branch: (_worth(branches[branch], rivals), -branch))


def _worth(branch: Sequence[BodyText], rivals: Sequence[BodyText]) -> tuple[bool, bool, bool]:
    """What makes a form the better one: it says (nearly) all, it did not lose the Thai, and it has the table's rows."""
    letters = _letters(branch)
    most = max(_letters([text]) for text in rivals)
    thai = sum(count_thai(text.text) for text in branch)
    most_thai = max(count_thai(text.text) for text in rivals)
    tables = any(text.has_table for text in branch)
    return letters * 2 >= most and thai * 2 >= most_thai, letters > 0, tables


def _letters(texts: Sequence[BodyText]) -> int:
    return sum(len(re.sub(r"\s+|https?://\S+", "", text.text)) for text in texts)


def _why(loser: BodyText) -> str:
    return _SAME_AS_HTML if loser.is_html else _SAME_AS_PLAIN


def _without_repeats(
    texts: list[BodyText], losers: list[tuple[BodyText, str]]
) -> tuple[list[BodyText], list[tuple[BodyText, str]]]:
    """Two forms of one text that stand side by side without being called alternatives."""
    kept: list[BodyText] = []
    for text in texts:
        words = re.sub(r"\s+", "", text.text)
        twin = next((other for other in kept if words and words == re.sub(r"\s+", "", other.text)), None)
        if twin is not None and twin.is_html != text.is_html:
            losers.append((text, _why(text)))
        else:
            kept.append(text)
    return kept, losers
