"""Facts of headers: whatever people write, a letter has our fields, each once, and it leaves."""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from typing import Any

import pytest
from icalendar import Calendar

from config.plain_text import one_line
from config.settings import DeskSettings, Settings
from outbound.compose import compose
from outbound.letter_texts import audience
from outbound.masks import unmask
from outbound.proofreading import SpoiledLetterError, proofread
from outbound.samples import NOW, SNAPSHOTS, sample
from store.words import LetterKind
from tests.hostile_words import ATTACKS, BREAK, WHOLE, nested
from tests.outbound.outbox import read

SETTINGS = Settings(desk=DeskSettings(name="Beheer «De Linde», Utrecht (B.V.)"))
TOKEN = "b7qkb7qkb7qkb7qkb7qkb7qkb7"
KINDS = list(LetterKind)


def told(value: Any, words: str, fields: frozenset[str]) -> Any:
    """A snapshot with these words in each of these fields."""
    if isinstance(value, dict):
        return {
            key: words if key in fields and isinstance(inner, str) else told(inner, words, fields)
            for key, inner in value.items()
        }
    return [told(inner, words, fields) for inner in value] if isinstance(value, list) else value


_OF_PEOPLE = frozenset({
    "title", "description", "text", "words", "reason", "name", "address", "company", "contact", "reporter", "spot",
    "access", "filename", "subject", "availability", "invoice_instruction", "told", "answer", "held_for",
})  # fmt: skip


def fields_of(value: Any) -> set[str]:
    """The fields of a snapshot that hold words of people."""
    if isinstance(value, list):
        return {field for inner in value for field in fields_of(inner)}
    if not isinstance(value, dict):
        return set()
    return {key for key, inner in value.items() if key in _OF_PEOPLE and isinstance(inner, str)} | {
        field for inner in value.values() for field in fields_of(inner)
    }


def cases(kind: LetterKind) -> Iterator[tuple[str, frozenset[str]]]:
    """Words and the fields they stand in: of the whole product each field apart with all words, of the short form all
    fields at once, each words at some kinds."""
    if WHOLE:
        fields = [frozenset({field}) for field in sorted(fields_of(SNAPSHOTS[kind]))]
        yield from ((words, field) for words in ATTACKS for field in [_OF_PEOPLE, *fields])
    else:
        yield from ((words, _OF_PEOPLE) for words in ATTACKS[KINDS.index(kind) % 5 :: 5])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_no_words_become_a_field_and_no_letter_is_held_because_of_them(kind: LetterKind):
    for words, fields in cases(kind):
        letter = sample(kind, "nl", audience(kind))
        letter.snapshot = told(SNAPSHOTS[kind], words, fields)
        letter.to_name = words
        letter.personal = words
        before = ("a@b.example.nl", words, f"{words}@x", "é@x", "=?utf-8?q?=0D=0ABcc:?=@x")

        composed = compose(letter, SETTINGS, NOW, reply_token=TOKEN, before=before)
        octets = unmask(composed.octets, TOKEN)

        proofread(octets, letter, SETTINGS.desk)
        mail = read(octets)
        assert str(make_header(decode_header(mail["Subject"]))).split() == composed.subject.split()
        assert "elders.example.nl" not in str(mail["To"]).partition("<")[2]
        assert mail["References"].startswith("<a@b.example.nl>")
        assert "=?" not in mail["References"]


def test_an_appointment_in_a_calendar_has_the_lines_we_wrote():
    for words in ATTACKS:
        letter = sample(LetterKind.APPOINTMENT, "nl", "person")
        attendee = words + "\r\nATTENDEE:mailto:x@y.nl"
        letter.snapshot = told(SNAPSHOTS[LetterKind.APPOINTMENT], attendee, _OF_PEOPLE)

        mail = read(compose(letter, SETTINGS, NOW, reply_token=TOKEN).octets)

        part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
        octets = part.get_payload(decode=True)
        assert isinstance(octets, bytes)
        calendar = Calendar.from_ical(octets)
        event = calendar.walk("VEVENT")[0]
        assert "ATTENDEE" not in event
        assert b"\nATTENDEE" not in octets


@dataclass(frozen=True)
class Spoil:
    find: bytes
    put: bytes


@pytest.mark.parametrize(
    "spoil",
    [
        Spoil(b"Subject:", b"Bcc: x@y.example.nl\r\nSubject:"),
        Spoil(b"Subject:", b"To: x@y.example.nl\r\nSubject:"),
        Spoil(b"To: ", b"To: x@y.example.nl, "),
        Spoil(b"fatima.elamrani@", b"fatima@"),
        Spoil(b"Subject:", b"\nSubject:"),
        Spoil(b"Message-ID: <", b"Message-ID: <x"),
        Spoil(b"Date:", b"X-Date:"),
        Spoil(b"Content-Type: text/html", b"X-Evil: 1\r\nContent-Type: text/html"),
        Spoil(b"Subject: [", "Subject: é[".encode()),
    ],
)
def test_a_letter_with_any_field_that_is_not_its_own_does_not_leave(spoil: Spoil):
    letter = sample(LetterKind.TICKET_RECEIVED, "nl", "person")
    octets = compose(letter, SETTINGS, NOW, reply_token=TOKEN).octets

    assert spoil.find in octets
    with pytest.raises(SpoiledLetterError):
        proofread(octets.replace(spoil.find, spoil.put, 1), letter, SETTINGS.desk)


def test_one_line_is_one_line():
    assert one_line("a\r\nb\u2028c\x00d\x85e\u202ef") == "a b c d e f"
    assert one_line("x" * 10_000_000) == "x" * 250
    assert quopri.decodestring(b"=3D?") == b"=?" and "=?" not in one_line(nested(BREAK, 6))
