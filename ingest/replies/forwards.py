"""A mail passed on inside the text of another: who wrote it first, when, and what (unproven, as any text is)."""

from __future__ import annotations

import re

from ingest.language.dates import read_date
from ingest.mail import MAX_HOPS, Address, Forwarded
from ingest.replies.quoted_headers import HeaderBlock, Label, find_header_block
from ingest.replies.separators import Separator, read_separator
from ingest.replies.split import split_reply
from store.subjects import is_forward


def read_forward(text: str, subject: str = "", hops: int = MAX_HOPS) -> Forwarded | None:
    """The first mail passed on in `text`, or None, with those it passes on in turn, `hops` deep.

    A line such as "---------- Doorgestuurd bericht ----------" announces it. Outlook copies the same headers above a
    mail it answers, so there the subject ("FW:", "Doorst:", "WG:", "TR:") must say that it was passed on.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    passed_on = is_forward(subject)
    announced = False
    for at, line in enumerate(lines[:_FAR]):
        if not line.strip(_QUOTED):
            continue
        separator = read_separator(line)
        announced = announced or separator is Separator.FORWARD or (passed_on and separator is Separator.ORIGINAL)
        block = find_header_block(lines, at) if (announced or passed_on) and (":" in line or "：" in line) else None
        if block:
            return _forwarded(lines, block, hops)
    return None


def _forwarded(lines: list[str], block: HeaderBlock, hops: int) -> Forwarded:
    below = lines[block.last + 1 :]
    if below and all(line.lstrip().startswith(">") for line in below if line.strip()):
        below = [_MARK.sub("", line) for line in below]  # Apple Mail marks what it passes on
    text, subject = "\n".join(below).strip(), block.fields.get(Label.SUBJECT, "")
    return Forwarded(
        sender=_read_person(block.fields.get(Label.FROM, "")),
        date=read_date(block.fields.get(Label.SENT, "")),
        subject=subject,
        text=text,
        new=split_reply(text).new,
        inner=read_forward(text, subject, hops - 1) if hops > 1 else None,
    )


def _read_person(value: str) -> Address | None:
    """ "Olivia Carter <olivia@…>", "Olivia Carter [mailto:olivia@…]" or a name alone."""
    found = _ADDRESS.search(value)
    name = (value[: found.start()] if found else value).strip(" \t\"'<([")
    if not found:
        return Address(name, "") if name else None
    local, _, domain = found[0].rpartition("@")
    return Address(name.removesuffix("mailto:").strip(" \t\"'<(["), f"{local}@{domain.lower()}")


_FAR = 2_000  # lines in which a forward may begin
_QUOTED = " \t>\u00a0"
_MARK = re.compile(r"^\s*> ?")
_ADDRESS = re.compile(r"[^\s<>\[\]():;,\"']+@[\w-][\w.-]*\w")
