"""Commands on what goes out: `postbon letters`, `postbon outbox`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.front import LAST_ID, fail, settings_of, show_rows, utc_now
from config.speech import say

app = typer.Typer()


@app.command(
    help=say("Write every letter in every language to files, to look at.\n\nExample: postbon letters var/letters")
)
def letters(context: typer.Context, folder: Path) -> None:
    from outbound.gallery import write_letters

    number = write_letters(folder, settings_of(context))
    page = folder / "index.html"
    typer.echo(say("%(number)s letters; start at %(page)s", number=number, page=page))


outbox = typer.Typer(help=say("Letters that wait or have left."), no_args_is_help=True)


app.add_typer(outbox, name="outbox")


@outbox.command(
    "list",
    help=say("The outbox, newest first.\n\nExample: postbon outbox list --state held --json"),
)
def outbox_list(
    context: typer.Context,
    state: Annotated[list[str] | None, typer.Option(help="waiting, held, unknown, returned, sent, cancelled")] = None,
    limit: Annotated[int, typer.Option(min=1, max=LAST_ID)] = 100,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from outbound.outbox_actions import letter_rows
    from store.opening import open_store
    from store.words import LetterState

    if unknown := set(state or ()) - set(LetterState):
        fail(say("there is no state %(unknown)s", unknown=min(unknown)), 2)
    with open_store(settings_of(context)) as store, store.reading() as session:
        rows = letter_rows(session, [LetterState(one) for one in state or ()], limit=limit)
    named = (row | {"subject": row["subject"] or row["kind"]} for row in rows)
    show_rows(rows, as_json, map("{id}  {state}  {to}  {subject}  {answer}".format_map, named))


@outbox.command(
    "retry",
    help=say("Send these letters again, or all that is held.\n\nExample: postbon outbox retry 17 18"),
)
def outbox_retry(
    context: typer.Context,
    letter_ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]…", min=1, max=LAST_ID)] = None,
    held: Annotated[bool, typer.Option("--held", help=say("release all, and the brake"))] = False,
) -> None:
    from outbound.outbox_actions import release_held, retry
    from store.opening import open_store

    if not letter_ids and not held:
        fail(say("name letters, or say --held"), 2)
    with open_store(settings_of(context)) as store, store.writing() as session:
        number = release_held(session, utc_now()) if held else retry(session, letter_ids or [], utc_now())
    if letter_ids and not number:
        fail(say("none of these can leave again; see: postbon outbox list"))
    typer.echo(say("one letter leaves again", plural="%(count)s letters leave again", count=number))


@outbox.command(
    "hold",
    help=say("Hold letters that have not left yet.\n\nExample: postbon outbox hold 17"),
)
def outbox_hold(
    context: typer.Context,
    letter_ids: Annotated[list[int], typer.Argument(metavar="ID…", min=1, max=LAST_ID)],
) -> None:
    from outbound.outbox_actions import hold
    from store.opening import open_store

    with open_store(settings_of(context)) as store, store.writing() as session:
        number = hold(session, letter_ids, utc_now())
    if not number:
        fail(say("none of these waits any more; see: postbon outbox list"))
    typer.echo(say("one letter held", plural="%(count)s letters held", count=number))
