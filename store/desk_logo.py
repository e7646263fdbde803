"""The desk's logo, as it was drawn anew when it was handed in. Which one is in force is a chosen setting, so that every
page knows it without another question; its octets are asked for by whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, select

from store.chosen_settings import ChosenSetting
from store.rows import Row

LOGO = "desk.logo"  # the chosen setting: the mark of the one in force


@dataclass(frozen=True, slots=True)
class DrawnLogo:
    """kind: image/png or image/jpeg · width, height: pixels, twice what is shown"""

    octets: bytes
    kind: str
    width: int
    height: int


class DeskLogo(Row, table=True):
    """mark: of its octets, and its size: "3f2a9c…-480x160" """

    __tablename__ = "desk_logo"

    mark: str = Field(unique=True)
    kind: str
    octets: bytes = Field(sa_type=LargeBinary)
    added_at: datetime


def logo_marked(session: Session, mark: str) -> DeskLogo | None:
    return session.exec(select(DeskLogo).where(DeskLogo.mark == mark)).first()


def logo_in_force(session: Session) -> DeskLogo | None:
    mark = session.exec(select(ChosenSetting.value).where(ChosenSetting.name == LOGO)).first()
    return logo_marked(session, mark) if mark else None


def shown_size(mark: str) -> tuple[int, int]:
    """Width and height as it is shown, in CSS pixels."""
    width, _, height = mark.rpartition("-")[2].partition("x")
    return int(width) // 2, int(height) // 2
