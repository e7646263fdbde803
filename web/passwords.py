"""Passwords of staff: what may be one, kept as argon2id hashes, and judged in the same time for every account."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from config.words import Text
from convert.errors import InvalidError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 12  # characters; length is what counts (NIST SP 800-63B §5.1.1.2)
MOST = 1_000
RATED = 72  # characters that are rated: the cost grows with the square of their number
STRONG = 4  # of 4, more than 10^10 guesses: its lists are English, and it takes Dutch words for chance
# What a guesser of Dutch desks tries first, and the English lists of zxcvbn do not know.
_OURS = """
    wachtwoord welkom geheim hallo postbon postvak onderhoud beheer beheerder vastgoed verhuur verhuurder huurder
    huurders woning woningen melding meldingen servicedesk opdracht loodgieter kantoor inloggen toegang lente voorjaar
    zomer herfst najaar winter januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag amsterdam rotterdam utrecht eindhoven groningen haarlem
    nederland feyenoord qwerty azerty
"""
# argon2id takes 64 MiB and a fifth of a second: a flood of log-ins waits here, in none of the pages' threads.
_HASHING = ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1), "passwords")


def check_new_password(field: str, password: str, about: Iterable[str] = ()) -> None:
    """The one place that says what may be a password. Raises InvalidError at this field.

    about  what the account and the desk are called: the first that others would try
    """
    if not len(password.strip()) >= LEAST or len(password) > MOST:
        raise InvalidError(**{field: Text("At least %(least)s characters.", least=LEAST)})
    if _strength(password[:RATED], about) < STRONG:
        raise InvalidError(**{field: Text("Too easy to guess.")})


def hash_password(password: str) -> str:
    return _HASHING.submit(_hash, password).result()


async def is_password_meanwhile(password_hash: str, password: str) -> bool:
    """Whether this is the password, with nobody's thread waiting for it. Takes as long where there is none, so that
    time tells nobody who has an account."""
    return await asyncio.wrap_future(_HASHING.submit(_verify, password_hash, password))


def _strength(password: str, about: Iterable[str]) -> int:
    """0 to 4."""
    from zxcvbn import zxcvbn

    names = {word for name in about for word in re.split(r"[\W_]+", name.lower()) if len(word) > 2}
    return int(zxcvbn(password, user_inputs=[*_OURS.split(), *names])["score"])


def _hash(password: str) -> str:
    return _hasher().hash(password)


def _verify(password_hash: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash or _NOBODY, password[:MOST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


# Of a password nobody knows, with the costs of a real one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$+7dq1AOrAvi7AlsKpvGqtw$P5MXv4pO1NPWWnXQoUD3yDySjFyKw8hHfObnijFuEKo"
