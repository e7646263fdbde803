"""When something is wrong with the desk itself, nothing is lost, and staff read on their pages what it is."""

from __future__ import annotations

import smtplib
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlmodel import select

import ingest.filing
from store.access import SecurityEntry
from store.blobs import FileBlobs
from store.store import Store
from store.troubles import report_trouble
from store.words import SecurityEvent
from tests.journeys.world import World
from tests.servers import needs

GAS = "Ik ruik gas in de keuken van Lindelaan 14B."
LEAK = "Er komt water door het plafond van de badkamer. Ik woon op Lindelaan 14B."


def test_a_mail_that_breaks_the_reader_lies_aside_until_it_is_read_again(world: World, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as fault:
        fault.setattr(ingest.filing, "read_mail", lambda raw, envelope: 1 / 0)
        world.fatima.mails(LEAK, "Lekkage badkamer")
        world.work()
    aside = world.ingrid.opens("/aside?kind=broken")
    message = aside.follow("(geen onderwerp)")

    mended = message.press("Lees het opnieuw")

    assert aside.says("Ons programma kon dit bericht niet lezen; het is in zijn geheel bewaard.")
    assert message.says("ZeroDivisionError")
    assert mended.says(LEAK)
    assert world.ingrid.opens("/drafts").says("Lekkage badkamer")
    assert world.ingrid.opens("/aside?kind=broken").says("Er ligt niets apart")


def test_while_the_outgoing_server_is_down_staff_see_it_and_letters_leave_when_it_is_back(world: World):
    world.desk.sink.go_down()
    world.fatima.mails(GAS, "Gaslucht")
    world.work()
    down, outbox = world.ingrid.opens("/"), world.ingrid.opens("/outbox?state=waiting")

    world.desk.sink.go_up()
    world.wait()

    assert down.says("smtp_out") and down.says("is not reached")
    assert outbox.says("fatima.elamrani@mail.example.nl")
    assert len(world.fatima.letters()) == 1
    assert not world.ingrid.opens("/").says("smtp_out")


def test_a_letter_without_an_answer_is_shown_as_unknown_and_sent_again_only_by_staff(world: World):
    world.desk.sink.hang_up_after_data()
    world.fatima.mails(GAS, "Gaslucht")
    world.work()
    world.desk.sink.answer_well()
    world.wait()
    silence = len(world.fatima.letters())

    outbox = world.ingrid.opens("/outbox?state=unknown")
    pages = [world.ingrid.opens(where) for where in outbox.links() if where.rpartition("/")[2].isdigit()]
    [letter] = [page for page in pages if page.says("Breng uzelf eerst in veiligheid")]
    letter.press("Verstuur opnieuw")
    world.wait()

    assert letter.says("misschien is hij aangekomen, misschien niet")
    assert (silence, len(world.fatima.letters())) == (0, 1)


def test_while_the_database_is_away_pages_say_so_and_mail_waits_with_its_sender(world: World):
    browser = world.ingrid.browser
    with database_away(world.desk.store):
        page = browser.post("/drafts/1/dismiss", data={"reason": "weg"})
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            world.fatima.mails(LEAK, "Lekkage badkamer")
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()

    assert (page.status_code, page.headers["retry-after"]) == (503, "10")
    assert "Er is niets veranderd en er gaat niets verloren" in page.text
    assert refusal.value.smtp_code == 451
    assert world.ingrid.opens("/drafts").says("Lekkage badkamer")


def test_a_full_disk_is_told_on_every_page_until_there_is_room_again(world: World, small_disk: Path):
    world.desk.store.blobs = FileBlobs(small_disk)
    enough = "foto " * 100_000

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        world.fatima.mails(enough, "Te veel")
    full = world.ingrid.opens("/")
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()

    assert refusal.value.smtp_code == 451
    assert full.says("mail kan niet worden bewaard") and full.says("No space left on device")
    assert not world.ingrid.opens("/").says("No space left on device")
    assert world.ingrid.opens("/drafts").says("Lekkage badkamer")


def test_a_trouble_that_nothing_ends_by_itself_ends_by_a_press_and_the_log_keeps_that(world: World):
    names = ["answer:7", "quarantine:8", "letters", "staff_mail"]
    with world.desk.store.writing() as session:
        for each in (*names, "smtp_out"):
            report_trouble(session, each, "look at it", world.clock())
    first = page = world.ingrid.opens("/tickets")

    for name in names:
        assert page.says(f"vraagt aandacht: {name}")
        page = page.press("Dit is nagekeken")
    own = world.ingrid.browser.post("/troubles/5/end")

    assert [way.split("/", 3)[3] for way in first.links("Bekijk wat er is")] == [
        "messages/7", "messages/8", "outbox?state=held", "outbox?state=returned"
    ]  # fmt: skip
    assert page.says("vraagt aandacht: smtp_out") and not page.offers("Dit is nagekeken") and own.status_code == 404
    with world.desk.store.reading() as session:
        log = session.exec(select(SecurityEntry).where(SecurityEntry.event == SecurityEvent.TROUBLE_ENDED)).all()
    assert [entry.about for entry in log] == names


@contextmanager
def database_away(store: Store) -> Iterator[None]:
    """SQLite: another program holds the file. PostgreSQL: it lets nobody in."""
    url = store.engine.url
    if store.engine.dialect.name == "sqlite":
        store.patience = 0.05
        elsewhere = sqlite3.connect(str(url.database), isolation_level=None)
        elsewhere.execute("BEGIN IMMEDIATE")
        yield
        elsewhere.close()
        return
    import psycopg

    other = make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(other, autocommit=True) as server:
        name = psycopg.sql.Identifier(url.database or "")
        server.execute(psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        yield
        server.execute(psycopg.sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    needs.root("it mounts a small tmpfs")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", disk], check=True)
