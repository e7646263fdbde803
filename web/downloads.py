"""Octets that others sent, handed out so that a browser keeps them and runs nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import quote

import filetype
from fastapi.responses import Response

from config.plain_text import one_line

KEPT = "private, max-age=86400, immutable"
_SHORT_LIST = frozenset({
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "application/pdf",
})  # fmt: skip


def download(octets: bytes, filename: str, content_type: str = "") -> Response:
    """To be saved under its name (RFC 6266), never shown in place, nor used by a page as anything that runs.

    content_type  of what we vouch for ourselves; all else is what its first octets say, whatever its sender claimed
    """
    found = filetype.guess_mime(octets[:8192])
    content_type = content_type or (found if found in _SHORT_LIST else "application/octet-stream")
    name = quote(one_line(filename), safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(octets, media_type=content_type, headers=headers)


def spreadsheet(columns: list[str], rows: Iterable[list[Any]], filename: str) -> Response:
    """A list as CSV, as a spreadsheet here opens it: UTF-8 with its mark, parted by semicolons. What a mail brought and
    a spreadsheet would take for a formula is text in it (OWASP: CSV injection)."""
    sheet = StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerows([columns, *([_harmless(value) for value in row] for row in rows)])
    return download(f"\ufeff{sheet.getvalue()}".encode(), filename, "text/csv; charset=utf-8")


def _harmless(value: Any) -> str:
    words = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"'{words}" if words.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) else words


def picture(octets: bytes) -> Response:
    """A thumbnail of our own making."""
    return Response(octets, media_type="image/jpeg", headers={"cache-control": KEPT})
