"""Which parts of a mail are its text, and what they say (RFC 2046 §5.1)."""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

from ingest.language.unseen import without_unseen
from ingest.reading.charsets import decode, is_named
from ingest.reading.fields import mime_value
from ingest.reading.flowed import unwrap
from ingest.reading.html_text import MAX_HTML, read_markup
from ingest.reading.invitations import describe_invitation
from ingest.reading.parts import Part, Skeleton, name_given
from ingest.reading.signed import find_seal, open_clear_signature
from ingest.reading.transfer_encoding import body_octets, decode_base64_text, transfer_encoding
from ingest.reading.uuencode import without_uu

MAX_TEXT = 500_000  # octets of one text part that are read; a novel fits, what follows stays in the raw mail
MAX_TEXTS = 1_000_000  # characters of all plain texts of one mail, and
MAX_PAGES = MAX_HTML  # of all its pages; a text beyond them is a file


@dataclass(slots=True)
class Body:
    """The readable text, its sanitised HTML ("" where none was sent), and the leaves it was read from.

    wordless   nobody wrote anything: the text, if any, is what the calendar part says
    shown      the words of the page, where a plain text was taken instead of it
    room       characters of either kind that may still be read
    """

    text: str
    html: str
    leaves: list[Part]
    defects: list[str]
    wordless: bool = False
    shown: str = ""
    room: dict[str, int] = field(default_factory=lambda: {"text/plain": MAX_TEXTS, "text/html": MAX_PAGES})


def read_body(skeleton: Skeleton) -> Body:
    """The text of a mail: every text that is meant to be seen, in order; of alternatives the one that says most."""
    body = Body("", "", [], [])
    pieces = _pieces(skeleton, skeleton.root, body)
    text = "\n\n".join(text for text, _ in pieces if text)
    body.text = without_unseen(text if text.strip() else _other_text(skeleton, body) or text)
    body.wordless = not body.text.strip()
    if body.wordless:
        body.text = _invitation(skeleton)
    seal = find_seal(skeleton, body.text)
    body.defects += [seal] if seal else []
    if any(page for _, page in pieces):
        body.html = "\n".join(page or _as_page(text) for text, page in pieces)
    return body


def _invitation(skeleton: Skeleton) -> str:
    """Outlook answers an appointment with a calendar part and not a word beside it."""
    part = next((part for part in skeleton.root.leaves() if part.kind == "text/calendar"), None)
    return describe_invitation(body_octets(skeleton.raw, part)) if part else ""


def _pieces(skeleton: Skeleton, part: Part, body: Body) -> list[tuple[str, str]]:
    """(text, html) of each text below this part, in order."""
    if part.kind == "multipart/alternative":
        return _best([_pieces(skeleton, child, body) for child in part.children], body)
    if part.children:
        return [piece for child in part.children for piece in _pieces(skeleton, child, body)]
    if not is_text(part, root=part is skeleton.root):
        return []
    if body.room[part.kind] <= 0:
        body.defects.append("text-cut")
        return []
    body.leaves.append(part)
    text, defect = read_text(skeleton.raw, part)
    body.defects += [defect] if defect else []
    body.defects += ["text-cut"] if part.end - part.start > MAX_TEXT else []
    if part.kind != "text/html":
        body.room[part.kind] -= len(text)
        return [(text, "")]
    page = text[: body.room[part.kind]]
    body.room[part.kind] -= len(page)
    return [read_markup(page)]


def _best(alternatives: list[list[tuple[str, str]]], body: Body) -> list[tuple[str, str]]:
    """Alternatives should say the same: the words of the plain one, the looks of the HTML one.

    Several plain ones are no alternatives, whatever their container says: all are kept.
    """
    plain = [piece for pieces in alternatives if not _page(pieces) for piece in pieces if piece[0].strip()]
    rich = next((pieces for pieces in reversed(alternatives) if _page(pieces)), [])
    if not plain:
        return rich
    body.shown = without_unseen("\n\n".join(text for text in (body.shown, _words(rich)) if text))
    return [(_words(list(dict.fromkeys(plain))), _page(rich))]


def _words(pieces: list[tuple[str, str]]) -> str:
    return "\n\n".join(text for text, _ in pieces if text.strip())


def _page(pieces: list[tuple[str, str]]) -> str:
    return "\n".join(page for _, page in pieces if page)


def is_text(part: Part, *, root: bool) -> bool:
    """Whether a leaf is meant to be read in the mail itself rather than kept as a file."""
    if part.kind not in _TEXTS:
        return False
    return not _is_attached(part) and (root or not name_given(part))


def _is_attached(part: Part) -> bool:
    return mime_value(part.fields.get("content-disposition"))[0].startswith("attachment")


_TEXTS = frozenset({"text/plain", "text/html"})


def _other_text(skeleton: Skeleton, body: Body) -> str:
    """Where nothing else is text, the first part shown in the mail that is: a kind of text nobody knows is plain text
    (RFC 2046 §4.1.4), and one with a name is a file besides."""
    leaves = (part for part in skeleton.root.leaves() if part.kind.startswith("text/") and part.kind not in _FILES)
    part = next((part for part in leaves if not _is_attached(part) and part.kind != "text/html"), None)
    if part is None:
        return ""
    text, defect = read_text(skeleton.raw, part)
    body.defects += [defect] if defect else []
    if not name_given(part):
        body.leaves.append(part)
    return _without_markup(text[:MAX_TEXTS]) if part.kind in ("text/enriched", "text/richtext") else text


_FILES = frozenset({
    "text/calendar", "text/directory", "text/vcard", "text/x-vcard", "text/csv", "text/css", "text/javascript",
    "text/rtf", "text/xml", "text/rfc822-headers", "text/x-vcalendar",
})  # fmt: skip


def _without_markup(enriched: str) -> str:
    """The words of text/enriched (RFC 1896): commands in brackets go, "<<" is a bracket, a lone line end a blank."""
    words = _COMMAND.sub(lambda found: "<" if found.group() == "<<" else "", enriched)
    return _LINE_ENDS.sub(lambda found: found.group()[1:] or " ", words)


_COMMAND = re.compile(r"<<|</?[a-z0-9-]{1,60}>", re.I)
_LINE_ENDS = re.compile(r"\n+")


def read_text(raw: bytes, part: Part) -> tuple[str, str]:
    """A text part as text with plain line ends, and what was wrong with its charset."""
    if transfer_encoding(part) == "base64":
        octets = decode_base64_text(raw[part.start : min(part.end, part.start + MAX_TEXT)])
    else:
        octets = body_octets(raw, part, at_most=MAX_TEXT)
    if part.kind == "text/plain":
        octets = without_uu(octets)
    label = part.params.get("charset", "")
    text, defect = decode(octets, label if is_named(label) else _charset_in_page(part, octets) or label)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if part.kind == "text/plain" and part.params.get("format", "").lower() == "flowed":
        text = unwrap(text, delete_space=part.params.get("delsp", "").lower() == "yes")
    text = open_clear_signature(text)
    return text, defect


def _charset_in_page(part: Part, octets: bytes) -> str:
    """What a page says of itself counts where its part says nothing (HTML §13.2.3.2: in the first 1024 octets)."""
    charset = _META_CHARSET.search(octets, 0, 1024) if part.kind == "text/html" else None
    return charset.group(1).decode("ascii") if charset else ""


_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)


def _as_page(text: str) -> str:
    return f'<div style="white-space:pre-wrap">{entities.escape(text)}</div>' if text else ""
