"""Bytes to values: one mail read as an experienced clerk would."""

from __future__ import annotations

import re

import mailparser

from ingest.addresses import read_addresses
from ingest.bodies import Body, read_body, read_text
from ingest.dates import read_date
from ingest.fields import Fields, mime_value
from ingest.mail import Address, Attachment, Envelope, InboundMail, Return
from ingest.octets import body_octets, decoded_size
from ingest.parts import Part, Skeleton, find_parts
from ingest.repair import parse_repaired
from ingest.replies import split_reply
from ingest.returns import Report, may_be_return, read_returns
from ingest.robots import find_automatic, is_bulk
from ingest.tokens import find_tokens
from ingest.words import decode_words

MAX_REPORT = 65_536  # characters of each part of a delivery report that are read
MAX_REPORT_PARTS = 200


def read_mail(raw: bytes, envelope: Envelope) -> InboundMail:
    """Read one message into plain values. Never raises on bad input: what is wrong stands in `defects`.

    raw      octets as received
    source   RFC 5322 §3.6 (fields), RFC 2045 to 2047 and 2231 (parts, words, parameters), RFC 3676 (flowed)
    """
    skeleton = find_parts(raw)
    body = read_body(skeleton)
    fields = skeleton.root.fields
    files = _files(skeleton.root, body)
    seen = parse_repaired(fields, [part for _, part in files])
    to, cc, reply_to = (_addresses(seen, name) for name in ("to", "cc", "reply-to"))
    in_reply_to = message_ids(fields.get("in-reply-to"))
    references = message_ids(fields.get("references"))
    headers = tuple((name, decode_words(value)) for name, value in fields)
    subject = read_subject(fields)
    sender = _sender(seen, fields)
    is_bounce, returns = _returns(skeleton, headers, sender, body)
    reply = split_reply(body.text)
    return InboundMail(
        message_id=next(iter(message_ids(fields.get("message-id"))), ""),
        subject=subject,
        sender=sender,
        to=to,
        cc=cc,
        reply_to=reply_to,
        date=seen.date or read_date(fields.get("date")),
        in_reply_to=in_reply_to,
        references=references,
        headers=headers,
        text=body.text,
        html=body.html,
        reply=reply,
        language="",
        attachments=_attachments(raw, files, seen, body),
        is_auto=bool(find_automatic(headers, subject, reply.new)),
        is_bulk=is_bulk(headers),
        is_bounce=is_bounce,
        returns=returns,
        tokens=find_tokens(
            [*envelope.recipients, *(address.address for address in to + cc), *fields.all("delivered-to")],
            [*in_reply_to, *reversed(references)],
        ),
        defects=_defects(skeleton.defects, body, seen, fields),
        envelope=envelope,
    )


def _returns(
    skeleton: Skeleton, headers: tuple[tuple[str, str], ...], sender: Address | None, body: Body
) -> tuple[bool, tuple[Return, ...]]:
    """Whether the mail is a delivery report and whose fates it tells; only read closely where cheap signs say so."""
    if not may_be_return(headers, sender.address if sender else ""):
        return False, ()
    leaves = [part for part in skeleton.root.leaves() if part.kind.startswith(("text/", "message/"))]
    texts = tuple((part.kind, read_text(skeleton.raw, part)[0][:MAX_REPORT]) for part in leaves[:MAX_REPORT_PARTS])
    return read_returns(Report(headers, body.text[:MAX_REPORT], texts))


def open_part(raw: bytes, part: str) -> bytes:
    """The octets of one attachment, by its `part` of the same raw mail. Raises KeyError where there is none."""
    leaves = find_parts(raw).root.leaves()
    if not part.isdigit() or int(part) >= len(leaves):
        raise KeyError(part)
    return body_octets(raw, leaves[int(part)])


def read_subject(fields: Fields) -> str:
    return " ".join(decode_words(fields.get("subject")).replace("\0", "").split())


def message_ids(value: str) -> tuple[str, ...]:
    """Message-IDs without their angle brackets (RFC 5322 §3.6.4), in order; bare ones are accepted too."""
    found = _IN_BRACKETS.findall(value) or _BARE.findall(value)
    return tuple(re.sub(r"\s+", "", found_id) for found_id in found)


_IN_BRACKETS = re.compile(r"<([^<>]+)>")
_BARE = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")


def _addresses(seen: mailparser.MailParser, name: str) -> tuple[Address, ...]:
    leftovers = [
        defect["raw"] for defect in seen.address_header_defects if defect["header"] == name and not defect["recovered"]
    ]
    return read_addresses(getattr(seen, name.replace("-", "_") if name != "from" else "from_") or [], leftovers)


def _sender(seen: mailparser.MailParser, fields: Fields) -> Address | None:
    found = _addresses(seen, "from")
    if found:
        return found[0]
    name = decode_words(fields.get("from")).strip(" <>\"'")
    return Address(name, "") if name else None


def _files(root: Part, body: Body) -> list[tuple[int, Part]]:
    """The leaves that are files, each with its ordinal among all leaves."""
    read = {id(part) for part in body.leaves}
    return [(number, part) for number, part in enumerate(root.leaves()) if id(part) not in read]


def _attachments(
    raw: bytes, files: list[tuple[int, Part]], seen: mailparser.MailParser, body: Body
) -> tuple[Attachment, ...]:
    attachments = []
    for (number, part), listed in zip(files, seen.attachments, strict=True):
        disposition, _ = mime_value(part.fields.get("content-disposition"))
        content_id = part.fields.get("content-id").strip(" <>")
        attachments.append(
            Attachment(
                part=str(number),
                filename=listed["safe_filename"] or listed["filename"],
                content_type=part.kind,
                size=decoded_size(raw, part),
                inline=disposition == "inline" or bool(content_id and f"cid:{content_id}" in body.html),
                content_id=content_id,
            )
        )
    return tuple(attachments)


def _defects(structure: tuple[str, ...], body: Body, seen: mailparser.MailParser, fields: Fields) -> tuple[str, ...]:
    found = [*structure, *body.defects]
    if len(fields.all("from")) > 1:
        found.append("several-from")
    for defect in seen.address_header_defects:
        found.append(f"address {defect['header']}: {defect['reason']}: {defect['raw'][:80].strip()}")
    for defect in seen.date_header_defects:
        found.append(f"date: {defect['reason']}: {defect['raw'][:60].strip()}")
    return tuple(dict.fromkeys(found))[:50]
