"""Answers by mail: what ingest filed on a ticket or order is taken, applied and told, one unit of work a message."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta

from sqlmodel import col

from config.settings import Settings
from config.words import languages
from convert.answers.appointment_answers import take_slot_answer
from convert.answers.closed_tickets import answer_closed
from convert.answers.emergencies import is_alarmed
from convert.answers.joint_letters import note_on_the_others, offer_to_all, tickets_told_with
from convert.answers.meaning import MAY, PROVEN, as_sent_to, details_of, intent_of, sure_deed, word_sent_to
from convert.answers.staff_answers import staff_at, take_staff_answer
from convert.answers.taking_back import says_not_right, take_back
from convert.answers.their_numbers import keep_their_number
from convert.drafts.from_answers import draft_answer
from convert.errors import InvalidError, MissingError, RefusedError
from convert.files import files_of_message
from convert.locks import locked_ticket
from convert.orders.perform import perform
from convert.orders.work_order import meant, step
from convert.records import get
from convert.relations.companies import contact_at
from convert.relations.people import author_at
from convert.tickets.comments import answer_solved, comment_by_party, comment_by_person, keep_for_staff
from convert.tickets.privacy import start_clock
from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.claims import Queue, claim, has_work, held, let_go
from store.links import is_valid
from store.mail import OLDEST_UNTAKEN, Message
from store.orders import WorkOrder
from store.people import Contact, Person
from store.recipients import is_linked
from store.store import Store, StoreUnavailableError
from store.subjects import plain_subject
from store.suggestions import Suggested, SuggestionReason
from store.tickets import Ticket
from store.timeline import CLOCK, Actor
from store.tokens import new_token
from store.troubles import report_trouble
from store.words import (
    PHASE_CATEGORY,
    ActorKind,
    Channel,
    Deed,
    MessagePlace,
    MessageState,
    Phase,
    PhaseCategory,
    Trust,
    Visibility,
)

log = logging.getLogger(__name__)

_SENTENCE = 4  # words
_LEASE = timedelta(seconds=30)  # what a process that died had claimed waits so long
_ANSWERS = Queue(
    Message,
    (col(Message.state) == MessageState.READ)
    & (col(Message.place) == MessagePlace.JOINED)
    & col(Message.taken_at).is_(None)
    & (col(Message.trouble) == "")
    & (col(Message.ticket_id).is_not(None) | col(Message.order_id).is_not(None)),
    order=OLDEST_UNTAKEN,
)


def take_answers(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Take what was filed and not taken yet, oldest first; how many. A message that breaks our code is marked
    (`trouble`) and set apart, and the next one is served."""
    if not has_work(store, _ANSWERS):
        return 0
    token = new_token()
    with store.writing() as session:
        claimed = claim(session, _ANSWERS, token=token, lease=_LEASE, limit=limit)
    for message_id in claimed:
        store.signs.give(take_answers.__name__)
        try:
            with store.writing() as session:
                if message := held(session, Message, message_id, token):  # else it took us long, and another has it
                    take_answer(UnitOfWork(session, settings, CLOCK, now), message)
        except StoreUnavailableError:
            raise  # not the answer's fault: it is taken when its lease ends
        except Exception as error:  # whatever it was: this one is set apart, the next is served
            log.exception("message %s could not be taken", message_id)
            with store.writing() as session:
                message = held(session, Message, message_id, token)
                if message is None:
                    continue
                message.trouble = traceback.format_exc()[-10_000:]
                let_go(message)
                trouble = f"the answer M-{message_id} could not be taken, look at it by hand: {type(error).__name__}"
                report_trouble(session, f"answer:{message_id}", trouble, now)
    if claimed:
        store.bell.ring("outbox")
    return len(claimed)


def take_answer(work: UnitOfWork, message: Message) -> None:
    """Apply one answer: a deed where the words, the sender and the state allow it, else a comment for who decides."""
    if message.taken_at is None and not message.is_auto and not message.is_bounce:
        if staff := staff_at(work.session, message.from_address):
            ticket = _live_ticket(work, message.ticket_id) if message.ticket_id else None
            take_staff_answer(work, message, staff, ticket, message.order_id or 0)
        elif message.order_id:
            _take_for_order(work, message, message.order_id)
        elif message.ticket_id:
            _start_clock(work, message, message.ticket_id)
            _take_for_ticket(work, message, message.ticket_id)
    message.taken_at = work.now
    let_go(message)


def _take_for_order(work: UnitOfWork, message: Message, order_id: int) -> None:
    order = get(work, WorkOrder, order_id)
    link = work.session.get(Link, message.link_id) if message.link_id else None
    contact = work.session.get(Contact, link.contact_id) if link and link.contact_id else None
    known = contact is not None and contact.email == message.from_address
    text = message.new_text.strip()
    if contact and contact.company_id != order.company_id:  # the owner who is asked about its cost: a press counts
        words = text or message.text.strip() or plain_subject(message.subject) or "(zonder tekst)"
        keep_for_staff(work.by(_owner(message, contact, known)), message, words, order=order, mark="owner")
        return
    mail = work.by(_sender(work, message, order))
    acting = mail if known else work.by(_colleague(message, contact))
    may = link is not None and is_valid(link, work.now) and (known or message.trust is Trust.V1) and MAY[message.trust]
    if may and known and contact:
        _go_on_in_their_language(contact, message)
    about_another = bool(message.evidence.get("about_another"))
    if may and not about_another and says_not_right(text) and take_back(acting, order_id):
        return
    keep_their_number(work.session, message, order)
    intent, word = intent_of(message), word_sent_to(work, message, link)
    intent = as_sent_to(intent, word) if word else intent
    is_certain = (message.cut_is_sure and not about_another) or bool(word)
    deed = sure_deed(intent, order.state) if is_certain else None
    why = _why_not(work, message, order, link, deed, known=known)
    if not is_certain:
        why = "several_orders" if about_another else "unsure_cut"
    new_address = "" if known else message.from_address
    if deed and not why:
        try:
            details = details_of(intent, deed, text, work.settings.desk.zone, message.key)
            done = perform(acting, order_id, deed, details)
        except (RefusedError, InvalidError, MissingError):
            why = "state_forbids"
        else:
            if known and (done.changed or not message.attachments):
                files_of_message(mail, message, order_id=order_id, visible_to=(Visibility.PARTY,))
                return
            text = text or plain_subject(message.subject)
    text = text or message.text.strip() or plain_subject(message.subject) or "(zonder tekst)"
    why = why or ("acted" if deed and new_address else "not_the_word")
    if mail.actor.kind is ActorKind.PARTY:
        comment_by_party(mail, order_id, text, message_id=message.key, new_address=new_address, why=why)
        note_on_the_others(mail, message, order, text)
    else:
        author = contact_at(work.session, message.from_address)
        mark = "unproven" if author and author.company_id == order.company_id else "stranger"
        keep_for_staff(mail, message, text, order=order, mark=mark, why=why)


def _owner(message: Message, contact: Contact, known: bool) -> Actor:
    if known and message.trust in PROVEN:
        return Actor(ActorKind.OWNER, contact.name, Channel.EMAIL, contact.key)
    return Actor(ActorKind.PERSON, message.from_name or message.from_address, Channel.EMAIL)


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


def _sender(work: UnitOfWork, message: Message, order: WorkOrder) -> Actor:
    """A contact of the firm, or a colleague of theirs by the firm's own domain; of anybody else we know no more than
    what the mail says of itself."""
    name = message.from_name or message.from_address
    author = contact_at(work.session, message.from_address)
    if author and author.company_id == order.company_id and message.trust is not Trust.V0:
        return Actor(ActorKind.PARTY, author.name, Channel.EMAIL, author.key)
    return Actor(ActorKind.PARTY if message.trust is Trust.V1 else ActorKind.PERSON, name, Channel.EMAIL)


def _take_for_ticket(work: UnitOfWork, message: Message, ticket_id: int) -> None:
    ticket = _live_ticket(work, ticket_id)
    link = work.session.get(Link, message.link_id) if message.link_id else None
    person = author_at(work.session, message)
    text = message.new_text.strip() or message.text.strip() or plain_subject(message.subject) or "(zonder tekst)"
    mail = work.by(Actor(ActorKind.PERSON, message.from_name or message.from_address, Channel.EMAIL))
    was_alarmed = is_alarmed(ticket)
    if person is None or not is_linked(work.session, ticket.key, person.key):
        keep_for_staff(mail, message, text, ticket=ticket, mark="stranger")
    elif message.trust not in PROVEN:
        keep_for_staff(mail, message, text, ticket=ticket, mark="unproven")
    elif PHASE_CATEGORY[ticket.phase] is PhaseCategory.CLOSED:
        answer_closed(mail, message, ticket, person.key, text)
    elif beside := tickets_told_with(work.session, message, ticket, person.key):
        offer_to_all(mail, message, ticket, beside, person.key, text)
    elif solved := _whether_solved(mail, message, ticket, link):
        _go_on_in_their_language(person, message)
        answer_solved(mail, ticket.key, person.key, solved == "solved", message_id=message.key)
    elif link is None or not take_slot_answer(mail, message, ticket, person.key, link, text):
        is_worse = bool(message.urgent_words) or intent_of(message).get("deed") == "worse"
        comment_by_person(mail, ticket.key, person.key, text, message.key, why="worse" if is_worse else "")
    if message.place is MessagePlace.JOINED and _is_danger(message) and not was_alarmed:
        _raise_alarm(work, message, ticket, person, text)


def _is_danger(message: Message) -> bool:
    """Words of danger in what is newly written, and not that it is over."""
    intent = intent_of(message)
    return bool(message.evidence.get("danger")) and intent.get("deed") not in ("solved", "thanks")


def _raise_alarm(work: UnitOfWork, message: Message, ticket: Ticket, person: Person | None, text: str) -> None:
    """Danger is never only a line on a ticket that is known: the emergency lane opens one of its own for it, writes the
    safety words and calls who is on call, or leaves it in the tray and calls them, as with any mail."""
    named = (Suggested(ticket.key, SuggestionReason.NUMBER_IN_SUBJECT, ticket.number),)
    is_theirs = person is not None and is_linked(work.session, ticket.key, person.key)
    draft_answer(work, message, ticket, person.key if person and is_theirs else None, text, tickets=named)


def _live_ticket(work: UnitOfWork, ticket_id: int) -> Ticket:
    """This ticket, or the one it goes on in."""
    ticket = locked_ticket(work, ticket_id)
    while ticket.merged_into_id:
        ticket = locked_ticket(work, ticket.merged_into_id)
    return ticket


def _start_clock(work: UnitOfWork, message: Message, ticket_id: int) -> None:
    """Asking for one's data needs no proof to be looked at: who may have it is for staff to find out."""
    if asks := message.evidence.get("privacy"):
        start_clock(work, get(work, Ticket, ticket_id), asks, message.received_at)


def _go_on_in_their_language(person: Person | Contact, message: Message) -> None:
    """Who answers us in another language of ours, in more than a word or two, is written to in it from now on."""
    clear = message.cut_is_sure and len(message.new_text.split()) >= _SENTENCE
    if clear and message.language in languages():
        person.language = message.language


def _whether_solved(work: UnitOfWork, message: Message, ticket: Ticket, link: Link | None) -> str:
    """solved or not_solved, where that is what we asked: by the address it was sent to, or by a clear yes or no,
    nothing cut by a guess, by the token; else ""."""
    if ticket.phase is not Phase.SOLVED or link is None:
        return ""
    if word := word_sent_to(work, message, link):
        return word
    intent = intent_of(message)
    clear = bool(intent.get("sure")) and intent.get("deed") in ("solved", "not_solved")
    return str(intent["deed"]) if clear and message.cut_is_sure and not message.attachments else ""
