"""Letters to a member of staff about their own way in."""

from __future__ import annotations

from sqlmodel import Session

from config.settings import Settings
from store.access import PasswordReset, SecurityEntry
from store.letter_table import Cause
from store.letters import StaffAccessChanged, StaffPasswordReset
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Staff
from store.words import CauseKind, LetterKind


def send_reset(
    session: Session,
    settings: Settings,
    staff: Staff,
    reset: PasswordReset,
    entry: SecurityEntry,
    invited_by: str = "",
) -> None:
    """The letter with which they choose a password. The desk's own address gets none: all colleagues read it."""
    if staff.email != settings.desk.address.lower():
        snapshot = {**StaffPasswordReset(reset_id=reset.key, invited_by=invited_by)}
        _put(session, settings, staff, LetterKind.STAFF_PASSWORD_RESET, snapshot, entry)


def tell_of_access(session: Session, settings: Settings, staff: Staff, entry: SecurityEntry) -> None:
    """That how they log in was changed, in case it was not they."""
    snapshot = {**StaffAccessChanged(event=entry.event.value, at=entry.at.isoformat(), client=entry.client)}
    _put(session, settings, staff, LetterKind.STAFF_ACCESS_CHANGED, snapshot, entry)


def _put(
    session: Session,
    settings: Settings,
    staff: Staff,
    kind: LetterKind,
    snapshot: dict[str, object],
    entry: SecurityEntry,
) -> None:
    session.flush()
    letter = NewLetter(
        kind=kind,
        cause=Cause(CauseKind.ACCESS, entry.key, reader=f"staff:{staff.key}"),
        to=Addressee(staff.email, staff.name, staff.language, staff_id=staff.key),
        snapshot=snapshot,
    )
    put_letter(session, letter, domain=settings.desk.domain, now=entry.at)
