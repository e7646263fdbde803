"""Staff who answer a letter of the desk from their own mail program: it goes to whoever that letter was about, or to
nobody. Their words are never a deed of the firm or the tenant."""

from __future__ import annotations

import re

from sqlmodel import Session, select

from convert.answers.meaning import PROVEN
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.tickets.comments import add_note, keep_for_staff
from convert.unit_of_work import UnitOfWork
from store.letter_table import Letter
from store.mail import Message
from store.message_text import words_of
from store.orders import WorkOrder
from store.people import Staff
from store.recipients import is_linked
from store.tickets import Ticket, TimelineEntry
from store.timeline import CLOCK, Actor
from store.words import ENDED_STATES, ActorKind, CauseKind, Channel, LetterKind, Visibility

_INTERN = re.compile(r"^[ \t]*#intern\b.*", re.IGNORECASE | re.MULTILINE | re.DOTALL)


def staff_at(session: Session, address: str) -> Staff | None:
    """Whose address at the desk this is."""
    found = session.exec(select(Staff).where(Staff.email == address.lower())).first()
    return found if found and found.active else None


def take_staff_answer(work: UnitOfWork, message: Message, staff: Staff, ticket: Ticket | None, order_id: int) -> None:
    """ticket, order_id (0: none): the thread it came home to. What cannot be sent on is kept as a note, and its author
    is told so."""
    if message.trust not in PROVEN:
        _keep_unproven(work, message, staff, ticket, order_id)
        return
    by_her = work.by(Actor(ActorKind.STAFF, staff.name, Channel.EMAIL, staff.key))
    text = message.new_text.strip()
    intern = _INTERN.search(text)
    open_words = text[: intern.start()].strip() if intern else text
    asked = _readers(work.session, message, staff, ticket, order_id)
    readers = asked if message.cut_is_sure else ()
    if readers and (open_words or not intern):
        _note(by_her, message, open_words, ticket, order_id, readers, whole=not intern)
    if intern or not readers:
        words = text[intern.start() :] if intern and readers else text or words_of(message)
        entry = _note(by_her, message, words or "(zonder tekst)", ticket, order_id, (), whole=True)
        if asked != readers:
            _warn(work, entry, staff, ticket, order_id, words, "unsure_cut")


def _readers(
    session: Session, message: Message, staff: Staff, ticket: Ticket | None, order_id: int
) -> tuple[Visibility, ...]:
    """Whoever wrote what the answered letter told her of, as long as they may read on this thread; else nobody."""
    letter = session.exec(select(Letter).where(Letter.mail_id == message.in_reply_to.strip("<> "))).first()
    if letter is None or letter.staff_id != staff.key or letter.kind != LetterKind.STAFF_MESSAGE:
        return ()
    entry = session.get(TimelineEntry, letter.cause_id) if letter.cause is CauseKind.ENTRY else None
    if entry is None or entry.data.get("mark"):
        return ()
    if order_id and entry.actor_kind is ActorKind.PARTY and entry.order_id == order_id:
        order = session.get_one(WorkOrder, order_id)
        return () if order.state in ENDED_STATES else (Visibility.PARTY,)
    if ticket and entry.actor_kind is ActorKind.PERSON and is_linked(session, ticket.key, entry.actor_id):
        return (Visibility.REPORTER,)
    return ()


def _note(
    work: UnitOfWork,
    message: Message,
    text: str,
    ticket: Ticket | None,
    order_id: int,
    readers: tuple[Visibility, ...],
    *,
    whole: bool,
) -> TimelineEntry:
    """whole: the mail itself, with its files, belongs to this line."""
    about = {"order_id": order_id} if order_id else {"ticket_id": ticket.key if ticket else None}
    mail = message if whole else None
    return add_note(work, **about, text=text, visible_to=readers, message=mail, with_files=whole)


def _keep_unproven(work: UnitOfWork, message: Message, staff: Staff, ticket: Ticket | None, order_id: int) -> None:
    order = get(work, WorkOrder, order_id) if order_id else None
    nobody = work.by(Actor(ActorKind.PERSON, message.from_name or message.from_address, Channel.EMAIL))
    text = message.new_text.strip() or words_of(message) or "(zonder tekst)"
    entry = keep_for_staff(nobody, message, text, ticket=None if order else ticket, order=order, mark="unproven")
    _warn(work, entry, staff, ticket, order_id, text, "unproven")


def _warn(
    work: UnitOfWork, entry: TimelineEntry, staff: Staff, ticket: Ticket | None, order_id: int, text: str, why: str
) -> None:
    order = get(work, WorkOrder, order_id) if order_id else None
    occasion = Occasion(entry, ticket=ticket, order=order, text=text, why=why, assignee_id=staff.key)
    notify(work.by(CLOCK), Event.KEPT_INTERNAL, occasion)
