"""The tray as it is shown: the list, the mail that was chosen, and the ticket it would become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_day
from config.words import Text, languages
from convert.drafts.deciding import (
    Reads,
    quiet_reads,
)
from convert.drafts.proposals import Proposal, Suggestion, proposal
from convert.drafts.turning_away import ANSWERS
from convert.tickets.privacy import month_after
from store.choices import party_choices, staff_choices
from store.incidents import trouble_of_draft
from store.letter_lists import letters_caused_by
from store.mail import Draft, Message
from store.rows import rows_by_id
from store.suggestions import SuggestionReason, read_suggestions
from store.tickets import Ticket
from store.tray import DraftLine, TrayView, follow_ups, list_drafts, newest_open
from store.words import CauseKind, DraftState, Priority
from web.faults import Answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext
from web.staff.mailed import mail_shown, verdict_of
from web.staff.text_blocks import blocks_for, filled_box
from web.staff.tickets.alike import alike_shown
from web.staff.tickets.ticket import earlier_shown, moved_out_words
from web.staff.tickets.ticket_form import ticket_choices
from web.staff.timeline import letter_shown
from web.suggested import why_suggested
from web.typed import Typed

READS = {
    Reads.OWN: Text("Own report: follows the progress, reads nobody else's words"),
    Reads.ALL: Text("Same household: reads everything along"),
    Reads.NOTHING: Text("Only keep the mail, send nothing"),
}
OPEN = DraftState.OPEN
READY_REASONS = (
    Text("Advertising"),
    Text("Not about maintenance"),
    Text("Of another landlord"),
    Text("Known already"),
    Text("Only a thank you"),
)
_WRITTEN = ("description", "note", "answer", "words", "reason")  # where one writes in the tray
LONGEST_WORDS = 200  # characters that are looked for in the tray


def tray_page(
    context: RequestContext,
    session: Session,
    draft: Draft | None,
    view: TrayView,
    *,
    after: str = "",
    chosen: bool = False,
    is_list: bool = False,
    form: Typed | None = None,
    errors: Answers | None = None,
    status: int = 200,
) -> Response:
    """The list and the reading pane. `chosen`: somebody asked for this very draft, so a phone shows it alone;
    `form`: what was typed and is wrong. A draft that is further down than the page has the list begin at it, unless it
    `is_list` that was asked for."""
    page = list_drafts(session, view, after=after)
    if draft and not is_list and draft.key not in [line.id for line in page.items]:
        after = view.cursor(draft, including=True)
        page = list_drafts(session, view, after=after)
    filled = filled_box(context, session, form, draft) if form and draft else None
    kept, faults = filled or (form.kept() if form else {}, errors or Answers())
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
        sheet=f"/drafts/list.csv{query_of(view)}",
        view=view,
        known=_known(context, session, view, draft, page.items) if view.state is OPEN else {},
        query=query_of(view, after=after),
        chips=_view_chips(context, view),
        staff=staff_choices(session),
        reasons=[context.say(words) for words in READY_REASONS],
        draft=draft,
        chosen=chosen or bool(faults),
        errors=faults,
        wrongs=wrongs_of(faults),
        **(_pane(context, session, draft, form, kept) if draft else {}),
    )


def _known(
    context: RequestContext, session: Session, view: TrayView, draft: Draft | None, lines: Sequence[DraftLine]
) -> dict[str, str]:
    """What the list shows, by which an open page asks what happened to it since (tray_news.py)."""
    return {
        "since": (newest_open(session) or context.now).isoformat(),
        "shown": ",".join(str(line.id) for line in lines),
        "open": str(draft.key) if draft else "",
    } | asked_of(view)


def _view_chips(context: RequestContext, view: TrayView) -> list[dict[str, Any]]:
    """What turns each way of looking on, or off again."""
    urgent, mine = replace(view, is_urgent_first=not view.is_urgent_first), replace(view, staff_id=None)
    mine = mine if view.staff_id else replace(view, staff_id=context.clerk.key)
    return [
        {"word": context.say("Urgent first"), "href": f"/drafts{query_of(urgent)}", "on": view.is_urgent_first},
        {"word": context.say("Mine"), "href": f"/drafts{query_of(mine)}", "on": bool(view.staff_id)},
    ]


def _pane(
    context: RequestContext, session: Session, draft: Draft, form: Typed | None, kept: dict[str, str]
) -> dict[str, Any]:
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
        letters = letters_caused_by(session, CauseKind.DRAFT, cause_id=draft.key)
        written = {name: kept.get(name, "").strip() for name in _WRITTEN}
        return shown | {
            "letters": [letter_shown(context, session, letter) for letter in letters],
            "written": [words for words in written.values() if words],  # a colleague was first: it is not lost
        }
    proposed, asks = proposal(session, draft), read_suggestions(draft.suggestions).privacy
    follows = session.get(Ticket, proposed.new.follows_id) if proposed.new.follows_id else None
    # The forms to add it to a ticket and to dismiss it bring none of the ticket's own fields.
    ticked = form.texts("person") if form and "title" in kept else [str(key) for key in proposed.new.person_ids]
    return shown | {
        "typed": Answers(_filled(proposed) | kept),
        "choices": ticket_choices(context, session),
        "suggested": {
            "units": _chips(context, proposed.units),
            "installations": _chips(context, proposed.installations),
            "people": _people_chips(context, session, proposed, ticked),
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
        "parties": party_choices(session),
        "blocks": blocks_for(context, session, draft),
        "filled": kept.get("fill", ""),
        "answers": [(kind.value, context.word(kind)) for kind in ANSWERS],
    }


def _later(context: RequestContext, session: Session, message: Message) -> dict[str, Any]:
    """A mail that was joined to the one that waits, and why."""
    why = _WHY_HERE["of_another"] if "of_another" in message.evidence else _WHY_HERE.get(message.rule)
    return mail_shown(context, session, message) | {"id": message.key, "why": context.say(why) if why else ""}


_WHY_HERE = {
    "of_another": Text("An answer of somebody else"),
    "same_matter": Text("Joined: the same sender about the same matter"),
    "recall": Text("A wish to have this mail back"),
}


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


def _people_chips(
    context: RequestContext, session: Session, proposed: Proposal, ticked: list[str]
) -> list[dict[str, Any]]:
    """With where they lived, of those who moved out: the home they write about may be another's now."""
    gone = moved_out_words(context, session, [row.id for row in proposed.persons])
    return [
        chip
        | {"checked": str(chip["id"]) in ticked, "why": ", ".join(filter(None, (chip["why"], gone.get(chip["id"]))))}
        for chip in _chips(context, proposed.persons)
    ]


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


def view_of(context: RequestContext, draft: Draft | None = None) -> TrayView:
    """Which drafts the address asks for; of a draft that was asked for by itself, those in its state."""
    asked = context.request.query_params
    return TrayView(
        state=draft.state if draft else next((state for state in DraftState if state == asked.get("state")), OPEN),
        words=asked.get("q", "")[:LONGEST_WORDS].replace("\0", "").strip(),
        is_urgent_first=asked.get("order") == "urgent",
        staff_id=context.clerk.key if asked.get("whose") == "mine" else None,
    )


def asked_of(view: TrayView) -> dict[str, str]:
    """The view as the fields of an address, "" where it is the usual one."""
    return {
        "state": "" if view.state is OPEN else view.state.value,
        "q": view.words,
        "order": "urgent" if view.is_urgent_first else "",
        "whose": "mine" if view.staff_id else "",
    }


def query_of(view: TrayView, **other: str) -> str:
    """The view as an address keeps it, "?…" or "" where it is the usual one."""
    kept = {name: value for name, value in (asked_of(view) | other).items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def draft_address(context: RequestContext, draft_id: int | None) -> str:
    return f"/drafts/{draft_id}{query_of(view_of(context))}" if draft_id else f"/drafts{query_of(view_of(context))}"


def undo_address(draft_id: int) -> str:
    """Where a conversion is taken back."""
    return f"/drafts/{draft_id}/undo"
