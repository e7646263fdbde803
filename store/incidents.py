"""One incident, many reporters: what is open about the same installation, or the same trade in the same complex."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from store.mail import Draft, Message
from store.paging import Page, take_rows
from store.people import Installation
from store.suggestions import read_suggestions
from store.ticket_lists import LIVE
from store.tickets import Ticket, TimelineEntry
from store.words import DraftState, Entry

DAY = timedelta(days=1)
_MOST = 50  # of each kind


@dataclass(frozen=True, slots=True)
class WhatIsBroken:
    """What is broken, where and since when: the trade within one complex, of one installation or not."""

    property_id: int | None
    trade: str
    installation_id: int | None
    at: datetime


def trouble_of_ticket(session: Session, ticket: Ticket) -> WhatIsBroken:
    installation = session.get(Installation, ticket.installation_id) if ticket.installation_id else None
    trade = ticket.trade or (installation.trade if installation else "")
    return WhatIsBroken(ticket.property_id, trade, ticket.installation_id, ticket.received_at)


def trouble_of_draft(draft: Draft) -> WhatIsBroken:
    found = read_suggestions(draft.suggestions).property
    return WhatIsBroken(found.id if found else None, draft.trade, None, draft.created_at)


def tickets_alike(session: Session, trouble: WhatIsBroken, but: int | None = None) -> list[Ticket]:
    """Open tickets of the same trouble within a day, the oldest first; `but`: one that is being looked at."""
    if not trouble.property_id or not (trouble.trade or trouble.installation_id):
        return []
    machines = select(Installation.id).where(Installation.property_id == trouble.property_id)
    of_trade = col(Ticket.installation_id).in_(machines.where(Installation.trade == trouble.trade))
    same = [col(Ticket.installation_id) == trouble.installation_id] if trouble.installation_id else []
    same += [col(Ticket.trade) == trouble.trade, (col(Ticket.trade) == "") & of_trade] if trouble.trade else []
    asking = select(Ticket).where(
        Ticket.property_id == trouble.property_id,
        col(Ticket.received_at).between(trouble.at - DAY, trouble.at + DAY),
        col(Ticket.phase).in_(LIVE),
        or_(*same),
    )
    return [row for row in session.exec(asking.order_by(col(Ticket.id)).limit(_MOST)) if row.id != but]


def drafts_alike(session: Session, trouble: WhatIsBroken, but: int | None = None) -> list[tuple[Draft, Message]]:
    """Open drafts of the same trouble within a day, the oldest first."""
    if not trouble.property_id or not trouble.trade:
        return []
    asking = (
        select(Draft, Message)
        .join(Message, col(Message.id) == Draft.message_id)
        .where(Draft.state == DraftState.OPEN, Draft.trade == trouble.trade)
        .where(col(Draft.created_at).between(trouble.at - DAY, trouble.at + DAY))
        .order_by(col(Draft.id))
    )
    rows = session.exec(asking.limit(10 * _MOST))
    alike = [(d, m) for d, m in rows if d.id != but and trouble_of_draft(d).property_id == trouble.property_id]
    return alike[:_MOST]


def list_incidents(session: Session, *, after: str, limit: int) -> Page[Ticket]:
    """Tickets in which others go on, and which go on in none themselves, newest first."""
    within = select(Ticket.merged_into_id).where(col(Ticket.merged_into_id).is_not(None))
    wanted = (col(Ticket.id).in_(within), col(Ticket.merged_into_id).is_(None))
    return take_rows(session, Ticket, wanted, after=after, limit=limit)


def merges_into(session: Session, ticket_id: int) -> list[TimelineEntry]:
    """The lines of this ticket that tell how a report came to go on in it, of those that still do, the newest first."""
    within = {row.number for row in tickets_within(session, ticket_id)}
    lines = select(TimelineEntry).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.MERGED)
    rows = session.exec(lines.where(col(TimelineEntry.undone_at).is_(None)).order_by(col(TimelineEntry.id).desc()))
    return [row for row in rows if row.data.get("change") != "out" and row.data.get("merged") in within]


def tickets_within(session: Session, ticket_id: int) -> list[Ticket]:
    """Those that go on in this one."""
    return list(session.exec(select(Ticket).where(Ticket.merged_into_id == ticket_id).order_by(col(Ticket.id))))
