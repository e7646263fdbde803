"""The front door: commands, and the timetable of all clocks."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def desk() -> None:
    """Postbon, the maintenance desk that lives in your mail."""


@app.command()
def inspect(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]…", help="mails; none: paths on standard input")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="one JSON object a line")] = False,
) -> None:
    """Say what the desk sees in a mail; changes nothing.

    Example: postbon inspect report.eml
    """
    from ingest.inspecting import inspect_lines, inspect_screens

    paths = files or (line.rstrip("\n") for line in sys.stdin)
    for said in (inspect_lines if jsonl else inspect_screens)(paths):
        typer.echo(said)


def main() -> None:
    app()
