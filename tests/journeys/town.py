"""The town: everybody of the cast, each with a mailbox and a browser, the desk between them, and one clock.

Nothing happens by itself. People act, time passes, and the desk does what is due when a test lets it work.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo

import httpx2
import pytest

from tests.desks import AUTHSERV, RunningDesk
from tests.ingest.doors import open_door
from tests.journeys.browsers import Chosen, Page, visit
from tests.journeys.letters import Letter, open_letter
from tests.journeys.rounds import work_once
from tests.servers.keeper import HOST

UTRECHT = ZoneInfo("Europe/Amsterdam")
NUMBERS = count(1)


def on(day: int, month: int, at: str = "09:00", year: int = 2026) -> datetime:
    """A moment on the wall in Utrecht: on(16, 11, "07:52")."""
    hour, minute = map(int, at.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=UTRECHT)


class Town:
    """`town.work()` lets the desk do what is due now; `town.until(...)` lets time pass, working all the while."""

    def __init__(self, desk: RunningDesk, door: int) -> None:
        self.desk = desk
        self.clock = desk.clock
        self.door = door
        self.letters: list[Letter] = []
        self.fatima = Neighbour(self, "Fatima el Amrani", "fatima.elamrani@mail.example.nl")
        self.olivia = Neighbour(self, "Olivia Carter", "olivia.carter@mail.example.nl")
        self.piet = Neighbour(self, "Piet Hendriks", "p.hendriks@oudeprovider.example.nl")
        self.sem = Neighbour(self, "Sem de Wit", "semdewit@mail.example.nl")
        self.karel = Neighbour(self, "Karel Mulder", "karel.mulder@mail.example.nl")
        self.ruud = Neighbour(self, "Ruud Kok", "huismeester@kastanjehof.example.nl")
        self.passer_by = Neighbour(self, "Noor Bakker", "noor@passant.example.nl")
        self.johan = Neighbour(self, "Johan de Kraan", "johan@dekraan.example.nl")
        self.warmte = Neighbour(self, "Servicedienst Warmte & Zo", "service@warmteenzo.example.nl")
        self.marco = Neighbour(self, "Marco Visser", "marco@elektrovisser.example.nl")
        self.lift = Neighbour(self, "Storingsdienst Lift Meesters", "storing@liftmeesters.example.nl")
        self.ingrid = Clerk(self, "Ingrid Vos", "ingrid@delinde.example.nl")
        self.bram = Clerk(self, "Bram Postma", "bram@delinde.example.nl")
        self.piket = Clerk(self, "Piket De Linde", "piket@delinde.example.nl")

    def work(self) -> None:
        """All that is due now, until nothing is left to do."""
        work_once(self.desk.store, self.desk.settings, self.clock())
        self.letters += [open_letter(one, self.clock()) for one in self.desk.sink.deliveries[len(self.letters) :]]

    def until(self, moment: datetime, every: timedelta = timedelta(hours=1)) -> None:
        """Let time pass to this moment; the desk works at every full step on the way, and at its end."""
        while self.clock() < moment:
            step = datetime.fromtimestamp(
                (self.clock().timestamp() // every.total_seconds() + 1) * every.total_seconds(), UTRECHT
            )
            self.clock.set(min(step, moment))
            self.work()

    def wait(self, **passed: float) -> None:
        """Let some time pass, working at its end: long enough for letters that wait to be taken back."""
        self.clock.advance(**(passed or {"minutes": 6}))
        self.work()


class Neighbour:
    """Anybody outside who has a mailbox and a telephone with a browser; no account."""

    def __init__(self, town: Town, name: str, address: str) -> None:
        self.town = town
        self.name = name
        self.address = address

    def mails(
        self,
        text: str,
        subject: str = "",
        *,
        to: str = "",
        photos: Sequence[Chosen] = (),
        name: str | None = None,
        proven: bool = True,
        **headers: str,
    ) -> str:
        """Send this over SMTP; its Message-ID. Header names take underscores. proven: the server before ours found
        signature and domain in order."""
        mail = self.writes(text, subject, to=to, photos=photos, name=name, proven=proven, **headers)
        self.posts(mail)
        return str(mail["Message-ID"])

    def writes(
        self,
        text: str,
        subject: str = "",
        *,
        to: str = "",
        photos: Sequence[Chosen] = (),
        name: str | None = None,
        proven: bool = True,
        **headers: str,
    ) -> EmailMessage:
        domain = self.address.rpartition("@")[2]
        mail = EmailMessage()
        if proven:
            found = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
            mail["Authentication-Results"] = f"{AUTHSERV}; {found}"
        mail["From"] = formataddr((self.name if name is None else name, self.address))
        mail["To"] = to or self.town.desk.settings.desk.address
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self.town.clock().astimezone(UTRECHT))
        mail["Message-ID"] = f"<{next(NUMBERS)}.town@{domain}>"
        for header, value in headers.items():
            mail[header.replace("_", "-")] = value
        mail.set_content(text)
        for photo in photos:
            maintype, _, subtype = photo.content_type.partition("/")
            mail.add_attachment(photo.octets, maintype=maintype, subtype=subtype, filename=photo.filename)
        return mail

    def posts(self, mail: EmailMessage, sender: str | None = None) -> None:
        """Hand it to the desk's SMTP door."""
        with smtplib.SMTP(HOST, self.town.door, local_hostname="mx.mail.example.nl", timeout=20) as client:
            client.send_message(mail, self.address if sender is None else sender, to_addrs=[str(mail["To"])])

    def answers(
        self, letter: Letter, text: str, *, photos: Sequence[Chosen] = (), proven: bool = True, **headers: str
    ) -> str:
        """Reply as a telephone does: above the quoted letter, its subject and thread kept."""
        quoted = "\n".join(f"> {line}" for line in letter.lines)
        threaded = {
            "In_Reply_To": letter.message_id,
            "References": " ".join([*letter.references, letter.message_id]),
        }
        written = self.town.clock().astimezone(UTRECHT)
        return self.mails(
            f"{text}\n\nVerstuurd vanaf mijn iPhone\n\n"
            f"> Op {written:%d-%m-%Y} om {written:%H:%M} heeft {letter.from_name}\n"
            f"> <{letter.reply_to}> het volgende geschreven:\n>\n{quoted}\n",
            headers.pop("subject", f"Re: {letter.subject}"),
            to=letter.reply_to,
            photos=photos,
            proven=proven,
            **threaded | headers,
        )

    def letters(self, about: str = "") -> list[Letter]:
        """What the desk mailed to this address so far, by words in the subject."""
        return [one for one in self.town.letters if one.to == self.address and about in one.subject]

    def letter(self, about: str = "") -> Letter:
        """The one such letter."""
        found = self.letters(about)
        told = [one.subject for one in self.letters()]
        assert len(found) == 1, f"{self.name} has {len(found)} letters about {about!r} among {told}"
        return found[0]

    @cached_property
    def browser(self) -> httpx2.Client:
        return self.town.desk.stranger(**{"accept-language": "nl"})

    def opens(self, where: str | Letter) -> Page:
        """Open an address, or the private link in a letter."""
        return visit(self.browser, where.link if isinstance(where, Letter) else where)


class Clerk(Neighbour):
    """Somebody of the staff, logged in where they sit."""

    @cached_property
    def browser(self) -> httpx2.Client:
        return self.town.desk.staff_browser(self.name)


@pytest.fixture
def town(running_desk: RunningDesk) -> Iterator[Town]:
    """The cast of the stories on Monday 16 November 2026, 07:52, nothing received yet."""
    with open_door(running_desk.store, running_desk.settings, running_desk.clock) as door:
        yield Town(running_desk, door)
