"""Delivery reports as JSON: Amazon SES tells fates through its notification service, which mails them."""

from __future__ import annotations

import json
from typing import Any

from ingest.mail import Return


def read_notice(text: str) -> list[Return]:
    """The fates of a bounce notice (or the notice inside a notification's "Message"); empty for any other text."""
    notice = _object(text)
    if isinstance(notice.get("Message"), str):
        notice = _object(notice["Message"])
    if "Bounce" not in (notice.get("notificationType"), notice.get("eventType")):
        return []
    bounce, mail = _dict(notice.get("bounce")), _dict(notice.get("mail"))
    headers = _dict(mail.get("commonHeaders"))
    original = str(headers.get("messageId") or mail.get("messageId") or "").strip("<>")
    recipients = bounce.get("bouncedRecipients")
    return [
        Return(
            str(named["emailAddress"]).strip("<>"),
            "delayed" if named.get("action") == "delayed" else "failed",
            str(named.get("status") or ""),
            original,
        )
        for named in (recipients if isinstance(recipients, list) else [])
        if isinstance(named, dict) and named.get("emailAddress")
    ]


def _object(text: str) -> dict[str, Any]:
    text = text.replace("!\n ", "")  # Sendmail breaks long lines so
    start = text.find("{")
    if start < 0 or text[:start].strip():
        return {}
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return {}
    return _dict(found)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
