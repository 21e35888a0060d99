"""The commands of damrong. Effects begin here: the clock, the folders and the exit status."""

from __future__ import annotations

import io
import logging
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

import contract
import desk
import screens
import story
from arguments import decision_options, json_option, period_of, province_of, time_of
from intake.clock import make_clock
from intake.errors import Damaged, DamrongError, UserError
from intake.ports import Clock
from intake.records import Channel, Hints
from office import Office, open_office
from rules.records import Status
from storage.records import Query


class Context:
    """What every command is told: where the configuration and the data are, and what time it is."""

    def __init__(self, config: Path | None, data: Path, clock: Clock) -> None:
        self.config, self.data, self.clock = config, data, clock

    def office(self) -> Office:
        """Opens the office on the data folder."""
        return open_office(self.config, self.data, self.clock)


class Commands(click.Group):
    """Turns every known error into its text and its exit status, once, here."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command; see intake.errors for what each error means."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except DamrongError as error:
            fail(error)
        except BrokenPipeError:
            os._exit(0)  # who reads has read enough; a last flush could only fail


def fail(error: DamrongError) -> NoReturn:
    """Prints an error to standard error and ends with its status."""
    problems = error.problems if isinstance(error, UserError) else (str(error),)
    for problem in problems:
        click.echo(f"damrong: {problem}", err=True)
    sys.exit(error.exit_status)


@click.group(cls=Commands)
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Configuration file (TOML).")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@click.option("--now", "now_text", metavar="TIME", help="The time to go by, instead of the clock; DAMRONG_NOW does the same.")
@click.option("-v", "--verbose", count=True, help="More of the log.")
@click.pass_context
def main(ctx: click.Context, config: Path | None, data: Path, now_text: str | None, verbose: int) -> None:
    """Intake of the provinces' reports: from the mailbox and the fax line to registers, digests and reminders."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # the contract's encoding, whatever the locale
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ctx.obj = Context(config, data, make_clock(now_text, os.environ))


@main.command()
@click.pass_obj
def run(context: Context) -> None:
    """The daemon: polls, files, sends what is due, until SIGTERM."""
    import scheduler

    with context.office() as office:
        scheduler.run(office)


@main.command()
@click.pass_obj
def once(context: Context) -> None:
    """One round of the same, then exit."""
    import scheduler

    with context.office() as office:
        problems = scheduler.once(office)
    for problem in problems:
        click.echo(f"damrong: {problem}", err=True)
    if problems:
        sys.exit(75)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--channel", type=click.Choice([each.value for each in Channel]))
@click.option("--received-at", "received_text", metavar="TIME")
@click.option("--province")
@click.option("--kind", type=click.Choice(desk.KINDS))
@click.option("--period")
@json_option
@click.pass_obj
def ingest(
    context: Context,
    paths: tuple[Path, ...],
    channel: str | None,
    received_text: str | None,
    province: str | None,
    kind: str | None,
    period: str | None,
    as_json: bool,
) -> None:
    """Files what lies on disk: .eml, .mbox, a Maildir, a folder, or bare documents."""
    hints = Hints(province_of(province), kind, period_of(period))
    received_at = time_of(received_text, "--received-at")
    with context.office() as office:
        taken = desk.ingest(office, paths, Channel(channel) if channel else None, received_at, hints)
        if as_json:
            for each in taken:
                click.echo(contract.dump(contract.arrival(each.row, outcome=each.outcome, reason=each.reason)))
        else:
            screens.arrivals([contract.arrival(each.row, outcome=each.outcome, reason=each.reason) for each in taken])


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def read(context: Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Only reads: prints what stands in each file, files nothing."""
    screens.show(desk.readings(files, context.clock.now()), as_json, screens.readings)


@main.command()
@click.option("--kind", type=click.Choice(desk.KINDS))
@click.option("--province")
@click.option("--period")
@click.option("--all", "everything", is_flag=True, help="Also superseded and rejected ones.")
@json_option
@click.pass_obj
def submissions(
    context: Context, kind: str | None, province: str | None, period: str | None, everything: bool, as_json: bool
) -> None:
    """Submissions: those accepted or in review."""
    statuses = tuple(Status) if everything else (Status.ACCEPTED, Status.REVIEW)
    query = Query(kind, province_of(province), period_of(period), statuses)
    with context.office() as office:
        rows = office.store.submissions(query)
        screens.show((contract.submission(row) for row in rows), as_json, screens.submissions)


@main.command()
@click.option("--as-of", "as_of_text", metavar="TIME")
@json_option
@click.pass_obj
def board(context: Context, as_of_text: str | None, as_json: bool) -> None:
    """An obligation for every expected report, received or not."""
    with context.office() as office:
        as_of = time_of(as_of_text, "--as-of") or context.clock.now()
        rows = office.board(as_of)
        last = office.last_notices(as_of)
        objects = (contract.obligation(row, last.get((row.province, row.deliverable, row.period))) for row in rows)
        screens.show(objects, as_json, lambda _: screens.board(rows, office.directive, as_of))


@main.command()
@json_option
@click.pass_obj
def outbox(context: Context, as_json: bool) -> None:
    """Every notice, queued or sent."""
    with context.office() as office:
        screens.show((contract.notice(notice) for notice in office.store.notices()), as_json, screens.outbox)


@main.command()
@click.argument("id")
@click.argument("verb", type=click.Choice(["accept", "reject", "set", "assign"]))
@click.argument("arguments", nargs=-1)
@decision_options
@json_option
@click.pass_obj
def decide(context: Context, id: str, verb: str, arguments: tuple[str, ...], by: str, reason: str, as_json: bool) -> None:
    """An officer's decision: ID accept | reject | set FIELD=VALUE... | assign PROVINCE KIND [PERIOD]."""
    with context.office() as office:
        row = desk.decide(office, id, verb, arguments, by, reason)
        screens.show([contract.submission(row)], as_json, screens.submissions)


@main.command()
@click.argument("province")
@click.argument("deliverable")
@click.argument("period", required=False)
@click.option("--until", required=True, metavar="DATE")
@decision_options
@click.pass_obj
def excuse(context: Context, province: str, deliverable: str, period: str | None, until: str, by: str, reason: str) -> None:
    """Gives a province more time for one obligation."""
    with context.office() as office:
        desk.excuse(office, province_of(province) or "", deliverable, period_of(period), until, by, reason)
    click.echo("บันทึกการผ่อนผันแล้ว", err=True)


@main.command()
@click.argument("notices", nargs=-1, required=True)
@decision_options
@json_option
@click.pass_obj
def release(context: Context, notices: tuple[str, ...], by: str, reason: str, as_json: bool) -> None:
    """Lets held notices leave."""
    with context.office() as office:
        rows = desk.release(office, notices, by, reason)
        screens.show((contract.notice(notice) for notice in rows), as_json, screens.outbox)


@main.command()
@click.argument("notices", nargs=-1, required=True)
@decision_options
@json_option
@click.pass_obj
def cancel(context: Context, notices: tuple[str, ...], by: str, reason: str, as_json: bool) -> None:
    """Cancels notices that have not left."""
    with context.office() as office:
        rows = office.store.cancel(notices, by, reason, context.clock.now())
        screens.show((contract.notice(notice) for notice in rows), as_json, screens.outbox)


@main.command()
@click.argument("province")
@click.argument("period", required=False)
@click.pass_obj
def why(context: Context, province: str, period: str | None) -> None:
    """The whole story of one province's obligations."""
    with context.office() as office:
        click.echo(story.why(office, province_of(province) or "", period_of(period)))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(context: Context, file: Path) -> None:
    """The registers as a workbook."""
    with context.office() as office:
        desk.export(office, file)
    click.echo(f"บันทึกทะเบียนลงในไฟล์ {file} แล้ว", err=True)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(context: Context, file: Path) -> None:
    """Everything into one file, consistent while the daemon runs."""
    from storage.backup import backup as write_backup

    with context.office():
        report = write_backup(context.data, file, context.clock.now())
    click.echo(f"สำรองข้อมูล {report.files} ไฟล์ลงใน {file} แล้ว", err=True)
    if report.problems:
        raise Damaged("\n".join(report.problems))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def restore(context: Context, file: Path) -> None:
    """A backup back into an empty data folder."""
    from storage.backup import restore as read_backup

    read_backup(file, context.data)
    click.echo(f"กู้คืนข้อมูลลงใน {context.data} แล้ว", err=True)


@main.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def check(context: Context, as_json: bool) -> None:
    """Configuration, tools, mailbox, clock, disk, audit chain: every problem at once, with the cure."""
    import checkup

    report = checkup.check(context.config, context.data, context.clock)
    screens.checkup(report, as_json)
    sys.exit(report.exit_status)


@main.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where the results are left.")
@click.option("--mails", default=140, show_default=True)
@click.option("--seed", default=2563, show_default=True)
def demo(out: Path | None, mails: int, seed: int) -> None:
    """The whole thing on this machine, against a mail server that it starts itself."""
    from rehearsal.demo import play

    play(out, mails, seed)
