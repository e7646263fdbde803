"""API keys: shown once when they are made, kept as a hash, each acting as one member of staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from store.access import ApiKey, IdempotentAnswer
from store.people import Staff
from store.tokens import new_token, token_hash
from store.words import Scope

MARK = "postbon_"  # so that a key found in a log or a repository can be recognised
_USED_AGAIN = timedelta(minutes=1)  # how exact "last used" is: not one write for each call


def make_key(
    session: Session,
    name: str,
    staff_id: int,
    now: datetime,
    scope: Scope = Scope.ALL,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its words, which are nowhere else."""
    words = MARK + new_token()
    key = ApiKey(
        name=name, key_hash=token_hash(words), staff_id=staff_id, created_at=now, scope=scope, expires_at=expires_at
    )
    session.add(key)
    session.flush()
    return key, words


def open_key(session: Session, words: str, now: datetime) -> tuple[ApiKey, Staff] | None:
    """The key with these words and whom it acts as; None for unknown, ended, and those of staff who left."""
    found = session.exec(
        select(ApiKey, Staff)
        .join(Staff, col(Staff.id) == ApiKey.staff_id)
        .where(ApiKey.key_hash == token_hash(words), col(ApiKey.revoked_at).is_(None), col(Staff.active))
        .where(or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > now))
    ).first()
    return found or None


def note_use(key: ApiKey, now: datetime) -> None:
    """Remember that the key was used, in a unit of work that writes anyway."""
    if key.last_used_at is None or now - key.last_used_at > _USED_AGAIN:
        key.last_used_at = now


def revoke_key(session: Session, key_id: int, now: datetime) -> ApiKey | None:
    """End the key; None where there is no such key."""
    key = session.get(ApiKey, key_id)
    if key:
        key.revoked_at = key.revoked_at or now
    return key


def list_keys(session: Session) -> list[tuple[ApiKey, str]]:
    """All keys, each with the mail address of whom it acts as."""
    return list(session.exec(select(ApiKey, Staff.email).join(Staff, col(Staff.id) == ApiKey.staff_id)))


def answer_before(session: Session, key: ApiKey, idempotency_key: str) -> IdempotentAnswer | None:
    """What the first call of this key with this Idempotency-Key was answered."""
    rows = select(IdempotentAnswer).where(IdempotentAnswer.api_key_id == key.key)
    return session.exec(rows.where(IdempotentAnswer.idempotency_key == idempotency_key)).first()
