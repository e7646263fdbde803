"""Who may come in: private links with their tokens, staff sessions, API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from store.rows import Row, json_dict, word
from store.words import Scope, SecurityEvent


class Link(Row, table=True):
    """One recipient's way to one thing: a page (page token, kept as a hash) and an answer address (reference token).

    nonce       128 random bits; with the desk's secret they give the page token, so the token itself is nowhere at rest
    token_hash  sha256 of the page token
    reply_token the reference token of our reply address and Message-IDs: it leads an answer home, it opens no page
    """

    __tablename__ = "link"

    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    nonce: str
    token_hash: str = Field(unique=True)
    reply_token: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime | None = Field(default=None, index=True)
    revoked_at: datetime | None = None
    first_seen_at: datetime | None = None


class StaffSession(Row, table=True):
    __tablename__ = "staff_session"

    id_hash: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    seen_at: datetime  # to the minute
    client: str = ""  # the address it began from
    program: str = ""  # what the browser calls itself
    awaits_code: bool = False  # the password was right; opens nothing until the second factor is too


class PasswordReset(Row, table=True):
    """A forgotten password: who may choose a new one, until when, by a token that is kept as Link keeps its own."""

    __tablename__ = "password_reset"

    staff_id: int = Field(foreign_key="staff.id", index=True)
    nonce: str
    token_hash: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None  # used, or of no use any more


class SecondFactor(Row, table=True):
    """The app that makes a member of staff's codes. Its secret is derived from the desk's and the nonce.

    confirmed_at  None: begun, and not asked for yet
    last_step     the step of thirty seconds whose code was taken last: none is taken twice
    """

    __tablename__ = "second_factor"

    staff_id: int = Field(foreign_key="staff.id", unique=True)
    nonce: str
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0


class RecoveryCode(Row, table=True):
    """Instead of a code of the app, once. Keyed hash: a copy of the store is no place to try all codes."""

    __tablename__ = "recovery_code"

    staff_id: int = Field(foreign_key="staff.id", index=True)
    code_hash: str = Field(unique=True)
    used_at: datetime | None = None


class ApiKey(Row, table=True):
    __tablename__ = "api_key"

    name: str
    key_hash: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id")  # acts as
    scope: Scope = Field(default=Scope.ALL, sa_type=word(Scope))
    expires_at: datetime | None = None
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class IdempotentAnswer(Row, table=True):
    """What the first call with an Idempotency-Key answered."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("api_key_id", "idempotency_key"),)

    api_key_id: int = Field(foreign_key="api_key.id")
    idempotency_key: str
    request_hash: str
    at: datetime = Field(index=True)
    status: int
    body: dict[str, Any] = json_dict()


class Attempt(Row, table=True):
    """An attempt that is counted: to log in, until it succeeds; a report from one address."""

    __tablename__ = "knock"

    kind: str = Field(index=True)
    who: str = Field(index=True)
    at: datetime = Field(index=True)


class SecurityEntry(Row, table=True):
    """Who came in, saw personal data, changed who may what: one line of the security log.

    staff_id    who did it; None for the command line, and for a stranger
    account_id  whose account it was done to
    client      the address it came from; "" for the command line
    about       the page that was seen, the role that was given, the key that was made: never a secret, never a name
    """

    __tablename__ = "security_entry"
    __table_args__ = (
        Index("ix_security_entry_by", "staff_id", "at"),
        Index("ix_security_entry_event", "event", "id"),
    )

    at: datetime = Field(index=True)
    event: SecurityEvent = Field(sa_type=word(SecurityEvent))
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    account_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    client: str = ""
    about: str = ""


class Trouble(Row, table=True):
    """Something is wrong that staff should see: a mailbox that cannot be read, a server that is down, a full disk."""

    __tablename__ = "trouble"

    name: str = Field(unique=True)  # imap:desk, smtp_out, disk, breaker
    since: datetime
    last_at: datetime
    times: int = 1
    text: str = Field(default="", sa_type=Text)
    cleared_at: datetime | None = None


class MailboxGrant(Row, table=True):
    """What a provider granted. Both tokens are sealed with a key that comes of the desk's secret.

    holder          user name and client id
    renewing_until  whoever renews it holds it until then
    """

    __tablename__ = "mailbox_grant"

    holder: str = Field(unique=True)
    refresh_token: str = Field(default="", sa_type=Text)
    access_token: str = Field(default="", sa_type=Text)
    expires_at: datetime | None = None
    renewing_until: datetime | None = None
