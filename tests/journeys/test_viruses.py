"""Files go past a virus scanner, where one is set: the mail is read, what is found is kept apart, and what was not
looked at goes to no outsider."""

from __future__ import annotations

import socket

import pytest

from config.settings import Scanner
from ingest.clamd import ScannerError, scan
from store.scans import UNREADABLE
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
