"""Letters whose news travels in another letter, and what becomes of them when that one does not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from store.letter_table import Letter
from store.words import LetterState


def passengers_of(session: Session, carrier_id: int) -> Sequence[Letter]:
    """Those whose news this letter tells, oldest first."""
    return session.exec(select(Letter).where(Letter.folded_into_id == carrier_id).order_by(col(Letter.id))).all()


def change_carrier(session: Session, old_id: int, new_id: int) -> None:
    """What travelled in the old one, which itself travels in the new one, travels there too."""
    session.execute(update(Letter).where(col(Letter.folded_into_id) == old_id).values(folded_into_id=new_id))


def set_down_passengers(session: Session, carrier_ids: Sequence[int], now: datetime) -> int:
    """These letters do not leave, or came back: the news in them travels again, and is no longer told by them; how
    many letters there were."""
    travelling = update(Letter).where(col(Letter.folded_into_id).in_(carrier_ids))
    waiting = {"state": LetterState.WAITING, "not_before": now, "last_answer": "", "folded_into_id": None}
    left = session.execute(travelling.values(waiting).returning(col(Letter.id))).all()
    if left:
        # Composed with their news; whoever sends one of these again composes it anew.
        session.execute(update(Letter).where(col(Letter.id).in_(carrier_ids)).values(octets_key=""))
    return len(left)
