"""What may be handed in, by what its octets are: names lie, and so do types."""

from __future__ import annotations

import re
from pathlib import PurePath

import filetype

# What runs when it is opened, by name or by its first octets: refused by either.
_RUNS = frozenset(
    {"exe", "dll", "com", "scr", "pif", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi"}
    | {"msix", "jar", "apk", "lnk", "reg", "sh", "app", "cpl", "scf"}
    | {"html", "htm", "xhtml", "shtml", "mht", "svg", "svgz", "xht", "swf"}
)
_RUNS_BY_OCTETS = re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|PK\x03\x04.{26}META-INF/", re.DOTALL)
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype html|html|head|body|script|svg|iframe)", re.I | re.S
)
_XML_SVG = re.compile(rb"\s*<\?xml.{0,1000}?<(?:svg|html)", re.IGNORECASE | re.DOTALL)
_SEEN = ("image/", "video/", "audio/")  # what is looked at or listened to
_READ = frozenset(
    {"application/pdf", "application/rtf", "application/msword", "application/zip"}
    | {f"application/vnd.ms-{kind}" for kind in ("excel", "powerpoint")}
    | {
        f"application/vnd.openxmlformats-officedocument.{kind}"
        for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
    }
    | {f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")}
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # older Word, Excel and Outlook files
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def may_be_kept(filename: str, octets: bytes) -> bool:
    """Whether it is something to look at, listen to or read, and nothing that runs. filename: as it will be kept."""
    suffix = PurePath(filename).suffix.strip(". ").lower()
    head = octets[:8192]
    if suffix in _RUNS or _RUNS_BY_OCTETS.match(head) or _MARKUP.match(head) or _XML_SVG.match(head):
        return False
    found = filetype.guess_mime(head)
    if found is None:
        return head.startswith(_OLE) or _is_text(head)
    return found.startswith(_SEEN) or found in _READ


def kind_of(octets: bytes, claimed: str) -> str:
    """Its media type, by its octets where they tell, else as it was claimed."""
    claimed = claimed.split(";")[0].strip().lower()
    plain = claimed if re.fullmatch(r"[\w.+-]+/[\w.+-]+", claimed) else "application/octet-stream"
    return filetype.guess_mime(octets[:8192]) or plain


def _is_text(head: bytes) -> bool:
    """UTF-16 says so first; in all other text no octet is a control character but those of lines and pages."""
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not _NO_TEXT.search(head)
