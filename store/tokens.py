"""Marks nobody can guess: reference tokens, page tokens, session ids. 128 random bits each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

# Lower-case base32: it survives mail servers that fold the case of a local part, and double clicks select all of it.
TOKEN = re.compile(r"[a-z2-7]{26}")


def new_token() -> str:
    """128 random bits as 26 characters of lower-case base32."""
    return _spell(secrets.token_bytes(16))


def page_token(secret: bytes, nonce: str) -> str:
    """The page token of a link, derived from the desk's secret and the link's nonce, so that it rests nowhere."""
    return _spell(hmac.digest(secret, f"page:{nonce}".encode(), "sha256")[:16])


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _spell(octets: bytes) -> str:
    return base64.b32encode(octets).decode().rstrip("=").lower()
