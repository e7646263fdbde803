"""What a draft proposes, as it is seen now: what ingest found in the mail, and what is open and who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col, select

from convert.records import responsible_for
from convert.relations.people import NewPerson, person_at
from convert.tickets.earlier import Earlier, earlier_here
from convert.tickets.opening import TITLE_LENGTH, NewTicket
from store.mail import Draft, Message
from store.message_text import report_in, words_of
from store.people import Installation, Person, Property, Staff, Unit
from store.rows import Row
from store.subjects import plain_subject
from store.suggestions import Suggested, SuggestionReason, Suggestions, read_suggestions
from store.tickets import Ticket, TicketPerson
from store.words import PHASE_CATEGORY, AuthorBy, Channel, Phase, PhaseCategory, Priority

_LIVE = tuple(phase for phase in Phase if PHASE_CATEGORY[phase] is not PhaseCategory.CLOSED)
_MOST_TICKETS = 10  # of one reporter or home that are offered

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may belong to the draft, why we think so, and the words of the mail that speak for it.

    is_over   of a ticket: it is closed
    """

    id: int
    name: str
    why: SuggestionReason
    words: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """The ticket a draft would become, with what else may fit, likeliest first.

    sender       what a new person would be called; None where the mail is of nobody who could become one: a form that
                 names no visitor, a list, a colleague. Staff decide whether there will be one
    author_by    how it is known whom it is from
    """

    new: NewTicket
    sender: NewPerson | None
    author_by: AuthorBy
    is_known_sender: bool
    responsible: Staff
    persons: list[Suggestion]
    units: list[Suggestion]
    property: Suggestion | None
    installations: list[Suggestion]
    tickets: list[Suggestion]
    earlier: list[Earlier]
    urgency: str
    urgency_why: str


def proposal(session: Session, draft: Draft) -> Proposal:
    """What ingest found for this draft, less what is no longer there, with what the desk knows today."""
    message = session.get_one(Message, draft.message_id)
    found = read_suggestions(draft.suggestions)
    persons = _persons(session, found.persons)
    units = _units(session, found.homes)
    sender = _sender(found, message)
    reporter_id = next((person.id for person in persons if person.id == found.reporter), None)
    # Staff came to know them since.
    if reporter_id is None and sender and sender.email and (person := person_at(session, sender.email)):
        reporter_id = person.key
        persons.insert(0, Suggestion(person.key, person.name, SuggestionReason.WROTE_THIS, sender.email))
    unit_id = next((unit.id for unit in units if unit.id == found.home), None)
    building = _building(session, found, unit_id)
    title = _title(draft, message)
    return Proposal(
        new=NewTicket(
            title=title,
            description=_report(found, message) or title,
            channel=Channel.EMAIL,
            received_at=message.received_at,
            person_ids=(reporter_id,) if reporter_id else (),
            reporter_id=reporter_id,
            property_id=building.id if building else None,
            unit_id=unit_id,
            priority=Priority.EMERGENCY if draft.urgency == "emergency" else Priority.NORMAL,
            trade=draft.trade,
            follows_id=found.follows,
        ),
        sender=sender,
        author_by=found.author_by,
        is_known_sender=reporter_id is not None,
        responsible=(draft.staff_id and session.get(Staff, draft.staff_id))
        or responsible_for(session, building.id if building else None, draft.trade),
        persons=persons,
        units=units,
        property=building,
        installations=_installations(session, found.installations),
        tickets=_tickets(session, found.tickets, [reporter_id] if reporter_id else _namesakes(persons), unit_id),
        earlier=earlier_here(
            session,
            unit_id=unit_id,
            property_id=building.id if building else None,
            trade=draft.trade,
            words=title,
        ),
        urgency=draft.urgency,
        urgency_why=draft.urgency_why,
    )


def _sender(found: Suggestions, message: Message) -> NewPerson | None:
    if found.author_by is AuthorBy.NOBODY:
        return None
    if found.author_by is AuthorBy.FORWARD:
        return NewPerson(found.sender_name or found.sender_address, found.sender_address, language=message.language)
    return NewPerson(
        found.sender_name or message.from_name or message.from_address,
        found.sender_address or message.from_address,
        language=message.language,
    )


def _report(found: Suggestions, message: Message) -> str:
    """The reporter's own words: what somebody wrote above a mail he passed on is not meant for who first wrote it."""
    first = str(message.passed_on.get("new", "")) if found.author_by is AuthorBy.FORWARD else ""
    return report_in(first.strip() or words_of(message))


def _persons(session: Session, found: Iterable[Suggested]) -> list[Suggestion]:
    return [_named(person, row.name) for person, row in _rows(session, Person, found)]


def _units(session: Session, found: Iterable[Suggested]) -> list[Suggestion]:
    return [_named(home, row.address_line) for home, row in _rows(session, Unit, found)]


def _installations(session: Session, found: Iterable[Suggested]) -> list[Suggestion]:
    return [_named(suggested, f"{row.code} {row.kind}") for suggested, row in _rows(session, Installation, found)]


def _building(session: Session, found: Suggestions, unit_id: int | None) -> Suggestion | None:
    """The complex of the home as it is today, else the one that was found."""
    unit = session.get_one(Unit, unit_id) if unit_id else None
    suggested = Suggested(unit.property_id, SuggestionReason.OF_THE_HOME) if unit else found.property
    rows = _rows(session, Property, [suggested] if suggested else [])
    return next((_named(complex_there, row.name) for complex_there, row in rows), None)


def _tickets(
    session: Session, found: Iterable[Suggested], reporter_ids: Sequence[int], unit_id: int | None
) -> list[Suggestion]:
    """Those the mail names, a merged one as what it was merged into; then what is open for this reporter or at this
    home today: the mail may belong to one."""
    offered: dict[int, Suggestion] = {}
    for suggested, named in _rows(session, Ticket, found):
        ticket = named
        while ticket.merged_into_id:
            ticket = session.get_one(Ticket, ticket.merged_into_id)
        offered.setdefault(ticket.key, _ticket(ticket, suggested.why, suggested.words))
    is_open = select(Ticket).where(col(Ticket.phase).in_(_LIVE)).order_by(col(Ticket.id).desc()).limit(_MOST_TICKETS)
    if reporter_ids:
        theirs = is_open.join(TicketPerson, col(TicketPerson.ticket_id) == Ticket.id).where(
            col(TicketPerson.person_id).in_(reporter_ids), col(TicketPerson.until).is_(None)
        )
        for ticket in session.exec(theirs):
            offered.setdefault(ticket.key, _ticket(ticket, SuggestionReason.OPEN_OF_REPORTER))
    if unit_id:
        for ticket in session.exec(is_open.where(Ticket.unit_id == unit_id)):
            offered.setdefault(ticket.key, _ticket(ticket, SuggestionReason.OPEN_AT_HOME))
    return list(offered.values())


def _namesakes(persons: Iterable[Suggestion]) -> list[int]:
    """Who has the sender's name, and may be them at another address."""
    return [person.id for person in persons if person.why is SuggestionReason.SAME_NAME]


def _ticket(ticket: Ticket, why: SuggestionReason, words: str = "") -> Suggestion:
    return Suggestion(ticket.key, f"{ticket.number} {ticket.title}", why, words, is_over=ticket.phase not in _LIVE)


def _rows(session: Session, table: type[R], found: Iterable[Suggested]) -> list[tuple[Suggested, R]]:
    """What was found with its row, in the same order; a row that is gone is left out."""
    suggested = list(found)
    keys = [row.id for row in suggested]
    rows = {row.key: row for row in session.exec(select(table).where(col(table.id).in_(keys)))} if keys else {}
    return [(row, rows[row.id]) for row in suggested if row.id in rows]


def _named(suggested: Suggested, name: str) -> Suggestion:
    return Suggestion(suggested.id, name, suggested.why, suggested.words)


def _title(draft: Draft, message: Message) -> str:
    title = draft.title.strip() or plain_subject(message.subject) or message.from_name or message.from_address
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"
