"""Anybody outside the desk: a mailbox, and a telephone with a browser in it."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx2

from tests.journeys.browsers import BrowsedPage, visit
from tests.journeys.forms import Chosen, Typed
from tests.journeys.letters import ReceivedLetter
from tests.running_app import AUTHSERV

if TYPE_CHECKING:
    from tests.journeys.world import World

UTRECHT = ZoneInfo("Europe/Amsterdam")
TELEPHONE = {"accept-language": "nl", "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}
NUMBERS = count(1)
SEND_REPORT = "Verstuur de melding"


class OutsideUser:
    """Anybody outside who has a mailbox and a telephone with a browser; no account."""

    def __init__(self, world: World, name: str, address: str) -> None:
        self.world = world
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
    ) -> bytes:
        """Send this over SMTP; the octets that went. Header names take underscores. proven: the server before ours
        found signature and domain in order."""
        return self.posts(self.writes(text, subject, to=to, photos=photos, name=name, proven=proven, **headers))

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
        """The mail, not yet sent."""
        domain = self.address.rpartition("@")[2]
        mail = EmailMessage()
        if proven:
            found = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
            mail["Authentication-Results"] = f"{AUTHSERV}; {found}"
        mail["From"] = formataddr((self.name if name is None else name, self.address))
        mail["To"] = to or self.world.desk.settings.desk.address
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self.world.clock().astimezone(UTRECHT))
        mail["Message-ID"] = f"<{next(NUMBERS)}.world@{domain}>"
        for header, value in headers.items():
            mail[header.replace("_", "-")] = value
        mail.set_content(text)
        for photo in photos:
            maintype, _, subtype = photo.content_type.partition("/")
            mail.add_attachment(photo.octets, maintype=maintype, subtype=subtype, filename=photo.filename)
        return mail

    def posts(self, mail: EmailMessage, sender: str | None = None) -> bytes:
        """Send it off; the octets that went."""
        octets = mail.as_bytes(policy=SMTP)
        self.world.carry(octets, self.address if sender is None else sender, str(mail["To"]))
        return octets

    def answers(
        self, letter: ReceivedLetter, text: str, *, photos: Sequence[Chosen] = (), proven: bool = True, **headers: str
    ) -> bytes:
        """Reply as a telephone does: above the quoted letter, its subject and thread kept."""
        quoted = "\n".join(f"> {line}" for line in letter.lines)
        threaded = {
            "In_Reply_To": letter.message_id,
            "References": " ".join([*letter.references, letter.message_id]),
        }
        written = self.world.clock().astimezone(UTRECHT)
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

    def reports(self, text: str, place: str, title: str, *, photos: Sequence[Chosen] = ()) -> BrowsedPage:
        """Fill in the public form, in half a minute, and send it."""
        form = self.opens("/report")
        self.world.clock.advance(seconds=30)
        told: dict[str, Typed] = {
            "Of kort in uw eigen woorden": title,
            "Vertel wat u ziet": text,
            "Adres": place,
            "Uw naam": self.name,
            "E-mail": self.address,
            "Foto’s of bestanden": photos,
        }
        return form.press(SEND_REPORT, told)

    def letters(self, about: str = "") -> list[ReceivedLetter]:
        """What the desk mailed to this address so far, by words in the subject."""
        return [one for one in self.world.letters if one.to == self.address and about in one.subject]

    def letter(self, about: str = "") -> ReceivedLetter:
        """The one such letter."""
        found = self.letters(about)
        told = [one.subject for one in self.letters()]
        assert len(found) == 1, f"{self.name} has {len(found)} letters about {about!r} among {told}"
        return found[0]

    def finds(self, mark: str) -> bool:
        """Whether these words stand in a letter that came here, or on a page that a letter leads to."""
        return any(
            mark in letter.mail.as_string() + letter.text + letter.html
            or (letter.has_link and mark in self.opens(letter).text)
            for letter in self.letters()
        )

    @cached_property
    def browser(self) -> httpx2.Client:
        return self.world.desk.stranger(**TELEPHONE)

    def opens(self, where: str | ReceivedLetter) -> BrowsedPage:
        """Open an address, or the private link in a letter."""
        return visit(self.browser, where.link if isinstance(where, ReceivedLetter) else where)
