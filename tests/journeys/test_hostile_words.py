"""Words that strangers type and mail: they stay words, reach nobody under our name, and keep nobody waiting."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from sqlmodel import select

from store.letter_table import Letter
from store.mail import Draft
from store.words import LetterState
from tests.hostile_words import BREAK, nested
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World
from tests.web.api.programs import a_program
from tests.web.links import a_report

FIELDS = {
    "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type", "content-language",
    "in-reply-to", "references", "auto-submitted", "x-auto-response-suppress",
}  # fmt: skip
SHORT = "lek\r\nBcc: x@elders.nl"  # within another, still a title
LURE = "Gratis geld: https://prijs.elders.example.nl"


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """What becomes of words is the same on every database."""
    return sqlite_database


def mailed(world: World, words: bytes, number: int, text: bytes = b"Het lekt in de gang.") -> None:
    """A mail of Fatima's in which these octets are her name, the subject, a reference and a file's name."""
    octets = (
        b"From: %b <%b>\r\nSubject: %b\r\nMessage-ID: <%d.hostile@mail.example.nl>\r\nReferences: <%b>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%b\r\n"
        b'--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename="%b"\r\n\r\n\xff\xd8\r\n'
        b"--b--\r\n"
    ) % (words, world.fatima.address.encode(), words, number, words, text, words)
    world.carry(octets, world.fatima.address, world.desk.settings.desk.address)


def test_no_words_of_a_form_or_a_mail_become_a_field_of_a_letter_and_every_letter_leaves(world: World):
    program = a_program(world.desk)
    for depth in (1, 3, 6):
        mailed(world, nested(BREAK, depth).encode(), depth, f"Het lekt in gang {depth}.".encode())
    world.work()
    with world.desk.store.reading() as session:
        drafts = session.exec(select(Draft.id)).all()
    for key in drafts:
        assert program.post(f"/drafts/{key}/convert", json={}).status_code == 201
    for words in (BREAK, nested(SHORT, 1, "b"), nested(SHORT, 2, "b"), SHORT.replace("\r\n", "\u2028\0")):
        world.clock.advance(minutes=20)
        assert OutsideUser(world, words, world.olivia.address).reports(words, words, words).status == 200
    ticket = a_report(world.desk, spot=BREAK, availability=BREAK)
    world.ingrid.orders(ticket.number, "De Kraan")
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht"), nested(BREAK, 2))
    world.wait()

    with world.desk.store.reading() as session:
        states = Counter(session.exec(select(Letter.state)).all())
    assert states[LetterState.SENT] == len(world.letters) >= 12
    assert set(states) <= {LetterState.SENT, LetterState.WAITING, LetterState.CANCELLED}  # none is held
    for letter in world.letters:
        names = [name.lower() for name in letter.mail]
        assert len(set(names)) == len(names) and set(names) <= FIELDS
        assert "elders" not in letter.to and "elders" not in str(letter.mail["To"].addresses[0].addr_spec)


def test_what_a_stranger_types_into_the_form_is_in_no_letter_to_the_address_they_name(world: World):
    OutsideUser(world, LURE, "slachtoffer@mail.example.nl").reports(LURE, LURE, LURE)
    world.wait()

    (letter,) = [letter for letter in world.letters if letter.to == "slachtoffer@mail.example.nl"]
    assert not any(word in letter.subject + letter.text + letter.html for word in ("elders", "Gratis"))


def test_a_mail_of_nothing_but_marks_keeps_nobody_waiting(world: World):
    begun = time.process_time()

    mailed(world, "\u0300\u0316".encode() * 4_000, 1, text="\u0300\u0316".encode() * 90_000)
    world.fatima.mails("De kraan druppelt.", "Kraan")
    world.work()

    assert world.ingrid.opens("/drafts").says("Kraan")
    assert time.process_time() - begun < 4
