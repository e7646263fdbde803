"""The world: everybody of the cast, each with a mailbox and a browser, the desk between them, and one clock.

Nothing happens by itself. People act, time passes, and the desk does what is due when a test lets it work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest

from tests.ingest.doors.open_door import open_door
from tests.journeys.letters import ReceivedLetter, delivery_report, open_letter
from tests.journeys.outside_user import UTRECHT, OutsideUser
from tests.journeys.rounds import work_once
from tests.journeys.staff_user import StaffUser
from tests.journeys.transports import Transport, by_smtp
from tests.running_app import RunningDesk


def on(day: int, month: int, at: str = "09:00", year: int = 2026) -> datetime:
    """A moment on the wall in Utrecht: on(16, 11, "07:52")."""
    hour, minute = map(int, at.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=UTRECHT)


class World:
    """`world.work()` lets the desk do what is due now; `world.until(...)` lets time pass, working all the while."""

    def __init__(self, desk: RunningDesk, carry: Transport) -> None:
        self.desk = desk
        self.clock = desk.clock
        self.carry = carry
        self.letters: list[ReceivedLetter] = []
        self.fatima = OutsideUser(self, "Fatima el Amrani", "fatima.elamrani@mail.example.nl")
        self.olivia = OutsideUser(self, "Olivia Carter", "olivia.carter@mail.example.nl")
        self.piet = OutsideUser(self, "Piet Hendriks", "p.hendriks@oudeprovider.example.nl")
        self.sem = OutsideUser(self, "Sem de Wit", "semdewit@mail.example.nl")
        self.karel = OutsideUser(self, "Karel Mulder", "karel.mulder@mail.example.nl")
        self.ruud = OutsideUser(self, "Ruud Kok", "huismeester@kastanjehof.example.nl")
        self.passer_by = OutsideUser(self, "Noor Bakker", "noor@passant.example.nl")
        self.johan = OutsideUser(self, "Johan de Kraan", "johan@dekraan.example.nl")
        self.warmte = OutsideUser(self, "Servicedienst Warmte & Zo", "service@warmteenzo.example.nl")
        self.marco = OutsideUser(self, "Marco Visser", "marco@elektrovisser.example.nl")
        self.lift = OutsideUser(self, "Storingsdienst Lift Meesters", "storing@liftmeesters.example.nl")
        self.henk = OutsideUser(self, "Henk Terpstra", "henk.terpstra@vecht.example.nl")
        self.ingrid = StaffUser(self, "Ingrid Vos", "ingrid@delinde.example.nl")
        self.bram = StaffUser(self, "Bram Postma", "bram@delinde.example.nl")
        self.piket = StaffUser(self, "Piket De Linde", "piket@delinde.example.nl")

    def work(self) -> None:
        """All that is due now, until nothing is left to do."""
        work_once(self.desk.store, self.desk.settings, self.clock())
        now = self.clock().astimezone(UTRECHT)
        self.letters += [open_letter(one, now) for one in self.desk.sink.deliveries[len(self.letters) :]]

    def returns(self, letter: ReceivedLetter) -> None:
        """The recipient's server gives a letter back as undeliverable (RFC 3464)."""
        self.carry(delivery_report(letter), "", letter.delivery.mail_from)

    def until(self, moment: datetime, every: timedelta = timedelta(hours=9)) -> None:
        """Let time pass to this moment; the desk works at every full step of the wall clock on the way (at nine, among
        others), and at its end."""
        while self.clock() < moment:
            now = self.clock().astimezone(UTRECHT)
            midnight = datetime.combine(now.date(), time(), UTRECHT)
            self.clock.set(min(midnight + ((now - midnight) // every + 1) * every, moment))
            self.work()

    def wait(self, **passed: float) -> None:
        """Let some time pass, working at its end: long enough for letters that wait to be taken back."""
        self.clock.advance(**(passed or {"minutes": 6}))
        self.work()


@pytest.fixture
def world(running_desk: RunningDesk) -> Iterator[World]:
    """The cast of the stories on Monday 16 November 2026, 07:52, nothing received yet."""
    with open_door(running_desk.store, running_desk.settings, running_desk.clock) as door:
        yield World(running_desk, by_smtp(door))
