"""Files go past a virus scanner, where one is set: the mail is read, what is found is kept apart, and what was not
looked at goes to no outsider."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest
from sqlmodel import col, select

from config.settings import Scanner
from ingest.clamd import ScannerError, scan
from store.mail import Message
from store.scans import UNREADABLE
from store.tickets import File
from tests.journeys.forms import Chosen
from tests.journeys.photos import a_photo
from tests.journeys.world import World
from tests.running_app import Front
from tests.servers.clamd import EICAR
from tests.servers.server_process import HOST


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """A scanner says the same on every database."""
    return sqlite_database


@pytest.fixture
def nobody_there() -> str:
    """An address at which nothing answers."""
    with socket.create_server((HOST, 0)) as listener:
        return f"{HOST}:{listener.getsockname()[1]}"


def scanned_by(world: World, front: Front, address: str) -> None:
    desk = world.desk
    desk.settings = desk.settings.model_copy(update={"scanner": Scanner(clamd=address)})
    front.show(desk.store, desk.settings, desk.clock)


def test_a_virus_is_kept_apart_and_its_mail_is_read(world: World, front: Front, clamd: str):
    scanned_by(world, front, clamd)
    virus = Chosen("factuur.txt", EICAR, "application/octet-stream")

    world.fatima.mails("Het lekt hier.", "Lekkage badkamer", photos=[virus, a_photo("plafond.jpg")])
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    assert draft.says("Het lekt hier.") and draft.says("virus gevonden: Eicar-Test")
    assert draft.download("plafond.jpg").status_code == 200
    browser = world.ingrid.browser
    parts = [browser.get(f"/messages/1/parts/{part}") for part in range(6)]
    assert [part.headers["content-type"] for part in parts if part.status_code == 200] == ["image/jpeg"]
    assert [browser.get(way).status_code for way in ("/messages/1/raw", "/glass/messages/1")] == [404, 404]
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    page = world.ingrid.opens_ticket(ticket)
    assert page.says("virus gevonden: Eicar-Test") and page.says("Het lekt hier.")
    assert {browser.get(f"/files/{key}").status_code for key in (1, 2)} == {404, 200}
    reporter = world.fatima.opens(world.fatima.letter("Lekkage badkamer"))
    assert "factuur.txt" not in reporter.text


def test_without_the_scanner_files_wait_before_outsiders_get_them(
    world: World, front: Front, clamd: str, nobody_there: str
):
    scanned_by(world, front, nobody_there)
    world.fatima.reports("Het lekt.", "Lindelaan 14B", "Lekkage badkamer", photos=[a_photo("plafond.jpg")])
    world.work()

    letter = world.fatima.letter("Lekkage badkamer")
    waiting = world.fatima.opens(letter)
    for_staff = world.ingrid.opens_ticket(world.ingrid.newest_ticket())

    assert waiting.says("plafond.jpg") and waiting.says("wordt nog gecontroleerd")
    assert world.fatima.browser.get(f"{waiting.path}/files/1").status_code == 404
    assert for_staff.says("niet op virussen gecontroleerd") and for_staff.says("De virusscanner antwoordt niet")
    assert for_staff.download("plafond.jpg").status_code == 200

    scanned_by(world, front, clamd)
    world.work()

    assert world.fatima.opens(letter).download("plafond.jpg").status_code == 200
    assert not world.ingrid.opens_ticket(world.ingrid.newest_ticket()).says("virus")


def test_clamd_is_spoken_to_as_it_wants(clamd: str, nobody_there: str):
    assert scan(clamd, b"Het lekt.") == ""
    assert scan(clamd, b"x" * 200_000) == ""
    assert scan(clamd, EICAR) == "Eicar-Test.UNOFFICIAL"
    assert scan(clamd, b"x" * 2_000_000) == UNREADABLE  # past its StreamMaxLength
    with pytest.raises(ScannerError):
        scan(nobody_there, b"Het lekt.")


class HangsUp(StreamRequestHandler):
    """A scanner that is well, and hangs up on a file that says "poison" without a word."""

    def handle(self) -> None:
        command, octets = self.rfile.read(6), b""
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert self.rfile.read(4) == b"EAM\0"
        while size := int.from_bytes(self.rfile.read(4), "big"):
            octets += self.rfile.read(size)
        if b"poison" not in octets:
            self.wfile.write(b"stream: OK\0")


def test_a_file_on_which_the_scanner_hangs_up_keeps_no_other_waiting(world: World, front: Front):
    with ThreadingTCPServer((HOST, 0), HangsUp) as scanner, ThreadPoolExecutor() as pool:
        pool.submit(scanner.serve_forever, 0.05)
        scanned_by(world, front, f"{HOST}:{scanner.server_address[1]}")
        world.fatima.reports("Het lekt.", "Lindelaan 14B", "Lekkage badkamer", photos=[a_photo("plafond.jpg")])
        poison = Chosen("lijst.csv", b"poison", "text/csv")
        world.fatima.mails("Het lekt ook hier.", "Lekkage keuken", photos=[a_photo("keuken.jpg")])
        world.fatima.mails("Zie de lijst.", "Lijst", photos=[poison])
        world.work()
        world.wait()
        scanner.shutdown()

    with world.desk.store.reading() as session:
        messages = session.exec(select(Message).order_by(col(Message.id))).all()
        files = session.exec(select(File)).all()
    assert [list(message.viruses.values()) for message in messages] == [[], [UNREADABLE]]
    assert all(message.scanned_at for message in messages) and all(file.scanned_at for file in files)
    page = world.ingrid.opens("/drafts/2")
    assert page.says("niet op virussen gecontroleerd") and not page.says("De virusscanner antwoordt niet")
