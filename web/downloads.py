"""Octets that others sent, handed out so that a browser keeps them and runs nothing."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import Response

from config.plain_text import one_line

KEPT = "private, max-age=86400, immutable"


_HARMLESS = frozenset({
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "application/pdf", "text/calendar",
    "message/rfc822",
})  # fmt: skip


def download(octets: bytes, filename: str, content_type: str = "application/octet-stream") -> Response:
    """To be saved under its name (RFC 6266), never shown in place, nor used by a page as anything that runs."""
    content_type = content_type if content_type in _HARMLESS else "application/octet-stream"
    name = quote(one_line(filename), safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(octets, media_type=content_type, headers=headers)


def picture(octets: bytes) -> Response:
    """A thumbnail of our own making."""
    return Response(octets, media_type="image/jpeg", headers={"cache-control": KEPT})
