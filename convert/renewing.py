"""A new link for whoever held one that has expired: mailed to them, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from convert.unit_of_work import UnitOfWork
from store.access import Link
from store.facts import THE_CLOCK, for_circle, order_facts, ticket_facts
from store.letter_table import Cause
from store.letters import OfTicket, PartyLink
from store.links import expired_link
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.people import Contact, Person
from store.recipients import Recipient, address_of, contact_recipient, is_linked, person_recipient
from store.tickets import Ticket
from store.words import CauseKind, LetterKind, OrderState


def renew_link(work: UnitOfWork, token: str) -> None:
    """Where this link has expired and its holder may still read: a new one, for as long as one goes on after closing.
    Nothing for a link that is unknown, revoked, or opens."""
    link = expired_link(work.session, token, work.now)
    found = link and (_for_person(work, link) or _for_party(work, link))
    if not link or not found:
        return
    kind, recipient, snapshot = found
    fresh = work.session.get_one(Link, recipient.link_id)
    fresh.expires_at = fresh.expires_at or work.now + timedelta(days=work.settings.retention.link_days_after_closing)
    letter = NewLetter(
        kind=kind,
        cause=Cause(CauseKind.LINK_ASKED, link.key, at=f"{work.now:%Y-%m-%dT%H}", reader=recipient.mark),
        to=recipient.to,
        snapshot=snapshot,
        ticket_id=link.ticket_id,
        order_id=link.order_id,
        link_id=recipient.link_id,
        reply_token=recipient.reply_token,
    )
    put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)


Found = tuple[LetterKind, Recipient, dict[str, Any]] | None


def _for_person(work: UnitOfWork, link: Link) -> Found:
    session = work.session
    person = session.get(Person, link.person_id) if link.person_id else None
    if person is None or not link.ticket_id or not is_linked(session, link.ticket_id, person.key):
        return None
    address, ticket = address_of(session, person.key), session.get_one(Ticket, link.ticket_id)
    if not address:
        return None
    recipient = person_recipient(session, work.settings.secret, work.now, ticket.key, person, address)
    snapshot = OfTicket(ticket=ticket_facts(session, ticket), actor=THE_CLOCK, next=[])
    shown = for_circle(session, snapshot, ticket.key, recipient.circle, recipient.to.language)
    return LetterKind.TICKET_LINK, recipient, shown


def _for_party(work: UnitOfWork, link: Link) -> Found:
    contact = work.session.get(Contact, link.contact_id) if link.contact_id else None
    order = work.session.get(WorkOrder, link.order_id) if link.order_id else None
    if contact is None or order is None or not contact.active or contact.company_id != order.company_id:
        return None
    if order.state is OrderState.WITHDRAWN:
        return None
    recipient = contact_recipient(work.session, work.settings.secret, work.now, order, contact)
    return LetterKind.ORDER_LINK, recipient, {**PartyLink(order=order_facts(work.session, order))}
