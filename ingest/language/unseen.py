"""Characters nobody sees (Unicode category Cf): soft hyphens, zero-width blanks, marks that turn the direction."""

from __future__ import annotations

import re


def without_unseen(text: str) -> str:
    """The text as it looks. A mark that turns the direction (UAX #9 §2) makes an .exe look like a .pdf, and a
    zero-width blank hides a word from whoever compares it. Joiners between emoji or within other scripts stay, for
    they are seen there; letters of right-to-left scripts turn by themselves."""
    return text if text.isascii() or not _ANY.search(text) else _UNSEEN.sub("", text)


_JOINED = "[\u0590-\u1fff\u2600-\U0001ffff]"
_NEVER_SEEN = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_ANY = re.compile(f"[{_NEVER_SEEN}\u200c\u200d]")  # hardly any text has one, and one set is looked through sooner
_UNSEEN = re.compile(f"[{_NEVER_SEEN}]+|[\u200c\u200d](?!{_JOINED})|(?<!{_JOINED})[\u200c\u200d]")
