"""An answer to a letter that told of several tickets or work orders: which of them it is about, staff say; all are
offered, and nothing is done to any."""

from __future__ import annotations

from sqlmodel import Session, col, select

from convert.drafts.from_answers import draft_answer
from convert.records import get
from convert.tickets.comments import comment_by_party
from convert.unit_of_work import UnitOfWork
from store.letter_table import Letter
from store.mail import Message
from store.orders import WorkOrder
from store.recipients import is_linked
from store.suggestions import Suggested, SuggestionReason
from store.tickets import Ticket
from store.words import ENDED_STATES, PHASE_CATEGORY, PhaseCategory


def tickets_told_with(session: Session, message: Message, ticket: Ticket, person_id: int) -> list[Ticket]:
    """The open tickets that the letter it answers told this person of beside this one; [] for any other answer."""
    mark = message.in_reply_to
    letter = session.exec(select(Letter).where(Letter.mail_id == mark)).first() if mark else None
    numbers = [facts["number"] for facts in letter.snapshot.get("beside", ())] if letter else []
    if letter is None or letter.ticket_id != ticket.key or not numbers:
        return []
    beside = session.exec(select(Ticket).where(col(Ticket.number).in_(numbers)).order_by(col(Ticket.id)))
    return [other for other in beside if _is_open(other) and is_linked(session, other.key, person_id)]


def offer_to_all(
    work: UnitOfWork, message: Message, ticket: Ticket, beside: list[Ticket], person_id: int, text: str
) -> None:
    offered = tuple(Suggested(one.key, SuggestionReason.TOLD_TOGETHER, one.number) for one in (ticket, *beside))
    draft_answer(work, message, ticket, person_id, text, tickets=offered)


def _is_open(ticket: Ticket) -> bool:
    return PHASE_CATEGORY[ticket.phase] is not PhaseCategory.CLOSED


def note_on_the_others(work: UnitOfWork, message: Message, order: WorkOrder, text: str) -> None:
    """The firm's words stand at each order it was reminded of in one letter; each responsible is told once."""
    responsibles = {order.responsible_id}
    for key in message.evidence.get("told_together", ()):
        other = get(work, WorkOrder, key)
        if key == order.key or other.state in ENDED_STATES:
            continue
        silent = other.responsible_id in responsibles
        comment_by_party(work, key, text, message_id=message.key, why="several_orders", silent=silent)
        responsibles.add(other.responsible_id)
