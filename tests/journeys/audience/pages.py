"""What outsiders do on their own pages, in the product and in the model."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from store.access import Link
from store.orders import WorkOrder
from store.tickets import Ticket
from tests.journeys.audience.desk import HistoryDesk, files_called
from tests.journeys.audience.model import What


class PageDeeds(HistoryDesk):
    """People, firms and the owner, each by their private link."""

    def comment(self, link: Link, *, with_file: bool = False) -> None:
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        if self._press(f"{self.page(link)}/comment", files_called(file), staff=False, text=words):
            for mark in filter(None, (words, file)):
                self._write_by(link, mark)

    def deed(self, link: Link, deed: str) -> None:
        """A deed of the firm, with words where its form asks for some."""
        mark = self.model.mark()
        fields: dict[str, Any] = {
            "why": mark,
            "because": mark,
            "work": mark,
            "giving": mark,
            "remark": mark,
            "for": "parts",
            "reasons": mark,
            "amount": "485",
        }
        fields |= {"reason": "no_time", "day": "2027-03-01", "from": "09:00"}
        if self._press(f"{self.page(link)}/{deed}", staff=False, **fields):
            self._write_by(link, mark, is_deed=True)

    def decide_on_cost(self, link: Link, *, agree: bool) -> None:
        """The owner does; the reason for a no is the firm's to read."""
        mark = self.model.mark()
        if self._press(f"{self.page(link)}/cost", staff=False, option=1 if agree else None, why=mark):
            self._write_by(link, mark, is_deed=True)

    def say_solved(self, link: Link, *, solved: bool) -> None:
        """What is still wrong is the firm's to read where the page says so: the firm's of their own report."""
        mark, page = self.model.mark(), self.page(link)
        words = self.desk.gets(page).text
        firm_reads = "Het bedrijf en" in words or "The firm and" in words
        if self._press(f"{page}/solved", staff=False, solved="yes" if solved else "no", wrong=mark):
            self._write_by(link, mark, is_deed=True)
            self.model.writings[mark].is_shown &= not solved
            if firm_reads and not solved:
                self._write_to_firm(link, mark)

    def _write_to_firm(self, link: Link, mark: str) -> None:
        with self.desk.store.reading() as session:
            own = session.get_one(Ticket, link.ticket_id).number
            again = set(session.exec(select(WorkOrder.number).where(col(WorkOrder.rework))))
        circle = self.model.circle_of(self.model.live(own), self.holder(link))
        theirs = {number for number, order in self.model.orders.items() if order.made_for == circle}
        self.model.writings[mark].orders |= theirs & again

    def say_suits(self, link: Link, order: str, *, suits: bool) -> None:
        """What suits instead is said to the firm."""
        mark = self.model.mark()
        fields: dict[str, Any] = {"order": order, "suits": "yes" if suits else "no", f"unsuited-{order}": mark}
        if self._press(f"{self.page(link)}/suits", staff=False, **fields) and not suits:
            self._write_by(link, mark)
            self.model.writings[mark].is_shown = False
            self.model.writings[mark].orders.add(order)

    def _write_by(self, link: Link, mark: str, *, is_deed: bool = False) -> None:
        """The words of whoever holds the link, where it leads."""
        model = self.model
        with self.desk.store.reading() as session:
            if link.order_id:
                order = session.get_one(WorkOrder, link.order_id).number
                model.write(mark, What.PARTY, order=order, is_deed=is_deed)
                return
            ticket = session.get_one(Ticket, link.ticket_id).number
        live = model.live(ticket)
        model.write(mark, What.PERSON, live, model.circle_of(live, self.holder(link)), is_deed=is_deed)
