"""What the command line says, in the desk's language. Light on purpose: `postbon --help` answers at once."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path


def say(*, nl: str, en: str) -> str:
    """One of the two, by the language that is set for the desk, else by the terminal's."""
    return nl if spoken_language() == "nl" else en


@cache
def spoken_language() -> str:
    told = os.environ.get("POSTBON_DESK__LANGUAGE") or _language_in_file()
    return told or ("nl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("nl") else "en")


def _language_in_file() -> str:
    try:
        with Path(os.environ.get("POSTBON_CONFIG", "postbon.toml")).open("rb") as file:
            language = tomllib.load(file).get("desk", {}).get("language", "")
    except (OSError, tomllib.TOMLDecodeError):  # said in full words when the settings are really read
        return ""
    return language if language in ("nl", "en") else ""
