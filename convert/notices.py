"""Who is told of what, by which letter: the notification matrix as a table (domain words 2.8).

A notice is written in the same unit of work as the change. One event makes at most one letter a person, because the
letter's occasion is the event's timeline entry and the person; each letter is that person's alone, in their language,
with their own private link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from sqlmodel import col, select

from convert.snapshots import Occasion, snapshot
from convert.turn import Turn
from convert.unreachable import leave_task
from store.access import Link
from store.desk import Ticket, TicketPerson, WorkOrder
from store.letters import ALWAYS
from store.links import link_for
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Contact, Person, PersonAddress, Staff
from store.post import Letter
from store.words import ActorKind, AddressState, Deed, LetterKind, OrderState, PersonRole, Role


class Event(StrEnum):
    """What happens beside the deeds on a work order, which are events by their own names."""

    OPENED = "opened"
    OPENED_WITHOUT_WORDS = "opened_without_words"  # photos, and nothing that says what they show
    EMERGENCY = "emergency"
    LINKED = "linked"
    ASSIGNED = "assigned"
    MOVED = "moved"
    SOLVED = "solved"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"
    MERGED = "merged"
    PUBLIC_NOTE = "public_note"
    PARTY_NOTE = "party_note"
    QUESTION = "question"
    PERSON_WROTE = "person_wrote"
    PARTY_WROTE = "party_wrote"
    TASK = "task"
    CORRECTED = "corrected"
    UNDONE = "undone"


class Audience(StrEnum):
    PEOPLE = "people"  # everybody linked to the ticket
    OTHERS = "others"  # the same, less whoever acted
    REPORTERS = "reporters"
    ONE = "one"  # the person the event is about
    RESPONSIBLE = "responsible"  # of the ticket
    ORDER_RESPONSIBLE = "order_responsible"
    ON_CALL = "on_call"
    ASSIGNEE = "assignee"
    PARTY = "party"  # the order's contact


PEOPLE, OTHERS, RESPONSIBLE, ORDER_RESPONSIBLE, PARTY = (
    Audience.PEOPLE,
    Audience.OTHERS,
    Audience.RESPONSIBLE,
    Audience.ORDER_RESPONSIBLE,
    Audience.PARTY,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """waits: the letter stays in the outbox for limits.undo_seconds, so that what is undone is never told."""

    to: Audience
    kind: LetterKind
    waits: bool = False


def _to_people(kind: LetterKind) -> Notice:
    return Notice(PEOPLE, kind, waits=True)


_STAFF_TICKET = Notice(RESPONSIBLE, LetterKind.STAFF_TICKET, waits=True)
_BOTH_RESPONSIBLE = (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER), Notice(RESPONSIBLE, LetterKind.STAFF_ORDER))
_ORDER_RESPONSIBLE = Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER)
_RECEIPT = Notice(PARTY, LetterKind.ORDER_RECEIPT)
_APPOINTMENT = (
    _ORDER_RESPONSIBLE,
    _to_people(LetterKind.APPOINTMENT),
    Notice(PARTY, LetterKind.ORDER_APPOINTMENT),
)

MATRIX: dict[Event | Deed, tuple[Notice, ...]] = {
    Event.OPENED: (Notice(PEOPLE, LetterKind.TICKET_RECEIVED), Notice(RESPONSIBLE, LetterKind.STAFF_NEW_TICKET)),
    # The reporter's questions come first: who has had a letter of this event gets no second one.
    Event.OPENED_WITHOUT_WORDS: (
        Notice(Audience.REPORTERS, LetterKind.PHOTO_QUESTIONS),
        Notice(PEOPLE, LetterKind.TICKET_RECEIVED),
        Notice(RESPONSIBLE, LetterKind.STAFF_NEW_TICKET),
    ),
    Event.EMERGENCY: (
        Notice(PEOPLE, LetterKind.SAFETY),
        Notice(RESPONSIBLE, LetterKind.STAFF_EMERGENCY),
        Notice(Audience.ON_CALL, LetterKind.STAFF_EMERGENCY),
    ),
    Event.LINKED: (Notice(Audience.ONE, LetterKind.TICKET_FOLLOWING),),
    Event.ASSIGNED: (Notice(RESPONSIBLE, LetterKind.STAFF_ASSIGNED),),
    Event.MOVED: (_to_people(LetterKind.TICKET_PHASE), _STAFF_TICKET),
    Event.SOLVED: (_to_people(LetterKind.SOLVED_QUESTION), _STAFF_TICKET),
    Event.CLOSED: (_to_people(LetterKind.TICKET_CLOSED), _STAFF_TICKET),
    Event.REJECTED: (_to_people(LetterKind.TICKET_REJECTED), _STAFF_TICKET),
    Event.REOPENED: (_to_people(LetterKind.TICKET_REOPENED), _STAFF_TICKET),
    Event.MERGED: (_to_people(LetterKind.TICKET_MERGED),),
    Event.PUBLIC_NOTE: (Notice(PEOPLE, LetterKind.TICKET_COMMENT), Notice(RESPONSIBLE, LetterKind.STAFF_MESSAGE)),
    Event.PARTY_NOTE: (Notice(PARTY, LetterKind.ORDER_COMMENT),),
    Event.QUESTION: (Notice(Audience.REPORTERS, LetterKind.TICKET_QUESTION),),
    Event.PERSON_WROTE: (Notice(RESPONSIBLE, LetterKind.STAFF_MESSAGE), Notice(OTHERS, LetterKind.TICKET_COMMENT)),
    Event.PARTY_WROTE: (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_MESSAGE),),
    Event.TASK: (Notice(Audience.ASSIGNEE, LetterKind.STAFF_TASK),),
    Event.CORRECTED: (Notice(PARTY, LetterKind.ORDER_CHANGED), _ORDER_RESPONSIBLE),
    Event.UNDONE: (_RECEIPT, *_BOTH_RESPONSIBLE),
    Deed.SEND: (Notice(PARTY, LetterKind.ORDER_SENT), _to_people(LetterKind.PARTY_ENGAGED), _ORDER_RESPONSIBLE),
    Deed.ACCEPT: (*_BOTH_RESPONSIBLE, _to_people(LetterKind.PARTY_ACCEPTED), _RECEIPT),
    Deed.REFUSE: (*_BOTH_RESPONSIBLE, _RECEIPT),
    Deed.PLAN: (_ORDER_RESPONSIBLE, _to_people(LetterKind.APPOINTMENT), _RECEIPT),
    Deed.CONFIRM: _APPOINTMENT,
    Deed.DECLINE: (_ORDER_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_APPOINTMENT)),
    Deed.START: (_ORDER_RESPONSIBLE,),
    Deed.HOLD: (_ORDER_RESPONSIBLE, _to_people(LetterKind.ON_HOLD)),
    Deed.RESUME: (_ORDER_RESPONSIBLE, _to_people(LetterKind.ON_HOLD)),
    Deed.COMPLETE: (*_BOTH_RESPONSIBLE, _to_people(LetterKind.SOLVED_QUESTION), _RECEIPT),
    Deed.APPROVE: (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER, waits=True),),
    Deed.REWORK: (*_BOTH_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_REWORK)),
    Deed.ASK_HAND_BACK: (*_BOTH_RESPONSIBLE, _RECEIPT),
    Deed.HAND_BACK: (_ORDER_RESPONSIBLE, _RECEIPT),
    Deed.WITHDRAW: (_ORDER_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_WITHDRAWN)),
    Deed.LAPSE: _BOTH_RESPONSIBLE,
}

# What a person who asked for important letters only still gets.
IMPORTANT = (
    LetterKind.TICKET_RECEIVED,
    LetterKind.PHOTO_QUESTIONS,
    LetterKind.TICKET_FOLLOWING,
    LetterKind.TICKET_QUESTION,
    LetterKind.TICKET_REJECTED,
    LetterKind.TICKET_CLOSED,
    LetterKind.APPOINTMENT,
    LetterKind.SOLVED_QUESTION,
)

_OUTSIDE = (PEOPLE, OTHERS, Audience.REPORTERS, Audience.ONE, PARTY)


@dataclass(frozen=True, slots=True)
class _Reader:
    mark: str  # person:3
    to: Addressee
    link: Link | None = None


def notify(
    turn: Turn, event: Event | Deed, occasion: Occasion, *, silent: bool = False, but: tuple[Audience, ...] = ()
) -> None:
    """Put a letter in the outbox for everybody the matrix names for this event.

    silent  staff chose to tell nobody outside · but: audiences that hear of it in another way
    """
    for notice in MATRIX[event]:
        if notice.to in but or (silent and notice.to in _OUTSIDE):
            continue
        for reader in _readers(turn, notice, occasion):
            _put(turn, notice, occasion, reader)


def tell_of_approval(turn: Turn, occasion: Occasion) -> None:
    """Tell the responsible of each order that closing its ticket agreed with (R39). The occasion is the closing itself:
    one letter each, none for who heard of the ticket already, and what is undone is never told."""
    for order_id in occasion.entry.data["approved"]:
        order = turn.session.get_one(WorkOrder, order_id)
        approved = replace(occasion, order=order, deed=Deed.APPROVE, state_before=OrderState.COMPLETED)
        notify(turn, Deed.APPROVE, approved)


def call_staff(turn: Turn, audience: Audience, occasion: Occasion) -> int:
    """Call staff to an emergency again, each once a step of the calling; how many were called now."""
    notice, mark = Notice(audience, LetterKind.STAFF_EMERGENCY), f"step:{occasion.step}:"
    letters = [_put(turn, notice, occasion, reader, mark=mark) for reader in _staff(turn, audience, occasion)]
    return sum(letter is not None for letter in letters)


def occasion_of(entry_id: int) -> str:
    """How the occasions of an event's letters begin."""
    return f"entry:{entry_id}:"


def _put(turn: Turn, notice: Notice, occasion: Occasion, reader: _Reader, mark: str = "") -> Letter | None:
    undo = timedelta(seconds=turn.settings.limits.undo_seconds)
    about = occasion.into or occasion.ticket
    of_order = notice.to in (PARTY, ORDER_RESPONSIBLE) or notice.kind is LetterKind.STAFF_ORDER
    letter = NewLetter(
        kind=notice.kind,
        occasion=occasion_of(occasion.entry.key) + mark + reader.mark,
        to=reader.to,
        snapshot=snapshot(turn, notice.kind, occasion),
        ticket_id=about.key if about else None,
        order_id=occasion.order.key if occasion.order and of_order else None,
        link_id=reader.link.key if reader.link else None,
        reply_token=reader.link.reply_token if reader.link else "",
        wait=undo if notice.waits else timedelta(),
    )
    return put_letter(turn.session, letter, domain=turn.settings.desk.domain, now=turn.now)


def _readers(turn: Turn, notice: Notice, occasion: Occasion) -> Iterator[_Reader]:
    if notice.to is PARTY:
        yield from _party(turn, occasion)
    elif notice.to in _OUTSIDE:
        yield from _people(turn, notice, occasion)
    else:
        yield from _staff(turn, notice.to, occasion)


def _people(turn: Turn, notice: Notice, occasion: Occasion) -> Iterator[_Reader]:
    ticket = occasion.into or occasion.ticket
    if ticket is None:
        return
    for person, role in linked_people(turn, occasion.ticket or ticket):
        is_actor = turn.actor.kind is ActorKind.PERSON and turn.actor.id == person.key
        if notice.to is OTHERS and is_actor:
            continue
        if notice.to is Audience.REPORTERS and role is not PersonRole.REPORTER:
            continue
        if notice.to is Audience.ONE and person.key != occasion.person_id:
            continue
        if not _wants(person, notice.kind):
            continue
        address = address_of(turn, person)
        if not address:
            leave_task(turn, ticket, person, notice.kind, occasion.entry)
            continue
        link = link_for(turn.session, turn.settings.secret, turn.now, ticket_id=ticket.key, person_id=person.key)
        to = Addressee(address, person.name, person.language, person_id=person.key)
        yield _Reader(f"person:{person.key}", to, link)


def linked_people(turn: Turn, ticket: Ticket) -> list[tuple[Person, PersonRole]]:
    """Who is told of this ticket now, in the order they were linked."""
    rows = turn.session.exec(
        select(Person, TicketPerson.role)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket.key, col(TicketPerson.until).is_(None))
        .order_by(col(TicketPerson.id))
    )
    return [(person, PersonRole(role)) for person, role in rows]


def address_of(turn: Turn, person: Person) -> str:
    """Where letters to this person go; "" where none would arrive."""
    row = turn.session.exec(
        select(PersonAddress)
        .where(PersonAddress.person_id == person.key, PersonAddress.state != AddressState.UNDELIVERABLE)
        .order_by(col(PersonAddress.id))
    ).first()
    return row.address if row else ""


def _wants(person: Person, kind: LetterKind) -> bool:
    if kind in ALWAYS or person.notify == "mail":
        return True
    return person.notify == "important" and kind in IMPORTANT


def _staff(turn: Turn, audience: Audience, occasion: Occasion) -> Iterator[_Reader]:
    """Staff are told of what others did; their own doing needs no mail."""
    for staff in _staff_rows(turn, audience, occasion):
        if turn.actor.kind is ActorKind.STAFF and turn.actor.id == staff.key:
            continue
        yield _Reader(f"staff:{staff.key}", Addressee(staff.email, staff.name, staff.language, staff_id=staff.key))


def _staff_rows(turn: Turn, audience: Audience, occasion: Occasion) -> list[Staff]:
    if audience is Audience.ON_CALL:
        return list(turn.session.exec(select(Staff).where(Staff.role == Role.ON_CALL, col(Staff.active))))
    chosen = {
        RESPONSIBLE: occasion.ticket.responsible_id if occasion.ticket else None,
        ORDER_RESPONSIBLE: occasion.order.responsible_id if occasion.order else None,
        Audience.ASSIGNEE: occasion.assignee_id,
    }[audience]
    staff = turn.session.get(Staff, chosen) if chosen else None
    return [staff] if staff else []


def _party(turn: Turn, occasion: Occasion) -> Iterator[_Reader]:
    order = occasion.order
    contact = turn.session.get(Contact, order.contact_id) if order and order.contact_id else None
    if order is None or contact is None:
        return
    link = link_for(turn.session, turn.settings.secret, turn.now, order_id=order.key, contact_id=contact.key)
    to = Addressee(contact.email, contact.name, contact.language, contact_id=contact.key)
    yield _Reader(f"contact:{contact.key}", to, link)
