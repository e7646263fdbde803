"""Mail inside mail: what somebody passed on whole, or what a server sent back (RFC 2046 §5.2, RFC 6522)."""

from __future__ import annotations

from ingest.mail import MAX_HOPS, Forwarded
from ingest.reading.bodies import read_body, read_text
from ingest.reading.header import read_cover
from ingest.reading.parts import Part, Skeleton, find_parts, name_given
from ingest.reading.transfer_encoding import body_octets
from ingest.replies.forwards import read_forward
from ingest.replies.split import split_reply

MAX_LEAVES = 200  # parts of a delivery report that are read
_READABLE = ("text/", "message/", "application/octet-stream")  # gateways do not know message/delivery-status


def read_passed_on(skeleton: Skeleton, text: str, subject: str, hops: int = MAX_HOPS) -> Forwarded | None:
    """The first mail somebody passed on, whole or in the text; None where there is none."""
    enclosed = _read_enclosed(skeleton, hops) if hops else None
    return enclosed or (read_forward(text, subject, hops) if hops else None)


def _read_enclosed(skeleton: Skeleton, hops: int) -> Forwarded | None:
    part = next((part for part in skeleton.root.leaves() if _is_mail(part)), None)
    if part is None:
        return None
    inner = find_parts(body_octets(skeleton.raw, part))
    cover, text = read_cover(inner.root.fields), read_body(inner).text
    return Forwarded(
        sender=cover.sender,
        date=cover.date,
        subject=cover.subject,
        text=text,
        new=split_reply(text).new,
        reply_to=cover.reply_to[0] if len(cover.reply_to) == 1 else None,
        inner=read_passed_on(inner, text, cover.subject, hops - 1),
    )


def _is_mail(part: Part) -> bool:
    """Some programs and gateways call a mail that is passed on a file like any other."""
    named = part.kind in ("application/octet-stream", "application/x-eml", "text/x-eml")
    return part.kind in ("message/rfc822", "message/global") or (named and name_given(part).lower().endswith(".eml"))


def read_leaves(skeleton: Skeleton, *, at_most: int) -> tuple[tuple[str, str], ...]:
    """(type, text) of each leaf that can be read as text: a report's words, its machine part, the returned mail.

    at_most   characters of each
    """
    leaves = [part for part in skeleton.root.leaves() if part.kind.startswith(_READABLE)]
    return tuple((part.kind, read_text(skeleton.raw, part)[0][:at_most]) for part in leaves[:MAX_LEAVES])
