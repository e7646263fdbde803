"""The mark in a form that is open to strangers: signed by us, telling when it was shown, and used for one report."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from store.tokens import TOKEN, new_token

FASTEST = timedelta(seconds=3)  # nobody fills in a form sooner; programs do
LONGEST = timedelta(hours=24)


def new_nonce(secret: bytes, now: datetime) -> str:
    """`<random>.<seconds since 1970>.<signature>`"""
    body = f"{new_token()}.{int(now.timestamp())}"
    return f"{body}.{_signature(secret, body)}"


def age_of(secret: bytes, nonce: str, now: datetime) -> timedelta | None:
    """How long ago we showed the form with this nonce; None where it is not one of ours."""
    body, _, signature = nonce.rpartition(".")
    token, _, shown_at = body.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(secret, body).encode()):
        return None
    if not (TOKEN.fullmatch(token) and shown_at.isascii() and shown_at.isdigit()):
        return None
    return now - datetime.fromtimestamp(int(shown_at), UTC)


def _signature(secret: bytes, body: str) -> str:
    return hmac.digest(secret, f"form:{body}".encode(), hashlib.sha256).hex()[:32]
