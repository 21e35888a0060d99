"""What becomes of a document: sending."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

import desk
import story
from intake.files import arrivals_from
from intake.records import Hints
from notices.planning import plan
from parsers.sandbox import Sandbox
from tests.office import becomes_money as money
from tests.office.becomes_kit import Bench, Json, at, contact_of, rules_of
from tests.office.becomes_papers import excel, mail

SMTP = '[smtp]\nhost = "localhost"\nport = 1\nsecurity = "none"\nfrom = "jed@dopa.example"\n'
ALL = SMTP + '[office]\nsending = "all"\nofficers = ["officer@dopa.example"]\n'
ALLOW = SMTP + '[office]\nsending = "allow"\nallow = ["*@dopa.example"]\nofficers = ["officer@dopa.example"]\n'


def _raw(code: str = "55", province: str = "น่าน", sender: str = "") -> bytes:
    report = money.Report(province, "ธันวาคม", "2563", money.two_items())
    paper = excel({"รายงาน": money.numbered(report)})
    return mail(sender or contact_of(code), "รายงาน", "", ("รายงาน.xlsx", paper))


def _plan(bench: Bench, moment: dt.datetime) -> list[Json]:
    bench.clock.moment = moment
    before = {one["id"] for one in bench.outbox()}
    plan(bench.office.desk(), moment)
    return [one for one in bench.outbox() if one["id"] not in before]


def test_off_by_default_and_then_notices_are_held(bench: Bench) -> None:
    bench.mail(_raw(), at("2021-01-08"))
    assert bench.outbox() and {one["state"] for one in bench.outbox()} == {"held"}
    assert {one["held_because"] for one in bench.outbox()} == {"sending_off"}


def test_a_receipt_goes_to_the_provinces_contacts_and_says_what_was_read(bench: Bench) -> None:
    bench.mail(_raw(), at("2021-01-08"))
    receipt = next(one for one in bench.outbox() if one["kind"] in ("receipt", "query"))
    assert receipt["to"] == [contact_of("55")] and receipt["province"] == "55"
    assert "36,328.75" in receipt["body_text"] and "1/2564" in receipt["body_text"]


def test_a_sender_who_is_listed_for_another_province_is_answered_too(bench: Bench) -> None:
    bench.mail(_raw(sender=contact_of("54")), at("2021-01-08"))
    assert all(set(one["to"]) <= {contact_of("55"), contact_of("54")} for one in bench.outbox())


def test_a_sender_who_is_not_listed_is_never_written_to(bench: Bench) -> None:
    bench.mail(_raw(sender="somchai@webmail.example"), at("2021-01-08"))
    assert all("somchai@webmail.example" not in one["to"] for one in bench.outbox())


def test_with_no_contacts_nobody_is_written_to(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "bare", reader, registers=False, sections=ALL) as bench:
        bench.mail(_raw(), at("2021-01-08"))
        assert all(one["to"] == [] and one["state"] == "held" for one in bench.outbox())


def test_on_means_queued(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "on", reader, sections=ALL) as bench:
        bench.mail(_raw(), at("2021-01-08"))
        assert {one["state"] for one in bench.outbox()} == {"queued"}


def test_who_is_not_on_the_allow_list_is_not_written_to(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "allow", reader, sections=ALLOW) as bench:
        bench.mail(_raw(), at("2021-01-08"))
        assert {(one["state"], one["held_because"]) for one in bench.outbox()} == {("held", "not_allowed")}


def test_a_first_run_on_a_filled_mailbox_sends_nothing_for_what_it_finds(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "backlog", reader, sections=ALL) as bench:
        path = tmp_path / "old.eml"
        path.write_bytes(_raw())
        bench.clock.moment = at("2021-01-20")
        for arrival in arrivals_from([path], None, at("2021-01-08"), Hints(), bench.clock.now()):
            taken = bench.office.conveyor.take(replace(arrival, backlog=True))
            assert taken.row.receipt_no == "1/2564"
        assert bench.submissions()[0]["status"] == "accepted"
        assert bench.outbox() == []


def test_the_same_bytes_twice_are_answered_once(bench: Bench) -> None:
    raw = _raw()
    bench.mail(raw, at("2021-01-08"))
    count = len(bench.outbox())
    bench.mail(raw, at("2021-01-09"))
    assert len(bench.outbox()) == count


def test_reminders_go_out_by_themselves_and_only_to_who_owes(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "remind", reader, sections=ALL) as bench:
        bench.office.store.mark("installed", at("2020-11-18"))
        bench.mail(_raw(), at("2021-01-04", "08:00:00"))
        reminders = [one for one in _plan(bench, at("2021-01-04", "09:30:00")) if one["kind"] == "reminder"]
        assert {one["state"] for one in reminders} == {"queued"}
        owing = {address for one in reminders if "2020-12" in (one["period"] or "2020-12") for address in one["to"]}
        assert contact_of("54") in owing
        assert not any(one["period"] == "2020-12" and contact_of("55") in one["to"] for one in reminders)
        assert _plan(bench, at("2021-01-04", "09:31:00")) == []


def test_overdue_notices_wait_for_a_release(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "overdue", reader, sections=ALL) as bench:
        bench.office.store.mark("installed", at("2020-11-18"))
        overdue = [one for one in _plan(bench, at("2020-12-08", "10:00:00")) if one["kind"] == "overdue"]
        assert overdue and {one["state"] for one in overdue} == {"held"}
        assert {one["held_because"] for one in overdue} == {"needs_release"}
        one = next(each for each in overdue if contact_of("54") in each["to"])
        released = desk.release(bench.office, [one["id"]], "นางสาววิภา", "ทวงถาม")
        assert [each.id for each in released] == [one["id"]]
        states = {each["id"]: each["state"] for each in bench.outbox()}
        assert states[one["id"]] == "queued" and states[overdue[-1]["id"]] == "held"


def test_who_waits_in_our_own_review_is_not_dunned(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "ours", reader, sections=ALL) as bench:
        bench.office.store.mark("installed", at("2020-11-18"))
        subject = "รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563 จังหวัดน่าน"
        bench.mail(mail(contact_of("55"), subject, "ตามแนบ", ("รายงาน.pdf", b"%PDF-1.4 torn")), at("2021-01-08"))
        assert bench.cell(at("2021-01-13"), "55", "disbursement", "2020-12")["state"] == "in_review"
        late = [one for one in _plan(bench, at("2021-01-13", "10:00:00")) if one["kind"] in ("overdue", "reminder")]
        about = [one for one in late if contact_of("55") in one["to"] and one["period"] == "2020-12"]
        assert about == []


MACHINES = [("Auto-Submitted: auto-replied",), ("Precedence: bulk",), ("List-Id: <x.example>",), ("Return-Path: <>",)]


@pytest.mark.parametrize("headers", MACHINES)
def test_machines_are_never_answered(bench: Bench, headers: tuple[str, ...]) -> None:
    body = "จังหวัดน่านขอรายงานปัญหาอุปสรรค ศูนย์ดำรงธรรมอำเภอไม่สามารถบันทึกข้อมูลในระบบ e-fms ได้"
    told = bench.mail(mail(contact_of("55"), "รายงานปัญหาอุปสรรค", body, headers=headers), at("2021-01-08"))
    assert (told["outcome"], told["submissions"]) == ("filed", []) and told["reason"]
    assert bench.outbox() == []


def test_an_automatic_answer_that_carries_an_old_report_is_not_taken_for_it(bench: Bench) -> None:
    report = money.Report("น่าน", "ธันวาคม", "2563", money.two_items())
    paper = excel({"รายงาน": money.numbered(report)})
    headers = ("Auto-Submitted: auto-replied",)
    bench.mail(mail(contact_of("55"), "Re: รายงาน", "ตามแนบ", ("รายงาน.xlsx", paper), headers=headers), at("2021-01-08"))
    assert bench.outbox() == [] and bench.submissions() == []


def _by_list(sender: str, *headers: str, month: str = "ธันวาคม") -> bytes:
    paper = excel({"รายงาน": money.numbered(money.Report("น่าน", month, "2563", money.two_items()))})
    return mail(sender, "รายงานการเบิกจ่าย", "ตามแนบ", ("รายงาน.xlsx", paper), headers=headers)


LISTS = ["List-Id: <nan.list.example>", "List-Post: <mailto:nan@list.example>", "Precedence: bulk", "Precedence: list"]
UNSUBSCRIBE = "List-Unsubscribe: <mailto:off@list.example>"


@pytest.mark.parametrize("header", [*LISTS, UNSUBSCRIBE])
def test_a_lists_mail_that_a_listed_contact_sent_with_a_report_waits_and_is_not_answered(bench: Bench, header: str) -> None:
    told = bench.mail(_by_list(contact_of("55"), header), at("2021-01-08"))
    one = bench.only(told)
    assert (one["status"], one["province"], one["period"], told["counted_as"]) == ("review", "55", "2020-12", "document")
    (finding,) = [each for each in one["findings"] if each["rule"] == "list_mail"]
    assert header.partition(":")[0] in finding["message"]
    assert bench.decide(one["id"], "accept")["status"] == "accepted"
    assert bench.outbox() == []


@pytest.mark.parametrize("header", LISTS)
def test_a_lists_mail_from_a_stranger_is_filed_and_told_in_the_digest(bench: Bench, header: str) -> None:
    told = bench.mail(_by_list("news@list.example", header), at("2021-01-08"))
    assert (told["outcome"], told["submissions"], told["counted_as"]) == ("filed", [], "automatic")
    assert header.split(":")[0] in told["reason"]
    assert bench.outbox() == []
    (digest,) = [one for one in _plan(bench, at("2021-01-11", "08:31:00")) if one["kind"] == "digest"]
    assert "มีเอกสารแนบ 1 ฉบับ" in digest["body_text"]
    assert "news@list.example" in digest["body_text"]


def test_ordinary_servers_offer_to_unsubscribe_so_that_alone_sets_nothing_aside(bench: Bench) -> None:
    one = bench.only(bench.mail(_by_list("clerk@nan.example", UNSUBSCRIBE), at("2021-01-08")))
    assert one["status"] == "review"
    assert {"list_mail", "sender_unknown"} <= rules_of(one)


def test_without_contacts_nobody_can_tell_a_stranger(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "bare", reader, registers=False) as bench:
        assert "list_mail" in rules_of(bench.only(bench.mail(_by_list("clerk@nan.example", LISTS[0]), at("2021-01-08"))))


def test_a_lists_copy_of_an_accepted_report_is_not_answered(bench: Bench) -> None:
    bench.mail(_raw(), at("2021-01-08"))
    before = bench.outbox()
    bench.mail(_by_list(contact_of("55"), LISTS[0]), at("2021-01-09"))
    assert bench.outbox() == before


def test_a_list_that_forwards_news_is_no_foreign_matter_but_a_list(bench: Bench) -> None:
    paper = excel({"ข่าว": [["ข่าวประชาสัมพันธ์"], ["ขอเชิญร่วมงานกาชาดประจำปี"]]})
    raw = mail(contact_of("55"), "ข่าวสารประจำสัปดาห์", "ขอเชิญร่วมงาน", ("ข่าว.xlsx", paper), headers=(LISTS[0],))
    told = bench.mail(raw, at("2021-01-08"))
    assert (told["outcome"], told["submissions"], told["counted_as"]) == ("filed", [], "automatic")


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-generated", "Return-Path: <>", "X-Autoreply: yes"])
def test_a_report_that_a_machine_sent_on_is_read_and_not_answered(bench: Bench, header: str) -> None:
    assert bench.only(bench.mail(_by_list(contact_of("55"), header), at("2021-01-08")))["status"] == "accepted"
    assert bench.outbox() == []


def test_a_gateways_faxes_and_what_a_person_vouches_for_are_no_lists(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "fax", reader, sections='[fax]\ngateways = ["fax@gateway.example"]\n') as bench:
        fax = bench.mail(_by_list("fax@gateway.example", "Precedence: bulk"), at("2021-01-08"))
        assert "list_mail" not in rules_of(bench.only(fax))
        given = bench.mail(_by_list("x@list.example", LISTS[0]), at("2021-01-08"), province="55", kind="disbursement")
        assert "list_mail" not in rules_of(bench.only(given))


def test_the_story_of_a_province_tells_what_waits_without_a_month_and_what_was_written(bench: Bench) -> None:
    bench.mail(_raw(), at("2021-01-08"))
    monthless = bench.mail(_by_list(contact_of("55"), month=""), at("2021-01-09"))
    (waiting,) = monthless["submissions"]
    told = story.why(bench.office, "55", "2020-12")
    assert "รับไว้แล้ว" in told and "[accepted]" not in told
    assert "หนังสือแจ้ง N1" in told
    assert f"{waiting} [อยู่ระหว่างเจ้าหน้าที่ตรวจสอบ]" in told.partition("(ไม่ตรงกับรายงานที่กำหนดให้ส่ง)")[2]
