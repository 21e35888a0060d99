"""Letters, nominations, achievement and obstacle reports as different clerks write them. All names are invented."""

from __future__ import annotations

from tests.office.becomes_papers import LEFT, Block, thai

PROJECT = "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ. 2564"
REFERENCE = "อ้างถึง หนังสือกรมการปกครอง ที่ มท 0307.2/ว 30982 ลงวันที่ 18 พฤศจิกายน 2563"


# --- letters ----------------------------------------------------------------------------------------------------------
def letter(
    province: str,
    abbreviation: str,
    subject: str,
    *body: str,
    number: str = "3461",
    date: str = "3 ธันวาคม 2563",
    enclosed: str = "",
    urgency: str = "",
) -> list[Block]:
    """An outside letter with Thai digits, as an office of 2563 writes it."""
    out: list[Block] = [urgency] if urgency else []
    out += [
        thai(f"ที่ {abbreviation} 0018.1/{number}"),
        f">ศาลากลางจังหวัด{province}",
        ">ถนนราชดำเนิน",
        thai(f"^{date}"),
        f"เรื่อง {subject}",
        "เรียน อธิบดีกรมการปกครอง",
        thai(REFERENCE),
    ]
    out += [f"สิ่งที่ส่งมาด้วย {enclosed}"] if enclosed else []
    out += body
    return [
        *out,
        "จึงเรียนมาเพื่อโปรดพิจารณา",
        "^ขอแสดงความนับถือ",
        "^(นายวิเชียร มั่นคงดี)",
        "^ปลัดจังหวัด ปฏิบัติราชการแทน",
        f"^ผู้ว่าราชการจังหวัด{province}",
        "ที่ทำการปกครองจังหวัด",
        "กลุ่มงานปกครอง",
        thai("โทร. 0 4424 3798 ต่อ 12"),
        thai("โทรสาร 0 4424 3799"),
    ]


def covering(province: str, abbreviation: str, what: str, **more: str) -> list[Block]:
    """A letter that only sends what is enclosed."""
    text = f"จังหวัด{province}ขอส่ง{what} รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"
    return letter(province, abbreviation, f"ส่ง{what}", text, enclosed=f"{what} จำนวน ๑ ชุด", **more)


# --- nominations ------------------------------------------------------------------------------------------------------
def nominating_letter(province: str, abbreviation: str, district: str, **more: str) -> list[Block]:
    """The centre stands in the letter's own sentence."""
    return letter(
        province,
        abbreviation,
        "การคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        f"ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จังหวัดละ ๑ แห่ง "
        f"จังหวัด{province}ได้พิจารณาแล้ว ขอเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ{district} "
        "เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
        "ทั้งนี้ มอบหมายให้ นางสาวกัลยา วงศ์สุวรรณ ตำแหน่ง เจ้าพนักงานปกครองชำนาญการ หมายเลขโทรศัพท์ ๐ ๔๔๒๔ ๓๗๙๘ เป็นผู้ประสานงาน",
        **more,
    )


def nomination_form(province: str, district: str) -> list[Block]:
    """Label by label, with dotted leaders."""
    return [
        "^แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
        "^ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
        f"1. จังหวัด .......{province}.......",
        f"2. ศูนย์ดำรงธรรมอำเภอที่เสนอ .......{district}.......",
        "3. ผู้ประสานงาน นายสมบูรณ์ พันธุ์ดี ตำแหน่ง ปลัดอำเภอ",
        "   โทรศัพท์ 08 1234 5678 ไปรษณีย์อิเล็กทรอนิกส์ somboon@moi.example",
        "4. เหตุผลการคัดเลือก ให้บริการประชาชนได้รวดเร็ว",
        ">(ลงชื่อ)............................ผู้รับรองข้อมูล",
        ">(นายวิเชียร มั่นคงดี)",
        ">ตำแหน่ง ปลัดจังหวัด",
    ]


def nomination_table(province: str, district: str) -> list[Block]:
    """A table of one line."""
    rows = [
        ["ที่", "จังหวัด", "ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก", "ผู้ประสานงาน", "หมายเลขโทรศัพท์"],
        ["๑", province, f"ศดธ.อ.{district}", "นางสาวกัลยา วงศ์สุวรรณ", "๐๘ ๑๒๓๔ ๕๖๗๘"],
    ]
    return ["^บัญชีรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", f"^จังหวัด{province}", rows]


# --- achievements -----------------------------------------------------------------------------------------------------
def achievement(province: str, district: str, title: str, score: str = "") -> list[Block]:
    """The prescribed report of one work."""
    out: list[Block] = [
        "^แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal",
        "^เพื่อพัฒนาไปสู่การเป็นศูนย์ราชการสะดวก (Government Easy Contact Center : GECC)",
        f"ศูนย์ดำรงธรรมอำเภอ{district} จังหวัด{province}",
        f"1. ชื่อผลงาน {title}",
        "2. ความเป็นมาและสภาพปัญหา ประชาชนต้องเดินทางไกลเพื่อร้องทุกข์",
        "3. วิธีดำเนินการ จัดช่องทางรับเรื่องผ่านระบบวิดีโอทางไกล",
        "4. ผลลัพธ์ ลดระยะเวลาดำเนินการจาก 15 วัน เหลือ 5 วัน",
    ]
    return [*out, f"คะแนนรวม {score} คะแนน"] if score else out


def achievement_table(province: str, district: str, title: str) -> list[Block]:
    """The same as a form of two columns."""
    rows = [
        ["แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ (GECC)", LEFT],
        ["จังหวัด", province],
        ["ศูนย์ดำรงธรรมอำเภอ", district],
        ["ชื่อผลงาน", title],
        ["ผลลัพธ์เชิงปริมาณ", "รับเรื่อง 120 เรื่อง ยุติ 118 เรื่อง"],
        ["ปัจจัยความสำเร็จ", "ความร่วมมือของทุกภาคส่วน"],
    ]
    return [rows]


# --- obstacles --------------------------------------------------------------------------------------------------------
def obstacle_form(province: str, detail: str, urgency: str = "") -> list[Block]:
    """The report of obstacles."""
    out: list[Block] = [urgency] if urgency else []
    return [
        *out,
        "^แบบรายงานปัญหาอุปสรรค",
        f"^{PROJECT}",
        f"จังหวัด {province}",
        "ประเภทปัญหา การเบิกจ่ายงบประมาณ",
        f"รายละเอียดปัญหาอุปสรรค {detail}",
        "ผู้รายงาน นายสมบูรณ์ พันธุ์ดี โทร. 044-243-798",
    ]
