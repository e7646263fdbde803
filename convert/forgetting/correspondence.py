"""What was written, sent along and told about tickets and work orders, forgotten together: what was done stays.

Of a mail the empty row is kept with its fingerprint, so that the same mail is not taken in again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, update
from sqlmodel import Session, col, select

from config.settings import Settings
from config.words import Text
from convert.forgetting.loose_letters import drop_letters
from convert.forgetting.moment import BEFORE
from store import search
from store.access import Link
from store.letter_table import Letter
from store.mail import Delivery, Draft, Message
from store.orders import WorkOrder
from store.people import Company, Contact
from store.rows import rows_by_id
from store.tickets import File, Ticket, TimelineEntry
from store.words import ActorKind, DraftState, Entry, LetterState

# Of the timeline stays what was done, by whom of the desk and which firm, and when.
_LINES = (Entry.CREATED, Entry.PHASE, Entry.ORDER, Entry.MERGED)
_DATA = frozenset({"before", "after", "deed", "change", "merged", "into"})
_TO_POST = (LetterState.WAITING, LetterState.HELD, LetterState.POSTING)
_TEXTS = """raw_key message_id trouble from_address from_name header_from subject in_reply_to language text new_text
    quoted signature"""
_MESSAGE: dict[str, Any] = dict.fromkeys(_TEXTS.split(), "") | {
    "attachments": [], "urgent_words": [], "defects": [], "evidence": {}, "passed_on": {},
    "size": 0, "has_html": False, "link_id": None,
}  # fmt: skip
_DRAFT: dict[str, Any] = {"title": "", "urgency_why": "", "suggestions": {}, "problems": [], "reason": ""}
_FILE: dict[str, Any] = {
    "filename": "…", "blob_key": "", "shared_key": "", "message_id": None, "part": None, "visible_to": [],
}  # fmt: skip


def signs_of_life(of: str) -> list[tuple[Any, ColumnElement[bool]]]:
    """What was said or came in since, taken or not, and letters still to be posted: the column that names their ticket
    or order, and which count."""
    return [
        (getattr(TimelineEntry, of), col(TimelineEntry.at) >= BEFORE),
        (getattr(Message, of), col(Message.received_at) >= BEFORE),
        (getattr(Letter, of), col(Letter.state).in_(_TO_POST)),
    ]


def forget_correspondence(
    session: Session, settings: Settings, tickets: Collection[int], orders: Collection[int], now: datetime
) -> list[str]:
    """Forget what belongs to these tickets and orders, and mark them; the keys of octets that may go now. What a living
    ticket shows of it as well stays until that one's time has come."""
    for table, keys in ((Ticket, tickets), (WorkOrder, orders)):
        session.execute(update(table).where(col(table.id).in_(keys)).values(forgotten_at=now))

    def theirs(table: Any) -> ColumnElement[bool]:
        return or_(col(table.ticket_id).in_(tickets), col(table.order_id).in_(orders))

    octets = drop_letters(session, _ids(session.exec(select(Letter.id).where(theirs(Letter)))))
    messages = _messages(session, theirs, tickets)
    files = session.exec(select(File).where(theirs(File))).all()
    octets += [key for file in files for key in (file.blob_key, file.shared_key)]
    session.execute(update(File).where(theirs(File)).values(_FILE | {"removed_at": now}))
    _keep_what_was_done(session, settings, session.exec(select(TimelineEntry).where(theirs(TimelineEntry))))
    octets += _empty(session, messages)
    links = _ids(session.exec(select(Link.id).where(theirs(Link))))
    session.execute(update(Message).where(col(Message.link_id).in_(links)).values(link_id=None))
    session.execute(delete(Link).where(col(Link.id).in_(links)))
    return octets


def _ids(keys: Iterable[Any]) -> list[int]:
    return [key for key in keys if key]


def _messages(session: Session, theirs: Any, tickets: Collection[int]) -> list[int]:
    """The mails on them, or shown on them; not those that a draft waits with, or that
    a ticket or order shows that is not forgotten."""
    shown: set[Any] = set(session.exec(select(Message.id).where(theirs(Message))))
    shown.update(session.exec(select(Draft.message_id).where(col(Draft.ticket_id).in_(tickets))))
    for table in (File, TimelineEntry):
        shown.update(session.exec(select(table.message_id).where(theirs(table))))
    living = [
        exists().where(col(table.message_id) == col(Message.id), _is_on_living(table))
        for table in (File, TimelineEntry)
    ]
    of_draft = or_(col(Draft.message_id) == col(Message.id), col(Draft.id) == col(Message.draft_id))
    waits = exists().where(col(Draft.state) == DraftState.OPEN, of_draft)
    asking = select(Message.id).where(col(Message.id).in_(_ids(shown)))
    return _ids(session.exec(asking.where(~or_(_is_on_living(Message), waits, *living))))


def _is_on_living(table: Any) -> ColumnElement[bool]:
    return or_(
        exists().where(col(Ticket.id) == col(table.ticket_id), col(Ticket.forgotten_at).is_(None)),
        exists().where(col(WorkOrder.id) == col(table.order_id), col(WorkOrder.forgotten_at).is_(None)),
    )


def _empty(session: Session, messages: Collection[int]) -> list[str]:
    octets = list(session.exec(select(Message.raw_key).where(col(Message.id).in_(messages))))
    drafts = _ids(session.exec(select(Draft.id).where(col(Draft.message_id).in_(messages))))
    search.forget(session, "draft", drafts)
    search.forget(session, "message", messages)
    session.execute(update(Message).where(col(Message.id).in_(messages)).values(_MESSAGE))
    session.execute(update(Draft).where(col(Draft.id).in_(drafts)).values(_DRAFT))
    came = update(Delivery).where(col(Delivery.message_id).in_(messages))
    session.execute(came.values(sender=None, recipients=[]))
    return octets


def _keep_what_was_done(session: Session, settings: Settings, lines: Iterable[TimelineEntry]) -> None:
    rows = list(lines)
    firms = _firms(session, {row.actor_id for row in rows if row.actor_kind in _FIRMS})
    reporter = Text("a reporter").in_(settings.desk.language)
    for row in rows:
        if row.kind not in _LINES:
            session.delete(row)
            continue
        row.text, row.message_id, row.file_id, row.visible_to, row.circles = "", None, None, [], []
        row.data = {name: value for name, value in row.data.items() if name in _DATA and isinstance(value, str)}
        if row.actor_kind in (ActorKind.PERSON, *_FIRMS):
            row.actor_name = reporter if row.actor_kind is ActorKind.PERSON else firms.get(row.actor_id or 0, "")
            row.actor_id = None
    session.flush()


_FIRMS = (ActorKind.PARTY, ActorKind.OWNER)


def _firms(session: Session, contacts: set[int | None]) -> dict[int, str]:
    """The names of the firms of these contacts: the promise is which firm solved it, not who of them."""
    rows = rows_by_id(session, Contact, contacts)
    names = rows_by_id(session, Company, {row.company_id for row in rows.values()})
    return {key: names[row.company_id].name for key, row in rows.items()}
