"""A letter came back: mark the address, tell the responsible once, and stop reminding."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.compose import number_of
from outbound.digests import letters_told_by
from outbound.relevance import LADDER
from store.claims import let_go
from store.letter_table import Cause, Letter
from store.orders import WorkOrder
from store.outbox import NewLetter, cancel_letters, put_letter
from store.passengers import set_down_passengers
from store.people import Company, Contact, Person, PersonAddress, Staff
from store.recipients import staff_recipient
from store.resets import end_resets_of
from store.routing import who_answers_for
from store.tickets import Ticket
from store.timeline import CLOCK, tell
from store.troubles import report_trouble
from store.words import AddressState, CauseKind, Entry, LetterKind, LetterState, LetterStop


def take_back(
    session: Session, settings: Settings, letter: Letter, answer: str, now: datetime, *, address_is_bad: bool
) -> None:
    """Note that the letter did not arrive. Twice for the same letter is harmless.

    address_is_bad  no other letter will arrive there either
    """
    letter.state, letter.last_answer = LetterState.RETURNED, answer
    let_go(letter)
    carried = list(letters_told_by(session, letter))
    set_down_passengers(session, [letter.key], now)
    if letter.kind == LetterKind.STAFF_PASSWORD_RESET and letter.staff_id:
        end_resets_of(session, letter.staff_id, now)  # what came back lies where colleagues read it
    if address_is_bad:
        _mark_address(session, letter, now)
    for one in carried:
        _tell_of(session, settings, letter, one, answer, now)


def _tell_of(
    session: Session, settings: Settings, returned: Letter, letter: Letter, answer: str, now: datetime
) -> None:
    """letter: what the one that came back told of; itself, but for a digest."""
    tell(
        session,
        CLOCK,
        Entry.TROUBLE,
        now,
        ticket_id=letter.ticket_id,
        order_id=letter.order_id,
        letter_id=returned.id,
        letter=returned.kind,
        to=letter.to_name or letter.to_address,
        state=returned.state.value,
        answer=answer,
    )
    responsible = _responsible(session, letter)
    if letter.staff_id or responsible is None:
        report_trouble(session, "staff_mail", f"mail to {letter.to_address} comes back: {answer}", now)
        return
    put_letter(
        session,
        NewLetter(
            kind=LetterKind.STAFF_UNDELIVERABLE,
            cause=_cause(letter),
            to=staff_recipient(responsible).to,
            snapshot={
                "address": letter.to_address,
                "name": letter.to_name,
                "phone": _phone_of(session, letter.to_address.lower()),
                "about": number_of(letter),
                "title": _title(letter),
                "kind": letter.kind,
                "answer": answer,
            },
            ticket_id=letter.ticket_id,
            order_id=letter.order_id,
        ),
        domain=settings.desk.domain,
        now=now,
    )


def _phone_of(session: Session, address: str) -> str:
    if contact := session.exec(select(Contact).where(Contact.email == address)).first():
        return contact.phone or session.get_one(Company, contact.company_id).phone
    known = col(Person.id).in_(select(PersonAddress.person_id).where(PersonAddress.address == address))
    return next((phone for person in session.exec(select(Person).where(known)) for phone in person.phones), "")


def _cause(letter: Letter) -> Cause:
    """Once an address and what the letter was about."""
    if letter.order_id:
        return Cause(CauseKind.RETURN_ON_ORDER, letter.order_id, reader=letter.to_address)
    return Cause(CauseKind.RETURN_ON_TICKET, letter.ticket_id or 0, reader=letter.to_address)


def _mark_address(session: Session, letter: Letter, now: datetime) -> None:
    bad = {"state": AddressState.UNDELIVERABLE}
    session.execute(update(PersonAddress).where(col(PersonAddress.address) == letter.to_address.lower()).values(bad))
    contact = session.exec(select(Contact).where(Contact.email == letter.to_address.lower())).first()
    if contact is None:
        return
    contact.address_state = AddressState.UNDELIVERABLE
    session.flush()
    for order in session.exec(select(WorkOrder).where(WorkOrder.contact_id == contact.id)):
        for cause in LADDER:
            about = {"cause": cause, "cause_id": order.key, "cause_round": order.round}
            cancel_letters(session, now, why=LetterStop.DEAD_ADDRESS, **about)


def _responsible(session: Session, letter: Letter) -> Staff | None:
    about: WorkOrder | Ticket | None = None
    if letter.order_id:
        about = session.get(WorkOrder, letter.order_id)
    elif letter.ticket_id:
        about = session.get(Ticket, letter.ticket_id)
    return who_answers_for(session, about) if about else None


def _title(letter: Letter) -> str:
    about = letter.snapshot.get("order") or letter.snapshot.get("ticket")
    return str(about["title"]) if about else letter.subject
