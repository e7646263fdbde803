"""Forgetting one person: everywhere, and so that what is left still makes sense (art. 17 AVG; docs/privacy.md).

What is kept is what was done to the building: tickets, orders, dates, costs, and the words of the case without who
said them. The person's row, which says whom to look for, is changed last: an erasure that broke off is done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, update
from sqlalchemy import select as choose
from sqlmodel import AutoString, Session, SQLModel, col, delete, or_, select

from config.plain_text import one_line
from config.settings import Settings
from config.words import Text
from convert.errors import MissingError, RefusedError
from convert.index import index_person
from convert.relations.traces import NUMBER, Traces
from store import search
from store.access import Link
from store.blobs import BlobMissingError
from store.forgetting import forget_octets
from store.letter_table import Letter
from store.links import revoke
from store.mail import Message
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.people import Company, Contact, Person, PersonAddress, Staff, Tenancy
from store.store import Store
from store.tickets import File, Ticket, TicketPerson, TimelineEntry
from store.words import ActorKind, LetterStop, Phase

BATCH = 500  # rows looked at in one go
_OVER = (Phase.CLOSED, Phase.REJECTED, Phase.MERGED)
# Columns of marks and keys, which say nothing of anybody; a digit changed in one of them would lose a mail.
_MARKS = frozenset(
    """raw_key fingerprint message_id in_reply_to blob_key shared_key octets_key nonce token_hash reply_token mail_id
    return_token key_hash request_hash password_hash lease_token id_hash thread number code""".split()  # noqa: SIM905
)
_OURS = frozenset({"staff", "person", "person_address"})  # staff are not erased here; the person's own rows come last

OpenPart = Callable[[bytes, str], bytes]


@dataclass(slots=True)
class Erasure:
    """What was changed, or would be: rows by table, mails kept as a record only, files and letters gone."""

    rows: Counter[str]
    mails: int = 0
    files: int = 0
    letters: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {"mails": self.mails, "files": self.files, "letters": self.letters}


@dataclass(frozen=True, slots=True)
class _ErasureCase:
    """The person's traces, and the rows that are theirs: ids by table. `own`: the messages they wrote."""

    traces: Traces
    near: dict[str, set[int]]
    own: set[int]

    def is_near(self, table: Table, row: Any) -> bool:
        if row.id in self.near.get(table.name, ()):
            return True
        keys = ((foreign.column.table.name, row._mapping[foreign.parent.name]) for foreign in table.foreign_keys)
        return any(key in self.near.get(name, ()) for name, key in keys)


def erase_person(
    store: Store, settings: Settings, person_id: int, now: datetime, open_part: OpenPart, *, dry_run: bool = False
) -> Erasure:
    """Erase the person, or only count. open_part: the octets of one attachment of a raw mail.

    Raises MissingError, RefusedError("open_tickets", "erased"), StoreUnavailableError.
    """
    case = _look_up(store, settings, person_id)
    done = Erasure(Counter())
    touched = {key for table in _tables() for key in _scrub_table(store, table, case, done, dry_run=dry_run)}
    gone = [
        *_erase_mails(
            store, case, {key for name, key in touched if name == "message"}, open_part, now, done, dry_run=dry_run
        )
    ]
    gone += _erase_letters(store, case, {key for name, key in touched if name == "letter"}, done, dry_run=dry_run)
    if not dry_run:
        with store.writing() as session:
            _anonymise(session, case.traces, person_id, now)
        forget_octets(store, gone)
        store.compact()
    return done


def _look_up(store: Store, settings: Settings, person_id: int) -> _ErasureCase:
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
        addresses = tuple(session.exec(select(PersonAddress.address).where(PersonAddress.person_id == person_id)))
        letters = set(session.exec(select(Link.id).where(Link.person_id == person_id)))
        written = select(Message).where(
            or_(col(Message.from_address).in_(addresses), col(Message.link_id).in_(letters))
        )
        own = {message.key: message for message in session.exec(written) if message.from_address in addresses}
        tickets = {*session.exec(links), *(message.ticket_id for message in own.values())} - {None}
        orders = set(session.exec(select(WorkOrder.id).where(col(WorkOrder.ticket_id).in_(tickets))))
        of_tickets = select(Message.id).where(col(Message.ticket_id).in_(tickets) | col(Message.order_id).in_(orders))
        near = {
            "ticket": tickets,
            "work_order": orders,
            "message": {*own, *session.exec(of_tickets)},
            "person": {person_id},
        }
        phones = {*person.phones, *_numbers_in(session, own.values())}
    stand_in = Text("former tenant #%(number)s", number=person_id).in_(settings.desk.language)
    traces = Traces(person.name, addresses, tuple(sorted(phones)), stand_in, person_id)
    return _ErasureCase(traces, {name: {key for key in keys if key} for name, keys in near.items()}, set(own))


def _numbers_in(session: Session, messages: Iterable[Message]) -> Iterator[str]:
    """Telephone numbers in the person's own words, less those of the firms and of ourselves."""
    listed = [
        *session.exec(select(Company.phone)),
        *session.exec(select(Contact.phone)),
        *session.exec(select(Staff.phone)),
    ]
    others = {"".join(filter(str.isdigit, phone))[-9:] for phone in listed}
    for message in messages:
        for number in NUMBER.findall(f"{message.new_text}\n{message.signature}"):
            if "".join(filter(str.isdigit, number))[-9:] not in others:
                yield number


def _tables() -> Iterator[Table]:
    return (table for table in SQLModel.metadata.sorted_tables if table.name not in _OURS and _texts(table))


def _texts(table: Table) -> list[Column[Any]]:
    kinds = (AutoString, String, JSON)
    return [
        column
        for column in table.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, Enum) and column.name not in _MARKS
    ]


def _scrub_table(
    store: Store, table: Table, case: _ErasureCase, done: Erasure, *, dry_run: bool
) -> Iterator[tuple[str, int]]:
    """Take the traces out of every text of a table, some rows at a time; yields (table, id) of what was changed."""
    texts, last = _texts(table), 0
    foreign = [foreign_key.parent for foreign_key in table.foreign_keys]
    wanted = {column.name: column for column in [table.c.id, *texts, *foreign]}
    while True:
        with store.reading() as session:
            rows = session.execute(
                choose(*wanted.values()).where(table.c.id > last).order_by(table.c.id).limit(BATCH)
            ).all()
        if not rows:
            return
        last = rows[-1].id
        changes = {
            row.id: changed for row in rows if (changed := _changed(row, texts, case, near=case.is_near(table, row)))
        }
        done.rows[table.name] += len(changes)
        yield from ((table.name, key) for key in changes)
        if changes and not dry_run:
            with store.writing() as session:
                for key, values in changes.items():
                    session.execute(update(table).where(table.c.id == key).values(values))


def _changed(row: Any, texts: list[Column[Any]], case: _ErasureCase, *, near: bool) -> dict[str, Any]:
    before = {column.name: row._mapping[column.name] for column in texts}
    after = {name: case.traces.scrub_value(value, near=near) for name, value in before.items() if value}
    return {name: value for name, value in after.items() if value != before[name]}


def _erase_mails(
    store: Store,
    case: _ErasureCase,
    touched: set[int],
    open_part: OpenPart,
    now: datetime,
    done: Erasure,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Keep of a mail that names the person a record only: its row, and octets made of the row. What came with it goes
    if the person sent it, and is a file of its own if another did. Yields the keys of octets that nobody needs."""
    for message_id, raw_key in _raw_mails(store):
        try:
            raw = store.blobs.get(raw_key)
        except BlobMissingError:
            continue
        near = message_id in case.near["message"]
        if message_id not in case.own | touched and not any(
            case.traces.are_in(text, near=near) for text in _read(raw, near)
        ):
            continue
        done.mails += 1
        if dry_run:
            continue
        with store.writing() as session:
            message = session.get_one(Message, message_id)
            files = session.exec(
                select(File).where(File.message_id == message_id, col(File.removed_at).is_(None))
            ).all()
            for file in files if message_id not in case.own else ():
                file.blob_key = file.blob_key or store.blobs.put(open_part(raw, str(file.part)))
                file.message_id = file.part = None
            message.attachments, message.has_html = [], False
            octets = _record(message, case.traces)
            message.raw_key, message.size = store.blobs.put(octets), len(octets)
        yield raw_key
    yield from _erase_files(store, case, now, done, dry_run=dry_run)


def _raw_mails(store: Store) -> Iterator[tuple[int, str]]:
    last = 0
    while True:
        with store.reading() as session:
            rows = session.exec(
                select(Message.id, Message.raw_key).where(col(Message.id) > last).order_by(col(Message.id)).limit(BATCH)
            ).all()
        if not rows:
            return
        last = rows[-1][0] or 0
        yield from ((key or 0, raw_key) for key, raw_key in rows)


def _read(raw: bytes, whole: bool) -> Iterator[str]:
    """The texts of a mail where a person may stand: as it is, and (whole) as its fields and parts say decoded."""
    yield raw.decode("utf-8", "replace")
    if not whole and b"base64" not in raw[:20_000].lower():
        return
    mail: Any = message_from_bytes(raw, policy=policy.default)
    for part in mail.walk():
        for name, value in part.raw_items():
            yield f"{name}: {make_header(decode_header(str(value)))}"
        if part.get_content_maintype() == "text":
            yield (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _record(message: Message, traces: Traces) -> bytes:
    """What is left of a mail: who wrote it as its row says now, when, and its words."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = message.from_address
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(message.sent_at or message.received_at)
    mail["Comments"] = f"A record; erased for {traces.number}"
    mail.set_content(message.text, cte="quoted-printable")
    return mail.as_bytes()


def _erase_files(store: Store, case: _ErasureCase, now: datetime, done: Erasure, *, dry_run: bool) -> Iterator[str]:
    """The files the person handed in, with every copy of them."""
    with store.reading() as session:
        lines = select(TimelineEntry).where(
            TimelineEntry.actor_kind == ActorKind.PERSON, TimelineEntry.actor_id == case.traces.number
        )
        handed = {key for line in session.exec(lines) for key in [line.file_id, *line.data.get("files", [])] if key}
        theirs = or_(col(File.id).in_(handed), col(File.message_id).in_(case.own))
        files = session.exec(select(File).where(theirs, col(File.removed_at).is_(None))).all()
        keys = {file.blob_key for file in files if file.blob_key}
        copies = session.exec(select(File).where(col(File.blob_key).in_(keys), col(File.removed_at).is_(None))).all()
    wanted = {file.key: file for file in (*files, *copies)}
    done.files += len(wanted)
    if dry_run or not wanted:
        return
    with store.writing() as session:
        gone = {"removed_at": now, "filename": "…", "blob_key": "", "shared_key": "", "message_id": None}
        session.execute(update(File).where(col(File.id).in_(wanted)).values(gone))
    yield from (key for file in wanted.values() for key in (file.blob_key, file.shared_key) if key)


def _erase_letters(store: Store, case: _ErasureCase, touched: set[int], done: Erasure, *, dry_run: bool) -> list[str]:
    """The octets of letters to the person or about them: what is left is composed anew from the row."""
    with store.reading() as session:
        about = or_(col(Letter.person_id) == case.traces.number, col(Letter.id).in_(touched))
        letters = session.exec(select(Letter.id, Letter.octets_key).where(about, Letter.octets_key != "")).all()
    done.letters += len(letters)
    if not dry_run:
        with store.writing() as session:
            session.execute(update(Letter).where(col(Letter.id).in_([key for key, _ in letters])).values(octets_key=""))
    return [octets for _, octets in letters]


def _anonymise(session: Session, traces: Traces, person_id: int, now: datetime) -> None:
    cancel_letters(session, now, why=LetterStop.ERASED, person_id=person_id)
    for ticket_id in session.exec(select(TicketPerson.ticket_id).where(TicketPerson.person_id == person_id)).all():
        revoke(session, now, ticket_id=ticket_id, person_id=person_id)
    search.forget_words(session, traces.phrases)
    session.execute(delete(PersonAddress).where(col(PersonAddress.person_id) == person_id))
    session.execute(
        update(Tenancy).where(col(Tenancy.person_id) == person_id, col(Tenancy.ends).is_(None)).values(ends=now.date())
    )
    person = session.get_one(Person, person_id)
    person.name, person.phones, person.notify, person.anonymised_at = traces.stand_in, [], "none", now
    session.flush()
    index_person(session, person)
