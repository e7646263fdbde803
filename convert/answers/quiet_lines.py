"""What a machine answered to a letter of ours: a quiet line where the letter belongs. It does nothing, and nobody is
told; the words can be read there by whoever wonders why no person answers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from config.settings import Settings
from convert.unit_of_work import UnitOfWork
from store.mail import Message
from store.message_text import words_of
from store.store import Store
from store.timeline import CLOCK, Actor, tell
from store.words import ActorKind, Aside, Channel, Entry, MessagePlace, MessageState

_TOGETHER = 50


def note_automatic_answers(store: Store, settings: Settings, now: datetime) -> int:
    """Leave a line for each automatic answer that was set aside and has a home; how many there were."""
    waiting = (
        select(Message)
        .where(Message.state == MessageState.READ, Message.place == MessagePlace.ASIDE)
        .where(Message.aside == Aside.AUTOMATIC, col(Message.taken_at).is_(None))
        .where(col(Message.ticket_id).is_not(None) | col(Message.order_id).is_not(None))
        .order_by(col(Message.id))
        .limit(_TOGETHER)
        .with_for_update(skip_locked=True)
    )
    with store.writing() as session:
        messages = session.exec(waiting).all()
        for message in messages:
            _leave_line(UnitOfWork(session, settings, CLOCK, now), message)
    return len(messages)


def _leave_line(work: UnitOfWork, message: Message) -> None:
    kind = ActorKind.PARTY if message.order_id else ActorKind.PERSON
    tell(
        work.session,
        Actor(kind, message.from_name or message.from_address, Channel.EMAIL),
        Entry.AUTOMATIC,
        work.now,
        ticket_id=message.ticket_id,
        order_id=message.order_id,
        text=words_of(message),
        message_id=message.key,
    )
    message.taken_at = work.now
