"""Passwords of staff: kept as argon2id hashes, and checked in the same time for every account."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_AT_ONCE = threading.Semaphore(2)  # argon2id takes 64 MiB and a fifth of a second: no flood of log-ins may add up


def hash_password(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """Whether this is the password. Takes as long where there is none, so that time tells nobody who has an account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            return _hasher().verify(password_hash or _NOBODY, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


# Of a password nobody knows, with the costs of a real one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$+7dq1AOrAvi7AlsKpvGqtw$P5MXv4pO1NPWWnXQoUD3yDySjFyKw8hHfObnijFuEKo"
