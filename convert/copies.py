"""Who else gets what staff write to somebody: each a letter of their own with these words, and nothing beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, col, select

from config.settings import DeskSettings
from config.words import Text
from convert.errors import InvalidError
from convert.records import is_outside_mailbox
from convert.relations.companies import contact_at
from convert.relations.people import person_at
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of, circles_of
from store.letter_table import Cause
from store.letters import WordsCopy
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Company, PersonAddress, Staff
from store.recipients import linked_people
from store.words import LetterKind

MOST = 10
_BETWEEN = re.compile(r"[,;\n]")
_IN_BRACKETS = re.compile(r"<([^<>]*)>\s*$")


def read_addresses(typed: str, desk: DeskSettings, field: str = "also_to") -> list[str]:
    """The addresses that were typed, in lower case and each once; "Name <address>" is one too. Raises InvalidError."""
    found = []
    for part in filter(None, map(str.strip, _BETWEEN.split(typed))):
        within = _IN_BRACKETS.search(part)
        address = (within[1] if within else part).strip().lower()
        if not is_outside_mailbox(desk, address):
            words = Text("We cannot write to '%(what)s'. Put a comma between two addresses.", what=part[:100])
            raise InvalidError(**{field: words})
        found.append(address)
    found = list(dict.fromkeys(found))
    if len(found) > MOST:
        raise InvalidError(**{field: Text("At most %(most)s addresses.", most=MOST)})
    return found


def beside_circles(session: Session, ticket_id: int, circles: Sequence[str] | None, addresses: list[str]) -> list[str]:
    """Those addresses that are nobody's of these circles (None: of all), who read the words as it is."""
    circles = circles_of(session, ticket_id) if circles is None else circles
    people = [person.key for person, _ in linked_people(session, ticket_id)]
    reading = [key for key in people if circle_of(session, ticket_id, key) in circles]
    theirs = select(PersonAddress.address).where(col(PersonAddress.person_id).in_(reading))
    return [address for address in addresses if address not in {*session.exec(theirs)}]


def who_is_at(session: Session, address: str, desk: DeskSettings) -> tuple[Addressee, str]:
    """Whom a letter to this address reaches, as far as we know them; and their firm, or ""."""
    if staff := session.exec(select(Staff).where(Staff.email == address, col(Staff.active))).first():
        return Addressee(address, staff.name, staff.language, staff_id=staff.key), ""
    if contact := contact_at(session, address):
        firm = session.get_one(Company, contact.company_id).name
        return Addressee(address, contact.name, contact.language, contact_id=contact.key), firm
    if person := person_at(session, address):
        return Addressee(address, person.name, person.language, person_id=person.key), ""
    return Addressee(address, "", desk.language), ""


def put_copies(
    work: UnitOfWork,
    addresses: Sequence[str],
    text: str,
    cause: Cause,
    *,
    about: str = "",
    ticket_id: int | None = None,
    wait: timedelta = timedelta(),
) -> None:
    """A letter to each. It has no link and names nobody it was written to; an answer is a stranger's."""
    facts = WordsCopy(about=about, text=text.strip(), actor=work.actor.name)
    for address in addresses:
        letter = NewLetter(
            kind=LetterKind.WORDS_COPY,
            cause=replace(cause, reader=f"copy:{address}"),
            to=who_is_at(work.session, address, work.settings.desk)[0],
            snapshot={**facts},
            ticket_id=ticket_id,
            wait=wait,
        )
        put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)
