"""One turn at the desk: whose it is, when it is, and the unit of work it happens in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from config.settings import Settings
from store.blobs import Blobs
from store.timeline import Actor


@dataclass(frozen=True, slots=True)
class Turn:
    """What every deed at the desk needs. Nothing in a turn is committed until the store's unit of work ends."""

    session: Session
    settings: Settings
    actor: Actor
    now: datetime

    @property
    def blobs(self) -> Blobs:
        """Where octets go; the session knows the store it came from."""
        found: Blobs = self.session.info["blobs"]
        return found

    @property
    def today(self) -> date:
        """The date at the desk."""
        return self.now.astimezone(self.settings.desk.zone).date()

    def by(self, actor: Actor) -> Turn:
        """The same turn, as this actor: what the desk itself does in answer to somebody's deed."""
        return replace(self, actor=actor)


class DeskError(Exception):
    """The desk cannot do this."""


class MissingError(DeskError):
    """There is no such thing here, or not for you."""


class RefusedError(DeskError):
    """It cannot be done as things stand; the reason is in words for whoever asked.

    code   a short English key, stable for programs
    words  {"nl": …, "en": …}
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(words.get("en", code))
        self.code = code
        self.words = words


class InvalidError(DeskError):
    """What was filled in cannot be used.

    fields  field name -> {"nl": …, "en": …}
    """

    def __init__(self, **fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words.get('en', '')}" for name, words in fields.items()))
        self.fields = fields
