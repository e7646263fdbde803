"""Commands on the store: `postbon backup`, `restore`, `move-store`, `sweep-octets`, `mailbox login`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.front import fail, settings_of, utc_now
from config.speech import say

if TYPE_CHECKING:
    from config.settings import Settings
    from store.words import SecurityEvent

A_DAY = 86_400.0  # seconds: what was put so lately may be about to be named

app = typer.Typer()
mailbox = typer.Typer(help=say("Mailboxes that are opened without a password."))
app.add_typer(mailbox, name="mailbox")


@app.command(help=say("Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23"))
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up
    from store.words import SecurityEvent

    settings = settings_of(context)
    back_up(settings, folder, _tell)
    _record(settings, SecurityEvent.BACKUP)
    typer.echo(say("the copy is in %(folder)s", folder=folder))


@app.command(help=say("Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23"))
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back
    from store.words import SecurityEvent

    settings = load_settings(context.find_root().obj)  # without a secret of its own: the copy brings one
    put_back(settings, folder, _tell)
    _record(settings, SecurityEvent.RESTORE)
    typer.echo(say("the copy is back; now run: postbon serve"))


@app.command(
    "move-store",
    help=say(
        "Move the desk from SQLite to PostgreSQL, or its octets to another place. What was stopped halfway continues."
        " To: postgresql+psycopg://… for the desk; s3://bucket/prefix?endpoint=…, file:/path or database for octets."
        "\n\nExample: postbon move-store postgresql+psycopg://postbon:secret@db/postbon"
    ),
)
def move(context: typer.Context, url: str) -> None:
    settings = settings_of(context)
    if url.partition(":")[0] in ("file", "s3", "database"):
        from store.moving_octets import move_octets

        if move_octets(settings, url, _tell):
            typer.echo(say("All of it is there, and compared. Now set blobs.url to it and run: postbon serve"))
        else:
            typer.echo(say("What was here is there. Now stop the desk, and run this again for what came meanwhile."))
        return
    from store.moving import move_store

    move_store(settings, url, _tell)
    typer.echo(say("All of it is there, and compared. Now set database.url to it and run: postbon serve"))


@app.command(
    "sweep-octets",
    help=say(
        "Count the octets that nothing names, such as those of a mail that came twice; forget them with --forget."
        "\n\nExample: postbon sweep-octets --forget"
    ),
)
def sweep(context: typer.Context, forget: Annotated[bool, typer.Option("--forget")] = False) -> None:
    from store.octets import forget_octets, unnamed_octets
    from store.opening import open_store

    with open_store(settings_of(context)) as store:
        number = 0
        for key in unnamed_octets(store):
            number += 1
            if forget:
                forget_octets(store, [key], untouched=A_DAY)
    typer.echo(say("one file belongs to nothing", plural="%(count)s files belong to nothing", count=number))


def _tell(table: str, done: int, total: int) -> None:
    typer.echo(say("%(table)s: %(done)s of %(total)s", table=table, done=done, total=total))


@mailbox.command(
    "login",
    help=say(
        "Let the desk into a mailbox by OAuth: prints the address to open, takes the one the browser ends at.\n\n"
        "Example: postbon mailbox login desk"
    ),
)
def log_in(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=say("imap.name, or smtp_out for the way out"))],
) -> None:
    from store.mailbox_grants import GrantError, Grants, consent_address
    from store.opening import open_store
    from store.tokens import new_token

    settings = settings_of(context)
    accounts = {account.name: account for account in settings.imap} | {"smtp_out": settings.smtp_out}
    if name not in accounts:
        fail(say("there is no mailbox %(name)s; choose from %(all)s", name=name, all=", ".join(accounts)), 2)
    account, state, verifier = accounts[name], new_token(), new_token() + new_token()  # RFC 7636: 43 to 128 characters
    try:
        typer.echo(say("Open this address in a browser and log in as %(user)s:", user=account.username))
        typer.echo(consent_address(account, state, verifier))
        typer.echo(say("It ends at an address that begins with http://localhost and shows no page: that is right."))
        pasted = typer.prompt(say("Paste that address here")).strip()
        with open_store(settings) as store:
            Grants(store, settings.secret).take_code(account, pasted, state, verifier)
    except GrantError as error:
        fail(str(error))
    typer.echo(say("The desk is let in. `postbon doctor` tries it; what runs already needs no restart."))


def _record(settings: Settings, event: SecurityEvent) -> None:
    """Into the security log, unless the database is of a release that has none: a copy brings nothing up to date."""
    from contextlib import suppress

    from sqlalchemy.exc import ProgrammingError

    from store.security_log import record
    from store.store import Store, StoreUnavailableError

    store = Store.open(settings)
    try:
        with suppress(StoreUnavailableError, ProgrammingError), store.writing() as session:
            record(session, event, utc_now())
    finally:
        store.close()
