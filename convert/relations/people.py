"""People: who they are and where their letters go; where they live stands in living.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from config.words import Text
from convert.errors import InvalidError
from convert.index import index_person
from convert.records import NEEDED, change, filled, get, mailbox, put
from convert.relations.living import move_in
from convert.unit_of_work import UnitOfWork
from store.mail import Message
from store.people import Person, PersonAddress
from store.wording import LETTERS_WANTED
from store.words import AddressState, AuthorBy


@dataclass(frozen=True, slots=True)
class NewPerson:
    """email: "" where there is none; then no letter reaches them. language: "" where it is not known."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    unit_id: int | None = None
    labels: tuple[str, ...] = ()
    may_be_called: bool = False


def add_person(work: UnitOfWork, new: NewPerson) -> Person:
    """Add a person, with their address and (unit_id) as tenant from today. Raises InvalidError."""
    person = Person(
        name=filled("name", new.name),
        language=new.language,
        phones=[new.phone.strip()] if new.phone.strip() else [],
        labels=list(new.labels),
        may_be_called=new.may_be_called,
        created_at=work.now,
    )
    address = mailbox(new.email) if new.email.strip() else ""
    if address and person_at(work.session, address):
        raise InvalidError(email=_taken(work, address))
    put(work, person)
    if address:
        put(work, PersonAddress(person_id=person.key, address=address))
    if new.unit_id:
        move_in(work, person.key, new.unit_id, work.today)
    index_person(work.session, person)
    return person


def author_at(session: Session, message: Message) -> Person | None:
    """The person who wrote this mail, as far as anybody can tell; a mailbox that speaks for others is nobody's."""
    return None if message.author_by is AuthorBy.NOBODY else person_at(session, message.from_address)


def edit_person(work: UnitOfWork, person_id: int, **changes: Any) -> Person:
    """Change what is known of a person; `email` replaces the address letters go to, `addresses` all of them."""
    person = get(work, Person, person_id)
    if (addresses := changes.pop("addresses", None)) is not None:
        set_addresses(work, person, addresses)
    if email := changes.pop("email", ""):
        _readdress(work, person, mailbox(email))
    change(person, changes)
    work.session.flush()
    index_person(work.session, person)
    return person


def set_addresses(work: UnitOfWork, person: Person, addresses: Sequence[str]) -> None:
    """These are a person's mail addresses from now on; letters go to the first that works. Raises InvalidError."""
    wanted = list(dict.fromkeys(mailbox(address) for address in addresses if address.strip()))
    rows = select(PersonAddress).where(PersonAddress.person_id == person.key).order_by(col(PersonAddress.id))
    before = {row.address: row for row in work.session.exec(rows)}
    if wanted == list(before):
        return
    if taken := next((one for one in wanted if one not in before and person_at(work.session, one)), None):
        raise InvalidError(email=_taken(work, taken))
    for row in before.values():
        work.session.delete(row)
    work.session.flush()  # their order is that of their rows
    for address in wanted:
        state = before[address].state if address in before else AddressState.OK
        put(work, PersonAddress(person_id=person.key, address=address, state=state))


def choose_letters(work: UnitOfWork, person_id: int, wanted: str) -> Person:
    """Which letters somebody wants from now on: mail (all), important, none. Raises InvalidError."""
    if wanted not in LETTERS_WANTED:
        raise InvalidError(letters=NEEDED)
    person = get(work, Person, person_id)
    person.notify = wanted
    return person


def person_at(session: Session, address: str) -> Person | None:
    """Whose mail address this is."""
    found = session.exec(select(PersonAddress).where(PersonAddress.address == address.lower())).first()
    return session.get(Person, found.person_id) if found else None


def _taken(work: UnitOfWork, address: str) -> Text:
    owner = person_at(work.session, address)
    return Text("This address already belongs to %(name)s.", name=owner.name if owner else "")


def _readdress(work: UnitOfWork, person: Person, address: str) -> None:
    owner = person_at(work.session, address)
    if owner and owner.key != person.key:
        raise InvalidError(email=_taken(work, address))
    first = work.session.exec(
        select(PersonAddress).where(PersonAddress.person_id == person.key).order_by(col(PersonAddress.id))
    ).first()
    if first and not owner:
        first.address, first.state = address, AddressState.OK
    elif not owner:
        put(work, PersonAddress(person_id=person.key, address=address))
