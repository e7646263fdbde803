"""The emergency lane: a ticket at once, a safety letter before any human, and calls until somebody looks.

Who may open a ticket by himself: whoever the desk knows, and whoever our receiving server proves. Anybody can write "ik
ruik gas" in another's name or by the thousand. Such a mail lies in the tray, its sender gets nothing, and staff are
called all the same.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from config.settings import Limits, Settings
from convert.answers.calling import REPEAT, calls_due
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from convert.errors import RefusedError
from convert.records import is_mailbox
from convert.relations.people import person_at
from convert.tickets.opening import TITLE_LENGTH, NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from store.audience import report_of
from store.mail import Draft, Message
from store.people import Contact, Staff
from store.store import Store, StoreUnavailableError
from store.ticket_lists import LIVE
from store.tickets import Ticket
from store.timeline import CLOCK
from store.troubles import clear_trouble, is_in_trouble, report_trouble
from store.words import AuthorBy, DraftState, Priority, Proof

TROUBLE = "emergencies"
_TOGETHER = 200

_log = logging.getLogger(__name__)


def raise_emergencies(store: Store, settings: Settings, now: datetime) -> int:
    """Open a ticket for each draft with words of danger, or leave it to staff and call them, and call again for what
    nobody has looked at; how many drafts and calls there were. Only a person lowers it.

    A draft that breaks our code is marked (`trouble` of its message), staff see the trouble, and the next is served.
    It stays in the tray, and is tried again every quarter of an hour. Raises StoreUnavailableError.
    """
    with store.reading() as session:
        drafts = _drafts(session, now)
        left = _doubtful(session, settings.limits, drafts, now)
    done = _leave_to_staff(store, left, now) if left else 0
    done += sum(_served(store, settings, now, draft.key) for draft, _ in drafts if draft.key not in left)
    with store.reading() as session:
        calls = calls_due(session, now)
    for call in calls:
        with store.writing() as session:
            done += call(UnitOfWork(session, settings, CLOCK, now))
    _settle(store, now)
    if done:
        store.bell.ring("outbox")
    return done


def is_alarmed(ticket: Ticket) -> bool:
    """Whether staff are at work on it as an emergency: more words of danger there are no news."""
    return ticket.priority is Priority.EMERGENCY and ticket.phase in LIVE


def raise_alarm(work: UnitOfWork, ticket: Ticket, person_id: int, text: str, words: tuple[str, ...]) -> None:
    """Words of danger that somebody wrote on the page of this ticket, as in an answer by mail: a ticket of its own."""
    if not _has_room(work.session, work.settings.limits, "", work.now):
        return
    report = report_of(work.session, ticket.key, person_id)
    new = NewTicket(
        title=text.strip().splitlines()[0][:TITLE_LENGTH],
        description=text,
        channel=work.actor.channel,
        received_at=work.now,
        reporter_id=person_id,
        property_id=report.property_id if report else None,
        unit_id=report.unit_id if report else None,
        trade=ticket.trade,
        priority=Priority.EMERGENCY,
        urgent_words=words,
    )
    open_ticket(work, new)


def _drafts(session: Session, now: datetime) -> list[tuple[Draft, Message]]:
    """Open drafts with words of danger that nobody was left to look at, oldest first, less those that failed just
    now."""
    due = col(Draft.retry_at).is_(None) | (col(Draft.retry_at) <= now)
    asking = _open_ones().where(due, col(Draft.left_at).is_(None)).order_by(col(Draft.id)).limit(_TOGETHER)
    return [(draft, message) for draft, message in session.execute(asking.add_columns(Message))]


def _doubtful(session: Session, limits: Limits, drafts: list[tuple[Draft, Message]], now: datetime) -> set[int]:
    """Those of which no ticket may open by itself. Of one sender's thousands the first is asked about."""
    by_sender: dict[tuple[Any, ...], bool] = {}
    left = set()
    for draft, message in drafts:
        sender = (message.from_address, message.author_by, message.evidence.get("sender"), message.is_bulk)
        if sender not in by_sender:
            by_sender[sender] = _may_open(session, limits, message, now)
        if not by_sender[sender]:
            left.add(draft.key)
    return left


def _leave_to_staff(store: Store, draft_ids: set[int], now: datetime) -> int:
    leaving = update(Draft).where(col(Draft.id).in_(draft_ids), col(Draft.state) == DraftState.OPEN)
    with store.writing() as session:
        session.execute(leaving.values(left_at=now))
    return len(draft_ids)


def _served(store: Store, settings: Settings, now: datetime, draft_id: int) -> bool:
    try:
        with store.writing() as session:
            return _serve(UnitOfWork(session, settings, CLOCK, now), draft_id)
    except StoreUnavailableError:
        raise
    except Exception as error:  # whatever it was: this one is marked, the next is served
        _log.exception("the emergency in draft %s could not be opened", draft_id)
        with store.writing() as session:
            draft = session.get_one(Draft, draft_id)
            message = session.get_one(Message, draft.message_id)
            message.trouble, draft.retry_at = traceback.format_exc(), now + REPEAT
            what = f"M-{message.key}: {type(error).__name__}: {error}"
            report_trouble(session, TROUBLE, f"words of danger, and no ticket could be opened; look at {what}", now)
        return False


def _serve(work: UnitOfWork, draft_id: int) -> bool:
    draft = work.session.get_one(Draft, draft_id)
    message = work.session.get_one(Message, draft.message_id)
    if not _may_open(work.session, work.settings.limits, message, work.now):
        draft.left_at = work.now
        return True
    proposed = proposal(work.session, draft)
    words = tuple(message.urgent_words) or (draft.urgency_why or "emergency",)
    # Who is in danger must be told, known or not: the exception to making no person of a stranger. Where a stranger's
    # name was only passed on, nobody is written to before a person looked.
    sender = proposed.sender if not proposed.is_known_sender and proposed.author_by is not AuthorBy.FORWARD else None
    is_new = sender is not None and is_mailbox(sender.email)
    new = replace(proposed.new, priority=Priority.EMERGENCY, urgent_words=words, by_stranger=is_new)
    try:
        convert_draft(work, draft_id, new, sender if is_new else None)
    except RefusedError as refusal:
        if refusal.code in ("converted", "decided"):  # somebody was quicker
            return False
        raise
    message.trouble = ""
    return True


def _may_open(session: Session, limits: Limits, message: Message, now: datetime) -> bool:
    """Whether a ticket may open, and a letter leave, because of this mail alone."""
    proof, address = message.evidence.get("sender", Proof.UNPROVEN), message.from_address
    if message.is_bulk or proof == Proof.FORGED or message.author_by is not AuthorBy.FROM:
        return False  # whom Reply-To or a form names is anybody's word
    return (proof == Proof.PROVEN or _is_known(session, address)) and _has_room(session, limits, address, now)


def _is_known(session: Session, address: str) -> bool:
    """A person, a contact of a firm, a colleague."""
    if not address or person_at(session, address):
        return bool(address)
    contact = select(Contact.id).where(Contact.email == address, col(Contact.active))
    colleague = select(Staff.id).where(Staff.email == address, col(Staff.active))
    return any(session.exec(asking).first() for asking in (contact, colleague))


def _has_room(session: Session, limits: Limits, address: str, now: datetime) -> bool:
    """Neither this sender nor everybody together opened too many lately."""
    opened = (
        select(func.count())
        .select_from(Draft)
        .join(Message, col(Message.id) == col(Draft.message_id))
        .where(Draft.urgency == "emergency", Draft.state == DraftState.CONVERTED, col(Draft.decided_by).is_(None))
        .where(Message.from_address == address, col(Draft.decided_at) > now - timedelta(days=1))
    )
    everybody = (
        select(func.count())
        .select_from(Ticket)
        .where(Ticket.priority == Priority.EMERGENCY, col(Ticket.created_at) > now - timedelta(hours=1))
    )
    return (
        session.exec(everybody).one() < limits.emergencies_per_hour
        and session.exec(opened).one() < limits.emergencies_per_sender_day
    )


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
