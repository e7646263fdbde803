"""What the desk sees in a mail: a JSON object for programs, a screen for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from config.settings import Settings
from config.speech import say, spoken_language
from ingest.intents.answer import read_intent
from ingest.intents.clauses import above_own_name
from ingest.intents.intent import Intent, Speaker
from ingest.judging.known import Facts
from ingest.judging.policy import Judgement, judge
from ingest.judging.verdict import Known
from ingest.mail import Address, Attachment, Envelope, Forwarded, InboundMail, Sure
from ingest.reading.attachments import open_parts
from ingest.reading.message import read_mail
from store.mail import Message
from store.store import Store

UNKNOWN_ENVELOPE = Envelope(sender=None, recipients=())


@dataclass(frozen=True, slots=True)
class Lens:
    """What a mail is looked at with: the desk's judgement, and whose answer it is read as.

    judged  a mail and its size in octets; without a store a mail is judged by itself
    """

    judged: Callable[[InboundMail, int], Judgement] = lambda mail, size: judge(mail, Known(size=size))
    role: Speaker = Speaker.PARTY


@contextmanager
def lens_of(settings: Settings, read_as: str, clock: Callable[[], datetime]) -> Iterator[Lens]:
    """How to look: against the desk's own store where there is one, changing nothing in it.

    read_as  a Speaker's word
    """
    role = Speaker(read_as)
    if not settings.database.url and not (settings.desk.data_dir / "postbon.sqlite").exists():
        yield Lens(role=role)
        return

    def judged(mail: InboundMail, size: int) -> Judgement:
        message = Message(received_at=clock(), raw_key="", size=size, fingerprint="", message_id=mail.message_id)
        with store.reading() as session:
            return judge(mail, Facts(session, settings, [(message, mail)]).about(message, mail))

    store = Store.open(settings)
    try:
        yield Lens(judged, role)
    finally:
        store.close()


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
        "cut_sure": mail.reply.sure.value,
        "intent": _understood(mail, lens.role),
        "tokens": list(mail.tokens),
        "defects": list(mail.defects),
        "rule": judgement.rule,
        "why": judgement.why.in_(spoken_language()),
        "error": None,
    }


def _understood(mail: InboundMail, role: Speaker) -> dict[str, Any]:
    if mail.is_auto or mail.is_bounce or mail.is_bulk:
        intent = Intent()
    else:
        cut_sure = mail.reply.sure is Sure.HIGH and not mail.reply.interleaved
        new = above_own_name(mail.reply.new, mail.sender.name if mail.sender else "")
        intent = read_intent(new, as_=role, date=mail.date, cut_sure=cut_sure)
    return {**intent.as_json(), "why": intent.words.in_(spoken_language())}


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


def as_screen(report: dict[str, Any]) -> str:
    """The object as a person wants to read it: who, what, the new text, then whatever is out of the ordinary."""
    if report["error"]:
        return f"{report['file']}\n  " + say("cannot be read: %(error)s\n", error=report["error"])
    rows = [
        (say("from"), _person(report["from"])),
        (say("to"), ", ".join(map(_person, report["to"]))),
        ("cc", ", ".join(map(_person, report["cc"]))),
        (say("date"), report["date"] or ""),
        (say("subject"), report["subject"]),
        (say("language"), report["language"]),
        (say("files"), "\n".join(map(_file, report["attachments"]))),
        (say("kind"), ", ".join(key[3:] for key in ("is_auto", "is_bulk", "is_bounce") if report[key])),
        (say("returned"), "\n".join(_fate(fate) for fate in report["bounces"])),
        (say("tokens"), "\n".join(report["tokens"])),
        (say("new text"), report["reply_text"]),
        (say("signature"), report["signature"]),
        (say("quoted"), _shortened(report["quoted_text"])),
        (say("forwarded"), _forward(report["forwarded"])),
        (say("intent"), _intent(report["intent"])),
        (say("defects"), "\n".join(report["defects"])),
        (say("verdict"), f"{report['rule']}: {report['why']}"),
    ]
    return "\n".join([report["file"], *(_row(label, value) for label, value in rows if value)]) + "\n"


def _row(label: str, value: str) -> str:
    lines = _GAPS.sub("\n\n", value.replace("\r", "").strip("\n")).split("\n")
    return f"  {label:<13} " + f"\n{'':<16}".join(line.rstrip() for line in lines)


_GAPS = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n")


def _person(address: dict[str, str]) -> str:
    return f"{address['name']} <{address['address']}>".strip().removesuffix(" <>")


def _fate(fate: dict[str, str]) -> str:
    return f"{fate['recipient']} {fate['action']} {fate['status']}"


def _file(attachment: dict[str, Any]) -> str:
    where = say(", shown in the text") if attachment["inline"] else ""
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
            [say("… and one more line", plural="… and %(count)s more lines", count=len(kept) - lines)]
            if len(kept) > lines
            else []
        )
    )
