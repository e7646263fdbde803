"""The desk's own words for what the store keeps as keys. In English; other languages stand in config/locale."""

from __future__ import annotations

from enum import StrEnum

from config.words import Text
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

# Why a letter did not leave, in outbound's and convert's own words; anything else is the server's and stays as it is.
REASONS = (
    Text("told in another letter"),
    Text("overtaken by what happened since"),
    Text("waits for office hours"),
    Text("held by staff"),
    Text("the breaker is open: too many letters in an hour"),
    Text("undone"),
    Text("reminders off"),
)

WORDS: dict[type[StrEnum], dict[str, Text]] = {
    Phase: {
        "new": Text("New", context="ticket"),
        "in_progress": Text("In progress", context="ticket"),
        "waiting_reporter": Text("Waiting for reporter", context="ticket"),
        "waiting_approval": Text("Waiting for approval", context="ticket"),
        "with_party": Text("With service party", context="ticket"),
        "scheduled": Text("Scheduled", context="ticket"),
        "solved": Text("Solved", context="ticket"),
        "closed": Text("Closed", context="ticket"),
        "rejected": Text("Rejected", context="ticket"),
        "merged": Text("Merged", context="ticket"),
    },
    OrderState: {
        "draft": Text("Draft", context="order"),
        "sent": Text("Sent", context="order"),
        "accepted": Text("Accepted", context="order"),
        "scheduled": Text("Scheduled", context="order"),
        "on_site": Text("On site", context="order"),
        "on_hold": Text("On hold", context="order"),
        "completed": Text("Completed", context="order"),
        "approved": Text("Closed", context="order"),
        "refused": Text("Refused", context="order"),
        "handed_back": Text("Handed back", context="order"),
        "withdrawn": Text("Withdrawn", context="order"),
        "lapsed": Text("Lapsed", context="order"),
    },
    Deed: {
        "send": Text("Send"),
        "accept": Text("Accept"),
        "refuse": Text("Refuse"),
        "plan": Text("Plan"),
        "confirm": Text("Confirm the appointment"),
        "decline": Text("Decline the appointment"),
        "start": Text("Start"),
        "hold": Text("Put on hold"),
        "resume": Text("Resume"),
        "complete": Text("Report completion"),
        "approve": Text("Close"),
        "rework": Text("Not right yet"),
        "ask-hand-back": Text("Ask to hand back"),
        "hand-back": Text("Take back"),
        "withdraw": Text("Withdraw"),
        "lapse": Text("Let lapse"),
    },
    Priority: {
        "emergency": Text("Emergency"),
        "urgent": Text("Urgent"),
        "high": Text("High"),
        "normal": Text("Normal"),
        "low": Text("Can be planned"),
    },
    Trade: {
        "plumbing": Text("Plumbing"),
        "heating": Text("Heating"),
        "electricity": Text("Electricity"),
        "roof": Text("Roof"),
        "locks": Text("Locks and keys"),
        "lift": Text("Lift"),
        "cleaning": Text("Cleaning"),
        "other": Text("Other"),
    },
    Channel: {
        "website": Text("website"),
        "email": Text("by e-mail"),
        "phone": Text("by telephone"),
        "counter": Text("at the counter"),
        "letter": Text("by letter"),
        "whatsapp": Text("by WhatsApp"),
        "own": Text("own observation"),
        "page": Text("private page"),
        "staff": Text("staff"),
        "api": Text("a program"),
        "clock": Text("by itself"),
    },
    PersonRole: {"reporter": Text("reporter"), "follower": Text("follows"), "on_site": Text("on site")},
    RefusalReason: {
        "no_time": Text("No time"),
        "not_our_trade": Text("Not our trade"),
        "outside_region": Text("Outside our region"),
        "warranty": Text("Somebody else's warranty"),
        "too_expensive": Text("Too expensive"),
        "wrong_details": Text("Address or details are wrong"),
        "other": Text("Another reason"),
    },
    Aside: {
        "echo": Text("Our own letter, coming round again"),
        "return": Text("Delivery report"),
        "automatic": Text("Automatic answer"),
        "bulk": Text("Newsletter or list"),
        "quarantine": Text("Suspicious sender"),
        "too_large": Text("Too large"),
        "broken": Text("Could not be read"),
        "dismissed": Text("Dismissed by staff"),
    },
    LetterState: {
        "waiting": Text("Waiting", context="letter"),
        "held": Text("Held", context="letter"),
        "posting": Text("Being posted", context="letter"),
        "sent": Text("Sent", context="letter"),
        "unknown": Text("Fate unknown", context="letter"),
        "returned": Text("Returned", context="letter"),
        "cancelled": Text("Cancelled", context="letter"),
    },
    LetterKind: {
        "ticket_received": Text("Acknowledgement"),
        "ticket_following": Text("You follow this report now"),
        "ticket_phase": Text("Progress"),
        "ticket_comment": Text("Message"),
        "ticket_question": Text("Question to the reporter"),
        "ticket_rejected": Text("Report rejected"),
        "ticket_merged": Text("Report merged"),
        "ticket_reopened": Text("Report reopened"),
        "ticket_closed": Text("Report closed"),
        "party_engaged": Text("Given to a firm"),
        "party_accepted": Text("A firm accepted"),
        "appointment": Text("Appointment"),
        "visit_reminder": Text("Reminder of the appointment"),
        "on_hold": Text("Work on hold"),
        "solved_question": Text("Is it solved?"),
        "delay": Text("Delay"),
        "photo_questions": Text("Photos without words"),
        "safety": Text("Safety"),
        "staff_new_ticket": Text("New ticket"),
        "staff_assigned": Text("Ticket given to you"),
        "staff_task": Text("Task"),
        "staff_message": Text("Message for staff"),
        "staff_order": Text("Work order changed"),
        "staff_refusal": Text("Work order refused"),
        "staff_ticket": Text("Ticket changed"),
        "staff_escalation": Text("Nobody reacts"),
        "staff_undeliverable": Text("Address does not work"),
        "staff_emergency": Text("Emergency"),
        "staff_account_change": Text("Attempt to change an account number"),
        "operator_trouble": Text("The desk has trouble"),
        "order_sent": Text("Work order"),
        "order_reminder": Text("Reminder"),
        "order_receipt": Text("Receipt"),
        "order_withdrawn": Text("Work order withdrawn"),
        "order_changed": Text("Work order corrected"),
        "order_rework": Text("Not right yet"),
        "order_comment": Text("Message to the firm"),
        "order_appointment": Text("Answer about the appointment"),
        "order_visit": Text("Reminder of the appointment"),
    },
    AddressState: {
        "ok": Text("arrives"),
        "undeliverable": Text("undeliverable"),
        "unconfirmed": Text("not confirmed"),
    },
    CompanyKind: {
        "service_party": Text("Service party"),
        "owner": Text("Owner"),
        "association": Text("Owners' association"),
    },
    Role: {"admin": Text("Administrator"), "staff": Text("Staff"), "on_call": Text("On call")},
}

# How a report can reach staff who write it down by hand.
BY_HAND = (Channel.PHONE, Channel.COUNTER, Channel.LETTER, Channel.WHATSAPP, Channel.OWN)

TRUST = {
    "v3": Text("known address, with our mark, and proven by its mail server"),
    "v2": Text("known address, with our mark; its mail server proves nothing"),
    "v1": Text("of the firm's domain, with our mark, from an address we do not know"),
    "v0": Text("nothing proves who wrote this"),
    "known": Text("this address belongs to somebody we know"),
    "new": Text("we do not know this address yet"),
}


def word_of(key: StrEnum) -> Text:
    """The word for one of the store's keys."""
    return WORDS[type(key)][key.value]


def words_of(kind: type[StrEnum]) -> dict[str, Text]:
    """The msgids of one kind, by key, in the order of the enum."""
    return WORDS[kind]
