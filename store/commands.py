"""Commands on the store: `postbon backup`, `postbon restore`."""

from __future__ import annotations

from pathlib import Path

import typer

from config.front import settings_of
from config.speech import say

app = typer.Typer()


@app.command(
    help=say(
        nl="Maak een kopie van alles, ook terwijl het meldpunt draait.\n\nVoorbeeld: postbon backup /backup/2026-11-23",
        en="Copy everything, also while the desk runs.\n\nExample: postbon backup /backup/2026-11-23",
    )
)
def backup(context: typer.Context, folder: Path) -> None:
    from store.backup import back_up

    back_up(settings_of(context), folder)
    typer.echo(say(nl=f"de kopie staat in {folder}", en=f"the copy is in {folder}"))


@app.command(
    help=say(
        nl="Zet een kopie terug, voordat het meldpunt start.\n\nVoorbeeld: postbon restore /backup/2026-11-23",
        en="Put a copy back, before the desk starts.\n\nExample: postbon restore /backup/2026-11-23",
    )
)
def restore(context: typer.Context, folder: Path) -> None:
    from config.settings import load_settings
    from store.backup import restore as put_back

    put_back(load_settings(context.find_root().obj), folder)  # without a secret of its own: the copy brings one
    typer.echo(
        say(nl="de kopie is teruggezet; start nu met: postbon serve", en="the copy is back; now run: postbon serve")
    )
