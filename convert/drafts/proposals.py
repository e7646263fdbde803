"""What a draft proposes: the ticket it would become, and what at the desk it may belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.words import Text, languages
from convert.relations.people import NewPerson, person_at
from convert.routing import responsible_for
from convert.tickets.earlier import Earlier, earlier_here
from convert.tickets.linking import tenants_of, units_of
from convert.tickets.opening import TITLE_LENGTH, NewTicket
from store.mail import Draft, Message
from store.message_text import has_photos, plain_subject, words_of
from store.people import Installation, Person, Property, Staff, Unit
from store.tickets import Ticket, TicketPerson
from store.words import PHASE_CATEGORY, Channel, Phase, PhaseCategory, Priority

_ADDRESS = re.compile(r"([^\W\d_]{3,})\s+(\d{1,5})\s?-?\s?([A-Za-z]{0,2})(?![\w])")
_POSTCODE = re.compile(r"\b(\d{4})\s?([A-Za-z]{2})\b[\s,]*(?:nr\.?\s*|huisnummer\s*)?(\d{1,5})?\s?([A-Za-z]?)\b")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may belong to the draft, and why we think so."""

    id: int
    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Proposal:
    """The ticket a draft would become, with what else may fit.

    sender  what a new person would be called; staff decide whether there will be one
    """

    new: NewTicket
    sender: NewPerson
    is_known_sender: bool
    responsible: Staff
    persons: list[Suggestion]
    units: list[Suggestion]
    installations: list[Suggestion]
    tickets: list[Suggestion]
    earlier: list[Earlier]
    urgency: str
    urgency_why: str


def proposal(session: Session, draft: Draft, now: datetime, zone: ZoneInfo = ZoneInfo("Europe/Amsterdam")) -> Proposal:
    """What the draft proposes, from its sender, its words, and what the desk knows."""
    message = session.get_one(Message, draft.message_id)
    today = now.astimezone(zone).date()
    text = words_of(message)
    person = person_at(session, message.from_address)
    homes = units_of(session, person.key, today) if person else []
    units = [Suggestion(unit.key, unit.address_line, _LIVES_THERE) for unit in homes]
    named = [unit for unit in named_units(session, f"{message.subject}\n{text}") if unit not in homes]
    units += [Suggestion(unit.key, unit.address_line, _NAMED) for unit in named]
    # The address somebody writes about is meant, even by who lives elsewhere.
    unit = named[0] if named and not homes else homes[0] if len(homes) == 1 and not named else None
    house = session.get(Property, unit.property_id) if unit else None
    persons = [Suggestion(person.key, person.name, _WROTE_THIS)] if person else []
    if unit:
        others = [
            tenant for tenant in tenants_of(session, unit.key, today) if person is None or tenant.key != person.key
        ]
        persons += [Suggestion(tenant.key, tenant.name, _LIVES_THERE) for tenant in others]
    title = _title(draft, message, unit)
    return Proposal(
        new=NewTicket(
            title=title,
            description=text or title,
            channel=Channel.EMAIL,
            received_at=message.received_at,
            person_ids=(person.key,) if person else (),
            reporter_id=person.key if person else None,
            property_id=house.key if house else None,
            unit_id=unit.key if unit else None,
            priority=Priority.EMERGENCY if draft.urgency == "emergency" else Priority.NORMAL,
            trade=draft.trade,
        ),
        sender=NewPerson(message.from_name or message.from_address, message.from_address, language=message.language),
        is_known_sender=person is not None,
        responsible=responsible_for(session, house.key if house else None, draft.trade),
        persons=persons,
        units=units,
        installations=_installations(session, unit, draft.trade),
        tickets=_open_tickets(session, person, unit),
        earlier=earlier_here(
            session,
            unit_id=unit.key if unit else None,
            property_id=house.key if house else None,
            trade=draft.trade,
            words=title,
        ),
        urgency=draft.urgency,
        urgency_why=draft.urgency_why,
    )


_WROTE_THIS = Text("wrote this message")
_LIVES_THERE = Text("lives there")
_NAMED = Text("the address is in the message")
_STANDS_THERE = Text("stands in this home")
_OF_THE_HOUSE = Text("belongs to this property")
_OPEN_OF_SENDER = Text("is open for this reporter already")
_OPEN_AT_HOME = Text("is open at this address already")


def named_units(session: Session, text: str) -> list[Unit]:
    """The homes whose address stands in the text, in the order they are named."""
    units: dict[int, Unit] = {}
    for street, number, addition in _ADDRESS.findall(text)[:20]:
        asking = select(Unit).where(func.lower(Unit.street).endswith(street.lower(), autoescape=True))
        _take(session, units, asking, number, addition)
    for digits, letters, number, addition in _POSTCODE.findall(text)[:20]:
        if number:
            _take(session, units, select(Unit).where(Unit.postcode == f"{digits}{letters.upper()}"), number, addition)
    return list(units.values())


def _take(session: Session, units: dict[int, Unit], asking: SelectOfScalar[Unit], number: str, addition: str) -> None:
    for unit in session.exec(asking.where(Unit.number == number).limit(5)):
        if unit.addition.lower() == addition.lower():
            units.setdefault(unit.key, unit)


def _installations(session: Session, unit: Unit | None, trade: str) -> list[Suggestion]:
    if unit is None:
        return []
    rows = session.exec(
        select(Installation)
        .where(Installation.property_id == unit.property_id)
        .where((col(Installation.unit_id) == unit.key) | col(Installation.unit_id).is_(None))
        .order_by(col(Installation.unit_id).is_(None), col(Installation.id))
        .limit(20)
    )
    return [
        Suggestion(row.key, f"{row.code} {row.kind}", _STANDS_THERE if row.unit_id else _OF_THE_HOUSE)
        for row in rows
        if row.unit_id or (trade and row.trade == trade)
    ]


def _open_tickets(session: Session, person: Person | None, unit: Unit | None) -> list[Suggestion]:
    """Tickets that are not closed, of this sender or at this address: the mail may belong to one."""
    live = [phase for phase in Phase if PHASE_CATEGORY[phase] is not PhaseCategory.CLOSED]
    found: dict[int, Suggestion] = {}
    asking = select(Ticket).where(col(Ticket.phase).in_(live)).order_by(col(Ticket.id).desc()).limit(10)
    if person:
        theirs = asking.join(TicketPerson, col(TicketPerson.ticket_id) == Ticket.id)
        for row in session.exec(theirs.where(TicketPerson.person_id == person.key, col(TicketPerson.until).is_(None))):
            found[row.key] = Suggestion(row.key, f"{row.number} {row.title}", _OPEN_OF_SENDER)
    if unit:
        for row in session.exec(asking.where(Ticket.unit_id == unit.key)):
            found.setdefault(row.key, Suggestion(row.key, f"{row.number} {row.title}", _OPEN_AT_HOME))
    return list(found.values())


def _title(draft: Draft, message: Message, unit: Unit | None) -> str:
    title = draft.title.strip() or plain_subject(message.subject)
    if not title:
        where = f" – {unit.address_line}" if unit else ""
        words = Text("Photos received%(where)s (no text)" if has_photos(message) else "Report%(where)s", where=where)
        title = words.in_(message.language if message.language in languages() else "nl")
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"
