"""Postvak: what came in, and beside it the ticket it would become."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.language import say_day
from config.words import Text, languages
from convert.drafts.deciding import (
    Reads,
    assign_draft,
    convert_draft,
    dismiss_draft,
    join_draft,
    quiet_reads,
    reopen_draft,
    take_apart,
)
from convert.drafts.proposals import Proposal, Suggestion, proposal
from convert.drafts.turning_away import ANSWERS, answer_privacy, turn_away
from convert.errors import InvalidError, MissingError, RefusedError
from convert.tickets.comments import add_note
from convert.tickets.opening import NewTicket
from convert.tickets.privacy import month_after
from convert.unit_of_work import UnitOfWork
from ingest.filing import replay
from store.choices import staff_choices
from store.incidents import trouble_of_draft
from store.mail import Draft, Message
from store.people import Staff
from store.rows import rows_by_id
from store.suggestions import SuggestionReason, read_suggestions
from store.ticket_sheet import ticket_with_number
from store.tickets import Ticket
from store.tray import TrayView, follow_ups, list_drafts, next_draft
from store.words import Channel, DraftState, Priority
from web.done import Done, go_on
from web.faults import Answers, faults_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.alike import alike_shown, group
from web.staff.mailed import mail_shown, verdict_of
from web.staff.ticket import earlier_shown
from web.staff.ticket_form import read_new_person, read_new_ticket, ticket_choices
from web.staff.tickets import wrongs_of
from web.suggested import why_suggested
from web.typed import Form, Typed

start = APIRouter(include_in_schema=False)
router = APIRouter(prefix="/drafts", include_in_schema=False)

READS = {
    Reads.OWN: Text("Own report: follows the progress, reads nobody else's words"),
    Reads.ALL: Text("Same household: reads everything along"),
    Reads.NOTHING: Text("Only keep the mail, send nothing"),
}
OPEN = DraftState.OPEN
READY_REASONS = (
    Text("Advertising"),
    Text("Not about maintenance"),
    Text("Not our property"),
    Text("Known already"),
    Text("Only a thank you"),
)
LONGEST_WORDS = 200  # characters that are looked for in the tray


@start.get("/")
def go_to_tray() -> Response:
    return RedirectResponse("/drafts", 303)


@router.get("")
def show_tray(context: StaffContext, after: str = "") -> Response:
    """The list with its first draft open beside it."""
    view = view_of(context)
    with context.reading() as session:
        first = list_drafts(session, view, after=after, limit=1).items
        draft = session.get(Draft, first[0].id) if first else None
        return tray_page(context, session, draft, view, after=after)


@router.get("/{key:int}")
def show_draft(context: StaffContext, key: int, after: str = "") -> Response:
    with context.reading() as session:
        draft = get_draft(session, key)
        return tray_page(context, session, draft, view_of(context, draft), after=after, chosen=True)


@router.post("/{key:int}/assign")
def assign(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        staff_id = assign_draft(work, draft.key, form.number("staff")).staff_id
        name = work.session.get_one(Staff, staff_id).name if staff_id else ""
        words = context.say("This mail is %(name)s's now.", name=name)
        return Done(words if name else context.say("This mail is anybody's now."))

    return act(context, key, form, deed, stay=True)


@router.post("/{key:int}/convert")
def convert(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        ticket = convert_draft(work, draft.key, read_ticket(work.session, draft, form), read_new_person(form))
        note_along(work, ticket, form)
        words = context.say("%(number)s is open: %(title)s", number=ticket.number, title=ticket.title)
        return Done(words, order_of=ticket.number)

    return act(context, key, form, deed)


@router.post("/{key:int}/join")
def join(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        reads = next((choice for choice in Reads if choice == form.text("reads")), None)
        ticket = join_draft(work, draft.key, *chosen_tickets(work.session, form), reads=reads)
        note_along(work, ticket, form)
        return Done(context.say("The mail is on %(number)s now.", number=ticket.number))

    return act(context, key, form, deed)


@router.post("/{key:int}/apart/{message_id:int}")
def take_out(context: StaffContext, key: int, message_id: int) -> Response:
    """A mail that was joined to this one is a report of its own."""
    with context.work() as work:
        draft = take_apart(work, get_draft(work.session, key).key, message_id)
    replay(context.store, context.settings, message_id)  # reads it again, for what it proposes
    return go_on(f"/drafts/{draft.key}", Done(context.say("It is a mail of its own now.")))


@router.post("/{key:int}/group")
def group_with(context: StaffContext, key: int, form: Form) -> Response:
    return act(context, key, form, lambda work, draft: group(context, work, form, f"draft:{draft.key}"))


@router.post("/{key:int}/dismiss")
def dismiss(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        dismiss_draft(work, draft.key, form.text("reason") or form.text("ready"))
        return Done(context.say("Dismissed; it lies aside."), f"/drafts/{draft.key}/reopen")

    return act(context, key, form, deed)


@router.post("/{key:int}/answer/{kind}")
def turn(context: StaffContext, key: int, kind: str, form: Form) -> Response:
    chosen = next((known for known in ANSWERS if known == kind), None)
    if chosen is None:
        raise MissingError

    def deed(work: UnitOfWork, draft: Draft) -> Done:
        turn_away(work, draft.key, chosen)
        return Done(context.say("Answered and dismissed."), f"/drafts/{draft.key}/reopen")

    return act(context, key, form, deed)


@router.post("/{key:int}/privacy")
def privacy(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        ticket = answer_privacy(work, draft.key)
        words = context.say("%(number)s is open: %(title)s", number=ticket.number, title=ticket.title)
        return Done(words, order_of=ticket.number)

    return act(context, key, form, deed)


@router.post("/{key:int}/reopen")
def reopen(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        reopen_draft(work, draft.key)
        return Done(context.say("It is back in the tray."))

    return act(context, key, form, deed, stay=True)


def act(context: RequestContext, key: int, form: Typed, deed: Any, *, stay: bool = False) -> Response:
    """Decide on a draft in one unit of work and go on to the next; what cannot be done is said in its form."""
    try:
        with context.work() as work:
            draft = get_draft(work.session, key)
            done = deed(work, draft)
            after = key if stay else next_draft(work.session, draft, view_of(context))
    except (InvalidError, RefusedError) as error:
        status = 422 if isinstance(error, InvalidError) else 409
        with context.reading() as session:
            draft = get_draft(session, key)
            errors = faults_of(context, error)
            view = view_of(context, draft)
            return tray_page(context, session, draft, view, form=form, errors=errors, status=status)
    return go_on(draft_address(context, after), done)


def get_draft(session: Session, key: int) -> Draft:
    draft = session.get(Draft, key)
    if draft is None:
        raise MissingError
    return draft


def read_ticket(session: Session, draft: Draft, form: Typed) -> NewTicket:
    """What was typed; the mail says when it came, and its first person is the reporter."""
    message = session.get_one(Message, draft.message_id)
    new = read_new_ticket(session, form, channel=Channel.EMAIL, received_at=message.received_at)
    return new if read_new_person(form) else replace(new, reporter_id=next(iter(new.person_ids), None))


def note_along(work: UnitOfWork, ticket: Ticket, form: Typed) -> None:
    """The internal note that was written in the tray."""
    if form.text("note"):
        add_note(work, ticket.key, text=form.text("note"))


def tray_page(
    context: RequestContext,
    session: Session,
    draft: Draft | None,
    view: TrayView,
    *,
    after: str = "",
    chosen: bool = False,
    form: Typed | None = None,
    errors: Answers | None = None,
    status: int = 200,
) -> Response:
    """The list and the reading pane. `chosen`: somebody asked for this very draft, so a phone shows it alone;
    `form`: what was typed and is wrong. A draft that is further down than the page has the list begin at it."""
    page = list_drafts(session, view, after=after)
    if draft and draft.key not in [line.id for line in page.items]:
        after = view.cursor(draft, including=True)
        page = list_drafts(session, view, after=after)
    faults = errors or Answers()
    return staff_page(
        context,
        session,
        "tray/tray.html",
        title=context.say("Tray"),
        here="tray",
        status=status,
        lines=page.items,
        older=f"/drafts{query_of(view, after=page.next)}" if page.next else "",
        newer=f"/drafts{query_of(view)}" if after else "",
        view=view,
        query=query_of(view, after=after),
        chips=_view_chips(context, view),
        staff=staff_choices(session),
        reasons=[context.say(words) for words in READY_REASONS],
        draft=draft,
        chosen=chosen or bool(faults),
        errors=faults,
        wrongs=wrongs_of(faults),
        **(_pane(context, session, draft, form) if draft else {}),
    )


def _view_chips(context: RequestContext, view: TrayView) -> list[dict[str, Any]]:
    """What turns each way of looking on, or off again."""
    urgent, mine = replace(view, is_urgent_first=not view.is_urgent_first), replace(view, staff_id=None)
    mine = mine if view.staff_id else replace(view, staff_id=context.clerk.key)
    return [
        {"word": context.say("Urgent first"), "href": f"/drafts{query_of(urgent)}", "on": view.is_urgent_first},
        {"word": context.say("Mine"), "href": f"/drafts{query_of(mine)}", "on": bool(view.staff_id)},
    ]


def _pane(context: RequestContext, session: Session, draft: Draft, form: Typed | None) -> dict[str, Any]:
    """What stands beside the list for an open draft; for a decided one only the mail and what became of it."""
    message = session.get_one(Message, draft.message_id)
    shown: dict[str, Any] = {
        "message": message,
        "mail": mail_shown(context, session, message),
        "verdict": verdict_of(context, message),
        "later": [_later(context, session, later) for later in follow_ups(session, draft.key)],
        "ticket": session.get(Ticket, draft.ticket_id) if draft.ticket_id else None,
    }
    if draft.state is not DraftState.OPEN:
        return shown
    proposed, asks = proposal(session, draft), read_suggestions(draft.suggestions).privacy
    follows = session.get(Ticket, proposed.new.follows_id) if proposed.new.follows_id else None
    # The forms to add it to a ticket and to dismiss it bring none of the ticket's own fields.
    kept = form.kept() if form else {}
    ticked = form.texts("person") if form and "title" in kept else [str(key) for key in proposed.new.person_ids]
    return shown | {
        "typed": Answers(_filled(proposed) | kept),
        "choices": ticket_choices(context, session),
        "suggested": {
            "units": _chips(context, proposed.units),
            "installations": _chips(context, proposed.installations),
            "people": [chip | {"checked": str(chip["id"]) in ticked} for chip in _chips(context, proposed.persons)],
        },
        "tickets": _ticket_chips(context, session, proposed.tickets),
        "reads": [(choice.value, context.say(words)) for choice, words in READS.items()],
        "reads_chosen": kept.get("reads") or quiet_reads(session, message).value,
        "is_new_sender": proposed.sender is not None and not proposed.is_known_sender,
        "earlier": [earlier_shown(before) for before in proposed.earlier],
        "follows": follows.number if follows else "",
        "urgency": proposed.urgency,
        "urgency_why": proposed.urgency_why,
        "problems": draft.problems,
        "whose": str(draft.staff_id or ""),
        "privacy": context.say(ASKS[asks], day=say_day(_due(context, message), context.language)) if asks else "",
        "alike": alike_shown(context, session, trouble_of_draft(draft), draft=draft.key),
        "answers": [(kind.value, context.word(kind)) for kind in ANSWERS],
    }


def _later(context: RequestContext, session: Session, message: Message) -> dict[str, Any]:
    """A mail that was joined to the one that waits, and why."""
    why = context.say("An answer of somebody else") if "of_another" in message.evidence else ""
    why = why or (context.say("Joined: the same sender about the same matter") if message.rule == "same_matter" else "")
    return mail_shown(context, session, message) | {"id": message.key, "why": why}


ASKS = {
    "erase": Text("The sender asks to delete their data. The law gives a month: answer before %(day)s."),
    "access": Text("The sender asks to see their data. The law gives a month: answer before %(day)s."),
}


def _due(context: RequestContext, message: Message) -> date:
    return month_after(message.received_at.astimezone(context.settings.desk.zone).date())


def _filled(proposed: Proposal) -> Answers:
    """The form as the desk would fill it in: for a sender we do not know, with the person they would become."""
    new = proposed.new
    sender = None if proposed.is_known_sender else proposed.sender
    return Answers(
        {
            "title": new.title,
            "description": new.description,
            "responsible": proposed.responsible.key,
            "unit": new.unit_id,
            "installation": new.installation_id,
            "property": "" if new.unit_id else new.property_id,
            "priority": (new.priority or Priority.NORMAL).value,
            "trade": new.trade,
            "new_name": sender.name if sender else "",
            "new_email": sender.email if sender else "",
            "new_language": sender.language if sender and sender.language in languages() else "",
        }
    )


def _chips(context: RequestContext, suggestions: list[Suggestion]) -> list[dict[str, Any]]:
    return [{"id": row.id, "text": row.name, "why": why_suggested(context, row)} for row in suggestions]


def _ticket_chips(context: RequestContext, session: Session, suggestions: list[Suggestion]) -> list[dict[str, Any]]:
    """Chips with their number; the first that is still open is ready to be taken."""
    tickets = rows_by_id(session, Ticket, [row.id for row in suggestions])
    ready = next((row.id for row in suggestions if not row.is_over), None)
    chips = _chips(context, suggestions)
    both: set[int | None] = {row.id for row in suggestions if row.why is SuggestionReason.TOLD_TOGETHER}
    return [
        chip | {"number": tickets[chip["id"]].number, "checked": chip["id"] in (both or {ready}), "many": bool(both)}
        for chip in chips
    ]


def chosen_tickets(session: Session, form: Typed) -> list[int]:
    """The ticket whose number was typed, else those that were picked. Raises InvalidError."""
    numbers = [form.text("ticket_typed")] if form.text("ticket_typed") else form.texts("ticket")
    tickets = [ticket for number in numbers if (ticket := ticket_with_number(session, number))]
    if not tickets:
        raise InvalidError(ticket_typed=Text("Choose a ticket, or write its number."))
    return [ticket.key for ticket in tickets]


def view_of(context: RequestContext, draft: Draft | None = None) -> TrayView:
    """Which drafts the address asks for; of a draft that was asked for by itself, those in its state."""
    asked = context.request.query_params
    return TrayView(
        state=draft.state if draft else next((state for state in DraftState if state == asked.get("state")), OPEN),
        words=asked.get("q", "")[:LONGEST_WORDS].replace("\0", "").strip(),
        is_urgent_first=asked.get("order") == "urgent",
        staff_id=context.clerk.key if asked.get("whose") == "mine" else None,
    )


def query_of(view: TrayView, **other: str) -> str:
    """The view as an address keeps it, "?…" or "" where it is the usual one."""
    asked = {
        "state": "" if view.state is OPEN else view.state.value,
        "q": view.words,
        "order": "urgent" if view.is_urgent_first else "",
        "whose": "mine" if view.staff_id else "",
    } | other
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def draft_address(context: RequestContext, draft_id: int | None) -> str:
    return f"/drafts/{draft_id}{query_of(view_of(context))}" if draft_id else f"/drafts{query_of(view_of(context))}"
