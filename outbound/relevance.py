"""Whether a letter that was written earlier should still leave, now that time has passed."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from config.settings import Settings
from outbound.calendar import WorkingCalendar
from store.costs import waits_for_cost
from store.letter_lists import letters_caused_by
from store.letter_table import Letter
from store.orders import WorkOrder
from store.recipients import is_reachable
from store.resets import is_open_reset
from store.troubles import is_in_trouble
from store.words import CauseKind, LetterKind, OrderState

_VISITS = (LetterKind.VISIT_REMINDER, LetterKind.ORDER_VISIT)
OWNERS = (CauseKind.OWNER_ASKED, CauseKind.OWNER_SILENT)
LADDER = (CauseKind.REMINDER, CauseKind.ESCALATION, CauseKind.DELAY)
_BY_THE_CLOCK = (LetterKind.ORDER_REMINDER, LetterKind.STAFF_ESCALATION, LetterKind.DELAY, *_VISITS)


def still_wanted(session: Session, letter: Letter, now: datetime) -> bool:
    """What the clock wrote ends with what it was about (R34); and when the server was down so long
    that the next reminder is here already, one late letter is enough."""
    if letter.kind == LetterKind.OPERATOR_TROUBLE:
        return is_in_trouble(session, letter.snapshot["name"])
    if letter.kind == LetterKind.STAFF_PASSWORD_RESET:
        return is_open_reset(session, letter.snapshot["reset_id"], now)
    if letter.kind == LetterKind.ORDER_DIGEST:
        return len(letter.snapshot["orders"]) > 1  # one alone leaves as itself
    if letter.cause in OWNERS:
        order = session.get(WorkOrder, letter.cause_id)
        return order is not None and waits_for_owner(order) and order.cost_request["asked_at"] == letter.cause_at
    if letter.kind not in _BY_THE_CLOCK:
        return True
    order = _order_of(session, letter)
    if order is None:
        return False
    if letter.kind in _VISITS:
        return letter.cause_at == visit_at(order) and is_coming(order, now)
    if letter.cause_round != order.round:
        return False
    if letter.cause is CauseKind.UNREACHED:
        return reached_nobody(session, order)
    if letter.kind != LetterKind.ORDER_REMINDER:
        return may_remind(session, order)
    reminders = letters_caused_by(session, CauseKind.REMINDER, cause_id=order.key, cause_round=order.round)
    return may_remind(session, order) and all(reminder.key <= letter.key for reminder in reminders)


def leaves_at(session: Session, letter: Letter, settings: Settings, now: datetime) -> datetime:
    """When this letter may leave: what the clock wrote, and was kept up, in office hours; everything else now."""
    order = _order_of(session, letter) if letter.kind in _BY_THE_CLOCK else None
    hurries = order is None or settings.reminders.ladder(order.priority).unit == "minutes"
    if hurries and letter.kind != LetterKind.ORDER_DIGEST:
        return now
    return WorkingCalendar(settings.desk.zone, settings.reminders).next_open(now)


def may_remind(session: Session, order: WorkOrder) -> bool:
    """Nobody reacted, reminders are wanted, it is not we who have to answer, and there is an address that works."""
    return _is_unanswered(order) and is_reachable(session, order)


def reached_nobody(session: Session, order: WorkOrder) -> bool:
    """It was sent, and its contact has no address that works: until staff act, nobody has it."""
    return _is_unanswered(order) and not is_reachable(session, order)


def waits_for_owner(order: WorkOrder) -> bool:
    return order.cost_request.get("state") == "owner"


def _is_unanswered(order: WorkOrder) -> bool:
    return order.state == OrderState.SENT and not waits_for_cost(order) and order.reminders


def is_coming(order: WorkOrder, now: datetime) -> bool:
    """Whether somebody will be at the door at a time that stands."""
    planned = order.state == OrderState.SCHEDULED and order.appointment_state == "confirmed"
    return planned and order.appointment_from is not None and now < order.appointment_from


def visit_at(order: WorkOrder) -> str:
    """The minute of its appointment, as causes name it: a visit that is moved is another one. "": none."""
    starts = order.appointment_from
    return starts.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if starts else ""


def _order_of(session: Session, letter: Letter) -> WorkOrder | None:
    """The order a letter of the clock is about: its cause names it, for letters to people are about their ticket."""
    named = letter.cause in (*LADDER, *OWNERS, CauseKind.UNREACHED, CauseKind.VISIT)
    return session.get(WorkOrder, letter.cause_id) if named else None
