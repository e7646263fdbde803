"""Whom a mail is from: its author, or who first wrote what the author passes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ingest.author import Author, is_the_desks
from ingest.language.mailboxes import is_unread
from ingest.mail import Address, Forwarded, InboundMail
from store.suggestions import Suggested, SuggestionReason
from store.words import AuthorBy


@dataclass(frozen=True, slots=True)
class Acquaintances:
    """Whom the desk knows, by address in lower case.

    persons    ids
    settled    of these, those who live somewhere
    staff      colleagues
    contacts   of service parties and owners
    """

    persons: Mapping[str, int]
    settled: Collection[int] = ()
    staff: Collection[str] = ()
    contacts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a mail is from.

    persons    those we know who have to do with it, likeliest first
    reporter   the one of them it is from, None where we do not know whom it is from
    occupants  whose homes it may be about: who first wrote what was passed on, else the reporter
    new        whom a new person would be; None where the author is nobody, a colleague, or known
    by         how the reporter is known
    first      what was passed on, where the reporter wrote it
    """

    persons: tuple[Suggested, ...] = ()
    reporter: int | None = None
    occupants: tuple[int, ...] = ()
    new: Address | None = None
    by: AuthorBy = AuthorBy.NOBODY
    first: Forwarded | None = None


NOBODY = Origin()


def first_writers_within(mails: Iterable[InboundMail]) -> set[str]:
    """All addresses of who may first have written what these mails pass on, in lower case."""
    named = (address.address.lower() for mail in mails for _, address in _first_writers(mail))
    return {address for address in named if address}


def find_origin(mail: InboundMail, author: Author, desk: str, known: Acquaintances) -> Origin:
    """Whom it is from. Who first wrote what is passed on is suggested, for who passes on another's report has none of
    his own; but who lives somewhere and passes on a stranger's mail, a firm's or ours wrote for himself. Colleagues are
    never suggested as reporters, nor firms whose mail somebody passed on."""
    writer = Address(author.name, author.address) if author.is_somebody else None
    answers_to = mail.reply_to[0] if len(mail.reply_to) == 1 else None
    first = _first_of_others(mail, desk, known)
    by_writer, by_answers_to = _person(writer, known), _person(answers_to, known)
    by_first = _person(first[1], known) if first else None
    is_colleagues = writer is not None and writer.address in known.staff
    if first and (by_first or by_writer not in known.settled):
        reporter, new, by = by_first, first[1], AuthorBy.FORWARD
    elif is_colleagues or writer is None:
        reporter, new, by = None, None, AuthorBy.NOBODY
    else:
        reporter, new, by = by_writer or by_answers_to, writer, author.by
    wrote = {
        AuthorBy.REPLY_TO: SuggestionReason.ASKS_ANSWERS,
        AuthorBy.ORIGINAL_FROM: SuggestionReason.ORIGINAL_AUTHOR,
    }.get(author.by, SuggestionReason.WROTE_THIS)
    offered = [
        Suggested(person_id, why, address.address)
        for person_id, why, address in (
            (by_writer, SuggestionReason.PASSED_ON if by is AuthorBy.FORWARD else wrote, writer),
            (by_answers_to, SuggestionReason.ASKS_ANSWERS, answers_to),
            (by_first, SuggestionReason.WROTE_FORWARDED, first[1] if first else None),
        )
        if person_id and address
    ]
    once = {person.id: person for person in reversed(offered)}
    in_order = sorted(dict.fromkeys(person.id for person in offered), key=lambda person_id: person_id != reporter)
    return Origin(
        persons=tuple(once[person_id] for person_id in in_order),
        reporter=reporter,
        occupants=tuple(dict.fromkeys(person_id for person_id in (by_first, reporter) if person_id)),
        new=None if reporter else new,
        by=by,
        first=first[0] if first and by is AuthorBy.FORWARD else None,
    )


def _first_writers(mail: InboundMail) -> list[tuple[Forwarded, Address]]:
    """The first writer first. A form's mail that was passed on whole names the person in its Reply-To."""
    hops = list(mail.forwarded.hops()) if mail.forwarded else []
    pairs = []
    for hop in reversed(hops):
        unread = hop.sender is None or is_unread(hop.sender.address)
        if writer := (hop.reply_to if unread and hop.reply_to else hop.sender):
            pairs.append((hop, writer))
    return pairs


def _first_of_others(mail: InboundMail, desk: str, known: Acquaintances) -> tuple[Forwarded, Address] | None:
    """The first writer who can have a report of his own."""
    for hop, writer in _first_writers(mail):
        address = writer.address.lower()
        if address in known.staff or address in known.contacts or is_unread(address):
            continue
        if not is_the_desks(address, desk, known.persons) and (address or writer.name):
            return hop, writer
    return None


def _person(address: Address | None, known: Acquaintances) -> int | None:
    return known.persons.get(address.address.lower()) if address else None
