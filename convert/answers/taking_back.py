"""NIET JUIST: whoever was misunderstood takes the last deed back with two words."""

from __future__ import annotations

import re

from sqlmodel import col, select

from convert.errors import RefusedError
from convert.orders.undoing import undo_deed
from convert.unit_of_work import UnitOfWork
from store.tickets import TimelineEntry
from store.words import Channel, Entry

_NOT_RIGHT = re.compile(r"(?:dit is |dat is |this is |that is )?(?:niet juist|not right)", re.IGNORECASE)


def says_not_right(text: str) -> bool:
    """The first line is the two words of the receipt, and nothing else stands beside them but a greeting."""
    lines = [line.strip(" \t.,!*_\"'") for line in text.strip().splitlines() if line.strip()]
    return bool(lines) and len(lines) <= 3 and _NOT_RIGHT.fullmatch(lines[0]) is not None


def take_back(work: UnitOfWork, order_id: int) -> bool:
    """Undo the last deed on the order if this actor did it by mail and it can be undone; whether it was."""
    last = work.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order_id, TimelineEntry.kind == Entry.ORDER)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id).desc())
    ).first()
    mine = last is not None and (last.actor_kind, last.actor_id) == (work.actor.kind, work.actor.id)
    if last is None or not mine or last.channel is not Channel.EMAIL or last.data.get("deed") == "undo":
        return False  # where the last was an undoing, it is that which is not right: for people
    try:
        undo_deed(work, order_id)
    except RefusedError:
        return False
    return True
