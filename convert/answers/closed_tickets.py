"""What its reporter answers to a ticket that is closed: thanks change nothing and tell nobody, anything else waits for
staff. Long after closing it is a draft of its own, which says what it follows on."""

from __future__ import annotations

import re
from datetime import timedelta

from convert.answers.meaning import intent_of
from convert.tickets.comments import comment_by_person
from convert.tickets.opening import TITLE_LENGTH
from convert.unit_of_work import UnitOfWork
from store import search
from store.mail import Draft, Message
from store.message_text import files_in
from store.subjects import plain_subject
from store.suggestions import Suggested, SuggestionReason, Suggestions, as_plain
from store.tickets import Ticket
from store.words import MessagePlace

_OUR_SUBJECT = re.compile(r"\[(?:T|OB)-\d{4}-\d{5,}\]")  # what our letters begin with says nothing of a new problem
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
        _open_draft(work, message, ticket, person_id, text)


def _is_within_window(work: UnitOfWork, ticket: Ticket) -> bool:
    window = timedelta(days=work.settings.retention.reopen_days)
    return ticket.closed_at is None or work.now <= ticket.closed_at + window


def _open_draft(work: UnitOfWork, message: Message, ticket: Ticket, person_id: int, text: str) -> None:
    """A draft "vervolg op T-…", titled by the new words; nothing of the old ticket is told to anybody."""
    message.place, message.ticket_id = MessagePlace.DRAFT, None
    home = Suggested(ticket.unit_id, SuggestionReason.LIVES_THERE) if ticket.unit_id else None
    suggestions = Suggestions(
        persons=(Suggested(person_id, SuggestionReason.WROTE_THIS, message.from_address),),
        reporter=person_id,
        homes=(home,) if home else (),
        home=ticket.unit_id,
        property=Suggested(ticket.property_id, SuggestionReason.OF_THE_HOME) if ticket.property_id else None,
        tickets=(Suggested(ticket.key, SuggestionReason.NUMBER_IN_SUBJECT, ticket.number),),
        follows=ticket.key,
    )
    draft = Draft(
        message_id=message.key,
        created_at=message.received_at,
        title=_title(message, text),
        trade=ticket.trade,
        suggestions=as_plain(suggestions),
    )
    work.session.add(draft)
    work.session.flush()
    search.index(work.session, "draft", draft.key, f"{draft.title} {message.from_name} {message.from_address} {text}")


def _title(message: Message, text: str) -> str:
    subject = plain_subject(message.subject)
    words = text.strip().splitlines()[0] if not subject or _OUR_SUBJECT.match(subject) else subject
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"
