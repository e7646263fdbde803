"""Staff and API keys, as the command line adds, lists and ends them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from config.settings import Settings
from convert.relations.staff import add_staff
from convert.unit_of_work import UnitOfWork
from store.keys import list_keys, make_key, revoke_key
from store.staff import active_staff_with_email, end_sessions_of, list_staff, staff_with_email
from store.store import Store
from store.timeline import Actor
from store.words import ActorKind, Channel, Role
from web.passwords import hash_password

OPERATOR = Actor(ActorKind.SYSTEM, "", Channel.OWN)


def add_user(store: Store, settings: Settings, now: datetime, name: str, email: str, role: Role, password: str) -> None:
    """A new member of staff who can log in. Raises InvalidError."""
    hashed = hash_password(password)
    with store.writing() as session:
        add_staff(UnitOfWork(session, settings, OPERATOR, now), name, email, role=role, password_hash=hashed)


def user_rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [
            {"id": row.id, "name": row.name, "email": row.email, "role": row.role.value, "active": row.active}
            for row in list_staff(session)
        ]


def disable_user(store: Store, email: str, now: datetime) -> bool:
    """They can no longer come in, from this moment on; what they did stays. False where there is nobody like that."""
    with store.writing() as session:
        staff = staff_with_email(session, email)
        if staff is None:
            return False
        staff.active = False
        end_sessions_of(session, staff.key, now)
    return True


def create_key(store: Store, name: str, email: str, now: datetime) -> str | None:
    """The words of a new key that acts as this member of staff; None where there is nobody like that."""
    with store.writing() as session:
        staff = active_staff_with_email(session, email)
        return make_key(session, name, staff.key, now)[1] if staff else None


def key_rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [
            {
                "id": key.id,
                "name": key.name,
                "acts_as": email,
                "created_at": key.created_at.isoformat(),
                "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
                "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
            }
            for key, email in list_keys(session)
        ]


def end_key(store: Store, key_id: int, now: datetime) -> bool:
    with store.writing() as session:
        return revoke_key(session, key_id, now)
