"""What staff do to a ticket. Each deed is one form, one unit of work, and a line that says what was done."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.copies import beside_circles, read_addresses
from convert.drafts.from_answers import draft_afresh
from convert.drafts.grouping import undo_grouping
from convert.errors import InvalidError, RefusedError
from convert.files import add_file, remove_file
from convert.records import NEEDED
from convert.tickets.assigning import assign_ticket, mark_opened
from convert.tickets.change_phase import move_ticket, undo_move
from convert.tickets.comments import add_note, ask_reporter
from convert.tickets.editing import edit_ticket
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from convert.tickets.parting import take_out
from convert.tickets.tasks import add_task, finish_task
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.readers import circles_by_name
from store.ticket_sheet import place_of, ticket_with_number
from store.tickets import Ticket
from store.words import PersonRole, Phase, Priority, Visibility
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.numbered import numbered_ticket
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.given import give_back_address
from web.staff.sharing import press_share
from web.staff.text_blocks import check_filled, filled_box
from web.staff.tickets.alike import group
from web.staff.tickets.ticket import ticket_page
from web.staff.tickets.ticket_form import read_installation, read_person, read_unit, ticket_choices
from web.typed import Form, Typed

router = APIRouter(prefix="/tickets/{number}", include_in_schema=False)

Deed = Callable[[UnitOfWork, Ticket], Done | None]


def act(context: RequestContext, number: str, form: Form, deed: Deed, then: str = "") -> Response:
    """Do it in one unit of work, then show the ticket (or `then`); what cannot be done is said on the page."""
    with context.reading() as session:
        if filled := filled_box(context, session, form, ticket := numbered_ticket(session, number)):
            return ticket_page(context, session, ticket, Answers(filled[0] | _circles(form)), filled[1])
    try:
        with context.work() as work:
            done = deed(work, numbered_ticket(work.session, number))
    except (InvalidError, RefusedError) as error:
        status = 422 if isinstance(error, InvalidError) else 409
        with context.reading() as session:
            ticket = numbered_ticket(session, number)
            typed = Answers(typed_answers(form) | _circles(form))
            return ticket_page(context, session, ticket, typed, faults_of(context, error), status)
    return go_on(then or f"/tickets/{number}", done)


def _circles(form: Typed) -> dict[str, str]:
    return {"circles": " ".join(form.texts("circle")) or ("none" if form.text("visibility") else "")}


@router.post("/opened")
def open_it(context: StaffContext, number: str) -> Response:
    """By the page itself when it is looked at, or by a press where there are no scripts."""
    with context.work() as work:
        mark_opened(work, numbered_ticket(work.session, number).key)
    if context.request.headers.get("hx-request"):
        return Response(status_code=200)
    return go_on(f"/tickets/{number}")


@router.post("/write")
def write(context: StaffContext, number: str, form: Form) -> Response:
    """A note, a word to the reporter, or a question to them; files go to the same readers."""
    for_reporter = form.text("visibility") == Visibility.REPORTER
    seen_by = (Visibility.REPORTER,) if for_reporter else ()

    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        if form.ticked("question") and not for_reporter:  # the louder choice is no repair: the form comes back
            raise InvalidError(question=Text("An internal note asks the reporter nothing: choose who will read it."))
        circles = _chosen_circles(work.session, ticket, form) if for_reporter else None
        also_to = _also_to(context, work.session, ticket, circles, form, for_reporter=for_reporter)
        if for_reporter:
            check_filled(text=form.text("text"))
        if form.ticked("question"):
            ask_reporter(work, ticket.key, form.text("text"), circles, also_to)
        elif form.text("text") or not form.uploads:
            add_note(work, ticket.key, text=form.text("text"), visible_to=seen_by, circles=circles, also_to=also_to)
        for upload in form.uploads:
            add_file(work, upload, ticket_id=ticket.key, visible_to=seen_by, circles=circles)
        words = context.say("Sent to the people of this ticket.") if for_reporter else context.say("Noted.")
        if form.ticked("question"):
            words = context.say("The question is on its way; the ticket waits for the answer.")
        if also_to:
            words += " " + context.say("Also to %(names)s.", names=", ".join(also_to))
        return Done(words)

    return act(context, number, form, deed)


def _chosen_circles(session: Session, ticket: Ticket, form: Typed) -> list[str] | None:
    """Whom of several reports it is for; None: all. Where one joined since the page was made, the form comes back."""
    offered = [readers.mark for readers in circles_by_name(session, ticket.key)]
    chosen = [mark for mark in offered if mark in form.texts("circle")]
    if len(offered) > 1 and not chosen:
        raise InvalidError(circle=Text("Choose who of them reads this."))
    return None if chosen == offered or len(offered) < 2 else chosen


def _also_to(
    context: RequestContext,
    session: Session,
    ticket: Ticket,
    circles: list[str] | None,
    form: Typed,
    *,
    for_reporter: bool,
) -> list[str]:
    """Who else gets these words. Nobody reads them who was not shown first, so the form comes back once, with their
    names; nor are files alone anything that goes to them."""
    addresses = read_addresses(form.text("also_to"), context.settings.desk)
    if addresses and not for_reporter:
        raise InvalidError(also_to=Text("An internal note goes to nobody outside: choose who will read it."))
    if addresses and not form.text("text"):
        raise InvalidError(text=NEEDED)
    beside = beside_circles(session, ticket.key, circles, addresses)
    if not {*beside} <= {*form.texts("also_shown")}:
        raise InvalidError(also_to=Text("See below who else reads this. Right? Then post it once more."))
    return beside


@router.post("/move")
def move(context: StaffContext, number: str, form: Form) -> Response:
    target = form.one_of("phase", Phase, Phase.NEW)

    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        check_filled(reason=form.text("reason"))
        move_ticket(work, ticket.key, target, form.text("reason"), silent=form.ticked("silent"))
        word = context.word(target)
        words = context.say("%(number)s: %(phase)s.", number=number, phase=word)
        return Done(words, f"/tickets/{number}/undo")

    return act(context, number, form, deed, then="/tickets?view=board" if form.text("back") == "board" else "")


@router.post("/undo")
def take_back(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        undo_move(work, ticket.key)
        return Done(context.say("Undone; the letters that were waiting were not sent."))

    return act(context, number, form, deed)


@router.post("/assign")
def assign(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        was, to = ticket.responsible_id, form.number("responsible") or ticket.responsible_id
        assign_ticket(work, ticket.key, to, may_undo=True)
        name = work.session.get_one(Staff, ticket.responsible_id).name
        former = {ticket.key: was} if was != to else {}
        undo = give_back_address("/tickets/selection/return", to, former, f"/tickets/{ticket.number}")
        return Done(context.say("%(name)s is responsible now.", name=name), undo)

    return act(context, number, form, deed)


@router.post("/merge")
def merge(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        into = ticket_with_number(work.session, form.text("into"))
        if into is None:
            raise InvalidError(into=Text("We do not know this number."))
        merge_ticket(work, ticket.key, into.key)
        words = context.say("%(number)s continues in %(into)s.", number=number, into=into.number)
        return Done(words, f"/tickets/{into.number}/ungroup")

    return act(context, number, form, deed)


@router.post("/group")
def group_with(context: StaffContext, number: str, form: Form) -> Response:
    return act(context, number, form, lambda work, ticket: group(context, work, form, f"ticket:{ticket.key}"))


@router.post("/ungroup")
def ungroup(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        undo_grouping(work, ticket.key)
        return Done(context.say("Each report is separate again; nobody was told."))

    return act(context, number, form, deed)


@router.post("/out")
def part(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        take_out(work, ticket.key)
        return Done(context.say("%(number)s continues separately; its people hear of it.", number=number))

    return act(context, number, form, deed)


@router.post("/afresh")
def begin_afresh(context: StaffContext, number: str, form: Form) -> Response:
    """An answer to a closed ticket becomes a mail of its own in the tray, where its ticket is opened."""

    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        draft_afresh(work, ticket.key, form.number("entry") or 0)
        return Done(context.say("It lies in the tray as a new report; %(number)s stays closed.", number=number))

    return act(context, number, form, deed, then="/drafts")


@router.post("/link")
def link(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        person_id = read_person(work.session, form)
        link_person(
            work,
            ticket.key,
            person_id,
            form.one_of("role", PersonRole, PersonRole.FOLLOWER),
            reads_all=form.ticked("reads_all"),
        )
        return Done(context.say("Linked; one letter says so, and from now on they hear of progress."))

    return act(context, number, form, deed)


@router.post("/unlink")
def unlink(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        unlink_person(work, ticket.key, form.number("person") or 0)
        return Done(context.say("Told nothing further; their link to the ticket has stopped working."))

    return act(context, number, form, deed)


@router.post("/task")
def leave_task(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, ticket: Ticket) -> Done:
        if not form.text("task"):
            raise InvalidError(task=NEEDED)
        add_task(work, ticket.key, form.text("task"), form.number("assignee") or context.clerk.key, form.day("due"))
        return Done(context.say("The task is noted."))

    return act(context, number, form, deed)


@router.post("/task/{task_id:int}")
def tick_task(context: StaffContext, number: str, task_id: int, form: Form) -> Response:
    def deed(work: UnitOfWork, _ticket: Ticket) -> None:
        finish_task(work, task_id, form.ticked("done"))

    return act(context, number, form, deed, then="/tasks" if form.text("back") == "tasks" else "")


@router.post("/share")
def share(context: StaffContext, number: str, form: Form) -> Response:
    def deed(work: UnitOfWork, _ticket: Ticket) -> Done:
        if file_id := form.number("remove"):
            remove_file(work, file_id)
            return Done(context.say("The file is removed from the ticket."))
        return press_share(context, work, form)

    return act(context, number, form, deed)


@router.get("/edit")
def ask_edit(context: StaffContext, number: str) -> Response:
    with context.reading() as session:
        ticket = numbered_ticket(session, number)
        names = ("title", "description", "unit_id", "installation_id", "spot", "access", "availability", "version")
        typed = Answers({name.removesuffix("_id"): getattr(ticket, name) for name in names})
        typed |= {
            "priority": ticket.priority.value,
            "trade": ticket.trade,
            "may_call": "yes" if ticket.may_call else "",
        }
        return _edit_page(context, ticket, typed, Answers())


@router.post("/edit")
def edit(context: StaffContext, number: str, form: Form) -> Response:
    try:
        with context.work() as work:
            edit_ticket(
                work,
                numbered_ticket(work.session, number).key,
                form.number("version"),
                title=form.text("title"),
                description=form.text("description"),
                priority=form.one_of("priority", Priority, Priority.NORMAL),
                trade=form.text("trade"),
                unit_id=read_unit(work.session, form),
                installation_id=read_installation(work.session, form),
                spot=form.text("spot"),
                access=form.text("access"),
                availability=form.text("availability"),
                may_call=form.ticked("may_call"),
            )
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            ticket = numbered_ticket(session, number)
        return _edit_page(context, ticket, typed_answers(form), faults_of(context, error), 422)
    return go_on(f"/tickets/{number}", Done(context.say("Changed.")))


def _edit_page(context: RequestContext, ticket: Ticket, typed: Answers, errors: Answers, status: int = 200) -> Response:
    with context.reading() as session:
        place = place_of(session, ticket)
        here = context.say("as it is")
        units = [{"id": place.unit.key, "text": place.unit.address_line, "why": here}] if place.unit else []
        machine = place.installation
        return staff_page(
            context,
            session,
            "tickets/edit.html",
            title=context.say("Edit %(title)s", title=ticket.title),
            here="tickets",
            status=status,
            ticket=ticket,
            typed=typed,
            errors=errors,
            wrongs=wrongs_of(errors),
            choices=ticket_choices(context, session),
            suggested={
                "units": units,
                "installations": [{"id": machine.key, "text": machine.kind, "why": here}] if machine else [],
            },
        )
