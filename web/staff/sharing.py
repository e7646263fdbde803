"""With whom a line of an order's thread, or a file, is shared, and with whom it may be: shown, and pressed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from config.words import Text
from convert.sharing import share_entry, share_file, unshare_entry, unshare_file
from convert.unit_of_work import UnitOfWork
from store.audience import PARTY, may_share, reads
from store.orders import WorkOrder
from store.readers import Readers, circles_by_name, readers_of_thread
from store.tickets import File, Ticket, TimelineEntry
from store.words import Visibility
from web.done import Done
from web.request import RequestContext
from web.typed import Typed

GONE = Text("somebody who is told no longer")
REPORTER = Text("visible to the reporter")


class Sharing:
    """What a page of staff shows of it, for one ticket or order.

    about   the page: its address takes the presses
    """

    def __init__(self, context: RequestContext, session: Session, about: Ticket | WorkOrder) -> None:
        self.context, self.session, self.about = context, session, about
        self.action = f"/{'orders' if isinstance(about, WorkOrder) else 'tickets'}/{about.number}/share"
        self._offered: dict[int | None, list[Readers]] = {}

    def of_entry(self, entry: TimelineEntry) -> dict[str, Any] | None:
        """What parts/sharing.html asks; None where there is nothing to press."""
        offered = [readers for readers in self._readers(entry.order_id) if may_share(entry, readers.mark)]
        shared = [readers for readers in offered if readers.mark in entry.shared_with]
        shared += self._gone(entry.shared_with, offered)
        return self._shown("line", entry.key, entry.actor_name, shared, offered) if shared or offered else None

    def of_file(self, file: File) -> dict[str, Any]:
        offered = self._readers(file.order_id)
        shared = [readers for readers in offered if reads(file, readers.mark)]
        return self._shown("file", file.key, file.filename, shared + self._gone(file.shared_with, offered), offered)

    def words(self, row: TimelineEntry | File) -> str:
        """ "visible to the reporter, shared with De Kraan"; "" where only colleagues read it. Of several reports
        those are named who read it, where not all do."""
        say, circles = self.context.say, [one for one in self._readers(row.order_id) if one.mark != PARTY]
        own = [readers.words for readers in circles if readers.mark in row.circles]
        found = []
        if Visibility.REPORTER in row.visible_to and row.circles:
            to_all = len(own) == len(circles) or not own
            found.append(say(REPORTER) if to_all else say("visible to %(names)s", names=", ".join(own)))
        if Visibility.PARTY in row.visible_to:
            found.append(say("visible to the service party"))
        names = {readers.mark: readers.words for readers in self._readers(row.order_id)}
        if shared := [names.get(mark) or say(GONE) for mark in row.shared_with]:
            found.append(say("shared with %(names)s", names=", ".join(shared)))
        return ", ".join(found)

    def sentence(self, line: TimelineEntry, what: str) -> str:
        """The line on the timeline that says so."""
        names = {readers.mark: readers.words for readers in self._readers(line.order_id)}
        whom = names.get(line.data["reader"]) or self.context.say(GONE)
        if line.data["change"] == "shared":
            return self.context.say("Shared %(what)s with %(whom)s", what=what, whom=whom)
        return self.context.say("Shares %(what)s with %(whom)s no longer", what=what, whom=whom)

    def _gone(self, marks: Iterable[str], offered: list[Readers]) -> list[Readers]:
        there = [readers.mark for readers in offered]
        return [Readers(mark, (self.context.say(GONE),)) for mark in marks if mark not in there]

    def _shown(self, name: str, key: int, what: str, shared: list[Readers], offered: list[Readers]) -> dict[str, Any]:
        more = [readers for readers in offered if readers not in shared]
        return {"action": self.action, "name": name, "key": key, "what": what, "shared": shared, "more": more}

    def _readers(self, order_id: int | None) -> list[Readers]:
        if order_id not in self._offered:
            order = self.session.get(WorkOrder, order_id) if order_id else None
            of_ticket = self.about.key if isinstance(self.about, Ticket) else self.about.ticket_id
            circles = circles_by_name(self.session, of_ticket)
            self._offered[order_id] = readers_of_thread(self.session, order) if order else circles
        return self._offered[order_id]


def press_share(context: RequestContext, work: UnitOfWork, form: Typed) -> Done:
    """line or file: what · with or stop: whom it is shared with, or no longer."""
    line, file, reader = form.number("line"), form.number("file") or 0, form.text("with")
    if line and reader:
        share_entry(work, line, reader)
        return Done(context.say("They may read it now; they get a letter about it."))
    if line:
        has_left = unshare_entry(work, line, form.text("stop"))
        words = Text("They read it no longer; the letter had left already.") if has_left else _NO_LONGER
        return Done(context.say(words))
    if reader:
        share_file(work, file, reader)
        return Done(context.say("They may see the file now."))
    unshare_file(work, file, form.text("stop"))
    return Done(context.say(_NO_LONGER))


_NO_LONGER = Text("They read it no longer.")
