from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import RetryLater, ToolMissing, Unreadable
from parsers.parts import Role
from parsers.sandbox import Sandbox
from tests.reading_kit import gone, lines, part

JOBS = "tests.unit.sandbox_jobs"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(timeout=1.0, memory=700_000_000, jobs=JOBS) as made:
        made.run("pid")
        yield made


@pytest.mark.parametrize(
    ("job", "code"), [("hang", "timeout"), ("eat", "memory"), ("crash", "crashed"), ("deep", "crashed"), ("evil", "crashed")]
)
def test_misbehaviour_ends_as_an_unreadable_document(sandbox: Sandbox, job: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sandbox.run(job)
    assert caught.value.code == code
    assert "โปรด" in caught.value.reason
    assert sandbox.run("echo", data=b"next") == b"next"


def test_a_second_attempt_is_made_once(sandbox: Sandbox, tmp_path: Path) -> None:
    assert sandbox.run("crash_once", mark=str(tmp_path / "mark")) == "second attempt"


def test_what_a_killed_job_started_is_killed_too(sandbox: Sandbox, tmp_path: Path) -> None:
    mark = tmp_path / "pids"
    with pytest.raises(Unreadable):
        sandbox.run("hang", mark=str(mark))
    assert all(gone(int(pid)) for pid in mark.read_text(encoding="ascii").split())


def test_verdicts_keep_their_meaning(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable) as caught:
        sandbox.run("unreadable")
    assert (caught.value.reason, caught.value.code) == ("อ่านไม่ได้", "broken")
    with pytest.raises(ToolMissing, match="pdftotext"):
        sandbox.run("tool")


def test_one_process_serves_many_jobs_and_printing_does_no_harm(sandbox: Sandbox) -> None:
    first = sandbox.run("pid")
    assert sandbox.run("chatter") == "answer"
    assert sandbox.run("pid") == first == sandbox.pid
    large = bytes(30_000_000)
    assert sandbox.run("echo", data=large) == large


def test_a_killed_process_is_replaced(sandbox: Sandbox) -> None:
    first = sandbox.run("pid")
    os.kill(first, signal.SIGKILL)
    assert sandbox.run("pid") != first


def test_a_process_retires_after_its_jobs() -> None:
    with Sandbox(jobs_per_process=2, jobs=JOBS) as made:
        pids = [made.run("pid") for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]
    assert gone(pids[0])
    assert gone(pids[2])


def test_threads_take_turns(sandbox: Sandbox) -> None:
    answers: list[bytes] = []

    def ask(number: int) -> None:
        answers.append(sandbox.run("echo", data=b"%d" % number * 1000))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(b"%d" % number * 1000 for number in range(8))


def test_messages_documents_and_parts_go_through(sandbox: Sandbox) -> None:
    raw = b"From: a@nan.example\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n"
    message = sandbox.open(raw, "", is_message=True, own_addresses=["jed@dopa.example"])
    assert message.sender == "a@nan.example"
    assert lines(sandbox.read(message.parts[-1]).pages[0]) == ["hello"]
    bare = sandbox.open("จังหวัดน่าน".encode(), "a.txt", is_message=False)
    assert bare.parts[0].role is Role.DOCUMENT
    with pytest.raises(Unreadable) as caught:
        sandbox.read(part(b"", "application/pdf"))
    assert caught.value.code == "empty"


def test_a_job_costs_little(sandbox: Sandbox) -> None:
    sandbox.run("echo", data=b"warm")
    start = time.perf_counter()
    for _ in range(100):
        sandbox.run("echo", data=b"x")
    assert (time.perf_counter() - start) / 100 < 0.02


def test_the_reading_process_ends_with_its_daemon() -> None:
    code = "import os; from parsers.sandbox import Sandbox; "
    code += f"s = Sandbox(jobs={JOBS!r}); print(s.run('pid'), flush=True); os._exit(1)"
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, cwd=root)
    assert gone(int(done.stdout))


def test_a_machine_that_starts_no_process_is_no_fault_of_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(jobs=JOBS) as made:
        with monkeypatch.context() as patch:
            patch.setenv("PATH", str(tmp_path))
            with pytest.raises(RetryLater):
                made.run("pid")
        assert made.run("pid")


def test_an_interrupted_job_leaves_no_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(jobs=JOBS) as made:
        made.run("pid")

        def interrupted(*args: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("parsers.sandbox._receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                made.run("echo", data=b"old")
        assert made.run("echo", data=b"new") == b"new"
