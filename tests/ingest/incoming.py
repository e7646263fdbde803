"""What tests of the doors stand on: the cast in the store, mails to send, and an open door."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from store.access import Link
from store.letter_table import Letter
from store.links import link_for
from store.orders import WorkOrder
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Company, Contact, Person, PersonAddress, Property, Staff, Tenancy, Unit
from store.store import Store
from store.tickets import Ticket, TicketPerson
from store.words import Channel, OrderState, PersonRole
from tests.ingest.mails import FATIMA, JOHAN, NOW

SECRET = b"the desk's secret"


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
