"""Several problems in one mail: a ticket for each part, with its own place, category and people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.drafts.deciding import split_draft
from convert.drafts.proposals import Proposal, proposal
from convert.errors import InvalidError, RefusedError
from convert.records import NEEDED
from convert.tickets.opening import NewTicket
from store.choices import find_installation, find_unit
from store.mail import Draft, Message
from store.people import Unit
from store.tray import next_draft
from web.done import Done, go_on
from web.faults import Answers, faults_of, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.mailed import mail_shown
from web.staff.tickets.ticket_form import found_in, ticket_choices
from web.staff.tray.tray import get_draft
from web.staff.tray.tray_page import draft_address, undo_address, view_of
from web.typed import Form, Typed, whole_number

router = APIRouter(prefix="/drafts", include_in_schema=False)

LEAST_PARTS = 2
SENDER = "sender"  # the sender, whom we do not know yet


@dataclass(frozen=True, slots=True)
class TicketPart:
    """What is typed of one ticket, as it stands in the form. people: ids, or SENDER."""

    title: str = ""
    description: str = ""
    unit: str = ""
    property: str = ""
    installation: str = ""
    trade: str = ""
    people: tuple[str, ...] = ()


@router.get("/{key:int}/split")
def ask_split(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        draft = get_draft(session, key)
        proposed = proposal(session, draft)
        blank = _blank(session, proposed)
        first = replace(blank, title=proposed.new.title, trade=proposed.new.trade)
        problems = draft.problems or [proposed.new.description]
        parts = [replace(blank if number else first, description=text) for number, text in enumerate(problems)]
        return split_page(context, session, draft, proposed, parts, Answers())


@router.post("/{key:int}/split")
def split(context: StaffContext, key: int, form: Form) -> Response:
    """A ticket for each part in which something was written; its people hear of all that is theirs in one letter."""
    parts = _typed_parts(form)
    try:
        with context.work() as work:
            draft = get_draft(work.session, key)
            proposed = proposal(work.session, draft)
            news = _read(work.session, form, parts, proposed.new)
            is_new = not proposed.is_known_sender and any(new.takes_sender for new in news)
            news = [replace(new, may_undo=True) for new in news]
            tickets = split_draft(work, key, news, proposed.sender if is_new else None)
            after = next_draft(work.session, draft, view_of(context))
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            draft = get_draft(session, key)
            errors = faults_of(context, error)
            shown = list(parts.values())
            return split_page(context, session, draft, proposal(session, draft), shown, errors, 422)
    numbers = ", ".join(ticket.number for ticket in tickets)
    words = context.say("Split into %(numbers)s.", numbers=numbers)
    return go_on(draft_address(context, after), Done(words, undo_address(key)))


def split_page(
    context: RequestContext,
    session: Session,
    draft: Draft,
    proposed: Proposal,
    parts: list[TicketPart],
    errors: Answers,
    status: int = 200,
) -> Response:
    people = [(str(person.id), person.name) for person in proposed.persons]
    if proposed.sender and not proposed.is_known_sender:
        people.insert(0, (SENDER, proposed.sender.name))
    return staff_page(
        context,
        session,
        "tray/split.html",
        title=context.say("Split into several tickets"),
        here="tray",
        status=status,
        draft=draft,
        mail=mail_shown(context, session, session.get_one(Message, draft.message_id)),
        parts=parts + [_blank(session, proposed)] * max(LEAST_PARTS - len(parts), 1),
        people=people,
        responsible=str(proposed.responsible.key),
        choices=ticket_choices(context, session),
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _blank(session: Session, proposed: Proposal) -> TicketPart:
    """Every part begins with the place and the people of the mail."""
    new = proposed.new
    unit = session.get(Unit, new.unit_id) if new.unit_id else None
    return TicketPart(
        unit=f"{unit.address_line} ({unit.code})" if unit else "",
        property=str(new.property_id) if new.property_id and not unit else "",
        people=tuple(map(str, new.person_ids)) if proposed.is_known_sender or not proposed.sender else (SENDER,),
    )


def _typed_parts(form: Typed) -> dict[int, TicketPart]:
    """By its number in the form, each part in which a title or description was written; the first where none was."""
    titles, descriptions = (map(str, form.fields.getlist(name)) for name in ("title", "description"))
    parts = {}
    for number, (title, description) in enumerate(zip(titles, descriptions, strict=False), start=1):
        parts[number] = TicketPart(
            title.strip(),
            description.strip(),
            unit=form.text(f"unit-{number}_typed"),
            property=form.text(f"property-{number}"),
            installation=form.text(f"installation-{number}_typed"),
            trade=form.text(f"trade-{number}"),
            people=tuple(form.texts(f"person-{number}")),
        )
    return {number: part for number, part in parts.items() if part.title or part.description} or {1: TicketPart()}


def _read(session: Session, form: Typed, parts: dict[int, TicketPart], new: NewTicket) -> list[NewTicket]:
    """Raises InvalidError with all that is missing or unknown, at the part where it stands on the page that follows."""
    wrong: dict[str, Text] = {}
    news = []
    for shown, (number, part) in enumerate(parts.items(), start=1):
        wrong |= {f"{name}-{shown}": NEEDED for name in ("title", "description") if not getattr(part, name)}
        found: dict[str, Any] = {}
        for name, find in (("unit", find_unit), ("installation", find_installation)):
            try:
                found[f"{name}_id"] = found_in(form, f"{name}-{number}", partial(find, session))
            except InvalidError as error:
                wrong |= {f"{name}-{shown}_typed": words for words in error.fields.values()}
        people = tuple(key for key in map(whole_number, part.people) if key is not None)
        of_part = replace(
            new,
            title=part.title,
            description=part.description,
            responsible_id=form.number("responsible"),
            property_id=whole_number(part.property),
            trade=part.trade,
            person_ids=people,
            reporter_id=new.reporter_id if new.reporter_id in people else None,
            takes_sender=SENDER in part.people,
            **found,
        )
        news.append(of_part)
    if wrong:
        raise InvalidError(**wrong)
    return news
