"""A case that is over, and all that the desk keeps of it: every text of every table, every octet."""

from __future__ import annotations

import email
import json
from email.policy import default
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql
from sqlmodel import SQLModel

from store.store import Store
from tests.journeys.photos import a_photo
from tests.journeys.world import World

SIGNED = "Er komt water door het plafond.\n\nMet vriendelijke groet,\nFatima el Amrani\n06 - 0000 0014"
TRACES = ("el amrani", "elamrani", "00000014", "0000 0014")


def lives(world: World) -> str:
    """A leak reported with a photo, mended by De Kraan and closed; a neighbour wrote about her. The ticket's number."""
    world.fatima.mails(SIGNED, "Lekkage badkamer", photos=[a_photo("plafond.jpg")])
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    order = world.johan.letter("Opdracht")
    for words in ("Akkoord", "Voltooid", "Fatima el Amrani was thuis, tel. 0600000014."):
        world.johan.answers(order, words)
        world.wait(minutes=10)
    world.olivia.mails("My neighbour Fatima el Amrani (fatima.elamrani@mail.example.nl) has water too.", "Water")
    world.wait()
    world.ingrid.moves(ticket, "Gesloten")
    world.wait(days=2)
    return ticket


def at_rest(store: Store) -> str:
    """Every text of every table, and every octet kept, decoded; in small letters."""
    parts = []
    with store.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            parts += [json.dumps(list(map(str, row)), ensure_ascii=False) for row in session.execute(table.select())]
        parts += [str(row[0]) for row in session.execute(sql("SELECT words FROM search_entry"))]
    for path in Path(store.blobs.root).rglob("*"):  # type: ignore[attr-defined]
        if path.is_file():
            parts += decoded(path.read_bytes())
    return "\n".join(parts).casefold()


def decoded(octets: bytes) -> list[str]:
    mail = email.message_from_bytes(octets, policy=default)
    leaves: list[Any] = [part for part in mail.walk() if part.get_content_maintype() == "text"]
    texts = [part.get_payload(decode=True).decode("utf-8", "replace") for part in leaves]
    return [octets.decode("latin-1"), *texts, *(f"{name}: {value}" for name, value in mail.items())]
