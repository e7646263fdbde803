"""Commands on the store: `postbon backup`, `postbon restore`, `postbon move-store`, `postbon mailbox login`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.front import fail, settings_of, utc_now
from config.speech import say
from store.words import SecurityEvent

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer()
mailbox = typer.Typer(help=say("Mailboxes that are opened without a password."))
app.add_typer(mailbox, name="mailbox")


@app.command(help=say("Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23"))
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up

    settings = settings_of(context)
    back_up(settings, folder)
    _record(settings, SecurityEvent.BACKUP)
    typer.echo(say("the copy is in %(folder)s", folder=folder))


@app.command(help=say("Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23"))
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back

    settings = load_settings(context.find_root().obj)  # without a secret of its own: the copy brings one
    put_back(settings, folder)
    _record(settings, SecurityEvent.RESTORE)
    typer.echo(say("the copy is back; now run: postbon serve"))


@app.command(
    "move-store",
    help=say(
        "Move the desk from SQLite to PostgreSQL. Stop it first; what was stopped halfway goes on.\n\nExample: postbon "
        "move-store postgresql+psycopg://postbon:secret@db/postbon"
    ),
)
def move(context: typer.Context, url: str) -> None:
    from store.moving import move_store

    def tell(table: str, done: int, total: int) -> None:
        typer.echo(say("%(table)s: %(done)s of %(total)s", table=table, done=done, total=total))

    move_store(settings_of(context), url, tell)
    typer.echo(say("All of it is there, and compared. Now set database.url to it and run: postbon serve"))


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
