"""Letters in the outbox of the cast's desk, as convert would have left them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from sqlmodel import Session

from config.settings import Settings, SmtpOut
from outbound.letter_texts import audience
from outbound.samples import NOW, SNAPSHOTS
from store.letter_table import Cause, Letter
from store.links import link_for
from store.orders import WorkOrder
from store.outbox import Addressee, NewLetter, put_letter
from store.tickets import Ticket
from store.troubles import troubles
from store.words import CauseKind, Channel, LetterKind, LetterState, OrderState, Phase
from tests.cast import SETTINGS, Desk
from tests.outbound.wall_clock import local
from tests.servers.sink import Sink

FRIDAY = NOW


@dataclass(frozen=True)
class Leak:
    """Fatima's leak: its ticket, and the order De Kraan has for it."""

    ticket_id: int
    order_id: int


def settings_to(sink: Sink | None, **sections: Any) -> Settings:
    out = SmtpOut(host=sink.host, port=sink.port, timeout=5) if sink else SmtpOut()
    return SETTINGS.model_copy(update={"smtp_out": out, **sections})


def a_leak(desk: Desk, now: datetime = FRIDAY) -> Leak:
    with desk.store.writing() as session:
        ticket = Ticket(
            number="T-2026-00042",
            title="Lekkage badkamer",
            description="Water",
            phase=Phase.WITH_PARTY,
            channel=Channel.WEBSITE,
            received_at=now,
            created_at=now,
            changed_at=now,
            responsible_id=desk.staff_named("Ingrid").key,
        )
        session.add(ticket)
        session.flush()
        order = an_order(desk, session, ticket_id=ticket.key, sent_at=now)
        return Leak(ticket.key, order.key)


def an_order(desk: Desk, session: Session, **values: Any) -> WorkOrder:
    """An order that De Kraan's Johan got and has not reacted to."""
    johan = desk.contact_named("Johan")
    defaults: dict[str, Any] = {
        "number": "OB-2026-00032",
        "title": "Lekkage badkamer",
        "description": "Water",
        "state": OrderState.SENT,
        "company_id": johan.company_id,
        "contact_id": johan.key,
        "responsible_id": desk.staff_named("Ingrid").key,
        "address": {"line": "Lindelaan 14B", "postcode": "3512SA", "town": "Utrecht"},
        "round": 1,
        "created_at": FRIDAY,
        "changed_at": FRIDAY,
    }
    order = WorkOrder(**(defaults | values))
    session.add(order)
    session.flush()
    return order


TITLES = ("Lekkage badkamer", "Kraan keuken", "Riool verstopt")
DUE_TOGETHER = local("2026-11-17T09:00")


def orders_of_a_morning(desk: Desk, *changes: dict[str, Any]) -> list[int]:
    """Orders that De Kraan's Johan got on Monday; he is reminded of each on Tuesday morning."""
    sent = local("2026-11-16T15:20")
    with desk.store.writing() as session:
        rows = [
            an_order(
                desk,
                session,
                **{"number": f"OB-2026-{40 + at:05d}", "title": title, "sent_at": sent, "created_at": sent} | change,
            )
            for at, (title, change) in enumerate(zip(TITLES, changes or ({}, {}, {}), strict=False))
        ]
        return [row.key for row in rows]


def put(
    desk: Desk,
    kind: LetterKind,
    leak: Leak,
    *,
    now: datetime = FRIDAY,
    cause: Cause | None = None,
    wait: timedelta = timedelta(),
    **snapshot: Any,
) -> Letter:
    """Put the sample of this kind in the outbox, to Fatima, Johan or Ingrid."""
    with desk.store.writing() as session:
        letter = put_letter(
            session, _new(desk, session, kind, leak, now, cause, wait, snapshot), domain=DOMAIN, now=now
        )
        assert letter
        return letter


DOMAIN = SETTINGS.desk.domain


def _new(
    desk: Desk,
    session: Session,
    kind: LetterKind,
    leak: Leak,
    now: datetime,
    cause: Cause | None,
    wait: timedelta,
    snapshot: dict[str, Any],
) -> NewLetter:
    to = audience(kind)
    order_id = leak.order_id if to == "party" else None
    link = None
    if to == "person":
        fatima = desk.person_named("Fatima")
        addressee = Addressee("fatima.elamrani@mail.example.nl", fatima.name, fatima.language, person_id=fatima.key)
        link = link_for(session, SETTINGS.secret, now, ticket_id=leak.ticket_id, person_id=fatima.key)
    elif to == "party":
        johan = desk.contact_named("Johan")
        addressee = Addressee(johan.email, johan.name, johan.language, contact_id=johan.key)
        link = link_for(session, SETTINGS.secret, now, order_id=leak.order_id, contact_id=johan.key)
    else:
        ingrid = desk.staff_named("Ingrid")
        addressee = Addressee(ingrid.email, ingrid.name, ingrid.language, staff_id=ingrid.key)
    return NewLetter(
        kind=kind,
        cause=cause or Cause(CauseKind.OTHER, reader=f"{kind} to {addressee.address}"),
        to=addressee,
        snapshot=SNAPSHOTS[kind] | snapshot,
        ticket_id=leak.ticket_id,
        order_id=order_id,
        link_id=link.id if link else None,
        reply_token=link.reply_token if link else "",
        wait=wait,
    )


def read(octets: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(octets)


def state(desk: Desk, letter: Letter) -> LetterState:
    return row(desk, letter).state


def row(desk: Desk, letter: Letter) -> Letter:
    with desk.store.reading() as session:
        return session.get_one(Letter, letter.key)


def wrong(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [trouble.name for trouble in troubles(session)]
