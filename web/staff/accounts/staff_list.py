"""Staff and API keys, as the command line and the page of colleagues add, change, list and end them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from config.settings import Settings
from config.words import Text
from convert.errors import InvalidError
from convert.notices.access import send_reset, tell_of_access
from convert.relations.staff import add_staff
from convert.unit_of_work import UnitOfWork
from store.access import SecurityEntry
from store.keys import list_keys, make_key, revoke_key
from store.people import Staff
from store.resets import end_resets_of, make_reset
from store.rows import lock_word
from store.second_factor import drop_factor, factor_of
from store.security_log import list_security, record
from store.staff import (
    active_admins,
    active_staff_with_email,
    end_sessions_of,
    list_staff,
    open_sessions_of,
    staff_with_email,
)
from store.store import Store
from store.timeline import Actor
from store.words import ActorKind, Channel, Role, Scope, SecurityEvent
from web.passwords import check_new_password, hash_password
from web.request import RequestContext

OPERATOR = Actor(ActorKind.SYSTEM, "", Channel.OWN)


def add_user(store: Store, settings: Settings, now: datetime, name: str, email: str, role: Role, password: str) -> None:
    """A new member of staff who can log in. Raises InvalidError."""
    check_new_password("password", password, own_words(settings, name, email))
    hashed = hash_password(password)
    with store.writing() as session:
        work = UnitOfWork(session, settings, OPERATOR, now)
        made = add_staff(work, name, email, role=role, password_hash=hashed)
        record(session, SecurityEvent.USER_ADDED, now, account=made.key, about=role)


def own_words(settings: Settings, *words: str) -> tuple[str, ...]:
    """What is no part of a good password here: the desk's name and domain, and these (the name and address)."""
    return (settings.desk.name, settings.desk.address, *words)


def set_password(store: Store, settings: Settings, now: datetime, email: str, password: str) -> bool:
    """A new password; they are logged out everywhere. False where there is nobody like that. Raises InvalidError."""
    check_new_password("password", password, own_words(settings, email))
    hashed = hash_password(password)
    return _change(store, email, now, SecurityEvent.PASSWORD_CHANGED, settings=settings, password_hash=hashed)


def set_new_password(
    context: RequestContext, session: Session, staff: Staff, password_hash: str, about: str = ""
) -> None:
    """What they chose themselves. All their log-ins and open links end, and a letter says so."""
    entry = context.log(session, SecurityEvent.PASSWORD_CHANGED, account=staff.key, about=about)
    staff.password_hash = password_hash
    _shut(session, context.settings, staff, entry)


def set_role(store: Store, email: str, role: Role, now: datetime) -> bool:
    return _change(store, email, now, SecurityEvent.ROLE_CHANGED, about=role, role=role)


def give_mandate(context: RequestContext, session: Session, staff: Staff, euro: int | None) -> None:
    """Up to how much they agree to a cost themselves; None: the desk's own. Nobody is logged out for it."""
    if euro != staff.cost_mandate:
        context.log(session, SecurityEvent.MANDATE_CHANGED, account=staff.key, about=_mandate_words(euro))
        staff.cost_mandate = euro


def _mandate_words(euro: int | None) -> str:
    return "the desk's" if euro is None else f"€ {euro}"


def set_mandate(store: Store, email: str, euro: int | None, now: datetime) -> bool:
    return _change(store, email, now, SecurityEvent.MANDATE_CHANGED, about=_mandate_words(euro), cost_mandate=euro)


def set_active(store: Store, email: str, active: bool, now: datetime) -> bool:
    """Whether they can come in; not any more: from this moment on. What they did stays."""
    event = SecurityEvent.USER_ENABLED if active else SecurityEvent.USER_DISABLED
    return _change(store, email, now, event, active=active)


def _change(
    store: Store,
    email: str,
    now: datetime,
    event: SecurityEvent,
    about: str = "",
    settings: Settings | None = None,
    **values: Any,
) -> bool:
    """Change the account and end its sessions. False where there is nobody like that. Raises InvalidError."""
    with store.writing() as session:
        staff = staff_with_email(session, email)
        if staff is None:
            return False
        change_account(session, staff, record(session, event, now, account=staff.key, about=about), settings, **values)
    return True


def change_account(
    session: Session, staff: Staff, entry: SecurityEntry, settings: Settings | None = None, **values: Any
) -> None:
    """Other values (role, active, password_hash) for this account; every way in that was open ends. Raises InvalidError
    where nobody would be left who can let others in.

    settings  of the letter that says so, None where there is none
    """
    lock_word(session, "administrators")
    stays = values.get("role", staff.role) is Role.ADMIN and values.get("active", staff.active)
    if not stays and {admin.key for admin in active_admins(session)} == {staff.key}:
        raise InvalidError(role=Text("This is the only administrator: make another one first."))
    for name, value in values.items():
        setattr(staff, name, value)
    _shut(session, settings, staff, entry)


def invite(context: RequestContext, session: Session, staff: Staff) -> bool:
    """The letter with which somebody chooses a first password; False above three in an hour."""
    entry = context.log(session, SecurityEvent.RESET_ASKED, account=staff.key)
    reset = make_reset(session, context.settings.secret, staff.key, context.now, invited=True)
    if reset:
        send_reset(session, context.settings, staff, reset, entry, invited_by=context.clerk.name)
    return reset is not None


def _shut(session: Session, settings: Settings | None, staff: Staff, entry: SecurityEntry) -> None:
    """Every way in that was open ends. settings: of the letter that says so, None where there is none."""
    end_sessions_of(session, staff.key, entry.at)
    end_resets_of(session, staff.key, entry.at)
    if settings:
        tell_of_access(session, settings, staff, entry)


def factor_state(store: Store, settings: Settings, email: str, now: datetime, off: bool = False) -> bool | None:
    """Whether they log in with a code, or did until now; None where there is nobody like that."""
    with store.writing() as session:
        staff = staff_with_email(session, email)
        if staff is None:
            return None
        if off and drop_factor(session, staff.key):
            _shut(session, settings, staff, record(session, SecurityEvent.SECOND_FACTOR_OFF, now, account=staff.key))
            return True
        return factor_of(session, staff.key) is not None


def session_rows(store: Store, email: str, now: datetime, end: bool = False) -> list[dict[str, Any]] | None:
    """Where this member of staff is logged in, or was until now; None where there is nobody like that."""
    with store.writing() as session:
        staff = staff_with_email(session, email)
        if staff is None:
            return None
        rows = open_sessions_of(session, staff.key, now)
        if end and end_sessions_of(session, staff.key, now):
            record(session, SecurityEvent.SESSIONS_ENDED, now, account=staff.key)
        return [
            {"seen_at": row.seen_at.isoformat(), "client": row.client, "program": row.program, "ended": end}
            for row in rows
        ]


def user_rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [
            {"id": row.id, "name": row.name, "email": row.email, "role": row.role.value, "active": row.active}
            for row in list_staff(session)
        ]


def create_key(
    store: Store, name: str, email: str, now: datetime, scope: Scope = Scope.ALL, until: datetime | None = None
) -> str | None:
    """The words of a new key that acts as this member of staff; None where there is nobody like that."""
    with store.writing() as session:
        staff = active_staff_with_email(session, email)
        if staff is None:
            return None
        key, words = make_key(session, name, staff.key, now, scope, until)
        record(session, SecurityEvent.KEY_MADE, now, account=staff.key, about=f"{key.key} {name} {scope}")
        return words


def key_rows(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [
            {
                "id": key.id,
                "name": key.name,
                "acts_as": email,
                "scope": key.scope.value,
                "expires_at": key.expires_at.isoformat() if key.expires_at else None,
                "created_at": key.created_at.isoformat(),
                "last_used_at": key.last_used_at.isoformat() if key.last_used_at else None,
                "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
            }
            for key, email in list_keys(session)
        ]


def end_key(store: Store, key_id: int, now: datetime) -> bool:
    with store.writing() as session:
        key = revoke_key(session, key_id, now)
        if key:
            record(session, SecurityEvent.KEY_ENDED, now, account=key.staff_id, about=f"{key.key} {key.name}")
        return key is not None


def security_rows(store: Store, event: SecurityEvent | None, email: str, limit: int) -> list[dict[str, Any]] | None:
    """The newest lines of the security log; None where there is nobody with this address ("" is everybody)."""
    with store.reading() as session:
        staff = staff_with_email(session, email) if email else None
        if email and staff is None:
            return None
        page = list_security(session, event, staff.key if staff else None, limit=limit)
    return [
        {
            "at": line.entry.at.isoformat(),
            "event": line.entry.event.value,
            "by": line.by,
            "account": line.account,
            "about": line.entry.about,
            "client": line.entry.client,
        }
        for line in page.items
    ]
