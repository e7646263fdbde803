"""Bytes to values: one mail read as an experienced clerk would."""

from __future__ import annotations

from dataclasses import replace

from ingest.language.detection import language_of
from ingest.mail import UNNAMED, Address, CalendarAnswer, Envelope, InboundMail, Return, Sure, words_of
from ingest.reading.addresses import clean_address
from ingest.reading.attached_mail import read_leaves, read_passed_on
from ingest.reading.attachments import find_files, list_attachments
from ingest.reading.bodies import Body, read_body
from ingest.reading.encoded_words import decode_words
from ingest.reading.header import Cover, read_cover
from ingest.reading.invitations import is_written_by_calendar, read_calendar_answer
from ingest.reading.parts import Skeleton
from ingest.reading.tokens import find_deed_marks, find_tokens
from ingest.reading.transfer_encoding import body_octets
from ingest.reading.wrappers import open_mail
from ingest.replies.otherwise import says_otherwise
from ingest.replies.split import split_reply
from ingest.returns.automatic import find_automatic, is_bulk, is_calendar_answer
from ingest.returns.reports import Report, may_be_return, read_returns
from ingest.suggesting.urgency import find_urgency

MAX_DEFECTS = 50  # a mail that is nothing but defects is shown by its first ones
MAX_REPORT = 65_536  # characters of a delivery report's text that are read


def read_mail(raw: bytes, envelope: Envelope) -> InboundMail:
    """Read one message into plain values. Never raises on bad input: what is wrong stands in `defects`.

    raw      octets as received
    source   RFC 5322 §3.6 (fields), RFC 2045 to 2047 and 2231 (parts, words, parameters), RFC 3676 (flowed)
    """
    skeleton = open_mail(raw)
    fields = skeleton.root.fields
    headers = tuple((name, decode_words(value)) for name, value in fields)
    body = read_body(skeleton)
    files = find_files(skeleton, body)
    cover = read_cover(fields, [(file.kind, file.name) for file in files])
    reply = split_reply(body.text)
    odd = [] if cover.sender else [UNNAMED]
    if says_otherwise(reply, body.shown):
        odd.append("html-says-otherwise")
        reply = replace(reply, sure=Sure.LOW)
    automatic = find_automatic(headers, cover.subject, reply.new, body.text)
    clicked, answer = _clicked(skeleton, body)
    is_bounce, returns = _returns(skeleton, _with_path(headers, envelope), body.text)
    forwarded = None if returns else read_passed_on(skeleton, body.text, cover.subject)
    return InboundMail(
        message_id=cover.message_id,
        subject=cover.subject,
        sender=cover.sender or _sender_on_the_wire(envelope),
        to=cover.to,
        cc=cover.cc,
        reply_to=cover.reply_to,
        date=cover.date,
        in_reply_to=cover.in_reply_to,
        references=cover.references,
        headers=headers,
        text=body.text,
        html=body.html,
        reply=reply,
        language=language_of(reply.new),
        attachments=list_attachments(files, cover.names, body),
        is_auto=bool(returns or automatic.why) or (clicked and not answer),
        automatic_why=automatic.why,
        automatic_sure=automatic.sure or bool(returns) or clicked,
        is_bulk=is_bulk(headers),
        is_bounce=is_bounce,
        returns=returns,
        forwarded=forwarded,
        urgent_words=find_urgency(words_of(cover.subject, reply, forwarded)).words,
        tokens=_tokens(envelope, cover, fields.all("delivered-to")),
        calendar_answer=None if automatic.why else answer,
        deed_marks=find_deed_marks([*envelope.recipients, *(person.address for person in cover.to)]),
        defects=tuple(dict.fromkeys([*odd, *skeleton.defects, *body.defects, *cover.defects]))[:MAX_DEFECTS],
        plain_from=cover.plain_from,
        authentication=tuple(fields.all("authentication-results")),
        envelope=envelope,
    )


def _sender_on_the_wire(envelope: Envelope) -> Address | None:
    """Old devices send a text without any header: then who sent it is who said so on the wire, which proves nothing."""
    return Address("", clean_address(envelope.sender)) if envelope.sender else None


def _returns(skeleton: Skeleton, headers: tuple[tuple[str, str], ...], text: str) -> tuple[bool, tuple[Return, ...]]:
    """Whether the mail is a delivery report and whose fates it tells; only read closely where cheap signs say so."""
    if not may_be_return(headers):
        return False, ()
    return read_returns(Report(headers, text[:MAX_REPORT], read_leaves(skeleton, at_most=MAX_REPORT)))


def _with_path(headers: tuple[tuple[str, str], ...], envelope: Envelope) -> tuple[tuple[str, str], ...]:
    """The headers as final delivery leaves them (RFC 5321 §4.4): at our own door the return path is in the envelope."""
    return headers if envelope.sender is None else (("return-path", f"<{envelope.sender}>"), *headers)


def _clicked(skeleton: Skeleton, body: Body) -> tuple[bool, CalendarAnswer | None]:
    """Whether an invitation was answered by a press of a button, without a word beside it; and the answer, where it is
    one."""
    leaves = skeleton.root.leaves() if body.wordless or is_written_by_calendar(body.text) else []
    answers = [part for part in leaves if is_calendar_answer(part.kind, part.params.get("method", ""))]
    if len(answers) != 1:
        return bool(answers), None
    return True, read_calendar_answer(body_octets(skeleton.raw, answers[0]))


def _tokens(envelope: Envelope, cover: Cover, delivered_to: list[str]) -> tuple[str, ...]:
    """In order of trust: a recipient address is ours to give out, the ids of a thread are anybody's to quote."""
    people = [person.address for person in cover.to + cover.cc]
    return find_tokens(
        [*envelope.recipients, *people, *delivered_to], [*cover.in_reply_to, *reversed(cover.references)]
    )
