"""Open reports of the same trouble beside the one that is looked at, treated as one in one press."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from convert.drafts.grouping import group_reports
from convert.unit_of_work import UnitOfWork
from store.incidents import WhatIsBroken, drafts_alike, tickets_alike, tickets_within
from store.people import Person
from store.suggestions import read_suggestions
from store.ticket_sheet import reporters_of
from web.done import Done
from web.request import RequestContext
from web.typed import Typed, whole_number


def alike_shown(context: RequestContext, session: Session, trouble: WhatIsBroken, **but: int) -> list[dict[str, Any]]:
    """As parts/alike.html asks; but: the ticket or draft that is looked at. Whom we do not know is not ticked."""
    tickets = tickets_alike(session, trouble, but.get("ticket"))
    who = reporters_of(session, [row.key for row in tickets])
    shown = [
        _line(f"ticket:{row.key}", f"{row.number} {row.title}", _named(who.get(row.key)), row.received_at, True)
        for row in tickets
    ]
    for draft, message in drafts_alike(session, trouble, but.get("draft")):
        is_known = read_suggestions(draft.suggestions).reporter is not None
        name = message.from_name or message.from_address
        name = name if is_known else context.say("%(name)s, whom we do not know yet", name=name)
        shown.append(_line(f"draft:{draft.key}", draft.title or message.subject, name, draft.created_at, is_known))
    return shown


def reports_within(session: Session, ticket_id: int) -> list[dict[str, str]]:
    """The reports that go on in this ticket, each with its reporter."""
    tickets = tickets_within(session, ticket_id)
    who = reporters_of(session, [row.key for row in tickets])
    return [{"number": row.number, "title": row.title, "who": _named(who.get(row.key))} for row in tickets]


def group(context: RequestContext, work: UnitOfWork, form: Typed, *here: str) -> Done:
    """Those that were ticked with the one that was looked at."""
    marks = [mark.partition(":") for mark in (*here, *form.texts("alike"))]
    keys = {
        kind: [key for name, _, digits in marks if name == kind and (key := whole_number(digits)) is not None]
        for kind in ("ticket", "draft")
    }
    ticket = group_reports(work, keys["ticket"], keys["draft"])
    words = context.say("Treated as one: %(number)s. Each reporter has their own letters.", number=ticket.number)
    return Done(words, f"/tickets/{ticket.number}/ungroup", order_of=ticket.number)


def _named(person: Person | None) -> str:
    return person.name if person else ""


def _line(mark: str, text: str, who: str, at: Any, is_known: bool) -> dict[str, Any]:
    return {"mark": mark, "text": text, "who": who, "at": at, "checked": is_known}
