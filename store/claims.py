"""Work is claimed from rows: one statement, the same on both databases, and a lease that ends when its holder dies.

A lease is a fence: whoever acts under one proves in the same unit of work that it is still theirs (`held`, `renew`). It
is judged by the store's own clock, never by the time a caller is told to take it for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, bindparam, select, update
from sqlmodel import Session, col

from store.letter_table import Letter
from store.mail import Message
from store.store import Store, database_time
from store.tokens import new_token

Leased = TypeVar("Leased", Message, Letter)


class Queue(Generic[Leased]):
    """What waits in a table for one station. Its question is built once, and asked every few seconds."""

    def __init__(
        self, table: type[Leased], due: ColumnElement[bool], *, order: Sequence[Any] = (), **change: Any
    ) -> None:
        """due: which rows wait, with parameters that are filled in at each claim · order: oldest first where none is
        given · change: what becomes of a row when it is claimed"""
        held_by_nobody = (col(table.lease_until).is_(None)) | (col(table.lease_until) <= bindparam("at"))
        first = select(col(table.id)).where(due, held_by_nobody).order_by(*order or (col(table.id),))
        # Named first, so that it is looked for once: as a subquery PostgreSQL may look anew for each row of a table it
        # believes to be small, and each look finds the next row free.
        free = first.limit(bindparam("most", type_=Integer)).with_for_update(skip_locked=True).cte("free")
        self.looking = first.limit(1)
        self.claiming = (
            update(table)
            .where(col(table.id).in_(select(free.c.id)))
            .values(lease_until=bindparam("until"), lease_token=bindparam("token"), **change)
            .returning(col(table.id))
            .execution_options(synchronize_session=False)
        )


def has_work(store: Store, *queues: Queue[Any], **due: Any) -> bool:
    """Whether something waits in one of these that nobody holds. Asked before claiming by whoever looks now and then:
    a claim takes the store's turn to write, and mostly there is nothing to claim."""
    with store.reading() as session:
        now = database_time(session)
        return any(session.execute(queue.looking, {"at": now, **due}).first() for queue in queues)


def claim(
    session: Session, queue: Queue[Leased], *, lease: timedelta, limit: int, token: str = "", **due: Any
) -> list[int]:
    """Claim up to `limit` rows of the queue that nobody holds; their ids, sorted. Two claimers never get the same row.

    token  what its holder proves the lease by; one is made for whoever need not prove it
    due    the parameters of the queue's own
    """
    now = database_time(session)
    lease_of_ours = {"at": now, "until": now + lease, "token": token or new_token()}
    taken = session.execute(queue.claiming, {**lease_of_ours, "most": limit, **due})
    return sorted(key for key in taken.scalars() if key)


def held(session: Session, table: type[Leased], row_id: int, token: str) -> Leased | None:
    """The row, locked, where this lease is still ours; None where another has taken it."""
    asking = select(table).where(col(table.id) == row_id, col(table.lease_token) == token).with_for_update()
    return session.execute(asking.execution_options(populate_existing=True)).scalar_one_or_none()


def renew(
    session: Session, table: type[Leased], row_ids: Sequence[int], token: str, *, lease: timedelta, **change: Any
) -> set[int]:
    """Hold these longer; the ids of those that are still ours. `change` is made with it."""
    renewed = session.execute(
        update(table)
        .where(col(table.id).in_(row_ids), col(table.lease_token) == token)
        .values(lease_until=database_time(session) + lease, **change)
        .returning(col(table.id))
        .execution_options(synchronize_session=False)
    )
    return {key for key in renewed.scalars() if key}


def let_go(row: Message | Letter) -> None:
    row.lease_until, row.lease_token = None, None
