"""The desk's own words for what the store keeps as keys. English here; the Dutch stands in web/locale."""

from __future__ import annotations

from enum import StrEnum

from store.suggestions import SuggestionReason
from store.words import (
    AddressState,
    Aside,
    Channel,
    CompanyKind,
    Deed,
    LetterKind,
    LetterState,
    OrderState,
    PersonRole,
    Phase,
    Priority,
    RefusalReason,
    Role,
    Trade,
)


def mark(words: str) -> str:
    """Marks a msgid for the catalogue; it is translated where it is shown."""
    return words


# States have their words in the catalogue's rooms of that name, where parts/state.html marks them.
STATES: dict[type[StrEnum], str] = {Phase: "ticket", OrderState: "order", LetterState: "letter"}

WORDS: dict[type[StrEnum], dict[str, str]] = {
    Phase: {
        "new": "New",
        "in_progress": "In progress",
        "waiting_reporter": "Waiting for reporter",
        "waiting_approval": "Waiting for approval",
        "with_party": "With service party",
        "scheduled": "Scheduled",
        "solved": "Solved",
        "closed": "Closed",
        "rejected": "Rejected",
        "merged": "Merged",
    },
    OrderState: {
        "draft": "Draft",
        "sent": "Sent",
        "accepted": "Accepted",
        "scheduled": "Scheduled",
        "on_site": "On site",
        "on_hold": "On hold",
        "completed": "Completed",
        "approved": "Closed",
        "refused": "Refused",
        "handed_back": "Handed back",
        "withdrawn": "Withdrawn",
        "lapsed": "Lapsed",
    },
    Deed: {
        "send": mark("Send"),
        "accept": mark("Accept"),
        "refuse": mark("Refuse"),
        "plan": mark("Plan"),
        "confirm": mark("Confirm the appointment"),
        "decline": mark("Decline the appointment"),
        "start": mark("Start"),
        "hold": mark("Put on hold"),
        "resume": mark("Resume"),
        "complete": mark("Report completion"),
        "approve": mark("Close"),
        "rework": mark("Not right yet"),
        "ask-hand-back": mark("Ask to hand back"),
        "hand-back": mark("Take back"),
        "withdraw": mark("Withdraw"),
        "lapse": mark("Let lapse"),
    },
    Priority: {
        "emergency": mark("Emergency"),
        "urgent": mark("Urgent"),
        "high": mark("High"),
        "normal": mark("Normal"),
        "low": mark("Can be planned"),
    },
    Trade: {
        "plumbing": mark("Plumbing"),
        "heating": mark("Heating"),
        "electricity": mark("Electricity"),
        "roof": mark("Roof"),
        "locks": mark("Locks and keys"),
        "lift": mark("Lift"),
        "cleaning": mark("Cleaning"),
        "other": mark("Other"),
    },
    Channel: {
        "website": mark("website"),
        "email": mark("by e-mail"),
        "phone": mark("by telephone"),
        "counter": mark("at the counter"),
        "letter": mark("by letter"),
        "whatsapp": mark("by WhatsApp"),
        "own": mark("own observation"),
        "page": mark("private page"),
        "staff": mark("staff"),
        "api": mark("a program"),
        "clock": mark("by itself"),
    },
    PersonRole: {"reporter": mark("reporter"), "follower": mark("follows"), "on_site": mark("on site")},
    RefusalReason: {
        "no_time": mark("No time"),
        "not_our_trade": mark("Not our trade"),
        "outside_region": mark("Outside our region"),
        "warranty": mark("Somebody else's warranty"),
        "too_expensive": mark("Too expensive"),
        "wrong_details": mark("Address or details are wrong"),
        "other": mark("Another reason"),
    },
    Aside: {
        "echo": mark("Our own letter, coming round again"),
        "return": mark("Delivery report"),
        "automatic": mark("Automatic answer"),
        "bulk": mark("Newsletter or list"),
        "copy": mark("The same mail once more"),
        "quarantine": mark("Suspicious sender"),
        "too_large": mark("Too large"),
        "broken": mark("Could not be read"),
        "dismissed": mark("Dismissed by staff"),
    },
    SuggestionReason: {
        "wrote_this": mark("wrote this message"),
        "asks_answers": mark("answers are asked for at %(words)s"),
        "wrote_forwarded": mark("wrote what was passed on"),
        "lives_there": mark("lives there"),
        "address_in_text": mark("mentioned: “%(words)s”"),
        "address_alike": mark("mentioned, written otherwise: “%(words)s”"),
        "address_unsure": mark("perhaps meant by “%(words)s”"),
        "address_forwarded": mark("mentioned in what was passed on: “%(words)s”"),
        "address_in_signature": mark("below the message: “%(words)s”"),
        "name_in_text": mark("mentioned: “%(words)s”"),
        "code_in_text": mark("mentioned: “%(words)s”"),
        "of_the_home": mark("belongs to this home"),
        "of_the_property": mark("belongs to this property"),
        "number_in_subject": mark("%(words)s is in the subject"),
        "number_in_text": mark("%(words)s is in the message"),
        "open_of_reporter": mark("is open for this reporter already"),
        "open_at_home": mark("is open at this address already"),
    },
    LetterState: {
        "waiting": "Waiting",
        "held": "Held",
        "posting": "Being posted",
        "sent": "Sent",
        "unknown": "Fate unknown",
        "returned": "Returned",
        "cancelled": "Cancelled",
    },
    LetterKind: {
        "ticket_received": mark("Acknowledgement"),
        "ticket_following": mark("You follow this report now"),
        "ticket_phase": mark("Progress"),
        "ticket_comment": mark("Message"),
        "ticket_question": mark("Question to the reporter"),
        "ticket_rejected": mark("Report rejected"),
        "ticket_merged": mark("Report merged"),
        "ticket_reopened": mark("Report reopened"),
        "ticket_closed": mark("Report closed"),
        "party_engaged": mark("Given to a firm"),
        "party_accepted": mark("A firm accepted"),
        "appointment": mark("Appointment"),
        "visit_reminder": mark("Reminder of the appointment"),
        "on_hold": mark("Work on hold"),
        "solved_question": mark("Is it solved?"),
        "delay": mark("Delay"),
        "photo_questions": mark("Photos without words"),
        "safety": mark("Safety"),
        "staff_new_ticket": mark("New ticket"),
        "staff_assigned": mark("Ticket given to you"),
        "staff_task": mark("Task"),
        "staff_message": mark("Message for staff"),
        "staff_order": mark("Work order changed"),
        "staff_refusal": mark("Work order refused"),
        "staff_ticket": mark("Ticket changed"),
        "staff_escalation": mark("Nobody reacts"),
        "staff_undeliverable": mark("Address does not work"),
        "staff_emergency": mark("Emergency"),
        "staff_account_change": mark("Attempt to change an account number"),
        "operator_trouble": mark("The desk has trouble"),
        "order_sent": mark("Work order"),
        "order_reminder": mark("Reminder"),
        "order_receipt": mark("Receipt"),
        "order_withdrawn": mark("Work order withdrawn"),
        "order_changed": mark("Work order corrected"),
        "order_rework": mark("Not right yet"),
        "order_comment": mark("Message to the firm"),
        "order_appointment": mark("Answer about the appointment"),
        "order_visit": mark("Reminder of the appointment"),
    },
    AddressState: {
        "ok": mark("arrives"),
        "undeliverable": mark("undeliverable"),
        "unconfirmed": mark("not confirmed"),
    },
    CompanyKind: {
        "service_party": mark("Service party"),
        "owner": mark("Owner"),
        "association": mark("Owners' association"),
    },
    Role: {"admin": mark("Administrator"), "staff": mark("Staff"), "on_call": mark("On call")},
}

# How a report can reach staff who write it down by hand.
BY_HAND = (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.WHATSAPP, Channel.OWN)

TRUST = {
    "v3": mark("known address, with our mark, and proven by its mail server"),
    "v2": mark("known address, with our mark; its mail server proves nothing"),
    "v1": mark("of the firm's domain, with our mark, from an address we do not know"),
    "v0": mark("nothing proves who wrote this"),
    "known": mark("this address belongs to somebody we know"),
    "new": mark("we do not know this address yet"),
}


def words_of(kind: type[StrEnum]) -> dict[str, str]:
    """The msgids of one kind, by key, in the order of the enum."""
    return WORDS[kind]
