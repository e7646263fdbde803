"""The desk's text blocks, as staff keep them."""

from __future__ import annotations

from sqlmodel import select

from config.words import Text, languages
from convert.errors import InvalidError
from convert.records import NEEDED, get
from convert.unit_of_work import UnitOfWork
from store.text_blocks import PLACES, TextBlock, places_left

NAME_LENGTH, TEXT_LENGTH, MOST = 60, 5_000, 300


def save_block(work: UnitOfWork, block_id: int | None, name: str, language: str, text: str) -> TextBlock:
    """A new block, or this one changed. Raises InvalidError at the field: also for a place that nobody fills in."""
    name, text = " ".join(name.split()), text.strip()
    wrong = {field: NEEDED for field, value in (("block_name", name), ("block_text", text)) if not value}
    for field, value, most in (("block_name", name, NAME_LENGTH), ("block_text", text, TEXT_LENGTH)):
        if len(value) > most:
            wrong[field] = Text("At most %(most)s characters.", most=most)
    unknown = [place for place in places_left(text) if place.strip("{}").lower() not in {*PLACES, *PLACES.values()}]
    if unknown:
        wrong["block_text"] = Text("Nothing is known to fill in here: %(places)s", places=", ".join(unknown))
    if language not in languages():
        wrong["block_language"] = NEEDED
    known = work.session.exec(select(TextBlock).where(TextBlock.name == name, TextBlock.language == language)).first()
    if known and known.key != block_id:
        wrong["block_name"] = Text("'%(wanted)s' exists already.", wanted=name)
    if wrong:
        raise InvalidError(**wrong)
    block = (
        get(work, TextBlock, block_id) if block_id else TextBlock(name="", language="", text="", changed_at=work.now)
    )
    block.name, block.language, block.text, block.changed_at = name, language, text, work.now
    work.session.add(block)
    work.session.flush()
    return block


def remove_block(work: UnitOfWork, block_id: int) -> None:
    work.session.delete(get(work, TextBlock, block_id))
    work.session.flush()
