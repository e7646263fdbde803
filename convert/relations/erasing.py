"""Forgetting one person: everywhere, and so that what is left still makes sense (art. 17 AVG; docs/privacy.md).

What is kept is what was done to the building: tickets, orders, dates, costs, and the words of the case without who
said them. An erasure that broke off is done again: the messages, which say whose they are, are changed after all else,
then the person's row, which says whom to look for, and last it is marked as done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Enum, Select, String, Table, update
from sqlalchemy import select as choose
from sqlmodel import AutoString, Session, SQLModel, col, delete, select

from config.settings import Settings
from config.words import Text
from convert.errors import MissingError, RefusedError
from convert.index import index_person
from convert.relations.erased_mail import BATCH, erase_files, erase_letters, erase_mails
from convert.relations.erasure import Erasure, ErasureCase, OpenPart
from convert.relations.traces import NUMBER, Traces, last_digits, stand_in_for
from store import search
from store.links import revoke
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.people import Company, Contact, Person, PersonAddress, Property, Staff, Tenancy
from store.store import Store
from store.tickets import Ticket, TicketPerson
from store.words import ELSEWHERE, LetterStop, Phase

_OVER = (Phase.CLOSED, Phase.REJECTED, *ELSEWHERE)
# Columns of marks and keys, which say nothing of anybody; a digit changed in one of them would lose a mail.
_MARKS = frozenset(
    """raw_key fingerprint message_id in_reply_to blob_key shared_key octets_key nonce token_hash reply_token mail_id
    return_token key_hash request_hash password_hash lease_token id_hash thread number code""".split()  # noqa: SIM905
)
# Staff are not erased here; the person's own rows come last; spellings go with the index of words.
_OURS = frozenset({"staff", "person", "person_address", "spelled_word"})


def erase_person(
    store: Store, settings: Settings, person_id: int, now: datetime, open_part: OpenPart, *, dry_run: bool = False
) -> Erasure:
    """Erase the person, or only count. open_part: the octets of one attachment of a raw mail.

    Raises MissingError, RefusedError("open_tickets", "erased"), StoreUnavailableError.
    """
    case, done = _look_up(store, settings, person_id), Erasure()
    erase_files(store, case, now, done, dry_run=dry_run)
    letters = {key for keys in _touched(store, SQLModel.metadata.tables["letter"], case) for key in keys}
    erase_letters(store, case, letters, done, dry_run=dry_run)  # while their rows still say which they are
    for table in _tables():
        if table.name == "message":
            erase_mails(store, case, open_part, done, dry_run=dry_run)
        for keys in _touched(store, table, case):
            done.rows[table.name] += len(keys)
            if not dry_run:
                _scrub(store, table, keys, case)
    if not dry_run:
        with store.writing() as session:
            _anonymise(session, case, person_id, now)
        store.compact()
        with store.writing() as session:
            session.get_one(Person, person_id).anonymised_at = now
    return done


def _look_up(store: Store, settings: Settings, person_id: int) -> ErasureCase:
    stand_in = stand_in_for(settings, person_id)
    with store.reading() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise MissingError
        if person.anonymised_at:
            raise RefusedError("erased", Text("This person was erased already."))
        links = select(TicketPerson.ticket_id).where(TicketPerson.person_id == person_id)
        under_way = select(Ticket.number).where(col(Ticket.id).in_(links), col(Ticket.phase).not_in(_OVER))
        if numbers := session.exec(under_way).all():
            raise RefusedError(
                "open_tickets",
                Text("First close or unlink %(numbers)s, which is not over.", numbers=", ".join(numbers)),
            )
        theirs = select(PersonAddress.address).where(PersonAddress.person_id == person_id)
        addresses = tuple(session.exec(theirs.order_by(col(PersonAddress.id))))
        name = person.name if person.name != stand_in else ""
        traces = Traces(name, addresses, tuple(person.phones), stand_in, person_id)
        # Some of the mails may be a record already, of an erasure that broke off.
        senders = [*addresses, *map(traces.address_instead, addresses)]
        own = {row.key: row for row in session.exec(select(Message).where(col(Message.from_address).in_(senders)))}
        tickets = {*session.exec(links), *(row.ticket_id for row in own.values() if row.ticket_id)}
        orders = set(session.exec(select(WorkOrder.id).where(col(WorkOrder.ticket_id).in_(tickets))))
        of_tickets = select(Message.id).where(col(Message.ticket_id).in_(tickets) | col(Message.order_id).in_(orders))
        messages = {*own, *session.exec(of_tickets)}
        drafts = set(session.exec(select(Draft.id).where(col(Draft.message_id).in_(messages))))
        traces = traces.with_numbers(_numbers_in(session, settings, own.values()))
    near = {"ticket": tickets, "work_order": orders, "message": messages, "draft": drafts, "person": {person_id}}
    return ErasureCase(traces, {table: {key for key in keys if key} for table, keys in near.items()}, set(own))


def _numbers_in(session: Session, settings: Settings, messages: Iterable[Message]) -> set[str]:
    """Telephone numbers in the person's own words, less those we know as another's."""
    others = {last_digits(settings.desk.phone)}
    for column in (Company.phone, Company.out_of_hours_phone, Contact.phone, Staff.phone, Property.emergency_phone):
        others |= {last_digits(phone) for phone in session.exec(select(column))}
    others |= {last_digits(phone) for phones in session.exec(select(Person.phones)) for phone in phones}
    words = "\n".join(f"{message.new_text}\n{message.signature}" for message in messages)
    return {number for number in NUMBER.findall(words) if last_digits(number) not in others}


def _tables() -> list[Table]:
    """Those that hold texts; the messages, which say whose they are, last."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in _OURS and _texts(table)]
    return sorted(tables, key=lambda table: table.name == "message")


def _texts(table: Table) -> list[Column[Any]]:
    kinds = (AutoString, String, JSON)
    return [
        column
        for column in table.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, Enum) and column.name not in _MARKS
    ]


def _touched(store: Store, table: Table, case: ErasureCase) -> Iterator[list[int]]:
    """The rows of a table in which the person stands, by their ids, some at a time."""
    asking, last = _rows_of(table), 0
    while True:
        with store.reading() as session:
            rows = session.execute(asking.where(table.c.id > last).limit(BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        if keys := [row.id for row in rows if _changed(table, row, case)]:
            yield keys


def _scrub(store: Store, table: Table, keys: list[int], case: ErasureCase) -> None:
    """Take the person out of these rows, read anew: the desk may have changed them meanwhile."""
    with store.writing() as session:
        for row in session.execute(_rows_of(table).where(table.c.id.in_(keys)).with_for_update()).all():
            if values := _changed(table, row, case):
                session.execute(update(table).where(table.c.id == row.id).values(values))


def _rows_of(table: Table) -> Select[Any]:
    columns = [table.c.id, *_texts(table), *(foreign_key.parent for foreign_key in table.foreign_keys)]
    return choose(*{column.name: column for column in columns}.values()).order_by(table.c.id)


def _changed(table: Table, row: Any, case: ErasureCase) -> dict[str, Any]:
    """The texts of this row that the person stands in, by column, without them."""
    near = case.is_near(table, row)
    before = {column.name: row._mapping[column.name] for column in _texts(table)}
    after = {name: case.traces.scrub_value(value, near=near) for name, value in before.items() if value}
    return {name: value for name, value in after.items() if value != before[name]}


def _anonymise(session: Session, case: ErasureCase, person_id: int, now: datetime) -> None:
    traces = case.traces
    cancel_letters(session, now, why=LetterStop.ERASED, person_id=person_id)
    for ticket_id in session.exec(select(TicketPerson.ticket_id).where(TicketPerson.person_id == person_id)).all():
        revoke(session, now, ticket_id=ticket_id, person_id=person_id)
    search.forget_words(session, traces.phrases)
    for kind, table in (("ticket", "ticket"), ("order", "work_order"), ("message", "message"), ("draft", "draft")):
        search.forget_words_of(session, kind, case.near[table], traces.near_words)
    session.execute(delete(PersonAddress).where(col(PersonAddress.person_id) == person_id))
    session.execute(
        update(Tenancy).where(col(Tenancy.person_id) == person_id, col(Tenancy.ends).is_(None)).values(ends=now.date())
    )
    person = session.get_one(Person, person_id)
    person.name, person.phones, person.notify = traces.stand_in, [], "none"
    person.code = person.notes = ""
    session.flush()
    index_person(session, person)
