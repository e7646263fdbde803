"""What each kind of letter says: the values convert and outbound leave in a letter's snapshot, one shape per kind.

A snapshot is plain JSON, complete enough to compose the letter without the database. Times are ISO strings in UTC,
dates ISO dates. The private link is not in it: `letter.link_id` names it, and the page's address is derived when the
letter leaves. The recipient's language is `letter.language`; empty where it is not known: then the desk's own language
comes first and the other below it, in the same letter. Words of staff, reporters and service parties are as typed,
never markup.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict, get_origin, get_type_hints

from store.costs import CostRequest
from store.slips import Appointment, Slip
from store.words import LetterKind


class ActorFacts(TypedDict):
    """Whose deed it was. kind: staff, person, party, system · channel: a Channel."""

    name: str
    kind: str
    channel: str


class TicketFacts(TypedDict):
    """phase, priority: English keys · address: one line, "" where none is known."""

    number: str
    title: str
    address: str
    phase: str
    priority: str
    received_at: str
    emergency_phone: str


class OrderFacts(TypedDict):
    """state: English key · company: "" where none is chosen · theirs: the firm's own number of it, or ""."""

    number: str
    version: int
    ticket_number: str
    title: str
    address: str
    state: str
    priority: str
    company: str
    contact: str
    theirs: NotRequired[str]


class FileFacts(TypedDict):
    filename: str
    size: int


# What happens next with a ticket, as its people read it.
NextStep = Literal[
    "staff_look",
    "staff_works",
    "party_accepts",
    "party_plans",
    "visit",
    "confirm_appointment",
    "answer_question",
    "confirm_solved",
    "wait_approval",
    "stays_closed",
    "reopen_if_needed",
    "follow_master",
    "with_others",
]


class OfTicket(TypedDict):
    """What every letter about a ticket says; `next` in the order it is said."""

    ticket: TicketFacts
    actor: ActorFacts
    next: list[NextStep]


class TicketReceived(OfTicket):
    """Their own words back; `files` came along. Also the shape of the safety letter, which adds `urgent_words` and
    `points`, by language, where the desk approved words of its own.
    written_at: of a mail that was long under way, "" of any other · beside: what else was opened from the same mail."""

    description: str
    files: list[FileFacts]
    channel: str
    urgent_words: NotRequired[list[str]]
    points: NotRequired[dict[str, list[str]]]
    written_at: NotRequired[str]
    beside: NotRequired[list[TicketFacts]]


class TicketPhase(OfTicket):
    """A move. reason: "" or what staff gave (always there on a rejection) · reopened: how many times by now."""

    phase_before: str
    reason: str
    reopened: int


class TicketWords(OfTicket):
    """Somebody's words: a public note, a question."""

    text: str


class PartyLink(TypedDict):
    order: OrderFacts


class TicketMerged(OfTicket):
    """`into`: the ticket that goes on; `ticket` is the one that ended."""

    into: TicketFacts


class OfOrder(TypedDict):
    """What every letter about a work order says.

    deed   a Deed · state_before: English key · words: what the actor wrote with it, "" where nothing
    cost   of a deed about the cost, else None
    """

    order: OrderFacts
    actor: ActorFacts
    deed: str
    state_before: str
    words: str
    appointment: Appointment
    cost: NotRequired[CostRequest | None]


class OwnerCost(TypedDict):
    """To the owner: may this be spent, or what became of that question. text: what staff wrote with it · deed: a Deed.
    Of the home they read the address, of people nothing."""

    order: OrderFacts
    actor: ActorFacts
    deed: str
    cost: CostRequest
    text: str
    reminder: NotRequired[int]


class PartyProgress(OfTicket):
    """To linked people: a firm was engaged, accepted, proposed a time, waits. What a firm writes is for staff and not
    in it. deed: a Deed · confirm: the recipient is asked whether the appointment suits · company: "" if not to be told.
    """

    order: OrderFacts
    deed: str
    company: str
    appointment: Appointment
    confirm: bool
    held_until: str | None
    held_for: str


# When a visit is, seen from the day its reminder was written.
Nearness = Literal["today", "tomorrow", "later"]


class VisitReminder(OfTicket):
    """To linked people, the working day before somebody comes. company: as in PartyProgress."""

    order: OrderFacts
    company: str
    appointment: Appointment
    near: Nearness


class SolvedQuestion(OfTicket):
    """ "Is het opgelost?" company: who did the work, "" where staff did."""

    company: str
    completed_on: str | None


class PartyOrder(OfOrder):
    """To the service party: the slip as it may see it now, and what it did as we understood it.

    by_mail    the deed was read from its mail: say what was understood and how to correct it
    lacks_photo  it is reported complete, and the photo that was asked for did not come
    changes    of a correction: the names of the slip's fields that changed
    """

    slip: Slip
    reason: str
    by_mail: bool
    lacks_photo: bool
    changes: list[str]


class PartyReminder(TypedDict):
    """step: 1, 2, 3 · of: how many there are · last: no other follows · open_days: working days since it was sent ·
    told: who is told next · told_on: when, an ISO moment."""

    order: OrderFacts
    slip: Slip
    step: int
    of: int
    last: bool
    open_days: int
    told: str
    told_on: str


class DigestReminder(PartyReminder):
    """link_id: of its recipient's private link to this order."""

    link_id: int | None


class PartyDigest(TypedDict):
    """Reminders of one morning to one contact; each has a letter of its own, whose news travels in this one."""

    orders: list[DigestReminder]


class PartyVisit(TypedDict):
    """To the service party, the working day before it is expected."""

    order: OrderFacts
    slip: Slip
    appointment: Appointment
    near: Nearness


class TurnedAway(TypedDict):
    """The answer to a mail that becomes no ticket. about: the mail's number, M-412 · its own subject and words."""

    about: str
    subject: str
    text: str


class MailAnswer(TurnedAway):
    """The same in staff's own words. actor: who wrote it."""

    answer: str
    actor: str


class MailForwarded(TurnedAway):
    """A mail that somebody else can help with. note: staff's words with it, "" for none · sender, sender_address,
    received_at: of the mail."""

    note: str
    actor: str
    sender: str
    sender_address: str
    received_at: str


class WordsCopy(TypedDict):
    """The words of staff in a letter to somebody else, for whoever should know of them. about: the mail's number, "" of
    a ticket, of which a stranger is told nothing."""

    about: str
    text: str
    actor: str


class PartyWords(TypedDict):
    """A note that the service party may see."""

    order: OrderFacts
    actor: ActorFacts
    text: str


class StaffTicket(TypedDict):
    """To staff, about a ticket. event: opened, assigned, phase, comment, reopened, emergency, question_answered."""

    ticket: TicketFacts
    actor: ActorFacts
    event: str
    phase_before: str
    description: str
    reporter: str
    text: str


class StaffOrder(OfOrder):
    """To staff: somebody else changed a work order. reason: a RefusalReason or "" · can_undo: it can be taken back ·
    lacks_photo: the photo that was asked for did not come."""

    reason: str
    can_undo: bool
    lacks_photo: bool


class StaffMessage(TypedDict):
    """To staff: somebody wrote. `ticket` or `order` says about what; the other is None.

    new_address  the sender writes from an address at the company that was not known ("nieuw adres")
    why          why the desk did not act on it itself, as a key: not_the_word, unsure_cut, several_orders, not_trusted,
                 state_forbids, late, needs_page, stranger, owner, unproven, closed, worse; "" where there was nothing
                 to act on
    """

    ticket: TicketFacts | None
    order: OrderFacts | None
    actor: ActorFacts
    text: str
    files: list[FileFacts]
    new_address: str
    why: str


class StaffTask(TypedDict):
    ticket: TicketFacts
    actor: ActorFacts
    text: str
    due_on: str | None


class StaffEscalation(TypedDict):
    """Nobody reacted. suggestions: [{id, company, solved, median_hours}], who solved the like here · unreached: the
    address at which mail comes back, so that nobody has the order · owner: who is silent about a cost · holiday: the
    builders' holiday of the firm's region, {region, first, last}, while it lasts · phone: of whom to call."""

    order: OrderFacts
    open_days: int
    reminders: int
    suggestions: list[dict[str, object]]
    unreached: NotRequired[str]
    owner: NotRequired[str]
    holiday: NotRequired[dict[str, str]]
    phone: NotRequired[str]


class StaffUndeliverable(TypedDict):
    """about: the number of the ticket or order the letter was about · kind: the letter that came back · phone: where
    whom it was for can be called, "" where that is not known."""

    address: str
    name: str
    phone: NotRequired[str]
    about: str
    title: str
    kind: str
    answer: str


class StaffAbsence(TypedDict):
    """A contact's automatic answer to an order. back: ISO date, "" where it does not say · urgent: whom to ask
    meanwhile, in its words, or "" · missed: what falls before the return, {what: accept, do, visit, on: ISO date} ·
    pauses: no reminder leaves before the return."""

    order: OrderFacts
    name: str
    back: str
    urgent: str
    text: str
    missed: list[dict[str, str]]
    pauses: bool


class StaffEmergency(StaffTicket):
    """step: 1 for the first call, rising until somebody opens the ticket · more: the others that nobody opened · phone:
    the reporter's, "" where none is known."""

    step: int
    urgent_words: list[str]
    phone: NotRequired[str]
    more: NotRequired[list[str]]


class DangerMail(TypedDict):
    name: str
    address: str
    subject: str


class StaffDangerMail(TypedDict):
    """Mails with words of danger lie in the tray, and no ticket was opened of them. about: M-412, the newest · mails:
    the newest few of them, newest first · more: how many others there are."""

    about: str
    mails: list[DangerMail]
    more: int


class StaffAccountChange(TypedDict):
    """Somebody who is not who he resembles wants to be paid elsewhere. The mail rests in quarantine.

    about       the number of ours that it names, else its own: M-412
    title       of what it names, "" where it names nothing of ours
    message_id  of the mail, to look at · name, address: its sender's, as it says · resembles: the domain we know
    """

    about: str
    title: str
    message_id: int
    name: str
    address: str
    subject: str
    resembles: str


class StaffPasswordReset(TypedDict):
    """reset_id: of the PasswordReset whose token the letter carries, put in when it leaves; invited_by: the colleague
    who asks somebody to join, "" where a password was forgotten."""

    reset_id: int
    invited_by: str


class StaffAccessChanged(TypedDict):
    """How somebody logs in was changed: a SecurityEvent, when, and from which address ("": by the command line)."""

    event: str
    at: str
    client: str


class OperatorTrouble(TypedDict):
    name: str
    text: str
    since: str


SAYS: dict[LetterKind, type] = {
    LetterKind.TICKET_RECEIVED: TicketReceived,
    LetterKind.TICKET_FOLLOWING: TicketReceived,
    LetterKind.TICKET_PHASE: TicketPhase,
    LetterKind.TICKET_COMMENT: TicketWords,
    LetterKind.TICKET_QUESTION: TicketWords,
    LetterKind.TICKET_REJECTED: TicketPhase,
    LetterKind.TICKET_MERGED: TicketMerged,
    LetterKind.TICKET_REOPENED: TicketPhase,
    LetterKind.TICKET_CLOSED: TicketPhase,
    LetterKind.PARTY_ENGAGED: PartyProgress,
    LetterKind.PARTY_ACCEPTED: PartyProgress,
    LetterKind.APPOINTMENT: PartyProgress,
    LetterKind.APPOINTMENT_OFF: PartyProgress,
    LetterKind.VISIT_REMINDER: VisitReminder,
    LetterKind.ON_HOLD: PartyProgress,
    LetterKind.SOLVED_QUESTION: SolvedQuestion,
    LetterKind.DELAY: PartyProgress,
    LetterKind.PHOTO_QUESTIONS: TicketReceived,
    LetterKind.SAFETY: TicketReceived,
    LetterKind.TICKET_LINK: OfTicket,
    LetterKind.NOT_OUR_HOUSE: TurnedAway,
    LetterKind.WRONG_DESK: TurnedAway,
    LetterKind.MAIL_ANSWER: MailAnswer,
    LetterKind.MAIL_FORWARDED: MailForwarded,
    LetterKind.WORDS_COPY: WordsCopy,
    LetterKind.STAFF_NEW_TICKET: StaffTicket,
    LetterKind.STAFF_ASSIGNED: StaffTicket,
    LetterKind.STAFF_TASK: StaffTask,
    LetterKind.STAFF_MESSAGE: StaffMessage,
    LetterKind.STAFF_ORDER: StaffOrder,
    LetterKind.STAFF_REFUSAL: StaffOrder,
    LetterKind.STAFF_COST: StaffOrder,
    LetterKind.STAFF_TICKET: StaffTicket,
    LetterKind.STAFF_ESCALATION: StaffEscalation,
    LetterKind.STAFF_UNDELIVERABLE: StaffUndeliverable,
    LetterKind.STAFF_ABSENCE: StaffAbsence,
    LetterKind.STAFF_EMERGENCY: StaffEmergency,
    LetterKind.STAFF_DANGER_MAIL: StaffDangerMail,
    LetterKind.STAFF_ACCOUNT_CHANGE: StaffAccountChange,
    LetterKind.STAFF_PASSWORD_RESET: StaffPasswordReset,
    LetterKind.STAFF_ACCESS_CHANGED: StaffAccessChanged,
    LetterKind.OPERATOR_TROUBLE: OperatorTrouble,
    LetterKind.ORDER_SENT: PartyOrder,
    LetterKind.ORDER_REMINDER: PartyReminder,
    LetterKind.ORDER_DIGEST: PartyDigest,
    LetterKind.ORDER_RECEIPT: PartyOrder,
    LetterKind.ORDER_WITHDRAWN: PartyOrder,
    LetterKind.ORDER_CHANGED: PartyOrder,
    LetterKind.ORDER_REWORK: PartyOrder,
    LetterKind.ORDER_COMMENT: PartyWords,
    LetterKind.ORDER_LINK: PartyLink,
    LetterKind.ORDER_APPOINTMENT: PartyOrder,
    LetterKind.ORDER_VISIT: PartyVisit,
    LetterKind.ORDER_COST: PartyOrder,
    LetterKind.OWNER_COST: OwnerCost,
    LetterKind.OWNER_COST_OVER: OwnerCost,
}  # fmt: skip

# Letters that no breaker, office hour or wish for quiet holds back, and that never trip the breaker: each is bounded
# where it is written.
ALWAYS = (
    LetterKind.SAFETY,
    LetterKind.STAFF_EMERGENCY,
    LetterKind.STAFF_DANGER_MAIL,
    LetterKind.STAFF_PASSWORD_RESET,
    LetterKind.STAFF_ACCESS_CHANGED,
    LetterKind.OPERATOR_TROUBLE,
)

# What a person who asked for important letters only still gets.
IMPORTANT = (
    LetterKind.TICKET_RECEIVED,
    LetterKind.PHOTO_QUESTIONS,
    LetterKind.TICKET_FOLLOWING,
    LetterKind.TICKET_QUESTION,
    LetterKind.TICKET_REJECTED,
    LetterKind.TICKET_CLOSED,
    LetterKind.PARTY_ACCEPTED,  # asks whether the time suits
    LetterKind.APPOINTMENT,
    LetterKind.APPOINTMENT_OFF,
    LetterKind.VISIT_REMINDER,
    LetterKind.SOLVED_QUESTION,
)


def lacks(kind: LetterKind, snapshot: dict[str, object]) -> frozenset[str]:
    """The fields this kind of letter needs and the snapshot has not."""
    # __required_keys__ does not see NotRequired in an annotation that is not evaluated (3.11).
    fields = get_type_hints(SAYS[kind], include_extras=True)
    return frozenset(name for name, hint in fields.items() if get_origin(hint) is not NotRequired) - snapshot.keys()
