"""The emergency lane: a ticket at once, a safety letter before any human, and calls until somebody looks (SC20)."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.settings import Settings
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from convert.errors import RefusedError
from convert.locks import locked_ticket
from convert.notices.matrix import Audience
from convert.notices.notices import call_staff
from convert.notices.occasions import Occasion
from convert.records import is_mailbox
from convert.unit_of_work import UnitOfWork
from store.mail import Draft, Message
from store.store import Store, StoreUnavailableError
from store.tickets import Ticket, TimelineEntry
from store.timeline import CLOCK
from store.troubles import clear_trouble, is_in_trouble, report_trouble
from store.words import AuthorBy, DraftState, Entry, Phase, Priority

REPEAT = timedelta(minutes=15)
TROUBLE = "emergencies"
_TOGETHER = 50

_log = logging.getLogger(__name__)


def raise_emergencies(store: Store, settings: Settings, now: datetime) -> int:
    """Open a ticket for each draft with words of danger, and call again for those nobody has opened; how many tickets
    and calls there were. Only a person lowers it.

    A draft that breaks our code is marked (`trouble` of its message), staff see the trouble, and the next is served.
    It stays in the tray, and is tried again every quarter of an hour. Raises StoreUnavailableError.
    """
    with store.reading() as session:
        drafts, calling = _drafts(session, now), _unopened(session, now)
    done = sum(_served(store, settings, now, draft_id) for draft_id in drafts)
    for ticket_id in calling:
        with store.writing() as session:
            done += _call_again(UnitOfWork(session, settings, CLOCK, now), ticket_id)
    _settle(store, now)
    if done:
        store.bell.ring("outbox")
    return done


def _drafts(session: Session, now: datetime) -> list[int]:
    """Open drafts with words of danger, oldest first, less those that failed just now."""
    free = col(Message.lease_until).is_(None) | (col(Message.lease_until) <= now)
    asking = _open_ones().where(free).order_by(col(Draft.id)).limit(_TOGETHER)
    return [draft.key for draft in session.exec(asking)]


def _unopened(session: Session, now: datetime) -> list[int]:
    asking = (
        select(Ticket)
        .where(Ticket.priority == Priority.EMERGENCY, Ticket.phase == Phase.NEW)
        .where(col(Ticket.opened_at).is_(None), Ticket.created_at <= now - REPEAT)
        .order_by(col(Ticket.id).desc())
        .limit(_TOGETHER)
    )
    return [ticket.key for ticket in session.exec(asking)]


def _served(store: Store, settings: Settings, now: datetime, draft_id: int) -> bool:
    try:
        with store.writing() as session:
            return _open(UnitOfWork(session, settings, CLOCK, now), draft_id)
    except StoreUnavailableError:
        raise
    except Exception as error:  # whatever it was: this one is marked, the next is served
        _log.exception("the emergency in draft %s could not be opened", draft_id)
        with store.writing() as session:
            message = session.get_one(Message, session.get_one(Draft, draft_id).message_id)
            message.trouble, message.lease_until = traceback.format_exc(), now + REPEAT
            what = f"M-{message.key}: {type(error).__name__}: {error}"
            report_trouble(session, TROUBLE, f"words of danger, and no ticket could be opened; look at {what}", now)
        return False


def _open(work: UnitOfWork, draft_id: int) -> bool:
    draft = work.session.get_one(Draft, draft_id)
    message = work.session.get_one(Message, draft.message_id)
    proposed = proposal(work.session, draft)
    words = tuple(message.urgent_words) or (draft.urgency_why or "emergency",)
    new = replace(proposed.new, priority=Priority.EMERGENCY, urgent_words=words)
    # Who is in danger must be told, known or not: the exception to making no person of a stranger. Where a stranger's
    # name was only passed on, nobody is written to before a person looked.
    sender = proposed.sender if not proposed.is_known_sender and proposed.author_by is not AuthorBy.FORWARD else None
    if sender and not is_mailbox(sender.email):
        sender = None
    try:
        convert_draft(work, draft_id, new, sender)
    except RefusedError as refusal:
        if refusal.code in ("converted", "decided"):  # somebody was quicker
            return False
        raise
    message.trouble, message.lease_until = "", None
    return True


def _call_again(work: UnitOfWork, ticket_id: int) -> int:
    """How many were called: each once a step."""
    ticket = locked_ticket(work, ticket_id)
    if ticket.opened_at or ticket.phase is not Phase.NEW:
        return 0
    step = 1 + (work.now - ticket.created_at) // REPEAT
    entry = work.session.exec(
        select(TimelineEntry).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.CREATED)
    ).one()
    words = tuple(entry.data.get("urgent_words", ()))
    occasion = Occasion(entry, ticket=ticket, deed="emergency", urgent_words=words, step=step)
    return sum(call_staff(work, audience, occasion) for audience in (Audience.RESPONSIBLE, Audience.ON_CALL))


def _settle(store: Store, now: datetime) -> None:
    """What failed was opened since, by the desk or by staff."""
    with store.reading() as session:
        marked = session.exec(_open_ones().where(Message.trouble != "").limit(1)).first()
        if marked or not is_in_trouble(session, TROUBLE):
            return
    with store.writing() as session:
        clear_trouble(session, TROUBLE, now)


def _open_ones() -> SelectOfScalar[Draft]:
    dangerous = select(Draft).where(Draft.urgency == "emergency", Draft.state == DraftState.OPEN)
    return dangerous.join(Message, col(Message.id) == col(Draft.message_id))
