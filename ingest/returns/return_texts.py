"""Delivery reports that only say it in words: Exim, qmail, older Sendmail and Exchange, Gmail, telephone companies."""

from __future__ import annotations

import re

from ingest.mail import Return
from ingest.returns.return_phrases import (
    COPY_FOLLOWS,
    DELAYED,
    DELAYED_SUBJECT,
    FINAL,
    REFUSED,
    SPEAKS_OF_RECIPIENT,
    SUBJECT,
    SUCCEEDED,
    UNDELIVERED,
)
from store.subjects import is_answer


def read_text_report(
    headers: tuple[tuple[str, str], ...], text: str, returned: str, original_message_id: str
) -> list[Return]:
    """The fates such a report tells, in the order it names them; empty where it tells none.

    text       what the reporting server wrote, the returned mail perhaps below it
    returned   the returned mail where it is a part of its own, "" otherwise
    """
    announcement, below = _part_off_returned(text)
    subject = _first(headers, "subject")
    delayed = bool(DELAYED.search(announcement) or DELAYED_SUBJECT.search(subject))
    if not (delayed or _names_failed(headers) or _tells_failure(headers, subject, announcement)):
        return []
    action = "delayed" if delayed and not (FINAL.search(announcement) or _REFUSAL.search(announcement)) else "failed"
    found = _recipients(headers, announcement, returned or below)
    if not (
        _is_daemons(headers) or (action == "failed" and _is_a_servers(headers, announcement, returned or below, found))
    ):
        return []  # "Pakket niet bezorgd" is a person's subject as well
    return [Return(address, action, status, original_message_id) for address, status in found]


def is_announced(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether a mail looks like a server's report from outside: a daemon wrote it, or its subject says so."""
    subject = _first(headers, "subject")
    return _is_daemons(headers) or (bool(SUBJECT.search(subject)) and not is_answer(subject))


def _is_daemons(headers: tuple[tuple[str, str], ...]) -> bool:
    return _names_failed(headers) or bool(_DAEMON.search(_first(headers, "from")))


def _names_failed(headers: tuple[tuple[str, str], ...]) -> bool:
    return "@" in _first(headers, "x-failed-recipients")


def _is_a_servers(
    headers: tuple[tuple[str, str], ...], announcement: str, returned: str, found: list[tuple[str, str]]
) -> bool:
    """Whether a mail under a name that may be a person's is a server's after all. People write of parcels, of error
    5.2.2 on the boiler and of somebody else's address; they leave a return path, and send no mail back whole. An
    automatic answer names whom to turn to instead."""
    if _REFUSAL.search(announcement) or _MESSAGE_FIELDS.search(returned):
        return True
    if _first(headers, "auto-submitted").lower().startswith("auto-replied") or not _may_be_nobodys(headers):
        return False
    return bool(_SMTP_REPLY.search(announcement) or _names_another(headers, announcement, found))


def _may_be_nobodys(headers: tuple[tuple[str, str], ...]) -> bool:
    """Whether no person is named as the one to answer; where the return path was lost, it may have been empty."""
    return bool(
        _first(headers, "return-path").strip() in ("", "<>")
        or _first(headers, "auto-submitted").lower().startswith("auto-generated")
        or _first(headers, "precedence").lower() in ("bulk", "junk")
        or _PROGRAM.search(_first(headers, "from"))
    )


def _names_another(headers: tuple[tuple[str, str], ...], announcement: str, found: list[tuple[str, str]]) -> bool:
    """Whether the text names a recipient who is not its author: people write their own address below their letters."""
    author = _first(headers, "from").lower()
    return any(address and address in announcement and address.lower() not in author for address, _ in found)


def _tells_failure(headers: tuple[tuple[str, str], ...], subject: str, announcement: str) -> bool:
    """In a mail that looks like a person's only words about delivering count, not "ik kon u niet vinden". A server's
    refusal (RFC 5321 §4.2.1 with RFC 3463) needs no words, nor does a mailer that names an address: reports come in
    languages we do not know."""
    if UNDELIVERED.search(announcement) or _REFUSAL.search(announcement):
        return True
    if _MAILER.search(_first(headers, "from")) and _ADDRESS.search(announcement) and not SUCCEEDED.search(announcement):
        return True
    return is_announced(headers) and bool(REFUSED.search(announcement) or UNDELIVERED.search(subject))


def _recipients(headers: tuple[tuple[str, str], ...], announcement: str, returned: str) -> list[tuple[str, str]]:
    """(address, status) of each recipient named, from the best place that names any."""
    ours = {address.lower() for address in _addresses(f"{_first(headers, 'to')} {_first(headers, 'delivered-to')}")}
    found = (
        _addresses(_first(headers, "x-failed-recipients"))
        or _at_line_heads(announcement, ours)
        or _near_words(announcement, ours)
        or _addressees(returned)
        or [""]
    )
    statuses = _statuses(announcement, found)
    return [(address, statuses.get(address, "")) for address in dict.fromkeys(found)]


def _part_off_returned(text: str) -> tuple[str, str]:
    """What was written, and the mail returned below it. A line above which nothing stands parts nothing off."""
    cut = next((cut for cut in COPY_FOLLOWS.finditer(text) if text[: cut.start()].strip()), None)
    return (text[: cut.start()], text[cut.start() :]) if cut else (text, "")


def _at_line_heads(announcement: str, ours: set[str]) -> list[str]:
    """Addresses that begin a line of their own: "<johan@dekraan.example.nl>:", "  * johan@dekraan.example.nl".

    Where an alias led on, "(expanded from: <johan@…>)", it is the alias we wrote to.
    """
    heads = {found.start(): found[1] for found in _LINE_HEAD.finditer(announcement)}
    for alias in _EXPANDED.finditer(announcement):
        heads[max((start for start in heads if start < alias.start()), default=alias.start())] = alias[1]
    return [address for address in heads.values() if not _is_ours(address, ours)]


def _near_words(announcement: str, ours: set[str]) -> list[str]:
    """Addresses in a line that speaks of delivering, recipients or mailboxes, else in any line of the report."""
    speaking: list[str] = []
    others: list[str] = []
    for line in announcement.split("\n"):
        if "@" not in line or _NOT_ABOUT.match(line):
            continue
        named = [address for address in _addresses(line) if not _is_ours(address, ours)]
        (speaking if SPEAKS_OF_RECIPIENT.search(line) else others).extend(named)
    return speaking or others


def _addressees(returned: str) -> list[str]:
    field = _TO_FIELD.search(returned)
    return _addresses(field[1]) if field else []


def _statuses(announcement: str, found: list[str]) -> dict[str, str]:
    """The status that stands after each address, or the first of the report for those without one of their own."""
    codes = [(match.start(), match[0]) for match in _STATUS.finditer(announcement)]
    if not codes:
        return {}
    starts = {address: max(announcement.find(address), 0) for address in found}
    statuses = {}
    for address, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(announcement))
        own = (code for at, code in codes if start <= at < end)
        statuses[address] = next(own, codes[0][1])
    return statuses


def _addresses(text: str) -> list[str]:
    return [_KIND.sub("", match[0]).strip(".'") for match in _ADDRESS.finditer(text)]


def _is_ours(address: str, ours: set[str]) -> bool:
    return address.lower() in ours or bool(_SERVANT.match(address))


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key == name), "")


_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-][\w.-]{0,250}\w")
_KIND = re.compile(r"^(?:smtp|rfc822)=", re.IGNORECASE)  # Exchange: "dda:SMTP=johan@dekraan.example.nl"
_STATUS = re.compile(r"(?<![\d.])[245]\.\d\.\d{1,3}(?![.\d])")
_LINE_HEAD = re.compile(
    r"^[ \t>*•·-]*(?:\d{1,3}[.)] )?[<\"'\[(]?(?:smtp:|mailto:|rfc822;)?"
    rf"({_ADDRESS.pattern})[>\"'\])]*(?=[ \t]*(?:$|[:;,(]|\.\.\.|<|on |- |\[))",
    re.MULTILINE | re.IGNORECASE,
)
_EXPANDED = re.compile(r"\((?:expanded|generated) from:? <?([^\s<>@]+@[^\s<>()]+)", re.IGNORECASE)
_SMTP_REPLY = re.compile(r"\b[45]\d\d[ -](?:[45]\.\d\.\d|\S)|(?<![\d.])[45]\.\d\.\d{1,3}(?![.\d])")
_REFUSAL = re.compile(r"\b5\d\d[ -]#?5\.\d\.\d{1,3}(?![.\d])")
_MESSAGE_FIELDS = re.compile(r"^(?:received|message-id|mime-version|from|return-path):", re.IGNORECASE | re.MULTILINE)
_PROGRAM = re.compile(
    r"(?:^|<)\W*(?:(?:no|do-?not)[._-]?reply|(?:mail|spam|sys)?-?(?:gateway|robot|server|filter|system|admin)\d*)@",
    re.IGNORECASE,
)
_MAILER = re.compile(r"mailer-?daemon", re.IGNORECASE)
_DAEMON = re.compile(
    r"^\W*(?:mailer-?daemon|postmaster|mail-daemon|daemon|mdaemon|mmdf|post_master|uucp|double-bounce)"
    r"|<(?:mailer-?daemon|postmaster|post_master|microsoftexchange[0-9a-f]{3,40})@|\bmail delivery (?:sub)?system\b",
    re.IGNORECASE,
)
_TO_FIELD = re.compile(r"^[ >]*To:[ \t]*((?:.*\n?)(?:[ \t]+.+\n?){0,10})", re.MULTILINE | re.IGNORECASE)
_SERVANT = re.compile(
    r"(?:mailer-?daemon|postmaster|abuse|support|helpdesk|help|admin|hostmaster|webmaster)@", re.IGNORECASE
)
_NOT_ABOUT = re.compile(
    r"\s*(?:from|return-path|reply-to|sender|received|message-id|mail from|cc|subject|date|x-[\w-]+)\b\s*:",
    re.IGNORECASE,
)
