"""All that is kept about one person, as files they can read (art. 15 AVG): what they wrote, what was written to them,
and what they may see of their reports. Others' words that they may not see are not theirs to get."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any

from sqlmodel import Session, col, select

from convert.errors import MissingError
from store.audience import circles_of_person, may_read, own_circle, text_for
from store.blobs import BlobMissingError
from store.files import ticket_files
from store.letter_table import Letter
from store.mail import Message
from store.people import Person, PersonAddress, Tenancy, Unit
from store.scans import is_kept_apart
from store.store import Store
from store.tickets import File, Ticket, TicketPerson, TimelineEntry
from store.timeline import timeline_of
from store.words import ActorKind, Visibility


def export_person(store: Store, person_id: int, folder: Path, octets_of: Callable[[File], bytes]) -> list[Path]:
    """Write it into a new folder; the files written. octets_of: of a file; raises MissingError where they are gone.

    Raises MissingError, FileExistsError, StoreUnavailableError.
    """
    with store.reading() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise MissingError
        addresses = list(session.exec(select(PersonAddress.address).where(PersonAddress.person_id == person_id)))
        tickets = session.exec(
            select(Ticket)
            .join(TicketPerson, col(TicketPerson.ticket_id) == Ticket.id)
            .where(TicketPerson.person_id == person_id)
        ).all()
        texts = {"person.json": _person(session, person, addresses)}
        circles = {ticket.key: circles_of_person(session, ticket.key, person_id) - {""} for ticket in tickets}
        texts |= {
            f"reports/{ticket.number}.json": _report(session, ticket, person_id, circles[ticket.key])
            for ticket in tickets
        }
        mails = session.exec(select(Message).where(col(Message.from_address).in_(addresses))).all()
        letters = session.exec(select(Letter).where(Letter.person_id == person_id, Letter.octets_key != "")).all()
        files = {
            file.key: file
            for key, names in circles.items()
            for file in ticket_files(session, key, Visibility.REPORTER, names)
        }
    clean = [message for message in mails if not any(map(is_kept_apart, message.viruses.values()))]
    keys = {f"mails/M-{message.key}.eml": message.raw_key for message in clean}
    keys |= {f"letters/{letter.key}.eml": letter.octets_key for letter in letters}
    folder.mkdir(mode=0o700, parents=True)
    written = [
        _write(folder / name, json.dumps(value, ensure_ascii=False, indent=2).encode()) for name, value in texts.items()
    ]
    for name, key in keys.items():
        try:
            written.append(_write(folder / name, store.blobs.get(key)))
        except BlobMissingError:
            continue
    for file in files.values():
        name = f"{file.key}-{PurePath(file.filename).name}"
        with suppress(MissingError):  # forgotten, or a virus
            written.append(_write(folder / "files" / name, octets_of(file)))
    return written


def _person(session: Session, person: Person, addresses: list[str]) -> dict[str, Any]:
    homes = select(Tenancy, Unit).join(Unit, col(Unit.id) == Tenancy.unit_id).where(Tenancy.person_id == person.key)
    return {
        "name": person.name,
        "addresses": addresses,
        "phones": person.phones,
        "language": person.language,
        "number": person.code,
        "notes": person.notes,
        "known_since": person.created_at.isoformat(),
        "homes": [
            {
                "address": unit.address_line,
                "from": tenancy.starts.isoformat(),
                "to": tenancy.ends and tenancy.ends.isoformat(),
            }
            for tenancy, unit in session.exec(homes)
        ],
    }


def _report(session: Session, ticket: Ticket, person_id: int, circles: Collection[str]) -> dict[str, Any]:
    """What they wrote, and what else their page shows of it: the title of their own report only, of others no name."""
    lines = [
        line
        for line in timeline_of(session, ticket_id=ticket.key)
        if _is_theirs(line, person_id) or may_read(line, Visibility.REPORTER, circles)
    ]
    return {
        "number": ticket.number,
        "title": ticket.title if own_circle(ticket.key) in circles else "",
        "received": ticket.received_at.isoformat(),
        "phase": ticket.phase.value,
        "history": [
            {
                "at": line.at.isoformat(),
                "by": line.actor_name if line.actor_kind is ActorKind.STAFF or theirs else line.actor_kind.value,
                "what": line.kind.value,
                "text": line.text if theirs else text_for(line, Visibility.REPORTER, circles),
            }
            for line in lines
            for theirs in (_is_theirs(line, person_id),)
        ],
    }


def _is_theirs(line: TimelineEntry, person_id: int) -> bool:
    return line.actor_kind is ActorKind.PERSON and line.actor_id == person_id


def _write(path: Path, octets: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(octets)
    return path
