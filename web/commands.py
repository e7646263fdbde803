"""Commands on people: who may come in, and what the law asks about one of them (docs/privacy.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from config.front import LAST_ID, fail, settings_of, show_rows, utc_now
from config.speech import say, spoken_language

app = typer.Typer()

user = typer.Typer(help=say("Staff."), no_args_is_help=True)


app.add_typer(user, name="user")


@user.command(
    "add",
    help=say(
        "Add a member of staff; asks for the password.\n\nExample: postbon user add "
        "'Ingrid Vos' ingrid@delinde.example.nl"
    ),
)
def user_add(
    context: typer.Context,
    name: str,
    email: str,
    role: Annotated[str, typer.Option(help="admin, staff, on_call, read_only")] = "staff",
    password: Annotated[str, typer.Option(prompt=say("Password"), hide_input=True)] = "",
) -> None:
    from store.opening import open_store
    from store.words import Role
    from web.staff.accounts.staff_list import add_user

    if role not in list(Role):
        fail(say("there is no role %(role)s", role=role), 2)
    settings = settings_of(context)
    with open_store(settings) as store, faults_said():
        add_user(store, settings, utc_now(), name, email, Role(role), password)
    typer.echo(say("%(name)s can log in with %(email)s", name=name, email=email))


@user.command(
    "list",
    help=say("All staff.\n\nExample: postbon user list"),
)
def user_list(context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import user_rows

    with open_store(settings_of(context)) as store:
        rows = user_rows(store)
    lines = (f"{row['email']}  {row['name']}  {row['role']}  {'' if row['active'] else '-'}".rstrip() for row in rows)
    show_rows(rows, as_json, lines)


@user.command(
    "password",
    help=say(
        "Give somebody a new password; open sessions end.\n\nExample: postbon user password bram@delinde.example.nl"
    ),
)
def user_password(
    context: typer.Context,
    email: str,
    password: Annotated[str, typer.Option(prompt=say("Password"), hide_input=True)] = "",
) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import set_password

    settings = settings_of(context)
    with open_store(settings) as store, faults_said():
        _known(set_password(store, settings, utc_now(), email, password), email)
    typer.echo(say("%(email)s has a new password", email=email))


@user.command(
    "role",
    help=say(
        "Change what somebody may do; open sessions end.\n\nExample: postbon user role bram@delinde.example.nl admin"
    ),
)
def user_role(context: typer.Context, email: str, role: str) -> None:
    from store.opening import open_store
    from store.words import Role
    from web.staff.accounts.staff_list import set_role

    if role not in list(Role):
        fail(say("there is no role %(role)s", role=role), 2)
    with open_store(settings_of(context)) as store, faults_said():
        _known(set_role(store, email, Role(role), utc_now()), email)
    typer.echo(say("%(email)s is %(role)s now", email=email, role=role))


@user.command(
    "mandate",
    help=say(
        "Up to how many euros somebody may let a work order cost; without an amount: as the desk's settings say.\n\n"
        "Example: postbon user mandate bram@delinde.example.nl 1000"
    ),
)
def user_mandate(context: typer.Context, email: str, euro: Annotated[int | None, typer.Argument(min=0)] = None) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import set_mandate

    with open_store(settings_of(context)) as store:
        _known(set_mandate(store, email, euro, utc_now()), email)
    typer.echo(say("%(email)s has a new mandate", email=email))


@user.command(
    "disable",
    help=say("Let somebody in no longer; open sessions end.\n\nExample: postbon user disable bram@delinde.example.nl"),
)
def user_disable(context: typer.Context, email: str) -> None:
    _set_active(context, email, False)
    typer.echo(say("%(email)s is let in no longer", email=email))


@user.command(
    "enable",
    help=say("Let somebody in again.\n\nExample: postbon user enable bram@delinde.example.nl"),
)
def user_enable(context: typer.Context, email: str) -> None:
    _set_active(context, email, True)
    typer.echo(say("%(email)s is let in again", email=email))


@user.command(
    "sessions",
    help=say("Where somebody is logged in.\n\nExample: postbon user sessions bram@delinde.example.nl --end"),
)
def user_sessions(
    context: typer.Context,
    email: str,
    end: Annotated[bool, typer.Option("--end", help=say("log them out everywhere"))] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import session_rows

    with open_store(settings_of(context)) as store:
        rows = session_rows(store, email, utc_now(), end)
    _known(rows is not None, email)
    show_rows(rows, as_json, map("{seen_at:.16}  {client}  {program}".format_map, rows or ()))


@user.command(
    "second-factor",
    help=say(
        "Whether somebody logs in with a code; --off for who lost app and recovery codes.\n\nExample: postbon user "
        "second-factor bram@delinde.example.nl --off"
    ),
)
def user_second_factor(
    context: typer.Context,
    email: str,
    off: Annotated[bool, typer.Option("--off", help=say("their password is enough again; open sessions end"))] = False,
) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import factor_state

    settings = settings_of(context)
    with open_store(settings) as store:
        was_on = factor_state(store, settings, email, utc_now(), off)
    _known(was_on is not None, email)
    if off or not was_on:
        typer.echo(say("%(email)s logs in with a password alone", email=email))
    else:
        typer.echo(say("%(email)s logs in with a password and a code", email=email))


def _set_active(context: typer.Context, email: str, active: bool) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import set_active

    with open_store(settings_of(context)) as store, faults_said():
        _known(set_active(store, email, active, utc_now()), email)


@contextmanager
def faults_said() -> Iterator[None]:
    """What was filled in wrongly, in one line."""
    from convert.errors import InvalidError

    try:
        yield
    except InvalidError as error:
        fail(next(iter(error.fields.values())).in_(spoken_language()), 2)


def _known(is_known: bool, email: str) -> None:
    if not is_known:
        fail(say("there is no member of staff %(email)s", email=email))


key = typer.Typer(help=say("Keys for programs."), no_args_is_help=True)


app.add_typer(key, name="key")


@key.command(
    "create",
    help=say(
        "Make an API key; it is shown once.\n\nExample: postbon key create connection --as ingrid@delinde.example.nl"
    ),
)
def key_create(
    context: typer.Context,
    name: str,
    acts_as: Annotated[str, typer.Option("--as", help=say("as which member of staff"))],
    scope: Annotated[str, typer.Option(help="read, tray, orders, relations, all")] = "all",
    until: Annotated[str, typer.Option(help=say("the last day it works, such as 2027-06-30"))] = "",
) -> None:
    from datetime import datetime, time

    from store.opening import open_store
    from store.words import Scope
    from web.staff.accounts.staff_list import create_key

    if scope not in list(Scope):
        fail(say("there is no scope %(scope)s", scope=scope), 2)
    settings = settings_of(context)
    try:
        last = datetime.fromisoformat(until).date() if until else None
    except ValueError:
        fail(say("%(until)s is no day; write it as 2027-06-30", until=until), 2)
    end = datetime.combine(last, time.max, settings.desk.zone) if last else None
    with open_store(settings) as store:
        words = create_key(store, name, acts_as, utc_now(), Scope(scope), end)
    if words is None:
        fail(say("there is no member of staff %(acts_as)s", acts_as=acts_as))
    typer.echo(words)


@key.command(
    "list",
    help=say("All keys.\n\nExample: postbon key list"),
)
def key_list(context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import key_rows

    with open_store(settings_of(context)) as store:
        rows = key_rows(store)
    whole = ((row, row["revoked_at"] or row["last_used_at"] or "") for row in rows)
    lines = (f"{row['id']}  {row['name']}  {row['acts_as']}  {row['scope']}  {last}".rstrip() for row, last in whole)
    show_rows(rows, as_json, lines)


@key.command(
    "revoke",
    help=say("End a key.\n\nExample: postbon key revoke 3"),
)
def key_revoke(context: typer.Context, number: Annotated[int, typer.Argument(min=1, max=LAST_ID)]) -> None:
    from store.opening import open_store
    from web.staff.accounts.staff_list import end_key

    with open_store(settings_of(context)) as store:
        if not end_key(store, number, utc_now()):
            fail(say("there is no key %(number)s", number=number))
    typer.echo(say("key %(number)s works no longer", number=number))


@app.command(
    "security-log",
    help=say(
        "Who came in, saw personal data, changed who may what; newest first.\n\nExample: postbon security-log --event "
        "log_in_refused"
    ),
)
def security_log(
    context: typer.Context,
    event: Annotated[str, typer.Option(help=say("only lines of this kind"))] = "",
    email: Annotated[str, typer.Option("--user", help=say("only what this member of staff did, or was done"))] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from store.opening import open_store
    from store.words import SecurityEvent
    from web.staff.accounts.staff_list import security_rows

    if event and event not in list(SecurityEvent):
        fail(say("there is no kind %(kind)s; choose from %(all)s", kind=event, all=", ".join(SecurityEvent)), 2)
    with open_store(settings_of(context)) as store:
        rows = security_rows(store, SecurityEvent(event) if event else None, email, limit)
    _known(rows is not None, email)
    words = ("event", "by", "account", "about", "client")
    lines = ("  ".join(filter(None, (row["at"][:16], *map(row.__getitem__, words)))) for row in rows or ())
    show_rows(rows, as_json, lines)


erase = typer.Typer(help=say("Forget a person everywhere."), no_args_is_help=True)
export = typer.Typer(help=say("Export what is kept about a person."), no_args_is_help=True)
app.add_typer(erase, name="erase")
app.add_typer(export, name="export")


@erase.command(
    "person",
    help=say(
        "Take a person's name, addresses, numbers, mails and files out of everything; what was done to the home stays."
        "\n\nExample: postbon erase person 12 --dry-run"
    ),
)
def erase_one(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("only say what would happen"))] = False,
) -> None:
    from convert.errors import MissingError, RefusedError
    from convert.relations.erasing import erase_person
    from ingest.reading.attachments import open_part
    from store.opening import open_store
    from store.security_log import record
    from store.words import SecurityEvent

    settings = settings_of(context)
    with open_store(settings) as store:
        try:
            done = erase_person(store, settings, number, utc_now(), open_part, dry_run=dry_run)
        except MissingError:
            fail(say("there is no person %(number)s", number=number))
        except RefusedError as refused:
            fail(refused.words.in_(spoken_language()))
        if not dry_run:
            with store.writing() as session:
                record(session, SecurityEvent.PERSON_ERASED, utc_now(), about=f"/people/{number}")
    for table, rows in sorted(done.rows.items()):
        if rows:
            typer.echo(f"{table}: {rows}")
    typer.echo(say("mails: %(mails)s · files: %(files)s · letters: %(letters)s", **done.counts))
    if dry_run:
        typer.echo(say("nothing was changed (--dry-run)"))
    else:
        typer.echo(say("Erased. Copies made before today still hold this person: keep them no longer than you must."))


@export.command(
    "person",
    help=say("Export all that is kept about a person into a new folder.\n\nExample: postbon export person 12 /tmp/12"),
)
def export_one(context: typer.Context, number: Annotated[int, typer.Argument(metavar="ID")], folder: Path) -> None:
    from convert.errors import MissingError
    from convert.relations.exporting import export_person
    from store.opening import open_store
    from store.security_log import record
    from store.words import SecurityEvent
    from web.link.shared_files import octets_of

    with open_store(settings_of(context)) as store:
        try:
            written = export_person(store, number, folder, lambda file: octets_of(store, file))
        except MissingError:
            fail(say("there is no person %(number)s", number=number))
        except FileExistsError:
            fail(say("%(folder)s is there already; name a new folder", folder=folder), 2)
        with store.writing() as session:
            record(session, SecurityEvent.PERSON_EXPORTED, utc_now(), about=f"/people/{number}")
    typer.echo(
        say("one file is in %(folder)s", plural="%(count)s files are in %(folder)s", count=len(written), folder=folder)
    )
