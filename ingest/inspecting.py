"""What the desk sees in a mail: a JSON object for programs, a screen for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.speech import say
from ingest.judging.policy import Judgement, judge
from ingest.judging.verdict import Known
from ingest.mail import Address, Attachment, Envelope, Forwarded, InboundMail
from ingest.reading.attachments import open_parts
from ingest.reading.message import read_mail

UNKNOWN_ENVELOPE = Envelope(sender=None, recipients=())


@dataclass(frozen=True, slots=True)
class Intent:
    """What the new text asks the desk to do; `sure` only where the desk would do it without asking."""

    deed: str = "none"
    sure: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """What a mail is looked at with: the desk's judgement, and its understanding of an answer.

    judged      a mail and its size in octets; without a store a mail is judged by itself
    understood  the new text of an answer
    """

    judged: Callable[[InboundMail, int], Judgement] = lambda mail, size: judge(mail, Known(size=size))
    understood: Callable[[str], Intent] = lambda _text: Intent()


def inspect_lines(paths: Iterable[str], lens: Lens = Lens()) -> Iterator[str]:
    """One JSON object a path, as it comes. One bad mail never ends the run: its object says so in `error`."""
    for path in paths:
        yield json.dumps(inspect_file(path, lens), ensure_ascii=False)


def inspect_screens(paths: Iterable[str], lens: Lens = Lens()) -> Iterator[str]:
    """One screen a path, for a person."""
    for path in paths:
        yield as_screen(inspect_file(path, lens))


def inspect_file(path: str, lens: Lens) -> dict[str, Any]:
    try:
        raw = Path(path).read_bytes()
        mail = read_mail(raw, UNKNOWN_ENVELOPE)
        return as_object(path, raw, mail, lens)
    except Exception as broken:  # a door: whatever one mail does, the next is read
        return {"file": path, "error": f"{type(broken).__name__}: {broken}"}


def as_object(file: str, raw: bytes, mail: InboundMail, lens: Lens) -> dict[str, Any]:
    judgement = lens.judged(mail, len(raw))
    return {
        "file": file,
        "message_id": mail.message_id,
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "from": _address(mail.sender),
        "to": [asdict(address) for address in mail.to],
        "cc": [asdict(address) for address in mail.cc],
        "reply_to": [asdict(address) for address in mail.reply_to],
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "language": mail.language,
        "text": mail.text,
        "html": mail.html,
        "reply_text": mail.reply.new,
        "quoted_text": mail.reply.quoted,
        "signature": mail.reply.signature,
        "attachments": _attachments(raw, mail.attachments),
        "is_auto": mail.is_auto,
        "automatic_why": mail.automatic_why,
        "is_bulk": mail.is_bulk,
        "is_bounce": mail.is_bounce,
        "bounces": [asdict(fate) for fate in mail.returns],
        "forwarded": _forwarded(mail.forwarded),
        "intent": asdict(lens.understood(mail.reply.new) if not (mail.is_auto or mail.is_bounce) else Intent()),
        "tokens": list(mail.tokens),
        "defects": list(mail.defects),
        "rule": judgement.rule,
        "why": say(**judgement.why),
        "error": None,
    }


def _address(address: Address | None) -> dict[str, str]:
    return asdict(address or Address("", ""))


def _attachments(raw: bytes, attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    opened = open_parts(raw, [attachment.part for attachment in attachments])
    return [
        {
            "filename": attachment.filename,
            "content_type": attachment.content_type,
            "size": attachment.size,
            "sha256": sha256(octets).hexdigest(),
            "inline": attachment.inline,
            "content_id": attachment.content_id,
        }
        for attachment, octets in zip(attachments, opened, strict=True)
    ]


def _forwarded(forwarded: Forwarded | None) -> dict[str, Any] | None:
    if forwarded is None:
        return None
    return {
        "from": _address(forwarded.sender),
        "date": forwarded.date.isoformat() if forwarded.date else None,
        "subject": forwarded.subject,
        "text": forwarded.text,
    }


def as_screen(seen: dict[str, Any]) -> str:
    """The object as a person wants to read it: who, what, the new text, then whatever is out of the ordinary."""
    if seen["error"]:
        return f"{seen['file']}\n  " + say(
            nl=f"niet te lezen: {seen['error']}\n", en=f"cannot be read: {seen['error']}\n"
        )
    rows = [
        (say(nl="van", en="from"), _person(seen["from"])),
        (say(nl="aan", en="to"), ", ".join(map(_person, seen["to"]))),
        ("cc", ", ".join(map(_person, seen["cc"]))),
        (say(nl="datum", en="date"), seen["date"] or ""),
        (say(nl="onderwerp", en="subject"), seen["subject"]),
        (say(nl="taal", en="language"), seen["language"]),
        (say(nl="bijlagen", en="files"), "\n".join(map(_file, seen["attachments"]))),
        (say(nl="soort", en="kind"), ", ".join(key[3:] for key in ("is_auto", "is_bulk", "is_bounce") if seen[key])),
        (say(nl="retour", en="returned"), "\n".join(_fate(fate) for fate in seen["bounces"])),
        (say(nl="kenmerken", en="tokens"), "\n".join(seen["tokens"])),
        (say(nl="nieuw", en="new text"), seen["reply_text"]),
        (say(nl="groet", en="signature"), seen["signature"]),
        (say(nl="citaat", en="quoted"), _shortened(seen["quoted_text"])),
        (say(nl="doorgestuurd", en="forwarded"), _forward(seen["forwarded"])),
        (say(nl="bedoeling", en="intent"), _intent(seen["intent"])),
        (say(nl="gebreken", en="defects"), "\n".join(seen["defects"])),
        (say(nl="oordeel", en="verdict"), f"{seen['rule']}: {seen['why']}"),
    ]
    return "\n".join([seen["file"], *(_row(label, value) for label, value in rows if value)]) + "\n"


def _row(label: str, value: str) -> str:
    lines = _GAPS.sub("\n\n", value.replace("\r", "").strip("\n")).split("\n")
    return f"  {label:<13} " + f"\n{'':<16}".join(line.rstrip() for line in lines)


_GAPS = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n")


def _person(address: dict[str, str]) -> str:
    return f"{address['name']} <{address['address']}>".strip().removesuffix(" <>")


def _fate(fate: dict[str, str]) -> str:
    return f"{fate['recipient']} {fate['action']} {fate['status']}"


def _file(attachment: dict[str, Any]) -> str:
    where = say(nl=", in de tekst", en=", shown in the text") if attachment["inline"] else ""
    return f"{attachment['filename']}  ({attachment['content_type']}, {attachment['size']:,} bytes{where})"


def _forward(forwarded: dict[str, Any] | None) -> str:
    if forwarded is None:
        return ""
    return (
        f"{_person(forwarded['from'])}, {forwarded['date'] or 'no date'}: {forwarded['subject']}\n{forwarded['text']}"
    )


def _intent(intent: dict[str, Any]) -> str:
    return f"{intent['deed']}: {intent['why']}" if intent["deed"] != "none" else ""


def _shortened(text: str, lines: int = 5) -> str:
    kept = text.split("\n")
    return "\n".join(
        kept[:lines]
        + (
            [say(nl=f"… en nog {len(kept) - lines} regels", en=f"… and {len(kept) - lines} lines more")]
            if len(kept) > lines
            else []
        )
    )
