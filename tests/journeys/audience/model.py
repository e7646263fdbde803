"""Who may read what, told a second time, from the policy as it is written and not from the product's own
table: every text of a history carries a mark, and the model knows whose eyes each mark is for.

A circle is named by the number of the ticket whose report it was, or "+Sem" for one that staff began for him.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

MARK = re.compile(r"Q\d{4}Z")


class What(Enum):
    """What was written."""

    INTERNAL = auto()
    PERSON = auto()
    TO_PEOPLE = auto()
    TO_PARTY = auto()
    PARTY = auto()
    ELSE = auto()
    UNPROVEN = auto()


# The row → its own circle, other circles of the ticket, the party of the order.
READERS: dict[What, tuple[bool, bool, bool]] = {
    What.INTERNAL: (False, False, False),
    What.PERSON: (True, False, False),
    What.TO_PEOPLE: (True, True, False),
    What.TO_PARTY: (False, False, True),
    What.PARTY: (False, False, True),
    What.ELSE: (False, False, False),
    What.UNPROVEN: (False, False, False),
}


@dataclass
class Writing:
    """circles, orders: whose people and whose firm read it, on their pages where it is_shown.

    heard  circles that may hear it, where no page shows it to them for sure
    given  by a press of staff: which row of the file (0: the words), to which circle or order
    once   circles that could read it until staff took it away; a letter of then may still name it
    """

    circles: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    given: set[tuple[int, str]] = field(default_factory=set)
    once: set[str] = field(default_factory=set)
    is_shown: bool = True
    is_deed: bool = False  # on a line that can be taken back, and that not every deed keeps
    ticket: str = ""

    @property
    def readers(self) -> set[str]:
        return self.circles | self.orders | self.heard | {reader for _, reader in self.given}


@dataclass
class ModelOrder:
    """made_for: the report it was made for, whatever that is merged into. firm: a company. names, home: of whom the
    slip says where to be and whom to ask for. told: by letter, after it was withdrawn. asked: what staff wrote to the
    owner about its cost."""

    ticket: str
    made_for: str
    firm: str
    title: str
    slip: set[str]
    names: set[str]
    home: str
    is_withdrawn: bool = False
    told: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


@dataclass
class Merge:
    """What came along when one ticket went on in another. people: who was not there yet. at: the number of marks then.
    press: tickets that go on by one press have the same."""

    people: list[str]
    orders: list[str]
    at: int
    press: int


@dataclass
class AudienceModel:
    """homes: of each person, and of each ticket · firms: where each contact works · members: (ticket, person) → the
    circle in which they read there · former: circle and person who was told of it until staff ended that."""

    homes: dict[str, str]
    firms: dict[str, str]
    owner: str
    writings: dict[str, Writing] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    merges: dict[str, Merge] = field(default_factory=dict)
    presses: int = 0
    members: dict[tuple[str, str], str] = field(default_factory=dict)
    former: set[tuple[str, str]] = field(default_factory=set)
    orders: dict[str, ModelOrder] = field(default_factory=dict)

    # what happens

    def mark(self) -> str:
        """A new word that is nowhere else."""
        mark = f"Q{len(self.writings):04}Z"
        self.writings[mark] = Writing()
        return mark

    def write(
        self, mark: str, what: What, ticket: str = "", circle: str = "", order: str = "", *, is_deed: bool = False
    ) -> None:
        """circle: of its author; of words of the desk, the one that staff chose, "" for all."""
        own, others, party = READERS[what]
        writing = self.writings[mark]
        writing.ticket, writing.is_deed = ticket, is_deed
        chosen = self.circles_of(ticket) if others and not circle else [circle or ticket]
        writing.circles |= set(chosen) if own else set()
        writing.orders |= {order} if party and order else set()

    def open(self, ticket: str, home: str, *people: str) -> None:
        self.tickets[ticket] = home
        for person in people:
            self.members[ticket, person] = ticket

    def close(self, ticket: str) -> None:
        """It was taken back: nobody is told of it any more."""
        del self.tickets[ticket]
        self.members |= {(of, person): "" for of, person in self.members if of == ticket}

    def join(self, ticket: str, person: str, *, reads_all: bool) -> None:
        """Who is on it already stays as he is; who comes to a ticket nobody reported is its reporter."""
        if not self.circle_of(ticket, person):
            reads_all = reads_all or not self.has_had_people(ticket)
            self.members[ticket, person] = ticket if reads_all else f"+{person}"

    def has_had_people(self, ticket: str) -> bool:
        return any(ticket == of for of, _ in self.members)

    def merge(self, into: str, *tickets: str) -> int:
        """By one press, whose number it is."""
        self.presses += 1
        for ticket in tickets:
            people = [person for person in self.people_of(ticket) if not self.circle_of(into, person)]
            orders = [number for number, order in self.orders.items() if order.ticket == ticket]
            self.merged[ticket], self.merges[ticket] = into, Merge(people, orders, len(self.writings), self.presses)
            self.members |= {(into, person): self.members[ticket, person] for person in people}
            for number in orders:
                self.orders[number].ticket = into
        return self.presses

    def take_out(self, ticket: str) -> None:
        """It stands by itself again: its people leave the ticket it went on in, unless they read there otherwise too;
        what is theirs, or happened to its orders, goes with it, and what was said to all stays there."""
        master, merge = self.merged.pop(ticket), self.merges.pop(ticket)
        others = [other for other in self.tickets if master in self.way_of(other)[1:]]
        for person in self.people_of(master):
            circle = self.circle_of(master, person)
            came = person in merge.people and circle == self.circle_of(ticket, person)
            if came or circle == ticket:
                also = (self.circle_of(other, person) for other in others)
                self.members[master, person] = next(filter(None, also), "")
        for number in merge.orders:
            if self.orders[number].ticket == master:
                self.orders[number].ticket = ticket
        own = set(self.circles_of(ticket))
        for one in [*self.writings.values()][merge.at :]:
            if one.ticket == master and (one.orders & set(merge.orders) or (one.circles and one.circles <= own)):
                one.ticket = ticket

    def undo_grouping(self, master: str) -> int:
        """The last press by which reports went on in this one; its number."""
        presses = {ticket: self.merges[ticket].press for ticket, into in self.merged.items() if into == master}
        last = max(presses.values())
        for ticket in [key for key, press in presses.items() if press == last]:
            self.take_out(ticket)
        return last

    def leave(self, ticket: str, person: str) -> None:
        for key in (ticket, *(below for below in self.merged if ticket in self.way_of(below))):
            if (key, person) in self.members:
                self.former.add((self.members[key, person], person))
                self.members[key, person] = ""

    # how it stands

    def live(self, ticket: str) -> str:
        return self.way_of(ticket)[-1]

    def way_of(self, ticket: str) -> list[str]:
        """This ticket and those it goes on in."""
        way = [ticket]
        while way[-1] in self.merged:
            way.append(self.merged[way[-1]])
        return way

    def people_of(self, ticket: str) -> list[str]:
        return [person for (of, person), circle in self.members.items() if of == ticket and circle]

    def people_in(self, ticket: str, circle: str) -> list[str]:
        return [person for person in self.people_of(ticket) if self.circle_of(ticket, person) == circle]

    def circle_of(self, ticket: str, person: str) -> str:
        return self.members.get((ticket, person), "")

    def circles_of(self, ticket: str) -> list[str]:
        """Its own first, which may have nobody."""
        return list(dict.fromkeys((ticket, *(self.circle_of(ticket, person) for person in self.people_of(ticket)))))

    def circles_with(self, person: str) -> set[str]:
        return {circle for (_, who), circle in self.members.items() if who == person and circle}

    # who may read

    def may(self, reader: str) -> set[str]:
        """Every mark, name and home that may reach this person, or this firm."""
        circles, orders = self.circles_with(reader), set(self.orders_of(reader))
        together = {(self.live(of), circle) for (of, who), circle in self.members.items() if who == reader and circle}
        writings = self.writings.items()
        marks = {mark for mark, one in writings if (one.readers - one.circles) & (circles | orders)}
        # Their circle's words, where it is: what was said to all of a ticket stays there when a report is taken out.
        marks |= {mark for mark, one in writings if {(self.live(one.ticket), each) for each in one.circles} & together}
        if reader == self.owner:
            return {mark for order in self._asked() for mark in (order.title, order.home, *order.asked)}
        return marks | self._names(reader, circles) | self._homes(reader, circles)

    def may_hear(self, reader: str) -> set[str]:
        """The same, and what a letter may still tell that was on its way."""
        circles = self.circles_with(reader)
        slips = [order for order in self.orders.values() if order.firm == self.firms.get(reader)]
        told = {mark for one in slips for mark in (*one.slip, *one.told, *one.names, one.home)}
        theirs = (mark for mark, one in self.writings.items() if (one.circles | one.once) & circles)
        return self.may(reader) | told | set(theirs)

    def share(self, mark: str, reader: str, row: int) -> None:
        """Staff give it to a circle, or to the firm of an order, by a press."""
        self.writings[mark].given.add((row, reader))

    def unshare(self, mark: str, reader: str, row: int, *, is_copy: bool = False) -> None:
        """is_copy: of a file of the ticket, on an order; the ticket's own stays with whom it is."""
        writing = self.writings[mark]
        writing.once |= {reader} & writing.readers
        writing.given.discard((row, reader))
        writing.orders.discard(reader)
        if not is_copy:
            writing.circles.discard(reader)
            writing.heard.discard(reader)

    def orders_of(self, firm: str) -> dict[str, ModelOrder]:
        company = self.firms.get(firm)
        return {key: order for key, order in self.orders.items() if order.firm == company and not order.is_withdrawn}

    def must(self, reader: str, standing: set[str]) -> set[str]:
        """The marks that stand on this reader's pages. standing: those of lines that were not taken back."""
        orders = set(self.orders_of(reader))
        shown = (mark for mark, one in self.writings.items() if one.is_shown and self._stands(one, reader, orders))
        return {mark for mark in shown if mark in standing or not self.writings[mark].is_deed}

    def _asked(self) -> list[ModelOrder]:
        return [order for order in self.orders.values() if order.asked]

    def _stands(self, one: Writing, reader: str, orders: set[str]) -> bool:
        shown = any(self.circle_of(key, reader) in one.circles for key in self._ways_to(one.ticket))
        return bool(one.orders & orders) or shown

    def _ways_to(self, ticket: str) -> Iterator[str]:
        return (key for key in self.tickets if ticket in self.way_of(key))

    def _names(self, reader: str, circles: set[str]) -> set[str]:
        together = {who for (_, who), circle in self.members.items() if circle in circles}
        together |= {who for circle, who in self.former if circle in circles}  # their words and name stay there
        return together | {reader} | {name for order in self.orders_of(reader).values() for name in order.names}

    def _homes(self, reader: str, circles: set[str]) -> set[str]:
        reported = {home for ticket, home in self.tickets.items() if ticket in circles}
        worked = {order.home for order in self.orders_of(reader).values()}
        return reported | worked | {self.homes.get(reader, "")}
