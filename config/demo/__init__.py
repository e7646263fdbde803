"""What a demo tells: the mails of the cast, their neighbours, and what happened to all of them in three weeks.

A chapter is a text: reports, a blank line between them. A report's first line says its title, who, where, the trade
and, if it is not normal, how urgent, with " · " between; the second its words; each line after these what happened:
working days from today, the time on the wall, a verb of convert/demo/verbs.py, and its words. The first verb is the way
it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
_WHOLE = policy.SMTP.clone(refold_source="all")  # headers as they stand in the file are text, and must be encoded
CHAPTERS = ("this_week", "three_weeks")
NEIGHBOURS = ("parties", "properties", "units", "people", "installations")  # in the order of their import

# What outgoing servers say, once each; every other letter is taken.
ANSWERS: dict[str, tuple[int | None, str]] = {
    "b.huisman@oudeprovider.example.nl": (550, "5.1.1 User unknown"),
    "petra@sleutelenslot.example.nl": (None, "the connection ended without an answer"),
    "elif.demir@mail.example.nl": (451, "4.7.1 Greylisted, please try again in five minutes"),
}


class Happening(NamedTuple):
    """day: working days from today · at: on the wall."""

    day: int
    at: time
    verb: str
    words: str


class Story(NamedTuple):
    """One report. where: the code of a home or an installation, or the name of a complex."""

    title: str
    who: str
    where: str
    trade: str
    priority: str
    words: str
    happenings: tuple[Happening, ...]


def stories(chapter: str) -> list[Story]:
    """The reports of this chapter as they are written."""
    return [_story(*part.splitlines()) for part in (_HERE / f"{chapter}.txt").read_text("utf-8").strip().split("\n\n")]


def _story(head: str, words: str, *lines: str) -> Story:
    title, who, where, trade, *urgency = head.split(" · ")
    parts = [line.split(" ", 3) for line in lines]
    happenings = tuple(
        Happening(int(day), time.fromisoformat(at), verb, "".join(rest)) for day, at, verb, *rest in parts
    )
    return Story(title, who, where, trade, urgency[0] if urgency else "normal", words, happenings)


def neighbours(kind: str) -> str:
    """Those beside the cast, as a file to import."""
    return (_HERE / "neighbours" / f"{kind}.csv").read_text("utf-8")


def demo_mails(now: datetime) -> Iterator[EmailMessage]:
    """The mails in the order in which they arrive, dated now, photographs attached. `now` in the desk's zone."""
    for path in sorted(_HERE.glob("*.eml")):
        mail = message_from_string(path.read_text("utf-8"), _class=EmailMessage, policy=_WHOLE)
        photo = mail["Attach"]
        del mail["Attach"]
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = f"<{path.stem}.{now:%Y%m%d%H%M%S}@mail.example.nl>"
        mail.set_content(mail.get_payload())
        if photo:
            mail.add_attachment((_HERE / photo).read_bytes(), "image", "jpeg", filename=photo)
        yield mail
