"""The emergency lane: a ticket at once, a safety letter before any human, and calls until somebody looks (SC20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from config.settings import Settings
from convert.drafts import convert_draft
from convert.notices import Audience, call_staff
from convert.proposals import proposal
from convert.snapshots import Occasion
from convert.turn import RefusedError, Turn
from store.desk import Ticket, TimelineEntry
from store.mail import Draft, Message
from store.store import Store
from store.timeline import CLOCK
from store.words import DraftState, Entry, Phase, Priority

REPEAT = timedelta(minutes=15)
_TOGETHER = 50


def raise_emergencies(store: Store, settings: Settings, now: datetime) -> int:
    """Open a ticket for each draft with words of danger, and call again for those nobody has opened; how many letters
    of either kind became due. Only a person lowers it."""
    with store.reading() as session:
        drafts = [
            draft.key
            for draft in session.exec(
                select(Draft)
                .where(Draft.urgency == "emergency", Draft.state == DraftState.OPEN)
                .order_by(col(Draft.id))
                .limit(_TOGETHER)
            )
        ]
        calling = [
            ticket.key
            for ticket in session.exec(
                select(Ticket)
                .where(Ticket.priority == Priority.EMERGENCY, Ticket.phase == Phase.NEW)
                .where(col(Ticket.opened_at).is_(None), Ticket.created_at <= now - REPEAT)
                .order_by(col(Ticket.id))
                .limit(_TOGETHER)
            )
        ]
    for draft_id in drafts:
        with store.writing() as session:
            _open(Turn(session, settings, CLOCK, now), draft_id)
    for ticket_id in calling:
        with store.writing() as session:
            _call_again(Turn(session, settings, CLOCK, now), ticket_id)
    if drafts or calling:
        store.bell.ring("outbox")
    return len(drafts) + len(calling)


def _open(turn: Turn, draft_id: int) -> None:
    draft = turn.session.get_one(Draft, draft_id)
    told = proposal(turn.session, draft, turn.now, turn.settings.desk.zone)
    words = tuple(turn.session.get_one(Message, draft.message_id).urgent_words) or (draft.urgency_why or "emergency",)
    new = replace(told.new, priority=Priority.EMERGENCY, urgent_words=words)
    # Who is in danger must be told, known or not: the exception to making no person of a stranger.
    sender = None if told.is_known_sender else told.sender
    try:
        convert_draft(turn, draft_id, new, sender)
    except RefusedError as refusal:
        if refusal.code != "converted":
            raise


def _call_again(turn: Turn, ticket_id: int) -> None:
    ticket = turn.session.get_one(Ticket, ticket_id)
    if ticket.opened_at or ticket.phase is not Phase.NEW:
        return
    step = 1 + (turn.now - ticket.created_at) // REPEAT
    entry = turn.session.exec(
        select(TimelineEntry).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.CREATED)
    ).one()
    words = tuple(entry.data.get("urgent_words", ()))
    occasion = Occasion(entry, ticket=ticket, deed="emergency", urgent_words=words, step=step)
    for audience in (Audience.RESPONSIBLE, Audience.ON_CALL):
        call_staff(turn, audience, occasion)
