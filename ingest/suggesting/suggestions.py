"""Writing a draft: what it proposes, with the reason beside each suggestion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from config.settings import Settings
from ingest.mail import InboundMail
from ingest.suggesting.categories import Category, category_of, problems_in
from ingest.suggesting.places import ENOUGH, Gazetteer, KnownUnit, Place
from ingest.suggesting.titles import suggest_title
from ingest.suggesting.urgency import Level, explain, find_urgency
from store import search
from store.mail import Draft, Message
from store.people import PersonAddress, Tenancy, Unit
from store.tickets import Ticket
from store.words import Trade


def propose(session: Session, drafts: Sequence[tuple[Draft, Message, InboundMail]], settings: Settings) -> None:
    """Fill in what these drafts propose. Whom and where they may be about is asked for all of them at once."""
    persons = _persons(session, {message.from_address for _, message, _ in drafts})
    texts = [f"{mail.subject}\n{mail.reply.new}\n{mail.reply.signature}" for _, _, mail in drafts]
    units = _units(session, texts)
    for (draft, message, mail), text in zip(drafts, texts, strict=True):
        person_id, places = persons.get(message.from_address), units.find(text)
        _propose(draft, mail, _home_line(session, places, person_id, message), settings.desk.language)
        draft.suggestions = _suggestions(person_id, places, _tickets(session, mail.subject), message.from_address)
    session.flush()
    search.index_all(session, "draft", {draft.key: _words(draft, message) for draft, message, _ in drafts})


def _propose(draft: Draft, mail: InboundMail, home: str, language: str) -> None:
    told = f"{mail.subject}\n{mail.reply.new}"
    urgency = find_urgency(told)
    photos = sum(file.content_type.startswith("image/") and not file.decoration for file in mail.attachments)
    draft.title = suggest_title(mail.subject, mail.reply.new, unit=home, photos=photos, language=language)
    draft.trade = _TRADES[category_of(told)]
    draft.urgency = _URGENCIES[urgency.level]
    draft.urgency_why = explain(urgency, language)
    draft.problems = list(problems_in(mail.reply.new))


_URGENCIES = {Level.NONE: "", Level.POSSIBLE: "possible", Level.EMERGENCY: "emergency"}
_TRADES = {
    Category.PLUMBER: Trade.PLUMBING,
    Category.HEATING: Trade.HEATING,
    Category.POWER: Trade.ELECTRICITY,
    Category.ROOF: Trade.ROOF,
    Category.LOCK: Trade.LOCKS,
    Category.LIFT: Trade.LIFT,
    Category.CLEANING: Trade.CLEANING,
    Category.OTHER: "",
}


def _suggestions(person_id: int | None, places: Sequence[Place], tickets: list[int], address: str) -> dict[str, Any]:
    """As Draft.suggestions says, and `units`: all that the text may mean. They only ever suggest."""
    made: dict[str, Any] = {}
    if person_id:
        made["person"] = {"id": person_id, "why": {"nl": f"schrijft vanaf {address}", "en": f"writes from {address}"}}
    named = [
        {"id": int(place.unit_id), "why": {"nl": f"genoemd: “{place.words}”", "en": f"mentioned: “{place.words}”"}}
        for place in places
    ]
    if named:
        made["unit"], made["units"] = named[0], named
    if tickets:
        why = {"nl": "het nummer staat in het onderwerp", "en": "its number is in the subject"}
        made["tickets"] = [{"id": ticket_id, "why": why} for ticket_id in tickets]
    return made


def _words(draft: Draft, message: Message) -> str:
    return f"{draft.title} {message.from_name} {message.from_address} {message.subject} {message.new_text}"


def _persons(session: Session, addresses: set[str]) -> dict[str, int]:
    known = select(PersonAddress.address, PersonAddress.person_id).where(col(PersonAddress.address).in_(addresses))
    return dict(session.exec(known).all())


def _units(session: Session, texts: Sequence[str]) -> Gazetteer:
    """The units these texts may name: only those whose number stands in one of them are fetched."""
    numbers = {number for text in texts for number in _FIGURES.findall(text[:ENOUGH])}
    fields = select(Unit.id, Unit.street, Unit.number, Unit.addition, Unit.postcode)  # type: ignore[call-overload]
    units = session.exec(fields.where(col(Unit.number).in_(numbers))) if numbers else ()
    return Gazetteer(KnownUnit(str(unit_id), *where) for unit_id, *where in units)


def _home_line(session: Session, places: Sequence[Place], person_id: int | None, message: Message) -> str:
    """The address it is about, as staff write it: the one the text names, else where the sender lives."""
    named = int(places[0].unit_id) if len(places) == 1 or (places and places[0].exact) else None
    unit_id = named or (_tenancy(session, person_id, message) if person_id and not places else None)
    return session.get_one(Unit, unit_id).address_line if unit_id else ""


def _tenancy(session: Session, person_id: int, message: Message) -> int | None:
    """Where the sender lives on the day the mail came."""
    today = message.received_at.date()
    ended = col(Tenancy.ends).is_(None) | (col(Tenancy.ends) >= today)
    lives = select(Tenancy.unit_id).where(Tenancy.person_id == person_id, col(Tenancy.starts) <= today, ended)
    return session.exec(lives).first()


def _tickets(session: Session, subject: str) -> list[int]:
    numbers = [number.upper() for number in _NUMBER.findall(subject)]
    if not numbers:
        return []
    return [key for key in session.exec(select(Ticket.id).where(col(Ticket.number).in_(numbers))) if key]


_NUMBER = re.compile(r"\bT-\d{4}-\d{5,}\b", re.I)
_FIGURES = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
