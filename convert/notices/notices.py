"""Telling people what happened, by the matrix.

A notice is written in the same unit of work as the change. One event makes at most one letter a person, because the
letter's cause is the event's timeline entry and the person; each letter is that person's alone, in their language,
with their own private link.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from convert.notices.matrix import ORDER_RESPONSIBLE, OUTSIDE, PARTY, Audience, Event, Notice, notices
from convert.notices.occasions import Occasion
from convert.notices.recipients import readers, staff_readers
from convert.notices.snapshots import snapshot
from convert.unit_of_work import UnitOfWork
from store.facts import for_circle
from store.letter_table import Cause, Letter
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.recipients import Recipient
from store.tickets import Ticket, TimelineEntry
from store.words import ActorKind, CauseKind, Deed, LetterKind, OrderState

# What tells a ticket's people more than that it was received: somebody took it up.
REACTIONS = (
    *(LetterKind.TICKET_PHASE, LetterKind.TICKET_COMMENT, LetterKind.TICKET_QUESTION, LetterKind.TICKET_REJECTED),
    *(LetterKind.TICKET_MERGED, LetterKind.TICKET_CLOSED, LetterKind.PARTY_ENGAGED, LetterKind.PARTY_ACCEPTED),
    *(LetterKind.APPOINTMENT, LetterKind.ON_HOLD, LetterKind.SOLVED_QUESTION),
)
_OF_ORDER = (LetterKind.STAFF_ORDER, LetterKind.STAFF_REFUSAL, LetterKind.STAFF_COST)


def notify(
    work: UnitOfWork, event: Event | Deed, occasion: Occasion, *, silent: bool = False, but: tuple[Audience, ...] = ()
) -> None:
    """Put a letter in the outbox for everybody the matrix names for this event.

    silent  staff chose to tell nobody outside · but: audiences that hear of it in another way
    """
    before = OrderState(occasion.state_before) if occasion.state_before else None
    for notice in notices(event, before):
        if notice.to in but or (silent and notice.to in OUTSIDE):
            continue
        for recipient in readers(work, notice, occasion):
            if occasion.by_stranger and notice.to in OUTSIDE:
                recipient = replace(recipient, to=replace(recipient.to, name=""))  # that too was typed by anybody
            _put(work, notice, occasion, recipient)


def tell_of_approval(work: UnitOfWork, occasion: Occasion) -> None:
    """Tell the responsible of each order that closing its ticket agreed with (R39). The occasion is the closing itself:
    one letter each, none for who heard of the ticket already, and what is undone is never told."""
    for order_id in occasion.entry.data["approved"]:
        order = work.session.get_one(WorkOrder, order_id)
        approved = replace(occasion, order=order, deed=Deed.APPROVE, state_before=OrderState.COMPLETED)
        notify(work, Deed.APPROVE, approved)


def call_staff(work: UnitOfWork, audience: Audience, occasion: Occasion) -> int:
    """Call staff to an emergency again, each once a step of the calling; how many were called now."""
    notice = Notice(audience, LetterKind.STAFF_EMERGENCY)
    letters = [
        _put(work, notice, occasion, recipient, step=occasion.step)
        for recipient in staff_readers(work, audience, occasion)
    ]
    return sum(letter is not None for letter in letters)


def _put(work: UnitOfWork, notice: Notice, occasion: Occasion, recipient: Recipient, step: int = 0) -> Letter | None:
    undo = timedelta(seconds=work.settings.limits.undo_seconds)
    about = occasion.into or occasion.ticket
    of_order = notice.to in (PARTY, ORDER_RESPONSIBLE, Audience.OWNER) or notice.kind in _OF_ORDER
    facts = snapshot(work, notice.kind, occasion)
    if about:
        facts = for_circle(work.session, facts, about.key, recipient.circle, recipient.to.language)
    letter = NewLetter(
        kind=notice.kind,
        cause=Cause(CauseKind.ENTRY, occasion.entry.key, step=step, reader=recipient.mark),
        to=recipient.to,
        snapshot=facts,
        ticket_id=about.key if about else None,
        order_id=occasion.order.key if occasion.order and of_order else None,
        link_id=recipient.link_id,
        reply_token=recipient.reply_token,
        wait=undo if notice.waits else occasion.wait,
    )
    is_ours = occasion.entry.actor_kind is not ActorKind.PERSON
    if occasion.ticket and is_ours and notice.kind in REACTIONS and occasion.ticket.reacted_at is None:
        occasion.ticket.reacted_at = work.now
    return put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)


def forget_reaction(ticket: Ticket | None, entry: TimelineEntry) -> None:
    """What was taken back before anybody was told was no reaction."""
    if ticket and ticket.reacted_at == entry.at:
        ticket.reacted_at = None
