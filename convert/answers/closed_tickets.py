"""What its reporter answers to a ticket that is closed: thanks change nothing and tell nobody, anything else waits for
staff. Long after closing it is a draft of its own, which says what it follows on."""

from __future__ import annotations

from datetime import timedelta

from convert.answers.meaning import intent_of
from convert.drafts.from_answers import follow_up
from convert.tickets.comments import comment_by_person
from convert.unit_of_work import UnitOfWork
from store.mail import Message
from store.message_text import files_in
from store.tickets import Ticket

_NO_PROBLEM = ("thanks", "solved")


def answer_closed(work: UnitOfWork, message: Message, ticket: Ticket, person_id: int, text: str) -> None:
    """Its own reporter writes, proven to be them. Within the window staff see that they may reopen it."""
    intent = intent_of(message)
    content = intent.get("deed") in _NO_PROBLEM and (intent["sure"] or intent["deed"] == "thanks")
    if content and message.cut_is_sure and not files_in(message):
        comment_by_person(work, ticket.key, person_id, text, message.key, silent=True)
    elif _is_within_window(work, ticket):
        comment_by_person(work, ticket.key, person_id, text, message.key, why="closed")
    else:
        follow_up(work, ticket, person_id, message, text)


def _is_within_window(work: UnitOfWork, ticket: Ticket) -> bool:
    window = timedelta(days=work.settings.retention.reopen_days)
    return ticket.closed_at is None or work.now <= ticket.closed_at + window
