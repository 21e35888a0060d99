"""The commands as other offices' scripts call them: keys, exit statuses, times and streams, each written out here.

The lists of keys are copies of the contract, on purpose: whoever renames a key must change it here too, and see it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cli import main
from storage.lease import Lease

TOP = Path(__file__).resolve().parents[2]
GOLDEN = TOP / "tests" / "golden"
Json = dict[str, Any]
Environ = Mapping[str, str]
NOTHING: Environ = {}

ARRIVAL = "arrival receipt_no channel received_at sender subject outcome reason parts submissions"
PART = "name media_type sha256 outcome reason submissions"
SUBMISSION = (
    "id kind status accepted_at channel arrival parts province province_name period received_at due_on timeliness days_late "
    "revision supersedes fields lines findings"
)
FIELD = "value raw confidence method part page box cell"
FINDING = "rule severity message fields"
OBLIGATION = (
    "province province_name deliverable period nominal_due due_on why_due state submission received_at days_late last_notice"
)
NOTICE = "id kind to province deliverable period step subject body_text created_at state sent_at message_id dedupe_key"
READING = "file media_type pages warnings"
PAGE = "number width height dpi rotation skew method confidence lines tables codes"

KINDS = {"nomination", "achievement", "disbursement", "obstacle", "other"}
FIELDS = {
    "nomination": "district letter_no letter_date contact_name contact_position contact_phone contact_email signer_name "
    "signer_position",
    "achievement": "district title gecc_total",
    "disbursement": "allocated prior_cumulative this_month cumulative committed balance percent as_of letter_no letter_date "
    "reporter_name reporter_position reporter_phone efms_recorded_on obstacles",
    "obstacle": "topic detail urgency letter_no letter_date reporter_name reporter_phone",
}
MONEY = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance")
COMMANDS = {
    "run": "",
    "once": "",
    "ingest": "--channel --received-at --province --kind --period --json",
    "read": "--json",
    "submissions": "--kind --province --period --all --json",
    "board": "--as-of --json",
    "outbox": "--json",
    "decide": "--by --reason",
    "excuse": "--until --by --reason",
    "release": "--by --reason",
    "cancel": "--by --reason",
    "why": "",
    "export": "",
    "backup": "",
    "restore": "",
    "check": "",
    "demo": "",
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
SHA256 = re.compile(r"[0-9a-f]{64}")
NOW = "2021-01-12T09:00:00"
DECEMBER, JANUARY = "2020-12-03T10:00:00", "2021-01-08T10:00:00"


@dataclass(frozen=True)
class Outside:
    """``damrong --data FOLDER --now NOW``."""

    data: Path

    def __call__(self, *words: object, now: str | None = NOW, status: int = 0, environ: Environ = NOTHING) -> Result:
        options = ["--data", str(self.data), *(["--now", now] if now else [])]
        result = CliRunner(env={"DAMRONG_NOW": "", **environ}).invoke(main, [*options, *map(str, words)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == status, result.stderr
        return result

    def objects(self, *words: object, now: str | None = NOW, environ: Environ = NOTHING) -> list[Json]:
        """What ``--json`` prints: one object a line and nothing else."""
        result = self(*words, "--json", now=now, environ=environ)
        assert "\\u0e" not in result.stdout, "Thai is written as it is"
        found: list[Json] = [json.loads(line) for line in result.stdout.splitlines()]
        return found

    def ingest(self, *paths: Path, at: str = JANUARY) -> list[Json]:
        return self.objects("ingest", *paths, "--received-at", at)


def samples(*kinds: str) -> list[Path]:
    return sorted(path for kind in kinds for path in (GOLDEN / kind).iterdir() if path.suffix != ".json")


def mapping(text: str) -> set[str]:
    return set(text.split())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outside, list[Json]]:
    """An office that got every golden sample, for tests that only look; and the Arrivals."""
    outside = Outside(tmp_path_factory.mktemp("outside") / "data")
    first = outside.ingest(*samples("nomination", "achievement"), at=DECEMBER)
    return outside, first + outside.ingest(*samples("disbursement", "obstacle"))


@pytest.fixture
def office(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "data")


def every(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """(key, value) of every leaf of an object."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from every(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from every(each, key)
    else:
        yield key, value


def assert_times(objects: Sequence[Json]) -> None:
    for key, value in every(list(objects)):
        if key.endswith("_at") and value is not None:
            assert isinstance(value, str)
            assert TIME.fullmatch(value), f"{key}: {value}"
        if isinstance(value, str):
            assert "\u0e4d\u0e32" not in value, f"{key}: sara am is one letter"


# --- the commands -----------------------------------------------------------------------------------------------------
def test_every_command_and_option_of_the_contract_is_there() -> None:
    assert set(main.commands) >= set(COMMANDS)
    for name, options in COMMANDS.items():
        known = {option for each in main.commands[name].params for option in each.opts}
        assert mapping(options) <= known, name
    assert {"--config", "--data", "--now"} <= {option for each in main.params for option in each.opts}


# --- objects ----------------------------------------------------------------------------------------------------------
def test_arrivals(filled: tuple[Outside, list[Json]]) -> None:
    _, arrivals = filled
    assert len(arrivals) == len(samples("nomination", "achievement", "disbursement", "obstacle"))
    for each in arrivals:
        assert mapping(ARRIVAL) <= set(each)
        assert SHA256.fullmatch(each["arrival"])
        assert each["channel"] in {"email", "fax", "upload"}
        assert each["outcome"] == "filed", each["reason"]
        assert each["parts"]
        for part in each["parts"]:
            assert mapping(PART) <= set(part)
            assert SHA256.fullmatch(part["sha256"])
            assert part["outcome"] in {"filed", "review", "ignored", "duplicate", "quarantined"}
        assert {one for part in each["parts"] for one in part["submissions"]} == set(each["submissions"])
    assert_times(arrivals)


def test_receipt_numbers_are_gapless_in_a_buddhist_year(filled: tuple[Outside, list[Json]]) -> None:
    _, arrivals = filled
    for year in ("2563", "2564"):
        numbers = [int(each["receipt_no"].split("/")[0]) for each in arrivals if each["receipt_no"].endswith(f"/{year}")]
        assert numbers == list(range(1, len(numbers) + 1)), year


def test_submissions(filled: tuple[Outside, list[Json]]) -> None:
    outside, arrivals = filled
    rows = outside.objects("submissions")
    assert {row["id"] for row in rows} == {one for each in arrivals for one in each["submissions"]}
    assert {row["kind"] for row in rows} == KINDS - {"other"}
    for row in rows:
        assert mapping(SUBMISSION) <= set(row)
        assert row["status"] in {"accepted", "review"}
        assert (row["accepted_at"] is not None) == (row["status"] == "accepted")
        assert row["timeliness"] in {"on_time", "late", None}
        assert set(row["fields"]) <= mapping(FIELDS[row["kind"]])
        for field in [*row["fields"].values(), *(each for line in row["lines"] for each in line.values())]:
            assert mapping(FIELD) <= set(field)
            assert field["method"] in {"text_layer", "recogniser", "sheet", "body", "code", "human"}
            assert 0 <= field["confidence"] <= 1
        for finding in row["findings"]:
            assert mapping(FINDING) <= set(finding)
            assert finding["severity"] in {"error", "warning", "info"}
            assert re.search("[\u0e01-\u0e2e]", finding["message"]), "a clerk reads it"
        assert row["status"] != "accepted" or all(each["severity"] != "error" for each in row["findings"])
    assert_times(rows)


def test_money_is_a_string_with_two_decimals(filled: tuple[Outside, list[Json]]) -> None:
    outside, _ = filled
    (row,) = outside.objects("submissions", "--kind", "disbursement")
    cells = [row["fields"], *row["lines"]]
    values = [line[name]["value"] for line in cells for name in (*MONEY, "percent") if name in line]
    assert len(values) > len(MONEY)
    assert [value for value in values if value is not None and not re.fullmatch(r"-?\d+\.\d\d", value)] == []
    assert all("item" in line for line in row["lines"])
    assert (row["province"], row["province_name"], row["period"]) == ("30", "นครราชสีมา", "2020-12")
    assert (row["due_on"], row["timeliness"], row["days_late"]) == ("2021-01-11", "on_time", 0)


def test_the_same_values_in_other_bytes_make_no_second_submission(filled: tuple[Outside, list[Json]]) -> None:
    _, arrivals = filled
    twins = [each for each in arrivals if each["parts"][0]["name"].startswith("nomination-50")]
    assert len(twins) == 2
    assert twins[0]["submissions"] == twins[1]["submissions"] != []
    assert [each["parts"][0]["outcome"] for each in twins] == ["filed", "filed"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--kind", "nomination"], {("nomination", "50", None), ("nomination", "90", None)}),
        (["--province", "30", "--kind", "disbursement"], {("disbursement", "30", "2020-12")}),
        (["--province", "สงขลา"], {("nomination", "90", None)}),
        (["--period", "2021-09"], set()),
    ],
)
def test_submissions_are_chosen(
    filled: tuple[Outside, list[Json]], options: list[str], expected: set[tuple[str, str, str | None]]
) -> None:
    rows = filled[0].objects("submissions", *options)
    assert {(row["kind"], row["province"], row["period"]) for row in rows} == expected


def test_board(filled: tuple[Outside, list[Json]]) -> None:
    outside, _ = filled
    rows = outside.objects("board", "--as-of", NOW)
    assert len(rows) == 988 == 76 * (2 + 11)
    assert Counter(row["deliverable"] for row in rows) == {"nomination": 76, "achievement": 76, "disbursement": 76 * 11}
    assert len({(row["province"], row["deliverable"], row["period"]) for row in rows}) == 988
    periods = {row["period"] for row in rows if row["deliverable"] == "disbursement"}
    assert (min(periods), max(periods), len(periods)) == ("2020-11", "2021-09", 11)
    states = {"not_due", "missing", "overdue", "in_review", "on_time", "late", "excused"}
    for row in rows:
        assert mapping(OBLIGATION) <= set(row)
        assert row["state"] in states
        assert re.search("[\u0e01-\u0e2e]", row["why_due"])
        for day in (row["nominal_due"], row["due_on"]):
            dt.date.fromisoformat(day)
    assert_times(rows)


def state(rows: Sequence[Json], province: str, deliverable: str, period: str | None = None) -> Json:
    (row,) = [row for row in rows if (row["province"], row["deliverable"], row["period"]) == (province, deliverable, period)]
    return row


@pytest.mark.parametrize(
    ("as_of", "nomination", "december", "january"),
    [
        ("2020-11-17", "not_due", "not_due", "not_due"),
        ("2020-12-03T09:59:59", "missing", "not_due", "not_due"),
        ("2020-12-03T10:00:00", "on_time", "not_due", "not_due"),
        ("2021-01-08T09:59:59", "on_time", "missing", "not_due"),
        ("2021-01-08T03:00:00Z", "on_time", "on_time", "not_due"),
        ("2021-02-01", "on_time", "on_time", "missing"),
        ("2021-02-11", "on_time", "on_time", "overdue"),
    ],
)
def test_the_board_of_a_moment_leaves_out_what_came_after(
    filled: tuple[Outside, list[Json]], as_of: str, nomination: str, december: str, january: str
) -> None:
    rows = filled[0].objects("board", "--as-of", as_of)
    assert state(rows, "50", "nomination")["state"] == nomination
    assert state(rows, "30", "disbursement", "2020-12")["state"] == december
    assert state(rows, "30", "disbursement", "2021-01")["state"] == january


def test_days_late_of_a_missing_report_count_to_the_moment(filled: tuple[Outside, list[Json]]) -> None:
    rows = filled[0].objects("board", "--as-of", "2020-12-14T12:00:00")
    row = state(rows, "11", "nomination")
    assert (row["due_on"], row["state"], row["days_late"], row["submission"]) == ("2020-12-04", "overdue", 10, None)


def test_outbox(filled: tuple[Outside, list[Json]]) -> None:
    outside, _ = filled
    rows = outside.objects("outbox")
    assert rows, "an obstacle told in a mail's body alone is asked after"
    for row in rows:
        assert mapping(NOTICE) <= set(row)
        assert row["kind"] in {"receipt", "query", "reminder", "overdue", "digest", "alert"}
        assert row["state"] == "held", "sending is off by default"
        assert row["to"] == [], "without contacts nobody is written to"
    assert len({row["dedupe_key"] for row in rows}) == len(rows)
    assert_times(rows)


@pytest.mark.parametrize("path", samples("nomination", "disbursement", "obstacle"), ids=lambda path: path.name)
def test_readings(office: Outside, path: Path) -> None:
    readings = office.objects("read", path)
    assert readings
    for reading in readings:
        assert mapping(READING) <= set(reading)
        assert reading["pages"], reading["warnings"]
        for page in reading["pages"]:
            assert mapping(PAGE) <= set(page)
            assert page["method"] in {"text_layer", "recogniser", "sheet"}
            assert all({"text", "box", "confidence"} <= set(line) for line in page["lines"])
            assert all({"box", "rows"} <= set(table) for table in page["tables"])
            assert all(isinstance(text, str) for table in page["tables"] for row in table["rows"] for text in row)
    assert not office.data.exists(), "read files nothing"


# --- again, and broken ------------------------------------------------------------------------------------------------
def test_the_same_bytes_again_are_a_duplicate(office: Outside) -> None:
    path = GOLDEN / "nomination" / "nomination-90.xlsx"
    (first,), (again,) = office.ingest(path), office.ingest(path)
    assert again["outcome"] == "duplicate"
    assert again["reason"]
    same = ("arrival", "receipt_no", "received_at", "submissions")
    assert {key: again[key] for key in same} == {key: first[key] for key in same}
    assert [part["submissions"] for part in again["parts"]] == [part["submissions"] for part in first["parts"]]
    assert len(office.objects("submissions", "--all")) == 1


@pytest.mark.parametrize(
    ("name", "raw"),
    [("empty.pdf", b""), ("broken.pdf", b"%PDF-1.7\n garbage"), ("odd.bin", bytes(range(256)) * 8), ("x.docx", b"PK\x03\x04")],
)
def test_what_cannot_be_read_waits_for_a_person_and_is_kept(office: Outside, tmp_path: Path, name: str, raw: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    (arrival,) = office.ingest(path)
    assert arrival["outcome"] == "review"
    assert re.search("[\u0e01-\u0e2e]", arrival["parts"][0]["reason"])
    (row,) = office.objects("submissions")
    assert (row["id"], row["status"], row["province"], row["period"]) == (arrival["submissions"][0], "review", None, None)
    assert any(raw == each.read_bytes() for each in office.data.rglob("*") if each.is_file()), "the original is kept"


def test_what_a_person_knows_of_a_paper_comes_with_it(office: Outside, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\n garbage")
    words = ("--province", "นครราชสีมา", "--kind", "disbursement", "--period", "2020-12", "--received-at", JANUARY)
    office.objects("ingest", path, *words, "--channel", "fax")
    (row,) = office.objects("submissions")
    assert (row["status"], row["channel"]) == ("review", "fax")
    assert (row["province"], row["kind"], row["period"]) == ("30", "disbursement", "2020-12")
    assert state(office.objects("board"), "30", "disbursement", "2020-12")["state"] == "in_review"


# --- officers ---------------------------------------------------------------------------------------------------------
def by(reason: str = "ตรวจแล้ว") -> tuple[str, ...]:
    return ("--by", "เจ้าหน้าที่ทดสอบ", "--reason", reason)


def test_an_officer_rejects_and_accepts_again(office: Outside) -> None:
    (arrival,) = office.ingest(GOLDEN / "nomination" / "nomination-90.xlsx", at=DECEMBER)
    (id,) = arrival["submissions"]
    office("decide", id, "reject", *by())
    assert office.objects("submissions") == []
    (row,) = office.objects("submissions", "--all")
    assert (row["status"], row["accepted_at"]) == ("rejected", None)
    assert state(office.objects("board"), "90", "nomination")["state"] == "overdue"
    office("decide", id, "accept", *by())
    (row,) = office.objects("submissions")
    assert (row["status"], row["timeliness"]) == ("accepted", "on_time")
    assert state(office.objects("board"), "90", "nomination")["state"] == "on_time"


def test_an_officer_sets_a_field(office: Outside) -> None:
    (arrival,) = office.ingest(GOLDEN / "nomination" / "nomination-90.xlsx")
    (id,) = arrival["submissions"]
    office("decide", id, "set", "district=สะเดา", *by())
    (row,) = office.objects("submissions")
    assert row["fields"]["district"]["value"] == "สะเดา"
    assert row["fields"]["district"]["method"] == "human"


def test_an_officer_says_whose_a_paper_is(office: Outside, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7\n garbage")
    (arrival,) = office.ingest(path)
    office("decide", arrival["submissions"][0], "assign", "30", "disbursement", "2020-12", *by())
    (row,) = office.objects("submissions")
    assert (row["province"], row["kind"], row["period"], row["status"]) == ("30", "disbursement", "2020-12", "review")
    assert state(office.objects("board"), "30", "disbursement", "2020-12")["state"] == "in_review"


def test_an_officer_gives_more_time(office: Outside) -> None:
    office("excuse", "30", "nomination", "--until", "2021-01-31", *by())
    office("excuse", "นครราชสีมา", "disbursement", "2020-12", "--until", "2021-01-31", *by())
    rows = office.objects("board")
    assert {state(rows, "30", "nomination")["state"], state(rows, "30", "disbursement", "2020-12")["state"]} == {"excused"}
    assert state(rows, "30", "disbursement", "2020-11")["state"] == "overdue"
    assert state(office.objects("board", "--as-of", "2021-02-01"), "30", "nomination")["state"] == "overdue"


def test_notices_are_cancelled_and_none_is_released_while_sending_is_off(office: Outside) -> None:
    office.ingest(*samples("obstacle"))
    (notice, *_) = office.objects("outbox")
    office("release", notice["id"], *by())
    assert office.objects("outbox")[0]["state"] == "held"
    office("cancel", notice["id"], *by())
    assert office.objects("outbox")[0]["state"] == "cancelled"


# --- files ------------------------------------------------------------------------------------------------------------
def test_export(filled: tuple[Outside, list[Json]], tmp_path: Path) -> None:
    outside, arrivals = filled
    result = outside("export", tmp_path / "registers.xlsx")
    assert result.stdout == ""
    book = openpyxl.load_workbook(tmp_path / "registers.xlsx")
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {each["receipt_no"] for each in arrivals} <= cells
    assert {"เชียงใหม่", "สงขลา", "นครราชสีมา"} <= cells


def test_backup_and_restore(filled: tuple[Outside, list[Json]], tmp_path: Path) -> None:
    outside, _ = filled
    packed = tmp_path / "all.backup"
    assert outside("backup", packed).stdout == ""
    other = Outside(tmp_path / "other")
    assert other("restore", packed).stdout == ""
    for command in ("submissions", "board", "outbox"):
        assert other.objects(command) == outside.objects(command)
    refused = outside("restore", packed, status=2)
    assert "Traceback" not in refused.stderr
    assert other.ingest(GOLDEN / "nomination" / "nomination-90.xlsx")[0]["outcome"] == "duplicate"


def test_why_tells_a_person(filled: tuple[Outside, list[Json]]) -> None:
    story = filled[0]("why", "30", "2020-12").stdout
    assert "นครราชสีมา" in story
    assert "ธันวาคม 2563" in story


# --- the clock --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "environ", "expected"),
    [
        ("2021-01-12T09:00:00", "", "2021-01-12T09:00:00+07:00"),
        ("2021-01-12T02:00:00Z", "", "2021-01-12T09:00:00+07:00"),
        ("2021-01-12", "", "2021-01-12T00:00:00+07:00"),
        (None, "2021-01-12T09:00:00.900", "2021-01-12T09:00:00+07:00"),
        ("2021-01-12T09:00:00", "2021-02-02T02:02:02", "2021-01-12T09:00:00+07:00"),
    ],
)
def test_now_sets_the_clock_of_one_call(office: Outside, now: str | None, environ: str, expected: str) -> None:
    path = GOLDEN / "nomination" / "nomination-90.xlsx"
    (arrival,) = office.objects("ingest", path, now=now, environ={"DAMRONG_NOW": environ})
    assert arrival["received_at"] == expected, "no better clock: now"
    assert arrival["reason"], "and the reason says so"
    (row,) = office.objects("submissions", now=now, environ={"DAMRONG_NOW": environ})
    assert row["accepted_at"] == expected


# --- exit statuses ----------------------------------------------------------------------------------------------------
WRONG_CALLS = [
    ("ingest",),
    ("ingest", "/nowhere/at/all.eml"),
    ("ingest", str(TOP / "pyproject.toml"), "--province", "ไม่มีจังหวัดนี้"),
    ("ingest", str(TOP / "pyproject.toml"), "--period", "2020-13"),
    ("ingest", str(TOP / "pyproject.toml"), "--received-at", "yesterday"),
    ("ingest", str(TOP / "pyproject.toml"), "--received-at", "2563-12-04T10:00:00"),
    ("ingest", str(TOP / "pyproject.toml"), "--channel", "pigeon"),
    ("read", "/nowhere/at/all.pdf"),
    ("submissions", "--kind", "letter"),
    ("board", "--as-of", "soon"),
    ("decide", "S999", "accept"),
    ("decide", "S999", "praise"),
    ("excuse", "30", "nomination"),
    ("excuse", "30", "disbursement", "2020-10", "--until", "2021-01-31"),
    ("excuse", "30", "nomination", "--until", "31/01/2564"),
    ("release", "N999"),
    ("cancel", "N999"),
    ("restore", "/nowhere/at/all.backup"),
    ("unknown",),
]


@pytest.mark.parametrize("words", WRONG_CALLS, ids=lambda words: " ".join(words)[:60])
def test_a_wrong_call_is_status_2(office: Outside, words: tuple[str, ...]) -> None:
    result = office(*words, status=2)
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_a_wrong_configuration_lists_every_problem_at_once(tmp_path: Path) -> None:
    config = tmp_path / "damrong.toml"
    config.write_text(
        '[mailbox]\nsecurity = "magic"\npoll_seconds = 0\nhsot = "x"\n[office]\nsending = "maybe"\n'
        '[directive]\ncontacts = "gone.csv"\n[deadlines]\ncutoff = "25:00"\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["--config", str(config), "--data", str(tmp_path / "data"), "board"])
    assert (result.exit_code, result.stdout) == (2, "")
    for word in ("security", "poll_seconds", "hsot", "sending", "contacts", "cutoff"):
        assert word in result.stderr


def test_a_missing_tool_is_status_3(office: Outside, tmp_path: Path) -> None:
    result = office("check", status=3, environ={"PATH": str(tmp_path)})
    assert "poppler-utils" in result.stdout + result.stderr, "how to install it"


@pytest.mark.parametrize("command", ["once", "run"])
def test_a_data_folder_that_another_daemon_holds_is_status_75(office: Outside, command: str) -> None:
    with Lease(office.data):
        result = office(command, status=75)
        assert office.objects("board"), "every other command works beside it"
    assert result.stdout == ""


def test_check_of_a_fresh_folder_finds_nothing_wrong(office: Outside) -> None:
    assert json.loads(office("check", "--json").stdout)["problems"] == []


# --- streams, as a shell sees them ------------------------------------------------------------------------------------
def shell(data: Path, *words: str, **environ: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from cli import main; main()", "--data", str(data), "--now", NOW, *words],
        env={**os.environ, "PYTHONPATH": str(TOP), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=TOP,
    )


def test_json_is_utf_8_on_standard_output_whatever_the_locale(tmp_path: Path) -> None:
    path = str(GOLDEN / "obstacle" / "obstacle-54.eml")
    process = shell(tmp_path / "data", "ingest", "--json", path, PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    (line,) = out.decode("utf-8").splitlines()
    assert "แพร่" in json.loads(line)["subject"]


def test_a_reader_that_stops_early_is_no_fault(tmp_path: Path) -> None:
    process = shell(tmp_path / "data", "board", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    json.loads(process.stdout.readline())
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(120) == 0
    process.stderr.close()
