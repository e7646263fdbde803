"""Answers by mail: what ingest filed on a ticket or order is taken, applied and told, one unit of work a message."""

from __future__ import annotations

import logging
import re
import traceback
from datetime import datetime, timedelta

from sqlmodel import col

from config.settings import Settings
from convert.answers.meaning import MAY, details_of, intent_of, sure_deed
from convert.answers.taking_back import says_not_right, take_back
from convert.errors import InvalidError, MissingError, RefusedError
from convert.files import files_of_message
from convert.locks import locked_ticket
from convert.notices.matrix import Audience, Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.orders.perform import perform
from convert.orders.work_order import meant, step
from convert.records import get
from convert.relations.people import author_at
from convert.tickets.comments import answer_solved, comment_by_party, comment_by_person
from convert.tickets.opening import TITLE_LENGTH, NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.claims import claim
from store.links import is_valid
from store.mail import Message
from store.orders import WorkOrder
from store.people import Contact
from store.recipients import is_linked
from store.store import Store, StoreUnavailableError
from store.subjects import plain_subject
from store.tickets import File, Ticket
from store.timeline import CLOCK, Actor, tell
from store.troubles import report_trouble
from store.words import (
    ActorKind,
    Channel,
    Deed,
    Entry,
    MessagePlace,
    MessageState,
    Phase,
    Trust,
    Visibility,
)

log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=5)
_OUR_SUBJECT = re.compile(r"\[(?:T|OB)-\d{4}-\d{5,}\]")  # what our letters begin with says nothing of a new problem


def take_answers(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Take what was filed and not taken yet, oldest first; how many. A message that breaks our code is marked
    (`trouble`) and set apart, and the next one is served."""
    due = (
        (col(Message.state) == MessageState.READ)
        & (col(Message.place) == MessagePlace.JOINED)
        & col(Message.taken_at).is_(None)
        & (col(Message.trouble) == "")
        & (col(Message.ticket_id).is_not(None) | col(Message.order_id).is_not(None))
    )
    with store.writing() as session:
        claimed = claim(session, Message, due, lease=_LEASE, limit=limit)
    for message_id in claimed:
        try:
            with store.writing() as session:
                take_answer(UnitOfWork(session, settings, CLOCK, now), session.get_one(Message, message_id))
        except StoreUnavailableError:
            raise  # not the answer's fault: it is taken when its lease ends
        except Exception as error:  # whatever it was: this one is set apart, the next is served
            log.exception("message %s could not be taken", message_id)
            with store.writing() as session:
                message = session.get_one(Message, message_id)
                message.trouble, message.lease_until = traceback.format_exc()[-10_000:], None
                trouble = f"the answer M-{message_id} could not be taken, look at it by hand: {type(error).__name__}"
                report_trouble(session, f"answer:{message_id}", trouble, now)
    if claimed:
        store.bell.ring("outbox")
    return len(claimed)


def take_answer(work: UnitOfWork, message: Message) -> None:
    """Apply one answer: a deed where the words, the sender and the state allow it, else a comment for who decides."""
    if message.taken_at is None and not message.is_auto and not message.is_bounce:
        if message.order_id:
            _take_for_order(work, message, message.order_id)
        elif message.ticket_id:
            _take_for_ticket(work, message, message.ticket_id)
    message.taken_at, message.lease_until = work.now, None


def _take_for_order(work: UnitOfWork, message: Message, order_id: int) -> None:
    order = get(work, WorkOrder, order_id)
    link = work.session.get(Link, message.link_id) if message.link_id else None
    contact = work.session.get(Contact, link.contact_id) if link and link.contact_id else None
    known = contact is not None and contact.email == message.from_address
    sender = _sender(message, contact, known=known)
    text = message.new_text.strip()
    mail = work.by(sender)
    may = link is not None and is_valid(link, work.now) and known and MAY[message.trust]
    if may and says_not_right(text) and take_back(mail, order_id):
        return
    intent = intent_of(message)
    deed = sure_deed(intent, order.state) if message.cut_is_sure else None
    why = _why_not(work, message, order, link, deed, known=known)
    if not message.cut_is_sure:
        why = "unsure_cut"
    new_address = "" if known else message.from_address
    if deed and not why:
        acting = mail if known else work.by(_colleague(message, contact))
        try:
            details = details_of(intent, deed, text, work.settings.desk.zone, message.key)
            done = perform(acting, order_id, deed, details)
        except (RefusedError, InvalidError, MissingError):
            why = "state_forbids"
        else:
            files_of_message(mail, message, order_id=order_id, visible_to=(Visibility.PARTY,))
            if known and (done.changed or not message.attachments):
                return
            text = text or plain_subject(message.subject)
    comment_by_party(
        mail,
        order_id,
        text or message.text.strip() or plain_subject(message.subject) or "(zonder tekst)",
        message_id=message.key,
        new_address=new_address,
        why=why or ("acted" if deed and new_address else "not_the_word"),
    )


def _colleague(message: Message, contact: Contact | None) -> Actor:
    """Somebody of the firm whose address is new: the firm acts, under the name that stands on the mail."""
    name = message.from_name or message.from_address
    return Actor(ActorKind.PARTY, name, Channel.EMAIL, contact.key if contact else None)


def _why_not(
    work: UnitOfWork, message: Message, order: WorkOrder, link: Link | None, deed: Deed | None, *, known: bool
) -> str:
    """Why the mail may not do this, as a key of store.letters.StaffMessage; "" where it may."""
    if deed is None:
        return "not_the_word"
    meant_deed = meant(order.state, deed, ActorKind.PARTY)
    trusted = known or message.trust is Trust.V1
    if link is None or link.order_id != order.key or not trusted or meant_deed not in MAY[message.trust]:
        return "not_trusted"
    if not is_valid(link, work.now):
        return "late"
    found = step(order.state, meant_deed, ActorKind.PARTY)
    return "" if found is not None else "state_forbids"


def _sender(message: Message, contact: Contact | None, *, known: bool) -> Actor:
    if contact and known:
        return Actor(ActorKind.PARTY, contact.name, Channel.EMAIL, contact.key)
    return Actor(ActorKind.PARTY, message.from_name or message.from_address, Channel.EMAIL)


def _take_for_ticket(work: UnitOfWork, message: Message, ticket_id: int) -> None:
    ticket = locked_ticket(work, ticket_id)
    if ticket.merged_into_id:
        ticket = locked_ticket(work, ticket.merged_into_id)
    link = work.session.get(Link, message.link_id) if message.link_id else None
    person = author_at(work.session, message)
    follows = person is not None and is_linked(work.session, ticket.key, person.key)
    text = message.new_text.strip() or message.text.strip() or plain_subject(message.subject)
    mail = work.by(Actor(ActorKind.PERSON, message.from_name or message.from_address, Channel.EMAIL))
    if person and link and _closed_long_ago(work, ticket):
        _follow_up(mail, message, ticket, person.key, text)
    elif person and follows and _says_whether_solved(message, ticket, link):
        solved = intent_of(message)["deed"] == "solved"
        answer_solved(mail, ticket.key, person.key, solved, message_id=message.key)
    elif person and follows:
        comment_by_person(mail, ticket.key, person.key, text or "(zonder tekst)", message_id=message.key)
    else:
        _keep_strangers_comment(mail, message, ticket, text)


def _says_whether_solved(message: Message, ticket: Ticket, link: Link | None) -> bool:
    """A clear yes or no, nothing cut by a guess, from a known address by its token, while that is what we asked."""
    asked = ticket.phase is Phase.SOLVED and link is not None and not message.attachments and message.cut_is_sure
    intent = intent_of(message)
    clear = bool(intent.get("sure")) and intent.get("deed") in ("solved", "not_solved")
    return asked and clear and message.trust in (Trust.V2, Trust.V3)


def _closed_long_ago(work: UnitOfWork, ticket: Ticket) -> bool:
    window = timedelta(days=work.settings.retention.reopen_days)
    ended = ticket.phase in (Phase.CLOSED, Phase.REJECTED)
    return ended and ticket.closed_at is not None and work.now > ticket.closed_at + window


def _follow_up(work: UnitOfWork, message: Message, ticket: Ticket, person_id: int, text: str) -> None:
    """What was closed long ago does not reopen: the answer becomes a ticket of its own that follows it."""
    subject = plain_subject(message.subject)
    title = ticket.title if not subject or _OUR_SUBJECT.match(subject) else subject
    made = open_ticket(
        work,
        NewTicket(
            title=title[:TITLE_LENGTH],
            description=text or title,
            channel=Channel.EMAIL,
            received_at=message.received_at,
            responsible_id=ticket.responsible_id,
            reporter_id=person_id,
            property_id=ticket.property_id,
            unit_id=ticket.unit_id,
            installation_id=ticket.installation_id,
            trade=ticket.trade,
            follows_id=ticket.key,
            message_ids=(message.key,),
        ),
    )
    message.ticket_id = made.key


def _keep_strangers_comment(work: UnitOfWork, message: Message, ticket: Ticket, text: str) -> None:
    """Somebody who is not linked answered: staff see it, the linked people do not."""
    files: tuple[File, ...] = files_of_message(work, message, ticket_id=ticket.key)
    entry = tell(
        work.session,
        work.actor,
        Entry.COMMENT,
        work.now,
        ticket_id=ticket.key,
        text=text,
        message_id=message.key,
        new_address=message.from_address,
        files=[file.key for file in files],
    )
    occasion = Occasion(entry, ticket=ticket, text=text, files=files, new_address=message.from_address)
    notify(work, Event.PERSON_WROTE, occasion, but=(Audience.OTHERS,))
