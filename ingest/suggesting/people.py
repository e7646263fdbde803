"""Whom a mail is from: its sender, or whom the sender wrote for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ingest.mail import Address, InboundMail
from store.suggestions import Suggested, SuggestionReason


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a mail is from.

    persons    those we know who have to do with it, likeliest first
    reporter   the one of them it is from, None where we do not know whom it is from
    occupants  whose homes it may be about: who first wrote what was passed on, else the reporter
    sender     whom a new person would be
    """

    persons: tuple[Suggested, ...]
    reporter: int | None
    occupants: tuple[int, ...]
    sender: Address


NOBODY = Origin((), None, (), Address("", ""))


def addresses_of(mail: InboundMail) -> list[str]:
    """All addresses that may say whom a mail is from, in lower case."""
    return [address.address.lower() for address in _addresses(mail) if address and address.address]


def find_origin(mail: InboundMail, persons: Mapping[str, int], staff: Collection[str]) -> Origin:
    """Whom it is from, with the persons we know by their addresses.

    Who passes on another's mail stays its reporter, unless it is a colleague. A form on a website writes from an
    address that takes no mail and names the person in Reply-To.
    """
    sender, answers_to, author = _addresses(mail)
    by_sender, by_answers_to, by_author = (_person(address, persons) for address in (sender, answers_to, author))
    is_colleagues = sender is not None and sender.address.lower() in staff and author is not None
    reporter = by_author if is_colleagues else by_sender or by_answers_to
    offered = [
        Suggested(person_id, why, address.address)
        for person_id, why, address in (
            (by_sender, SuggestionReason.WROTE_THIS, sender),
            (by_answers_to, SuggestionReason.ASKS_ANSWERS, answers_to),
            (by_author, SuggestionReason.WROTE_FORWARDED, author),
        )
        if person_id and address
    ]
    once = {person.id: person for person in reversed(offered)}
    in_order = sorted(dict.fromkeys(person.id for person in offered), key=lambda person_id: person_id != reporter)
    occupant = by_author or reporter
    return Origin(
        persons=tuple(once[person_id] for person_id in in_order),
        reporter=reporter,
        occupants=tuple(dict.fromkeys(person_id for person_id in (occupant, reporter) if person_id)),
        sender=_new_person(sender, answers_to, author if is_colleagues else None),
    )


def _addresses(mail: InboundMail) -> tuple[Address | None, Address | None, Address | None]:
    """The sender, who wants the answers, and who first wrote what was passed on."""
    return mail.sender, next(iter(mail.reply_to), None), mail.forwarded.sender if mail.forwarded else None


def _person(address: Address | None, persons: Mapping[str, int]) -> int | None:
    return persons.get(address.address.lower()) if address else None


def _new_person(sender: Address | None, answers_to: Address | None, author: Address | None) -> Address:
    if author and author.address:
        return author
    if answers_to and answers_to.address and (sender is None or _TAKES_NO_MAIL.match(sender.address)):
        return answers_to
    return sender or Address("", "")


_TAKES_NO_MAIL = re.compile(r"(?:no|niet|do-?not|geen)[._-]?(?:reply|antwoord\w*|respond)\b.*@", re.IGNORECASE)
