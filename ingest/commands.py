"""Commands on what comes in: `postbon ingest`, `postbon aside`."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from config.front import LAST_ID, fail, settings_of, show_rows, utc_now
from config.speech import say, spoken_language

app = typer.Typer()

EX_TEMPFAIL = 75  # sysexits.h: the mail server keeps the mail and tries again


@app.command(
    help=say(
        "Take mail from files, a Maildir, an mbox or (-) a mail server's pipe; status "
        "75: try again.\n\nExample: postbon ingest - < report.eml"
    )
)
def ingest(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="FILE|DIR|-")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from ingest.doors.files import take as take_mail
    from ingest.doors.files import taken_lines
    from store.intake import Intake
    from store.opening import open_store

    piped = sys.stdin.buffer.read() if "-" in paths else None
    try:
        with open_store(settings_of(context)) as store:
            intake = Intake(store)
            taken = list(take_mail(paths, piped, intake, utc_now()))
            intake.close()
    except Exception as error:
        if piped is None:
            raise
        # Behind a mail server's pipe whatever is wrong is ours, and the mail must not bounce.
        fail(f"{type(error).__name__}: {error}", EX_TEMPFAIL)
    for line in taken_lines(taken, as_json):
        typer.echo(line)
    raise typer.Exit(EX_TEMPFAIL if any(one.retry for one in taken) else int(any(one.trouble for one in taken)))


aside = typer.Typer(help=say("Messages that were set aside."), no_args_is_help=True)


app.add_typer(aside, name="aside")


@aside.command(
    "list",
    help=say("What lies aside, newest first.\n\nExample: postbon aside list --json"),
)
def aside_list(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=LAST_ID)] = 50,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from ingest.aside import aside_rows
    from store.opening import open_store

    with open_store(settings_of(context)) as store:
        rows = aside_rows(store, spoken_language(), limit)
    show_rows(rows, as_json, map("M-{id}  {received_at:.16}  {aside}  {from}  {subject}".format_map, rows))


@aside.command(
    "show",
    help=say("All about one message.\n\nExample: postbon aside show 412"),
)
def aside_show(context: typer.Context, number: str) -> None:
    from ingest.aside import aside_whole
    from store.opening import open_store

    with open_store(settings_of(context)) as store:
        message = aside_whole(store, message_number(number), spoken_language())
    if message is None:
        fail(say("there is no message %(number)s", number=number))
    typer.echo(json.dumps(message, ensure_ascii=False, indent=2))


@aside.command(
    "replay",
    help=say("Read and judge a message anew.\n\nExample: postbon aside replay 412"),
)
def aside_replay(context: typer.Context, number: str) -> None:
    from ingest.aside import aside_whole
    from ingest.filing import replay
    from store.opening import open_store

    settings = settings_of(context)
    with open_store(settings) as store:
        try:
            replay(store, settings, message_number(number))
        except KeyError:
            fail(say("there is no message %(number)s", number=number))
        message = aside_whole(store, message_number(number), spoken_language())
    assert message is not None
    typer.echo(f"M-{message['id']}: {message['place']} ({message['rule']}: {message['why']})")


def message_number(text: str) -> int:
    """412 and M-412 are the same message."""
    bare = text.upper().removeprefix("M-")
    if not bare.isdecimal() or not 0 < int(bare) <= LAST_ID:
        fail(say("'%(text)s' is no message number like 412", text=text), 2)
    return int(bare)
