"""What the command line says, in the desk's language. Light on purpose: `postbon --help` answers at once."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from config.words import ENGLISH, Text, languages


def say(msgid: str, **values: Any) -> str:
    """These words in the language that is set for the desk, else in the terminal's; as config.words.Text."""
    return Text(msgid, **values).in_(spoken_language())


@cache
def spoken_language() -> str:
    of_terminal = os.environ.get("LC_ALL", os.environ.get("LANG", "")).partition("_")[0]
    wanted = (os.environ.get("POSTBON_DESK__LANGUAGE"), _language_in_file(), of_terminal)
    return next((language for language in wanted if language in languages()), ENGLISH)


def _language_in_file() -> str:
    try:
        with Path(os.environ.get("POSTBON_CONFIG", "postbon.toml")).open("rb") as file:
            return str(tomllib.load(file).get("desk", {}).get("language", ""))
    except (OSError, tomllib.TOMLDecodeError):  # said in full words when the settings are really read
        return ""
