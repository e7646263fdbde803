"""Commands on the store: `postbon backup`, `postbon restore`."""

from __future__ import annotations

from pathlib import Path

import typer

from config.front import settings_of
from config.speech import say

app = typer.Typer()


@app.command(help=say("Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23"))
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up

    back_up(settings_of(context), folder)
    typer.echo(say("the copy is in %(folder)s", folder=folder))


@app.command(help=say("Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23"))
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back

    put_back(load_settings(context.find_root().obj), folder)  # without a secret of its own: the copy brings one
    typer.echo(say("the copy is back; now run: postbon serve"))
