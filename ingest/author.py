"""Who wrote a mail, really, and how that is known. What From says is a claim, and some mailboxes speak for others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ingest.language.mailboxes import PUBLIC_PROVIDERS, is_a_forms, is_unread
from ingest.mail import UNNAMED, Address, InboundMail
from store.words import AuthorBy


@dataclass(frozen=True, slots=True)
class Author:
    """name, address   in lower case; the address in From where nobody else is named
    by              how it is known; NOBODY: From speaks for others and names none, so that no person is behind it
    """

    name: str = ""
    address: str = ""
    by: AuthorBy = AuthorBy.FROM

    @property
    def is_somebody(self) -> bool:
        return self.by is not AuthorBy.NOBODY


def find_author(mail: InboundMail, desk: str = "", people: Collection[str] = ()) -> Author:
    """The author of a mail that came to `desk`.

    people  addresses of persons, contacts and colleagues, in lower case: at the desk's own domain all others are the
            desk's own. What is read elsewhere than in From proves nothing.
    """
    if mail.sender is None or not mail.sender.address:
        return Author(mail.sender.name if mail.sender else "", "", AuthorBy.NOBODY)
    sender = mail.sender.address.lower()
    if UNNAMED in mail.defects or not mail.header("from", sender).strip(" \t<>"):
        return Author(mail.sender.name, sender, AuthorBy.ENVELOPE)
    lists = _lists(mail)
    if not _speaks_for_others(mail, sender, desk, people, lists):
        return Author(mail.sender.name, sender)
    silent = {sender, *lists}
    for by, named in ((AuthorBy.ORIGINAL_FROM, _original(mail)), (AuthorBy.REPLY_TO, mail.reply_to)):
        others = {
            one.address.lower(): one
            for one in named
            if "@" in one.address and one.address.lower() not in silent and not _is_mute(one.address, desk, people)
        }
        if len(others) == 1:
            [(address, other)] = others.items()
            return Author(other.name or _name_within(mail), address, by)
    return Author(mail.sender.name, sender, AuthorBy.NOBODY)


def is_the_desks(address: str, desk: str, people: Collection[str] = ()) -> bool:
    """One of our own mailboxes, and nobody's in particular: the desk's, with or without a token, or at its domain."""
    local, _, domain = address.lower().rpartition("@")
    own, _, own_domain = desk.lower().rpartition("@")
    if not own_domain or domain != own_domain:
        return False
    shared = own_domain in PUBLIC_PROVIDERS
    return local.partition("+")[0] == own or not (shared or address.lower() in people)


def addresses_within(mails: Iterable[InboundMail]) -> set[str]:
    """All addresses that may be an author's, in lower case."""
    return {
        one.address.lower()
        for mail in mails
        for one in (mail.sender, *_original(mail), *mail.reply_to)
        if one and one.address
    }


def _speaks_for_others(
    mail: InboundMail, sender: str, desk: str, people: Collection[str], lists: Collection[str]
) -> bool:
    if is_the_desks(sender, desk, people) or is_unread(sender) or sender in lists:
        return True
    if sender in people:
        return False
    via = mail.sender is not None and _VIA.search(mail.sender.name)
    return bool(via) or is_a_forms(sender) or _is_from_a_form_program(mail)


def _is_mute(address: str, desk: str, people: Collection[str]) -> bool:
    return is_the_desks(address, desk, people) or is_unread(address)


def _is_from_a_form_program(mail: InboundMail) -> bool:
    """Programs of websites write so; who uses one for his own letters wants the answers at home."""
    return any(
        name == "x-php-originating-script" or (name in ("x-mailer", "user-agent") and "phpmailer" in value.lower())
        for name, value in mail.headers
    ) and any(one.address for one in mail.reply_to)


def _lists(mail: InboundMail) -> frozenset[str]:
    """The addresses of the list it came by (RFC 2369, RFC 2919)."""
    found = {
        address.lower()
        for name, value in mail.headers
        if name in ("list-post", "mailing-list", "x-mailing-list", "x-google-group-address")
        for address in _MAILBOX.findall(value[:_ENOUGH])
    }
    named = {value.strip(" \t<>").rpartition("<")[2].lower() for name, value in mail.headers if name == "list-id"}
    everybody = [mail.sender, *mail.to, *mail.cc, *mail.reply_to]
    found |= {one.address.lower() for one in everybody if one and one.address.lower().replace("@", ".") in named}
    return frozenset(found)


def _original(mail: InboundMail) -> list[Address]:
    """Whom a list or a group replaced in From."""
    for wanted in ("x-original-from", "x-original-sender"):
        value = mail.header(wanted)[:_ENOUGH]
        if found := _MAILBOX.search(value):
            local, _, domain = found[0].rpartition("@")
            return [Address(value[: found.start()].strip(" \t\"'<"), f"{local}@{domain.lower()}")]
    return []


def _name_within(mail: InboundMail) -> str:
    """The name before "via", or what the form's field says."""
    name = mail.sender.name if mail.sender else ""
    if via := _VIA.search(name):
        return name[: via.start()].strip(" \"'")
    field = _NAME.search(mail.text[:_ENOUGH])
    return field[1].strip() if field else ""


_ENOUGH = 4_000  # characters
_VIA = re.compile(r"(?<=\S)\s+via\s+(?=\S)", re.IGNORECASE)
_MAILBOX = re.compile(r"[^\s<>\[\]():;,\"'@]{1,64}@[\w-][\w.-]{0,250}\w")
_NAME = re.compile(r"^[ \t>*]*(?:(?:uw|je|your|ihr|votre) )?(?:naam|name|nom)[ \t]*:[ \t]*(\S[^\n]{0,79})", re.I | re.M)
