"""Delivery reports: whose mail did not arrive, why, and which mail it was (RFC 3464, and the styles without one)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.mail import Return
from ingest.returns.return_notices import read_notice
from ingest.returns.return_texts import is_announced, read_text_report


@dataclass(frozen=True, slots=True)
class Report:
    """A mail that may be a delivery report.

    headers   names in lower case, values decoded
    text      the readable text
    leaves    (content type, text) of every part in order, returned mails and their headers as text
    """

    headers: tuple[tuple[str, str], ...]
    text: str
    leaves: tuple[tuple[str, str], ...]


def may_be_return(headers: tuple[tuple[str, str], ...]) -> bool:
    """Cheap signs that make a mail worth `read_returns`."""
    fields = {name: value for name, value in reversed(headers) if name in _TELLING}
    if "x-amz-sns-message-id" in fields or fields.get("return-path", "x").strip() in ("<>", ""):
        return True
    return "multipart/report" in fields.get("content-type", "").lower() or is_announced(headers)


def read_returns(report: Report) -> tuple[bool, tuple[Return, ...]]:
    """Whether mail of ours came back for good, and the fate of each recipient named (delays are listed as such)."""
    if _is_feedback(report):
        return False, ()
    original = _original_message_id(report)
    fates = [fate for block in _status_blocks(report) if (fate := _fate(block, original))] or read_notice(report.text)
    if not fates or not all(fate.recipient and fate.status for fate in fates):
        in_words = read_text_report(report.headers, _announcement(report), _returned(report), original)
        fates = _completed(_named(fates, in_words), in_words)
    return any(fate.action == "failed" for fate in fates), tuple(dict.fromkeys(fates))


def _named(fates: list[Return], in_words: list[Return]) -> list[Return]:
    """Fates whose block named a pipe or nobody take the recipient the text names, and keep their status."""
    nameless = [fate for fate in fates if not fate.recipient]
    named = [fate for fate in fates if fate.recipient]
    if not nameless:
        return named or in_words
    return named or [replace(nameless[0], recipient=fate.recipient) for fate in in_words] or nameless


def _completed(fates: list[Return], in_words: list[Return]) -> list[Return]:
    """Fates without a status take the one the text tells of that recipient."""
    statuses = {fate.recipient.lower(): fate.status for fate in in_words}
    return [fate if fate.status else replace(fate, status=statuses.get(fate.recipient.lower(), "")) for fate in fates]


def _is_feedback(report: Report) -> bool:
    """A complaint about spam (RFC 5965) or a read receipt (RFC 8098) comes in the same wrapping."""
    kinds = {kind for kind, _ in report.leaves}
    return bool(kinds & {"message/feedback-report", "message/disposition-notification"}) and not kinds & _STATUS_KINDS


def _status_blocks(report: Report) -> list[dict[str, str]]:
    """The fields of the machine-readable part; gateways rename it, so failing that of any that reads like one."""
    blocks = [block for kind, text in report.leaves if kind in _STATUS_KINDS for block in _blocks(text)]
    if blocks:
        return blocks
    alike = (text for kind, text in report.leaves if kind not in _RETURNED_KINDS and _READS_LIKE_STATUS.search(text))
    return [block for text in alike for block in _blocks(text) if block.keys() & {*_NAMES}]


def _blocks(text: str) -> list[dict[str, str]]:
    """The groups of fields of a delivery-status part, unfolded (RFC 3464 §2.1)."""
    blocks: list[dict[str, str]] = [{}]
    name = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            blocks.append({})
        elif line[0] in " \t" and name in blocks[-1]:
            blocks[-1][name] += " " + line.strip()
        else:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            if name in _NAMES and name in blocks[-1]:
                blocks.append({})  # the next recipient, without the empty line between
            blocks[-1].setdefault(name, value.strip())
    return [block for block in blocks if block]


def _fate(block: dict[str, str], original: str) -> Return | None:
    """One recipient's block (RFC 3464 §2.3); the first block of a report, about the mail, gives None."""
    if not block.keys() & {*_NAMES, "action", "status"}:
        return None
    named = (block.get(name, "") for name in _NAMES)
    recipient = next((address for value in named if (address := _address(value))), "")
    detail = block.get("diagnostic-code", "")
    status = _status(block.get("status", ""), detail)
    action = _ACTIONS.get(block.get("action", "").split(" ")[0].lower(), "")
    if not action:
        action = "delayed" if status.startswith("4.") else "failed"
    return Return(recipient, action, status, original)


def _status(given: str, detail: str) -> str:
    """The status field, or where that says nothing in particular (5.0.0) the one in the server's own words."""
    found = _STATUS.search(given)
    status = found[0] if found else ""
    if not status or status.endswith((".0.0",)):
        in_detail = [code for code in _STATUS.findall(detail) if not status or code[0] == status[0]]
        return next((code for code in in_detail if not code.endswith(".0.0")), status or next(iter(in_detail), ""))
    return status


def _address(value: str) -> str:
    """The address in "rfc822; <fatima@mail.example.nl>"; "" where it is no mail address but a pipe or a file."""
    kind, semicolon, address = value.rstrip("; ").rpartition(";")
    address = _ESCAPED.sub(_unescaped, address)
    found = _MAIL_ADDRESS.search(address.strip().strip("<>"))
    return found[0] if found and "|" not in address and (kind.strip().lower() != "x400" or not semicolon) else ""


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code <= 0x20 or 0xD800 <= code <= 0xDFFF else chr(code)


def _announcement(report: Report) -> str:
    return report.text or next((text for kind, text in report.leaves if kind.startswith("text/")), "")


def _returned(report: Report) -> str:
    """The returned mail, or its headers, where it is a part of its own."""
    return next((text for kind, text in report.leaves if kind in _RETURNED_KINDS), "")


def _original_message_id(report: Report) -> str:
    for text in (_returned(report), *(text for kind, text in report.leaves if kind in _STATUS_KINDS), report.text):
        found = _MESSAGE_ID.search(text)
        if found:
            return found[1]
    answered = {name: value for name, value in report.headers if name in ("in-reply-to", "references")}
    found = _BRACKETED.search(answered.get("in-reply-to") or answered.get("references") or "")
    return found[1] if found else ""


_TELLING = frozenset({"content-type", "return-path", "x-amz-sns-message-id"})
_NAMES = ("original-recipient", "final-recipient", "x-actual-recipient")
_STATUS_KINDS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_KINDS = frozenset({"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"})
_ACTIONS = {
    "failed": "failed",
    "failure": "failed",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "relayed",
    "expanded": "expanded",
}
_READS_LIKE_STATUS = re.compile(
    r"^(?:final|original)-recipient:[^\n]*\n(?:[^\n]*\n){0,5}?(?:action|status):", re.IGNORECASE | re.MULTILINE
)
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_MAIL_ADDRESS = re.compile(r"(?:\"[^\"<>]{1,64}\"|[^\s<>;,\"()]+)@[^\s<>;,\"()]+")
_ESCAPED = re.compile(r"\\x\{([0-9a-f]{2,5})\}", re.IGNORECASE)  # RFC 6533 §3: "j\x{F6}rg@…"
_MESSAGE_ID = re.compile(r"^[ >]*(?:Original-)?Message-I[dD]:\s*<([^<>\s]+)>", re.MULTILINE | re.IGNORECASE)
_BRACKETED = re.compile(r"<([^<>\s]+)>")
