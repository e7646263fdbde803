"""What staff give somebody more to read, by a press: words of an order's thread, or a file. Taken back, nobody reads it
any more from that moment on; a letter that left stays with whoever has it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlmodel import Session, col, select

from config.words import Text
from convert.errors import RefusedError
from convert.locks import locked_order, locked_ticket
from convert.notices.matrix import Event
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.records import get
from convert.unit_of_work import UnitOfWork
from store.audience import PARTY, may_share, reads
from store.letter_lists import letters_caused_by
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.readers import Readers, circles_by_name, readers_of_thread
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import tell
from store.words import CauseKind, Entry, LetterState, LetterStop

R = TypeVar("R", TimelineEntry, File)

_LEFT = (LetterState.SENT, LetterState.UNKNOWN, LetterState.POSTING)


def share_entry(work: UnitOfWork, entry_id: int, reader: str) -> None:
    """Give a line of an order's thread, with its files, to a circle ("ticket:12") or to the order's firm (PARTY). They
    are told, by a letter that waits for as long as a deed can be undone. Twice is once.

    Raises MissingError, RefusedError("share").
    """
    entry, order = _locked(work, TimelineEntry, entry_id)
    if reader in entry.shared_with:
        return
    if order is None or not may_share(entry, reader):
        raise _refused()
    _check(reader, readers_of_thread(work.session, order))
    for row in _with_files(work.session, entry):
        row.shared_with = [*row.shared_with, reader]
    line = _tell(work, Entry.SHARE, reader, order, order.ticket_id, line=entry.key)
    ticket = work.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    event = Event.SHARED_WITH_PARTY if reader == PARTY else Event.SHARED_WITH_PEOPLE
    notify(work, event, Occasion(line, ticket=ticket, order=order, text=entry.text, speaker=entry))


def unshare_entry(work: UnitOfWork, entry_id: int, reader: str) -> bool:
    """Take it back; whether a letter had left already. Raises MissingError, RefusedError("share") for words that were
    not shared with them but are theirs."""
    entry, order = _locked(work, TimelineEntry, entry_id)
    if reader not in entry.shared_with:
        if reads(entry, reader):
            raise RefusedError("share", Text("These words are theirs to read; that cannot be undone."))
        return False
    for row in _with_files(work.session, entry):
        row.shared_with = [mark for mark in row.shared_with if mark != reader]
    return _take_back(work, Entry.SHARE, reader, order, entry.ticket_id, line=entry.key)


def share_file(work: UnitOfWork, file_id: int, reader: str) -> None:
    """Let a circle see one file, or the firm of the order it is on; nobody is mailed. Twice is once.

    Raises MissingError, RefusedError("share").
    """
    file, order = _locked(work, File, file_id)
    if reads(file, reader):
        return
    _check(reader, readers_of_thread(work.session, order) if order else circles_by_name(work.session, file.ticket_id))
    file.shared_with = [*file.shared_with, reader]
    _tell(work, Entry.FILE, reader, order, file.ticket_id, file_id=file.key, text=file.filename)


def unshare_file(work: UnitOfWork, file_id: int, reader: str) -> None:
    """Show it to them no longer, whether it was shared with them or theirs to see anyway. Raises MissingError."""
    file, order = _locked(work, File, file_id)
    if reads(file, reader):
        for name in ("shared_with", "circles", "visible_to"):
            setattr(file, name, [mark for mark in getattr(file, name) if mark != reader])
        _take_back(work, Entry.FILE, reader, order, file.ticket_id, file_id=file.key, text=file.filename)


def _locked(work: UnitOfWork, table: type[R], key: int) -> tuple[R, WorkOrder | None]:
    """The line or file as it is once its ticket is ours, and the order it is on."""
    row = get(work, table, key)
    order = locked_order(work, row.order_id) if row.order_id else None
    if order is None and row.ticket_id:
        locked_ticket(work, row.ticket_id)
    work.session.refresh(row)
    return row, order


def _check(reader: str, offered: list[Readers]) -> None:
    if reader not in [readers.mark for readers in offered]:
        raise _refused()


def _refused() -> RefusedError:
    return RefusedError("share", Text("This cannot be shared with them."))


def _with_files(session: Session, entry: TimelineEntry) -> list[TimelineEntry | File]:
    return [entry, *session.exec(select(File).where(col(File.id).in_(entry.data.get("files", []))))]


def _tell(
    work: UnitOfWork, kind: Entry, reader: str, order: WorkOrder | None, ticket_id: int | None, **about: Any
) -> TimelineEntry:
    """The line that says so is read by whom it was shared with: a file stands at it on their page."""
    order_id, ticket_id = (order.key, order.ticket_id) if order else (None, ticket_id)
    line = tell(
        work.session,
        work.actor,
        kind,
        work.now,
        ticket_id=ticket_id,
        order_id=order_id,
        change="shared",
        reader=reader,
        **about,
    )
    line.shared_with = [reader]
    return line


def _take_back(
    work: UnitOfWork, kind: Entry, reader: str, order: WorkOrder | None, ticket_id: int | None, **about: Any
) -> bool:
    """Whether a letter had left already."""
    after = _tell(work, kind, reader, order, ticket_id, **about)
    after.shared_with, after.data = [], {**after.data, "change": "unshared"}
    which = TimelineEntry.order_id == order.key if order else TimelineEntry.file_id == after.file_id  # merged since
    lines = select(TimelineEntry).where(which, TimelineEntry.kind == kind, col(TimelineEntry.undone_at).is_(None))
    has_left = False
    for line in work.session.exec(lines):
        is_same = line.file_id == after.file_id and line.data.get("line") == after.data.get("line")
        if is_same and reader in line.shared_with:
            line.shared_with, line.undone_at = [], work.now
            letters = letters_caused_by(work.session, CauseKind.ENTRY, cause_id=line.key)
            has_left |= any(letter.state in _LEFT or letter.folded_into_id for letter in letters)
            cancel_letters(work.session, work.now, why=LetterStop.UNDONE, cause=CauseKind.ENTRY, cause_id=line.key)
    return has_left
