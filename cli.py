"""The front door: commands, and the timetable of all clocks. Wiring only; what a command does stands in its station.

Commands import what they need when they run, so that `postbon --help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from config.speech import say

if TYPE_CHECKING:
    from config.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback(
    help=say(
        nl="Postbon, het meldpunt voor onderhoud dat in uw mail leeft.",
        en="Postbon, the maintenance desk that lives in your mail.",
    )
)
def desk(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", help=say(nl="het instellingenbestand", en="the settings file"), show_default=False),
    ] = None,
) -> None:
    context.obj = config


@app.command(
    help=say(
        nl="Schrijf een toegelicht postbon.toml en een geheim.\n\nVoorbeeld: postbon init",
        en="Write a commented postbon.toml and a secret.\n\nExample: postbon init",
    )
)
def init(
    name: Annotated[str, typer.Option(prompt=say(nl="Naam van uw organisatie", en="Your organisation's name"))],
    address: Annotated[str, typer.Option(prompt=say(nl="Meldadres", en="Support address"))],
    base_url: Annotated[
        str, typer.Option(help=say(nl="adres van de pagina's", en="address of the pages"))
    ] = "http://127.0.0.1:8000",
    file: Annotated[Path, typer.Option(help=say(nl="waar het komt", en="where it goes"))] = Path("postbon.toml"),
) -> None:
    import secrets

    from config.settings import load_settings
    from config.speech import spoken_language
    from config.writing import commented_settings

    if file.exists():
        fail(say(nl=f"{file} is er al; er is niets veranderd", en=f"{file} is there already; nothing was changed"), 2)
    told = {"name": name, "address": address, "base_url": base_url, "language": spoken_language()}
    file.write_text(commented_settings({"desk": told | {"secret": secrets.token_hex(32)}}))
    file.chmod(0o600)
    try:
        load_settings(file)
    except Exception:
        file.unlink()
        raise
    typer.echo(
        say(nl=f"{file} is geschreven; start nu met: postbon serve", en=f"{file} is written; now run: postbon serve")
    )


@app.command(
    help=say(
        nl="Zeg wat het meldpunt in mail ziet; verandert niets.\n\nVoorbeeld: postbon inspect melding.eml",
        en="Say what the desk sees in a mail; changes nothing.\n\nExample: postbon inspect report.eml",
    )
)
def inspect(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]…",
            help=say(nl="mails; geen: paden op de standaardinvoer", en="mails; none: paths on standard input"),
        ),
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help=say(nl="één JSON-object per regel", en="one JSON object a line"))
    ] = False,
) -> None:
    from ingest.inspecting import inspect_lines, inspect_screens

    paths = files or (line.rstrip("\n") for line in sys.stdin)
    for said in (inspect_lines if jsonl else inspect_screens)(paths):
        typer.echo(said)


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
    from store.backup import restore as put_back

    put_back(settings_of(context), folder)
    typer.echo(
        say(nl="de kopie is teruggezet; start nu met: postbon serve", en="the copy is back; now run: postbon serve")
    )


@app.command(
    help=say(
        nl="Schrijf elke brief in elke taal als bestand, om te bekijken.\n\nVoorbeeld: postbon letters var/letters",
        en="Write every letter in every language to files, to look at.\n\nExample: postbon letters var/letters",
    )
)
def letters(context: typer.Context, folder: Path) -> None:
    from outbound.gallery import write_letters

    number = write_letters(folder, settings_of(context))
    page = folder / "index.html"
    typer.echo(say(nl=f"{number} brieven; begin bij {page}", en=f"{number} letters; start at {page}"))


def settings_of(context: typer.Context) -> Settings:
    """The settings this call runs on, with their secret."""
    from config.secret import with_secret
    from config.settings import load_settings

    return with_secret(load_settings(context.find_root().obj))


def fail(words: str, status: int = 1) -> NoReturn:
    """Say in one line what is wrong and what to do. 2: a wrong call; 1: a failure."""
    typer.echo(f"postbon: {words}", err=True)
    raise typer.Exit(status)


def main() -> None:
    """The console script. What we know can go wrong is said in one line; a traceback is a fault of ours."""
    try:
        app()
    except Exception as error:
        status = _known_status(error)
        if status is None:
            raise
        sys.stderr.write(f"postbon: {error}\n")
        sys.exit(status)


def _known_status(error: Exception) -> int | None:
    """The exit status of an error with words for its reader; None for one that nobody expected."""
    known = {"SettingsError": 2, "BackupError": 1, "StoreUnavailableError": 1, "OSError": 1}
    return next((known[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in known), None)
