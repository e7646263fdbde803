"""Filing what came in: read it, judge it, and put it in the one place it belongs. Can be repeated at any time."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from config.settings import Settings
from config.words import Text
from ingest.author import Author
from ingest.intents.amounts import asks_agreement
from ingest.intents.answer import read_intent
from ingest.intents.calendar_answers import read_press
from ingest.intents.clauses import above_own_name, plain_text
from ingest.intents.intent import Speaker
from ingest.intents.visits import found_nobody
from ingest.judging.authentication import read_authentication
from ingest.judging.homes import orders_named
from ingest.judging.known import Facts
from ingest.judging.learned_banners import last_openings, without_learned_banner
from ingest.judging.policy import Judgement, judge
from ingest.judging.rules import new_draft, sender_of
from ingest.mail import Envelope, InboundMail, passed_on_words
from ingest.reading.message import read_mail
from ingest.returns.absences import read_absence
from ingest.suggesting.privacy import find_privacy_request
from ingest.suggesting.suggestions import propose, words_of
from ingest.suggesting.urgency import Level, explain, find_urgency
from store import search
from store.claims import Queue, claim, has_work, held, let_go, renew
from store.latencies import Latency
from store.mail import Delivery, Draft, Message
from store.orders import WorkOrder
from store.store import Store, StoreUnavailableError, database_time
from store.tokens import new_token
from store.words import Aside, AuthorBy, DraftState, MessagePlace, MessageState, Trust

LEASE = timedelta(seconds=30)  # what a filer that died had claimed waits so long; a living one renews it
TOGETHER = 10  # messages filed in one commit; the doors' mail waits that long for its turn to be written
MAX_ATTEMPTS = 3  # a mail that ended the whole process this often is not tried again by itself

_TRIED = col(Message.attempts)
_WAITS = col(Message.state) == MessageState.WAITING
_NEW = Queue(Message, _WAITS & (_TRIED == 0), attempts=1)
_AGAIN = Queue(Message, _WAITS & (_TRIED > 0), attempts=_TRIED + 1)

_log = logging.getLogger(__name__)


def file_messages(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """File up to `limit` waiting messages, oldest first; how many there were. Raises StoreUnavailableError.

    One that breaks our code is set aside whole, with the traceback, and the others are served. A message whose filer
    died is served again when its lease ends.
    """
    if not has_work(store, _AGAIN, _NEW):
        return 0
    token, began = new_token(), store.latencies.clock()
    with store.writing() as session:
        taken = _claim(session, token, limit)
    for first in range(0, len(taken), TOGETHER):
        store.signs.give(file_messages.__name__)
        if first:
            with store.writing() as session:
                ours = renew(session, Message, taken[first:], token, lease=LEASE)
                taken[first:] = sorted(ours)
        for received_at in _file(store, settings, taken[first : first + TOGETHER], token):
            store.latencies.note_since(Latency.FILED, received_at, now, began)
    if taken:
        store.bell.ring("answers")
    return len(taken)


def replay(store: Store, settings: Settings, message_id: int) -> None:
    """Derive everything from the raw message again. What people decided since then stays as they decided it.

    Raises KeyError for a message that is not there, StoreUnavailableError.
    """
    token = new_token()
    with store.writing() as session:
        message = session.get(Message, message_id)
        if message is None:
            raise KeyError(message_id)
        message.attempts, message.lease_token = 1, token
        message.lease_until = database_time(session) + LEASE
    _file(store, settings, [message_id], token)
    store.bell.ring("answers")


def _claim(session: Session, token: str, limit: int) -> list[int]:
    """One whose filer died is tried before all others and alone: if it was to blame, it takes nobody along again."""
    again = claim(session, _AGAIN, token=token, lease=LEASE, limit=1)
    return again or claim(session, _NEW, token=token, lease=LEASE, limit=limit)


def _file(store: Store, settings: Settings, message_ids: list[int], token: str) -> list[datetime]:
    """File these in one unit of work; where one of them breaks our code, each in a unit of its own. When those that
    were filed came."""
    try:
        mails = _read(store, settings, message_ids)
        with store.writing() as session:
            return _place(session, settings, mails, token)
    except StoreUnavailableError:
        raise  # not the mail's fault: it waits until its lease ends
    except Exception:
        if len(message_ids) > 1:
            return [at for message_id in message_ids for at in _file(store, settings, [message_id], token)]
        _log.exception("message M-%s is set aside", message_ids[0])
        _set_aside_broken(store, message_ids[0], token, traceback.format_exc())
        return []


def _read(store: Store, settings: Settings, message_ids: list[int]) -> dict[int, ReadMail]:
    """The mails by their message's id. This is the long part, and holds up nobody who wants to write."""
    with store.reading() as session:
        asked = select(Message.id, Message.raw_key, Message.attempts).where(col(Message.id).in_(message_ids))
        messages = session.exec(asked).all()
        envelopes = _envelopes(session, message_ids)
        openings = last_openings(session, settings.desk.address)
    if any(attempts > MAX_ATTEMPTS for _, _, attempts in messages):
        raise RuntimeError(f"reading it ended the process {MAX_ATTEMPTS} times")
    read = {key or 0: read_mail(store.blobs.get(raw_key), envelopes[key or 0]) for key, raw_key, _ in messages}
    own_words = settings.desk.own_words
    return {key: ReadMail(*without_learned_banner(mail, openings, own_words)) for key, mail in read.items()}


class ReadMail(NamedTuple):
    mail: InboundMail
    banner: str  # learned, and no words of its sender


def _place(session: Session, settings: Settings, mails: Mapping[int, ReadMail], token: str) -> list[datetime]:
    """Those of them whose lease is still ours: another has filed the others, or is about to. When they came."""
    ours = select(Message).where(col(Message.id).in_(mails), Message.lease_token == token).order_by(col(Message.id))
    messages = session.exec(ours.with_for_update()).all()
    if not messages:
        return []
    drafts = {one.message_id: one for one in session.exec(select(Draft).where(col(Draft.message_id).in_(mails)))}
    facts = Facts(session, settings, [(message, mails[message.key].mail) for message in messages])
    proposing = []
    for message in messages:
        (mail, banner), draft = mails[message.key], drafts.get(message.key)
        judgement, author = _judge(settings, facts, message, mail), facts.author_of(message)
        _write_reading(message, mail, author)
        message.state, message.trouble = MessageState.READ, ""
        let_go(message)
        if _is_decided(message, draft):
            continue
        if draft and _is_brought_in(message):
            proposing.append((draft, message, mail, author))
            continue
        _write_verdict(message, judgement)
        message.evidence |= {"learned_banner": banner} if banner else {}
        _write_intent(session, message, mail)
        _write_absence(message, mail, settings)
        if judgement.verdict.place is MessagePlace.DRAFT:
            draft = draft or Draft(message_id=message.key, created_at=message.received_at)
            session.add(draft)
            proposing.append((draft, message, mail, author))
        elif draft:  # placed elsewhere when it is judged anew
            session.delete(draft)
    if proposing:
        propose(session, proposing, settings, facts.everybody)
    for message in messages:
        if message.place is MessagePlace.JOINED and message.draft_id:
            _raise_suspicion(session, message, settings)
    session.flush()
    found_by = {("draft", draft.key): words_of(draft, message) for draft, message, _, _ in proposing}
    found_by |= {("message", row.key): (_search_words(row), row.new_text) for row in messages}
    search.index_all(session, found_by)
    return [message.received_at for message in messages]


def _judge(settings: Settings, facts: Facts, message: Message, mail: InboundMail) -> Judgement:
    domain = sender_of(mail).rpartition("@")[2]
    authentication = read_authentication(mail.authentication, domain, settings.smtp_in.trusted_authserv_id)
    return judge(mail, facts.about(message, mail), authentication)


def _write_reading(message: Message, mail: InboundMail, author: Author) -> None:
    message.from_address, message.from_name, message.author_by = author.address, author.name, author.by
    message.header_from = mail.header("from") if author.by is not AuthorBy.FROM else ""
    message.passed_on = _passed_on(mail)
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
    message.attachments, message.scanned_at = [asdict(attachment) for attachment in mail.attachments], None
    message.is_auto = mail.is_auto
    message.is_bulk = mail.is_bulk
    message.is_bounce = mail.is_bounce
    message.urgent_words = list(mail.urgent_words)
    message.defects = list(mail.defects)


def _passed_on(mail: InboundMail) -> dict[str, str]:
    """Of the mail that was passed on first, what stands in no column: a text inside our own is shown with it."""
    if mail.forwarded is None:
        return {}
    first = list(mail.forwarded.hops())[-1]
    return {
        "name": first.sender.name if first.sender else "",
        "address": first.sender.address.lower() if first.sender else "",
        "subject": first.subject,
        "date": first.date.isoformat() if first.date else "",
        "new": first.new,
        "text": "" if mail.forwarded.text in mail.text else passed_on_words(mail.forwarded),
    }


def _write_verdict(message: Message, judgement: Judgement) -> None:
    verdict = judgement.verdict
    message.place, message.aside, message.rule = verdict.place, verdict.aside, judgement.rule
    message.evidence = {**verdict.evidence, "why": judgement.why.stored(), "sender": judgement.proof.value}
    message.trust = judgement.trust
    home = verdict.home
    message.link_id = home.link_id if home else None
    message.ticket_id = home.ticket_id if home else None
    message.order_id = home.order_id if home else None
    message.draft_id = home.draft_id if home else None


def _write_intent(session: Session, message: Message, mail: InboundMail) -> None:
    """What an answer asks for, as evidence: convert acts on it where sender and state allow."""
    if message.place is not MessagePlace.JOINED or mail.is_auto or mail.is_bounce:
        return
    if mail.calendar_answer:
        intent = read_press(mail.calendar_answer, message.from_address)
        message.evidence = {**message.evidence, "intent": {**intent.as_json(), "words": intent.words.stored()}}
        return
    role = Speaker.PARTY if message.order_id else Speaker.REPORTER
    cut_sure = message.cut_is_sure and not mail.reply.interleaved
    intent = read_intent(
        above_own_name(mail.reply.new, message.from_name),
        as_=role,
        date=mail.date or message.received_at,
        cut_sure=cut_sure,
    )
    if _is_about_another_order(session, message, mail):
        intent = replace(intent, sure=False, why="several_orders")
        message.evidence = {**message.evidence, "about_another": True}
    asks_cost = bool(intent.amounts) and asks_agreement(plain_text(mail.reply.new))
    read = {**intent.as_json(), "words": intent.words.stored(), "asks_cost": asks_cost}
    if cut_sure and role is Speaker.PARTY and found_nobody(mail.reply.new):
        read["nobody_home"] = True
    message.evidence = {**message.evidence, "intent": read}
    if mail.deed_marks:
        message.evidence = {**message.evidence, "deed_marks": list(mail.deed_marks)}
    if find_urgency(mail.reply.new).level is Level.EMERGENCY:
        message.evidence = {**message.evidence, "danger": True}
    if privacy := find_privacy_request(mail.reply.new):
        message.evidence = {**message.evidence, "privacy": privacy}


def _is_about_another_order(session: Session, message: Message, mail: InboundMail) -> bool:
    """It answers a letter about several orders and names none of them, or it names another than it answers."""
    order = session.get(WorkOrder, message.order_id) if message.order_id else None
    others = orders_named(mail.reply.new) - {order.number} if order else set()
    return bool(message.evidence.get("told_together") or others)


def _raise_suspicion(session: Session, message: Message, settings: Settings) -> None:
    """What is written later about a mail in the tray may be worse than the first; it never makes it less urgent."""
    draft = session.get(Draft, message.draft_id)
    words = find_urgency(f"{message.subject}\n{message.new_text}")
    why = explain(words, settings.desk.language)
    if not why and message.evidence.get("intent", {}).get("deed") == "worse":
        why = WORSE.in_(settings.desk.language)
    if why and draft and draft.state is DraftState.OPEN and not draft.urgency:
        draft.urgency, draft.urgency_why = "possible", why


WORSE = Text("possibly urgent: the sender writes that it gets worse")


def _write_absence(message: Message, mail: InboundMail, settings: Settings) -> None:
    """What a machine says of somebody's absence, where it answered a letter of ours."""
    at_home = message.ticket_id or message.order_id
    if message.aside is not Aside.AUTOMATIC or not at_home:
        return
    written = (mail.date or message.received_at).astimezone(settings.desk.zone).date()
    absence = read_absence(f"{mail.subject}\n{mail.reply.new}\n{mail.reply.signature}", written)
    if absence:
        message.evidence = {**message.evidence, "absence": absence.as_json()}


def _is_decided(message: Message, draft: Draft | None) -> bool:
    """Somebody acted on it: convert took the answer, or staff decided about its draft."""
    return message.taken_at is not None or (draft is not None and draft.state is not DraftState.OPEN)


def _is_brought_in(message: Message) -> bool:
    """Staff took it from aside into the tray: it stays there whatever the rules say of it."""
    return message.place is MessagePlace.DRAFT and message.rule != new_draft.__name__


def _envelopes(session: Session, message_ids: list[int]) -> dict[int, Envelope]:
    """All recipients each came in for; the sender of its first delivery that has one."""
    came_in = select(Delivery).where(col(Delivery.message_id).in_(message_ids)).order_by(col(Delivery.id))
    deliveries: dict[int, list[Delivery]] = {message_id: [] for message_id in message_ids}
    for delivery in session.exec(came_in):
        deliveries[delivery.message_id].append(delivery)
    return {message_id: _envelope(ways) for message_id, ways in deliveries.items()}


def _envelope(deliveries: list[Delivery]) -> Envelope:
    sender = next((delivery.sender for delivery in deliveries if delivery.sender is not None), None)
    recipients = dict.fromkeys(recipient for delivery in deliveries for recipient in delivery.recipients)
    return Envelope(sender, tuple(recipients))


def _search_words(message: Message) -> str:
    return f"M-{message.id} {message.subject} {message.from_name} {message.from_address} {message.message_id}"


def _set_aside_broken(store: Store, message_id: int, token: str, trouble: str) -> None:
    with store.writing() as session:
        message = held(session, Message, message_id, token)
        if message is None:
            return
        message.state, message.trouble = MessageState.BROKEN, trouble
        let_go(message)
        if message.place is MessagePlace.DRAFT:
            return  # staff have it in the tray
        message.place, message.aside, message.rule, message.trust = MessagePlace.ASIDE, Aside.BROKEN, "broken", Trust.V0
        message.evidence = {"why": WHY_BROKEN.stored()}


WHY_BROKEN = Text("Our program could not read this message; it is kept whole.")
