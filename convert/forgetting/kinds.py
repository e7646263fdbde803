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
from store.access import Attempt, IdempotentAnswer, PasswordReset, SecurityEntry, StaffSession
from store.rows import Row

Due = Callable[[datetime], Select[Any]]
Forget = Callable[[Session, Settings, Collection[int], datetime], list[str]]


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """One kind of data.

    term    the setting that says how many days it is kept
    due     asks for the ids of what is older than a moment
    forget  forgets these, and gives the keys of octets that nobody may need any more
    batch   how many in one unit of work: whoever wants to write waits for no more than these
    """

    name: str
    words: Text
    term: str
    due: Due
    forget: Forget
    batch: int = 200

    def before(self, keep: Retention, now: datetime) -> datetime | None:
        """What is older than this goes; None where it is kept for ever."""
        days = getattr(keep, self.term)
        return None if days == "never" else now - timedelta(days=days)


def _rows(table: type[Row], old: Callable[[datetime], ColumnElement[bool]]) -> tuple[Due, Forget]:
    def forget(session: Session, _settings: Settings, keys: Collection[int], _now: datetime) -> list[str]:
        session.execute(delete(table).where(col(table.id).in_(keys)))
        return []

    return lambda before: select(table.id).where(old(before)), forget


KINDS: tuple[RetentionKind, ...] = (
    RetentionKind(
        "mail_aside",
        Text("mail that was set aside, and dismissed drafts"),
        "aside_days",
        loose_mail.due,
        loose_mail.forget,
    ),
    RetentionKind(
        "tickets",
        Text("mails, photos, letters and people of tickets that are closed"),
        "ticket_days",
        tickets.due,
        tickets.forget,
        batch=20,
    ),
    RetentionKind(
        "loose_orders",
        Text("mails, photos and letters of work orders without a ticket"),
        "ticket_days",
        orders.due_alone,
        orders.forget_alone,
        batch=20,
    ),
    RetentionKind("orders", Text("texts of work orders"), "order_days", orders.due, orders.forget, batch=50),
    RetentionKind(
        "letters",
        Text("letters of no ticket and no work order"),
        "letter_days",
        loose_letters.due,
        loose_letters.forget,
    ),
    RetentionKind(
        "persons",
        Text("people without a home or a ticket"),
        "person_days",
        persons.due,
        persons.forget,
        batch=50,
    ),
    RetentionKind(
        "sessions",
        Text("log-ins that have ended"),
        "session_days",
        *_rows(
            StaffSession, lambda before: or_(col(StaffSession.ended_at) < before, col(StaffSession.expires_at) < before)
        ),
    ),
    RetentionKind(
        "attempts", Text("attempts to log in"), "session_days", *_rows(Attempt, lambda before: col(Attempt.at) < before)
    ),
    RetentionKind(
        "resets",
        Text("links to choose a new password"),
        "session_days",
        *_rows(PasswordReset, lambda before: col(PasswordReset.expires_at) < before),
    ),
    RetentionKind(
        "security",
        Text("the security log"),
        "security_days",
        *_rows(SecurityEntry, lambda before: col(SecurityEntry.at) < before),
    ),
    RetentionKind(
        "answers",
        Text("answers kept for programs that ask twice"),
        "session_days",
        *_rows(IdempotentAnswer, lambda before: col(IdempotentAnswer.at) < before),
    ),
)
