"""Fetching the few facts the rules need about a mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from config.settings import Settings
from ingest.author import Author, addresses_within, find_author
from ingest.identity import normal_message_id
from ingest.judging.homes import home_of_answer, home_of_letter, home_of_message, homes_by_token
from ingest.judging.rules import marks_of, sender_of
from ingest.judging.verdict import Home, Known, WaitingMail
from ingest.mail import InboundMail
from ingest.reading.tokens import find_tokens
from ingest.returns.recalls import recalled_subject
from ingest.suggesting.people import first_writers_within
from ingest.suggesting.relations import everybody_at, known_units
from store.access import Attempt, Link
from store.attempts import CANARY
from store.letter_table import Letter
from store.mail import Draft, Message
from store.people import Company
from store.subjects import bare_subject
from store.words import DraftState, MessagePlace, MessageState, Proof

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Facts:
    """What the store knows of the marks and the senders of a handful of mails; most is asked for all of them at once.

    The mails are judged in their order: each sees what became of those before it.
    """

    def __init__(self, session: Session, settings: Settings, mails: Sequence[tuple[Message, InboundMail]]) -> None:
        self._session = session
        self._settings = settings
        self._messages = [message for message, _ in mails]
        letters = [mail for _, mail in mails]
        self.everybody = everybody_at(session, addresses_within(letters) | first_writers_within(letters))
        self._staff, self._people = self.everybody.staff, self.everybody.persons
        self._acquainted = {*self._staff, *self._people, *self.everybody.contacts}
        desk = settings.desk.address
        self._authors = {message.key: find_author(mail, desk, self._acquainted) for message, mail in mails}
        senders = {author.address for author in self._authors.values()}
        self._domains = _domains(session, settings)
        self._letters = _letters(session, mails)
        self._earlier = _earlier(session, mails)
        self._drafted = _drafted(session, senders, self._messages)

    def author_of(self, message: Message) -> Author:
        return self._authors[message.key]

    def about(self, message: Message, mail: InboundMail) -> Known:
        """What is known of this one, as it is now."""
        named = _named(mail)
        ids = {message.message_id, *named}
        letters = [one for one in self._letters if one.mail_id in ids or one.return_token in mail.tokens]
        author = self._authors[message.key]
        return Known(
            desk=self._settings.desk.address.lower(),
            author=author,
            size=message.size,
            max_size=self._settings.smtp_in.max_size,
            own_letter=any(letter.mail_id == message.message_id for letter in letters)
            or self._comes_round(mail)
            or self._is_canary(message.message_id),
            by_token=homes_by_token(self._session, mail.tokens, message.received_at),
            by_return={letter.return_token: home_of_letter(self._session, letter) for letter in letters},
            by_letter={
                named[letter.mail_id]: home
                for letter in letters
                if letter.mail_id in named and (home := home_of_answer(self._session, letter, mail))
            },
            by_message=self._by_message(named, message),
            first_copy=_first_copy(self._session, mail, message, author.address),
            recalled=_recalled(self._session, mail, message, author.address),
            waiting=self._waiting(mail, message, author.address),
            domains=self._domains,
            from_staff=author.address in self._staff,
            is_known_sender=author.is_somebody and author.address in self._acquainted,
            recent_drafts=self._drafts_since(author.address, message, HOUR),
            drafts_per_hour=self._settings.limits.drafts_per_sender_hour,
        )

    def _comes_round(self, mail: InboundMail) -> bool:
        """A letter of ours to which a server gave another Message-ID: ours by its From, and by the token in its reply
        address or its return path."""
        if sender_of(mail) != self._settings.desk.address.lower():
            return False
        marked = [*(address.address for address in mail.reply_to), mail.envelope.sender or mail.header("return-path")]
        tokens = find_tokens(marked, ())
        ours = select(Link.id).where(col(Link.reply_token).in_(tokens))
        letter = select(Letter.id).where(col(Letter.return_token).in_(tokens))
        return bool(tokens) and any(self._session.exec(of.limit(1)).first() for of in (ours, letter))

    def _is_canary(self, message_id: str) -> bool:
        sent = select(Attempt.id).where(Attempt.kind == CANARY, Attempt.who == message_id)
        return message_id.startswith(CANARY) and self._session.exec(sent).first() is not None

    def _by_message(self, named: dict[str, str], message: Message) -> dict[str, Home]:
        """Homes of earlier messages. A draft that was converted or joined has become a ticket; one that was dismissed
        leads nowhere."""
        homes = {}
        for one in self._earlier:
            if one.message_id in named and one is not message and (home := home_of_message(self._session, one)):
                homes[named[one.message_id]] = home
        return homes

    def _waiting(self, mail: InboundMail, message: Message, author: str) -> WaitingMail | None:
        """The draft of the same tenant's mail within the day; who has no home here reports of many."""
        at_home = self.everybody.tenancies.homes_of(self._people.get(author, 0), message.received_at.date())
        return (
            _waiting(self._session, mail, message, author)
            if at_home and self._drafts_since(author, message, DAY)
            else None
        )

    def _drafts_since(self, sender: str, message: Message, age: timedelta) -> int:
        """How many drafts this sender's mail opened in so long a time before this one."""
        here = [one for one in self._messages if one.from_address == sender and one.place is MessagePlace.DRAFT]
        times = self._drafted.get(sender, []) + [one.received_at for one in here if one is not message]
        return sum(message.received_at - age <= at <= message.received_at for at in times)


def _named(mail: InboundMail) -> dict[str, str]:
    """The marks a mail refers to, by their normal form."""
    marks = (*marks_of(mail), *(fate.original_message_id for fate in mail.returns))
    return {normal_message_id(mark): mark for mark in marks if mark}


def _letters(session: Session, mails: Sequence[tuple[Message, InboundMail]]) -> list[Letter]:
    """The letters of ours that these mails are, answer or report on."""
    ids = {mail_id for message, mail in mails for mail_id in (message.message_id, *_named(mail)) if mail_id}
    tokens = {token for _, mail in mails for token in mail.tokens}
    found = [*session.exec(select(Letter).where(col(Letter.mail_id).in_(ids)))] if ids else []
    if tokens:
        found += session.exec(select(Letter).where(col(Letter.return_token).in_(tokens)))
    return list({letter.key: letter for letter in found}.values())


def _earlier(session: Session, mails: Sequence[tuple[Message, InboundMail]]) -> Sequence[Message]:
    """The messages that these mails refer to, in the order they came."""
    ids = {mail_id for _, mail in mails for mail_id in _named(mail)}
    if not ids:
        return ()
    return session.exec(select(Message).where(col(Message.message_id).in_(ids)).order_by(col(Message.id))).all()


def _first_copy(session: Session, mail: InboundMail, message: Message, author: str) -> Home | None:
    """Only a twin can be a copy, so few mails are asked for."""
    if not message.twin:
        return None
    earlier = (
        select(Message)
        .where(Message.message_id == message.message_id, col(Message.id) < message.key)
        .where(Message.state == MessageState.READ, Message.from_address == author)
        .order_by(col(Message.id))
    )
    words = mail.reply.new.split()
    first = next((other for other in session.exec(earlier) if other.new_text.split() == words), None)
    return (home_of_message(session, first) or Home()) if first else None


def _recalled(session: Session, mail: InboundMail, message: Message, author: str) -> Home | None:
    """The newest mail of the same sender under the subject that is wanted back."""
    subject = recalled_subject(mail.subject, mail.reply.new)
    if not subject:
        return None
    theirs = select(Message).where(Message.from_address == author, col(Message.id) < message.key)
    newest = session.exec(theirs.order_by(col(Message.id).desc()).limit(_RECALLABLE))
    found = next((row for row in newest if bare_subject(row.subject) == bare_subject(subject)), None)
    return home_of_message(session, found) if found else None


_RECALLABLE = 50  # of one sender's mails


def _waiting(session: Session, mail: InboundMail, message: Message, author: str) -> WaitingMail | None:
    waits = (
        select(Draft, Message)
        .join(Message, col(Message.id) == Draft.message_id)
        .where(Message.from_address == author, Draft.state == DraftState.OPEN, col(Message.id) < message.key)
        .where(col(Message.received_at).between(message.received_at - DAY, message.received_at))
        .order_by(col(Draft.id).desc())
    )
    # Ours until this mail is filed, as in home_of_message.
    row = session.exec(waits.limit(1).with_for_update(of=Draft)).first()
    if row is None:
        return None
    draft, first = row
    texts = [f"{first.subject}\n{first.new_text}", f"{mail.subject}\n{mail.reply.new}"]
    units = known_units(session, texts)
    before, now = ({place.unit.unit_id for place in units.find(text)} for text in texts)
    home = Home(draft_id=draft.id, addresses=frozenset({author}))
    proof = Proof(first.evidence.get("sender", Proof.UNPROVEN))
    return WaitingMail(home, first.subject, first.new_text, names_another=bool(now - before), proof=proof)


def _domains(session: Session, settings: Settings) -> frozenset[str]:
    companies = session.exec(select(Company.domains).where(col(Company.active)))
    return frozenset({settings.desk.domain, *(domain for domains in companies for domain in domains)})


def _drafted(session: Session, senders: set[str], messages: Sequence[Message]) -> dict[str, list[datetime]]:
    """When mail came from these senders that opened a draft, from a day before the first of these messages on."""
    since = min(message.received_at for message in messages) - DAY
    lately = session.exec(
        select(Message.id, Message.from_address, Message.received_at)
        .where(col(Message.from_address).in_(senders - {""}), col(Message.received_at) >= since)
        .where(col(Message.id).not_in([message.id for message in messages if message.id]))
    ).all()  # asked apart from their drafts: a planner that takes them for many would read every draft
    drafts = select(Draft.message_id).where(col(Draft.message_id).in_([key for key, _, _ in lately]))
    opened = set(session.exec(drafts)) if lately else set()
    times: dict[str, list[datetime]] = {}
    for key, sender, at in lately:
        if key in opened:
            times.setdefault(sender, []).append(at)
    return times
