"""The command that brings in what is known already: `postbon import`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from config.front import fail, settings_of, utc_now
from config.speech import say, spoken_language
from config.words import languages

app = typer.Typer()

KINDS = ("people", "properties", "units", "installations", "parties")


@app.command(
    "import",
    help=say(
        "Import people, complexes, units, installations or firms from a CSV file, with Dutch or English "
        "column headings; what is known already is changed. On a fault, nothing.\n\n"
        "Example: postbon import people tenants.csv --dry-run"
    ),
)
def import_file(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="|".join(KINDS))],
    file: Annotated[Path, typer.Argument(metavar="FILE.csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("only say what would happen"))] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from convert.relations.importing import import_csv
    from convert.unit_of_work import UnitOfWork
    from store.opening import open_store
    from store.timeline import CLOCK

    if kind not in KINDS:
        fail(
            say("'%(kind)s' is not known; choose from", kind=kind) + f" {', '.join(KINDS)}",
            2,
        )
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = file.read_text("cp1252")  # what a Dutch spreadsheet writes when it is not asked
    settings = settings_of(context)
    with open_store(settings) as store, store.writing() as session:
        done = import_csv(UnitOfWork(session, settings, CLOCK, utc_now()), kind, text, dry_run=dry_run)
    if as_json:
        faults = [
            {"line": fault.line, **{language: fault.words.in_(language) for language in languages()}}
            for fault in done.faults
        ]
        counts = {"added": done.added, "changed": done.changed, "known": done.known}
        rows = [asdict(row) for row in done.changes]
        typer.echo(json.dumps({**counts, "changes": rows, "faults": faults}, ensure_ascii=False))
    for fault in () if as_json else done.faults:
        line = say("line")
        typer.echo(f"{file}, {line} {fault.line}: {fault.words.in_(spoken_language())}", err=True)
    if not as_json and not done.faults:
        for row in done.changes if dry_run else ():
            changes = "; ".join(f"{name}: {old or '-'} > {new}" for name, (old, new) in row.changes.items())
            typer.echo(f"{row.line}: {row.name}: {say('new') if row.is_new else changes}")
        words = say(
            "%(added)s new, %(changed)s changed, %(known)s as they were",
            added=done.added,
            changed=done.changed,
            known=done.known,
        )
        typer.echo(words + (" (--dry-run)" if dry_run else ""))
    raise typer.Exit(int(bool(done.faults)))


@app.command(
    "retention",
    help=say(
        "Say what the desk will forget by itself in the days to come; changes nothing.\n\n"
        "Example: postbon retention --days 30"
    ),
)
def show_retention(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=0, max=3650, help=say("how many days to look ahead"))] = 30,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    from convert.forgetting.rounds import forecast
    from store.opening import open_store

    settings = settings_of(context)
    with open_store(settings) as store, store.reading() as session:
        rows = forecast(session, settings, utc_now(), timedelta(days=days))
    if as_json:
        kinds = [{"kind": row.kind.name, "days": row.days, "now": row.now, "soon": row.soon} for row in rows]
        typer.echo(json.dumps(kinds))
        return
    for row in rows:
        words = row.kind.words.in_(spoken_language())
        typer.echo(f"{row.soon:8} {words} (retention.{row.kind.term} = {row.days})")
