"""What is kept for a time only, kind by kind: the table that the round, the command and the page go by."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_
from sqlmodel import Session, col, select

from config.settings import Retention, Settings
from config.words import Text
from convert.forgetting import loose_letters, loose_mail, orders, persons, tickets
from convert.forgetting.moment import BEFORE
from store.access import Attempt, IdempotentAnswer, PasswordReset, SecurityEntry, StaffSession
from store.rows import Row

Forget = Callable[[Session, Settings, Collection[int], datetime], list[str]]


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of data.

    term    the setting that says how many days it is kept
    due     asks for the ids of what was over before a moment (convert.forgetting.moment); built once
    forget  forgets these, and gives the keys of octets that nobody may need any more
    batch   how many in one unit of work: whoever wants to write waits for no more than these
    """

    name: str
    words: Text
    term: str
    due: Select[Any]
    forget: Forget
    batch: int = 200

    def before(self, keep: Retention, now: datetime) -> datetime | None:
        """What is older than this goes; None where it is kept for ever."""
        days = getattr(keep, self.term)
        return None if days == "never" else now - timedelta(days=days)


def _rows(table: type[Row], old: ColumnElement[bool]) -> tuple[Select[Any], Forget]:
    def forget(session: Session, _settings: Settings, keys: Collection[int], _now: datetime) -> list[str]:
        session.execute(delete(table).where(col(table.id).in_(keys)))
        return []

    return select(table.id).where(old), forget


KINDS: tuple[RetentionKind, ...] = (
    RetentionKind(
        "mail_aside",
        Text("mail that was set aside, and dismissed drafts"),
        "aside_days",
        loose_mail.due(),
        loose_mail.forget,
    ),
    RetentionKind(
        "tickets",
        Text("mails, photos, letters and people of tickets that are closed"),
        "ticket_days",
        tickets.due(),
        tickets.forget,
        batch=20,
    ),
    RetentionKind(
        "loose_orders",
        Text("mails, photos and letters of work orders without a ticket"),
        "ticket_days",
        orders.due_alone(),
        orders.forget_alone,
        batch=20,
    ),
    RetentionKind("orders", Text("texts of work orders"), "order_days", orders.due(), orders.forget, batch=50),
    RetentionKind(
        "letters",
        Text("letters of no ticket and no work order"),
        "letter_days",
        loose_letters.due(),
        loose_letters.forget,
    ),
    RetentionKind(
        "persons",
        Text("people without a home or a ticket"),
        "person_days",
        persons.due(),
        persons.forget,
        batch=50,
    ),
    RetentionKind(
        "sessions",
        Text("log-ins that have ended"),
        "session_days",
        *_rows(StaffSession, or_(col(StaffSession.ended_at) < BEFORE, col(StaffSession.expires_at) < BEFORE)),
    ),
    RetentionKind("attempts", Text("attempts to log in"), "session_days", *_rows(Attempt, col(Attempt.at) < BEFORE)),
    RetentionKind(
        "resets",
        Text("links to choose a new password"),
        "session_days",
        *_rows(PasswordReset, col(PasswordReset.expires_at) < BEFORE),
    ),
    RetentionKind(
        "security",
        Text("the security log"),
        "security_days",
        *_rows(SecurityEntry, col(SecurityEntry.at) < BEFORE),
    ),
    RetentionKind(
        "answers",
        Text("answers kept for programs that ask twice"),
        "session_days",
        *_rows(IdempotentAnswer, col(IdempotentAnswer.at) < BEFORE),
    ),
)
