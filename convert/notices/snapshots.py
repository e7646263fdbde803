"""What a letter says of an event, as it was when it happened: one writer per shape of store.letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, cast

from convert.notices.occasions import Occasion, order_of, ticket_of
from convert.unit_of_work import UnitOfWork
from store.costs import CostRequest, cost_request_of
from store.facts import actor_facts, file_facts, order_facts, ticket_facts
from store.letters import (
    SAYS,
    ActorFacts,
    NextStep,
    OfOrder,
    OwnerCost,
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
    TicketWords,
)
from store.mail import Message
from store.safety_texts import danger_in, own_points
from store.slips import appointment_of, iso, slip_of
from store.ticket_sheet import reporter_of
from store.words import ActorKind, Deed, LetterKind, Phase


def snapshot(work: UnitOfWork, kind: LetterKind, occasion: Occasion) -> dict[str, Any]:
    return dict(_WRITERS[SAYS[kind]](work, occasion))


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
    Phase.TAKEN_BACK: [],
}


def _ticket_received(work: UnitOfWork, occasion: Occasion) -> TicketReceived:
    """To an address that the desk did not know, nothing that was typed: it would be anybody's words in our name."""
    ticket, is_stranger = ticket_of(occasion), occasion.by_stranger
    facts, actor = ticket_facts(work.session, ticket), actor_facts(occasion.entry)
    if is_stranger:
        facts["title"] = actor["name"] = ""
    message_id = occasion.entry.message_id
    message = work.session.get(Message, message_id) if message_id else None
    is_late = message is not None and message.received_at - message.written_at > _ON_TIME
    return TicketReceived(
        ticket=facts,
        actor=actor,
        next=["with_others"] if occasion.joins else _NEXT[ticket.phase],
        description="" if is_stranger else ticket.description,
        files=[] if is_stranger else [file_facts(file) for file in occasion.files],
        channel=ticket.channel.value,
        urgent_words=list(occasion.urgent_words),
        points=own_points(work.session, danger_in(occasion.urgent_words)) if occasion.urgent_words else {},
        beside=[ticket_facts(work.session, other) for other in occasion.beside],
        written_at=message.written_at.isoformat() if message and is_late else "",
    )


_ON_TIME = timedelta(minutes=15)  # a mail that was longer under way says when it was written too


def _ticket_phase(work: UnitOfWork, occasion: Occasion) -> TicketPhase:
    ticket = ticket_of(occasion)
    return TicketPhase(
        ticket=ticket_facts(work.session, ticket),
        actor=actor_facts(occasion.entry),
        next=_NEXT[ticket.phase],
        phase_before=occasion.phase_before,
        reason=occasion.reason,
        reopened=ticket.reopened,
    )


def _ticket_words(work: UnitOfWork, occasion: Occasion) -> TicketWords:
    ticket = ticket_of(occasion)
    return TicketWords(
        ticket=ticket_facts(work.session, ticket),
        actor=_speaker(work, occasion, for_party=False),
        next=_NEXT[ticket.phase],
        text=occasion.text,
    )


def _ticket_merged(work: UnitOfWork, occasion: Occasion) -> TicketMerged:
    into = occasion.into or ticket_of(occasion)
    return TicketMerged(
        ticket=ticket_facts(work.session, ticket_of(occasion)),
        actor=actor_facts(occasion.entry),
        next=_NEXT[Phase.MERGED],
        into=ticket_facts(work.session, into),
    )


def _party_progress(work: UnitOfWork, occasion: Occasion) -> PartyProgress:
    ticket, order = ticket_of(occasion), order_of(occasion)
    facts = order_facts(work.session, order)
    confirm = order.appointment_state == "proposed"
    following: list[NextStep]
    if confirm:
        following = ["confirm_appointment"]
    elif occasion.deed in (Deed.ACCEPT, Deed.RESUME):
        following = ["party_plans"]
    else:
        following = _NEXT[ticket.phase]
    return PartyProgress(
        ticket=ticket_facts(work.session, ticket),
        actor=actor_facts(occasion.entry),
        next=following,
        order=facts,
        deed=occasion.deed,
        company=facts["company"],
        appointment=appointment_of(order),
        confirm=confirm,
        held_until=iso(order.held_until),
        held_for=order.held_for,
    )


def _solved_question(work: UnitOfWork, occasion: Occasion) -> SolvedQuestion:
    ticket, order = ticket_of(occasion), occasion.order
    done = order.completed_at if order else ticket.solved_at
    return SolvedQuestion(
        ticket=ticket_facts(work.session, ticket),
        actor=actor_facts(occasion.entry),
        next=_NEXT[Phase.SOLVED],
        company=order_facts(work.session, order)["company"] if order else "",
        completed_on=iso(work.settings.desk.day_of(done)) if done else None,
    )


def _of_order(work: UnitOfWork, occasion: Occasion) -> OfOrder:
    order = order_of(occasion)
    return OfOrder(
        order=order_facts(work.session, order),
        actor=actor_facts(occasion.entry),
        deed=occasion.deed,
        state_before=occasion.state_before,
        words=occasion.text,
        appointment=appointment_of(order),
        cost=cost_request_of(order) if occasion.entry.data.get("cost") else None,
    )


def _owner_cost(work: UnitOfWork, occasion: Occasion) -> OwnerCost:
    order = order_of(occasion)
    return OwnerCost(
        order=order_facts(work.session, order),
        actor=actor_facts(occasion.entry),
        deed=occasion.deed,
        cost=cast(CostRequest, order.cost_request),
        text=occasion.text,
    )


def _party_order(work: UnitOfWork, occasion: Occasion) -> PartyOrder:
    order = order_of(occasion)
    return PartyOrder(
        **_of_order(work, occasion),
        slip=slip_of(work.session, order, for_party=True, now=work.now),
        reason=occasion.reason,
        by_mail=occasion.by_mail,
        lacks_photo=occasion.lacks_photo,
        changes=list(occasion.changes),
    )


def _party_words(work: UnitOfWork, occasion: Occasion) -> PartyWords:
    return PartyWords(
        order=order_facts(work.session, order_of(occasion)),
        actor=_speaker(work, occasion, for_party=True),
        text=occasion.text,
    )


def _speaker(work: UnitOfWork, occasion: Occasion, *, for_party: bool) -> ActorFacts:
    """Whose words a letter brings. Shared words bear no name of a person: to the people the firm's, else none."""
    actor = actor_facts(occasion.speaker or occasion.entry)
    if occasion.speaker:
        is_firm = occasion.speaker.actor_kind is ActorKind.PARTY and not for_party
        actor["name"] = order_facts(work.session, order_of(occasion))["company"] if is_firm else ""
    return actor


def _staff_ticket(work: UnitOfWork, occasion: Occasion) -> StaffTicket:
    ticket = ticket_of(occasion)
    reporter = reporter_of(work.session, ticket.key)
    return StaffTicket(
        ticket=ticket_facts(work.session, ticket),
        actor=actor_facts(occasion.entry),
        event=occasion.deed,
        phase_before=occasion.phase_before,
        description=ticket.description,
        reporter=reporter.name if reporter else "",
        text=occasion.text or occasion.reason,
    )


def _staff_emergency(work: UnitOfWork, occasion: Occasion) -> StaffEmergency:
    reporter = reporter_of(work.session, ticket_of(occasion).key)
    return StaffEmergency(
        **_staff_ticket(work, occasion),
        phone=next(iter(reporter.phones), "") if reporter else "",
        step=occasion.step,
        urgent_words=list(occasion.urgent_words),
        more=list(occasion.more),
    )


def _staff_order(work: UnitOfWork, occasion: Occasion) -> StaffOrder:
    return StaffOrder(
        **_of_order(work, occasion),
        reason=occasion.reason,
        can_undo=occasion.can_undo,
        lacks_photo=occasion.lacks_photo,
    )


def _staff_message(work: UnitOfWork, occasion: Occasion) -> StaffMessage:
    return StaffMessage(
        ticket=ticket_facts(work.session, occasion.ticket) if occasion.ticket else None,
        order=order_facts(work.session, occasion.order) if occasion.order else None,
        actor=actor_facts(occasion.entry),
        text=occasion.text,
        files=[file_facts(file) for file in occasion.files],
        new_address=occasion.new_address,
        why=occasion.why,
    )


def _staff_task(work: UnitOfWork, occasion: Occasion) -> StaffTask:
    return StaffTask(
        ticket=ticket_facts(work.session, ticket_of(occasion)),
        actor=actor_facts(occasion.entry),
        text=occasion.text,
        due_on=iso(occasion.due_on),
    )


_WRITERS: dict[type, Callable[[UnitOfWork, Occasion], Mapping[str, Any]]] = {
    TicketReceived: _ticket_received,
    TicketPhase: _ticket_phase,
    TicketWords: _ticket_words,
    TicketMerged: _ticket_merged,
    PartyProgress: _party_progress,
    SolvedQuestion: _solved_question,
    PartyOrder: _party_order,
    OwnerCost: _owner_cost,
    PartyWords: _party_words,
    StaffTicket: _staff_ticket,
    StaffEmergency: _staff_emergency,
    StaffOrder: _staff_order,
    StaffMessage: _staff_message,
    StaffTask: _staff_task,
}
