"""Whether the page of a mail says otherwise than its plain text: people see the one, programs often read the other."""

from __future__ import annotations

import re

from ingest.mail import Reply
from ingest.replies.split import split_reply

MAX_COMPARED = 20_000  # characters of the page; what is acted on is short


def says_otherwise(reply: Reply, page: str) -> bool:
    """Whether the newly written words differ, links, pictures and looks apart.

    reply  the plain text, parted
    page   the same mail's HTML as a person sees it, "" where there is none
    """
    if not page.strip():
        return False
    shown = split_reply(page[:MAX_COMPARED])
    words, shown_words = _words(reply.new), _words(shown.new)
    if words == shown_words:
        return False
    # The line of a signature is often drawn in one of the two only.
    return words + _words(reply.signature) != shown_words + _words(shown.signature)


def _words(text: str) -> str:
    return _NO_LETTERS.sub("", _LINKS.sub("", text).casefold())


_LINKS = re.compile(r"<[^<>\s]{1,2000}>|\[(?:cid|image|afbeelding)[^\[\]\n]{0,200}\]|https?://\S{1,2000}", re.I)
_NO_LETTERS = re.compile(r"[\W_]+")
