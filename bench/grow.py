"""A desk as it looks after years: N tickets with ten letters each and all that belongs to them, always the same ones.

python -m bench grow 300000. POSTBON_BENCH_DATABASE says where (an empty database; SQLite in POSTBON_BENCH_FOLDER else).
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlmodel import Session, SQLModel

from config.settings import Database, DeskSettings, Settings
from convert.demo.cast import load_cast
from convert.unit_of_work import UnitOfWork
from outbound.samples import SNAPSHOTS
from store.access import Attempt, Link, SecurityEntry
from store.letter_table import KEPT, Letter
from store.mail import Delivery, Draft, Message
from store.migrations import migrate
from store.orders import OrderVersion, WorkOrder
from store.people import Company, Contact, Installation, Person, PersonAddress, Property, Tenancy, Unit
from store.rows import Row, row_values
from store.search import SearchRef, kind_word, plain_words
from store.spelling import learn
from store.store import Store
from store.tickets import File, Task, Ticket, TicketPerson, TimelineEntry
from store.timeline import CLOCK
from store.tokens import page_token, token_hash
from store.words import (
    ActorKind,
    Aside,
    CauseKind,
    Channel,
    Deed,
    DraftState,
    Entry,
    LetterKind,
    LetterState,
    MessagePlace,
    MessageState,
    OrderState,
    PersonRole,
    Phase,
    Priority,
    SecurityEvent,
    Trust,
)

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
SECRET = "the secret of a desk that was grown"
A_WEEK = 600  # tickets; a larger desk is an older one
UNDER_WAY = 2000  # tickets at most that are not ended: three weeks' worth
RECENT = timedelta(days=80)  # mail set aside is kept so long
TOGETHER = 1000  # tickets whose rows are written in one go
STAFF = (1, 2, 3)
LIVE_PHASES = (
    Phase.WITH_PARTY,
    Phase.NEW,
    Phase.SCHEDULED,
    Phase.IN_PROGRESS,
    Phase.WITH_PARTY,
    Phase.WAITING_REPORTER,
    Phase.SOLVED,
    Phase.SCHEDULED,
)
ORDER_OF = {
    Phase.WITH_PARTY: OrderState.SENT,
    Phase.SCHEDULED: OrderState.SCHEDULED,
    Phase.IN_PROGRESS: OrderState.COMPLETED,
    Phase.SOLVED: OrderState.APPROVED,
    Phase.REJECTED: OrderState.WITHDRAWN,
}
DEEDS = {OrderState.SENT: Deed.SEND, OrderState.SCHEDULED: Deed.PLAN, OrderState.COMPLETED: Deed.COMPLETE}
LETTERS = (
    (LetterKind.TICKET_RECEIVED, "reporter"),
    (LetterKind.PARTY_ENGAGED, "reporter"),
    (LetterKind.PARTY_ACCEPTED, "reporter"),
    (LetterKind.APPOINTMENT, "reporter"),
    (LetterKind.SOLVED_QUESTION, "reporter"),
    (LetterKind.TICKET_COMMENT, "reporter"),
    (LetterKind.ORDER_SENT, "party"),
    (LetterKind.ORDER_RECEIPT, "party"),
    (LetterKind.STAFF_NEW_TICKET, "staff"),
    (LetterKind.STAFF_ORDER, "staff"),
)
PROBLEMS = (
    ("Lekkage badkamer", "plumbing", "Er komt water door het plafond van de badkamer, precies boven de lamp."),
    ("Verwarming blijft koud", "heating", "De radiator in de woonkamer wordt niet warm; de ketel geeft storing E09."),
    (
        "Lamp in het portiek kapot",
        "electricity",
        "Het licht op de tweede verdieping doet het niet meer sinds gisteren.",
    ),
    ("Slot klemt", "locks", "De voordeur gaat alleen open als ik hard trek. Straks sta ik buiten."),
    ("Goot verstopt", "roof", "Bij regen loopt het water over de rand van de goot langs de muur."),
)
STREETS = ("Lindelaan", "Kastanjehof", "Vechtkade", "Meidoornweg", "Esdoornplein", "Beukenlaan", "Wilgenpad")
NAMES = ("Fatima", "Olivia", "Piet", "Sem", "Karel", "Zeynep", "Ruud", "Hanna", "Youssef", "Lotte", "Daan")
SURNAMES = ("el Amrani", "Carter", "Hendriks", "de Wit", "Mulder", "Yılmaz", "Kok", "Smit", "Bakker", "Visser", "Bos")
MAIL = b"From: Fatima el Amrani <fatima@mail.example.nl>\r\nSubject: Lekkage\r\n\r\nEr komt water door het plafond.\r\n"

Rows = dict[type[Row], list[dict[str, Any]]]


def main() -> None:
    number = int(next(iter(sys.argv[2:]), "20000"))
    folder = Path(os.environ.get("POSTBON_BENCH_FOLDER", "var/bench")) / str(number)
    began = time.perf_counter()
    with_desk = settings_of(folder, os.environ.get("POSTBON_BENCH_DATABASE", ""))
    store = Store.open(with_desk)
    grow(store, with_desk, number)
    store.close()
    print(f"{number:,} tickets, {number * len(LETTERS):,} letters in {time.perf_counter() - began:.0f} s: {folder}")


def settings_of(folder: Path, url: str = "") -> Settings:
    return Settings(
        desk=DeskSettings(data_dir=folder, secret=SecretStr(SECRET)), database=Database(url=url) if url else Database()
    )


def grow(store: Store, settings: Settings, number: int, under_way: int = UNDER_WAY) -> None:
    """Fill an empty database with this many tickets, of which at most `under_way` have not ended."""
    migrate(store.engine)
    with store.writing() as session:
        load_cast(UnitOfWork(session, settings, CLOCK, NOW))
    desk = Grown(number, store.blobs.put(MAIL), under_way)
    with store.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            for pragma in ("synchronous=OFF", "cache_size=-500000", "foreign_keys=OFF"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        else:  # making the rows of the places takes a minute on a busy machine, in which nothing is asked
            connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
            connection.commit()
        desk.begin({table: 1 + (connection.scalar(select(func.max(table.id))) or 0) for table in TABLES})
        indexes = [index for table in TABLES for index in the_table(table).indexes]
        for index in indexes:
            index.drop(connection)
        for rows in chain([desk.places()], (desk.tickets(part) for part in range(0, number, TOGETHER))):
            if sqlite:
                connection.exec_driver_sql("BEGIN")
            write(connection, rows)
            connection.commit()
        for index in indexes:
            index.create(connection)
        for table in TABLES if not sqlite else ():
            name = the_table(table).name
            connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))
        connection.commit()
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not sqlite:  # as its autovacuum does; SQLite plans without statistics, for nothing makes them
            connection.execute(text("VACUUM ANALYZE"))
    store.engine.dispose()  # what was told to its connections for speed holds for nobody else


def write(connection: Connection, rows: Rows) -> None:
    for table in TABLES:
        if values := rows.get(table):
            words = [value.pop("words") for value in values] if table is SearchRef else []
            connection.execute(insert(the_table(table)), values)
            if words:
                postgres = connection.dialect.name == "postgresql"
                put = "to_tsvector('simple', :words)" if postgres else ":words"
                entry = f"INSERT INTO search_entry ({'id' if postgres else 'rowid'}, words) VALUES (:id, {put})"
                plain = [plain_words(of) for of in words]
                entries = [
                    {"id": value["id"], "words": f"{kind_word(value['kind'])} {of}"}
                    for value, of in zip(values, plain, strict=True)
                ]
                connection.execute(text(entry), entries)
                learn(Session(bind=connection), plain)


def the_table(table: type[SQLModel]) -> Table:
    found: Table = table.__table__  # type: ignore[attr-defined]  # SQLAlchemy's, on every table
    return found


# In the order in which they point to each other.
TABLES: tuple[type[Row], ...] = (
    Person,
    PersonAddress,
    Company,
    Contact,
    Property,
    Unit,
    Tenancy,
    Installation,
    Ticket,
    TicketPerson,
    Task,
    WorkOrder,
    OrderVersion,
    Link,
    Message,
    Delivery,
    Draft,
    File,
    Letter,
    TimelineEntry,
    SearchRef,
    SecurityEntry,
    Attempt,
)


class Grown:
    """The rows of a desk with this many tickets; `start`: the first free id of each table."""

    def __init__(self, number: int, raw_key: str, under_way: int) -> None:
        self.number = number
        self.raw_key = raw_key
        self.start: dict[type[Row], int] = {}
        self._next: dict[type[Row], int] = {}
        self.people, self.units = max(50, number // 4), max(60, number // 6)
        self.properties, self.firms = max(4, number // 1000), 60
        self.ended = number - min(under_way, number // 2)
        self._rows: Rows = defaultdict(list)

    def begin(self, start: dict[type[Row], int]) -> None:
        self.start, self._next = start, {**start}

    def places(self) -> Rows:
        """Firms, complexes, homes and who lives there."""
        for n in range(self.firms):
            company = self._put(Company, name=f"Installatiebedrijf {n}", trades=["plumbing", "heating"], created_at=NOW)
            email = f"planning@firma{n}.example.nl"
            self._put(Contact, company_id=company, name=f"Planning firma {n}", email=email)
            self._found("company", company, f"Installatiebedrijf {n} {email}")
        for n in range(self.properties):
            self._put(Property, name=f"Complex {n}", street=STREETS[n % 7], town="Utrecht", responsible_id=1 + n % 2)
        for n in range(self.units):
            street, house, town = f"{STREETS[n % 7]}", str(1 + n // 7), "Utrecht"
            home = self.start[Property] + n * self.properties // self.units
            code = f"G-{n}"
            unit = self._put(
                Unit, property_id=home, code=code, street=street, number=house, postcode="3512SA", town=town
            )
            self._found("unit", unit, f"{code} {street} {house} 3512SA {town}")
            if n % 8 == 0:
                self._put(
                    Installation, code=f"CV-{n}", kind="cv-ketel", trade="heating", property_id=home, unit_id=unit
                )
        for n in range(self.people):
            name = f"{NAMES[n % 11]} {SURNAMES[n // 11 % 11]} {n}"
            person = self._put(Person, name=name, language="nl", created_at=NOW)
            self._put(PersonAddress, person_id=person, address=self._address(n))
            unit = self.start[Unit] + n % self.units
            self._put(Tenancy, unit_id=unit, person_id=person, starts=date(2019, 5, 1))
            self._found("person", person, f"{name} {self._address(n)}")
        return self._taken()

    def tickets(self, first: int) -> Rows:
        """The rows of the tickets from this one on."""
        for n in range(first, min(first + TOGETHER, self.number)):
            self._ticket(n)
        return self._taken()

    def _ticket(self, n: int) -> None:
        live = n >= self.ended
        received = NOW - timedelta(hours=1) - (self.number - n) * timedelta(weeks=1) / A_WEEK
        phase = LIVE_PHASES[n % 8] if live else (Phase.REJECTED if n % 16 == 0 else Phase.CLOSED)
        closed = None if live else received + timedelta(days=9)
        title, trade, description = PROBLEMS[n % 5]
        person, staff = self.start[Person] + n % self.people, STAFF[n % 3]
        unit = self.start[Unit] + n % self.people % self.units
        place = self.start[Property] + (unit - self.start[Unit]) * self.properties // self.units
        number = f"T-{2001 + n // 100_000}-{n % 100_000:05}"
        ticket = self._put(
            Ticket,
            number=number,
            title=title,
            description=f"{description} Nummer {n}.",
            phase=phase,
            priority=(Priority.NORMAL, Priority.URGENT, Priority.LOW)[n % 3],
            trade=trade,
            channel=Channel.EMAIL,
            received_at=received,
            created_at=received,
            changed_at=closed or received + timedelta(minutes=50),
            responsible_id=staff,
            opened_at=None if phase is Phase.NEW else received + timedelta(hours=1),
            reacted_at=None if phase is Phase.NEW else received + timedelta(hours=2),
            property_id=place,
            unit_id=unit,
            solved_at=received + timedelta(minutes=40) if phase is Phase.SOLVED else closed,
            closed_at=closed,
        )
        self._found("ticket", ticket, f"{number} {title} {description} {STREETS[n % 7]} {n}")
        self._put(TicketPerson, ticket_id=ticket, person_id=person, role=PersonRole.REPORTER, since=received)
        if n % 10 == 0:
            self._put(Task, ticket_id=ticket, text="Bel terug", assignee_id=staff, created_at=received, done_at=closed)
        order = self._order(n, ticket, staff, received, closed, phase) if phase in ORDER_OF or not live else None
        links = {
            "reporter": self._link(n, received, closed, ticket_id=ticket, person_id=person),
            "party": self._link(n + self.number, received, closed, order_id=order, contact_id=self._contact(n)),
        }
        letters = self._letters(n, ticket, order, person, staff, links, received, live)
        self._mail(n, ticket, received, live)
        self._timeline(n, ticket, order, staff, person, letters, received, closed)

    def _contact(self, n: int) -> int:
        return self.start[Contact] + n % self.firms

    def _order(
        self, n: int, ticket: int, staff: int, received: datetime, closed: datetime | None, phase: Phase
    ) -> int | None:
        if n % 10 > 7:
            return None
        state = ORDER_OF.get(phase, OrderState.REFUSED if n % 20 == 1 else OrderState.APPROVED)
        visit = NOW + timedelta(days=1 + n % 9) if state is OrderState.SCHEDULED else None
        number = f"OB-{2001 + n // 100_000}-{n % 100_000:05}"
        order = self._put(
            WorkOrder,
            number=number,
            ticket_id=ticket,
            state=state,
            title=PROBLEMS[n % 5][0],
            description=PROBLEMS[n % 5][2],
            company_id=self.start[Company] + n % self.firms,
            contact_id=self._contact(n),
            company_name=f"Installatiebedrijf {n % self.firms}",
            contact_name=f"Planning firma {n % self.firms}",
            responsible_id=staff,
            property_id=self.start[Property],
            unit_id=self.start[Unit] + n % self.people % self.units,
            address={"line": f"{STREETS[n % 7]} {n % 90}", "postcode": "3512SA", "town": "Utrecht"},
            do_before=(received + timedelta(days=14)).date(),
            created_at=received,
            changed_at=closed or received,
            sent_at=NOW - timedelta(hours=1) if state is OrderState.SENT else received,
            round=1,
            accepted_at=None if state is OrderState.SENT else received + timedelta(hours=2),
            appointment_from=visit,
            appointment_to=visit and visit + timedelta(hours=2),
            appointment_state="confirmed" if visit else "",
            completed_at=closed or (received if state is OrderState.COMPLETED else None),
            ended_at=closed,
            replaces_id=None,
        )
        self._put(OrderVersion, order_id=order, version=1, at=received, said=SNAPSHOTS[LetterKind.ORDER_SENT]["slip"])
        self._found("order", order, f"{number} {PROBLEMS[n % 5][0]} Installatiebedrijf {n % self.firms}")
        return order

    def _link(self, n: int, received: datetime, closed: datetime | None, **of: int | None) -> int | None:
        if None in of.values():
            return None
        nonce = f"{n:022}"
        until = closed and closed + timedelta(days=30)
        # Only what a page will be asked by must fit: a million tokens would take a minute.
        shown = n % self.number >= self.ended
        token = token_hash(page_token(SECRET.encode(), nonce)) if shown else f"{n:064}"
        return self._put(
            Link, nonce=nonce, token_hash=token, reply_token=nonce, created_at=received, expires_at=until, **of
        )

    def _letters(
        self,
        n: int,
        ticket: int,
        order: int | None,
        person: int,
        staff: int,
        links: dict[str, int | None],
        received: datetime,
        live: bool,
    ) -> list[int]:
        recipients = {
            "reporter": {"person_id": person, "to_address": self._address(n % self.people)},
            "party": {"contact_id": self._contact(n), "to_address": f"planning@firma{n % self.firms}.example.nl"},
            "staff": {"staff_id": staff, "to_address": ("ingrid", "bram", "piket")[n % 3] + "@delinde.example.nl"},
        }
        written = []
        for step, (kind, audience) in enumerate(LETTERS):
            serial, at = n * 10 + step, received + timedelta(minutes=5 * step)
            state, answer = LetterState.SENT, KEPT
            if serial % 12 == 7:
                state, answer = LetterState.CANCELLED, "folded"
            elif serial % 1009 == 0:
                state, answer = LetterState.RETURNED, "550 no such user"
            elif live and n % 10 == 5 and kind is LetterKind.TICKET_COMMENT:
                state, answer, at = LetterState.WAITING, "", NOW - timedelta(minutes=1)
            of_order = order if audience == "party" else None
            letter = self._put(
                Letter,
                cause=CauseKind.ENTRY,
                cause_id=serial,
                cause_reader=f"{audience}:{n}",
                kind=kind,
                created_at=at,
                ticket_id=ticket,
                order_id=of_order,
                link_id=links.get(audience),
                snapshot=SNAPSHOTS[kind],
                mail_id=f"{serial:022}@delinde.example.nl",
                return_token=f"{serial:022}",
                thread=f"order:{of_order}" if of_order else f"ticket:{ticket}",
                subject=PROBLEMS[n % 5][0],
                state=state,
                not_before=at,
                attempts=int(state is not LetterState.WAITING),
                last_answer=answer,
                sent_at=at if state in (LetterState.SENT, LetterState.RETURNED) else None,
                **recipients[audience],
            )
            written.append(letter)
        return written

    def _mail(self, n: int, ticket: int, received: datetime, live: bool) -> None:
        report = self._message(n, received, MessagePlace.DRAFT, ticket_id=ticket)
        decided: dict[str, Any] = {"state": DraftState.CONVERTED, "decided_at": received, "ticket_id": ticket}
        self._put(Draft, message_id=report, created_at=received, title=PROBLEMS[n % 5][0], decided_by=1, **decided)
        answered = received + timedelta(hours=5)
        self._message(n + self.number, answered, MessagePlace.JOINED, ticket_id=ticket, taken_at=answered)
        if n % 2:
            of_message = {"message_id": report, "part": 1, "by_kind": ActorKind.PERSON}
            self._put(
                File, ticket_id=ticket, at=received, filename="a.jpg", content_type="image/jpeg", size=9, **of_message
            )
        third = n + 2 * self.number
        if n % 5 == 0:
            automatic = {"aside": Aside.AUTOMATIC, "ticket_id": ticket, "taken_at": received}
            self._message(third, received, MessagePlace.ASIDE, **automatic)
        elif received > NOW - RECENT and n % 2:
            kind = (Aside.BULK, Aside.RETURN, Aside.ECHO, Aside.QUARANTINE, Aside.BULK)[n % 5]
            looked_at = NOW + timedelta(days=180) if kind is Aside.QUARANTINE else None
            self._message(third, received, MessagePlace.ASIDE, aside=kind, lease_until=looked_at, taken_at=received)
        elif live and n % 4 == 2:
            waits = self._message(third, received, MessagePlace.DRAFT)
            self._put(Draft, message_id=waits, created_at=received, title="Nog een melding")

    def _message(self, n: int, at: datetime, place: MessagePlace, **more: Any) -> int:
        title, _, words = PROBLEMS[n % 5]
        person = n % self.number % self.people
        message = self._put(
            Message,
            received_at=at,
            raw_key=self.raw_key,
            size=len(MAIL),
            fingerprint=f"{n:064x}",
            message_id=f"grown-{n}@mail.example.nl",
            state=MessageState.READ,
            attempts=1,
            place=place,
            rule="grown",
            evidence={"why": {"msgid": "It answers a letter of ours."}},
            trust=Trust.V2,
            from_address=self._address(person),
            from_name=f"{NAMES[person % 11]} {SURNAMES[person // 11 % 11]} {person}",
            subject=title,
            language="nl",
            text=words,
            new_text=words,
            **more,
        )
        came_to = ["melding@delinde.example.nl"]
        self._put(Delivery, message_id=message, at=at, door="smtp", sender=self._address(person), recipients=came_to)
        self._found("message", message, f"M-{message} {title} {words} {self._address(person)}")
        return message

    def _timeline(
        self,
        n: int,
        ticket: int,
        order: int | None,
        staff: int,
        person: int,
        letters: list[int],
        received: datetime,
        closed: datetime | None,
    ) -> None:
        desk: dict[str, Any] = {"actor_kind": ActorKind.STAFF, "actor_id": staff, "channel": Channel.STAFF}
        reporter: dict[str, Any] = {"actor_kind": ActorKind.PERSON, "actor_id": person, "channel": Channel.EMAIL}
        at = received + timedelta(minutes=1)
        for event, about in ((SecurityEvent.LOG_IN, ""), (SecurityEvent.DATA_SEEN, f"/people/{person}")):
            self._put(SecurityEntry, at=at, event=event, staff_id=staff, client="192.0.2.7", about=about)
        self._put(Attempt, kind="report", who=self._address(person), at=at)
        self._put(TimelineEntry, ticket_id=ticket, at=at, kind=Entry.CREATED, **reporter)
        words = {"text": "Kan het vandaag nog?", "visible_to": ["reporter"]}
        self._put(TimelineEntry, ticket_id=ticket, at=at, kind=Entry.COMMENT, **reporter, **words)
        self._put(TimelineEntry, ticket_id=ticket, at=at, kind=Entry.NOTE, text=f"Gebeld, {n}.", **desk)
        for letter in letters[:2]:
            self._put(TimelineEntry, ticket_id=ticket, at=at, kind=Entry.LETTER_OUT, letter_id=letter, **desk)
        if order:
            done = {"deed": Deed.SEND, "before": OrderState.DRAFT, "after": OrderState.SENT}
            self._put(TimelineEntry, ticket_id=ticket, order_id=order, at=at, kind=Entry.ORDER, data=done, **desk)
        if closed:
            data = {"before": Phase.SOLVED, "after": Phase.CLOSED}
            self._put(TimelineEntry, ticket_id=ticket, at=closed, kind=Entry.PHASE, data=data, **desk)

    def _address(self, person: int) -> str:
        return f"huurder{person}@mail.example.nl"

    def _found(self, kind: str, key: int, words: str) -> None:
        self._put(SearchRef, kind=kind, of=key, words=words)

    def _put(self, table: type[Row], **values: Any) -> int:
        rows = self._rows[table]
        key = self._next[table]
        self._next[table] += 1
        rows.append(row_values(table, id=key, **values))
        return key

    def _taken(self) -> Rows:
        """What was put down since."""
        rows, self._rows = self._rows, defaultdict(list)
        return rows
