"""What a letter says of an event, as it was when it happened: one writer per shape of store.letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from convert.turn import Turn
from store.desk import File, Ticket, TicketPerson, TimelineEntry, WorkOrder
from store.letters import (
    SAYS,
    FileSaid,
    NextStep,
    OrderSaid,
    PartyOrder,
    PartyProgress,
    PartyWords,
    SolvedQuestion,
    StaffEmergency,
    StaffMessage,
    StaffOrder,
    StaffTask,
    StaffTicket,
    TicketMerged,
    TicketPhase,
    TicketReceived,
    TicketSaid,
    TicketWords,
    Who,
)
from store.people import Person, Property, Unit
from store.slips import appointment_of, iso, parties_of, slip_of
from store.words import Deed, LetterKind, PersonRole, Phase


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event on the timeline, and what there is to tell of it beside the ticket and the order themselves."""

    entry: TimelineEntry
    ticket: Ticket | None = None
    order: WorkOrder | None = None
    text: str = ""
    reason: str = ""
    phase_before: str = ""
    state_before: str = ""
    deed: str = ""
    by_mail: bool = False
    can_undo: bool = False
    changes: tuple[str, ...] = ()
    into: Ticket | None = None
    files: tuple[File, ...] = ()
    urgent_words: tuple[str, ...] = ()
    new_address: str = ""
    why: str = ""
    step: int = 1
    due_on: date | None = None
    person_id: int | None = None
    assignee_id: int | None = None


def snapshot(turn: Turn, kind: LetterKind, occasion: Occasion) -> dict[str, Any]:
    return dict(_WRITERS[SAYS[kind]](turn, occasion))


_NEXT: dict[Phase, list[NextStep]] = {
    Phase.NEW: ["staff_look"],
    Phase.IN_PROGRESS: ["staff_works"],
    Phase.WAITING_REPORTER: ["answer_question"],
    Phase.WAITING_APPROVAL: ["wait_approval"],
    Phase.WITH_PARTY: ["party_accepts"],
    Phase.SCHEDULED: ["visit"],
    Phase.SOLVED: ["confirm_solved"],
    Phase.CLOSED: ["reopen_if_needed"],
    Phase.REJECTED: ["stays_closed"],
    Phase.MERGED: ["follow_master"],
}


def ticket_said(session: Session, ticket: Ticket) -> TicketSaid:
    house = session.get(Property, ticket.property_id) if ticket.property_id else None
    return TicketSaid(
        number=ticket.number,
        title=ticket.title,
        address=address_line(session, ticket),
        phase=ticket.phase.value,
        priority=ticket.priority.value,
        received_at=ticket.received_at.isoformat(),
        emergency_phone=house.emergency_phone if house else "",
    )


def address_line(session: Session, ticket: Ticket) -> str:
    """The ticket's address in one line, as in a subject: the home, else the property."""
    if unit := session.get(Unit, ticket.unit_id) if ticket.unit_id else None:
        return unit.address_line
    house = session.get(Property, ticket.property_id) if ticket.property_id else None
    return house.name if house else ""


def order_said(session: Session, order: WorkOrder) -> OrderSaid:
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    company, contact = parties_of(session, order)
    return OrderSaid(
        number=order.number,
        version=order.version,
        ticket_number=ticket.number if ticket else "",
        title=order.title,
        address=order.address.get("line", ""),
        state=order.state.value,
        priority=order.priority.value,
        company=company,
        contact=contact,
    )


def reporter_of(session: Session, ticket: Ticket) -> Person | None:
    return session.exec(
        select(Person)
        .join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        .where(TicketPerson.ticket_id == ticket.key, TicketPerson.role == PersonRole.REPORTER)
        .order_by(col(TicketPerson.id))
    ).first()


def _who(entry: TimelineEntry) -> Who:
    return Who(name=entry.actor_name, kind=entry.actor_kind.value, channel=entry.channel.value)


def _files(occasion: Occasion) -> list[FileSaid]:
    return [FileSaid(filename=row.filename, size=row.size) for row in occasion.files]


def _ticket(occasion: Occasion) -> Ticket:
    if occasion.ticket is None:
        raise ValueError("an occasion of a ticket without its ticket")
    return occasion.ticket


def _order(occasion: Occasion) -> WorkOrder:
    if occasion.order is None:
        raise ValueError("an occasion of a work order without its order")
    return occasion.order


def _ticket_received(turn: Turn, occasion: Occasion) -> TicketReceived:
    ticket = _ticket(occasion)
    return TicketReceived(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        next=_NEXT[ticket.phase],
        description=ticket.description,
        files=_files(occasion),
        channel=ticket.channel.value,
        urgent_words=list(occasion.urgent_words),
    )


def _ticket_phase(turn: Turn, occasion: Occasion) -> TicketPhase:
    ticket = _ticket(occasion)
    return TicketPhase(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        next=_NEXT[ticket.phase],
        phase_before=occasion.phase_before,
        reason=occasion.reason,
        reopened=ticket.reopened,
    )


def _ticket_words(turn: Turn, occasion: Occasion) -> TicketWords:
    ticket = _ticket(occasion)
    return TicketWords(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        next=_NEXT[ticket.phase],
        text=occasion.text,
    )


def _ticket_merged(turn: Turn, occasion: Occasion) -> TicketMerged:
    into = occasion.into or _ticket(occasion)
    return TicketMerged(
        ticket=ticket_said(turn.session, _ticket(occasion)),
        actor=_who(occasion.entry),
        next=_NEXT[Phase.MERGED],
        into=ticket_said(turn.session, into),
    )


def _party_progress(turn: Turn, occasion: Occasion) -> PartyProgress:
    ticket, order = _ticket(occasion), _order(occasion)
    said = order_said(turn.session, order)
    confirm = order.appointment_state == "proposed"
    following: list[NextStep]
    if confirm:
        following = ["confirm_appointment"]
    elif occasion.deed in (Deed.ACCEPT, Deed.RESUME):
        following = ["party_plans"]
    else:
        following = _NEXT[ticket.phase]
    return PartyProgress(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        next=following,
        order=said,
        deed=occasion.deed,
        company=said["company"],
        appointment=appointment_of(order),
        confirm=confirm,
        held_until=iso(order.held_until),
        held_for=order.held_for,
    )


def _solved_question(turn: Turn, occasion: Occasion) -> SolvedQuestion:
    ticket, order = _ticket(occasion), occasion.order
    done = order.completed_at if order else ticket.solved_at
    return SolvedQuestion(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        next=_NEXT[Phase.SOLVED],
        company=order_said(turn.session, order)["company"] if order else "",
        completed_on=iso(done.astimezone(turn.settings.desk.zone).date()) if done else None,
    )


def _party_order(turn: Turn, occasion: Occasion) -> PartyOrder:
    order = _order(occasion)
    return PartyOrder(
        order=order_said(turn.session, order),
        actor=_who(occasion.entry),
        deed=occasion.deed,
        state_before=occasion.state_before,
        words=occasion.text,
        appointment=appointment_of(order),
        slip=slip_of(turn.session, order, for_party=True, now=turn.now),
        reason=occasion.reason,
        by_mail=occasion.by_mail,
        changes=list(occasion.changes),
    )


def _party_words(turn: Turn, occasion: Occasion) -> PartyWords:
    return PartyWords(order=order_said(turn.session, _order(occasion)), actor=_who(occasion.entry), text=occasion.text)


def _staff_ticket(turn: Turn, occasion: Occasion) -> StaffTicket:
    ticket = _ticket(occasion)
    reporter = reporter_of(turn.session, ticket)
    return StaffTicket(
        ticket=ticket_said(turn.session, ticket),
        actor=_who(occasion.entry),
        event=occasion.deed,
        phase_before=occasion.phase_before,
        description=ticket.description,
        reporter=reporter.name if reporter else "",
        text=occasion.text or occasion.reason,
    )


def _staff_emergency(turn: Turn, occasion: Occasion) -> StaffEmergency:
    return StaffEmergency(**_staff_ticket(turn, occasion), step=occasion.step, urgent_words=list(occasion.urgent_words))


def _staff_order(turn: Turn, occasion: Occasion) -> StaffOrder:
    order = _order(occasion)
    return StaffOrder(
        order=order_said(turn.session, order),
        actor=_who(occasion.entry),
        deed=occasion.deed,
        state_before=occasion.state_before,
        words=occasion.text,
        appointment=appointment_of(order),
        reason=occasion.reason,
        can_undo=occasion.can_undo,
    )


def _staff_message(turn: Turn, occasion: Occasion) -> StaffMessage:
    return StaffMessage(
        ticket=ticket_said(turn.session, occasion.ticket) if occasion.ticket else None,
        order=order_said(turn.session, occasion.order) if occasion.order else None,
        actor=_who(occasion.entry),
        text=occasion.text,
        files=_files(occasion),
        new_address=occasion.new_address,
        why=occasion.why,
    )


def _staff_task(turn: Turn, occasion: Occasion) -> StaffTask:
    return StaffTask(
        ticket=ticket_said(turn.session, _ticket(occasion)),
        actor=_who(occasion.entry),
        text=occasion.text,
        due_on=iso(occasion.due_on),
    )


_WRITERS: dict[type, Callable[[Turn, Occasion], Mapping[str, Any]]] = {
    TicketReceived: _ticket_received,
    TicketPhase: _ticket_phase,
    TicketWords: _ticket_words,
    TicketMerged: _ticket_merged,
    PartyProgress: _party_progress,
    SolvedQuestion: _solved_question,
    PartyOrder: _party_order,
    PartyWords: _party_words,
    StaffTicket: _staff_ticket,
    StaffEmergency: _staff_emergency,
    StaffOrder: _staff_order,
    StaffMessage: _staff_message,
    StaffTask: _staff_task,
}
