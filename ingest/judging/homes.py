"""Where an answer belongs: the home of a token, of a letter of ours, of a message we received."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from ingest.judging.verdict import Home
from ingest.mail import InboundMail
from ingest.suggesting.relations import numbers_in
from store.access import Link
from store.letter_table import Letter
from store.links import is_valid
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.passengers import passengers_of
from store.people import Company, Contact, PersonAddress
from store.rows import rows_by_id
from store.tickets import Ticket, TicketPerson
from store.words import DraftState, LetterKind


def homes_by_token(session: Session, tokens: tuple[str, ...], now: datetime) -> dict[str, Home]:
    if not tokens:
        return {}
    links = session.exec(select(Link).where(col(Link.reply_token).in_(tokens)))
    return {
        link.reply_token: replace(
            home_at(session, link.ticket_id, link.order_id), link_id=link.id, ended=_has_ended(link, now)
        )
        for link in links
    }


def _has_ended(link: Link, now: datetime) -> bool:
    """A reporter's page ends some time after closing; that the answer is theirs its token says for ever."""
    return link.revoked_at is not None or (link.order_id is not None and not is_valid(link, now))


def home_of_letter(session: Session, letter: Letter) -> Home:
    home = replace(home_at(session, letter.ticket_id, letter.order_id), link_id=letter.link_id, letter_id=letter.id)
    if letter.staff_id:
        return replace(home, addresses=home.addresses | {letter.to_address.lower()})
    return home


def home_of_answer(session: Session, letter: Letter, mail: InboundMail) -> Home | None:
    """Where an answer to this letter belongs; None to one of no ticket or order: it is a draft.

    A digest is about several orders: an answer belongs to the one that it names; else to all, and lies at the first.
    """
    if letter.kind != LetterKind.ORDER_DIGEST:
        return home_of_letter(session, letter) if letter.ticket_id or letter.order_id else None
    reminders = passengers_of(session, letter.key)
    orders = rows_by_id(session, WorkOrder, [reminder.order_id for reminder in reminders])
    words = f"{mail.subject}\n{mail.reply.new}"
    numbers = set() if _OF_ALL.search(words) else orders_named(words)
    asked = [reminder for reminder in reminders if reminder.order_id in orders]
    meant = [reminder for reminder in asked if {orders[reminder.order_id or 0].number} == numbers]
    if not asked:
        return None
    home = replace(home_of_letter(session, (meant or asked)[0]), letter_id=letter.id)
    return home if meant else replace(home, told_together=tuple(orders))


_OF_ALL = re.compile(r"\b(?:alle|allen|allemaal|alles|allebei|beide|beiden|all|both|tous|toutes)\b", re.I)


def orders_named(text: str) -> set[str]:
    """The numbers of work orders in it."""
    return {number for number in numbers_in(text) if number.startswith("OB-")}


def home_of_message(session: Session, message: Message) -> Home | None:
    if message.ticket_id or message.order_id:
        return home_at(session, message.ticket_id, message.order_id)
    of = Draft.id == message.draft_id if message.draft_id else Draft.message_id == message.id
    # Ours until this mail is filed: whoever decides on the draft meanwhile takes the mail along, or we see it decided.
    draft = session.exec(select(Draft).where(of).with_for_update()).first()
    if draft is None or draft.state is DraftState.DISMISSED:
        return None
    if draft.ticket_id:
        return home_at(session, draft.ticket_id, None)
    return Home(draft_id=draft.id, addresses=frozenset({message.from_address}))


def home_at(session: Session, ticket_id: int | None, order_id: int | None) -> Home:
    """A thread with those whose answers are expected on it. A merged ticket's answers go to its master."""
    if order_id:
        order = session.get_one(WorkOrder, order_id)
        contacts = session.exec(select(Contact.email).where(Contact.company_id == order.company_id))
        company = session.get(Company, order.company_id) if order.company_id else None
        domains = frozenset(company.domains) if company else frozenset()
        return Home(ticket_id=order.ticket_id, order_id=order_id, addresses=frozenset(contacts), domains=domains)
    if ticket_id is None:
        return Home()
    ticket = session.get_one(Ticket, ticket_id)
    while ticket.merged_into_id:
        ticket = session.get_one(Ticket, ticket.merged_into_id)
    people = (
        select(PersonAddress.address)
        .join(TicketPerson, col(TicketPerson.person_id) == col(PersonAddress.person_id))
        .where(TicketPerson.ticket_id == ticket.id, col(TicketPerson.until).is_(None))
    )
    return Home(ticket_id=ticket.id, addresses=frozenset(session.exec(people)))
