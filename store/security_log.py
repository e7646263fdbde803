"""The security log: who came in, saw personal data, changed who may what. Written here for every door, never changed,
and forgotten after its days (convert.forgetting)."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import or_
from sqlmodel import Session, col, select

from config.settings import Settings
from store.access import SecurityEntry
from store.paging import Page, take_rows
from store.people import Staff
from store.rows import rows_by_id
from store.words import SecurityEvent

_SAME_LOOK = timedelta(hours=1)  # in which what somebody sees again is no new line


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """One line with its names. by: who did it, "" for a stranger and the command line · account: whose account it was
    done to, "" where that is nobody else's."""

    entry: SecurityEntry
    by: str
    account: str


def record(
    session: Session,
    event: SecurityEvent,
    now: datetime,
    *,
    by: int | None = None,
    account: int | None = None,
    client: str = "",
    about: str = "",
) -> SecurityEntry:
    """Write one line, in the unit of work of what it tells of; its fields as in SecurityEntry."""
    entry = SecurityEntry(at=now, event=event, staff_id=by, account_id=account, client=client, about=about[:200])
    session.add(entry)
    return entry


def note_settings(session: Session, settings: Settings, now: datetime) -> None:
    """Write down that the desk starts with other settings than before: their mark is kept, and says nothing of them."""
    plain = json.dumps(settings.model_dump(), default=_plainly, sort_keys=True)
    mark = hmac.new(settings.secret, f"settings:{plain}".encode(), "sha256").hexdigest()[:12]
    lines = select(SecurityEntry.about).where(SecurityEntry.event == SecurityEvent.SETTINGS_CHANGED)
    if session.exec(lines.order_by(col(SecurityEntry.id).desc()).limit(1)).first() != mark:
        record(session, SecurityEvent.SETTINGS_CHANGED, now, about=mark)


def _plainly(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def was_seen(session: Session, by: int, about: str, now: datetime) -> bool:
    """Whether the log says already that this member of staff saw this."""
    lines = select(SecurityEntry.id).where(SecurityEntry.staff_id == by, SecurityEntry.about == about)
    lines = lines.where(SecurityEntry.event == SecurityEvent.DATA_SEEN, col(SecurityEntry.at) > now - _SAME_LOOK)
    return session.exec(lines.limit(1)).first() is not None


def list_security(
    session: Session,
    event: SecurityEvent | None = None,
    staff_id: int | None = None,
    *,
    after: str = "",
    limit: int = 50,
) -> Page[SecurityLine]:
    """The log, newest first: of one kind, and of what one member of staff did or what was done to their account."""
    conditions: list[Any] = [SecurityEntry.event == event] if event else []
    if staff_id:
        conditions.append(or_(col(SecurityEntry.staff_id) == staff_id, col(SecurityEntry.account_id) == staff_id))
    page = take_rows(session, SecurityEntry, conditions, after=after, limit=limit)
    staff = rows_by_id(session, Staff, {key for row in page.items for key in (row.staff_id, row.account_id)})
    names = {None: ""} | {key: member.name for key, member in staff.items()}
    return Page(
        [
            SecurityLine(row, names[row.staff_id], names[row.account_id] if row.account_id != row.staff_id else "")
            for row in page.items
        ],
        page.next,
    )
