"""A person is erased: nothing at rest names them any more, and what is left still makes sense (art. 17 AVG)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import col, select

from config.demo import demo_mails
from config.settings import DeskSettings, Settings
from convert.demo.setup import load_demo
from convert.errors import RefusedError
from convert.relations.erased_mail import texts_of
from convert.relations.erasing import erase_person
from convert.relations.exporting import export_person
from convert.relations.traces import Traces
from ingest.reading.attachments import open_part
from store import search
from store.backup import back_up
from store.intake import Arrival, keep_all
from store.opening import open_store
from store.people import Person, PersonAddress
from store.tickets import File, Ticket, TimelineEntry
from store.words import Phase
from tests.cast import MONDAY
from tests.journeys.at_rest import SIGNED, TRACES, at_rest, decoded, lives
from tests.journeys.photos import a_photo
from tests.journeys.rounds import work_once
from tests.journeys.world import World
from web.link.shared_files import octets_of


def erases(world: World, *, dry_run: bool = False) -> None:
    person = world.desk.person_named("Fatima").key
    erase_person(world.desk.store, world.desk.settings, person, world.clock(), open_part, dry_run=dry_run)


def test_nothing_at_rest_names_who_was_erased_and_the_case_still_makes_sense(world: World):
    ticket = lives(world)
    assert all(trace in at_rest(world.desk.store) for trace in TRACES)

    erases(world)

    left = at_rest(world.desk.store)
    assert [trace for trace in TRACES if trace in left] == []
    page = world.ingrid.opens_ticket(ticket)
    assert page.says("Lekkage badkamer") and page.says("Er komt water door het plafond.")
    assert page.says("voormalig huurder #") and page.says("De Kraan")
    with world.desk.store.reading() as session:
        assert search.find(session, "Amrani") == search.find(session, "fatima.elamrani@mail.example.nl") == []
        assert search.find(session, "plafond") != []


def test_the_erased_mail_is_not_taken_in_again(world: World):
    mail = world.fatima.writes(SIGNED, "Lekkage badkamer")
    world.fatima.posts(mail)
    world.work()
    world.ingrid.moves(world.ingrid.converts("Lekkage badkamer"), "Gesloten")
    world.wait(days=2)
    erases(world)

    world.fatima.posts(mail)
    world.work()

    assert not world.ingrid.opens("/drafts").says("Lekkage badkamer")


def test_people_of_a_lived_in_desk_are_erased_also_from_its_next_copy(tmp_path: Path):
    settings = Settings(desk=DeskSettings(data_dir=tmp_path / "desk", secret=SecretStr("of this desk")))
    with open_store(settings) as store:
        with store.writing() as session:
            load_demo(session, settings, MONDAY)
            for number, mail in enumerate(demo_mails(MONDAY)):
                raw = mail.as_bytes()
                arrival = Arrival(raw, f"{number}", f"{number}@mail.example.nl", "pipe", MONDAY)
                keep_all(session, [(arrival, store.blobs.put(raw))])
        work_once(store, settings, MONDAY)
        with store.writing() as session:
            session.execute(update(Ticket).values(phase=Phase.CLOSED, closed_at=MONDAY))
            people = session.exec(
                select(Person).where(col(Person.name).in_(("Fatima el Amrani", "Zeynep Yılmaz")))
            ).all()
            keys = [person.key for person in people]
            addresses = select(PersonAddress.address).where(col(PersonAddress.person_id).in_(keys))
            traces = {person.name for person in people} | set(session.exec(addresses))
            traces |= {phone for person in people for phone in person.phones}
            lines = [row.kind for row in session.exec(select(TimelineEntry))]
        assert len(people) == 2 and all(trace.casefold() in at_rest(store) for trace in traces)

        for person in people:
            erase_person(store, settings, person.key, MONDAY, open_part)

        left = at_rest(store)
        assert [trace for trace in traces if trace.casefold() in left] == []
        with store.reading() as session:
            assert [row.kind for row in session.exec(select(TimelineEntry))] == lines
    back_up(settings, tmp_path / "copy")
    copied = b"".join(path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file()).lower()
    assert [trace for trace in traces if trace.casefold().encode() in copied] == []


def test_an_erasure_that_broke_off_is_done_again_to_its_end(world: World):
    lives(world)
    world.johan.answers(world.johan.letter("Opdracht"), "Foto, Fatima el Amrani was thuis.", photos=[a_photo("na.jpg")])
    world.work()

    def breaks(_raw: bytes, _part: str) -> bytes:
        raise RuntimeError("the power failed")

    person = world.desk.person_named("Fatima").key
    with pytest.raises(RuntimeError):
        erase_person(world.desk.store, world.desk.settings, person, world.clock(), breaks)
    erases(world)

    left = at_rest(world.desk.store)
    assert [trace for trace in TRACES if trace in left] == []
    with world.desk.store.reading() as session:
        kept = [file.filename for file in session.exec(select(File).where(col(File.removed_at).is_(None)))]
    assert kept == ["na.jpg"]


def test_a_neighbours_number_that_the_person_wrote_stays_the_neighbours(world: World):
    world.fatima.mails("Bel mijn buurvrouw op 06 1234 5678.\n\nFatima el Amrani", "Lekkage badkamer")
    world.olivia.mails("Please call me on 0612345678.", "Dripping tap")
    world.work()
    world.ingrid.moves(world.ingrid.converts("Lekkage badkamer"), "Gesloten")
    world.wait(days=2)

    erases(world)

    left = at_rest(world.desk.store)
    assert "please call me on 0612345678" in left
    assert "06 1234 5678" not in left


def test_a_dry_run_changes_nothing(world: World):
    lives(world)
    before = at_rest(world.desk.store)

    erases(world, dry_run=True)

    assert at_rest(world.desk.store) == before


def test_who_has_an_open_ticket_is_not_erased(world: World):
    world.fatima.mails(SIGNED, "Lekkage badkamer")
    world.work()
    world.ingrid.converts("Lekkage badkamer")

    with pytest.raises(RefusedError, match="T-2026"):
        erases(world)


def test_an_export_holds_what_the_person_wrote_and_nothing_they_may_not_see(world: World, tmp_path: Path):
    ticket = lives(world)
    world.ingrid.notes(ticket, "Huurachterstand, niet noemen.")

    person, store = world.desk.person_named("Fatima").key, world.desk.store

    written = export_person(store, person, tmp_path / "out", lambda file: octets_of(store, file))

    texts = "\n".join(part for path in written for part in decoded(path.read_bytes()))
    assert "Er komt water door het plafond." in texts
    assert "plafond.jpg" in " ".join(map(str, written))
    assert "Huurachterstand" not in texts


FATIMA = Traces("Fatima el Amrani", ("fatima@example.nl",), ("06 - 1111 2222",), "voormalig huurder #1", 1)


@pytest.mark.parametrize(
    "text",
    [
        "FATIMA EL AMRANI",
        "el Amrani, Fatima",
        "F. el Amrani",
        "fatima.el.amrani",
        "Fátima  el\nAmrani",
        "bounce+fatima=example.nl@desk.example.nl",
        "https://desk.example.nl/?to=fatima%40example.nl",
        "+31 6 11112222",
        "0031611112222",
        "(06) 11 11 22 22",
    ],
)
def test_a_person_is_known_however_they_are_written(text: str):
    assert FATIMA.are_in(text)


@pytest.mark.parametrize("text", ["Fatimah el Amranin", "Amrani", "206111122223", "afatima@example.nl", "een kraan"])
def test_others_are_left_alone(text: str):
    assert FATIMA.scrub(text) == text


@given(st.text(), st.text())
def test_whatever_stands_around_it_nothing_is_left(before: str, after: str):
    scrubbed = FATIMA.scrub(f"{before} Fatima el Amrani {after}")

    assert not FATIMA.are_in(scrubbed)


def test_a_first_name_is_taken_only_near_the_person_and_only_as_a_name():
    assert FATIMA.scrub("Beste Fatima, het lekt.") == "Beste Fatima, het lekt."
    assert FATIMA.scrub("Beste Fatima, het lekt.", near=True) == "Beste voormalig huurder #1, het lekt."


ODD = [
    b"Subject: =?x-unknown?B?RmF0aW1h?=\n\nhallo",
    b"Subject: =?utf-8?B?RmF0aW1hIGVsIEFtcmFuaQ?=\nContent-Transfer-Encoding: base64\n\n!!!",
    b"From: \xff\xfe\nContent-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: quoted-printable\n\n=ZZ",
    b"Content-Type: multipart/mixed\n\nno boundary, =?",
    b"",
]


@pytest.mark.parametrize("raw", ODD)
def test_odd_mail_keeps_no_erasure_from_its_end(raw: bytes):
    assert all(isinstance(text, str) for text in texts_of(raw, whole=True))
