"""What people do to a desk, each deed done twice: to the product as they do it, and to the model. What the product
refuses did not happen."""

from __future__ import annotations

from sqlmodel import col, select

from store.orders import WorkOrder
from store.tickets import File, Ticket, TicketPerson, TimelineEntry
from tests.journeys.audience.mail import MailDeeds
from tests.journeys.audience.orders import OrderDeeds
from tests.journeys.audience.pages import PageDeeds
from tests.journeys.audience.tickets import TicketDeeds


class History(MailDeeds, TicketDeeds, OrderDeeds, PageDeeds):
    """All that is done, and what everybody finds of it afterwards."""

    def wait(self, minutes: int) -> list[str]:
        """Let letters leave; who found something in one that is not theirs."""
        self.desk.waits(minutes=minutes)
        leaks = []
        for letter in self.desk.posts_letters():
            self.state.letters.append(letter)
            if reader := self.readers.get(letter.to, "" if letter.to in self.addresses.values() else letter.to):
                found = self.find(str(letter.mail), letter.text, letter.html, *map(str, letter.attachments.values()))
                if wrong := found - self.model.may_hear(reader):
                    leaks.append(f"a letter to {reader}, {letter.subject!r}: {sorted(wrong)}")
        return leaks

    def look(self, *, everywhere: bool = False) -> dict[str, set[str]]:
        """What each outsider finds on their pages now; everywhere: on the routes of files, visits and programs too."""
        found: dict[str, set[str]] = {}
        links = self.links()
        for link in links:
            mine = found.setdefault(self.holder(link), set())
            mine |= self.find(self.desk.gets(self.page(link)).text)
        if everywhere and links:
            for link in {
                (link.person_id, link.contact_id, link.order_id, link.ticket_id): link for link in links
            }.values():
                name = self.holder(link)
                for path in self._below(self.model.may(name)):
                    found[name] |= self.find(self.desk.gets(self.page(link) + path).text.replace("\r\n ", ""))
            token = self.page(links[-1]).removeprefix("/l/")  # no link is a key; the newest for all
            answer = self.desk.gets("/api/v1/tickets", authorization=f"Bearer {token}", cookie=f"postbon={token}")
            assert answer.status_code == 401
        return found

    def _below(self, theirs: set[str]) -> list[str]:
        """What is below a page, but for what cannot tell this reader more: files that are theirs, orders without a
        visit."""
        with self.desk.store.reading() as session:
            files = session.exec(select(File.id, File.filename)).all()
            orders = session.exec(select(WorkOrder.number).where(WorkOrder.appointment_state != ""))
            visits = [f"/appointments/{number}.ics" for number in orders]
        return [f"/files/{key}" for key, name in files if name[:6] not in theirs] + visits

    def readers_in_product(self) -> dict[tuple[str, str], str]:
        """Of each ticket, who is told of it and in which circle, in the words of the model."""
        with self.desk.store.reading() as session:
            numbers = {row.key: row.number for row in session.exec(select(Ticket))}
            rows = session.exec(select(TicketPerson).where(col(TicketPerson.until).is_(None))).all()
        found = {}
        for row in rows:
            kind, _, key = row.circle.partition(":")
            circle = numbers[int(key)] if kind == "ticket" else f"+{self.names[int(key)]}"
            if numbers[row.ticket_id] in self.model.tickets:
                found[numbers[row.ticket_id], self.names[row.person_id]] = circle
        return found

    def standing_marks(self) -> set[str]:
        """Those of lines that were not taken back."""
        with self.desk.store.reading() as session:
            lines = session.exec(select(TimelineEntry).where(col(TimelineEntry.undone_at).is_(None))).all()
            return {mark for line in lines for mark in self.find(line.text, str(line.data.get("words", "")))}
