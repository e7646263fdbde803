"""The front door: commands, and the timetable of all clocks. Wiring only; what a command does stands in its station.

Commands import what they need when they run, so that `postbon --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

from ingest.doors.pipe import piped_config, take_from_pipe

# A mail server's pipe starts us for each mail: it gets its answer before anything below is loaded, which takes ten
# times as long as the answer itself.
if (pipe := piped_config(sys.argv[1:]))[0]:
    sys.exit(take_from_pipe(pipe[1]))

import typer

from config.front import fail, keep_to_owner, settings_of, utc_now
from config.logs import keep_log
from config.speech import say
from convert import commands as convert_commands
from ingest import commands as ingest_commands
from outbound import commands as outbound_commands
from store import commands as store_commands
from web import commands as web_commands
from web import new_desk

if TYPE_CHECKING:
    from contextlib import ExitStack
    from threading import Event

    from config.settings import Settings
    from store.beside import WorkerBeside
    from store.store import Store
    from store.workers import Round

T = TypeVar("T")
Hook = Callable[[Callable[[], bool]], None]  # is told how to ask whether the desk is to end


def no_hook(_ended: Callable[[], bool]) -> None:
    """Nothing more to do."""


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
for station in (
    store_commands,
    ingest_commands,
    convert_commands,
    outbound_commands,
    web_commands,
    new_desk,
):
    app.add_typer(station.app)


@app.callback(help=say("Postbon, the maintenance desk that lives in your mail."))
def desk(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", help=say("the settings file"), show_default=False),
    ] = None,
) -> None:
    context.obj = config


@app.command(help=say("Say what the desk sees in a mail; changes nothing.\n\nExample: postbon inspect report.eml"))
def inspect(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…",
            help=say("mails; none: paths on standard input"),
        ),
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help=say("one JSON object a line"))] = False,
    read_as: Annotated[
        str,
        typer.Option("--as", help=say("whose answer: party or reporter")),
    ] = "party",
) -> None:
    if read_as not in ("party", "reporter"):
        fail(say("--as %(read_as)s: choose party or reporter", read_as=read_as), 2)
    from config.settings import load_settings
    from ingest.inspecting import inspect_lines, inspect_screens, lens_of

    paths = files or (line.rstrip("\n") for line in sys.stdin)
    with lens_of(load_settings(context.find_root().obj), read_as, utc_now) as lens:
        for report in (inspect_lines if jsonl else inspect_screens)(paths, lens):
            typer.echo(report)


@app.command(help=say("Look whether all is well, and say what to do.\n\nExample: postbon doctor"))
def doctor(context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from contextlib import ExitStack
    from dataclasses import asdict

    from config.settings import settings_file
    from ingest.checks import check_doors
    from outbound.checks import check_outbox, check_post
    from store.checks import check_octets, check_people, check_processes, check_settings, check_store
    from store.mailbox_grants import Grants
    from store.opening import open_store

    settings = settings_of(context)
    database, *others = check_store(settings)
    found = check_settings(settings, settings_file(context.find_root().obj))
    with ExitStack() as opened:
        store = opened.enter_context(open_store(settings)) if database.well else None
        grants = Grants(store, settings.secret) if store else None
        findings = [*found, database, *others, *check_doors(settings, grants), *check_post(settings, grants)]
        if store:
            with store.reading() as session:
                findings += [check_people(session), check_processes(session), check_octets(session, store.blobs)]
                findings += [check_outbox(session, utc_now())]
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    for finding in findings if not as_json else []:
        typer.echo(f"{'ok ' if finding.well else say('NOT')}  {finding.what}: {finding.seen}")
        if not finding.well:
            typer.echo(f"     {finding.advice}")
    raise typer.Exit(int(not all(finding.well for finding in findings)))


@app.command(help=say("Run the desk, or the roles named; Ctrl-C ends it.\n\nExample: postbon serve --only smtp,worker"))
def serve(
    context: typer.Context,
    only: Annotated[str, typer.Option(help=say("roles, parted by commas; without it all"), show_default=False)] = "",
    rung: Annotated[bool, typer.Option(hidden=True)] = False,  # store.beside
) -> None:
    from store import beside
    from store.opening import open_store
    from store.security_log import note_settings
    from store.troubles import clear_switched_off

    roles = tuple(only.split(",") if only else ROLES)
    if unknown := ", ".join(each for each in roles if each not in ROLES):
        known = ", ".join(ROLES)
        fail(say("unknown role %(unknown)s; choose from %(known)s", unknown=unknown, known=known), 2)
    settings = settings_of(context)
    with open_store(settings) as store:
        with store.writing() as session:
            note_settings(session, settings, utc_now())
            clear_switched_off(session, settings, utc_now())
        if not only and beside.has_second_core():
            others = tuple(role for role in roles if role != beside.NAME)
            worker = beside.WorkerBeside(beside.command(context.find_root().obj), store.bell, store.signs)
            run_desk(store, settings, others, beside=worker)
        else:
            run_desk(store, settings, roles, line=sys.stdin if rung else None)


@app.command(help=say("Try the desk with invented tenants and tradespeople; Ctrl-C ends it.\n\nExample: postbon demo"))
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help=say("where its data is kept"))] = Path("var/demo"),
    weeks: Annotated[int, typer.Option(min=0, max=3, help=say("weeks of life it begins with"))] = 3,
) -> None:
    from config.demo import ANSWERS
    from convert.demo.setup import demo_settings, mail_reports, set_up_demo
    from convert.demo.stories import live
    from convert.tickets.closing import close_quiet
    from outbound.past_post import compose_past, post_past
    from outbound.remind import remind
    from outbound.visiting import remind_of_visits
    from store.opening import open_store
    from web.passwords import hash_password

    settings, now = demo_settings(context.obj, folder), utc_now()
    rounds = (remind, remind_of_visits, close_quiet)
    post = partial(post_past, kept_since=now - timedelta(days=4), answers=dict(ANSWERS))
    with open_store(settings) as store:
        fresh = set_up_demo(store, settings, hash_password, now)

        def let_them_live(ended: Callable[[], bool]) -> None:
            if fresh and weeks:
                typer.echo(
                    say(
                        "one week passes at the desk; that takes some seconds",
                        plural="%(count)s weeks pass at the desk; that takes some seconds",
                        count=weeks,
                    )
                )
                live(store, settings, now, weeks=weeks, rounds=rounds, post=post, ended=ended)

        def let_them_write(ended: Callable[[], bool]) -> None:
            if fresh and not ended():
                mail_reports(settings, utc_now())
                compose_past(store, settings, ended)

        run_desk(store, settings, tuple(ROLES), before_work=let_them_live, when_open=let_them_write)


@app.command(
    help=say(
        "Do all that is due, and end (for cron, or to try something out).\n\nExample: postbon work --once --mail new/"
    )
)
def work(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help=say("once"))] = False,
    at: Annotated[str, typer.Option(help=say("as if it were this late (ISO 8601)"))] = "",
    mail: Annotated[list[str] | None, typer.Option(metavar="FILE|DIR", help=say("takes this mail in first"))] = None,
) -> None:
    from ingest.doors.files import status_of, take, taken_lines
    from store.intake import Intake
    from store.opening import open_store
    from store.workers import do_round

    if not once:
        fail(say("write --once, or use: postbon serve"), 2)
    now = moment(at) if at else utc_now()
    settings = settings_of(context)
    with open_store(settings) as store:
        intake = Intake(store)
        taken = list(take(mail or (), None, intake, now))
        intake.close()
        # Filing leaves answers, answers leave letters, clocks leave both: round and round until nothing is left.
        done = dict.fromkeys((each.__name__ for each, _ in all_rounds()), 0)
        while more := {each.__name__: do_round(each, store, settings, now) for each, _ in all_rounds()}:
            for name, number in more.items():
                done[name] += number
            if not any(more.values()):
                break
    for name, number in done.items():
        typer.echo(f"{name}: {number}")
    for line in taken_lines((one for one in taken if not one.receipt), as_json=False):
        typer.echo(line, err=True)
    raise typer.Exit(status_of(taken))


def all_rounds() -> list[tuple[Round, str]]:
    """Every station's work, in the order of a mail's way, with the bell it answers to, or how often it is asked."""
    from convert.answers.account_changes import warn_of_account_changes
    from convert.answers.answers import take_answers
    from convert.answers.emergencies import raise_emergencies
    from convert.answers.quiet_lines import note_automatic_answers
    from convert.answers.returned_letters import telephone_instead
    from convert.forgetting.rounds import forget_old
    from convert.tickets.closing import close_quiet
    from ingest.doors.spool import take_spooled
    from ingest.filing import file_messages
    from ingest.scanning import scan_files
    from outbound.canary import send_canary
    from outbound.operator import tell_operator
    from outbound.post import post_letters
    from outbound.remind import remind
    from outbound.returns import read_returns
    from outbound.visiting import remind_of_visits
    from store.room import watch_room

    return [
        (take_spooled, "spool"),
        (file_messages, "messages"),
        (scan_files, "messages"),
        (take_answers, "answers"),
        (note_automatic_answers, "answers"),
        (read_returns, "answers"),
        (telephone_instead, "minute"),
        (raise_emergencies, "answers"),
        (warn_of_account_changes, "answers"),
        (remind, "minute"),
        (remind_of_visits, "minute"),
        (watch_room, "minute"),
        (send_canary, "minute"),
        (tell_operator, "minute"),
        (close_quiet, "hour"),
        (forget_old, "hour"),
        (post_letters, "outbox"),
    ]


def run_desk(
    store: Store,
    settings: Settings,
    roles: tuple[str, ...],
    *,
    before_work: Hook = no_hook,
    when_open: Hook = no_hook,
    beside: WorkerBeside | None = None,
    line: TextIO | None = None,
) -> None:
    """Run these roles until Ctrl-C or SIGTERM, then end them in the opposite order, each finishing what it holds. What
    takes too long is left: whoever comes next takes it up.

    before_work  once the doors and pages are open
    beside       what fills the worker's role in a process of its own
    line         where that process hears what rings in ours
    """
    import gc
    from contextlib import ExitStack
    from threading import Event, Thread, Timer

    from store.beside import obey
    from store.watchman import NAME, tell_supervisor, watch_over

    stop, late = Event(), Timer(PATIENCE, give_up)
    late.daemon = True
    sys.setswitchinterval(TURN)
    with ExitStack() as running, end_signal() as came:
        running.callback(late.cancel)  # first in, so last out
        try:
            for role in roles:
                if role == "worker":
                    before_work(lambda: came(0))
                ROLES[role](running, store, settings, stop)
            if beside:
                start(running, store, "worker", partial(beside.run, stop), stop)
                running.callback(store.bell.ring, "stop")  # so that it sees it
            if line:
                Thread(target=obey, args=(line, store.bell, stop), daemon=True).start()
            start(running, store, NAME, partial(watch_over, store, roles, stop), stop)
            when_open(lambda: came(0))
            gc.freeze()  # what was loaded stays: to look through it for garbage again and again holds everybody up
            tell_supervisor("READY=1")
            came(None)
        finally:
            tell_supervisor("STOPPING=1")
            stop.set()  # also where a later role could not start
            late.start()


@contextmanager
def end_signal() -> Iterator[Callable[[float | None], bool]]:
    """Something that tells whether SIGINT or SIGTERM came, waiting so many seconds for it (None: until it does); one
    that came meanwhile counts. A second ends us at once.

    A pipe, for no lock may be taken where a signal is handled: it may be the one that was being taken. The interpreter
    itself writes to it: the signal may reach another thread, and then nothing else wakes the one that waits.
    """
    import os
    import signal
    from select import select

    hearing, telling = os.pipe()
    os.set_blocking(telling, False)
    signal.set_wakeup_fd(telling, warn_on_full_buffer=False)

    def tell(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, tell)

    def came(seconds: float | None) -> bool:
        return bool(select([hearing], [], [], seconds)[0])

    yield came


def give_up() -> None:
    import os
    from threading import enumerate as threads

    busy = ", ".join(thread.name for thread in threads() if not thread.daemon)
    sys.stderr.write(f"postbon: {say('ends without waiting for')} {busy}\n")
    sys.stderr.flush()
    os._exit(1)


def open_smtp(running: ExitStack, store: Store, settings: Settings, _stop: Event) -> None:
    from ingest.doors.smtp import SmtpDoor
    from store.intake import Intake
    from store.room import Room

    intake = Intake(store, "intake of smtp", Room(settings))
    running.callback(intake.close)
    door = SmtpDoor(store, intake, settings, utc_now)
    port = listening("smtp_in.port", settings.smtp_in.port, door.open)
    running.callback(door.close)
    typer.echo(f"SMTP {settings.smtp_in.host}:{port}")


def watch_mailboxes(running: ExitStack, store: Store, settings: Settings, stop: Event) -> None:
    from ingest.doors.imap import watch
    from store.intake import Intake
    from store.mailbox_grants import Grants
    from store.room import Room

    if settings.imap:
        intake = Intake(store, "intake of imap", Room(settings))
        running.callback(intake.close)
        for account in settings.imap:
            reading = partial(watch, store, intake, account, stop, utc_now, Grants(store, settings.secret))
            start(running, store, f"imap:{account.name}", reading, stop)


def open_pages(running: ExitStack, store: Store, settings: Settings, stop: Event) -> None:
    import socket

    def bound() -> socket.socket:
        return socket.create_server((settings.web.host, settings.web.port), backlog=128)

    listener = listening("web.port", settings.web.port, bound)
    from web.app import create_app  # takes a second: who comes meanwhile waits in line
    from web.serving import NAME, PageServer

    pages = PageServer(create_app(store, settings, utc_now), listener, store.signs)
    start(running, store, NAME, pages.serve, stop)
    running.callback(pages.end)
    typer.echo(f"http://{settings.web.host}:{listener.getsockname()[1]}")


def do_rounds(running: ExitStack, store: Store, settings: Settings, stop: Event) -> None:
    """Rounds that wake by a bell have a thread each; those of the clock stand in one timetable."""
    from apscheduler.schedulers.background import BackgroundScheduler

    from store.life_signs import QUIET
    from store.workers import do_round, follow_clock, keep_doing

    def on_time(each: Round, seconds: float) -> None:
        store.signs.give(each.__name__, quiet=seconds + QUIET)
        do_round(each, store, settings, utc_now())

    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    for each, when in all_rounds():
        if when in CLOCKS:
            scheduler.add_job(
                partial(on_time, each, CLOCKS[when]),
                "interval",
                seconds=CLOCKS[when],
                id=each.__name__,
                next_run_time=utc_now(),
                misfire_grace_time=None,
            )
        else:
            doing = partial(keep_doing, each, when, store, settings, stop, utc_now)
            start(running, store, each.__name__, doing, stop)
            running.callback(store.bell.ring, when)  # so that who waits sees the stop
    scheduler.start()
    running.callback(scheduler.shutdown)
    start(running, store, "timetable", partial(follow_clock, scheduler, store.signs, stop, utc_now), stop)


ROLES: dict[str, Callable[[ExitStack, Store, Settings, Event], None]] = {
    "smtp": open_smtp,
    "imap": watch_mailboxes,
    "web": open_pages,
    "worker": do_rounds,
}
CLOCKS = {"minute": 60, "hour": 3600}  # seconds
PATIENCE = 20.0  # seconds in which what runs may end by itself
TURN = 0.001  # seconds after which busy Python lets another thread go on: a page changes threads ten times


def listening(setting: str, port: int, listen: Callable[[], T]) -> T:
    """Listen, or say which setting to change."""
    try:
        return listen()
    except OSError as error:
        fail(
            say(
                "port %(port)s cannot be used (%(strerror)s); choose another with %(setting)s",
                port=port,
                strerror=error.strerror,
                setting=setting,
            )
        )


def start(running: ExitStack, store: Store, name: str, work: Callable[[], None], stop: Event) -> None:
    """Run the work, guarded, on a thread of its own; leaving `running` waits for its end."""
    from threading import Thread

    from store.life_signs import guard

    thread = Thread(target=guard, args=(store.signs, name, work, stop), name=name)
    thread.start()
    running.callback(thread.join)


def moment(text: str) -> datetime:
    """An ISO 8601 time with its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        fail(
            say("'%(text)s' is no time like 2026-11-30T09:00+01:00", text=text),
            2,
        )
    return found.astimezone(UTC)


def main() -> None:
    """The console script. What we know can go wrong is said in one line; a traceback is a fault of ours."""
    keep_to_owner()
    keep_log(sys.stderr)
    try:
        status = app(standalone_mode=False)  # else the library says what is wrong, in five lines
    except Exception as error:
        words, status = _known(error)
        if not status:
            raise
        sys.stderr.write(words)
    sys.exit(status)


def _known(error: Exception) -> tuple[str, int]:
    """What to say of an error, and the exit status; 0 for one that nobody expected."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    if "NoArgsIsHelpError" in kinds:
        return f"{error}\n", 2  # no command was named: the whole help
    words, status = str(error), 0
    if "UsageError" in kinds:
        where = error.ctx.command_path if error.ctx else "postbon"  # type: ignore[attr-defined]  # the library's own
        usage = error.format_message().rstrip(".")  # type: ignore[attr-defined]
        words, status = f"{usage}; {say('see')}: {where} --help", 2
    elif "Abort" in kinds:
        words, status = say("stopped; nothing was changed"), 1
    elif isinstance(error, OSError) and error.strerror and error.filename:
        words, status = f"{error.filename}: {error.strerror}", 1
    else:
        known = {"SettingsError": 2, "BackupError": 1, "MoveError": 1, "StoreUnavailableError": 1, "OSError": 1}
        status = next((known[kind] for kind in kinds if kind in known), 0)
    return f"postbon: {words}\n", status
