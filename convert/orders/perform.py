"""The one door for everything that is done to a work order, whoever does it and by whatever channel.

Fetch and lock, decide by the table, write the change with its line, bring the ticket along, tell whom the table names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from config.words import Text
from convert.errors import MissingError, RefusedError
from convert.index import index_order
from convert.locks import locked_order
from convert.notices.matrix import PEOPLE, Event, notices
from convert.notices.notices import notify
from convert.notices.occasions import Occasion
from convert.orders.agreeing import COST_DEEDS, DECIDED
from convert.orders.deed_details import DeedDetails, check, must_ask
from convert.orders.effects import UNDOABLE, apply_effects, end_links, keep_version, kept_of, leave_implied
from convert.orders.evidence import lacks_photo
from convert.orders.work_order import Again, Step, meant, step
from convert.tickets.phase_change import bring_along
from convert.unit_of_work import UnitOfWork
from store.costs import waits_for_cost
from store.links import revoke
from store.orders import WorkOrder
from store.outbox import cancel_letters
from store.people import Contact, Person
from store.recipients import is_linked
from store.slips import Appointment, appointment_of
from store.tickets import Ticket, TimelineEntry
from store.timeline import Actor, tell
from store.wording import word_of
from store.words import (
    ENDED_STATES,
    ActorKind,
    Channel,
    Deed,
    Entry,
    LetterKind,
    LetterStop,
    OrderState,
    Visibility,
)

# What waits to be told to a firm stays here where its order is withdrawn: that ends its reading.
_NO_LONGER_TOLD = (
    *(LetterKind.ORDER_REMINDER, LetterKind.ORDER_COMMENT, LetterKind.ORDER_CHANGED, LetterKind.ORDER_REWORK),
    *(LetterKind.ORDER_APPOINTMENT, LetterKind.ORDER_RECEIPT, LetterKind.ORDER_VISIT, LetterKind.ORDER_COST),
)

# A deed about an appointment tells of it: of the one that stands from now on, or of the one that stood until now.
_OF_WHAT_STANDS = (Deed.PLAN, Deed.CONFIRM)
_OF_WHAT_STOOD = (Deed.DECLINE, Deed.MISSED, Deed.CALL_OFF)


@dataclass(frozen=True, slots=True)
class Performed:
    """changed: False where it was so already, and then who did it and when."""

    order: WorkOrder
    changed: bool
    by: str = ""
    at: datetime | None = None


def perform(work: UnitOfWork, order_id: int, deed: Deed, details: DeedDetails | None = None) -> Performed:
    """Do it, or say that it is so already. Raises MissingError (not theirs), RefusedError("state", …), InvalidError."""
    details = details or DeedDetails()
    order = locked_order(work, order_id)
    ticket = work.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    _refuse_strangers(work, order)
    deed = _meant(work, order, deed, details)
    found = step(order.state, deed, work.actor.kind)
    if found is Again.AGAIN or _is_said_again(order, deed, details):
        return _again(work, order, deed)
    if not isinstance(found, Step):
        raise _refused(order)
    details = _settled(work, order, details)
    check(work, order, deed, details)
    before, kept, stood = order.state, kept_of(order), appointment_of(order)
    waited, owner_asked = waits_for_cost(order), order.cost_request.get("state") == "owner"
    implied = leave_implied(work, order, found) if found.implies else None
    asks = found.asks is not None and must_ask(work, order, details)
    apply_effects(work, order, deed, details, asks=asks)
    order.state = found.asks if asks and found.asks else found.to
    order.changed_at = work.now
    if order.state in ENDED_STATES:
        end_links(work, order)
    work.session.flush()
    index_order(work.session, order)
    visit = stood if deed in _OF_WHAT_STOOD else appointment_of(order) if deed in _OF_WHAT_STANDS else None
    entry = _tell(work, order, deed, details, before=before, kept=kept, implied=implied, visit=visit)
    if deed in (Deed.SEND, Deed.GRANT_COST):
        keep_version(work, order)
    if deed is not Deed.SEND:
        for kind in _NO_LONGER_TOLD if deed is Deed.WITHDRAW else (LetterKind.ORDER_REMINDER,):
            cancel_letters(work.session, work.now, why=LetterStop.OVERTAKEN, order_id=order.key, kind=kind)
    solved = bring_along(work, order, ticket, entry, answered=waited and not waits_for_cost(order))
    _notify(work, order, ticket, deed, details, entry, before=before, solved=solved)
    if owner_asked and deed not in DECIDED and order.cost_request["state"] != "owner":
        owner_id = kept["cost_request"]["owner"]
        notify(work, Event.COST_ENDED, Occasion(entry, ticket, order, deed=deed, owner_id=owner_id))
    if deed is Deed.WITHDRAW:
        revoke(work.session, work.now, order_id=order.key)
    return Performed(order, changed=True, by=work.actor.name, at=work.now)


def answer_appointment(
    work: UnitOfWork,
    order_id: int,
    person_id: int,
    yes: bool,
    text: str = "",
    *,
    slot: int = 0,
    message_id: int | None = None,
) -> Performed:
    """The occupant says whether the time suits; yes makes it an appointment. slot: which of several, from 1."""
    order = locked_order(work, order_id)
    if not is_linked(work.session, order.ticket_id, person_id):
        raise MissingError(f"person {person_id} on order {order_id}")
    person = work.session.get_one(Person, person_id)
    details = DeedDetails(text=text, slot=slot, message_id=message_id)
    by_person = work.by(Actor(ActorKind.PERSON, person.name, work.actor.channel, person.key))
    return perform(by_person, order_id, Deed.CONFIRM if yes else Deed.DECLINE, details)


def _meant(work: UnitOfWork, order: WorkOrder, deed: Deed, details: DeedDetails) -> Deed:
    planned = details.appointment_from or details.appointment_text or details.slots
    if deed is Deed.ACCEPT and planned and order.state is OrderState.SENT:
        return Deed.PLAN  # accepting with a date is one deed, told in one letter
    return meant(order.state, deed, work.actor.kind)


def _settled(work: UnitOfWork, order: WorkOrder, details: DeedDetails) -> DeedDetails:
    """Where nobody has to choose among several times, the first is the appointment."""
    if not details.slots or (len(details.slots) > 1 and must_ask(work, order, details)):
        return details
    starts, ends = details.slots[0]
    return replace(details, slots=(), appointment_from=starts, appointment_to=ends)


def _refuse_strangers(work: UnitOfWork, order: WorkOrder) -> None:
    if work.actor.kind is ActorKind.PARTY:
        contact = work.session.get(Contact, work.actor.id) if work.actor.id else None
        if contact is None or contact.company_id != order.company_id:
            raise MissingError(f"order {order.key} is not for {work.actor.name}")
    if work.actor.kind is ActorKind.PERSON and not is_linked(work.session, order.ticket_id, work.actor.id):
        raise MissingError(f"order {order.key} is not for {work.actor.name}")


def _is_said_again(order: WorkOrder, deed: Deed, details: DeedDetails) -> bool:
    """The same word a second time, in a state that the first did not end."""
    if deed is Deed.ASK_HAND_BACK:
        return order.hand_back_asked_at is not None
    if deed in _SAYS_ONCE:
        return order.appointment_state == _SAYS_ONCE[deed]
    if deed is Deed.ASK_COST and waits_for_cost(order):
        return bool(order.cost_request["options"] == [*details.costs])
    if deed in DECIDED and order.cost_request.get("state") == DECIDED[deed]:
        return not details.option or details.option == order.cost_request["chosen"]
    if deed is Deed.ASK_OWNER:
        return bool(order.cost_request.get("state") == "owner")
    if deed is Deed.PLAN and order.appointment_state in ("proposed", "confirmed") and not details.agreed:
        asked = (details.appointment_from, details.appointment_to, details.appointment_text)
        offered = [starts.isoformat() for starts, _ in details.slots]
        stands = (order.appointment_from, order.appointment_to, order.appointment_text)
        return (asked, offered) == (stands, [slot["starts"] for slot in order.slots])
    return False


_SAYS_ONCE = {Deed.DECLINE: "declined", Deed.MISSED: "missed", Deed.CALL_OFF: "called_off"}


def _again(work: UnitOfWork, order: WorkOrder, deed: Deed) -> Performed:
    lines = work.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order.key, TimelineEntry.kind == Entry.ORDER)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id).desc())
    )
    first = next((line for line in lines if line.data.get("deed") == deed), None)
    return Performed(order, changed=False, by=first.actor_name if first else "", at=first.at if first else None)


def _refused(order: WorkOrder) -> RefusedError:
    words = Text(
        "That cannot be done now: work order %(number)s is “%(state)s”.",
        number=order.number,
        state=word_of(order.state),
    )
    return RefusedError("state", words)


def _tell(
    work: UnitOfWork,
    order: WorkOrder,
    deed: Deed,
    details: DeedDetails,
    *,
    before: OrderState,
    kept: dict[str, Any],
    implied: TimelineEntry | None,
    visit: Appointment | None,
) -> TimelineEntry:
    is_theirs = deed is not Deed.ASK_OWNER and (before is not OrderState.DRAFT or deed is Deed.SEND)
    party = (Visibility.PARTY,) if is_theirs else ()
    hear = any(notice.to is PEOPLE for notice in notices(deed, before))
    people = (Visibility.REPORTER,) if hear or deed is Deed.START else ()
    return tell(
        work.session,
        work.actor,
        Entry.ORDER,
        work.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(*party, *people),
        message_id=details.message_id,
        deed=deed.value,
        before=OrderState.ACCEPTED.value if implied else before.value,
        after=order.state.value,
        words=details.work_done or details.text,
        reason=details.reason,
        kept=kept,
        implied_entry=implied.key if implied else None,
        cost=order.cost_request if deed in COST_DEEDS else None,
        appointment=visit,
    )


def _notify(
    work: UnitOfWork,
    order: WorkOrder,
    ticket: Ticket | None,
    deed: Deed,
    details: DeedDetails,
    entry: TimelineEntry,
    *,
    before: OrderState,
    solved: bool,
) -> None:
    by_mail = work.actor.channel is Channel.EMAIL
    event: Event | Deed = deed
    if deed is Deed.COMPLETE and not solved:
        event = Event.PARTLY_COMPLETED
    elif deed is Deed.START and by_mail:
        event = Event.BEGUN_BY_MAIL
    occasion = Occasion(
        entry,
        ticket=ticket,
        order=order,
        deed=deed,
        state_before=before,
        text=details.work_done or details.text,
        reason=details.reason,
        by_mail=by_mail,
        lacks_photo=deed is Deed.COMPLETE and lacks_photo(work.session, order, details.message_id),
        can_undo=deed in UNDOABLE,
        owner_id=order.cost_request.get("owner"),
    )
    notify(work, event, occasion)
