"""The timeline: one line of what happened is written, and the lines are found again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from store.audience import NOBODY, Words, circle_of, circles_for, circles_of, may_read, own_circle, readers_of, words_in
from store.tickets import Ticket, TimelineEntry
from store.words import ActorKind, Channel, Deed, Entry, Visibility


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and how it reached us."""

    kind: ActorKind
    name: str
    channel: Channel
    id: int | None = None  # of staff, person or contact, by kind


CLOCK = Actor(ActorKind.SYSTEM, "", Channel.CLOCK)


def tell(
    session: Session,
    actor: Actor,
    kind: Entry,
    now: datetime,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    visible_to: tuple[Visibility, ...] = (),
    circles: list[str] | None = None,
    text: str = "",
    message_id: int | None = None,
    letter_id: int | None = None,
    file_id: int | None = None,
    **data: Any,
) -> TimelineEntry:
    """Add a line to the timeline of a ticket, an order, or both. `text` is only what all in `visible_to` may read; what
    a service party wrote with its deed is `words` in the data, for staff and the party.

    circles  those chosen of the ones the policy names; None: all of them
    """
    words = words_in(kind, actor.kind, visible_to, data.get("mark", ""))
    by_table = readers_of(words)
    asked = visible_to if Words.EVENT in words else tuple(Visibility)  # an event may be told to fewer
    visible_to = tuple(who for who in asked if who in by_table)
    allowed = _circles(session, actor, kind, words, ticket_id) if Visibility.REPORTER in visible_to else []
    entry = TimelineEntry(
        ticket_id=ticket_id,
        order_id=order_id,
        at=now,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        channel=actor.channel,
        visible_to=[str(who) for who in visible_to],
        circles=[circle for circle in allowed if circles is None or circle in circles],
        text=text,
        data=data,
        message_id=message_id,
        letter_id=letter_id,
        file_id=file_id,
    )
    session.add(entry)
    if ticket_id and kind is not Entry.SEEN:  # what is added to what was forgotten has a term of its own
        again = update(Ticket).where(col(Ticket.id) == ticket_id, col(Ticket.forgotten_at).is_not(None))
        session.execute(again.values(forgotten_at=None))
    session.flush()
    return entry


def _circles(session: Session, actor: Actor, kind: Entry, words: tuple[Words, ...], ticket_id: int | None) -> list[str]:
    if ticket_id is None:
        return []
    own = own_circle(ticket_id)
    if actor.kind is ActorKind.PERSON:
        own = circle_of(session, ticket_id, actor.id or 0) or (own if kind is Entry.CREATED else NOBODY)
    return circles_for(words, own, circles_of(session, ticket_id))


def timeline_of(
    session: Session,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    seen_by: Visibility = Visibility.STAFF,
    circles: Collection[str] = (),
) -> list[TimelineEntry]:
    """The lines of a ticket, with those of the tickets merged into it, or of an order, oldest first; less what this
    reader may not see."""
    which = col(TimelineEntry.order_id) == order_id
    if ticket_id:
        these = (col(Ticket.id) == ticket_id) | (col(Ticket.merged_into_id) == ticket_id)
        which = col(TimelineEntry.ticket_id).in_(select(Ticket.id).where(these))
    rows = session.exec(select(TimelineEntry).where(which).order_by(col(TimelineEntry.at), col(TimelineEntry.id)))
    return [row for row in rows if may_read(row, seen_by, circles)]


def lines_of_deeds(session: Session, order_id: int, *deeds: Deed) -> list[TimelineEntry]:
    """The lines on which one of these was done to the order and still stands, oldest first."""
    rows = session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order_id, TimelineEntry.kind == Entry.ORDER)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id))
    )
    return [row for row in rows if row.data.get("deed") in deeds]


def devices_seen(session: Session, link_id: int, *, ticket_id: int | None, order_id: int | None) -> set[str]:
    """The kinds of device from which the page of this link was looked at, as far as is known."""
    where = TimelineEntry.order_id == order_id if order_id else TimelineEntry.ticket_id == ticket_id
    rows = session.exec(select(TimelineEntry).where(where, TimelineEntry.kind == Entry.SEEN))
    return {row.data["device"] for row in rows if row.data.get("link") == link_id and row.data.get("device")}


def comments_since(
    session: Session, actor: Actor, moment: datetime, *, ticket_id: int | None = None, order_id: int | None = None
) -> list[TimelineEntry]:
    """What this actor said on a ticket or an order after this moment, newest first."""
    which = TimelineEntry.order_id == order_id if order_id else TimelineEntry.ticket_id == ticket_id
    rows = session.exec(
        select(TimelineEntry)
        .where(which, TimelineEntry.kind == Entry.COMMENT, col(TimelineEntry.at) > moment)
        .where(TimelineEntry.actor_kind == actor.kind, TimelineEntry.actor_id == actor.id)
        .order_by(col(TimelineEntry.id).desc())
    )
    return list(rows)
