"""Drafts become tickets: converted, split, joined to one that is there, or dismissed with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.files import files_of_message
from convert.locks import lasting_ticket, locked_draft, locked_message
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import NEEDED, get
from convert.relations.people import NewPerson, add_person, author_at, person_at
from convert.tickets.linking import link_person
from convert.tickets.opening import TITLE_LENGTH, NewTicket, open_together
from convert.unit_of_work import UnitOfWork
from store.mail import Draft, Message
from store.message_sheet import draft_of
from store.message_text import has_photos, words_of
from store.outbox import cancel_letters
from store.people import Staff
from store.recipients import is_linked
from store.subjects import plain_subject
from store.suggestions import read_suggestions
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.words import (
    ActorKind,
    Aside,
    CauseKind,
    Channel,
    DraftState,
    Entry,
    LetterStop,
    MessagePlace,
    Proof,
    Visibility,
)

_TELLING_WORDS = 2  # in a subject


def convert_draft(
    work: UnitOfWork, draft_id: int, new: NewTicket, new_person: NewPerson | None = None, *, joins: bool = False
) -> Ticket:
    """Make the ticket. When it came and how is the mail's to say; its later mails come along.

    new_person  the sender, if staff want to know them. Raises RefusedError("converted") the second time.
    joins       it goes on in another at once (NewTicket)
    """
    (ticket,) = split_draft(work, draft_id, [replace(new, joins=joins)], new_person)
    return ticket


def split_draft(
    work: UnitOfWork, draft_id: int, news: list[NewTicket], new_person: NewPerson | None = None
) -> list[Ticket]:
    """Several problems in one mail: a ticket for each, all with the mail and its attachments. The people of a part see
    those where its sender is one of them."""
    draft = _open_draft(work, draft_id)
    if not news:
        raise InvalidError(tickets=NEEDED)
    messages = messages_of(work, draft)
    person_id = _person_of(work, new_person) if new_person else None
    author = author_at(work.session, messages[0])
    silent = any(map(has_photos, messages)) and not any(map(words_of, messages))
    whole = [
        replace(
            new,
            description=new.description.strip() or (new.title if silent else ""),
            asks_words=silent and new is news[0] and _is_undescribed(draft, messages[0], new),
            channel=Channel.EMAIL,
            received_at=messages[0].received_at,
            message_ids=tuple(message.key for message in messages),
            reporter_id=new.reporter_id or (person_id if new.takes_sender else None),
            follows_id=new.follows_id or read_suggestions(draft.suggestions).follows,
            shows_files=len(news) == 1 or author is None or author.key in (*new.person_ids, new.reporter_id),
        )
        for new in news
    ]
    tickets = open_together(work, whole)
    for message in messages[1:]:
        _keep_comment(work, tickets[0], message)
    _decide(work, draft, DraftState.CONVERTED, tickets[0], messages)
    return tickets


class Reads(StrEnum):
    """What the sender of a mail that is joined to a ticket reads of it from now on."""

    OWN = "own"  # a report of their own, which follows the progress
    ALL = "all"  # of the same household: all that its reporter reads
    NOTHING = "nothing"  # the mail is only kept


def quiet_reads(session: Session, message: Message) -> Reads:
    """What is chosen where staff choose nothing: who is unknown or unproven hears of nothing."""
    is_proven = message.evidence.get("sender") == Proof.PROVEN
    return Reads.OWN if is_proven and author_at(session, message) else Reads.NOTHING


def join_draft(work: UnitOfWork, draft_id: int, *ticket_ids: int, reads: Reads | None = None) -> Ticket:
    """The mail belongs to tickets that are there: it becomes a comment on each. What answers the mail later comes home
    to the first of them. reads: of each, None for the quiet default."""
    draft = _open_draft(work, draft_id)
    messages = messages_of(work, draft)
    quiet = quiet_reads(work.session, messages[0])
    reads = reads or quiet
    vouched = reads is not quiet is Reads.NOTHING  # that is what staff changed, of the mail they looked at
    tickets = [_join(work, messages, ticket_id, reads, vouched=vouched) for ticket_id in dict.fromkeys(ticket_ids)]
    _decide(work, draft, DraftState.JOINED, tickets[0], messages)
    return tickets[0]


def _join(work: UnitOfWork, messages: list[Message], ticket_id: int, reads: Reads, *, vouched: bool) -> Ticket:
    ticket = lasting_ticket(work, ticket_id)
    person = author_at(work.session, messages[0])
    if person and reads is not Reads.NOTHING and not is_linked(work.session, ticket.key, person.key):
        link_person(work, ticket.key, person.key, reads_all=reads is Reads.ALL)
    for message in messages:
        entry, files = _keep_comment(work, ticket, message, attach=True, vouched=vouched)
        occasion = Occasion(entry, ticket=ticket, text=message.new_text or message.text, files=files)
        notify(work, Event.WROTE_TO_STAFF, occasion)
    return ticket


def dismiss_draft(work: UnitOfWork, draft_id: int, reason: str) -> Draft:
    """Not for us. It can be looked into, and brought back."""
    draft = _open_draft(work, draft_id)
    if not reason.strip():
        raise InvalidError(reason=NEEDED)
    draft.state, draft.reason = DraftState.DISMISSED, reason.strip()
    draft.decided_at, draft.decided_by = work.now, _staff_id(work)
    for message in messages_of(work, draft):
        message.place, message.aside = MessagePlace.ASIDE, Aside.DISMISSED
    work.session.flush()
    return draft


def assign_draft(work: UnitOfWork, draft_id: int, staff_id: int | None) -> Draft:
    """Whose it is to decide; None: anybody's again."""
    draft = _open_draft(work, draft_id)
    draft.staff_id = get(work, Staff, staff_id).key if staff_id else None
    work.session.flush()
    return draft


def unassign_draft(work: UnitOfWork, draft_id: int, given_to: int | None, was: int | None) -> Draft:
    """Take an assignment back. Raises RefusedError where it was given to another since, or decided."""
    if _open_draft(work, draft_id).staff_id != given_to:
        raise RefusedError("given_on", Text("It was given to somebody else meanwhile."))
    return assign_draft(work, draft_id, was)


def reopen_draft(work: UnitOfWork, draft_id: int) -> Draft:
    """Take a dismissal back; an open draft stays as it is."""
    draft = locked_draft(work, draft_id)
    if draft.state is DraftState.OPEN:
        return draft
    if draft.state is not DraftState.DISMISSED:
        raise _decided(work, draft)
    draft.state, draft.reason, draft.decided_at, draft.decided_by = DraftState.OPEN, "", None, None
    about = {"cause": CauseKind.DRAFT, "cause_id": draft.key}
    cancel_letters(work.session, work.now, why=LetterStop.UNDONE, **about)
    for message in messages_of(work, draft):
        message.place, message.aside = MessagePlace.DRAFT, None
    work.session.flush()
    return draft


def draft_from_aside(work: UnitOfWork, message_id: int) -> Draft:
    """ "Toch een melding": what was set aside becomes a draft after all."""
    if known := _draft_of(work, message_id):
        return reopen_draft(work, known.key)
    message = locked_message(work, message_id)
    if known := _draft_of(work, message_id):  # made while we waited
        return known
    if message.place is not MessagePlace.ASIDE:
        raise RefusedError("not_aside", Text("This message is not set aside."))
    message.aside = None
    return _new_draft(work, message, work.now)


def take_apart(work: UnitOfWork, draft_id: int, message_id: int) -> Draft:
    """A mail that was joined to this draft becomes one of its own."""
    message, first = locked_message(work, message_id), _open_draft(work, draft_id)
    if message.draft_id != first.key or message.place is not MessagePlace.JOINED:
        raise RefusedError("not_joined", Text("This message is not joined to this mail."))
    message.draft_id = None
    return _new_draft(work, message, message.received_at)


def _new_draft(work: UnitOfWork, message: Message, created_at: datetime) -> Draft:
    message.place = MessagePlace.DRAFT
    draft = Draft(message_id=message.key, created_at=created_at, title=plain_subject(message.subject)[:TITLE_LENGTH])
    work.session.add(draft)
    work.session.flush()
    return draft


def _draft_of(work: UnitOfWork, message_id: int) -> Draft | None:
    return draft_of(work.session, message_id)


def _open_draft(work: UnitOfWork, draft_id: int) -> Draft:
    draft = locked_draft(work, draft_id)
    if draft.state is not DraftState.OPEN:
        raise _decided(work, draft)
    return draft


def _decided(work: UnitOfWork, draft: Draft) -> RefusedError:
    ticket = work.session.get(Ticket, draft.ticket_id) if draft.ticket_id else None
    if ticket:
        return RefusedError("converted", Text("This message is %(number)s already.", number=ticket.number))
    return RefusedError("decided", Text("This message was decided on already."))


def messages_of(work: UnitOfWork, draft: Draft) -> list[Message]:
    """The mail the draft was made from, then those that came after it while it was open."""
    later = select(Message).where(Message.draft_id == draft.key, Message.id != draft.message_id)
    return [get(work, Message, draft.message_id), *work.session.exec(later.order_by(col(Message.id)))]


def _person_of(work: UnitOfWork, new: NewPerson) -> int:
    known = person_at(work.session, new.email) if new.email else None
    try:
        with work.session.begin_nested():
            return (known or add_person(work, new)).key
    except IntegrityError:  # another mail of theirs was converted at the same moment
        known = person_at(work.session, new.email)
        if known is None:
            raise
        return known.key


def _is_undescribed(draft: Draft, message: Message, new: NewTicket) -> bool:
    """Whether neither the subject nor staff say what the photos show. One word ("Foto's") says too little; a
    description that is still the title is the proposal's own."""
    subject = plain_subject(message.subject)
    untouched = ("", new.title.strip(), draft.title.strip(), subject)
    return len(subject.split()) < _TELLING_WORDS or new.description.strip() in untouched


def _keep_comment(
    work: UnitOfWork, ticket: Ticket, message: Message, *, attach: bool = False, vouched: bool = False
) -> tuple[TimelineEntry, tuple[File, ...]]:
    """The mail as its sender's comment, with its attachments where they are not on the ticket yet. vouched: staff said
    that its sender reads along; else what is forged in somebody's name is for staff."""
    person = author_at(work.session, message)
    sender = Actor(
        ActorKind.PERSON, message.from_name or message.from_address, Channel.EMAIL, person.key if person else None
    )
    linked = person is not None and is_linked(work.session, ticket.key, person.key)
    is_doubtful = not vouched and message.evidence.get("sender") == Proof.FORGED
    seen = (Visibility.REPORTER,) if linked and not is_doubtful else ()
    by_sender = work.by(sender)
    files = files_of_message(by_sender, message, ticket_id=ticket.key, visible_to=seen) if attach else ()
    entry = tell(
        work.session,
        sender,
        Entry.COMMENT,
        work.now,
        ticket_id=ticket.key,
        visible_to=seen,
        text=message.new_text or message.text,
        message_id=message.key,
        files=[file.key for file in files],
        mark="unproven" if is_doubtful else "",
    )
    return entry, files


def _decide(work: UnitOfWork, draft: Draft, state: DraftState, ticket: Ticket, messages: list[Message]) -> None:
    draft.state, draft.ticket_id = state, ticket.key
    draft.decided_at, draft.decided_by = work.now, _staff_id(work)
    for message in messages:
        # What answers this mail later finds its ticket by it.
        message.place, message.ticket_id, message.taken_at = MessagePlace.JOINED, ticket.key, work.now
    work.session.flush()


def _staff_id(work: UnitOfWork) -> int | None:
    return work.actor.id if work.actor.kind is ActorKind.STAFF else None
