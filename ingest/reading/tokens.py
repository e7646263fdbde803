"""Reference tokens: the marks in our reply addresses and Message-IDs that lead an answer home."""

from __future__ import annotations

import re
from collections.abc import Iterable


def find_tokens(addresses: Iterable[str], message_ids: Iterable[str]) -> tuple[str, ...]:
    """Candidate tokens, each once, in the order given: addresses first, they are the stronger evidence; the first 100.

    addresses     envelope recipients, then To, Cc and Delivered-To; the token stands behind the "+"
    message_ids   In-Reply-To, then References newest first; the token stands before the "@"
    """
    found = [match for text in addresses for match in _IN_ADDRESS.findall(text.lower())]
    found += [match for text in message_ids for match in _IN_MESSAGE_ID.findall(text.lower())]
    return tuple(dict.fromkeys(found))[:_MOST]


def find_deed_marks(addresses: Iterable[str]) -> tuple[str, ...]:
    """What stands behind the plus of an address that means one deed: a token, a letter, and its proof."""
    found = [match for text in addresses for match in _DEED.findall(text.lower())]
    return tuple(dict.fromkeys(found))[:_MOST]


_MOST = 100  # an answer carries one or two
_MARK = r"([a-z2-7]{26})"  # 128 bits in base32
_IN_ADDRESS = re.compile(rf"\+{_MARK}(?:-[a-z1-9][a-z2-7]{{13}})?@")
_DEED = re.compile(r"\+([a-z2-7]{26}-[a-z1-9][a-z2-7]{13})@")
_IN_MESSAGE_ID = re.compile(rf"\.{_MARK}@")
