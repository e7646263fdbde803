"""Making a work order: from a ticket with one press, or alone; and correcting one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import InvalidError, RefusedError
from convert.orders.correcting import correct_order
from convert.orders.ordering import NewOrder, create_order
from convert.relations.properties import closed_up
from store.choices import party_choices, property_choices, staff_choices, unit_words
from store.files import ticket_files
from store.orders import WorkOrder
from store.people import spaced
from store.readers import contacts_of
from store.ticket_sheet import people_of, place_of, ticket_with_number
from store.tickets import File, Ticket
from store.wording import WORDS
from store.words import ActorKind, Priority, Visibility
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.numbered import numbered_order
from web.photos import is_photo
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.slips.slip_on_page import EVIDENCE
from web.staff.orders.firm_table import firms_shown
from web.staff.orders.order_advice import private_in
from web.staff.sharing import Sharing
from web.staff.tickets.ticket_form import read_unit
from web.staff.timeline import file_shown
from web.typed import Form, Typed

router = APIRouter(prefix="/orders", include_in_schema=False)


@router.get("/new")
def ask_new(context: StaffContext, ticket: str = "", party: str = "") -> Response:
    with context.reading() as session:
        of = ticket_with_number(session, ticket) if ticket else None
        return _new_page(context, session, of, _filled(session, context, of, party), Answers())


@router.post("/new")
def make(context: StaffContext, form: Form) -> Response:
    """Send it, or (other buttons) keep it as a concept, or only take the firm that was pressed into the form."""
    if form.text("choose"):
        with context.reading() as session:
            ticket = ticket_with_number(session, form.text("ticket"))
            typed = Answers(typed_answers(form) | {"company": form.text("choose")})
            return _new_page(context, session, ticket, typed, Answers(), chosen_files=form.texts("file"))
    try:
        with context.work() as work:
            ticket = ticket_with_number(work.session, form.text("ticket")) if form.text("ticket") else None
            new = _read_order(work.session, form, ticket)
            order = create_order(work, new, send=form.text("deed") != "keep")
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            ticket = ticket_with_number(session, form.text("ticket")) if form.text("ticket") else None
            errors = faults_of(context, error)
            if isinstance(error, RefusedError) and error.code == "no_address":
                errors["without_address"] = errors.pop("")
            return _new_page(context, session, ticket, typed_answers(form), errors, 422, form.texts("file"))
    if form.text("deed") == "keep":
        return go_on(
            f"/orders/{order.number}", Done(context.say("%(number)s is saved as a draft.", number=order.number))
        )
    return go_on(f"/orders/{order.number}", Done(context.say("%(number)s is on its way.", number=order.number)))


@router.get("/{number}/edit")
def ask_edit(context: StaffContext, number: str) -> Response:
    with context.reading() as session:
        order = numbered_order(session, number)
        names = ("title", "description", "spot", "access", "accept_before", "do_before", "cost_limit")
        typed = Answers({name: getattr(order, name) for name in names} | {"priority": order.priority.value})
        typed |= {f"wants_{one}": "yes" for one in order.evidence_wanted}
        typed |= {name: str(order.address.get(name, "")) for name in ("line", "postcode", "town")}
        typed["postcode"] = spaced(typed["postcode"])
        typed |= {"name": order.on_site.get("name", ""), "phone": order.on_site.get("phone", "")}
        typed["may_call"] = "yes" * bool(order.on_site.get("may_call"))
        return _edit_page(context, session, order, typed, Answers())


@router.post("/{number}/edit")
def edit(context: StaffContext, number: str, form: Form) -> Response:
    """A sent order becomes a new version, of which the party is told."""
    try:
        with context.work() as work:
            order = numbered_order(work.session, number)
            correct_order(
                work,
                order.key,
                title=form.text("title"),
                description=form.text("description"),
                priority=form.one_of("priority", Priority, order.priority),
                address=order.address | _address(form, order.address),
                on_site=order.on_site
                | {"name": form.text("name"), "phone": form.text("phone"), "may_call": form.ticked("may_call")},
                spot=form.text("spot"),
                access=form.text("access"),
                accept_before=form.day("accept_before"),
                do_before=form.day("do_before"),
                cost_limit=form.number("cost_limit"),
                evidence_wanted=_wanted(form),
                same_people=form.ticked("same_people"),
            )
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            order = numbered_order(session, number)
            return _edit_page(context, session, order, typed_answers(form), faults_of(context, error), 422)
    return go_on(f"/orders/{number}", Done(context.say("Changed; a service party that has it is told.")))


def _read_order(session: Session, form: Typed, ticket: Ticket | None) -> NewOrder:
    company_id = form.number("company")
    return NewOrder(
        ticket_id=ticket.key if ticket else None,
        company_id=company_id,
        responsible_id=form.number("responsible"),
        title=form.text("title"),
        description=form.text("description"),
        priority=form.one_of("priority", Priority, Priority.NORMAL),
        property_id=form.number("property"),
        unit_id=read_unit(session, form),
        address_line=form.text("line"),
        postcode=form.text("postcode"),
        town=form.text("town"),
        without_address=form.ticked("without_address"),
        spot=form.text("spot"),
        access=form.text("access"),
        on_site_name=form.text("name"),
        on_site_phone=form.text("phone"),
        may_call=form.ticked("may_call"),
        reminders=form.ticked("reminders"),
        accept_before=form.day("accept_before"),
        do_before=form.day("do_before"),
        cost_limit=form.number("cost_limit"),
        evidence_wanted=tuple(_wanted(form)),
        file_ids=tuple(form.keys("file")),
    )


def _address(form: Typed, before: dict[str, Any]) -> dict[str, str]:
    """A postcode that only gained or lost its blank is the one that stood there."""
    typed = {name: form.text(name) for name in ("line", "postcode", "town")}
    postcode = str(before.get("postcode", ""))
    return typed | ({"postcode": postcode} if closed_up(typed["postcode"]) == closed_up(postcode) else {})


def _wanted(form: Typed) -> list[str]:
    return [one for one in EVIDENCE if form.ticked(f"wants_{one}")]


def _filled(session: Session, context: RequestContext, ticket: Ticket | None, party: str) -> Answers:
    """R30: what the ticket says, by value. R32: reminders on, unless somebody turns them off."""
    if ticket is None:
        usual = {"responsible": context.clerk.key, "priority": Priority.NORMAL.value, "reminders": "yes"}
        return Answers(usual | {"company": party})
    person = next(iter(people_of(session, ticket.key)), None)
    maintainer = place_of(session, ticket).installation
    return Answers(
        {
            "title": ticket.title,
            "description": ticket.description,
            "responsible": ticket.responsible_id,
            "priority": ticket.priority.value,
            "spot": ticket.spot,
            "access": ticket.access,
            "name": person.name if person else "",
            "phone": person.phone if person else "",
            "may_call": "yes" * ticket.may_call,
            "reminders": "yes",
            "company": party or (maintainer.maintainer_id if maintainer else ""),
        }
    )


def _new_page(
    context: RequestContext,
    session: Session,
    ticket: Ticket | None,
    typed: Answers,
    errors: Answers,
    status: int = 200,
    chosen_files: list[str] | None = None,
) -> Response:
    files = ticket_files(session, ticket.key) if ticket else []
    sharing = Sharing(context, session, ticket) if ticket else None
    chosen = [str(file.key) for file in files if _is_of_the_report(file)] if chosen_files is None else chosen_files
    return staff_page(
        context,
        session,
        "orders/new.html",
        title=context.say("New work order"),
        here="orders",
        status=status,
        ticket=ticket,
        place=place_of(session, ticket).line if ticket else "",
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
        choices=_choices(context, session),
        firms=firms_shown(context, session, ticket),
        files=[file_shown(context, file, sharing) | {"chosen": str(file.key) in chosen} for file in files if sharing],
        private=private_in(context, typed["title"], typed["description"], typed["spot"]),
    )


def _is_of_the_report(file: File) -> bool:
    """Photos the reporter sent are ticked beforehand; whatever else lies on a ticket goes to nobody by itself."""
    sent = file.message_id is not None or file.by_kind is ActorKind.PERSON
    return sent and is_photo(file.content_type) and Visibility.REPORTER in file.visible_to


def _edit_page(
    context: RequestContext, session: Session, order: WorkOrder, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    return staff_page(
        context,
        session,
        "orders/edit.html",
        title=context.say("Change %(number)s", number=order.number),
        here="orders",
        status=status,
        order=order,
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
        choices=_choices(context, session),
        private=private_in(context, typed["title"], typed["description"], typed["spot"]),
    )


def _choices(context: RequestContext, session: Session) -> dict[str, Any]:
    parties = party_choices(session)
    return {
        "parties": parties,
        "contacts": contacts_of(session, *(int(key) for key, _ in parties)),
        "staff": staff_choices(session),
        "properties": property_choices(session),
        "units": unit_words(session),
        "priorities": [(key, context.say(words)) for key, words in WORDS[Priority].items()],
        "evidence": [(key, context.say(words)) for key, words in EVIDENCE.items()],
    }
