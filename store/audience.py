"""Who may read what is written: one table, and the one question that pages, letters and files ask of it.

A circle is the people of one report. It is named by the ticket that the report was (`ticket:12`), which a merge does
not change, or by the person for whom staff began one on a ticket that was there already (`person:7`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Protocol

from sqlmodel import Session, col, select

from store.tickets import Ticket, TicketPerson, TimelineEntry
from store.words import ActorKind, Entry, Visibility

NOBODY = "person:0"  # the circle of who is in none


class Words(StrEnum):
    """Whose words an entry holds, as far as that decides who reads it."""

    INTERNAL = "internal"  # note, task, cost, suggestion, warning, evidence
    PERSON = "person"  # a report or answer
    TO_PEOPLE = "to_people"  # of staff, visible to the reporter
    TO_PARTY = "to_party"  # of staff, visible to the service party
    PARTY = "party"  # of the firm, in its order's thread
    ELSE = "else"  # of anybody else in an order's thread
    UNPROVEN = "unproven"
    EVENT = "event"  # a phase or a step of a work order, in its plain words


class Reader(StrEnum):
    """Who reads beside staff, who read everything."""

    OWN = "own"  # the circle it came from
    OTHERS = "others"  # the other circles of the ticket
    PARTY = "party"  # the service party of the order


POLICY: dict[Words, frozenset[Reader]] = {
    Words.INTERNAL: frozenset(),
    Words.PERSON: frozenset({Reader.OWN}),
    Words.TO_PEOPLE: frozenset({Reader.OWN, Reader.OTHERS}),
    Words.TO_PARTY: frozenset({Reader.PARTY}),
    Words.PARTY: frozenset({Reader.PARTY}),
    Words.ELSE: frozenset(),
    Words.UNPROVEN: frozenset(),
    Words.EVENT: frozenset({Reader.OWN, Reader.OTHERS, Reader.PARTY}),
}

# Who else may be given it by a press of staff, each by name. In an order's thread no circle is the words' own.
SHARED: dict[Words, frozenset[Reader]] = {
    Words.PARTY: frozenset({Reader.OTHERS}),
    Words.ELSE: frozenset({Reader.OTHERS, Reader.PARTY}),
}
PARTY = Visibility.PARTY.value  # in `shared_with`: the firm of the order; every other name there is a circle


_SPOKEN = (Entry.COMMENT, Entry.FILE, Entry.MESSAGE_IN, Entry.CREATED)
_EVENTS = (Entry.PHASE, Entry.ORDER, Entry.EDIT)
_MARKS = {"unproven": Words.UNPROVEN, "stranger": Words.ELSE, "owner": Words.ELSE}


def words_in(kind: Entry, by: ActorKind, visible_to: Collection[Visibility], mark: str = "") -> tuple[Words, ...]:
    """What a line of this kind holds. A ticket's first line is its reporter's words, whoever wrote them down."""
    if mark:
        return (_MARKS[mark],)
    if kind in _EVENTS:
        return (Words.EVENT,)
    if kind not in _SPOKEN or not visible_to:
        return (Words.INTERNAL,)
    if kind is Entry.CREATED or by is ActorKind.PERSON:
        return (Words.PERSON,)
    if by is ActorKind.PARTY:
        return (Words.PARTY,)
    staff = {Visibility.REPORTER: Words.TO_PEOPLE, Visibility.PARTY: Words.TO_PARTY}
    return tuple(staff[who] for who in visible_to if who in staff)


class Written(Protocol):
    """A line of the timeline or a file. shared_with: circles, or PARTY, to whom staff gave it by a press."""

    visible_to: list[str]
    circles: list[str]
    shared_with: list[str]


def readers_of(words: Collection[Words]) -> frozenset[Visibility]:
    """Who may be given it beside staff; which circles is for circles_for."""
    readers = _allowed(words)
    people = {Visibility.REPORTER} if readers & {Reader.OWN, Reader.OTHERS} else set()
    return frozenset(people | ({Visibility.PARTY} if Reader.PARTY in readers else set()))


def circles_for(words: Collection[Words], own: str, all_circles: Iterable[str]) -> list[str]:
    """The circles that read it; own: whose words it holds, "" for words of the desk, which are every circle's own."""
    readers = _allowed(words)
    return [circle for circle in all_circles if (Reader.OWN if circle == own or not own else Reader.OTHERS) in readers]


def _allowed(words: Collection[Words]) -> frozenset[Reader]:
    return frozenset().union(*(POLICY[each] for each in words))


def may_read(row: Written, reader: Visibility, circles: Collection[str] = ()) -> bool:
    """Whether staff, the firm of its order, or people of these circles may read it."""
    if reader is Visibility.STAFF:
        return True
    if reader is Visibility.OWNER:
        return False
    if reader is Visibility.PARTY:
        return PARTY in (*row.visible_to, *row.shared_with)
    is_theirs = Visibility.REPORTER.value in row.visible_to
    return bool({*circles} & {*row.shared_with, *(row.circles if is_theirs else ())})


def reads(row: Written, mark: str) -> bool:
    """Whether this circle, or the firm (PARTY), may read it."""
    return may_read(row, Visibility.PARTY) if mark == PARTY else may_read(row, Visibility.REPORTER, {mark})


def text_for(entry: TimelineEntry, reader: Visibility, circles: Collection[str] = ()) -> str:
    """The words of a line that this reader may read, as they read it: that a phase changed is for all, the words with
    which a person changed it are their circle's; what a firm wrote with its deed is for staff and the firm."""
    if entry.kind is Entry.FILE:
        return ""
    is_said = entry.kind is Entry.PHASE and entry.actor_kind is ActorKind.PERSON
    if is_said and reader is Visibility.REPORTER and entry.data.get("circle", "") not in circles:
        return ""
    return entry.text or (str(entry.data.get("words") or "") if reader is Visibility.PARTY else "")


def may_share(entry: TimelineEntry, reader: str) -> bool:
    """Whether staff may give this line of an order's thread to a circle, or to the firm (PARTY)."""
    visible_to = [Visibility(who) for who in entry.visible_to]
    words = words_in(entry.kind, entry.actor_kind, visible_to, entry.data.get("mark", ""))
    wanted = Reader.PARTY if reader == PARTY else Reader.OTHERS
    return entry.order_id is not None and any(wanted in SHARED.get(each, ()) for each in words)


def own_circle(ticket_id: int) -> str:
    return f"ticket:{ticket_id}"


def circles_of(session: Session, ticket_id: int) -> list[str]:
    """All circles that are told of this ticket now, its own first, which may have nobody yet."""
    rows = select(TicketPerson.circle).where(TicketPerson.ticket_id == ticket_id, col(TicketPerson.until).is_(None))
    found = session.exec(rows.order_by(col(TicketPerson.id)))
    return list(dict.fromkeys((own_circle(ticket_id), *found)))


def circle_of(session: Session, ticket_id: int, person_id: int) -> str:
    """The circle in which this person is told of the ticket; "" where they are not."""
    rows = select(TicketPerson.circle).where(TicketPerson.ticket_id == ticket_id, TicketPerson.person_id == person_id)
    return session.exec(rows.where(col(TicketPerson.until).is_(None))).first() or ""


def report_of(session: Session, ticket_id: int, person_id: int) -> Ticket | None:
    """The report whose people they are of on this ticket, itself or one merged into it; None where they only read."""
    circle = circle_of(session, ticket_id, person_id)
    return session.get(Ticket, int(circle.removeprefix("ticket:"))) if circle.startswith("ticket:") else None


def circles_of_person(session: Session, ticket_id: int, person_id: int) -> frozenset[str]:
    """What this person reads of a ticket and of those it goes on in."""
    return frozenset(circle_of(session, key, person_id) for key in tickets_on(session, ticket_id, person_id))


def tickets_on(session: Session, ticket_id: int, person_id: int) -> list[int]:
    """This ticket and those it goes on in, as far as this person is told of them."""
    found: list[int] = []
    following: int | None = ticket_id
    while following and circle_of(session, following, person_id):
        found.append(following)
        following = session.get_one(Ticket, following).merged_into_id
    return found
