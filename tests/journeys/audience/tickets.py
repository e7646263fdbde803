"""What staff do to a ticket, in the product and in the model."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborHTMLParser
from sqlmodel import select

from store.tickets import Ticket
from tests.journeys.audience.desk import HistoryDesk, files_called
from tests.journeys.audience.model import What


class TicketDeeds(HistoryDesk):
    """Notes, people, phases, files."""

    def note(
        self,
        ticket: str,
        reader: str = "",
        *,
        chosen: int = 0,
        question: bool = False,
        with_file: bool = False,
        greeting: bool = False,
    ) -> None:
        """reader: "reporter", or nobody outside. chosen: which of its circles it is for, from 1; 0: all of them.
        greeting: with a text block, filled in for this ticket."""
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        told = [circle for circle in self.model.circles_of(ticket) if self.model.people_in(ticket, circle)]
        circle = told[chosen % len(told)] if told and chosen else ""
        done = self._press(
            f"/tickets/{ticket}/write",
            files_called(file),
            text=f"{words} {self._greeting(ticket) if greeting else ''}",
            visibility=reader or "staff",
            question=question and bool(reader),
            circle=[self.named[one] for one in ([circle] if circle else told)],
        )
        if done:
            for mark in filter(None, (words, file)):
                self.model.write(mark, What.TO_PEOPLE if reader else What.INTERNAL, ticket, circle)

    def _greeting(self, ticket: str) -> str:
        """A text block as the desk fills it in; what it leaves open, staff leave out."""
        chosen: dict[str, Any] = {"fill": "text", "block-text": self.block}
        page = self.desk.posts(f"/tickets/{ticket}/write", **chosen)
        box = LexborHTMLParser(page.text).css_first("textarea[name=text]")
        return box.text().replace("{", "").replace("}", "") if box else ""

    def note_by_program(self, ticket: str, reader: str = "") -> None:
        mark = self.model.mark()
        note = {"text": mark, "visible_to": reader or "staff"}
        if self.desk.calls(f"/api/v1/tickets/{ticket}/notes", note).status_code == 201:
            self.model.write(mark, What.TO_PEOPLE if reader else What.INTERNAL, ticket)

    def edit(self, ticket: str) -> None:
        """Staff say it in other words."""
        title, words = self.model.mark(), self.model.mark()
        with self.desk.store.reading() as session:
            row = session.exec(select(Ticket).where(Ticket.number == ticket)).one()
            kept: dict[str, Any] = {"version": row.version, "unit": row.unit_id, "priority": row.priority.value}
            before = self.find(row.title, row.description)
        if self._press(f"/tickets/{ticket}/edit", title=title, description=words, **kept):
            for mark in before:
                self.model.writings[mark].is_shown = False
            for mark in (title, words):
                self.model.write(mark, What.PERSON, ticket, ticket)
                self.model.writings[mark].is_shown = False

    def merge(self, ticket: str, into: str) -> None:
        if self._press(f"/tickets/{ticket}/merge", into=into):
            self.model.merge(into, ticket)

    def take_out(self, ticket: str) -> None:
        if self._press(f"/tickets/{ticket}/out"):
            self.model.take_out(ticket)

    def link(self, ticket: str, person: str, *, reads_all: bool) -> None:
        if self._press(f"/tickets/{ticket}/link", person_typed=self.addresses[person], reads_all=reads_all):
            self.model.join(ticket, person, reads_all=reads_all)

    def unlink(self, ticket: str, person: str) -> None:
        if self._press(f"/tickets/{ticket}/unlink", person=self.people[person]):
            self.model.leave(ticket, person)

    def move(self, ticket: str, phase: str) -> None:
        mark = self.model.mark()
        if self._press(f"/tickets/{ticket}/move", phase=phase, reason=mark):
            self.model.write(mark, What.TO_PEOPLE, ticket, is_deed=True)

    def undo_move(self, ticket: str) -> None:
        self._press(f"/tickets/{ticket}/undo")

    def share(
        self, file: int, mark: str, reader: str, *, ticket: str = "", order: str = "", stop: bool = False
    ) -> None:
        """A file, with a circle, or with the firm of the order it is on; or no longer."""
        path = f"/orders/{order}/share" if order else f"/tickets/{ticket}/share"
        name = "party" if reader in self.model.orders else self.named[reader]
        fields: dict[str, Any] = {"stop" if stop else "with": name, "file": file}
        if self._press(path, **fields):
            if stop:
                self.model.unshare(mark, reader, file, is_copy=bool(order))
            else:
                self.model.share(mark, reader, file)

    def remove(self, ticket: str, file: int, mark: str) -> None:
        if self._press(f"/tickets/{ticket}/share", remove=file):
            for reader in self.model.circles_of(ticket):
                self.model.unshare(mark, reader, file)
