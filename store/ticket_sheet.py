"""What lies beside a ticket: its people, place, tasks and orders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from store.people import Installation, Person, PersonAddress, Property, Staff, Unit
from store.recipients import linked_people
from store.tickets import Task, Ticket, TicketPerson, TimelineEntry
from store.words import AddressState, Entry, PersonRole


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """A person who is told of a ticket. address: "" where no letter can reach them."""

    id: int
    name: str
    role: PersonRole
    address: str
    address_state: AddressState
    phone: str


@dataclass(frozen=True, slots=True)
class TicketPlace:
    building: Property | None
    unit: Unit | None
    installation: Installation | None

    @property
    def address(self) -> str:
        """ "Lindelaan 14B", or the complex where no home is known."""
        if self.unit:
            return self.unit.address_line
        return self.building.name if self.building else ""

    @property
    def line(self) -> str:
        """ "Lindelaan 14B, Utrecht", or the complex where no home is known."""
        return f"{self.address}, {self.unit.town}" if self.unit else self.address


@dataclass(frozen=True, slots=True)
class TaskLine:
    id: int
    text: str
    assignee_id: int
    who: str
    due: date | None
    done: bool
    ticket_number: str
    ticket_title: str


def ticket_with_number(session: Session, number: str) -> Ticket | None:
    return session.exec(select(Ticket).where(Ticket.number == number.upper())).first()


def ticket_with_nonce(session: Session, nonce: str | None) -> Ticket | None:
    """The ticket that this public form made already."""
    return session.exec(select(Ticket).where(Ticket.nonce == nonce)).first() if nonce else None


def people_of(session: Session, ticket_id: int) -> list[LinkedPerson]:
    """Who is told of the ticket now, in the order they were linked."""
    rows = linked_people(session, ticket_id)
    addresses = first_addresses(session, [person.key for person, _ in rows])
    return [
        LinkedPerson(
            id=person.key,
            name=person.name,
            role=role,
            address=addresses[person.key].address if person.key in addresses else "",
            address_state=addresses[person.key].state if person.key in addresses else AddressState.OK,
            phone=next(iter(person.phones), ""),
        )
        for person, role in rows
    ]


def reporter_of(session: Session, ticket_id: int) -> Person | None:
    """Who reported it first, told of it still or not."""
    return reporters_of(session, [ticket_id]).get(ticket_id)


def reporters_of(session: Session, ticket_ids: Collection[int]) -> dict[int, Person]:
    """The same for each of these tickets that has one."""
    asking = select(TicketPerson.ticket_id, Person).join(Person, col(Person.id) == TicketPerson.person_id)
    asking = asking.where(col(TicketPerson.ticket_id).in_(ticket_ids), TicketPerson.role == PersonRole.REPORTER)
    first: dict[int, Person] = {}
    for ticket_id, person in session.exec(asking.order_by(col(TicketPerson.id))):
        first.setdefault(ticket_id, person)
    return first


def gets_worse(session: Session, ticket_id: int) -> bool:
    """Whether one of the last things that were said is that it gets worse, of a problem that is not solved yet."""
    if session.get_one(Ticket, ticket_id).solved_at:
        return False
    spoken = select(TimelineEntry).where(TimelineEntry.ticket_id == ticket_id, TimelineEntry.kind == Entry.COMMENT)
    last = session.exec(spoken.order_by(col(TimelineEntry.id).desc()).limit(_LAST_SAID))
    return any(entry.data.get("why") == "worse" for entry in last)


_LAST_SAID = 10


def first_addresses(session: Session, person_ids: list[int]) -> dict[int, PersonAddress]:
    """The address letters go to, for each of these people who has one."""
    rows = session.exec(
        select(PersonAddress).where(col(PersonAddress.person_id).in_(person_ids)).order_by(col(PersonAddress.id).desc())
    )
    return {row.person_id: row for row in rows}


def place_of(session: Session, row: Ticket) -> TicketPlace:
    return TicketPlace(
        session.get(Property, row.property_id) if row.property_id else None,
        session.get(Unit, row.unit_id) if row.unit_id else None,
        session.get(Installation, row.installation_id) if row.installation_id else None,
    )


def tasks_of(session: Session, ticket_id: int) -> list[TaskLine]:
    return _tasks(session, Task.ticket_id == ticket_id)


def open_tasks_of(session: Session, staff_id: int) -> list[TaskLine]:
    """ "Mijn taken": what this member of staff still has to do, the most pressing first."""
    return _tasks(session, (col(Task.assignee_id) == staff_id) & col(Task.done_at).is_(None))


def _tasks(session: Session, which: object) -> list[TaskLine]:
    rows = session.exec(
        select(Task, Staff.name, Ticket.number, Ticket.title)
        .join(Staff, col(Staff.id) == Task.assignee_id)
        .join(Ticket, col(Ticket.id) == Task.ticket_id)
        .where(which)  # type: ignore[arg-type]
        .order_by(col(Task.done_at).is_not(None), col(Task.due_on).is_(None), col(Task.due_on), col(Task.id))
    )
    return [
        TaskLine(task.key, task.text, task.assignee_id, who, task.due_on, task.done_at is not None, number, title)
        for task, who, number, title in rows
    ]
