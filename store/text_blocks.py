"""Text blocks: what a desk writes often, with places that are filled in from the ticket or order at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Text as LongText
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from store.rows import Row

PLACES = {"naam": "name", "adres": "address", "nummer": "number", "afspraak": "appointment", "firma": "firm"}
_PLACE = re.compile(r"\{([^\W\d_]{2,30})\}")


class TextBlock(Row, table=True):
    """One block in one language; the same name in another language is the same block."""

    __tablename__ = "text_block"
    __table_args__ = (UniqueConstraint("name", "language"),)

    name: str
    language: str
    text: str = Field(sa_type=LongText)
    changed_at: datetime


def list_blocks(session: Session) -> list[TextBlock]:
    return list(session.exec(select(TextBlock).order_by(col(TextBlock.name), col(TextBlock.language).desc())))


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; a place that is unknown, or of which nothing is known, stays as it stands.

    values  by the English names of PLACES
    """

    def value(place: re.Match[str]) -> str:
        name = place[1].lower()
        return values.get(PLACES.get(name, name), "") or place[0]

    return _PLACE.sub(value, text)


def places_left(text: str) -> list[str]:
    """The places that are not filled in, "{afspraak}", each once."""
    return list(dict.fromkeys(place[0] for place in _PLACE.finditer(text)))
