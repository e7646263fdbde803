"""Fetching the few facts the rules need about one mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from config.settings import Settings
from ingest.identity import normal_message_id
from ingest.mail import InboundMail
from ingest.rules import marks_of, sender_of
from ingest.verdict import Home, Known
from store.access import Link
from store.desk import Ticket, TicketPerson, WorkOrder
from store.links import is_valid
from store.mail import Draft, Message
from store.people import Company, Contact, PersonAddress, Staff
from store.post import Letter
from store.words import DraftState


def known_about(session: Session, mail: InboundMail, message: Message, settings: Settings) -> Known:
    """What the store knows of this mail's marks and its sender, as it is now."""
    marks = (*marks_of(mail), *(fate.original_message_id for fate in mail.returns))
    named = {normal_message_id(mark): mark for mark in marks if mark}
    letters = _letters(session, [*named, message.message_id], mail.tokens)
    sender = sender_of(mail)
    return Known(
        desk=settings.desk.address.lower(),
        size=message.size,
        max_size=settings.smtp_in.max_size,
        own_letter=any(letter.mail_id == message.message_id for letter in letters),
        by_token=_by_token(session, mail.tokens, message.received_at),
        by_return={letter.return_token: _home_of_letter(session, letter) for letter in letters},
        by_letter={
            mark: _home_of_letter(session, letter)
            for letter in letters
            for name, mark in named.items()
            if name == letter.mail_id
        },
        by_message=_by_message(session, named, message),
        domains=_domains(session, settings),
        from_staff=bool(sender and session.exec(select(Staff.id).where(Staff.email == sender)).first()),
        recent_drafts=_recent_drafts(session, sender, message),
        drafts_per_hour=settings.limits.drafts_per_sender_hour,
    )


def _by_token(session: Session, tokens: tuple[str, ...], now: datetime) -> dict[str, Home]:
    if not tokens:
        return {}
    links = session.exec(select(Link).where(col(Link.reply_token).in_(tokens)))
    return {
        link.reply_token: replace(
            _home(session, link.ticket_id, link.order_id), link_id=link.id, ended=not is_valid(link, now)
        )
        for link in links
    }


def _letters(session: Session, mail_ids: Iterable[str], tokens: tuple[str, ...]) -> list[Letter]:
    ids = [mail_id for mail_id in mail_ids if mail_id]
    if not ids and not tokens:
        return []
    named = col(Letter.mail_id).in_(ids) | col(Letter.return_token).in_(tokens)
    return list(session.exec(select(Letter).where(named)))


def _home_of_letter(session: Session, letter: Letter) -> Home:
    home = replace(_home(session, letter.ticket_id, letter.order_id), link_id=letter.link_id, letter_id=letter.id)
    if letter.staff_id:
        return replace(home, addresses=home.addresses | {letter.to_address.lower()})
    return home


def _by_message(session: Session, named: dict[str, str], message: Message) -> dict[str, Home]:
    """Homes of earlier messages. A draft that was converted or joined has become a ticket; one that was dismissed
    leads nowhere."""
    if not named:
        return {}
    earlier = select(Message).where(col(Message.message_id).in_(list(named)), Message.id != message.id)
    homes = {}
    for one in session.exec(earlier):
        home = _home_of_message(session, one)
        if home:
            homes[named[one.message_id]] = home
    return homes


def _home_of_message(session: Session, message: Message) -> Home | None:
    if message.ticket_id or message.order_id:
        return _home(session, message.ticket_id, message.order_id)
    of = Draft.id == message.draft_id if message.draft_id else Draft.message_id == message.id
    draft = session.exec(select(Draft).where(of)).first()
    if draft is None or draft.state is DraftState.DISMISSED:
        return None
    if draft.ticket_id:
        return _home(session, draft.ticket_id, None)
    return Home(draft_id=draft.id, addresses=frozenset({message.from_address}))


def _home(session: Session, ticket_id: int | None, order_id: int | None) -> Home:
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


def _domains(session: Session, settings: Settings) -> frozenset[str]:
    companies = session.exec(select(Company.domains).where(col(Company.active)))
    return frozenset({settings.desk.domain, *(domain for domains in companies for domain in domains)})


def _recent_drafts(session: Session, sender: str, message: Message) -> int:
    if not sender:
        return 0
    since = message.received_at - timedelta(hours=1)
    drafts = (
        select(func.count())
        .select_from(Draft)
        .join(Message, col(Message.id) == col(Draft.message_id))
        .where(Message.from_address == sender, Message.id != message.id, Message.received_at > since)
        .where(Message.received_at <= message.received_at)
    )
    return session.exec(drafts).one()
