"""The door for files: a mail, a Maildir, an mbox, or standard input beside them. A mail server's pipe has pipe.py."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from ingest.doors.pipe import EX_TEMPFAIL
from ingest.identity import identify
from ingest.mail import Envelope
from ingest.reading.fields import read_fields
from store.intake import Arrival, Intake, Receipt
from store.store import StoreUnavailableError

TOGETHER = 50  # mails handed in before the first receipt is waited for: one commit then keeps them all


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one mail: a receipt, or why there is none. `retry`: ours to mend, trying again is right."""

    where: str
    receipt: Receipt | None
    trouble: str = ""
    retry: bool = False


def take(paths: Iterable[str], standard_input: bytes | None, intake: Intake, now: datetime) -> Iterator[Taken]:
    """Keep every mail found there, in order. `standard_input` is one mail, taken where a path is "-"."""
    found = (each for path in paths for each in mails_at(path, standard_input))
    while batch := list(islice(found, TOGETHER)):
        promises = [(where, intake.keep(_arrival(raw, now)) if raw is not None else None) for where, raw in batch]
        for where, promise in promises:
            if promise is None:
                yield Taken(where, None, "cannot be read")
                continue
            try:
                yield Taken(where, promise.result())
            except (OSError, StoreUnavailableError) as error:
                yield Taken(where, None, f"not kept: {error}", retry=True)


def taken_lines(taken: Iterable[Taken], as_json: bool) -> Iterator[str]:
    """A line a mail for a person, or one JSON list."""
    if as_json:
        rows = [
            {"where": one.where, "id": one.receipt.message_id, "again": one.receipt.again}
            if one.receipt
            else {"where": one.where, "trouble": one.trouble, "retry": one.retry}
            for one in taken
        ]
        yield json.dumps(rows, ensure_ascii=False)
        return
    for one in taken:
        again = " (again)" if one.receipt and one.receipt.again else ""
        yield f"{one.where}: " + (f"kept as M-{one.receipt.message_id}{again}" if one.receipt else one.trouble)


def status_of(taken: Iterable[Taken]) -> int:
    """What a command that took these ends with: 0, 1 where one cannot be read, 75 where trying again is right."""
    troubled = [one for one in taken if one.trouble]
    return EX_TEMPFAIL if any(one.retry for one in troubled) else int(bool(troubled))


def read_envelope(raw: bytes) -> Envelope:
    """The envelope as the last server noted it (RFC 5321 §4.4; Delivered-To and its kin are custom)."""
    fields, _, _ = read_fields(raw, 0)
    path = fields.get("return-path").strip()
    recipients = [fields.all(name) for name in ("x-original-to", "delivered-to", "envelope-to")]
    bare = dict.fromkeys(one.strip(" <>") for group in recipients for one in group if "@" in one)
    return Envelope(path.strip(" <>") if path else None, tuple(bare))


def _arrival(raw: bytes, now: datetime) -> Arrival:
    seen, envelope = identify(raw), read_envelope(raw)
    return Arrival(
        raw=raw,
        fingerprint=seen.fingerprint,
        message_id=seen.message_id,
        door="pipe",
        at=now,
        sender=envelope.sender,
        recipients=envelope.recipients,
    )


def mails_at(path: str, standard_input: bytes | None = None) -> Iterator[tuple[str, bytes | None]]:
    """Each mail at a path, with a name for it; None where it cannot be read."""
    if path == "-":
        yield "-", standard_input or None
        return
    for file in _files(Path(path)):
        if file.is_symlink() and str(file) != path:
            yield str(file), None  # a link in a folder may lead anywhere; only what was named itself is followed
            continue
        try:
            with file.open("rb") as opened:
                is_mbox = opened.read(5) == b"From "
            if is_mbox:
                yield from _in_mbox(file)
            else:
                yield str(file), file.read_bytes() or None
        except OSError:
            yield str(file), None


def _files(path: Path) -> list[Path]:
    """The files of a Maildir, of a plain folder, or the one file."""
    if not path.is_dir():
        return [path]
    folders = [path / "new", path / "cur"] if (path / "cur").is_dir() else [path]
    links = [folder for folder in folders if folder.is_symlink() and folder != path]
    files = [file for folder in folders if folder.is_dir() and folder not in links for file in sorted(folder.iterdir())]
    return links + [file for file in files if (file.is_file() or file.is_symlink()) and not file.name.startswith(".")]


def _in_mbox(path: Path) -> Iterator[tuple[str, bytes | None]]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield f"{path}#{int(key) + 1}", box.get_bytes(key)
    finally:
        box.close()
