"""The one door for everything that is done to a work order, whoever does it and by whatever channel.

Fetch and lock, decide by the table, write the change with its line, bring the ticket along, tell whom the table names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from convert.advice import warnings_for
from convert.index import index_order
from convert.locks import locked_order
from convert.moving import orders_of, shift
from convert.notices import Audience, Event, linked_people, notify
from convert.phases import follow
from convert.records import NEEDED
from convert.snapshots import Occasion
from convert.turn import InvalidError, MissingError, RefusedError, Turn
from convert.work_order import FINAL, Again, Listener, Step, meant, step
from store.desk import OrderVersion, Ticket, TimelineEntry, WorkOrder
from store.links import expire, revoke
from store.outbox import cancel_letters
from store.people import Company, Contact, Installation
from store.slips import slip_of
from store.timeline import Actor, tell
from store.words import (
    ActorKind,
    Channel,
    Deed,
    Entry,
    LetterKind,
    OrderState,
    Phase,
    RefusalReason,
    Visibility,
)

# What a deed may change, kept on its line so that it can be taken back.
KEPT = (
    *("state", "accepted_at", "appointment_from", "appointment_to", "appointment_text", "appointment_state"),
    *("held_until", "held_for", "held_from", "refusal_reason", "refusal_text", "hand_back_asked_at"),
    *("completed_at", "work_done", "rework", "ended_at"),
)
UNDOABLE = (Deed.ACCEPT, Deed.PLAN, Deed.REFUSE, Deed.COMPLETE)


@dataclass(frozen=True, slots=True)
class DeedDetails:
    """What comes with a deed; each deed takes what is its own.

    text            the actor's words, for staff and the service party
    reason          of a refusal: a RefusalReason
    appointment_*   when (aware), or in words where no time is known yet; with an acceptance: it plans at once
    agreed          the occupant agreed already; None: staff who plan say so by it, a party never does
    """

    text: str = ""
    reason: str = ""
    appointment_from: datetime | None = None
    appointment_to: datetime | None = None
    appointment_text: str = ""
    agreed: bool | None = None
    held_until: date | None = None
    held_for: str = ""
    work_done: str = ""
    completed_on: date | None = None
    message_id: int | None = None
    without_address: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """changed: False where it was so already, and then who did it and when."""

    order: WorkOrder
    changed: bool
    by: str = ""
    at: datetime | None = None


def do(turn: Turn, order_id: int, deed: Deed, details: DeedDetails | None = None) -> Done:
    """Do it, or say that it is so already. Raises MissingError (not theirs), RefusedError("state", …), InvalidError."""
    details = details or DeedDetails()
    order = locked_order(turn, order_id)
    ticket = turn.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    _refuse_strangers(turn, order, ticket)
    deed = _meant(turn, order, deed, details)
    found = step(order.state, deed, turn.actor.kind)
    if found is Again.AGAIN or _is_said_again(order, deed, details):
        return _again(turn, order, deed)
    if not isinstance(found, Step):
        raise _refused(order)
    _check(turn, order, deed, details)
    before, kept = order.state, kept_of(order)
    implied = _imply(turn, order, found) if found.implies else None
    asks = found.asks is not None and _must_ask(turn, order, ticket, details)
    _write(turn, order, deed, details, asks=asks)
    order.state = found.asks if asks and found.asks else found.to
    order.changed_at = turn.now
    if order.state in FINAL:
        _end(turn, order)
    turn.session.flush()
    index_order(turn.session, order)
    entry = _tell(turn, order, found, deed, details, before=before, kept=kept, implied=implied)
    if deed is Deed.SEND:
        keep_version(turn, order)
    else:
        cancel_letters(
            turn.session,
            turn.now,
            why="overtaken by what happened since",
            order_id=order.key,
            kind=LetterKind.ORDER_REMINDER,
        )
    solved = bring_along(turn, order, ticket, entry)
    _notify(turn, order, ticket, found, deed, details, entry, before=before, solved=solved)
    if deed is Deed.WITHDRAW:
        revoke(turn.session, turn.now, order_id=order.key)
    return Done(order, changed=True, by=turn.actor.name, at=turn.now)


def answer_appointment(turn: Turn, order_id: int, person_id: int, yes: bool, text: str = "") -> Done:
    """The occupant says whether the time suits; yes makes it an appointment."""
    order = locked_order(turn, order_id)
    ticket = turn.session.get(Ticket, order.ticket_id) if order.ticket_id else None
    person = next((one for one, _ in linked_people(turn, ticket) if one.key == person_id), None) if ticket else None
    if person is None:
        raise MissingError(f"person {person_id} on order {order_id}")
    said = turn.by(Actor(ActorKind.PERSON, person.name, turn.actor.channel, person.key))
    return do(said, order_id, Deed.CONFIRM if yes else Deed.DECLINE, DeedDetails(text=text))


def keep_version(turn: Turn, order: WorkOrder) -> None:
    """What this version says, word for word, for ever."""
    said = dict(slip_of(turn.session, order, for_party=False, now=turn.now))
    turn.session.add(OrderVersion(order_id=order.key, version=order.version, at=turn.now, said=said))
    turn.session.flush()


def kept_of(order: WorkOrder) -> dict[str, Any]:
    return {name: _plain(getattr(order, name)) for name in KEPT}


def bring_along(turn: Turn, order: WorkOrder, ticket: Ticket | None, entry: TimelineEntry) -> bool:
    """Let the ticket's phase follow its orders; True where it became solved by this."""
    if ticket is None:
        return False
    states = tuple(one.state for one in orders_of(turn, ticket))
    target = follow(ticket.phase, states)
    if target is None:
        if ticket.phase_before and (back := follow(ticket.phase_before, states)):
            ticket.phase_before = back
        return False
    desk = turn.by(Actor(ActorKind.SYSTEM, "", turn.actor.channel))
    moved = shift(desk, ticket, target, reopens=ticket.phase is Phase.SOLVED, order=order.number, entry=entry.key)
    entry.data = {**entry.data, "phase_entry": moved.key}
    return target is Phase.SOLVED


def _meant(turn: Turn, order: WorkOrder, deed: Deed, details: DeedDetails) -> Deed:
    planned = details.appointment_from or details.appointment_text
    if deed is Deed.ACCEPT and planned and order.state is OrderState.SENT:
        return Deed.PLAN  # accepting with a date is one deed, told in one letter
    return meant(order.state, deed, turn.actor.kind)


def _refuse_strangers(turn: Turn, order: WorkOrder, ticket: Ticket | None) -> None:
    if turn.actor.kind is ActorKind.PARTY:
        contact = turn.session.get(Contact, turn.actor.id) if turn.actor.id else None
        if contact is None or contact.company_id != order.company_id:
            raise MissingError(f"order {order.key} is not for {turn.actor.name}")
    if turn.actor.kind is ActorKind.PERSON:
        linked = linked_people(turn, ticket) if ticket else []
        if turn.actor.id not in [person.key for person, _ in linked]:
            raise MissingError(f"order {order.key} is not for {turn.actor.name}")


def _is_said_again(order: WorkOrder, deed: Deed, details: DeedDetails) -> bool:
    """The same word a second time, in a state that the first did not end."""
    if deed is Deed.ASK_HAND_BACK:
        return order.hand_back_asked_at is not None
    if deed is Deed.DECLINE:
        return order.appointment_state == "declined"
    if deed is Deed.PLAN and order.appointment_state in ("proposed", "confirmed") and not details.agreed:
        asked = (details.appointment_from, details.appointment_to, details.appointment_text)
        return asked == (order.appointment_from, order.appointment_to, order.appointment_text)
    return False


def _again(turn: Turn, order: WorkOrder, deed: Deed) -> Done:
    lines = turn.session.exec(
        select(TimelineEntry)
        .where(TimelineEntry.order_id == order.key, TimelineEntry.kind == Entry.ORDER)
        .where(col(TimelineEntry.undone_at).is_(None))
        .order_by(col(TimelineEntry.id).desc())
    )
    first = next((line for line in lines if line.data.get("deed") == deed), None)
    return Done(order, changed=False, by=first.actor_name if first else "", at=first.at if first else None)


def _refused(order: WorkOrder) -> RefusedError:
    return RefusedError(
        "state",
        nl=f"Dat kan nu niet: opdracht {order.number} staat op «{_DUTCH[order.state]}».",
        en=f"That cannot be done now: work order {order.number} is {order.state.value.replace('_', ' ')}.",
    )


_DUTCH = {
    OrderState.DRAFT: "Concept",
    OrderState.SENT: "Verstuurd",
    OrderState.ACCEPTED: "Geaccepteerd",
    OrderState.SCHEDULED: "Ingepland",
    OrderState.ON_SITE: "In uitvoering",
    OrderState.ON_HOLD: "On hold",
    OrderState.COMPLETED: "Voltooid",
    OrderState.APPROVED: "Afgesloten",
    OrderState.REFUSED: "Geweigerd",
    OrderState.HANDED_BACK: "Teruggegeven",
    OrderState.WITHDRAWN: "Ingetrokken",
    OrderState.LAPSED: "Verlopen",
}


def _check(turn: Turn, order: WorkOrder, deed: Deed, details: DeedDetails) -> None:
    """What this deed needs beside the state. Raises InvalidError, RefusedError."""
    if deed is Deed.SEND:
        _check_sending(turn, order, details)
    if deed is Deed.PLAN:
        if not (details.appointment_from or details.appointment_text.strip()):
            raise InvalidError(appointment_from=NEEDED)
        if details.appointment_from and details.appointment_to and details.appointment_to < details.appointment_from:
            raise InvalidError(appointment_to={"nl": "Eindigt voor het begint.", "en": "Ends before it begins."})
    if deed in (Deed.CONFIRM, Deed.DECLINE) and not order.appointment_state:
        raise RefusedError("no_appointment", nl="Er is nog geen voorstel.", en="Nothing was proposed yet.")
    if deed is Deed.REFUSE and details.reason and details.reason not in list(RefusalReason):
        raise InvalidError(reason={"nl": "Onbekende reden.", "en": "Unknown reason."})
    if deed is Deed.COMPLETE and details.completed_on and details.completed_on > turn.today:
        raise InvalidError(completed_on={"nl": "Ligt in de toekomst.", "en": "Lies in the future."})


def _check_sending(turn: Turn, order: WorkOrder, details: DeedDetails) -> None:
    company = turn.session.get(Company, order.company_id) if order.company_id else None
    if company is None:
        raise InvalidError(company_id={"nl": "Kies een servicepartij.", "en": "Choose a service party."})
    if not order.contact_id:
        raise InvalidError(
            contact_id={
                "nl": f"{company.name} heeft geen contact met een mailadres.",
                "en": "No contact with an address.",
            }
        )
    if not order.address.get("line") and not details.without_address:
        raise RefusedError(
            "no_address",
            nl="Er staat geen adres op de opdrachtbon. Vul het in, of bevestig dat er geen is.",
            en="There is no address on the work order. Fill it in, or confirm that there is none.",
        )
    installation = turn.session.get(Installation, order.installation_id) if order.installation_id else None
    for warning in warnings_for(turn.session, company, installation, turn.today):
        if warning.blocking:
            raise RefusedError(warning.code, nl=warning.nl, en=warning.en)


def _must_ask(turn: Turn, order: WorkOrder, ticket: Ticket | None, details: DeedDetails) -> bool:
    """Whether somebody lives there who has still to agree to the time."""
    agreed = details.agreed if details.agreed is not None else turn.actor.kind is ActorKind.STAFF
    return not agreed and order.unit_id is not None and ticket is not None and bool(linked_people(turn, ticket))


def _imply(turn: Turn, order: WorkOrder, found: Step) -> TimelineEntry:
    """What goes without saying is recorded too: who plans or completes at once, accepted."""
    before = order.state
    order.state, order.accepted_at = OrderState.ACCEPTED, turn.now
    return tell(
        turn.session,
        turn.actor,
        Entry.ORDER,
        turn.now,
        ticket_id=order.ticket_id,
        order_id=order.key,
        visible_to=(Visibility.PARTY, Visibility.REPORTER),
        deed=found.implies.value if found.implies else "",
        before=before.value,
        after=order.state.value,
        implied=True,
    )


def _write(turn: Turn, order: WorkOrder, deed: Deed, details: DeedDetails, *, asks: bool) -> None:
    """What the deed leaves on the order, beside its state."""
    if deed is Deed.SEND:
        order.sent_at, order.round = turn.now, order.round + 1
        company, contact = turn.session.get(Company, order.company_id), turn.session.get(Contact, order.contact_id)
        order.company_name, order.contact_name = company.name if company else "", contact.name if contact else ""
    elif deed is Deed.ACCEPT:
        order.accepted_at, order.ended_at = turn.now, None
    elif deed is Deed.PLAN:
        order.appointment_from, order.appointment_to = details.appointment_from, details.appointment_to
        order.appointment_text = details.appointment_text.strip()
        order.appointment_state = "proposed" if asks else "confirmed"
        order.held_until, order.held_for, order.held_from = None, "", None
    elif deed is Deed.CONFIRM:
        order.appointment_state = "confirmed"
    elif deed is Deed.DECLINE:
        order.appointment_state = "declined"
    elif deed is Deed.HOLD:
        order.held_until, order.held_for, order.held_from = details.held_until, details.held_for, order.state
    elif deed is Deed.RESUME:
        order.held_until, order.held_for, order.held_from = None, "", None
    elif deed is Deed.COMPLETE:
        order.completed_at = _moment(turn, details.completed_on)
        order.work_done = (details.work_done or details.text).strip()
        order.rework = False
    elif deed is Deed.REWORK:
        order.completed_at, order.rework = None, True
    elif deed is Deed.REFUSE:
        order.refusal_reason, order.refusal_text = details.reason, details.text.strip()
    elif deed is Deed.ASK_HAND_BACK:
        order.hand_back_asked_at = turn.now


def _end(turn: Turn, order: WorkOrder) -> None:
    """The link of what has ended goes on for a while, to look at."""
    order.ended_at = turn.now
    keep = timedelta(days=turn.settings.retention.link_days_after_closing)
    expire(turn.session, turn.now + keep, order_ids=(order.key,))


def _tell(
    turn: Turn,
    order: WorkOrder,
    found: Step,
    deed: Deed,
    details: DeedDetails,
    *,
    before: OrderState,
    kept: dict[str, Any],
    implied: TimelineEntry | None,
) -> TimelineEntry:
    party = (Visibility.PARTY,) if before is not OrderState.DRAFT or deed is Deed.SEND else ()
    people = (Visibility.REPORTER,) if Listener.REPORTER in found.heard or deed is Deed.START else ()
    return tell(
        turn.session,
        turn.actor,
        Entry.ORDER,
        turn.now,
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
    )


def _notify(
    turn: Turn,
    order: WorkOrder,
    ticket: Ticket | None,
    found: Step,
    deed: Deed,
    details: DeedDetails,
    entry: TimelineEntry,
    *,
    before: OrderState,
    solved: bool,
) -> None:
    but: list[Audience] = []
    if Listener.SERVICE_PARTY not in found.heard:
        but.append(Audience.PARTY)
    if Listener.REPORTER not in found.heard or (deed is Deed.COMPLETE and not solved):
        but.append(Audience.PEOPLE)
    # A date at once is an acceptance too, and is told as one.
    event: Event | Deed = Deed.ACCEPT if found.implies and deed is Deed.PLAN else deed
    occasion = Occasion(
        entry,
        ticket=ticket,
        order=order,
        deed=deed,
        state_before=before,
        text=details.work_done or details.text,
        reason=details.reason,
        by_mail=turn.actor.channel is Channel.EMAIL,
        can_undo=deed in UNDOABLE,
    )
    notify(turn, event, occasion, but=tuple(but))


def _moment(turn: Turn, day: date | None) -> datetime:
    """When it was done: now, or at noon of the day that was said."""
    if day is None or day == turn.today:
        return turn.now
    return datetime.combine(day, time(12), turn.settings.desk.zone)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
