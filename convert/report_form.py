"""The public form as administrators set it up: what it offers, in which order, and what it tells in danger."""

from __future__ import annotations

import re

from sqlmodel import select

from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from convert.records import NEEDED, put
from convert.unit_of_work import UnitOfWork
from store.report_choices import ReportChoice, offered_trades
from store.rows import lock_word
from store.safety_texts import NUMBERS, SafetyText, versions_of
from store.words import Danger, Trade

LONGEST_TITLE, MOST_OWN, LONGEST_POINT, MOST_POINTS = 120, 40, 300, 12
_OWN = "own-"


def move_choice(work: UnitOfWork, trade: Trade, name: str, deed: str) -> None:
    """up, down, hide or show one of the presets of this trade, "" for the trade itself. Raises MissingError, and
    RefusedError where nothing would be left to choose."""
    rows = _settled(work, trade, is_trade=not name)
    at = next((at for at, row in enumerate(rows) if (row.trade, row.name) == (trade, name)), None)
    if at is None or deed not in ("up", "down", "hide", "show"):
        raise MissingError
    if deed in ("hide", "show"):
        rows[at].offered = deed == "show"
        if not any(row.offered for row in rows):
            raise RefusedError("last_choice", Text("One always stays, so that there is something to choose."))
    elif 0 <= (other := at + (1 if deed == "down" else -1)) < len(rows):
        rows[at].place, rows[other].place = rows[other].place, rows[at].place
    work.session.flush()


def save_own(work: UnitOfWork, trade: Trade, name: str, nl: str, en: str) -> None:
    """A title of the desk's own, or this one changed. Raises InvalidError at the field, MissingError."""
    titles = {"nl": " ".join(nl.split()), "en": " ".join(en.split())}
    wrong = {field: NEEDED for field, title in titles.items() if not title}
    wrong |= {
        field: Text("At most %(most)s characters.", most=LONGEST_TITLE)
        for field, title in titles.items()
        if len(title) > LONGEST_TITLE
    }
    rows = _settled(work, trade)
    own = [row for row in rows if row.nl]
    if not name and len(own) >= MOST_OWN:
        wrong["nl"] = Text("There are %(most)s already; change one of them.", most=MOST_OWN)
    if wrong:
        raise InvalidError(**wrong)
    if name:
        row = next((row for row in own if row.name == name), None)
        if row is None:
            raise MissingError
        row.nl, row.en = titles["nl"], titles["en"]
        return
    number = 1 + max((int(row.name.removeprefix(_OWN)) for row in own), default=0)
    put(
        work, ReportChoice(trade=trade.value, name=f"{_OWN}{number}", nl=titles["nl"], en=titles["en"], place=len(rows))
    )


def _settled(work: UnitOfWork, trade: Trade, *, is_trade: bool = False) -> list[ReportChoice]:
    """The rows of all presets of this trade, or of all trades, in their order, each with its place; made where they
    were not."""
    lock_word(work.session, "report form")
    trades = offered_trades(work.session)
    keys = (
        [(each.trade, "") for each in trades]
        if is_trade
        else [(trade, preset.name) for each in trades if each.trade is trade for preset in each.presets]
    )
    rows = {(row.trade, row.name): row for row in work.session.exec(select(ReportChoice))}
    settled = []
    for place, (of, name) in enumerate(keys):
        row = rows.get((of, name)) or ReportChoice(trade=of.value, name=name, place=place)
        row.place = place
        work.session.add(row)
        settled.append(row)
    return settled


def write_safety(work: UnitOfWork, danger: Danger, by: int, nl: str, en: str) -> SafetyText | None:
    """Another version, which goes out nowhere before somebody approves it; None where it says what the newest says.
    Raises InvalidError at the field."""
    texts = {field: _points(text) for field, text in (("nl", nl), ("en", en))}
    wrong = {field: fault for field, text in texts.items() if (fault := _fault(danger, text))}
    if wrong:
        raise InvalidError(**wrong)
    lock_word(work.session, "safety text")
    newest = next(iter(versions_of(work.session, danger, 1)), None)
    if newest and (newest.nl, newest.en) == (texts["nl"], texts["en"]):
        return None
    return put(work, SafetyText(danger=danger, nl=texts["nl"], en=texts["en"], written_by=by, written_at=work.now))


def approve_safety(work: UnitOfWork, danger: Danger, version: int, by: int) -> SafetyText:
    """It goes out from now on. Raises RefusedError where somebody wrote another since it was read, MissingError."""
    lock_word(work.session, "safety text")
    newest = next(iter(versions_of(work.session, danger, 1)), None)
    if newest is None:
        raise MissingError
    if newest.key != version:
        raise RefusedError("changed_since", Text("A colleague changed this text just now. Read it again."))
    if newest.approved_at is None:
        newest.approved_by, newest.approved_at = by, work.now
    return newest


def _points(text: str) -> str:
    """A point a line, without the dashes that some put before them."""
    lines = (" ".join(line.split()).lstrip("-•* ") for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _fault(danger: Danger, text: str) -> Text | None:
    points = text.splitlines()
    if not points:
        return NEEDED
    if len(points) > MOST_POINTS or max(map(len, points)) > LONGEST_POINT:
        return Text(
            "At most %(points)s lines of %(length)s characters: nobody in danger reads more.",
            points=MOST_POINTS,
            length=LONGEST_POINT,
        )
    missing = [number for number in NUMBERS[danger] if not re.search(_as_written(number), text)]
    return Text("Name this number too: %(numbers)s", numbers=", ".join(missing)) if missing else None


def _as_written(number: str) -> str:
    """0800-9009 is 0800 9009, and 0112 is not 112."""
    return rf"(?<![\d-]){number.replace('-', '[ -]?')}(?!\d)"
