"""What staff do to a work order, in the product and in the model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from store.orders import WorkOrder
from store.tickets import TimelineEntry
from store.words import Entry
from tests.journeys.audience.desk import FIRMS, HistoryDesk, files_called
from tests.journeys.audience.model import ModelOrder, What


class OrderDeeds(HistoryDesk):
    """From the order to its end."""

    def order(self, ticket: str, firm: str, *, with_file: bool = False) -> None:
        model, live = self.model, self.model.live(ticket)
        title, words, newest = model.mark(), model.mark(), self._newest(WorkOrder)
        name = next(iter(model.people_of(live)), "")
        files = self.files_on(live)[:1] if with_file else []
        self._press(
            "/orders/new",
            ticket=ticket,
            company=self.companies[FIRMS[firm]],
            title=title,
            description=words,
            unit=self.units[model.tickets[live]][0],
            name=name,
            file=[key for key, _ in files],
        )
        for number in self._numbers(WorkOrder, newest):
            slip = {title, words, *(mark for _, mark in files)}
            model.orders[number] = ModelOrder(live, live, FIRMS[firm], title, slip, {name}, model.tickets[live])
            for mark in slip:
                model.writings[mark].orders.add(number)
            model.writings[title].heard.add(live)

    def note_on_order(self, order: str, reader: str = "", *, with_file: bool = False) -> None:
        """reader: "party", or nobody outside"""
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        if self._press(f"/orders/{order}/write", files_called(file), text=words, visibility=reader or "staff"):
            for mark in filter(None, (words, file)):
                self.model.write(mark, What.TO_PARTY if reader else What.INTERNAL, order=order)
            if file and reader:
                self.model.orders[order].slip.add(file)
            if reader and self.model.orders[order].is_withdrawn:
                self.model.orders[order].told |= {words, file}

    def withdraw(self, order: str) -> None:
        if self._press(f"/orders/{order}/do/withdraw"):
            self.model.orders[order].is_withdrawn = True

    def reassign(self, order: str, firm: str) -> None:
        newest, old = self._newest(WorkOrder), self.model.orders[order]
        if self._press(f"/orders/{order}/reassign", company=self.companies[FIRMS[firm]]):
            (number,) = self._numbers(WorkOrder, newest)
            self.model.orders[number] = replace(
                old, firm=FIRMS[firm], slip=set(old.slip), is_withdrawn=False, told=set(), asked=set()
            )
            for mark in old.slip:
                self.model.writings[mark].orders.add(number)
            self._see_state(order)

    def undo_on_order(self, order: str) -> None:
        self._press(f"/orders/{order}/undo")

    def lines_on(self, order: str) -> list[tuple[int, str]]:
        """What was said in its thread: the line, its mark."""
        with self.desk.store.reading() as session:
            lines = select(TimelineEntry).join(WorkOrder, col(WorkOrder.id) == TimelineEntry.order_id)
            spoken = lines.where(WorkOrder.number == order, TimelineEntry.kind == Entry.COMMENT)
            rows = session.exec(spoken.order_by(col(TimelineEntry.id)))
            return [(row.key, mark) for row in rows for mark in self.find(row.text) if mark in self.model.writings]

    def share_line(self, line: int, mark: str, reader: str, order: str, *, stop: bool = False) -> None:
        """Words of its thread, with a circle or the firm; or no longer."""
        name = "party" if reader in self.model.orders else self.named[reader]
        fields: dict[str, Any] = {"stop" if stop else "with": name, "line": line}
        if self._press(f"/orders/{order}/share", **fields):
            rows = {0: mark} | {key: name for key, name in self.files_on(order=order) if key in self._files_of(line)}
            for row, each in rows.items():
                (self.model.unshare if stop else self.model.share)(each, reader, row)

    def _files_of(self, line: int) -> list[int]:
        with self.desk.store.reading() as session:
            return list(session.get_one(TimelineEntry, line).data.get("files", []))

    def ask_owner(self, order: str) -> None:
        mark = self.model.mark()
        if self._press(f"/orders/{order}/do/ask-owner", text=mark):
            self.model.orders[order].asked.add(mark)

    def decide_cost(self, order: str, *, agree: bool) -> None:
        mark = self.model.mark()
        deed = "grant-cost" if agree else "deny-cost"
        if self._press(f"/orders/{order}/do/{deed}", text=mark, option=1 if agree else None):
            self.model.write(mark, What.TO_PARTY, order=order, is_deed=True)

    def _see_state(self, order: str) -> None:
        with self.desk.store.reading() as session:
            state = session.exec(select(WorkOrder.state).where(WorkOrder.number == order)).one()
        self.model.orders[order].is_withdrawn |= state == "withdrawn"
