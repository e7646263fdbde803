"""What the desk forgets, and when (docs/operate.md). What lies on a ticket, an order or an open draft is not forgotten
here, nor is mail that our program could not read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from config.settings import Settings
from store import search
from store.access import Attempt, IdempotentAnswer, Link, PasswordReset, SecurityEntry, StaffSession
from store.forgetting import forget_octets
from store.mail import Delivery, Draft, Message
from store.orders import WorkOrder
from store.rows import Row
from store.store import Store
from store.tickets import File, Ticket, TimelineEntry
from store.words import Aside, DraftState, MessagePlace, Phase

UNTOUCHED = 3600.0  # seconds: octets that came again so lately may be on their way to a row of their own
BATCH = 200  # rows in one unit of work: whoever wants to write waits for no more than these
_OWN: Any = aliased(Ticket)  # once: a statement with a new alias is compiled anew each time
_MASTER: Any = aliased(Ticket)


def forget_old(store: Store, settings: Settings, now: datetime) -> int:
    """Forget what is older than settings.retention says, and let links to what has ended expire; how many rows."""
    keep = settings.retention
    sessions_before, aside_before = now - timedelta(days=keep.session_days), now - timedelta(days=keep.aside_days)
    security_before = now - timedelta(days=keep.security_days)
    linger = timedelta(days=keep.link_days_after_closing)
    ended = or_(col(StaffSession.ended_at) < sessions_before, col(StaffSession.expires_at) < sessions_before)
    steps: tuple[Callable[[Session], int], ...] = (
        lambda session: _expire(_links_to_tickets(session), linger),
        lambda session: _expire(_links_to_orders(session), linger),
        lambda session: _delete(session, StaffSession, ended),
        lambda session: _delete(session, Attempt, col(Attempt.at) < sessions_before),
        lambda session: _delete(session, PasswordReset, col(PasswordReset.expires_at) < sessions_before),
        lambda session: _delete(session, SecurityEntry, col(SecurityEntry.at) < security_before),
        lambda session: _delete(session, IdempotentAnswer, col(IdempotentAnswer.at) < sessions_before),
    )
    return sum(_in_batches(store, step) for step in steps) + _forget_mail(store, aside_before)


def _in_batches(store: Store, step: Callable[[Session], int]) -> int:
    done = 0
    while True:
        with store.writing() as session:
            number = step(session)
        done += number
        if number < BATCH:
            return done


def _delete(session: Session, table: type[Row], old: ColumnElement[bool]) -> int:
    keys = session.exec(select(table.id).where(old).limit(BATCH)).all()
    session.execute(delete(table).where(col(table.id).in_(keys)))
    return len(keys)


def _expire(found: list[tuple[Link, datetime]], linger: timedelta) -> int:
    """Closing sets the end of the links there are; this is for those made afterwards."""
    for link, ended_at in found:
        link.expires_at = ended_at + linger
    return len(found)


def _links_to_tickets(session: Session) -> list[tuple[Link, datetime]]:
    """Links without an end to what has ended, and when; a merged ticket ends with the one it went into."""
    asking: Any = (
        select(Link, _MASTER.closed_at)
        .join(_OWN, _OWN.id == Link.ticket_id)
        .join(_MASTER, _MASTER.id == func.coalesce(_OWN.merged_into_id, _OWN.id))
        .where(_is_endless(), _MASTER.closed_at.is_not(None), _MASTER.phase != Phase.MERGED)
        .limit(BATCH)
    )
    return [(link, closed_at) for link, closed_at in session.exec(asking)]


def _links_to_orders(session: Session) -> list[tuple[Link, datetime]]:
    """The same of orders; one that has a ticket ends with it, for it may still be asked back."""
    asking: Any = (
        select(Link, WorkOrder.ended_at)
        .join(WorkOrder, col(Link.order_id) == WorkOrder.id)
        .outerjoin(Ticket, col(WorkOrder.ticket_id) == Ticket.id)
        .where(_is_endless(), col(WorkOrder.ended_at).is_not(None))
        .where(or_(col(WorkOrder.ticket_id).is_(None), col(Ticket.closed_at).is_not(None)))
        .limit(BATCH)
    )
    return [(link, ended_at) for link, ended_at in session.exec(asking)]


def _is_endless() -> ColumnElement[bool]:
    return col(Link.expires_at).is_(None) & col(Link.revoked_at).is_(None)


def _forget_mail(store: Store, before: datetime) -> int:
    """Mail that was set aside and led nowhere, with its octets. The rows go first: octets too many hurt nobody, a row
    whose octets are gone does."""
    done = 0
    while True:
        with store.writing() as session:
            messages = _lie_aside(session, before)
            _drop(session, [message.key for message in messages])
        forget_octets(store, (message.raw_key for message in messages), untouched=UNTOUCHED)
        done += len(messages)
        if len(messages) < BATCH:
            return done


def _lie_aside(session: Session, before: datetime) -> list[Message]:
    needed = exists().where(col(Draft.message_id) == col(Message.id), ~_is_dismissed(before))
    shown = [exists().where(col(table.message_id) == col(Message.id)) for table in (File, TimelineEntry)]
    asking = (
        select(Message)
        .where(Message.place == MessagePlace.ASIDE, Message.aside != Aside.BROKEN, col(Message.received_at) < before)
        .where(col(Message.ticket_id).is_(None), col(Message.order_id).is_(None))
        .where(~needed, *(~one for one in shown))
        .limit(BATCH)
    )
    return list(session.exec(asking))


def _is_dismissed(before: datetime) -> ColumnElement[bool]:
    return (col(Draft.state) == DraftState.DISMISSED) & (col(Draft.decided_at) < before)


def _drop(session: Session, message_ids: list[int]) -> None:
    drafts = session.exec(select(Draft.id).where(col(Draft.message_id).in_(message_ids))).all()
    search.forget(session, "draft", [key for key in drafts if key])
    search.forget(session, "message", message_ids)
    session.execute(delete(Draft).where(col(Draft.id).in_(drafts)))
    session.execute(delete(Delivery).where(col(Delivery.message_id).in_(message_ids)))
    session.execute(delete(Message).where(col(Message.id).in_(message_ids)))
