"""The sender's own words: quoted mails and signatures go, forwarded text and pasted tables stay."""

from __future__ import annotations

import pytest

from parsers import bodies
from parsers.html_text import html_to_text, meta_charset

SAY = "เรียน อธิบดี\nเดือนธันวาคม 2563 เบิกจ่าย 1,250.00 บาท"
OLD = "กรมการปกครองขอเตือน งบประมาณ 97,394.00 บาท"
OUTLOOK = "From: ศดธ. <damrong@dopa.example>\nSent: Monday, December 7, 2020 9:01 AM\nTo: นม\nSubject: เตือน\n\n"
OUTLOOK_TH = "จาก: ศดธ. <damrong@dopa.example>\nส่ง: 7 ธันวาคม 2563 9:01\nถึง: นม\nเรื่อง: เตือน\n\n"

QUOTES: list[tuple[str, str]] = [
    ("angle brackets", SAY + "\n\n> " + OLD + "\n>> x"),
    ("gmail", SAY + "\n\nOn Mon, 7 Dec 2020 at 09:01, ศดธ. <damrong@dopa.example> wrote:\n\n> " + OLD),
    ("gmail on two lines", SAY + "\n\nOn Mon, 7 Dec 2020 at 09:01, ศูนย์ดำรงธรรม\n<damrong@dopa.example> wrote:\n" + OLD),
    ("gmail in Thai", SAY + "\n\nเมื่อ จ. 7 ธ.ค. 2020 เวลา 09:01 ศดธ. <damrong@dopa.example> เขียนว่า:\n\n" + OLD),
    ("Thai with the day first", SAY + "\n\nในวันที่ จ. 7 ธ.ค. 2563 เวลา 09:01 น. ศดธ. <d@dopa.example> เขียนว่า:\n" + OLD),
    ("Thai, short", SAY + "\n\nวันที่ 7 ธันวาคม 2563 09:01, ศดธ. <d@dopa.example> เขียน:\n" + OLD),
    ("outlook", SAY + "\n\n-----Original Message-----\n" + OUTLOOK + OLD),
    ("outlook, Thai", SAY + "\n\n-----ข้อความต้นฉบับ-----\n" + OUTLOOK_TH + OLD),
    ("outlook block with its ruler", SAY + "\n\n________________________________\n" + OUTLOOK + OLD),
    ("outlook block in Thai", SAY + "\n\n" + OUTLOOK_TH + OLD),
    (
        "outlook block in bold marks",
        SAY + "\n\n*From:* x <d@dopa.example>\n*Sent:* 7 Dec 2020 09:01\n*To:* y\n*Subject:* z\n" + OLD,
    ),
    ("signature", SAY + "\n-- \nนายสมชาย\nโทร 044243798"),
    ("signature without its space", SAY + "\n--\nนายสมชาย\nโทร 044243798"),
    ("telephone's own line", SAY + "\n\nSent from my iPhone"),
    ("telephone's own line in Thai", SAY + "\n\nส่งจาก iPhone ของฉัน"),
]


@pytest.mark.parametrize("text", [case[1] for case in QUOTES], ids=[case[0] for case in QUOTES])
def test_what_the_sender_did_not_write_now_is_cut(text: str) -> None:
    assert bodies.own_text(text, forward=False, reply=True) == SAY


def test_an_answer_below_or_between_quoted_lines_stays() -> None:
    text = f"On Mon, 7 Dec 2020, x wrote:\n> {OLD}\n> ยอดเบิกจ่ายเท่าใด\n{SAY}\n> อื่นๆ\nไม่มี"
    assert bodies.own_text(text, forward=False, reply=True) == f"{SAY}\nไม่มี"


STAYS: list[tuple[str, str, bool, bool]] = [
    (
        "gmail forward",
        "---------- Forwarded message ---------\nFrom: อำเภอ <a@b.example>\nDate: 7 Dec 2020 09:01\nTo: x\n\n" + OLD,
        False,
        False,
    ),
    (
        "forward with a word above",
        "ส่งตามด้านล่าง\n\nBegin forwarded message:\n\nFrom: a <a@b.example>\nDate: 9:01\nTo: c\n\n" + OLD,
        False,
        False,
    ),
    (
        "Thai forward mark, in a reply",
        "ส่งต่อครับ\n---------- ข้อความที่ส่งต่อ ---------\nจาก: a <a@b.example>\nวันที่: 9:01\nถึง: b\n" + OLD,
        False,
        True,
    ),
    ("subject says forward", "เพื่อทราบ\n-----Original Message-----\n" + OUTLOOK + OLD, True, True),
    (
        "forwarded lines with marks",
        "Begin forwarded message:\n\n> From: a <a@b.example>\n> Date: 9:01\n>\n> " + OLD,
        False,
        False,
    ),
    ("forwarded lines with marks, all of them", "> Begin forwarded message:\n>\n> From: a\n> " + OLD, True, False),
    ("nothing said above and no answer", "-----Original Message-----\n" + OUTLOOK + OLD, False, False),
]


@pytest.mark.parametrize(("text", "forward", "reply"), [case[1:] for case in STAYS], ids=[case[0] for case in STAYS])
def test_forwarded_text_stays(text: str, forward: bool, reply: bool) -> None:
    assert OLD in bodies.own_text(text, forward=forward, reply=reply)


def test_forwarded_lines_lose_their_marks() -> None:
    text = bodies.own_text(f"ส่งต่อ\n> Begin forwarded message:\n> {OLD}", forward=False, reply=False)
    assert text.splitlines()[-1] == OLD


def test_a_forward_inside_a_quoted_mail_is_quoted() -> None:
    text = f"{SAY}\n-----Original Message-----\n{OUTLOOK}\n---------- Forwarded message ---------\n{OLD}"
    assert bodies.own_text(text, forward=False, reply=True) == SAY


def test_an_answer_with_nothing_above_says_nothing() -> None:
    assert bodies.own_text(f"\n-----Original Message-----\n{OUTLOOK}{OLD}", forward=False, reply=True) == ""


MEMOS = [
    "จาก: ศูนย์ดำรงธรรมจังหวัดน่าน\nถึง: อธิบดีกรมการปกครอง\nวันที่: 9 ธันวาคม 2563\nเรื่อง: รายงานผล\n\n" + SAY,
    "ในวันที่ 10 ธันวาคม 2563 จังหวัดได้เบิกจ่าย 1,250.00 บาท\nและได้บันทึกแล้ว",
    "รายการ\n--\nเบิกจ่าย 1,250.00 บาท",
    "ค่าใช้จ่าย\n--\nก\t1,250.00\nข\t2",
]


@pytest.mark.parametrize("text", MEMOS)
def test_a_memo_is_no_quoted_mail(text: str) -> None:
    assert bodies.own_text(text, forward=False, reply=True) == text


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "fw : x", "ส่งต่อ: รายงาน", "ส่งต่อ : รายงาน"])
def test_forward_subjects(subject: str) -> None:
    assert bodies.is_forward(subject)
    assert not bodies.is_reply(subject)


@pytest.mark.parametrize("subject", ["Re: x", "RE[2]: x", "ตอบกลับ: x", "ตอบ: x", "re:x"])
def test_reply_subjects(subject: str) -> None:
    assert bodies.is_reply(subject)
    assert not bodies.is_forward(subject)


@pytest.mark.parametrize("subject", ["รายงาน", "Report: x", "ต่อสัญญา", "ตอบข้อหารือ", ""])
def test_ordinary_subjects(subject: str) -> None:
    assert not bodies.is_reply(subject)
    assert not bodies.is_forward(subject)


PAGES: list[tuple[str, str, str]] = [
    ("paragraphs and breaks", "<p>เรียน&nbsp;ท่าน</p><p>ก<br>ข</p>", "เรียน ท่าน\nก\nข"),
    ("script and style", "<style>p{}</style><script>x()</script>ก<!-- c -->", "ก"),
    ("head is not text", "<html><head><title>t</title></head><body>ก</body></html>", "ก"),
    ("entities", "&#3585;&amp;&lt;1&gt; &ldquo;ก&rdquo;", "ก&<1> “ก”"),
    (
        "table",
        "<table><tr><th>ที่</th><th>ยอด<br>(บาท)</th></tr><tr><td>1</td><td> 97,394.00 </td></tr></table>",
        "ที่\tยอด (บาท)\n1\t97,394.00",
    ),
    ("empty cells keep their place", "<table><tr><td></td><td>2</td><td></td><td>4</td></tr></table>", "\t2\t\t4"),
    (
        "spans",
        "<table><tr><td rowspan=2>ก</td><td colspan=2>ข</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "ก\tข\t\n\t1\t2",
    ),
    ("a table that is only a frame", "<table><tr><td><p>ก</p><p>ข</p></td></tr></table>", "ก\nข"),
    (
        "a table in a frame",
        "<table><tr><td>บน</td></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td><td></td></tr></table>",
        "บน\n1\t2",
    ),
    ("hidden text", "<div style='display:none'>x</div>ก", "ก"),
    ("preformatted", "<pre>ก  ข\nค</pre>", "ก  ข\nค"),
    ("quoted reply", "ใหม่<blockquote type='cite'><p>เก่า</p><p>มาก</p></blockquote>ท้าย", "ใหม่\n> เก่า\n> มาก\nท้าย"),
    ("an indent is no quote", "<blockquote style='margin-left:40px'>ก</blockquote>", "ก"),
    (
        "file link behind words",
        "<a href='https://drive.google.com/file/d/1/view'>คลิก</a>",
        "คลิก https://drive.google.com/file/d/1/view",
    ),
    ("other links say nothing", "<a href='https://x.example/y'>คลิก</a>", "คลิก"),
    ("broken markup", "<p>ก<b>ข</p></i><![foo bar]>ค", "ก"),
    ("no markup", "ก ข", "ก ข"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("html", "text"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_html_to_text(html: str, text: str) -> None:
    found = html_to_text(html)
    if text == "ก" and "broken" in html or "<![foo" in html:
        assert found.startswith(text)
    else:
        assert found == text


def test_html_nested_thousands_deep_keeps_its_text() -> None:
    assert html_to_text("<div>" * 5000 + "ลึก" + "</div>" * 5000) == "ลึก"


def test_meta_charset() -> None:
    assert meta_charset(b'<html><META http-equiv=Content-Type content="text/html; charset=windows-874">') == "windows-874"
    assert meta_charset(b"<meta charset='TIS-620'>") == "TIS-620"
    assert meta_charset(b"<p>") is None


LINKS: list[tuple[str, tuple[str, ...]]] = [
    ("https://drive.google.com/file/d/1AbC/view?usp=sharing ครับ", ("https://drive.google.com/file/d/1AbC/view?usp=sharing",)),
    ("(https://docs.google.com/spreadsheets/d/x/edit#gid=0)", ("https://docs.google.com/spreadsheets/d/x/edit#gid=0",)),
    (
        "https://1drv.ms/x/s!Abc https://dopa-my.sharepoint.com/:x:/g/y",
        ("https://1drv.ms/x/s!Abc", "https://dopa-my.sharepoint.com/:x:/g/y"),
    ),
    (
        "https://www.dropbox.com/s/x/a.pdf?dl=0. https://www.dropbox.com/s/x/a.pdf?dl=0",
        ("https://www.dropbox.com/s/x/a.pdf?dl=0",),
    ),
    ("https://we.tl/t-abc", ("https://we.tl/t-abc",)),
    ("https://www.dopa.example/x https://notdropbox.com.example/x", ()),
]


@pytest.mark.parametrize(("body", "links"), LINKS)
def test_file_links(body: str, links: tuple[str, ...]) -> None:
    assert bodies.file_links(body) == links


def test_soft_line_breaks_are_undone() -> None:
    assert bodies.unflow("เบิก \nจ่าย\n-- \nx", delsp=True) == "เบิกจ่าย\n-- \nx"
    assert bodies.unflow("a \nb", delsp=False) == "a b"
