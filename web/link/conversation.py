"""What was said and done, as the holder of a link may read it: theirs and ours, never what is internal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from config.language import say_appointment
from config.words import Text
from store.audience import text_for
from store.mail import Message
from store.orders import WorkOrder
from store.people import Company
from store.ticket_sheet import reporter_of
from store.tickets import File, TimelineEntry
from store.words import ActorKind, Entry, Phase, Visibility
from web.link.link_access import LinkAccess
from web.link.shared_files import files_seen, files_shown

SPOKEN = (Entry.COMMENT, Entry.NOTE, Entry.MESSAGE_IN, Entry.CREATED, Entry.FILE)

# What a deed on a work order is called on the page of whoever did the work …
PARTY_STEPS = {
    "send": Text("Sent to you"),
    "accept": Text("Accepted"),
    "refuse": Text("Refused"),
    "plan": Text("A time proposed"),
    "confirm": Text("The occupant agrees to the time"),
    "decline": Text("The time does not suit the occupant"),
    "missed": Text("Nobody was home"),
    "call-off": Text("The appointment was called off"),
    "start": Text("Work started"),
    "hold": Text("Put on hold", context="done"),
    "resume": Text("Resumed"),
    "complete": Text("Reported complete"),
    "approve": Text("Closed", context="order"),
    "rework": Text("It is not solved yet; please come back"),
    "ask-hand-back": Text("Asked to hand it back"),
    "ask-cost": Text("Asked for an agreement on the cost"),
    "grant-cost": Text("The cost is agreed to"),
    "deny-cost": Text("The cost is not agreed to"),
    "hand-back": Text("Handed back"),
    "lapse": Text("Lapsed"),
}
# … and of whoever waits for it.
REPORTER_STEPS = {
    "send": Text("Given to a firm"),
    "accept": Text("The firm takes the job"),
    "plan": Text("The firm proposed a time"),
    "confirm": Text("The appointment is agreed"),
    "decline": Text("The time did not suit"),
    "missed": Text("The firm found nobody home"),
    "call-off": Text("The appointment was called off"),
    "hold": Text("The firm has to wait"),
    "ask-cost": Text("The firm has to wait"),
    "resume": Text("The firm continues"),
    "complete": Text("The firm says it is done"),
}
PHASES = {
    "in_progress": Text("We are working on it"),
    "waiting_reporter": Text("We asked you something"),
    "waiting_approval": Text("We are waiting for an agreement on the cost"),
    "with_party": Text("A firm has the job"),
    "scheduled": Text("An appointment is made"),
    "solved": Text("Reported as solved"),
    "closed": Text("Closed", context="ticket"),
    "rejected": Text("Not for us"),
    "merged": Text("Merged with another report"),
}

Named = Callable[[TimelineEntry], str]


def talk_shown(access: LinkAccess, session: Session, entries: Sequence[TimelineEntry]) -> list[dict[str, Any]]:
    """What link/talk.html asks, one mapping for each line: who, own (theirs), when, title, text, files.

    Each file stands at the first line that is about it.
    """
    files = {file.key: file for file in files_seen(access, session)}
    lines = [_line(access, session, entry, files) for entry in entries if entry.undone_at is None]
    return sorted(
        (line for line in lines if line["title"] or line["text"] or line["files"]), key=lambda line: line["when"]
    )


def _line(access: LinkAccess, session: Session, entry: TimelineEntry, files: dict[int, File]) -> dict[str, Any]:
    named = [entry.file_id] if entry.file_id else entry.data.get("files", [])
    spoken = entry.kind in SPOKEN
    message = session.get(Message, entry.message_id) if spoken and entry.message_id else None
    return {
        "who": _who(access, session, entry),
        "own": _is_own(access, session, entry),
        "when": message.written_at if message else entry.at,
        "title": "" if spoken else _title(access, entry),
        "text": text_for(entry, access.reader, access.circles),
        "files": files_shown(access, [files.pop(key) for key in named if key in files]) if spoken else [],
    }


def _title(access: LinkAccess, entry: TimelineEntry) -> str:
    if entry.kind is Entry.ORDER:
        steps = PARTY_STEPS if access.reader is Visibility.PARTY else REPORTER_STEPS
        step = steps.get(entry.data.get("deed", ""))
        zone = access.context.settings.desk.zone
        when = say_appointment(entry.data.get("appointment"), access.context.language, zone)
        return ": ".join(filter(None, (access.context.say(step), when))) if step else ""
    # A phase that followed from what the firm did says the same a second time.
    by_itself = entry.actor_kind is ActorKind.SYSTEM and entry.data.get("after") != Phase.CLOSED
    if entry.kind is Entry.PHASE and access.reader is Visibility.REPORTER and not by_itself:
        phase = PHASES.get(entry.data.get("after", ""))
        return access.context.say(phase) if phase else ""
    return ""


def _who(access: LinkAccess, session: Session, entry: TimelineEntry) -> str:
    say = access.context.say
    if _is_own(access, session, entry):
        return say("You")
    if entry.actor_kind is ActorKind.STAFF:
        return entry.actor_name
    if entry.actor_kind is ActorKind.OWNER:
        return say("The owner")
    if entry.actor_kind is ActorKind.PARTY:
        return entry.actor_name if access.reader is Visibility.PARTY else _firm(session, entry) or say("The firm")
    if entry.data.get("mark"):
        return say("Somebody else")  # shared by staff; who it was is not theirs to give
    if entry.actor_kind is ActorKind.PERSON:
        # Whoever else follows the report is nobody's business.
        return say("The occupant") if access.reader is Visibility.PARTY else say("Somebody who follows this report")
    return access.context.settings.desk.name


def _firm(session: Session, entry: TimelineEntry) -> str:
    order = session.get(WorkOrder, entry.order_id) if entry.order_id else None
    company = session.get(Company, order.company_id) if order and order.company_id else None
    return company.name if company else ""


def _is_own(access: LinkAccess, session: Session, entry: TimelineEntry) -> bool:
    if entry.kind is Entry.CREATED and entry.message_id:  # staff made the ticket of it; the words are the reporter's
        reporter = reporter_of(session, entry.ticket_id) if entry.ticket_id else None
        return reporter is not None and access.link.person_id == reporter.id
    return entry.actor_kind is access.actor.kind and entry.actor_id == access.actor.id
