"""An answer that staff must place: it waits in the tray as a draft, with the tickets it may belong to."""

from __future__ import annotations

import re

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_message, locked_ticket
from convert.records import get
from convert.tickets.opening import TITLE_LENGTH
from convert.unit_of_work import UnitOfWork
from store import search
from store.audience import report_of
from store.mail import Draft, Message
from store.message_sheet import draft_of
from store.subjects import plain_subject
from store.suggestions import Suggested, SuggestionReason, Suggestions, as_plain
from store.tickets import Ticket, TimelineEntry
from store.words import MessagePlace

_OUR_SUBJECT = re.compile(r"\[(?:T|OB)-\d{4}-\d{5,}\]")  # what our letters begin with says nothing of a new problem


def draft_answer(
    work: UnitOfWork,
    message: Message,
    ticket: Ticket,
    person_id: int | None,
    text: str,
    *,
    tickets: tuple[Suggested, ...],
    follows: bool = False,
) -> Draft:
    """The draft, titled by the new words; nothing of a ticket is told to anybody. ticket: what it answers; the
    home is that of their own report.
    person_id: who wrote it, where that is known. What speaks of danger is for the emergency lane.
    follows: it goes on with that ticket, which is closed."""
    message.place, message.ticket_id = MessagePlace.DRAFT, None
    is_danger = bool(message.evidence.get("danger"))
    report = report_of(work.session, ticket.key, person_id) if person_id else None
    unit_id, property_id = (report.unit_id, report.property_id) if report else (None, None)
    home = Suggested(unit_id, SuggestionReason.LIVES_THERE) if unit_id else None
    writer = Suggested(person_id, SuggestionReason.WROTE_THIS, message.from_address) if person_id else None
    suggestions = Suggestions(
        persons=(writer,) if writer else (),
        reporter=person_id,
        homes=(home,) if home else (),
        home=unit_id,
        property=Suggested(property_id, SuggestionReason.OF_THE_HOME) if property_id else None,
        tickets=tickets,
        follows=ticket.key if follows else None,
        privacy=message.evidence.get("privacy", ""),
    )
    draft = Draft(
        message_id=message.key,
        created_at=message.received_at,
        title=_title(message, text),
        trade=ticket.trade,
        urgency="emergency" if is_danger else "possible" if message.urgent_words else "",
        urgency_why=", ".join(message.urgent_words),
        suggestions=as_plain(suggestions),
    )
    work.session.add(draft)
    work.session.flush()
    search.index(work.session, "draft", draft.key, f"{draft.title} {message.from_name} {message.from_address} {text}")
    return draft


def follow_up(work: UnitOfWork, ticket: Ticket, person_id: int | None, message: Message, text: str) -> Draft:
    """The draft of a new problem that its own reporter answers to a closed ticket."""
    named = (Suggested(ticket.key, SuggestionReason.NUMBER_IN_SUBJECT, ticket.number),)
    return draft_answer(work, message, ticket, person_id, text, tickets=named, follows=True)


def draft_afresh(work: UnitOfWork, ticket_id: int, entry_id: int) -> Draft:
    """Staff find that an answer to a ticket that had just been closed is a report of its own. Its line stays there.

    Raises RefusedError("not_joined").
    """
    ticket, entry = locked_ticket(work, ticket_id), get(work, TimelineEntry, entry_id)
    message = locked_message(work, entry.message_id or 0)
    if made := draft_of(work.session, message.key):
        return made
    if entry.ticket_id != ticket.key or entry.data.get("why") != "closed" or message.place is not MessagePlace.JOINED:
        raise RefusedError("not_joined", Text("This message is no answer to this closed ticket."))
    return follow_up(work, ticket, entry.actor_id, message, entry.text)


def _title(message: Message, text: str) -> str:
    subject = plain_subject(message.subject)
    words = text.strip().splitlines()[0] if not subject or _OUR_SUBJECT.match(subject) else subject
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rstrip() + "…"
