"""What the doors and the filing know already: Fatima's leak and the order for it, on the cast's desk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from store.access import Link
from store.letter_table import Letter
from store.store import Store
from store.words import LetterKind
from tests.cast import SETTINGS, Desk, load_desk
from tests.convert.leak import the_leak


@dataclass(frozen=True)
class KnownLeak:
    """The leak at Lindelaan 14B and De Kraan's order for it, each with its link and a letter."""

    desk: Desk
    ticket_id: int
    order_id: int
    ticket_link: Link
    order_link: Link
    order_letter: Letter


def the_known_leak(store: Store) -> KnownLeak:
    desk = load_desk(store, SETTINGS)
    ticket_id, order_id = the_leak(desk)
    with store.reading() as session:
        return KnownLeak(
            desk,
            ticket_id,
            order_id,
            ticket_link=session.exec(select(Link).where(Link.ticket_id == ticket_id)).one(),
            order_link=session.exec(select(Link).where(Link.order_id == order_id)).one(),
            order_letter=session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_SENT)).one(),
        )
