"""What stands on the lines: official wording, names, figures, dates, numbers, and text that means nothing.

A reader that has learnt its language too well writes what it expects instead of what it sees. So a good part of the lines
is made of syllables and figures that no sentence would hold, and digits of both kinds stand in every company.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache

from parsers.thai.dates import format_date, format_period
from parsers.thai.register import PROVINCES, districts
from parsers.thai.text import to_thai
from parsers.thai.words import baht_words
from training.vocabulary import ABBREVIATIONS, FORM_WORDS, LATIN_WORDS, OFFICIAL_WORDS, SENTENCES

_CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_COMMON = "กขคงจชดตทนบปพมยรลวสหอ"
_FINALS = "กงดนบมยว"
_TONES = ("", "", "", "่", "้", "๊", "๋")
_PATTERNS = [
    "{c}า{f}",
    "{c}ิ{t}{f}",
    "{c}ี{t}{f}",
    "{c}ึ{t}{f}",
    "{c}ื{t}{f}",
    "{c}ุ{t}{f}",
    "{c}ู{t}{f}",
    "เ{c}{t}{f}",
    "แ{c}{t}{f}",
    "โ{c}{t}{f}",
    "ไ{c}{t}",
    "ใ{c}{t}",
    "{c}ร{f}",
    "{c}ั{t}{f}",
    "{c}ั{t}ว",
    "เ{c}ี{t}ย{f}",
    "เ{c}ื{t}อ{f}",
    "{c}{t}ำ",
    "{c}ะ",
    "เ{c}{t}า",
    "เ{c}็{f}",
    "{c}{t}อ{f}",
    "{c}{f}์",
]

Sampler = Callable[[random.Random], str]


def line(rng: random.Random, most: int) -> str:
    """One line of at most ``most`` characters, never empty, spaces single, ends without spaces."""
    sampler = rng.choices(_SAMPLERS, weights=_WEIGHTS)[0]
    text = re.sub(r"\s+", " ", sampler(rng)).strip()
    return text[:most].strip() or "-"


def figure(rng: random.Random) -> str:
    """One figure as it stands in a cell or a form: amounts above all, with either kind of digits."""
    text = rng.choices(_FIGURES, weights=_FIGURE_WEIGHTS)[0](rng)
    return _digits(rng, text)


def _digits(rng: random.Random, text: str) -> str:
    return to_thai(text) if rng.random() < 0.65 else text


def _amount(rng: random.Random) -> str:
    top = 10 ** rng.randint(1, 8)
    satang = rng.choice((0, 0, 25, 50, 75, rng.randint(0, 99)))
    form = rng.random()
    value = rng.randint(0, top)
    if form < 0.72:
        return f"{value:,}.{satang:02d}"
    if form < 0.84:
        return f"{value:,}"
    return f"{value:,}.-" if form < 0.92 else f"({value:,}.{satang:02d})"


def _percent(rng: random.Random) -> str:
    return f"{rng.choice((rng.randint(0, 10000) / 100, 100.0)):.2f}{rng.choice(('', '', '%', ' %'))}"


def _digit_run(rng: random.Random) -> str:
    """Any digits with any separators: what no grammar foretells."""
    return "".join(rng.choice("01234567890123456789,.-/ ") for _ in range(rng.randint(3, 14))).strip() or "0"


def _letter_number(rng: random.Random) -> str:
    province = rng.choice(PROVINCES)
    circular = rng.choice(("", "", "ว ", "ว"))
    office = f"{rng.randint(1, 99):04d}.{rng.randint(1, 9)}"
    return f"{rng.choice(('ที่ ', ''))}{province.abbreviation} {office}/{circular}{rng.randint(1, 29999)}"


def _phone(rng: random.Random) -> str:
    body = f"{rng.randint(2000, 9999)}", f"{rng.randint(0, 9999):04d}"
    form = rng.choice(
        ("0 {0} {1}", "0-{0}-{1}", "0{2} {0} {1}", "08{2}-{3}-{1}", "0{2}-{3}{1}", "0 {0} {1} ต่อ {2}{2}", "0 {0} {1}-{2}")
    )
    return form.format(*body, rng.randint(1, 9), rng.randint(100, 999))


def _date(rng: random.Random) -> str:
    date = dt.date(2019, 1, 1) + dt.timedelta(days=rng.randint(0, 1500))
    year = date.year + 543
    return rng.choice(
        (
            format_date(date),
            format_date(date, short=True),
            f"{date.day}/{date.month}/{year}",
            f"{date.day:02d}/{date.month:02d}/{year % 100}",
            f"{date.day}-{date.month}-{year}",
            f"วันที่ {date.day} เดือน {format_date(date).split()[1]} พ.ศ. {year}",
            f"{date.day} {format_date(date).split()[1]} {year}",
            f"ข้อมูล ณ วันที่ {format_date(date)}",
            f"เดือน{format_period(f'{date:%Y-%m}')}",
        )
    )


def _numbered(rng: random.Random) -> str:
    return rng.choice(("{}.", "({})", "{})", "{}.{}", "{}.{}.{}", "ข้อ {}", "- {} -", "{}/{}")).format(
        *(rng.randint(1, 20) for _ in range(3))
    )


_FIGURES: Sequence[Sampler] = (_amount, _percent, _digit_run, _letter_number, _phone, _date, _numbered)
_FIGURE_WEIGHTS = (52, 8, 14, 7, 6, 8, 5)


def syllable(rng: random.Random) -> str:
    """A syllable by the rules of the script, whether or not Thai has it."""
    consonant = rng.choice(_CONSONANTS if rng.random() < 0.4 else _COMMON)
    if rng.random() < 0.15:
        consonant += rng.choice("รลว")
    final = rng.choice(_FINALS if rng.random() < 0.8 else _CONSONANTS) if rng.random() < 0.5 else ""
    return rng.choice(_PATTERNS).format(c=consonant, t=rng.choice(_TONES), f=final)


@cache
def _dictionary() -> tuple[str, ...]:
    from pythainlp.corpus import thai_words

    return tuple(sorted(word for word in thai_words() if re.fullmatch(r"[ก-๎]+", word)))


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

    return tuple(sorted(thai_male_names() | thai_female_names())), tuple(sorted(thai_family_names()))


def _nonsense(rng: random.Random) -> str:
    return _spaced(rng, [syllable(rng) for _ in range(rng.randint(2, 18))], 0.12)


def _words(rng: random.Random) -> str:
    return _spaced(rng, [rng.choice(_dictionary()) for _ in range(rng.randint(1, 12))], 0.15)


def _official(rng: random.Random) -> str:
    return _spaced(rng, [rng.choice(OFFICIAL_WORDS) for _ in range(rng.randint(1, 7))], 0.3)


def _sentence(rng: random.Random) -> str:
    """A piece of a sentence of a letter, begun anywhere, as lines are broken."""
    text = rng.choice(SENTENCES).format(
        province=place(rng),
        district=_district(rng),
        person=person(rng),
        date=_digits(rng, _date(rng)),
        amount=_digits(rng, _amount(rng)),
        number=_digits(rng, _letter_number(rng)),
        phone=_digits(rng, _phone(rng)),
        words=_in_words(rng),
        period=_digits(rng, _month(rng)),
    )
    start = rng.choice((0, 0, rng.randint(0, max(0, len(text) - 12))))
    while start < len(text) and text[start] in "ะาำิีึืุู็่้๊๋์ัๆฯ ":
        start += 1
    return text[start:]


def _month(rng: random.Random) -> str:
    return format_period(f"{rng.randint(2019, 2022)}-{rng.randint(1, 12):02d}")


def _in_words(rng: random.Random) -> str:
    return baht_words(Decimal(rng.randint(0, 10 ** rng.randint(3, 9))) / 100)


def place(rng: random.Random) -> str:
    """A province of the register, with one of its usual prefixes."""
    return rng.choice(("จังหวัด", "จ.", "", "ศาลากลางจังหวัด", "ที่ทำการปกครองจังหวัด")) + rng.choice(PROVINCES).name


def _district(rng: random.Random) -> str:
    name = rng.choice(districts(rng.choice(PROVINCES).code))
    return rng.choice(("อำเภอ", "อ.", "ศูนย์ดำรงธรรมอำเภอ", "ที่ว่าการอำเภอ", "")) + name


def person(rng: random.Random) -> str:
    """A person's name as on a signature line."""
    given, family = _names()
    title = rng.choice(("นาย", "นาง", "นางสาว", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "น.ส.", "ดร.", "ร.ต.อ.", "พ.ต.ท.", "นายแพทย์", "ม.ล."))
    name = f"{title}{rng.choice(given)} {rng.choice(family)}"
    return rng.choice((name, f"({name})", f"( {name} )", f"(ลงชื่อ) {name}", name))


def _label(rng: random.Random) -> str:
    """A form's label, with its leader or figure."""
    label = rng.choice(FORM_WORDS)
    answer = rng.choice((figure(rng), place(rng), person(rng), "", rng.choice(OFFICIAL_WORDS), _digits(rng, _date(rng))))
    joint = rng.choice((" ", " : ", ": ", " " + "." * rng.randint(5, 40) + " ", "….. ", " - ", "  "))
    unit = rng.choice(("", "", " บาท", " บาทถ้วน", " น.", " แห่ง", " ฉบับ", " " + "." * rng.randint(5, 30)))
    return f"{label}{joint}{answer}{unit}"


def _latin(rng: random.Random) -> str:
    words = [rng.choice(LATIN_WORDS) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.3:
        host = rng.choice(("go.th", "or.th", "com", "example"))
        words = [f"{rng.choice(words).lower()}{rng.randint(1, 99)}@{rng.choice(LATIN_WORDS).lower()}.{host}"]
    return " ".join(words)


_AROUND = (
    *(
        ("(", ")"),
        ("“", "”"),
        ('"', '"'),
        ("[", "]"),
        ("‘", "’"),
        ("", "ๆ"),
        ("", " ฯลฯ"),
        ("", "ฯ"),
        ("", "%"),
        ("", ":"),
        ("-", ""),
    ),
    *(
        ("– ", ""),
        ("• ", ""),
        ("", ";"),
        ("", "!"),
        ("", "?"),
        ("*", ""),
        ("", " + "),
        ("", " = "),
        ("", " & "),
        ("#", ""),
        ("", " x "),
    ),
    *(("฿", ""), ("√ ", ""), ("", "_")),
)


def _signs(rng: random.Random) -> str:
    """Signs in unlikely company, so that each is learnt."""
    inner = rng.choice((syllable(rng), figure(rng), rng.choice(OFFICIAL_WORDS)))
    before, after = rng.choice(_AROUND)
    return before + inner + after


def _numbers_in_text(rng: random.Random) -> str:
    pieces = [
        rng.choice((rng.choice(OFFICIAL_WORDS), figure(rng), rng.choice(ABBREVIATIONS), syllable(rng)))
        for _ in range(rng.randint(2, 6))
    ]
    return _spaced(rng, pieces, 0.7)


def _spaced(rng: random.Random, pieces: Sequence[str], chance: float) -> str:
    return "".join(piece + (" " if rng.random() < chance else "") for piece in pieces)


_SAMPLERS: Sequence[Sampler] = (
    figure,
    _nonsense,
    _words,
    _official,
    _sentence,
    _label,
    _latin,
    _signs,
    _numbers_in_text,
    person,
    place,
    _district,
)
_WEIGHTS = (26, 10, 12, 8, 16, 8, 4, 4, 8, 3, 1, 1)
