"""Opening a ticket. Every report becomes one of these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from config.words import Text
from convert.errors import InvalidError
from convert.files import Upload, files_of_message, keep_file
from convert.notices.matrix import Audience, Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import NEEDED, get, responsible_for
from convert.tickets.phase_change import touch
from convert.unit_of_work import UnitOfWork
from store.audience import own_circle
from store.mail import Message
from store.numbers import next_number
from store.people import Installation, Person, Staff, Unit
from store.recipients import linked_people
from store.ticket_sheet import ticket_with_nonce
from store.tickets import File, Ticket, TicketPerson
from store.timeline import tell
from store.words import (
    ActorKind,
    Channel,
    Entry,
    PersonRole,
    Phase,
    Priority,
    Proof,
    Visibility,
)

TITLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a report says, and what staff make of it.

    responsible_id  None: the routing rule names one
    person_ids      everybody linked; the reporter among them or not
    reporter_id     None: the first of person_ids
    message_ids     the mail it came with: attachments become files
    urgent_words    words of danger that were found: a safety letter instead of the acknowledgement
    asks_words      photos came and no word: the reporter is asked three questions in place of the acknowledgement
    takes_sender    of a part of a mail: the sender whom staff write down with it reports this part too
    shows_files     False of a part of a mail whose sender is not among its people: its files are for staff to share
    joins           it goes on in another at once: its people hear that, and staff nothing new
    may_undo        staff may take it back for a moment: until then nobody is told, but of danger at once
    by_stranger     the reporter was not known, and no person looked: the receipt says nothing of what was typed
    nonce           of a form: sent twice, it is one ticket
    """

    title: str
    description: str
    channel: Channel
    received_at: datetime
    responsible_id: int | None = None
    person_ids: tuple[int, ...] = ()
    reporter_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    installation_id: int | None = None
    priority: Priority = Priority.NORMAL
    phase: Phase = Phase.NEW
    trade: str = ""
    spot: str = ""
    access: str = ""
    availability: str = ""
    may_call: bool = False
    follows_id: int | None = None
    nonce: str | None = None
    uploads: tuple[Upload, ...] = ()
    message_ids: tuple[int, ...] = ()
    urgent_words: tuple[str, ...] = ()
    asks_words: bool = False
    takes_sender: bool = True
    shows_files: bool = True
    joins: bool = False
    by_stranger: bool = False
    may_undo: bool = False


@dataclass(frozen=True, slots=True)
class _Opened:
    """A ticket with what is to be told of it; no occasion where the same form had made it already."""

    ticket: Ticket
    event: Event = Event.OPENED
    occasion: Occasion | None = None


def open_ticket(work: UnitOfWork, new: NewTicket) -> Ticket:
    """Open a ticket and tell its people and its responsible. Raises InvalidError, RefusedError."""
    (ticket,) = open_together(work, [new])
    return ticket


def open_together(work: UnitOfWork, news: Sequence[NewTicket]) -> list[Ticket]:
    """Open tickets that came of one mail. Whoever belongs to several of them has one letter with all their numbers;
    the responsible has one for each. Raises as `open_ticket`."""
    opened = [_open(work, new) for new in news]
    for one in opened:
        if one.occasion:
            hushed = _STAFF if one.occasion.joins else _told_together(work) if one.event is Event.EMERGENCY else ()
            notify(work, one.event, one.occasion, but=(*hushed, *(_PEOPLE if len(opened) > 1 else ())))
    if len(opened) > 1:
        _acknowledge(work, sorted(opened, key=lambda one: one.event is not Event.EMERGENCY))
    return [one.ticket for one in opened]


_PEOPLE = (Audience.PEOPLE, Audience.REPORTERS)
_STAFF = (Audience.RESPONSIBLE, Audience.ON_CALL)


def _acknowledge(work: UnitOfWork, opened: Sequence[_Opened]) -> None:
    """The same tickets to the same people: nobody hears of one that is not theirs."""
    theirs: dict[int, list[_Opened]] = defaultdict(list)
    for one in opened:
        for person, _ in linked_people(work.session, one.ticket.key):
            theirs[person.key].append(one)
    readers: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for person_id, tickets in theirs.items():
        readers[tuple(opened.index(one) for one in tickets)].add(person_id)
    for places, people in readers.items():
        first, *others = (opened[place] for place in places)
        if first.occasion:
            beside = tuple(other.ticket for other in others)
            occasion = replace(first.occasion, beside=beside, only=frozenset(people))
            notify(work, first.event, occasion, but=_STAFF)


def _open(work: UnitOfWork, new: NewTicket) -> _Opened:
    if known := ticket_with_nonce(work.session, new.nonce):
        return _Opened(known)
    title, description = _checked(new)
    property_id, unit_id = _placed(work, new)
    staff = get(work, Staff, new.responsible_id) if new.responsible_id else None
    staff = staff or responsible_for(work.session, property_id, new.trade)
    by_responsible = work.actor.kind is ActorKind.STAFF and work.actor.id == staff.key
    ticket = Ticket(
        number=next_number(work.session, "T", work.now, work.settings.desk.zone),
        title=title,
        description=description,
        phase=new.phase,
        priority=new.priority,
        trade=new.trade,
        channel=new.channel,
        received_at=new.received_at,
        created_at=work.now,
        changed_at=work.now,
        responsible_id=staff.key,
        opened_at=work.now if by_responsible else None,
        property_id=property_id,
        unit_id=unit_id,
        installation_id=new.installation_id,
        spot=new.spot,
        access=new.access,
        availability=new.availability,
        may_call=new.may_call,
        follows_id=new.follows_id,
        nonce=new.nonce,
    )
    try:
        with work.session.begin_nested():
            work.session.add(ticket)
    except IntegrityError:
        # The same form came in twice at once; whoever was first has the ticket.
        if known := ticket_with_nonce(work.session, new.nonce):
            return _Opened(known)
        raise
    _link_all(work, ticket, new)
    files = _attach(work, ticket, new)
    entry = tell(
        work.session,
        work.actor,
        Entry.CREATED,
        work.now,
        ticket_id=ticket.key,
        visible_to=(Visibility.REPORTER,),
        text=description,
        message_id=new.message_ids[0] if new.message_ids else None,
        files=[file.key for file in files],
        urgent_words=list(new.urgent_words),
    )
    touch(work, ticket)
    event = _event_of(new)
    undo = timedelta(seconds=work.settings.limits.conversion_undo_seconds)
    deed = Event.EMERGENCY if event is Event.EMERGENCY else Event.OPENED
    occasion = Occasion(
        entry,
        ticket=ticket,
        deed=deed,
        files=tuple(file for file in files if file.visible_to),
        urgent_words=new.urgent_words,
        joins=new.joins,
        by_stranger=new.by_stranger,
        wait=undo if new.may_undo and event is not Event.EMERGENCY else timedelta(),
    )
    return _Opened(ticket, event, occasion)


def _told_together(work: UnitOfWork) -> tuple[Audience, ...]:
    """Where staff were called often within the hour, this one is told with the others, at the next quarter."""
    lately = select(func.count()).select_from(Ticket).where(Ticket.priority == Priority.EMERGENCY)
    calls = work.session.exec(lately.where(col(Ticket.created_at) > work.now - timedelta(hours=1))).one()
    often = calls > work.settings.limits.emergency_calls_per_hour
    return (Audience.RESPONSIBLE, Audience.ON_CALL) if often else ()


def _event_of(new: NewTicket) -> Event:
    if new.urgent_words and new.priority is Priority.EMERGENCY:
        return Event.EMERGENCY
    return Event.OPENED_WITHOUT_WORDS if new.asks_words else Event.OPENED


def _checked(new: NewTicket) -> tuple[str, str]:
    if not new.description.strip():
        raise InvalidError(description=NEEDED)
    return checked_title(new.title), new.description


def checked_title(title: str) -> str:
    if not title.strip():
        raise InvalidError(title=NEEDED)
    if len(title.strip()) > TITLE_LENGTH:
        raise InvalidError(title=Text("At most %(most)s characters.", most=TITLE_LENGTH))
    return " ".join(title.split())


def _placed(work: UnitOfWork, new: NewTicket) -> tuple[int | None, int | None]:
    """The property and unit: an installation says its unit, a unit its property."""
    property_id, unit_id = new.property_id, new.unit_id
    if new.installation_id:
        installation = get(work, Installation, new.installation_id)
        property_id, unit_id = installation.property_id, unit_id or installation.unit_id
    if unit_id:
        property_id = get(work, Unit, unit_id).property_id
    return property_id, unit_id


def _link_all(work: UnitOfWork, ticket: Ticket, new: NewTicket) -> None:
    people = list(dict.fromkeys((*((new.reporter_id,) if new.reporter_id else ()), *new.person_ids)))
    reporter_id = new.reporter_id or (people[0] if people else None)
    for person_id in people:
        get(work, Person, person_id)
        role = PersonRole.REPORTER if person_id == reporter_id else PersonRole.FOLLOWER
        work.session.add(
            TicketPerson(
                ticket_id=ticket.key, person_id=person_id, role=role, circle=own_circle(ticket.key), since=work.now
            )
        )
    work.session.flush()


def _attach(work: UnitOfWork, ticket: Ticket, new: NewTicket) -> tuple[File, ...]:
    seen = (Visibility.REPORTER,)
    files = [keep_file(work, upload, ticket_id=ticket.key, visible_to=seen) for upload in new.uploads]
    for number, message_id in enumerate(new.message_ids):
        message = get(work, Message, message_id)
        is_doubtful = number > 0 and message.evidence.get("sender") == Proof.FORGED  # staff looked at the first
        theirs = seen if new.shows_files and not is_doubtful else ()
        files += files_of_message(work, message, ticket_id=ticket.key, visible_to=theirs)
    return tuple(files)
