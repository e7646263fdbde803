"""Mail inside mail: what somebody passed on whole, or what a server sent back (RFC 2046 §5.2, RFC 6522)."""

from __future__ import annotations

from ingest.mail import Forwarded
from ingest.reading.bodies import read_body, read_text
from ingest.reading.header import read_cover
from ingest.reading.parts import Skeleton, find_parts
from ingest.reading.transfer_encoding import body_octets

MAX_LEAVES = 200  # parts of a delivery report that are read
_READABLE = ("text/", "message/", "application/octet-stream")  # gateways do not know message/delivery-status


def read_enclosed(skeleton: Skeleton) -> Forwarded | None:
    """The first whole mail somebody passed on, as data; None where there is none."""
    part = next((part for part in skeleton.root.leaves() if part.kind in ("message/rfc822", "message/global")), None)
    if part is None:
        return None
    inner = find_parts(body_octets(skeleton.raw, part))
    cover = read_cover(inner.root.fields)
    return Forwarded(sender=cover.sender, date=cover.date, subject=cover.subject, text=read_body(inner).text)


def read_leaves(skeleton: Skeleton, *, at_most: int) -> tuple[tuple[str, str], ...]:
    """(type, text) of each leaf that can be read as text: a report's words, its machine part, the returned mail.

    at_most   characters of each
    """
    leaves = [part for part in skeleton.root.leaves() if part.kind.startswith(_READABLE)]
    return tuple((part.kind, read_text(skeleton.raw, part)[0][:at_most]) for part in leaves[:MAX_LEAVES])
