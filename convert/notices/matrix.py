"""Who is told of what, by which letter: the notification matrix as a table, drawn in docs/letters.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store.words import Deed, LetterKind, OrderState


class Event(StrEnum):
    """What happens beside the deeds on a work order, which are events by their own names."""

    OPENED = "opened"
    OPENED_WITHOUT_WORDS = "opened_without_words"  # photos, and nothing that says what they show
    EMERGENCY = "emergency"
    LINKED = "linked"
    ASSIGNED = "assigned"
    MOVED = "moved"
    MOVED_BACK = "moved_back"  # with a deed on its order that was taken back, of which the responsible hears
    SOLVED = "solved"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"
    MERGED = "merged"
    PUBLIC_NOTE = "public_note"
    PARTY_NOTE = "party_note"
    SHARED_WITH_PEOPLE = "shared_with_people"  # words of an order's thread, by a press of staff
    SHARED_WITH_PARTY = "shared_with_party"
    QUESTION = "question"
    PERSON_WROTE = "person_wrote"
    WROTE_TO_STAFF = "wrote_to_staff"  # from a stranger, unproven, or put on the ticket by staff
    PARTY_WROTE = "party_wrote"
    KEPT_INTERNAL = "kept_internal"  # what came in the name of staff went to nobody
    TASK = "task"
    CORRECTED = "corrected"
    ORDER_ASSIGNED = "order_assigned"
    UNDONE = "undone"
    WHICH_SLOT = "which_slot"  # "ok", where several times were offered
    COST_ENDED = "cost_ended"  # the owner is asked no longer
    BEGUN_BY_MAIL = "begun_by_mail"  # a press on the page is its own answer
    PARTLY_COMPLETED = "partly_completed"  # done, and the ticket waits for its other orders


class Audience(StrEnum):
    PEOPLE = "people"  # everybody linked to the ticket
    OTHERS = "others"  # the same, less whoever acted
    REPORTERS = "reporters"
    ONE = "one"  # the person the event is about
    RESPONSIBLE = "responsible"  # of the ticket
    ORDER_RESPONSIBLE = "order_responsible"
    ON_CALL = "on_call"
    ASSIGNEE = "assignee"
    PARTY = "party"  # the order's contact
    OWNER = "owner"  # the owner's contact who was asked about the cost


PEOPLE, OTHERS, RESPONSIBLE, ORDER_RESPONSIBLE, PARTY = (
    Audience.PEOPLE,
    Audience.OTHERS,
    Audience.RESPONSIBLE,
    Audience.ORDER_RESPONSIBLE,
    Audience.PARTY,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """waits: the letter stays in the outbox for limits.undo_seconds, so that what is undone is never told."""

    to: Audience
    kind: LetterKind
    waits: bool = False


def _to_people(kind: LetterKind) -> Notice:
    return Notice(PEOPLE, kind, waits=True)


_STAFF_TICKET = Notice(RESPONSIBLE, LetterKind.STAFF_TICKET, waits=True)

_BOTH_RESPONSIBLE = (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER), Notice(RESPONSIBLE, LetterKind.STAFF_ORDER))

_ORDER_RESPONSIBLE = Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER)

_RECEIPT = Notice(PARTY, LetterKind.ORDER_RECEIPT)

_ACCEPTED = (*_BOTH_RESPONSIBLE, _to_people(LetterKind.PARTY_ACCEPTED), _RECEIPT)

_APPOINTMENT = (
    _ORDER_RESPONSIBLE,
    _to_people(LetterKind.APPOINTMENT),
    Notice(PARTY, LetterKind.ORDER_APPOINTMENT),
)

_COST_ASKED = (
    Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_COST),
    Notice(RESPONSIBLE, LetterKind.STAFF_COST),
    _RECEIPT,
)

_COST_DECIDED = (
    Notice(PARTY, LetterKind.ORDER_COST),
    *_BOTH_RESPONSIBLE,
    Notice(Audience.OWNER, LetterKind.OWNER_COST_OVER),
)

# A deed is its own event; where the state before makes it another one, the row names both.
MATRIX: dict[Event | Deed | tuple[OrderState, Deed], tuple[Notice, ...]] = {
    Event.OPENED: (Notice(PEOPLE, LetterKind.TICKET_RECEIVED), Notice(RESPONSIBLE, LetterKind.STAFF_NEW_TICKET)),
    # The reporter's questions come first: who has had a letter of this event gets no second one.
    Event.OPENED_WITHOUT_WORDS: (
        Notice(Audience.REPORTERS, LetterKind.PHOTO_QUESTIONS),
        Notice(PEOPLE, LetterKind.TICKET_RECEIVED),
        Notice(RESPONSIBLE, LetterKind.STAFF_NEW_TICKET),
    ),
    Event.EMERGENCY: (
        Notice(PEOPLE, LetterKind.SAFETY),
        Notice(RESPONSIBLE, LetterKind.STAFF_EMERGENCY),
        Notice(Audience.ON_CALL, LetterKind.STAFF_EMERGENCY),
    ),
    Event.LINKED: (Notice(Audience.ONE, LetterKind.TICKET_FOLLOWING),),
    Event.ASSIGNED: (Notice(RESPONSIBLE, LetterKind.STAFF_ASSIGNED),),
    Event.MOVED: (_to_people(LetterKind.TICKET_PHASE), _STAFF_TICKET),
    Event.MOVED_BACK: (_to_people(LetterKind.TICKET_PHASE),),
    Event.SOLVED: (_to_people(LetterKind.SOLVED_QUESTION), _STAFF_TICKET),
    Event.CLOSED: (_to_people(LetterKind.TICKET_CLOSED), _STAFF_TICKET),
    Event.REJECTED: (_to_people(LetterKind.TICKET_REJECTED), _STAFF_TICKET),
    Event.REOPENED: (_to_people(LetterKind.TICKET_REOPENED), _STAFF_TICKET),
    Event.MERGED: (_to_people(LetterKind.TICKET_MERGED),),
    Event.PUBLIC_NOTE: (Notice(PEOPLE, LetterKind.TICKET_COMMENT), Notice(RESPONSIBLE, LetterKind.STAFF_MESSAGE)),
    Event.PARTY_NOTE: (Notice(PARTY, LetterKind.ORDER_COMMENT),),
    Event.SHARED_WITH_PEOPLE: (_to_people(LetterKind.TICKET_COMMENT),),
    Event.SHARED_WITH_PARTY: (Notice(PARTY, LetterKind.ORDER_COMMENT, waits=True),),
    Event.QUESTION: (Notice(Audience.REPORTERS, LetterKind.TICKET_QUESTION),),
    Event.PERSON_WROTE: (Notice(RESPONSIBLE, LetterKind.STAFF_MESSAGE), Notice(OTHERS, LetterKind.TICKET_COMMENT)),
    Event.WROTE_TO_STAFF: (Notice(RESPONSIBLE, LetterKind.STAFF_MESSAGE),),
    Event.PARTY_WROTE: (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_MESSAGE),),
    Event.KEPT_INTERNAL: (Notice(Audience.ASSIGNEE, LetterKind.STAFF_MESSAGE),),
    Event.TASK: (Notice(Audience.ASSIGNEE, LetterKind.STAFF_TASK),),
    Event.ORDER_ASSIGNED: (_ORDER_RESPONSIBLE,),
    Event.CORRECTED: (Notice(PARTY, LetterKind.ORDER_CHANGED), _ORDER_RESPONSIBLE),
    Event.WHICH_SLOT: (Notice(Audience.ONE, LetterKind.APPOINTMENT),),
    Event.UNDONE: (_RECEIPT, *_BOTH_RESPONSIBLE),
    Deed.SEND: (Notice(PARTY, LetterKind.ORDER_SENT), _to_people(LetterKind.PARTY_ENGAGED), _ORDER_RESPONSIBLE),
    Deed.ACCEPT: _ACCEPTED,
    Deed.REFUSE: (
        Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_REFUSAL),
        Notice(RESPONSIBLE, LetterKind.STAFF_REFUSAL),
        _RECEIPT,
    ),
    (OrderState.SENT, Deed.PLAN): _ACCEPTED,  # a date at once is an acceptance too, and is told as one
    Deed.PLAN: (_ORDER_RESPONSIBLE, _to_people(LetterKind.APPOINTMENT), _RECEIPT),
    Deed.CONFIRM: _APPOINTMENT,
    Deed.DECLINE: (_ORDER_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_APPOINTMENT)),
    Deed.MISSED: (_ORDER_RESPONSIBLE, _to_people(LetterKind.APPOINTMENT_OFF), _RECEIPT),
    Deed.CALL_OFF: (_ORDER_RESPONSIBLE, _to_people(LetterKind.APPOINTMENT_OFF), _RECEIPT),
    Deed.START: (_ORDER_RESPONSIBLE,),
    Event.BEGUN_BY_MAIL: (_ORDER_RESPONSIBLE, _RECEIPT),
    Deed.HOLD: (_ORDER_RESPONSIBLE, _to_people(LetterKind.ON_HOLD)),
    Deed.RESUME: (_ORDER_RESPONSIBLE, _to_people(LetterKind.ON_HOLD)),
    Event.PARTLY_COMPLETED: (*_BOTH_RESPONSIBLE, _RECEIPT),
    Deed.COMPLETE: (*_BOTH_RESPONSIBLE, _to_people(LetterKind.SOLVED_QUESTION), _RECEIPT),
    Deed.APPROVE: (Notice(ORDER_RESPONSIBLE, LetterKind.STAFF_ORDER, waits=True),),
    Deed.REWORK: (*_BOTH_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_REWORK)),
    Deed.ASK_HAND_BACK: (*_BOTH_RESPONSIBLE, _RECEIPT),
    Deed.HAND_BACK: (_ORDER_RESPONSIBLE, _RECEIPT),
    (OrderState.DRAFT, Deed.WITHDRAW): (_ORDER_RESPONSIBLE,),  # its party never had it
    Deed.WITHDRAW: (_ORDER_RESPONSIBLE, Notice(PARTY, LetterKind.ORDER_WITHDRAWN)),
    Deed.LAPSE: _BOTH_RESPONSIBLE,
    Deed.ASK_COST: _COST_ASKED,
    (OrderState.SCHEDULED, Deed.ASK_COST): (*_COST_ASKED, _to_people(LetterKind.ON_HOLD)),
    Deed.ASK_OWNER: (Notice(Audience.OWNER, LetterKind.OWNER_COST), _ORDER_RESPONSIBLE),
    Deed.GRANT_COST: _COST_DECIDED,
    Deed.DENY_COST: _COST_DECIDED,
    Event.COST_ENDED: (Notice(Audience.OWNER, LetterKind.OWNER_COST_OVER),),
}


def notices(event: Event | Deed, before: OrderState | None = None) -> tuple[Notice, ...]:
    """Who hears of this event, and by which letter. before: the order's state, where it is a deed."""
    if before and isinstance(event, Deed) and (before, event) in MATRIX:
        return MATRIX[before, event]
    return MATRIX[event]


OUTSIDE = (PEOPLE, OTHERS, Audience.REPORTERS, Audience.ONE, PARTY, Audience.OWNER)
