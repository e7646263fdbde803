"""What tests of the doors stand on: the cast in the store, mails to send, and an open door."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlmodel import Session

from config.settings import Settings, SmtpIn
from ingest.doors.smtp import SmtpDoor
from ingest.mail import Address, InboundMail, Reply
from store.access import Link
from store.intake import Intake
from store.letter_table import Letter
from store.links import link_for
from store.orders import WorkOrder
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Company, Contact, Person, PersonAddress, Property, Staff, Tenancy, Unit
from store.store import Store
from store.tickets import Ticket, TicketPerson
from store.words import Channel, OrderState, PersonRole

NOW = datetime(2026, 11, 20, 11, 45, tzinfo=UTC)
DESK = "melding@delinde.example.nl"
FATIMA = "fatima.elamrani@mail.example.nl"
JOHAN = "johan@dekraan.example.nl"
SECRET = b"the desk's secret"


def settings_in(folder: Path, **smtp: Any) -> Settings:
    settings = Settings(smtp_in=SmtpIn(port=0, **smtp))
    return settings.model_copy(update={"desk": settings.desk.model_copy(update={"data_dir": folder})})


def a_mail(
    *,
    sender: str = FATIMA,
    new: str = "Er komt water door het plafond van de badkamer.",
    headers: tuple[tuple[str, str], ...] = (),
    **fields: Any,
) -> InboundMail:
    """A mail as the rules see it; everything a test is not about is ordinary."""
    bare = InboundMail(
        message_id="a1@mail.example.nl",
        subject="Lekkage badkamer",
        sender=Address("Fatima el Amrani", sender) if sender else None,
        to=(Address("", DESK),),
        cc=(),
        reply_to=(),
        date=NOW,
        in_reply_to=(),
        references=(),
        headers=headers,
        text=new,
        html="",
        reply=Reply(new),
        language="nl",
        attachments=(),
        is_auto=False,
        is_bulk=False,
        is_bounce=False,
    )
    return replace(bare, **fields)


def some_octets(
    n: int = 1,
    *,
    sender: str = FATIMA,
    to: str = DESK,
    subject: str = "Lekkage badkamer",
    text: str = "Er komt water door het plafond.",
    **headers: str,
) -> bytes:
    """One whole mail, other for every `n`. Header names take underscores: In_Reply_To."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Fri, 20 Nov 2026 12:41:07 +0100"
    mail["Message-ID"] = f"<mail-{n}@mail.example.nl>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


@contextmanager
def open_door(store: Store, settings: Settings, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[int]:
    """The SMTP door, open; its port."""
    intake = Intake(store)
    door = SmtpDoor(store, intake, settings, clock)
    port = door.open()
    try:
        yield port
    finally:
        door.close()
        intake.close()


@contextmanager
def a_client(port: int) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.mail.example.nl", timeout=20) as client:
        yield client


class Cast:
    """Fatima's leak at Lindelaan 14B and De Kraan's order for it, each with its link and a letter."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ingrid = self._put(Staff(name="Ingrid Vos", email="ingrid@delinde.example.nl", created_at=NOW))
        lindenhof = self._put(Property(name="Lindenhof", street="Lindelaan", town="Utrecht"))
        self.units = {
            code: self._put(
                Unit(property_id=lindenhof.key, code=code, street="Lindelaan", number=code[:2], addition=code[2:])
            )
            for code in ("14A", "14B", "22")
        }
        self.fatima = self._put(Person(name="Fatima el Amrani", created_at=NOW))
        self._put(PersonAddress(person_id=self.fatima.key, address=FATIMA))
        self._put(Tenancy(unit_id=self.units["14B"].key, person_id=self.fatima.key, starts=date(2020, 1, 1)))
        self.company = self._put(
            Company(name="Loodgietersbedrijf De Kraan", domains=["dekraan.example.nl"], created_at=NOW)
        )
        self.johan = self._put(Contact(company_id=self.company.key, name="Johan", email=JOHAN))
        self.ticket = self._put(
            Ticket(
                number="T-2026-00042",
                title="Lekkage badkamer",
                description="Er komt water door het plafond",
                channel=Channel.WEBSITE,
                received_at=NOW,
                created_at=NOW,
                changed_at=NOW,
                responsible_id=self.ingrid.key,
            )
        )
        self._put(
            TicketPerson(ticket_id=self.ticket.key, person_id=self.fatima.key, role=PersonRole.REPORTER, since=NOW)
        )
        self.order = self._put(
            WorkOrder(
                number="OB-2026-00032",
                ticket_id=self.ticket.key,
                state=OrderState.SENT,
                title="Lekkage badkamer",
                description="Er komt water door het plafond",
                company_id=self.company.key,
                contact_id=self.johan.key,
                responsible_id=self.ingrid.key,
                created_at=NOW,
                changed_at=NOW,
            )
        )
        self.ticket_link = link_for(session, SECRET, NOW, ticket_id=self.ticket.key, person_id=self.fatima.key)
        self.order_link = link_for(session, SECRET, NOW, order_id=self.order.key, contact_id=self.johan.key)
        self.order_letter = self._letter(self.order_link)

    def _letter(self, link: Link) -> Letter:
        letter = put_letter(
            self.session,
            NewLetter(
                kind="order_sent",
                occasion="order:1:sent",
                to=Addressee(JOHAN, "Johan", "nl", contact_id=self.johan.key),
                order_id=self.order.key,
                link_id=link.key,
                reply_token=link.reply_token,
            ),
            domain="delinde.example.nl",
            now=NOW,
        )
        assert letter is not None
        return letter

    def _put(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row


def the_cast(store: Store) -> Cast:
    with store.writing() as session:
        return Cast(session)
