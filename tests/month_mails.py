"""The mails of a month, made of templates with a seed that is kept, and the right place of each beside it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from tests.cast import SETTINGS
from tests.ingest.known_leak import KnownLeak

DESK = SETTINGS.desk.address
FIRST = datetime(2026, 11, 17, 7, tzinfo=UTC)
TENANTS = {
    "fatima.elamrani@mail.example.nl": ("Fatima el Amrani", "Lindelaan 14B"),
    "olivia.carter@mail.example.nl": ("Olivia Carter", "Lindelaan 22"),
    "p.hendriks@oudeprovider.example.nl": ("Piet Hendriks", "Lindelaan 41"),
    "semdewit@mail.example.nl": ("Sem de Wit", "Kastanjehof 7"),
    "karel.mulder@mail.example.nl": ("Karel Mulder", "Kastanjehof 9"),
    "z.yilmaz@mail.example.nl": ("Zeynep Yılmaz", "Kastanjehof 15"),
}
JOHAN, INGRID, RUUD = "johan@dekraan.example.nl", "ingrid@delinde.example.nl", "huismeester@kastanjehof.example.nl"
FATIMA = next(iter(TENANTS))


@dataclass(frozen=True)
class MonthMail:
    """place     draft, below (another mail that waits), ticket, order, opened (a ticket by itself), or why it is aside
    acts      it may change the order or the ticket
    without   words that are no part of what its sender newly wrote"""

    kind: str
    octets: bytes
    sender: str
    to: str
    place: str
    acts: bool = False
    without: str = ""


class Month:
    """Makes the mails, one after another; what they answer is Fatima's leak and the order for it."""

    def __init__(self, leak: KnownLeak, seed: int, kinds: Sequence[Kind]) -> None:
        self.kinds = kinds
        self.leak, self.chance, self.now, self.number = leak, random.Random(seed), FIRST, 0
        self.order_to = f"melding+{leak.order_link.reply_token}@{SETTINGS.desk.domain}"
        self.ticket_to = f"melding+{leak.ticket_link.reply_token}@{SETTINGS.desk.domain}"
        self.before: MonthMail | None = None

    def mails(self, count: int) -> Iterator[MonthMail]:
        """Every kind in turn, in an order that chance makes; a day between two of the same tenant's."""
        kinds: list[Kind] = []
        while len(kinds) < count:
            kinds += self.chance.sample(self.kinds, len(self.kinds))
        for kind in kinds[:count]:
            self.now += timedelta(hours=5)
            self.number += 1
            self.before = kind(self)
            yield self.before

    def mail(
        self, sender: str, text: str, subject: str, *, name: str = "", to: str = DESK, html: str = "", **headers: str
    ) -> EmailMessage:
        mail = EmailMessage()
        domain = sender.rpartition("@")[2]
        mail["Authentication-Results"] = (
            f"mx.delinde.example.nl; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        )
        mail["From"] = formataddr((name or TENANTS.get(sender, ("",))[0], sender))
        mail["To"], mail["Subject"], mail["Date"] = to, subject, format_datetime(self.now)
        mail["Message-ID"] = headers.pop("Message_ID", f"<month-{self.number}@{domain}>")
        for header, value in headers.items():
            mail[header.replace("_", "-")] = value
        mail.set_content(html or text, subtype="html" if html else "plain")
        return mail

    def sent(
        self,
        kind: str,
        mail: EmailMessage,
        place: str,
        *,
        sender: str | None = None,
        acts: bool = False,
        without: str = "",
    ) -> MonthMail:
        octets = mail.as_bytes(policy=SMTP)
        envelope = mail["From"].addresses[0].addr_spec if sender is None else sender
        return MonthMail(kind, octets, envelope, str(mail["To"]), place, acts, without)

    def tenant(self) -> str:
        return self.chance.choice(list(TENANTS)[1:])  # Fatima has a ticket

    def report(self) -> tuple[str, str, str]:
        """Sender, words and subject of a report; each hour another trade, so that no two go on about one."""
        who = list(TENANTS)[1 + self.number % 5]
        text, subject = REPORTS[self.number % len(REPORTS)]
        return who, text, subject

    def our_letter(self) -> dict[str, str]:
        return {"In_Reply_To": f"<{self.leak.order_letter.mail_id}>"}


Kind = Callable[[Month], MonthMail]


def _report(month: Month) -> MonthMail:
    who, text, subject = month.report()
    return month.sent("report", month.mail(who, text, subject), "draft")


def _stranger(month: Month) -> MonthMail:
    _, text, subject = month.report()
    sender = f"bewoner{month.number}@elders.example.nl"
    return month.sent("stranger", month.mail(sender, text, subject, name="Kim Jansen"), "draft")


def _bannered(month: Month) -> MonthMail:
    who, text, subject = month.report()
    banner = month.chance.choice(BANNERS)
    html = month.chance.choice(("", f"<table><tr><td>{banner}</td></tr></table><div>{text}</div>"))
    mail = month.mail(who, f"{banner}\n\n{text}", f"[EXTERN] {subject}", html=html)
    return month.sent("banner", mail, "draft", without=banner[:20])


def _footed(month: Month) -> MonthMail:
    who, text, subject = month.report()
    foot = month.chance.choice(FOOTERS)
    html = month.chance.choice(("", f"<div>{text}</div><br><div style='font-size:9px'>{foot}</div>"))
    return month.sent("footer", month.mail(who, f"{text}\n\n{foot}", subject, html=html), "draft", without=foot[:20])


def _photo(month: Month) -> MonthMail:
    mail = month.mail(month.report()[0], "Verstuurd vanaf mijn iPhone", "")
    mail.add_attachment(b"\xff\xd8\xff" + bytes(9_000), "image", "jpeg", filename="IMG_1.jpeg", disposition="inline")
    return month.sent("photo", mail, "draft", without="iPhone")


def _form(month: Month) -> MonthMail:
    who, text, _ = month.report()
    name, home = TENANTS[who]
    words = f"Naam: {name}\nAdres: {home}\nBericht: {text}"
    sender = month.chance.choice((DESK, "noreply@delinde.example.nl"))
    return month.sent("form", month.mail(sender, words, "Contactformulier", Reply_To=f"{name} <{who}>"), "draft")


def _group(month: Month) -> MonthMail:
    who, text, subject = month.report()
    ours = {"List_ID": f"<{DESK.replace('@', '.')}>", "Precedence": "list"}
    theirs = {"List_ID": "<bewoners.lindelaan.example.nl>", "Precedence": "list"}
    return month.sent("group", month.mail(who, text, subject, **month.chance.choice((ours, theirs))), "draft")


def _forward(month: Month) -> MonthMail:
    who, text, subject = month.report()
    name = TENANTS[who][0]
    above = f"Zie onder.\n\n---------- Doorgestuurd bericht ----------\nVan: {name} <{who}>\n"
    inline = f"{above}Datum: ma 16 nov 2026 om 07:40\nOnderwerp: {subject}\nAan: Ruud\n\n{text}"
    by, called = month.chance.choice(((INGRID, "Ingrid Vos"), (RUUD, "Ruud Kok")))
    return month.sent("forward", month.mail(by, inline, f"Fwd: {subject}", name=called), "draft")


def _answer(month: Month) -> MonthMail:
    words = month.chance.choice(
        ("Dinsdag ben ik thuis.", "De sleutel ligt bij de buren.", "Bedankt voor de snelle reactie!")
    )
    return month.sent("answer", month.mail(FATIMA, words, "Re: uw melding", to=month.ticket_to), "ticket", acts=False)


def _accept(month: Month) -> MonthMail:
    word = month.chance.choice(
        ("AKKOORD", "akk\u200boord", "Akkoord, wij pakken het op.", "Accepted", f"{BANNERS[0]}\n\nAKKOORD")
    )
    foot = month.chance.choice(("", "\n\nVerstuurd vanaf mijn iPhone", f"\n\n{FOOTERS[0]}"))
    mail = month.mail(
        JOHAN, word + foot, "Re: opdracht", to=month.order_to, name="Johan de Kraan", **month.our_letter()
    )
    return month.sent("accept", mail, "order", acts=True)


def _unsure(month: Month) -> MonthMail:
    words = month.chance.choice(
        (
            "Is dit akkoord?",
            "bijna klaar",
            "niet akkoord met de prijs, wel met de klus",
            "Ik ga akkoord als de sleutel er is",
            "ontvangen",
            "Welke ketel is het?",
        )
    )
    mail = month.mail(JOHAN, words, "Re: opdracht", to=month.order_to, name="Johan de Kraan", **month.our_letter())
    return month.sent("unsure", mail, "order")


def _absent(month: Month) -> MonthMail:
    silent = month.chance.choice(({"Auto_Submitted": "auto-replied"}, {"X_Auto_Response_Suppress": "All"}))
    text = "Ik ben afwezig t/m vrijdag 27 november. Uw mail wordt niet gelezen."
    mail = month.mail(JOHAN, text, "Automatisch antwoord: opdracht", to=month.order_to, **month.our_letter(), **silent)
    return month.sent("absent", mail, "automatic", without="")


def _receipt(month: Month) -> MonthMail:
    text = (
        "Uw bericht\n\n  Aan: Johan\n  Onderwerp: opdracht\n  Verzonden: maandag\n\nis gelezen op dinsdag 17 november."
    )
    mail = month.mail(JOHAN, text, "Gelezen: opdracht", to=month.order_to, **month.our_letter())
    return month.sent("receipt", mail, "automatic")


def _newsletter(month: Month) -> MonthMail:
    headers = {"List_Unsubscribe": "<mailto:u@bouwnieuws.example.nl>", "Precedence": "bulk"}
    return month.sent(
        "newsletter",
        month.mail(
            "nieuws@bouwnieuws.example.nl", "20% korting op lekdetectie!", "Nieuw: lekkage detectie 2.0", **headers
        ),
        "bulk",
    )


def _bounce(month: Month) -> MonthMail:
    """Of our own letter, and (backscatter) of one we never sent; in the old way and by the book."""
    mark = month.chance.choice((month.leak.order_letter.mail_id, "never.sent@elders.example.nl"))
    text = BOUNCED.format(to=JOHAN, mark=mark)
    mail = month.mail("MAILER-DAEMON@mx.example.nl", text, "Mail delivery failed: returning message to sender")
    return month.sent("bounce", mail, "return", sender="")


def _alike(month: Month) -> MonthMail:
    mail = month.mail(
        "ingrid@de1inde.example.nl", "Uw mailbox is vol, klik hier.", "Mailbox", name="Vastgoedbeheer De Linde"
    )
    return month.sent("look-alike", mail, "quarantine")


def _echo(month: Month) -> MonthMail:
    mail = month.mail(DESK, "Opdracht", "[OB-2026-00031] Opdracht", Message_ID=f"<{month.leak.order_letter.mail_id}>")
    return month.sent("echo", mail, "echo")


def _robotic(month: Month) -> MonthMail:
    who, text, _ = month.report()
    subject = month.chance.choice(
        ("Ontvangstbevestiging", "Automatisch antwoord gekregen", "Out of office key", "Vakantiemelding")
    )
    return month.sent("robotic person", month.mail(who, f"{text} Graag een bevestiging.", subject), "draft")


def _gas(month: Month) -> MonthMail:
    who = month.report()[0]
    text = month.chance.choice(
        ("Ik ruik gas in de meterkast!", "I smell gas in the kitchen", "Het brandt hier, er is rook in de hal")
    )
    return month.sent("danger", month.mail(who, text, "help"), "opened", acts=False)


def _number(month: Month) -> MonthMail:
    return month.sent(
        "number",
        month.mail(
            f"buur{month.number}@elders.example.nl",
            "Wanneer komt er iemand?",
            "Re: [T-2026-00042] Lekkage badkamer",
            name="Buur",
        ),
        "draft",
    )


def _borrowed(month: Month) -> MonthMail:
    mail = month.mail("semdewit@mail.example.nl", "Wanneer komt er iemand?", "Re: uw melding", to=month.ticket_to)
    return month.sent("borrowed reply address", mail, "ticket")


def _again(month: Month) -> MonthMail:
    """The mail before once more under the same Message-ID, its subject tagged by a gateway."""
    if month.before is None or month.before.kind not in ("report", "stranger"):
        return _report(month)
    octets = month.before.octets.replace(b"\r\nSubject: ", b"\r\nSubject: [EXTERN] ", 1)
    return MonthMail("changed copy", octets, month.before.sender, month.before.to, "copy")


def _below(month: Month) -> MonthMail:
    """The same tenant goes on about the mail before."""
    if month.before is None or month.before.kind != "report":
        return _report(month)
    mark = month.before.octets.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
    mail = month.mail(month.before.sender, "Nog iets: morgen ben ik thuis.", "Re: melding", In_Reply_To=mark)
    return month.sent("follow-up", mail, "below")


KINDS: list[Kind] = [
    _report, _report, _report, _below, _stranger, _again, _bannered, _footed, _photo, _form, _group, _forward, _answer,
    _answer, _accept, _unsure, _absent, _receipt, _newsletter, _bounce, _alike, _echo, _robotic, _gas, _number,
    _borrowed,
]  # fmt: skip
REPORTS = (
    ("De kraan in de keuken lekt, er staat een emmer onder.", "Lekkende kraan keuken"),
    ("De radiator in de slaapkamer blijft koud.", "Radiator slaapkamer koud"),
    ("The light in the hallway does not work.", "Hallway light broken"),
    ("De voordeur van het portiek valt niet meer in het slot.", "Voordeur sluit niet"),
    ("De lift maakt een schurend geluid tussen 2 en 3.", "Lift maakt lawaai"),
    ("In de containerruimte liggen al weken vuilniszakken.", "Afval containerruimte"),
    ("De dakgoot boven ons balkon loopt over bij regen.", "Dakgoot loopt over"),
)
BOUNCED = """This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.
The following address(es) failed:

  {to}
    550 no such user

------ This is a copy of the message, including all the headers. ------

Message-ID: <{mark}>
To: {to}
"""
BANNERS = (
    "LET OP: Deze e-mail komt van buiten de organisatie. Klik niet op koppelingen en open geen bijlagen.",
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments.",
    "ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.",
    "ATTENTION : Ce message provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.",
)
FOOTERS = (
    "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
    "This e-mail is confidential and intended solely for the addressee.",
    "Diese E-Mail ist vertraulich und ausschließlich für den Empfänger bestimmt.",
    "Ce message est confidentiel et destiné exclusivement à son destinataire.",
    "Verstuurd vanaf mijn Samsung Galaxy-smartphone.",
    "Get Outlook for iOS",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Virusvrij.www.avg.com",
)
