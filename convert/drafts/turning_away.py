"""Drafts that end with one press and an answer to their sender: not our house, not this desk, a request about data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from config.words import Text, languages
from convert.drafts.deciding import convert_draft, dismiss_draft
from convert.drafts.proposals import proposal
from convert.errors import RefusedError
from convert.records import get, is_outside_mailbox
from convert.relations.people import person_at
from convert.tickets.comments import add_note
from convert.tickets.privacy import TITLES, first_answer, start_clock
from convert.unit_of_work import UnitOfWork
from store.letter_table import Cause
from store.letters import TurnedAway
from store.mail import Draft, Message
from store.outbox import Addressee, NewLetter, put_letter
from store.subjects import plain_subject
from store.suggestions import read_suggestions
from store.tickets import Ticket
from store.words import AuthorBy, CauseKind, LetterKind, Trade, Visibility

# The answer, and the reason that stays with the dismissal.
ANSWERS: dict[LetterKind, Text] = {
    LetterKind.NOT_OUR_HOUSE: Text("not managed by us; the sender was told"),
    LetterKind.WRONG_DESK: Text("not for this desk; the sender was told where to go"),
}


def turn_away(work: UnitOfWork, draft_id: int, kind: LetterKind) -> Draft:
    """Dismiss it and tell the sender why, in the language of the mail. The letter waits limits.undo_seconds, so that
    "a report after all" takes it back. Raises RefusedError("no_address") where nobody could be told."""
    draft = get(work, Draft, draft_id)
    message = work.session.get_one(Message, draft.message_id)
    to = sender_of(work, message)
    dismiss_draft(work, draft_id, ANSWERS[kind].in_(work.settings.desk.language))
    snapshot = TurnedAway(
        about=f"M-{message.key}", subject=plain_subject(message.subject), text=message.new_text or message.text
    )
    letter = NewLetter(
        kind=kind,
        cause=Cause(CauseKind.DRAFT, draft.key, at=work.now.isoformat()),
        to=to,
        snapshot={**snapshot},
        wait=timedelta(seconds=work.settings.limits.undo_seconds),
    )
    put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)
    return draft


def sender_of(work: UnitOfWork, message: Message) -> Addressee:
    """Who is answered, in the language of the mail. Raises RefusedError("no_address") where nobody could be told."""
    address = "" if message.author_by is AuthorBy.NOBODY else message.from_address
    if not is_outside_mailbox(work.settings.desk, address):
        raise RefusedError("no_address", Text("This mail names no sender you could answer; dismiss it with a reason."))
    person = person_at(work.session, address)
    language = message.language if message.language in languages() else person.language if person else ""
    name = person.name if person else message.from_name
    return Addressee(address, name, language, person_id=person.key if person else None)


def answer_privacy(work: UnitOfWork, draft_id: int) -> Ticket:
    """A ticket of its own, told to the sender with the day by which they hear more, and a task due that day. Raises
    RefusedError where the draft asks nothing of the kind."""
    draft = get(work, Draft, draft_id)
    asks = read_suggestions(draft.suggestions).privacy
    if not asks:
        raise RefusedError("no_privacy", Text("This mail asks nothing about data."))
    proposed, message = proposal(work.session, draft), work.session.get_one(Message, draft.message_id)
    title = TITLES[asks].in_(work.settings.desk.language)
    new = replace(proposed.new, title=title, trade=Trade.OTHER.value, installation_id=None)
    sender = proposed.sender
    if sender:
        sender = replace(sender, language=_known(message.language) or work.settings.desk.language)
    ticket = convert_draft(work, draft_id, new, None if proposed.is_known_sender else sender)
    task = start_clock(work, ticket, asks, message.received_at)
    person = person_at(work.session, sender.email) if sender else None
    language = _known(message.language) or (person.language if person else "") or work.settings.desk.language
    if task.due_on:
        words = first_answer(asks, task.due_on, language)
        add_note(work, ticket.key, text=words, visible_to=(Visibility.REPORTER,))
    return ticket


def _known(language: str) -> str:
    return language if language in languages() else ""
