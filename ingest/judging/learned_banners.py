"""A block that stands above most mail from outside is a gateway's, in whatever words: learned from the last mails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from ingest.mail import InboundMail, Sure
from ingest.replies.banners import bare_words
from ingest.replies.split import split_reply
from ingest.suggesting.urgency import Level, find_urgency
from store.mail import Message
from store.words import MessageState

LAST = 20  # mails from outside that are looked at
ABOVE = 10  # of them must begin with the block,
SENDERS = 3  # from so many senders; what follows must differ as often
_LINES, _PREFIX = 6, 800  # lines of a block, characters of a mail in which it stands
_SHORTEST, _WORDS = 25, 4  # characters and words: a greeting is shorter


class Opening(NamedTuple):
    sender: str
    words: str  # with single blanks


def last_openings(session: Session, desk: str) -> list[Opening]:
    """How the last mails from outside begin, the newest first."""
    domain = desk.lower().rpartition("@")[2]
    asking = (
        select(Message.from_address, func.substr(Message.text, 1, _PREFIX))
        .where(Message.state == MessageState.READ, Message.from_address != "", Message.text != "")
        .where(~col(Message.from_address).endswith(f"@{domain}", autoescape=True))
        .order_by(col(Message.id).desc())
    )
    return [Opening(sender, bare_words(text)) for sender, text in session.exec(asking.limit(LAST))]


def without_learned_banner(
    mail: InboundMail, openings: Sequence[Opening], own_words: Collection[str] = ()
) -> tuple[InboundMail, str]:
    """The mail with what everybody's gateway wrote above it counted to the signature, and that block; "" for none.

    own_words  blocks that staff said are no gateway's. A block that speaks of danger is never one, and what the cut
    leaves as unsure stays unsure.
    """
    lines = mail.text.splitlines()
    count, block = _banner(lines, openings)
    if not count or any(bare_words(words).casefold() in block.casefold() for words in own_words if words.strip()):
        return mail, ""
    reply = split_reply("\n".join(lines[count:]))
    if not reply.new or find_urgency(block).level is not Level.NONE:
        return mail, ""
    sure = mail.reply.sure if mail.reply.sure is Sure.LOW else reply.sure
    return replace(mail, reply=replace(reply, signature=f"{block}\n\n{reply.signature}".strip(), sure=sure)), block


def _banner(lines: Sequence[str], openings: Sequence[Opening]) -> tuple[int, str]:
    """The longest block of first lines that stands above enough of the last mails: how many lines, and its words."""
    if len(openings) < ABOVE:
        return 0, ""
    found, block = (0, ""), ""
    filled = ((number, line) for number, line in enumerate(lines, start=1) if bare_words(line))
    for number, line in islice(filled, _LINES):
        block = f"{block} {bare_words(line)}".strip()
        same = [opening for opening in openings if _begins(opening.words, block)]
        if len(same) < ABOVE or len({opening.sender for opening in same}) < SENDERS:
            break
        follows = {opening.words[len(block) :][:40] for opening in same}
        if len(block) >= _SHORTEST and block.count(" ") >= _WORDS - 1 and len(follows) >= SENDERS:
            found = number, block
    return found


def _begins(words: str, block: str) -> bool:
    return words.startswith(block) and not words[len(block) : len(block) + 1].isalnum()
