"""Every rule that a finding may bear, with its meaning in English and in Thai. The README lists them from here."""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    # what stands in the document, and how surely it was read
    "missing_field": ("A field is not in the document.", "ไม่พบข้อมูลที่ต้องมีในเอกสาร"),
    "doubtful_field": ("A value was read, but not surely.", "ระบบอ่านค่าไม่แน่ชัด"),
    "parts_disagree": ("The parts of one message say different things.", "เอกสารในหนังสือฉบับเดียวกันระบุข้อมูลไม่ตรงกัน"),
    "changed_on_receipt": ("A value differs from the form that the office sent out.", "ข้อมูลต่างจากแบบที่กรมการปกครองส่งให้"),
    "no_letter": ("Only the body of a mail; no letter or form.", "มีเพียงข้อความในไปรษณีย์อิเล็กทรอนิกส์ ไม่มีหนังสือหรือแบบรายงาน"),
    "column_unclear": ("The meaning of a column is not sure.", "ระบุความหมายของช่องในตารางไม่แน่ชัด"),
    "row_unclear": ("The meaning of a row is not sure.", "ระบุความหมายของแถวในตารางไม่แน่ชัด"),
    "sum_unclear": (
        "Figures do not agree, but some were read unsurely or are blank: ours to settle, not yet the province's mistake.",
        "ตัวเลขไม่ตรงกัน แต่มีค่าที่อ่านไม่แน่ชัดหรือเว้นว่าง จึงยังไม่ถือว่าจังหวัดรายงานผิด",
    ),
    "text_layer": ("The document's text layer is damaged.", "ชั้นข้อความของเอกสารเสียหาย"),
    "hidden_sheet": ("A hidden worksheet was passed over.", "มีแผ่นงานที่ซ่อนไว้ ระบบไม่ได้อ่าน"),
    "date_doubtful": ("A date cannot be right, or can be read in two ways.", "วันที่ไม่สมเหตุผลหรืออ่านได้หลายอย่าง"),
    "unit_scaled": ("Amounts were given in another unit than baht.", "จำนวนเงินใช้หน่วยอื่นที่ไม่ใช่บาท"),
    "attachment_missing": ("The document that the letter names is not attached.", "หนังสืออ้างถึงเอกสารแนบ แต่ไม่พบเอกสารแนบ"),
    "kind_unclear": ("What the document is, is not sure.", "ระบุประเภทของเอกสารไม่แน่ชัด"),
    "project_unclear": ("Whether it is about this directive's project is not sure.", "ไม่แน่ชัดว่าเป็นโครงการตามหนังสือสั่งการนี้"),
    "rivals": ("More than one kind claims the document.", "เอกสารเข้าลักษณะมากกว่าหนึ่งประเภท"),
    "unidentified": ("The kind of the document is not known.", "ระบุประเภทของเอกสารไม่ได้"),
    "unreadable": ("Nobody can read the file as it came (locked, broken, empty).", "เปิดอ่านไฟล์ไม่ได้"),
    "read_by_hand": (
        "A person must read it: a scan, a photo, a fax, an archive.",
        "ระบบอ่านเอกสารไม่ได้ (เช่น ภาพสแกน โทรสาร ไฟล์บีบอัด) ต้องให้เจ้าหน้าที่เปิดอ่าน",
    ),
    "link_only": ("Only a link to a file came, not the file.", "ส่งเพียงลิงก์ ไม่ได้แนบไฟล์"),
    "question": ("A province asks about the directive.", "จังหวัดสอบถามเกี่ยวกับหนังสือสั่งการ"),
    # who sends, and from where
    "province_missing": ("The province is not known.", "ระบุจังหวัดไม่ได้"),
    "province_doubtful": ("The province is not sure, or the evidence disagrees.", "ระบุจังหวัดไม่แน่ชัด"),
    "out_of_scope": ("Bangkok, or a province outside the directive.", "ไม่อยู่ในข่ายจังหวัดที่ต้องรายงาน"),
    "sender_unknown": ("The sender is not among the contacts.", "ผู้ส่งไม่อยู่ในรายชื่อผู้ติดต่อ"),
    "sender_province_differs": ("The sender is listed for another province.", "ผู้ส่งเป็นผู้ติดต่อของจังหวัดอื่น"),
    "list_mail": (
        "The mail bears the mark of a mailing list, but a report came with it.",
        "จดหมายมีเครื่องหมายของจดหมายเวียน แต่มีรายงานแนบมา",
    ),
    # nominations
    "several_districts": ("More than one centre is nominated.", "เสนอชื่อศูนย์ดำรงธรรมอำเภอมากกว่าหนึ่งแห่ง"),
    "nomination_changed": ("Another centre is to take the place of the nominated one.", "ขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภอที่เสนอไว้"),
    "nomination_withdrawn": (
        "The paper may decline, withdraw or put off the nomination.",
        "เอกสารอาจเป็นการไม่เสนอชื่อ ขอยกเลิก หรือขอเลื่อนการเสนอชื่อ",
    ),
    "district_not_in_province": ("The district is not one of the province.", "อำเภอไม่อยู่ในจังหวัด"),
    "winner_before": ("The centre was selected the year before.", "เป็นศูนย์ที่ได้รับคัดเลือกในปีก่อนแล้ว"),
    "nomination_differs": ("The achievement report is not of the nominated centre.", "รายงานผลงานไม่ใช่ของศูนย์ที่เสนอชื่อ"),
    "conflict": ("Two nominations of different districts.", "เสนอชื่อศูนย์ดำรงธรรมอำเภอไม่ตรงกันสองฉบับ"),
    # the month
    "period_missing": ("No month is named.", "ไม่ระบุเดือนที่รายงาน"),
    "period_contradicted": ("The date of the figures contradicts the month.", "วันที่ของข้อมูลขัดกับเดือนที่รายงาน"),
    "period_not_over": ("The month is not over yet.", "เดือนที่รายงานยังไม่สิ้นสุด"),
    "period_outside": ("The month is outside the directive.", "เดือนที่รายงานอยู่นอกระยะเวลาตามหนังสือสั่งการ"),
    # the figures
    "sum_of_lines": ("The lines do not add up to the total.", "ผลรวมรายการไม่ตรงกับแถวรวม"),
    "row_cumulative": ("Carried forward and this month do not make the cumulative.", "ยอดยกมารวมกับเดือนนี้ไม่เท่ากับยอดสะสม"),
    "row_balance": ("The balance fits neither convention, or not the same one throughout.", "ยอดคงเหลือไม่ตรงกับการคำนวณ"),
    "percent": ("The percentage is wrong.", "ร้อยละไม่ตรงกับการคำนวณ"),
    "words_differ": ("The amount in words is none of the totals.", "จำนวนเงินตัวอักษรไม่ตรงกับตัวเลข"),
    "negative_amount": ("An amount is negative.", "จำนวนเงินติดลบ"),
    "over_allocation": ("More was spent than allocated.", "เบิกจ่ายเกินวงเงินที่ได้รับจัดสรร"),
    "over_category": ("A category was overspent.", "เบิกจ่ายเกินวงเงินของหมวดรายจ่าย"),
    "item_shifted": ("An item was overspent within the total.", "รายการเบิกจ่ายเกินวงเงินของรายการ แต่ยอดรวมไม่เกิน"),
    "allocation_differs": ("The allocation is not the configured one.", "วงเงินจัดสรรไม่ตรงกับที่กรมการปกครองจัดสรร"),
    "allocation_changed": ("The allocation is not last month's.", "วงเงินจัดสรรไม่ตรงกับรายงานเดือนก่อน"),
    "allocation_unknown": ("No allocation is configured for the province.", "ไม่มีข้อมูลวงเงินจัดสรรของจังหวัด"),
    "cumulative_falls": ("The cumulative is lower than before.", "ยอดเบิกจ่ายสะสมลดลง"),
    "carry_on": ("The cumulative does not carry on from the month before.", "ยอดสะสมไม่ต่อเนื่องจากเดือนก่อน"),
    "carry_on_skipped": ("The month before is not accepted yet.", "ยังไม่มีรายงานเดือนก่อนให้เทียบ"),
    "same_figure": ("The month's figure is the same for the third month running.", "ยอดเบิกจ่ายประจำเดือนซ้ำกันสามเดือนติดต่อกัน"),
    "later_month_affected": ("A later month that was accepted does not carry on from this.", "กระทบรายงานเดือนถัดไปที่รับไว้แล้ว"),
    "balance_unchecked": ("The balance could not be recomputed.", "ไม่สามารถตรวจทานยอดคงเหลือ"),
    # filing
    "older_arrival": ("It arrived before the report that is accepted.", "มาถึงก่อนรายงานที่รับไว้แล้ว"),
    "repeats_superseded": ("It repeats a version that was corrected since.", "ข้อมูลตรงกับฉบับก่อนที่ถูกแก้ไขแล้ว"),
}
"""Stable name -> (English meaning, Thai meaning)."""
