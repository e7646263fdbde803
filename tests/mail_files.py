"""Whole invented mails, kept in tests/mails under the name of their situation."""

from __future__ import annotations

from pathlib import Path

_MAILS = Path(__file__).parent / "mails"


def mail_file(name: str) -> bytes:
    """The octets of tests/mails/<name>.eml."""
    return (_MAILS / f"{name}.eml").read_bytes()
