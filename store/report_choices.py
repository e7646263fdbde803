"""What the public form offers to choose from: our presets and the desk's own, in its order, less what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from config.words import Text, stored_words
from store.presets import PRESETS
from store.rows import Row
from store.words import Trade


class ReportChoice(Row, table=True):
    """What a desk made of one choice, or one of its own.

    name   of a preset; "" for the trade itself
    nl, en its words where it is the desk's own; both "" for one of ours
    place  among its like, from 0
    """

    __tablename__ = "report_choice"
    __table_args__ = (UniqueConstraint("trade", "name"),)

    trade: str
    name: str
    nl: str = ""
    en: str = ""
    place: int
    offered: bool = True


@dataclass(frozen=True, slots=True)
class OfferedPreset:
    """key: "plumbing.bathroom" · title: one of ours, or the desk's own by language"""

    trade: Trade
    name: str
    title: Text | dict[str, str]
    offered: bool = True

    @property
    def key(self) -> str:
        return f"{self.trade.value}.{self.name}"

    @property
    def is_own(self) -> bool:
        return isinstance(self.title, dict)

    def in_(self, language: str) -> str:
        return self.title.in_(language) if isinstance(self.title, Text) else stored_words(self.title, language)


@dataclass(frozen=True, slots=True)
class OfferedTrade:
    trade: Trade
    presets: tuple[OfferedPreset, ...]
    offered: bool = True


def offered_trades(session: Session) -> list[OfferedTrade]:
    """All of them in the desk's order, with those that are hidden; what a later release adds comes last."""
    rows = {(row.trade, row.name): row for row in session.exec(select(ReportChoice).order_by(col(ReportChoice.place)))}
    trades = [
        OfferedTrade(trade, tuple(_in_order(rows, trade, presets)), _is_offered(rows, trade, ""))
        for trade in Trade
        for presets in [[*_ours(rows, trade), *_own(rows, trade)]]
    ]
    return sorted(trades, key=lambda each: _place(rows, each.trade, ""))


def offered_presets(session: Session) -> list[OfferedPreset]:
    """What can be chosen now."""
    return [preset for trade in offered_trades(session) if trade.offered for preset in trade.presets if preset.offered]


def find_preset(session: Session, key: str) -> OfferedPreset | None:
    """Also one that was hidden while somebody had the form open."""
    presets = (preset for trade in offered_trades(session) for preset in trade.presets)
    return next((preset for preset in presets if preset.key == key), None)


_Rows = dict[tuple[str, str], ReportChoice]


def _ours(rows: _Rows, trade: Trade) -> Iterator[OfferedPreset]:
    for name, title in PRESETS[trade].items():
        yield OfferedPreset(trade, name, title, _is_offered(rows, trade, name))


def _own(rows: _Rows, trade: Trade) -> Iterator[OfferedPreset]:
    for row in rows.values():
        if row.trade == trade and row.nl:
            yield OfferedPreset(trade, row.name, {"nl": row.nl, "en": row.en}, row.offered)


def _in_order(rows: _Rows, trade: Trade, presets: list[OfferedPreset]) -> list[OfferedPreset]:
    return sorted(presets, key=lambda preset: _place(rows, trade, preset.name))


def _place(rows: _Rows, trade: Trade, name: str) -> int:
    row = rows.get((trade, name))
    return row.place if row else len(rows)


def _is_offered(rows: _Rows, trade: Trade, name: str) -> bool:
    row = rows.get((trade, name))
    return row is None or row.offered
