"""The mail as it should have been written, for mail-parser: what it trips over is mended before it looks.

It gets a header with octets already turned into text, and one flat leaf for each file, named, empty and in order; the
octets themselves never pass through it (docs/decisions/0001-what-mail-parser-does.md).
"""

from __future__ import annotations

import logging
from email.message import Message

import mailparser

from ingest.fields import Fields, mime_value
from ingest.parts import Part

logging.getLogger("mailparser").setLevel(logging.ERROR)  # it warns about each text/* it does not know

NAMED = ("from", "to", "cc", "reply-to")  # the address headers we read


def parse_repaired(fields: Fields, files: list[Part]) -> mailparser.MailParser:
    """mail-parser's view of a mail: `from_`, `to`, `cc`, `reply_to`, `date`, `attachments` (in the order of `files`),
    and the header defects with their evidence."""
    cover: Message[str, str] = Message()
    for name in NAMED:
        values = fields.all(name)
        if values:  # only From must be alone (RFC 5322 §3.6); of the others several are read as one list
            cover[name] = values[0] if name == "from" else ", ".join(values)
    if fields.get("date"):
        cover["date"] = fields.get("date")
    if files:
        cover["content-type"] = "multipart/mixed"
        cover.set_payload([_leaf(part, number) for number, part in enumerate(files, start=1)])
    return mailparser.MailParser(cover)


def _leaf(part: Part, number: int) -> Message[str, str]:
    """One file, empty: a forwarded mail stays closed, and whatever has no name gets one, else it counts as text."""
    leaf: Message[str, str] = Message()
    leaf["content-type"] = "application/octet-stream" if part.kind == "message/rfc822" else part.kind
    leaf.add_header(
        "content-disposition", "attachment", filename=("utf-8", "", file_name(part) or _given_name(part, number))
    )
    leaf.set_payload("")
    return leaf


def file_name(part: Part) -> str:
    """The name its sender gave it (RFC 2183 §2.3, else the older Content-Type name), "" for none."""
    _, said = mime_value(part.fields.get("content-disposition"))
    name = said.get("filename") or part.params.get("name") or ""
    return " ".join(name.replace("\0", "").split())


def _given_name(part: Part, number: int) -> str:
    if part.kind == "message/rfc822":
        return f"forwarded-{number}.eml"
    return f"part-{number}{_EXTENSIONS.get(part.kind, '')}"


_EXTENSIONS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic", "image/webp": ".webp",
    "application/pdf": ".pdf", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html", "text/csv": ".csv",
    "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "text/vcard": ".vcf", "text/x-vcard": ".vcf",
    "application/pgp-signature": ".asc", "application/pgp-encrypted": ".asc", "application/pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m", "application/zip": ".zip", "application/ms-tnef": ".dat", "text/rtf": ".rtf",
    "application/rtf": ".rtf", "audio/mpeg": ".mp3", "video/mp4": ".mp4",
}  # fmt: skip
