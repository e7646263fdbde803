"""Commands on what comes in: `postbon ingest`, `postbon aside`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.front import LAST_ID, fail, settings_of, show_rows, utc_now
from config.speech import say, spoken_language
from ingest.doors.pipe import EX_TEMPFAIL

if TYPE_CHECKING:
    from datetime import date

    from config.settings import Imap, Settings

app = typer.Typer()


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
    from ingest.doors.files import status_of, taken_lines
    from ingest.doors.files import take as take_mail
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
    raise typer.Exit(status_of(taken))


@app.command(
    help=say(
        "Read a month of a mailbox, or files, and show what the desk would have made of it; changes nothing there, "
        "sends nothing. Ctrl-C stops, the same call continues.\n\n"
        "Example: postbon tryout --imap imap.example.nl --user melding@delinde.example.nl"
    )
)
def tryout(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[FILE|DIR]…")] = None,
    imap: Annotated[str, typer.Option(metavar="HOST[:PORT]", help=say("mailbox; none: the one in the settings"))] = "",
    user: Annotated[str, typer.Option(help=say("who logs in"))] = "",
    password: Annotated[str, typer.Option(envvar="POSTBON_TRYOUT_PASSWORD")] = "",
    security: Annotated[str, typer.Option(help="tls, starttls, none")] = "",
    mail_folder: Annotated[str, typer.Option(help=say("folder of the mailbox"))] = "INBOX",
    address: Annotated[str, typer.Option(help=say("support address; none: who logs in"))] = "",
    days: Annotated[int, typer.Option(min=1, max=3660, help=say("how far back"))] = 31,
    folder: Annotated[Path, typer.Option(help=say("where its data is kept"))] = Path("postbon-tryout"),
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from datetime import timedelta

    from imapclient.exceptions import IMAPClientError

    from config.secret import with_secret
    from config.settings import load_settings
    from ingest.tryout import figure_lines, tried_mails, try_files, try_mailbox, tryout_figures, write_page
    from store.opening import open_store

    own = load_settings(context.find_root().obj)
    since = (utc_now() - timedelta(days=days)).date()
    account = None if paths else _tried_account(own, imap, user, password, security, mail_folder, since)
    box = address or (account.username if account and "@" in account.username else own.desk.address)
    apart = {"data_dir": folder.absolute(), "address": box}
    settings = with_secret(
        load_settings(
            context.find_root().obj, desk=apart, database={"url": ""}, blobs={"url": ""}, imap=(), smtp_out={}
        )
    )

    def progress(number: int, whole: int) -> None:
        words = say("%(number)s of %(whole)s", number=number, whole=whole) if whole else str(number)
        if sys.stderr.isatty():
            typer.echo(f"\r{words} ", err=True, nl=False)
        elif number == whole or not number % 100:
            typer.echo(words, err=True)

    unread, is_whole = 0, True
    with open_store(settings) as store:
        try:
            if account:
                unread = try_mailbox(store, settings, account, utc_now(), progress)
            else:
                unread = try_files(store, settings, paths or [], since, utc_now(), progress)
        except KeyboardInterrupt:
            is_whole = False
        except (IMAPClientError, OSError) as error:
            fail(f"{account.host if account else folder}: {error}")
        mails = tried_mails(store, spoken_language())
    page = folder / "tryout.html"
    source = f"{account.username}, {account.folder}" if account else ", ".join(paths or [])
    write_page(page, mails, settings, spoken_language(), source, utc_now())
    if as_json:
        typer.echo(json.dumps({**tryout_figures(mails), "unread": unread, "whole": is_whole, "page": str(page)}))
        return
    if sys.stderr.isatty():
        typer.echo(err=True)
    for line in figure_lines(tryout_figures(mails), spoken_language()):
        typer.echo(line)
    if unread:
        typer.echo(say("one mail could not be read", plural="%(count)s mails could not be read", count=unread))
    if not is_whole:
        typer.echo(say("stopped half-way; the same call continues"))
    typer.echo(say("The page: %(page)s.", page=page))
    typer.echo(say("Nothing was changed or sent; delete %(folder)s when done.", folder=folder))


def _tried_account(
    settings: Settings, imap: str, user: str, password: str, security: str, mail_folder: str, since: date
) -> Imap:
    """The mailbox as the options name it, else the first of the settings; asks for what is missing."""
    from config.settings import Imap

    if not imap:
        if not settings.imap:
            fail(say("name a mailbox (--imap HOST --user NAME), or files"), 2)
        return settings.imap[0].model_copy(update={"since": since})
    host, _, port = imap.partition(":")
    if security not in ("", "tls", "starttls", "none") or (port and not port.isdecimal()):
        fail(say("write HOST or HOST:PORT, and as security tls, starttls or none"), 2)
    return Imap.model_validate(
        {
            "name": "tryout",
            "host": host,
            "port": int(port or 993),
            "security": security or ("starttls" if port == "143" else "tls"),
            "username": user or typer.prompt(say("User name")),
            "password": password or typer.prompt(say("Password"), hide_input=True),
            "folder": mail_folder,
            "since": since,
        }
    )


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
