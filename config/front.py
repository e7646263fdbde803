"""What every command shares: its settings, and how it says that something is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from config.settings import Settings

LAST_ID = 2**31 - 1  # no row of ours has a larger number


def settings_of(context: typer.Context) -> Settings:
    """The settings this call runs on, with their secret."""
    from config.secret import with_secret
    from config.settings import load_settings

    return with_secret(load_settings(context.find_root().obj))


def keep_to_owner() -> None:
    """Whatever this process writes from now on (mail, database, secret, copies) is for its own user alone."""
    os.umask(0o077)


def fail(words: str, status: int = 1) -> NoReturn:
    """Say in one line what is wrong and what to do. 2: a wrong call; 1: a failure."""
    typer.echo(f"postbon: {words}", err=True)
    raise typer.Exit(status)


def show_rows(rows: object, as_json: bool, lines: Iterable[str]) -> None:
    """These rows as JSON for programs, or as these lines."""
    for words in [json.dumps(rows, ensure_ascii=False)] if as_json else lines:
        typer.echo(words)


def utc_now() -> datetime:
    return datetime.now(UTC)
