"""The second factor of a log-in: codes of an app (RFC 6238), each taken once, and recovery codes, each of use once."""

from __future__ import annotations

import base64
import hmac
import re
from datetime import datetime, timedelta

from sqlalchemy import Executable, delete, update
from sqlmodel import Session, col, func, select

from store.access import RecoveryCode, SecondFactor
from store.tokens import new_token

_CODES, _LETTERS = 10, 10  # recovery codes, each of fifty random bits
_BEGUN = timedelta(hours=1)  # how long a picture that was shown may still be confirmed


def factor_of(session: Session, staff_id: int) -> SecondFactor | None:
    """What this member of staff logs in with beside the password; None where the password is enough."""
    factor = begun_factor(session, staff_id)
    return factor if factor and factor.confirmed_at else None


def begun_factor(session: Session, staff_id: int) -> SecondFactor | None:
    """The same, also where it was not confirmed yet."""
    return session.exec(select(SecondFactor).where(SecondFactor.staff_id == staff_id)).first()


def begin_factor(session: Session, staff_id: int, now: datetime) -> SecondFactor:
    """What is there already, else a new one that awaits its first code."""
    factor = begun_factor(session, staff_id)
    if factor and (factor.confirmed_at or factor.created_at > now - _BEGUN):
        return factor
    session.execute(delete(SecondFactor).where(col(SecondFactor.staff_id) == staff_id))
    factor = SecondFactor(staff_id=staff_id, nonce=new_token(), created_at=now)
    session.add(factor)
    session.flush()
    return factor


def confirm_factor(session: Session, factor: SecondFactor, step: int, now: datetime) -> bool:
    """From now on its codes are asked for; False where another tab was first."""
    mine = update(SecondFactor).where(col(SecondFactor.id) == factor.key, col(SecondFactor.confirmed_at).is_(None))
    return _changed(session, mine.values(confirmed_at=now, last_step=step))


def take_step(session: Session, staff_id: int, step: int) -> bool:
    """Take the code of this step; False where it, or a later one, was taken before."""
    mine = update(SecondFactor).where(col(SecondFactor.staff_id) == staff_id, col(SecondFactor.last_step) < step)
    return _changed(session, mine.values(last_step=step))


def drop_factor(session: Session, staff_id: int) -> bool:
    """The password is enough again; False where it was."""
    had = factor_of(session, staff_id) is not None
    for table in (SecondFactor, RecoveryCode):
        session.execute(delete(table).where(col(table.staff_id) == staff_id))
    return had


def app_secret(secret: bytes, factor: SecondFactor) -> str:
    """What the app makes its codes of, in base32 (RFC 4226 section 4: 160 bits)."""
    return base64.b32encode(hmac.digest(secret, f"totp:{factor.nonce}".encode(), "sha256")[:20]).decode()


def make_recovery_codes(session: Session, secret: bytes, staff_id: int) -> list[str]:
    """New ones, which are nowhere else; those before them are of no use any more."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff_id) == staff_id))
    codes = [new_token()[:_LETTERS] for _ in range(_CODES)]
    session.add_all(RecoveryCode(staff_id=staff_id, code_hash=_hash(secret, staff_id, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_recovery_code(session: Session, secret: bytes, staff_id: int, typed: str, now: datetime) -> bool:
    """Take the code, however it was typed; False for one that is none, or was used."""
    code_hash = _hash(secret, staff_id, re.sub(r"[\s-]", "", typed.lower())[:_LETTERS])
    mine = update(RecoveryCode).where(col(RecoveryCode.code_hash) == code_hash, col(RecoveryCode.used_at).is_(None))
    return _changed(session, mine.values(used_at=now))


def recovery_codes_left(session: Session, staff_id: int) -> int:
    mine = select(func.count()).where(RecoveryCode.staff_id == staff_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(mine).one()


def _hash(secret: bytes, staff_id: int, code: str) -> str:
    return hmac.new(secret, f"recovery:{staff_id}:{code}".encode(), "sha256").hexdigest()


def _changed(session: Session, change: Executable) -> bool:
    return bool(session.execute(change).rowcount)  # type: ignore[attr-defined]
