"""One unit of work: the session it happens in, who acts, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from config.settings import Settings
from store.blobs import Blobs
from store.timeline import Actor


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """What every deed at the desk needs. Nothing is committed until the store's transaction ends."""

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
        return self.settings.desk.day_of(self.now)

    def by(self, actor: Actor) -> UnitOfWork:
        """The same unit of work, as this actor: what the desk itself does in answer to somebody's deed."""
        return replace(self, actor=actor)
