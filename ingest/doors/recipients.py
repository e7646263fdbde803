"""Who is at home here: the desk's address, its reply addresses (RFC 5233), its return paths, and postmaster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlmodel import Session, select

from config.settings import Settings
from store.access import Link
from store.deed_marks import MARK
from store.letter_table import Letter
from store.store import Store
from store.tokens import TOKEN

LONG_EXPIRED = timedelta(days=365)  # until then an answer to an ended link still comes home, as a comment


class Welcome(Enum):
    YES = auto()
    NOT_OURS = auto()
    EXPIRED = auto()  # a reply address nobody knows, or one that ended long ago: not told apart (no oracle)


@dataclass(frozen=True, slots=True)
class Token:
    """The token behind the plus of one of our addresses: of a reply address, or of a letter's return path."""

    token: str
    of_return_path: bool


def read_recipient(settings: Settings, recipient: str) -> Welcome | Token:
    """What can be said of a recipient without asking the store, not minding case."""
    local, _, domain = recipient.lower().rpartition("@")
    if not local and domain == "postmaster":  # RFC 5321 §4.5.1: also without a domain
        return Welcome.YES
    if domain != settings.desk.domain:
        return Welcome.NOT_OURS
    name, plus, token = local.partition("+")
    desk = settings.desk.address.rpartition("@")[0].lower()
    if not plus:
        return Welcome.YES if name in (desk, "postmaster") else Welcome.NOT_OURS
    if name not in (desk, "bounce"):
        return Welcome.NOT_OURS
    if name == desk and (mark := MARK.fullmatch(token)):
        token = mark["token"]
    return Token(token, of_return_path=name != desk) if TOKEN.fullmatch(token) else Welcome.EXPIRED


def welcome(store: Store, token: Token, now: datetime) -> Welcome:
    """Whether we gave this token, and not too long ago. Raises StoreUnavailableError."""
    with store.reading() as session:
        ours = (
            _is_return_path(session, token.token) if token.of_return_path else _is_open_link(session, token.token, now)
        )
    return Welcome.YES if ours else Welcome.EXPIRED


def _is_open_link(session: Session, token: str, now: datetime) -> bool:
    link = session.exec(select(Link).where(Link.reply_token == token)).first()
    if link is None:
        return False
    ended = min((at for at in (link.revoked_at, link.expires_at) if at), default=now)
    return ended > now - LONG_EXPIRED


def _is_return_path(session: Session, token: str) -> bool:
    return session.exec(select(Letter.id).where(Letter.return_token == token)).first() is not None
