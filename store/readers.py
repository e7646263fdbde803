"""Who reads, by name: what staff are shown before they press, and may choose from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from store.audience import PARTY
from store.orders import WorkOrder
from store.people import Company, Contact, Person
from store.tickets import TicketPerson
from store.words import ENDED_STATES, OrderState


@dataclass(frozen=True, slots=True)
class Readers:
    """mark: a circle or PARTY, as store.audience names them · names: of its people, or of the firm"""

    mark: str
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(self.names)

    @property
    def size(self) -> int:
        return len(self.names)


def circles_by_name(session: Session, ticket_id: int | None) -> list[Readers]:
    """The circles of a ticket that have people now, in the order they came."""
    rows = session.exec(
        select(TicketPerson.circle, Person.name)
        .join(Person, col(Person.id) == TicketPerson.person_id)
        .where(TicketPerson.ticket_id == ticket_id, col(TicketPerson.until).is_(None))
        .order_by(col(TicketPerson.id))
    )
    found: dict[str, list[str]] = {}
    for circle, name in rows:
        found.setdefault(circle, []).append(name)
    return [Readers(circle, tuple(names)) for circle, names in found.items()]


def contacts_of(session: Session, *company_ids: int) -> dict[int, Readers]:
    """Who reads the slip of an order given to each of these firms; whoever gets orders first."""
    rows = session.exec(
        select(Contact.company_id, Contact.name)
        .where(col(Contact.company_id).in_(company_ids), col(Contact.active))
        .order_by(col(Contact.gets_orders).desc(), col(Contact.id))
    )
    found: dict[int, list[str]] = {}
    for company_id, name in rows:
        found.setdefault(company_id, []).append(name)
    return {company_id: Readers(PARTY, tuple(names)) for company_id, names in found.items()}


def readers_of_thread(session: Session, order: WorkOrder) -> list[Readers]:
    """With whom the thread of this order may be shared: the circles of its ticket, and its firm while it has it."""
    company = session.get(Company, order.company_id) if order.company_id and order.contact_id else None
    has_job = order.state not in (OrderState.DRAFT, OrderState.LAPSED, *ENDED_STATES)
    firm = [Readers(PARTY, (company.name,))] if company and has_job else []
    return [*circles_by_name(session, order.ticket_id), *firm]
