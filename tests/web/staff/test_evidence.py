"""The evidence file of a ticket: what is in it, what stays out, and that it is kept who took it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import col, select

from store.access import SecurityEntry
from store.words import SecurityEvent
from tests.journeys.photos import a_photo
from tests.journeys.world import World


def evidence(world: World, query: str = "") -> ZipFile:
    answer = world.ingrid.browser.get(f"/tickets/T-2026-00042/file{query}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    return ZipFile(BytesIO(answer.content))


@pytest.fixture
def leak(world: World) -> World:
    """A ticket with a photo, a note and a letter that was posted."""
    world.fatima.mails("Er komt <water> door het plafond.", "Lekkage ../badkamer", photos=[a_photo("plafond.jpg")])
    world.work()
    ticket = world.ingrid.opens("/drafts").press("Converteer naar ticket").follow("T-2026-00042")
    ticket.press("Plaats", {"Bericht": "Zij belt wel vaker."})
    world.wait()
    return world


@pytest.mark.each_database
def test_the_evidence_file_has_the_story_the_mail_as_it_came_our_letters_and_the_photos(leak: World):
    packed = evidence(leak)

    page, names = packed.read("dossier.html").decode(), packed.namelist()
    [mail] = [name for name in names if name.startswith("mails/")]
    assert b"Fatima el Amrani" in packed.read(mail) and ".." not in mail
    assert [name for name in names if name.startswith("files/") and name.endswith("plafond.jpg")]
    assert [name for name in names if name.startswith("letters/") and name.endswith(".eml")]
    assert "Er komt &lt;water&gt; door het plafond." in page and "fatima.elamrani@mail.example.nl" in page
    said = leak.ingrid.reads(page)
    assert "Verzonden" in said and "Antwoord van de server" in said and re.search(r": 250 \S", page)
    assert ZipFile(BytesIO(leak.ingrid.browser.get("/tickets/T-2026-00042/evidence.zip").content)).namelist() == names


def test_what_only_colleagues_read_is_in_it_only_where_that_was_asked(leak: World):
    assert "Zij belt wel vaker" not in evidence(leak).read("dossier.html").decode()
    assert "Zij belt wel vaker" in evidence(leak, "?notes=yes").read("dossier.html").decode()


def test_a_mail_of_a_colleague_which_may_hold_a_note_is_in_it_only_where_that_was_asked(leak: World):
    leak.fatima.answers(leak.fatima.letters()[-1], "Het wordt erger.")
    leak.wait()
    leak.wait()
    leak.ingrid.answers(leak.ingrid.letter("Fatima"), "Wij komen.\n#intern Zij overdrijft, zegt Bram.")
    leak.work()

    assert not any(b"Zij overdrijft" in octets for octets in contents(evidence(leak)))
    assert any(b"Zij overdrijft" in octets for octets in contents(evidence(leak, "?notes=yes")))


def contents(packed: ZipFile) -> list[bytes]:
    return [packed.read(name) for name in packed.namelist()]


def test_who_took_an_evidence_file_stands_in_the_security_log(leak: World):
    evidence(leak)

    with leak.desk.store.reading() as session:
        last = session.exec(select(SecurityEntry).order_by(col(SecurityEntry.id).desc())).first()
    assert last and last.event is SecurityEvent.DATA_SEEN and last.about.startswith("/tickets/T-2026-00042/file")
