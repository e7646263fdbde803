"""Tickets: opening, editing, assigning, moving, merging. Every report becomes one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select, update

from convert import phases
from convert.files import Upload, files_of_message, keep_file
from convert.locks import locked_ticket
from convert.moving import orders_of, shift, touch, unshift
from convert.notices import Event, linked_people, notify, occasion_of, tell_of_approval
from convert.records import NEEDED, get
from convert.routing import responsible_for
from convert.snapshots import Occasion
from convert.turn import InvalidError, RefusedError, Turn
from convert.unreachable import withdraw_tasks
from convert.work_order import FINAL
from store.desk import File, Task, Ticket, TicketPerson, TimelineEntry, WorkOrder
from store.mail import Message
from store.numbers import next_number
from store.outbox import cancel_letters
from store.people import Installation, Person, Staff, Unit
from store.timeline import tell
from store.words import (
    PHASE_CATEGORY,
    ActorKind,
    Category,
    Channel,
    Entry,
    OrderState,
    PersonRole,
    Phase,
    Priority,
    Visibility,
)

TITLE_LENGTH = 120
_EDITABLE = frozenset(
    {"title", "description", "priority", "trade", "property_id", "unit_id", "installation_id", "spot", "access"}
    | {"availability", "may_call", "cost_bearer", "tags", "submitted_by"}
)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a report says, and what staff make of it.

    responsible_id  None: the routing rule names one
    person_ids      everybody linked; the reporter among them or not
    reporter_id     None: the first of person_ids
    message_ids     the mail it came with: attachments become files
    urgent_words    words of danger that were found: a safety letter instead of the acknowledgement
    asks_words      photos came and no word: the reporter is asked three questions in place of the acknowledgement
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
    submitted_by: str = ""
    follows_id: int | None = None
    nonce: str | None = None
    uploads: tuple[Upload, ...] = ()
    message_ids: tuple[int, ...] = ()
    urgent_words: tuple[str, ...] = ()
    asks_words: bool = False


def open_ticket(turn: Turn, new: NewTicket) -> Ticket:
    """Open a ticket and tell its people and its responsible. Raises InvalidError, RefusedError."""
    if known := _by_nonce(turn, new.nonce):
        return known
    title, description = _checked(new)
    property_id, unit_id = _placed(turn, new)
    staff = get(turn, Staff, new.responsible_id) if new.responsible_id else None
    staff = staff or responsible_for(turn.session, property_id, new.trade)
    by_responsible = turn.actor.kind is ActorKind.STAFF and turn.actor.id == staff.key
    ticket = Ticket(
        number=next_number(turn.session, "T", turn.now, turn.settings.desk.zone),
        title=title,
        description=description,
        phase=new.phase,
        priority=new.priority,
        trade=new.trade,
        channel=new.channel,
        received_at=new.received_at,
        created_at=turn.now,
        changed_at=turn.now,
        responsible_id=staff.key,
        opened_at=turn.now if by_responsible else None,
        property_id=property_id,
        unit_id=unit_id,
        installation_id=new.installation_id,
        spot=new.spot,
        access=new.access,
        availability=new.availability,
        may_call=new.may_call,
        submitted_by=new.submitted_by,
        follows_id=new.follows_id,
        nonce=new.nonce,
    )
    try:
        with turn.session.begin_nested():
            turn.session.add(ticket)
    except IntegrityError:
        # The same form came in twice at once; whoever was first has the ticket.
        if known := _by_nonce(turn, new.nonce):
            return known
        raise
    _link_all(turn, ticket, new)
    files = _attach(turn, ticket, new)
    entry = tell(
        turn.session,
        turn.actor,
        Entry.CREATED,
        turn.now,
        ticket_id=ticket.key,
        visible_to=(Visibility.REPORTER,),
        text=description,
        message_id=new.message_ids[0] if new.message_ids else None,
        files=[file.key for file in files],
        urgent_words=list(new.urgent_words),
    )
    touch(turn, ticket)
    event = _event_of(new)
    deed = Event.EMERGENCY if event is Event.EMERGENCY else Event.OPENED
    notify(turn, event, Occasion(entry, ticket=ticket, deed=deed, files=files, urgent_words=new.urgent_words))
    return ticket


def edit_ticket(turn: Turn, ticket_id: int, version: int | None = None, **changes: Any) -> Ticket:
    """Change what staff wrote; what the reporter wrote stays in its message and on the timeline.

    version  as it was when the form was opened. Raises RefusedError("stale") when somebody changed it since.
    """
    ticket = locked_ticket(turn, ticket_id)
    if version is not None and version != ticket.version:
        raise RefusedError(
            "stale",
            nl="Iemand anders heeft dit ticket net gewijzigd. Bekijk het opnieuw; uw tekst staat er nog.",
            en="Somebody else has just changed this ticket. Look again; your text is still there.",
        )
    if strange := changes.keys() - _EDITABLE:
        raise RefusedError("unknown_field", nl=f"Onbekend veld: {min(strange)}", en=f"Unknown field: {min(strange)}")
    if "title" in changes:
        changes["title"] = _title(changes["title"])
    if changes.get("unit_id"):
        changes["property_id"] = get(turn, Unit, changes["unit_id"]).property_id
    changed = {name: value for name, value in changes.items() if getattr(ticket, name) != value}
    if not changed:
        return ticket
    was = {name: getattr(ticket, name) for name in changed}
    for name, value in changed.items():
        setattr(ticket, name, value)
    touch(turn, ticket)
    tell(turn.session, turn.actor, Entry.EDIT, turn.now, ticket_id=ticket.key, was=was, became=changed)
    return ticket


def assign_ticket(turn: Turn, ticket_id: int, staff_id: int) -> Ticket:
    """Give it to somebody, who is told."""
    ticket, staff = locked_ticket(turn, ticket_id), get(turn, Staff, staff_id)
    if ticket.responsible_id == staff.key:
        return ticket
    was = turn.session.get_one(Staff, ticket.responsible_id)
    ticket.responsible_id = staff.key
    ticket.opened_at = turn.now if turn.actor.kind is ActorKind.STAFF and turn.actor.id == staff.key else None
    touch(turn, ticket)
    entry = tell(
        turn.session,
        turn.actor,
        Entry.EDIT,
        turn.now,
        ticket_id=ticket.key,
        was={"responsible": was.name},
        became={"responsible": staff.name},
    )
    notify(turn, Event.ASSIGNED, Occasion(entry, ticket=ticket, deed=Event.ASSIGNED))
    return ticket


def mark_opened(turn: Turn, ticket_id: int) -> None:
    """The responsible looks at it: no longer unread. Anybody on call ends an emergency's calling in the same way."""
    looks = turn.actor.kind is ActorKind.STAFF
    if not looks or get(turn, Ticket, ticket_id).opened_at:
        return
    ticket = locked_ticket(turn, ticket_id)
    if turn.actor.id and awaits_look(ticket, turn.actor.id):
        ticket.opened_at = turn.now
        tell(turn.session, turn.actor, Entry.SEEN, turn.now, ticket_id=ticket.key)


def awaits_look(ticket: Ticket, staff_id: int) -> bool:
    """Whether a look by this member of staff is what the ticket waits for: by its responsible, in danger by anybody."""
    return ticket.opened_at is None and (ticket.responsible_id == staff_id or ticket.priority is Priority.EMERGENCY)


def move_ticket(turn: Turn, ticket_id: int, phase: Phase, reason: str = "", silent: bool = False) -> Ticket:
    """Bring it to another phase; to where it is already changes nothing.

    silent  this once, its people are not told. Raises RefusedError("phase", "orders_open"), InvalidError(reason).
    """
    ticket = locked_ticket(turn, ticket_id)
    if ticket.phase is phase:
        return ticket
    move = phases.move(ticket.phase, phase, turn.actor.kind)
    if move is None or phase is Phase.MERGED:
        raise RefusedError(
            "phase",
            nl=f"Van deze fase kan het ticket daar niet heen ({ticket.phase} → {phase}).",
            en=f"The ticket cannot go there from this phase ({ticket.phase} → {phase}).",
        )
    if move.reason and not reason.strip():
        raise InvalidError(reason=NEEDED)
    if PHASE_CATEGORY[phase] is Category.CLOSED:
        _refuse_open_orders(turn, ticket)
    before = ticket.phase
    entry = shift(turn, ticket, phase, reason=reason.strip(), reopens=move.reopens)
    event = Event.REOPENED if move.reopens else _EVENTS.get(phase, Event.MOVED)
    occasion = Occasion(entry, ticket=ticket, deed=event, phase_before=before, reason=reason.strip())
    notify(turn, event, occasion, silent=silent)
    tell_of_approval(turn, occasion)
    return ticket


def undo_move(turn: Turn, ticket_id: int) -> Ticket:
    """Take the last move back, with its letters, while they wait. Raises RefusedError("too_late")."""
    ticket = locked_ticket(turn, ticket_id)
    entry = turn.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.PHASE)
        .order_by(col(TimelineEntry.id).desc())
    ).first()
    wait = timedelta(seconds=turn.settings.limits.undo_seconds)
    by_staff = entry and entry.actor_kind is ActorKind.STAFF and entry.undone_at is None and "after" in entry.data
    if not (entry and by_staff and entry.data["after"] == ticket.phase and turn.now < entry.at + wait):
        raise RefusedError(
            "too_late",
            nl="Dit kan niet meer ongedaan worden gemaakt; verplaats het ticket opnieuw.",
            en="This can no longer be undone; move the ticket again.",
        )
    cancel_letters(turn.session, turn.now, why="undone", occasion=occasion_of(entry.key))
    withdraw_tasks(turn, entry)
    unshift(turn, ticket, entry)
    tell(turn.session, turn.actor, Entry.PHASE, turn.now, ticket_id=ticket.key, undoes=entry.key)
    return ticket


def merge_ticket(turn: Turn, ticket_id: int, into_id: int) -> Ticket:
    """Let one ticket go on in another: its people, files, tasks and orders move, its number keeps leading there.

    Files become internal, for the people of the other ticket may not see what this one's reporter sent.
    """
    first, second = sorted((ticket_id, into_id))
    rows = {first: locked_ticket(turn, first), second: locked_ticket(turn, second)}
    ticket, master = rows[ticket_id], rows[into_id]
    fits = PHASE_CATEGORY[master.phase] is not Category.CLOSED and ticket.key != master.key
    if not fits or phases.move(ticket.phase, Phase.MERGED, turn.actor.kind) is None:
        raise RefusedError(
            "merge",
            nl="Deze tickets kunnen niet worden samengevoegd.",
            en="These tickets cannot be merged.",
        )
    before = ticket.phase
    ticket.merged_into_id = master.key
    entry = shift(turn, ticket, Phase.MERGED, into=master.number)
    ticket.closed_at = turn.now
    _move_belongings(turn, ticket, master)
    touch(turn, master)
    tell(turn.session, turn.actor, Entry.MERGED, turn.now, ticket_id=master.key, merged=ticket.number)
    notify(turn, Event.MERGED, Occasion(entry, ticket=ticket, into=master, phase_before=before))
    return master


def _event_of(new: NewTicket) -> Event:
    if new.urgent_words and new.priority is Priority.EMERGENCY:
        return Event.EMERGENCY
    return Event.OPENED_WITHOUT_WORDS if new.asks_words else Event.OPENED


_EVENTS = {Phase.SOLVED: Event.SOLVED, Phase.CLOSED: Event.CLOSED, Phase.REJECTED: Event.REJECTED}


def _by_nonce(turn: Turn, nonce: str | None) -> Ticket | None:
    return turn.session.exec(select(Ticket).where(Ticket.nonce == nonce)).first() if nonce else None


def _checked(new: NewTicket) -> tuple[str, str]:
    if not new.description.strip():
        raise InvalidError(description=NEEDED)
    return _title(new.title), new.description


def _title(title: str) -> str:
    if not title.strip():
        raise InvalidError(title=NEEDED)
    if len(title.strip()) > TITLE_LENGTH:
        raise InvalidError(
            title={"nl": f"Hoogstens {TITLE_LENGTH} tekens.", "en": f"At most {TITLE_LENGTH} characters."}
        )
    return " ".join(title.split())


def _placed(turn: Turn, new: NewTicket) -> tuple[int | None, int | None]:
    """The property and unit: an installation says its unit, a unit its property."""
    property_id, unit_id = new.property_id, new.unit_id
    if new.installation_id:
        installation = get(turn, Installation, new.installation_id)
        property_id, unit_id = installation.property_id, unit_id or installation.unit_id
    if unit_id:
        property_id = get(turn, Unit, unit_id).property_id
    return property_id, unit_id


def _link_all(turn: Turn, ticket: Ticket, new: NewTicket) -> None:
    people = list(dict.fromkeys((*((new.reporter_id,) if new.reporter_id else ()), *new.person_ids)))
    reporter_id = new.reporter_id or (people[0] if people else None)
    for person_id in people:
        get(turn, Person, person_id)
        role = PersonRole.REPORTER if person_id == reporter_id else PersonRole.FOLLOWER
        turn.session.add(TicketPerson(ticket_id=ticket.key, person_id=person_id, role=role, since=turn.now))
    turn.session.flush()


def _attach(turn: Turn, ticket: Ticket, new: NewTicket) -> tuple[File, ...]:
    seen = (Visibility.REPORTER,)
    files = [keep_file(turn, upload, ticket_id=ticket.key, visible_to=seen) for upload in new.uploads]
    for message_id in new.message_ids:
        files += files_of_message(turn, get(turn, Message, message_id), ticket_id=ticket.key, visible_to=seen)
    return tuple(files)


def _refuse_open_orders(turn: Turn, ticket: Ticket) -> None:
    """Nobody may be on the way for a ticket that has ended."""
    done = (*FINAL, OrderState.COMPLETED, OrderState.LAPSED, OrderState.DRAFT)
    numbers = [order.number for order in orders_of(turn, ticket) if order.state not in done]
    if numbers:
        raise RefusedError(
            "orders_open",
            nl=f"Er loopt nog een opdracht: {', '.join(numbers)}. Trek die eerst in of meld die voltooid.",
            en=f"A work order is still open: {', '.join(numbers)}. Withdraw or complete it first.",
        )


def _move_belongings(turn: Turn, ticket: Ticket, master: Ticket) -> None:
    known = {person.key for person, _ in linked_people(turn, master)}
    for person, role in linked_people(turn, ticket):
        if person.key not in known:
            turn.session.add(TicketPerson(ticket_id=master.key, person_id=person.key, role=role, since=turn.now))
    files = update(File).where(col(File.ticket_id) == ticket.key)
    turn.session.execute(files.values(ticket_id=master.key, visible_to=[]))
    for table in (Task, WorkOrder):
        moving = update(table).where(col(table.ticket_id) == ticket.key)
        turn.session.execute(moving.values(ticket_id=master.key))
    turn.session.flush()
