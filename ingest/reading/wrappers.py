"""A whole mail inside a wrapper that is no mail of anybody's: an opaque signature, an Exchange journal's envelope."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.reading.parts import Part, Skeleton, find_parts, name_given
from ingest.reading.transfer_encoding import body_octets

MAX_WRAPPERS = 3  # a journal of a signed mail is two


def open_mail(raw: bytes) -> Skeleton:
    """The parts of the mail that was written, out of what it was wrapped in on the way. Never raises.

    An S/MIME signature in one piece (RFC 8551 §3.5.2) holds the words in clear; it is not checked. An Exchange journal
    report encloses the mail it reports. What is sealed, or damaged, stays as it is.
    """
    skeleton = find_parts(raw)
    opened: list[str] = []
    for _ in range(MAX_WRAPPERS):
        if inner := _out_of_journal(skeleton):
            opened.append(JOURNAL)
        elif inner := _out_of_signature(skeleton):
            opened.append(SIGNED)
        else:
            break
        skeleton = find_parts(inner)
    return replace(skeleton, defects=(*opened, *skeleton.defects)) if opened else skeleton


JOURNAL = "out of a journal report"  # its words are read as a mail's own, and prove nothing
SIGNED = "signed with S/MIME, not checked"


def _out_of_journal(skeleton: Skeleton) -> bytes:
    """By its header, or, where a gateway took that away, by the envelope it lists in place of words."""
    root = skeleton.root
    leaves = list(root.leaves()) if root.children else []
    enclosed = next((part for part in leaves if part.kind == "message/rfc822"), None)
    if enclosed is None or not (root.fields.all("x-ms-journal-report") or _lists_envelope(skeleton.raw, leaves)):
        return b""
    return body_octets(skeleton.raw, enclosed)


def _lists_envelope(raw: bytes, leaves: list[Part]) -> bool:
    if len(leaves) != 2 or leaves[0].kind != "text/plain":
        return False
    names = [line.partition(b":")[0].lower() for line in body_octets(raw, leaves[0]).split(b"\n") if line.strip()]
    return names[:1] == [b"sender"] and b"message-id" in names and b"recipient" in names and {*names} <= _ENVELOPE


_ENVELOPE = {b"sender", b"subject", b"message-id", b"recipient", b"to", b"cc", b"bcc", b"on-behalf-of", b"label"}


def _out_of_signature(skeleton: Skeleton) -> bytes:
    """The mail with its own cover and the entity that was signed."""
    root = skeleton.root
    named = root.kind == "application/octet-stream" and name_given(root).lower().endswith(".p7m")
    if root.kind not in SIGNED_KINDS and not named:
        return b""
    entity = signed_octets(body_octets(skeleton.raw, root))
    return _cover(skeleton.raw, root) + entity if entity else b""


SIGNED_KINDS = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def signed_octets(structure: bytes) -> bytes:
    """What a CMS SignedData holds (RFC 5652 §5.2); b"" where it is another structure, or damaged."""
    from asn1crypto import cms  # few mails need it

    try:
        content = cms.ContentInfo.load(structure)
        if content["content_type"].native != "signed_data":
            return b""
        found = content["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""
    return found if isinstance(found, bytes) else b""


def _cover(raw: bytes, root: Part) -> bytes:
    """The header less what describes the wrapper's body."""
    return _OF_BODY.sub(b"", raw[: root.start].rstrip(b"\r\n") + b"\r\n")


_OF_BODY = re.compile(rb"^(?:content-[a-z-]+|mime-version)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*", re.I | re.M)
