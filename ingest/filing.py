"""Filing what came in: read it, judge it, and put it in the one place it belongs. Can be repeated at any time."""

from __future__ import annotations

import logging
import traceback
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from config.settings import Settings
from ingest.authentication import read_authentication
from ingest.drafts import drop_draft, write_draft
from ingest.known import known_about
from ingest.mail import Envelope, InboundMail
from ingest.policy import Judgement, judge
from ingest.reading import read_mail
from ingest.rules import sender_of
from store import search
from store.claims import claim
from store.mail import Delivery, Draft, Message
from store.store import Store, StoreUnavailableError
from store.words import Aside, DraftState, MessageState, Place, Trust

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3  # a mail that ended the whole process this often is not tried again by itself

_log = logging.getLogger(__name__)


def file_messages(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """File up to `limit` waiting messages, oldest first; how many there were. Raises StoreUnavailableError.

    Each is a unit of work of its own: one that breaks our code is set aside whole, with the traceback, and the next
    is served. A message whose filer died is served again when its lease ends.
    """
    with store.writing() as session:
        waiting = col(Message.state) == MessageState.WAITING
        taken = claim(session, Message, waiting, now=now, lease=LEASE, limit=limit, attempts=col(Message.attempts) + 1)
    for message_id in taken:
        _file(store, settings, message_id)
    if taken:
        store.bell.ring("answers")
    return len(taken)


def replay(store: Store, settings: Settings, message_id: int) -> None:
    """Derive everything from the raw message again. What people decided since then stays as they decided it.

    Raises KeyError for a message that is not there, StoreUnavailableError.
    """
    with store.writing() as session:
        message = session.get(Message, message_id)
        if message is None:
            raise KeyError(message_id)
        message.attempts = 1
    _file(store, settings, message_id)
    store.bell.ring("answers")


def _file(store: Store, settings: Settings, message_id: int) -> None:
    try:
        with store.reading() as session:
            message = session.get_one(Message, message_id)
            envelope = _envelope(session, message_id)
        if message.attempts > MAX_ATTEMPTS:
            raise RuntimeError(f"reading it ended the process {MAX_ATTEMPTS} times")
        mail = read_mail(store.blobs.get(message.raw_key), envelope)
        with store.writing() as session:
            _place(session, session.get_one(Message, message_id), mail, settings)
    except StoreUnavailableError:
        raise  # not the mail's fault: it waits until its lease ends
    except Exception as error:
        _log.error("message M-%s is set aside: %s: %s", message_id, type(error).__name__, error)
        _set_aside_broken(store, message_id, traceback.format_exc())


def _place(session: Session, message: Message, mail: InboundMail, settings: Settings) -> None:
    domain = sender_of(mail).rpartition("@")[2]
    authentication = read_authentication(mail.headers, domain, settings.smtp_in.trusted_authserv_id)
    judgement = judge(mail, known_about(session, mail, message, settings), authentication)
    _write_reading(message, mail)
    if not _is_decided(session, message):
        _write_verdict(message, judgement)
        session.flush()
        if judgement.verdict.place is Place.DRAFT:
            write_draft(session, message, mail, settings)
        else:
            drop_draft(session, message)
    message.state, message.lease_until, message.trouble = MessageState.READ, None, ""
    search.index(session, "message", message.key, f"{_search_words(message)} {message.new_text}")


def _write_reading(message: Message, mail: InboundMail) -> None:
    message.from_address = sender_of(mail)
    message.from_name = mail.sender.name if mail.sender else ""
    message.subject = mail.subject
    message.sent_at = mail.date
    message.in_reply_to = next(iter(mail.in_reply_to), "")
    message.language = mail.language
    message.text = mail.text
    message.new_text = mail.reply.new
    message.quoted = mail.reply.quoted
    message.signature = mail.reply.signature
    message.cut_is_sure = mail.reply.sure == "high"
    message.has_html = bool(mail.html)
    message.attachments = [asdict(attachment) for attachment in mail.attachments]
    message.is_auto = mail.is_auto
    message.is_bulk = mail.is_bulk
    message.is_bounce = mail.is_bounce
    message.urgent_words = list(mail.urgent_words)
    message.defects = list(mail.defects)


def _write_verdict(message: Message, judgement: Judgement) -> None:
    verdict = judgement.verdict
    message.place, message.aside, message.rule = verdict.place, verdict.aside, judgement.rule
    message.evidence = {**verdict.evidence, "why": dict(judgement.why)}
    message.trust = judgement.trust
    home = verdict.home
    message.link_id = home.link_id if home else None
    message.ticket_id = home.ticket_id if home else None
    message.order_id = home.order_id if home else None
    message.draft_id = home.draft_id if home else None


def _is_decided(session: Session, message: Message) -> bool:
    """Somebody acted on it: convert took the answer, or staff decided about its draft or brought it in from aside."""
    if message.taken_at:
        return True
    draft = session.exec(select(Draft).where(Draft.message_id == message.id)).first()
    return draft is not None and draft.state is not DraftState.OPEN


def _envelope(session: Session, message_id: int) -> Envelope:
    """All recipients it came in for; the sender of its first delivery that has one."""
    of_message = select(Delivery).where(Delivery.message_id == message_id).order_by(col(Delivery.id))
    deliveries = session.exec(of_message).all()
    sender = next((delivery.sender for delivery in deliveries if delivery.sender is not None), None)
    recipients = dict.fromkeys(recipient for delivery in deliveries for recipient in delivery.recipients)
    return Envelope(sender, tuple(recipients))


def _search_words(message: Message) -> str:
    return f"M-{message.id} {message.subject} {message.from_name} {message.from_address} {message.message_id}"


def _set_aside_broken(store: Store, message_id: int, trouble: str) -> None:
    with store.writing() as session:
        message = session.get_one(Message, message_id)
        message.state, message.lease_until, message.trouble = MessageState.BROKEN, None, trouble
        message.place, message.aside, message.rule, message.trust = Place.ASIDE, Aside.BROKEN, "broken", Trust.V0
        message.evidence = {"why": WHY_BROKEN}


WHY_BROKEN = {
    "nl": "Ons programma kon dit bericht niet lezen; het is in zijn geheel bewaard.",
    "en": "Our program could not read this message; it is kept whole.",
}
