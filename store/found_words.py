"""Where in a text the words stand that it was found by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from store.mail import Draft, Message
from store.orders import WorkOrder
from store.people import Company, Contact, Installation, Person, PersonAddress, Unit, spaced
from store.rows import Row, rows_by_id
from store.search import Groups, plain_words
from store.tickets import Ticket, TimelineEntry

BEFORE, AROUND = 40, 150  # characters before the first word that is shown, and in all
MOST_ENTRIES = 1000
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)

Pieces = list[tuple[str, bool]]  # a text in pieces: each with whether it is a found word


def marked(text: str, groups: Groups) -> Pieces:
    """The whole text."""
    pieces: Pieces = []
    end = 0
    for start, stop in _places(text, groups):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def excerpt(texts: Iterable[str], groups: Groups) -> Pieces:
    """Some words of the first text that has one of them, with those around it; [] where none has."""
    for text in texts:
        line = " ".join(text[:100_000].split())
        if places := _places(line, groups):
            start = max(places[0][0] - BEFORE, 0)
            start = line.rfind(" ", 0, start) + 1 if start else 0
            stop = line.rfind(" ", start, start + AROUND) if len(line) > start + AROUND else len(line)
            cut = line[start : max(stop, places[0][1])]
            return marked(f"{'… ' if start else ''}{cut}{' …' if start + len(cut) < len(line) else ''}", groups)
    return []


def texts_of(session: Session, kind: str, keys: Sequence[int]) -> dict[int, list[str]]:
    """The texts of these things in which their words may stand, beside their title."""
    texts: dict[int, list[str]] = defaultdict(list)
    rows: dict[int, Row] = rows_by_id(session, _TABLES[kind], keys) if kind in _TABLES else {}
    for key, row in rows.items():
        texts[key] += [str(value) for name in _FIELDS[kind] if (value := getattr(row, name))]
        if isinstance(row, Person | Company):
            texts[key] += row.phones if isinstance(row, Person) else row.domains
        if isinstance(row, Unit):
            texts[key].append(spaced(row.postcode))
    if kind in ("ticket", "order"):
        about = col(TimelineEntry.ticket_id if kind == "ticket" else TimelineEntry.order_id)
        lines = select(about, TimelineEntry.text).where(about.in_(keys), TimelineEntry.text != "")
        for of, text in session.exec(lines.order_by(col(TimelineEntry.id).desc()).limit(MOST_ENTRIES)):
            texts[of or 0].append(text)
    if kind == "person":
        for address in session.exec(select(PersonAddress).where(col(PersonAddress.person_id).in_(keys))):
            texts[address.person_id].append(address.address)
    if kind == "company":
        for contact in session.exec(select(Contact).where(col(Contact.company_id).in_(keys))):
            texts[contact.company_id].append(f"{contact.name} · {contact.email} · {contact.phone}")
    if kind == "draft":
        mails = select(Draft, Message).join(Message, col(Message.id) == Draft.message_id)
        for draft, mail in session.exec(mails.where(col(Draft.id).in_(keys))):
            texts[draft.key] += [mail.new_text, f"{mail.from_name} {mail.from_address}"]
    return texts


_TABLES: dict[str, type[Row]] = {
    "ticket": Ticket,
    "order": WorkOrder,
    "message": Message,
    "person": Person,
    "unit": Unit,
    "installation": Installation,
    "company": Company,
}
_FIELDS: dict[str, tuple[str, ...]] = {
    "ticket": ("description", "spot"),
    "order": ("description", "work_done", "refusal_text", "spot"),
    "message": ("new_text", "from_name", "from_address"),
    "person": (),
    "unit": (),
    "installation": ("serial", "location"),
    "company": ("phone",),
}


def _places(text: str, groups: Groups) -> list[tuple[int, int]]:
    words = {word for group in groups for word in group}
    begins = tuple(word.rstrip("*") for word in words if word.endswith("*"))
    found = []
    for match in _TOKEN.finditer(text):
        plain = plain_words(match[0])
        if plain in words or (begins and plain.startswith(begins)):
            found.append(match.span())
    return found
