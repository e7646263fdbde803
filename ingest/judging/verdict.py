"""The values rules speak in: what is known beforehand, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.author import Author
from store.words import Aside, MessagePlace, Proof


@dataclass(frozen=True, slots=True)
class Home:
    """Where an answer belongs, and whose answers are expected there.

    draft_id   of a draft that is still open
    letter_id  our letter it answers or reports on
    addresses  lower case: the linked persons or the party's contacts
    domains    of the party's company
    told_together  of an answer to a letter about several orders that does not name one: all of them
    ended      the link was withdrawn or has expired: the answer comes home and may not act
    """

    ticket_id: int | None = None
    order_id: int | None = None
    draft_id: int | None = None
    link_id: int | None = None
    letter_id: int | None = None
    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    told_together: tuple[int, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """The newest mail of the same sender of the day before, which still waits in the tray.

    names_another  this mail names a home that the first did not
    """

    home: Home
    subject: str
    text: str
    names_another: bool = False
    proof: Proof = Proof.UNPROVEN


@dataclass(frozen=True, slots=True)
class Known:
    """The few facts fetched beforehand. Message-IDs are normalised, addresses and domains in lower case.

    desk           the desk's own address
    author         who wrote it, found beforehand
    size, max_size  octets
    own_letter     the mail's own Message-ID is one we gave; or it comes from the desk's address with a token of ours
                   where our letters have theirs
    by_token       the homes of reference tokens we gave
    by_return      the homes of letters, by the token in their return path
    by_letter      the homes of letters, by our Message-ID
    by_message     the homes of messages we received, by their Message-ID
    first_copy     where a mail with the same Message-ID, sender and words went
    recalled       where the mail went that this one wants back
    waiting        what the same sender wrote within a day, where nobody decided on it
    domains        our own and those of the companies we know
    proof          whether the mail is its sender's
    from_staff     the author's address is a colleague's
    is_known_sender  the author is a person, a contact of a firm or a colleague
    recent_drafts  drafts of this author within the hour before
    """

    desk: str = ""
    author: Author | None = None
    size: int = 0
    max_size: int = 25 * 1024 * 1024
    own_letter: bool = False
    by_token: Mapping[str, Home] = field(default_factory=dict)
    by_return: Mapping[str, Home] = field(default_factory=dict)
    by_letter: Mapping[str, Home] = field(default_factory=dict)
    by_message: Mapping[str, Home] = field(default_factory=dict)
    first_copy: Home | None = None
    recalled: Home | None = None
    waiting: WaitingMail | None = None
    proof: Proof = Proof.UNPROVEN
    domains: frozenset[str] = frozenset()
    from_staff: bool = False
    is_known_sender: bool = False
    recent_drafts: int = 0
    drafts_per_hour: int = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a message goes. A message set aside may have a home all the same: its thread shows that it came."""

    place: MessagePlace
    aside: Aside | None = None
    home: Home | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)


def set_aside(kind: Aside, home: Home | None = None, **evidence: Any) -> Verdict:
    return Verdict(MessagePlace.ASIDE, kind, home, evidence)


def join(home: Home, **evidence: Any) -> Verdict:
    return Verdict(MessagePlace.JOINED, None, home, evidence)


def open_draft(**evidence: Any) -> Verdict:
    return Verdict(MessagePlace.DRAFT, None, None, evidence)
