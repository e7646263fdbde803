"""What somebody in danger is told, on the form and in the safety letter: our words, until somebody of the desk approves
others. What is written and not approved is told to nobody outside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, col, select

from config.words import Text
from store.rows import Row, word
from store.words import Danger


class SafetyText(Row, table=True):
    """One version of a text, a point a line. It is never changed: other words are another version.

    approved_at  None: nobody answers for it yet, and it goes out nowhere
    """

    __tablename__ = "safety_text"

    danger: Danger = Field(sa_type=word(Danger), index=True)
    nl: str = Field(sa_type=LongText)
    en: str = Field(sa_type=LongText)
    written_by: int = Field(foreign_key="staff.id")
    written_at: datetime
    approved_by: int | None = Field(default=None, foreign_key="staff.id")
    approved_at: datetime | None = None


_GAS = (
    Text("Open windows and doors."),
    Text("Make no fire. Do not smoke. Do not touch switches, plugs or doorbells."),
    Text("Close the gas tap, only if you can do so safely."),
    Text("Go outside and warn others in the house."),
    Text("Once outside, call the national fault line for gas and electricity: 0800-9009. Free, day and night."),
    Text("Does anybody feel sick, dizzy or drowsy, or is there immediate danger? Call 112."),
)
_HURT = Text("Is there immediate danger or fire, or is somebody hurt? Go outside and call 112.")
_POWER = Text(
    "Does water come near lamps, sockets or the fuse box? Stay away. Switch off the power only if you can do so safely."
)
_FAULT = Text(
    "Do you smell gas, or is there a fault in gas or electricity? Call 0800-9009 from outside. Free, day and night."
)
# They follow the advice of the network operators (0800-9009).
BUILT_IN: dict[Danger, tuple[Text, ...]] = {
    Danger.GAS: _GAS,
    Danger.CO: _GAS,
    Danger.WATER: (
        _HURT,
        _POWER,
        Text("Does it keep running? Turn off the main stop tap, usually in the meter cupboard."),
        _FAULT,
    ),
    Danger.OTHER: (
        _HURT,
        _POWER,
        Text("Are you stuck in a lift? Press the alarm button in the lift. Does somebody feel unwell? Call 112."),
        _FAULT,
    ),
    Danger.COLD: (
        Text("Is it freezing, or is somebody old, ill or very young at home? Call us; do not wait for our e-mail."),
        Text("Do you smell gas, or does the carbon monoxide alarm sound? Go outside and call 112."),
    ),
}
# What a text has to name in each language: a number that was left out by mistake is missed by somebody in danger.
NUMBERS: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: ("112", "0800-9009"),
    Danger.CO: ("112",),
    Danger.WATER: ("112",),
    Danger.OTHER: ("112",),
    Danger.COLD: (),
}
_WORDS = (  # what words of danger speak of; folded, the first that fits
    (Danger.CO, re.compile(r"\bc\W?o\b|\bco(melder|alarm|meter)|monox")),
    (Danger.GAS, re.compile("gas")),
    (Danger.WATER, re.compile("water|overstro|flood|burst|gesprongen|leiding|pipe|lek|leak")),
)


def danger_in(words: Sequence[str]) -> Danger:
    """What these words of danger speak of; gas where there are none, for that is the worst to be silent about."""
    text = " ".join(words).lower()
    return next((danger for danger, sign in _WORDS if sign.search(text)), Danger.OTHER if text else Danger.GAS)


def versions_of(session: Session, danger: Danger, most: int = 20) -> list[SafetyText]:
    """The newest first."""
    newest = select(SafetyText).where(SafetyText.danger == danger).order_by(col(SafetyText.id).desc())
    return list(session.exec(newest.limit(most)))


def text_in_force(session: Session, danger: Danger) -> SafetyText | None:
    """The one approved last; None where ours holds."""
    approved = select(SafetyText).where(SafetyText.danger == danger, col(SafetyText.approved_at).is_not(None))
    return session.exec(approved.order_by(col(SafetyText.id).desc()).limit(1)).first()


def own_points(session: Session, danger: Danger) -> dict[str, list[str]]:
    """By language; {} where ours holds."""
    text = text_in_force(session, danger)
    return {"nl": text.nl.splitlines(), "en": text.en.splitlines()} if text else {}


def points_in(own: Mapping[str, Sequence[str]], danger: Danger, language: str) -> list[str]:
    """What is told in this language; in one that the desk gave no words for, ours."""
    return list(own.get(language) or [point.in_(language) for point in BUILT_IN[danger]])
