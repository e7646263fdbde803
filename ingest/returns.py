"""Delivery reports: whose mail did not arrive, why, and which mail it was (RFC 3464, and the styles without one)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.mail import Return
from ingest.phrases import alternatives
from ingest.return_texts import read_text_report


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


def may_be_return(headers: tuple[tuple[str, str], ...], sender: str) -> bool:
    """Cheap signs that make a mail worth `read_returns`. `sender` is the From address, "" where there is none."""
    said = {name: value for name, value in reversed(headers) if name in _TELLING}
    if "x-failed-recipients" in said or "multipart/report" in said.get("content-type", "").lower():
        return True
    if said.get("return-path", "x").strip() in ("<>", "") or _DAEMON.search(sender or said.get("from", "")):
        return True
    return bool(_SUBJECT.search(said.get("subject", "")))


def read_returns(report: Report) -> tuple[bool, tuple[Return, ...]]:
    """Whether mail of ours came back for good, and the fate of each recipient named (delays are listed as such)."""
    original = _original_message_id(report)
    blocks = [block for kind, text in report.leaves if kind in _STATUS_KINDS for block in _blocks(text)]
    fates = [fate for block in blocks if (fate := _fate(block, original))]
    if _is_feedback(report):
        return False, ()
    if not fates or not all(fate.recipient for fate in fates):
        told = read_text_report(report.headers, _announcement(report), _returned(report), original)
        fates = [fate for fate in fates if fate.recipient] or told
    if not fates:
        return False, ()
    return any(fate.action == "failed" for fate in fates), tuple(dict.fromkeys(fates))


def _is_feedback(report: Report) -> bool:
    """A complaint about spam (RFC 5965) or a read receipt (RFC 8098) comes in the same wrapping."""
    kinds = {kind for kind, _ in report.leaves}
    return bool(kinds & {"message/feedback-report", "message/disposition-notification"}) and not kinds & _STATUS_KINDS


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
            blocks[-1].setdefault(name, value.strip())
    return [block for block in blocks if block]


def _fate(block: dict[str, str], original: str) -> Return | None:
    """One recipient's block (RFC 3464 §2.3); the first block of a report, about the mail, gives None."""
    if not block.keys() & {"final-recipient", "original-recipient", "action", "status", "x-actual-recipient"}:
        return None
    named = (block.get(name, "") for name in ("original-recipient", "final-recipient", "x-actual-recipient"))
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
        told = [code for code in _STATUS.findall(detail) if not status or code[0] == status[0]]
        return next((code for code in told if not code.endswith(".0.0")), status or next(iter(told), ""))
    return status


def _address(value: str) -> str:
    """The address in "rfc822; <fatima@mail.example.nl>"; "" where it is no mail address but a pipe or a file."""
    kind, semicolon, address = value.rpartition(";")
    found = _MAIL_ADDRESS.search(address.strip().strip("<>"))
    return found[0] if found and "|" not in address and (kind.strip().lower() != "x400" or not semicolon) else ""


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


_TELLING = frozenset({"x-failed-recipients", "content-type", "return-path", "from", "subject"})
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
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_MAIL_ADDRESS = re.compile(r"[^\s<>;,\"()]+@[^\s<>;,\"()]+")
_MESSAGE_ID = re.compile(r"^[ >]*(?:Original-)?Message-I[dD]:\s*<([^<>\s]+)>", re.MULTILINE | re.IGNORECASE)
_BRACKETED = re.compile(r"<([^<>\s]+)>")
_DAEMON = re.compile(
    r"^\W*(?:mailer-?daemon|postmaster|mail-daemon|daemon|mdaemon|mmdf|post_master|uucp|double-bounce)", re.I
)
_SUBJECT = alternatives(r"""
    undeliver|not deliver|non-?deliver|cannot be delivered|could not be delivered|couldn.t be delivered|unable to deliver
    deliver[yd]\b.{0,30}(?:fail|status|error|problem|delay|notif|report|warning)|fail(?:ed|ure)\b.{0,20}(?:deliver|notice)
    returned (?:mail|to sender|message)|mail (?:system )?error|mail.{0,12} returned|returned e?-?mail|failure notice
    message (?:was )?not sent|user unknown|unknown user|bounce|mail failure|message status|error sending
    onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd)|mislukte? (?:aflevering|bezorging)|bezorg(?:ings)?status
    unzustellbar|nicht zugestellt|zustellung|unbestellbar|fehlgeschlagen
    non remis|non distribu|échec de (?:la )?(?:remise|livraison|distribution)|non délivr|pas (?:été|pu être) (?:remis|distribu)
    no se puede entregar|no entregado|error de entrega|mancato recapito|impossibile recapitare|non recapit
    não (?:foi )?entreg|falha na entrega|não pôde ser entregue|ikke leveres|inte levereras|nie dostarczon|недостав|не доставлен
    配信(?:でき|不能)|送信できませ|退信|未送达|未傳遞|무효|반송
""")
