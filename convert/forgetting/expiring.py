"""Private links whose ticket or order has ended get an end of their own. Closing sets the end of the links there are;
this is for those made afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from store.access import Link
from store.orders import WorkOrder
from store.store import Store
from store.tickets import Ticket
from store.words import Phase

_BATCH = 200
_OWN: Any = aliased(Ticket)  # once: a statement with a new alias is compiled anew each time
_MASTER: Any = aliased(Ticket)


def expire_links(store: Store, linger: timedelta) -> int:
    """Let links without an end to what has ended expire `linger` after it ended; how many."""
    done = 0
    for ended in (_OF_TICKETS, _OF_ORDERS):
        with store.reading() as session:
            if not session.execute(ended).first():
                continue  # as in nearly every round: nobody who wants to write waits for it
        while True:
            with store.writing() as session:
                found = session.execute(ended).all()
                for link, ended_at in found:
                    link.expires_at = ended_at + linger
            done += len(found)
            if len(found) < _BATCH:
                break
    return done


# Built once: that takes longer than the asking.
_IS_ENDLESS = col(Link.expires_at).is_(None) & col(Link.revoked_at).is_(None)
# Links without an end to what has ended, and when; a merged ticket ends with the one it went into.
_OF_TICKETS: Any = (
    select(Link, _MASTER.closed_at)
    .join(_OWN, _OWN.id == Link.ticket_id)
    .join(_MASTER, _MASTER.id == func.coalesce(_OWN.merged_into_id, _OWN.id))
    .where(_IS_ENDLESS, _MASTER.closed_at.is_not(None), _MASTER.phase != Phase.MERGED)
    .limit(_BATCH)
)
# The same of orders; one that has a ticket ends with it, for it may still be asked back.
_OF_ORDERS: Any = (
    select(Link, WorkOrder.ended_at)
    .join(WorkOrder, col(Link.order_id) == WorkOrder.id)
    .outerjoin(Ticket, col(WorkOrder.ticket_id) == Ticket.id)
    .where(_IS_ENDLESS, col(WorkOrder.ended_at).is_not(None))
    .where(or_(col(WorkOrder.ticket_id).is_(None), col(Ticket.closed_at).is_not(None)))
    .limit(_BATCH)
)
