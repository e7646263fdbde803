"""What staff do to a ticket. Each deed is one form, one unit of work, and a line that says what was done."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from convert.files import add_file, remove_file, share_file
from convert.records import NEEDED
from convert.tickets.assigning import assign_ticket, mark_opened
from convert.tickets.change_phase import move_ticket, undo_move
from convert.tickets.comments import add_note, ask_reporter
from convert.tickets.editing import edit_ticket
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from convert.tickets.tasks import add_task, finish_task
from convert.unit_of_work import InvalidError, RefusedError, Turn
from store.desk import Ticket
from store.people import Staff
from store.ticket_sheet import place_of, ticket_with_number
from store.words import PersonRole, Phase, Priority, Visibility
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers
from web.rendering import staff_page
from web.request import StaffVisit, Visit
from web.staff.ticket import get_ticket, ticket_page
from web.staff.ticket_form import read_installation, read_person, read_unit, ticket_choices
from web.staff.tickets import wrongs_of
from web.typed import Form

router = APIRouter(prefix="/tickets/{number}", include_in_schema=False)

Deed = Callable[[Turn, Ticket], Done | None]


def act(visit: Visit, number: str, form: Form, deed: Deed, then: str = "") -> Response:
    """Do it in one unit of work, then show the ticket (or `then`); what cannot be done is said on the page."""
    try:
        with visit.turn() as turn:
            done = deed(turn, get_ticket(turn.session, number))
    except (InvalidError, RefusedError) as error:
        status = 422 if isinstance(error, InvalidError) else 409
        with visit.reading() as session:
            ticket = get_ticket(session, number)
            return ticket_page(visit, session, ticket, typed_answers(form), faults_of(visit, error), status)
    return go_on(then or f"/tickets/{number}", done)


@router.post("/opened")
def open_it(visit: StaffVisit, number: str) -> Response:
    """By the page itself when it is looked at, or by a press where there are no scripts."""
    with visit.turn() as turn:
        mark_opened(turn, get_ticket(turn.session, number).key)
    if visit.request.headers.get("hx-request"):
        return Response(status_code=200)
    return go_on(f"/tickets/{number}")


@router.post("/write")
def write(visit: StaffVisit, number: str, form: Form) -> Response:
    """A note, a word to the reporter, or a question to them; files go to the same readers."""
    for_reporter = form.text("visibility") == Visibility.REPORTER
    seen_by = (Visibility.REPORTER,) if for_reporter else ()

    def deed(turn: Turn, ticket: Ticket) -> Done:
        if form.ticked("question"):
            ask_reporter(turn, ticket.key, form.text("text"))
        elif form.text("text") or not form.uploads:
            add_note(turn, ticket.key, text=form.text("text"), visible_to=seen_by)
        for upload in form.uploads:
            add_file(turn, upload, ticket_id=ticket.key, visible_to=seen_by)
        if form.ticked("question"):
            return Done(visit.say("The question is on its way; the ticket waits for the answer."))
        return Done(visit.say("Sent to the people of this ticket.") if for_reporter else visit.say("Noted."))

    return act(visit, number, form, deed)


@router.post("/move")
def move(visit: StaffVisit, number: str, form: Form) -> Response:
    target = form.one_of("phase", Phase, Phase.NEW)

    def deed(turn: Turn, ticket: Ticket) -> Done:
        move_ticket(turn, ticket.key, target, form.text("reason"), silent=form.ticked("silent"))
        word = visit.word(target)
        said = visit.say("%(number)s: %(phase)s.", number=number, phase=word)
        return Done(said, f"/tickets/{number}/undo")

    return act(visit, number, form, deed, then="/tickets?view=board" if form.text("back") == "board" else "")


@router.post("/undo")
def take_back(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        undo_move(turn, ticket.key)
        return Done(visit.say("Taken back; the letters that waited were not sent."))

    return act(visit, number, form, deed)


@router.post("/assign")
def assign(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        assign_ticket(turn, ticket.key, form.number("responsible") or ticket.responsible_id)
        name = turn.session.get_one(Staff, ticket.responsible_id).name
        return Done(visit.say("%(name)s is responsible now.", name=name))

    return act(visit, number, form, deed)


@router.post("/merge")
def merge(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        into = ticket_with_number(turn.session, form.text("into"))
        if into is None:
            raise InvalidError(into={"nl": "Dit nummer kennen we niet.", "en": "We do not know this number."})
        merge_ticket(turn, ticket.key, into.key)
        return Done(visit.say("%(number)s goes on in %(into)s.", number=number, into=into.number))

    return act(visit, number, form, deed)


@router.post("/link")
def link(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        person_id = read_person(turn.session, form)
        link_person(turn, ticket.key, person_id, form.one_of("role", PersonRole, PersonRole.FOLLOWER))
        return Done(visit.say("Linked; one letter says so, and from now on they hear of progress."))

    return act(visit, number, form, deed)


@router.post("/unlink")
def unlink(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        unlink_person(turn, ticket.key, form.number("person") or 0)
        return Done(visit.say("Told nothing further; their link to the ticket has stopped working."))

    return act(visit, number, form, deed)


@router.post("/task")
def leave_task(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, ticket: Ticket) -> Done:
        if not form.text("task"):
            raise InvalidError(task=NEEDED)
        add_task(turn, ticket.key, form.text("task"), form.number("assignee") or visit.clerk.key, form.day("due"))
        return Done(visit.say("The task is noted."))

    return act(visit, number, form, deed)


@router.post("/task/{task_id:int}")
def tick_task(visit: StaffVisit, number: str, task_id: int, form: Form) -> Response:
    def deed(turn: Turn, _ticket: Ticket) -> None:
        finish_task(turn, task_id, form.ticked("done"))

    return act(visit, number, form, deed, then="/tasks" if form.text("back") == "tasks" else "")


@router.post("/share")
def share(visit: StaffVisit, number: str, form: Form) -> Response:
    def deed(turn: Turn, _ticket: Ticket) -> Done:
        file_id = form.number("file") or 0
        if form.ticked("remove"):
            remove_file(turn, file_id)
            return Done(visit.say("The file is removed from the ticket."))
        share_file(turn, file_id, (Visibility.REPORTER,) if form.ticked("reporter") else ())
        return Done(visit.say("Changed who may see the file."))

    return act(visit, number, form, deed)


@router.get("/edit")
def ask_edit(visit: StaffVisit, number: str) -> Response:
    with visit.reading() as session:
        ticket = get_ticket(session, number)
        names = ("title", "description", "unit_id", "installation_id", "spot", "access", "availability", "version")
        typed = Answers({name.removesuffix("_id"): getattr(ticket, name) for name in names})
        typed |= {
            "priority": ticket.priority.value,
            "trade": ticket.trade,
            "may_call": "yes" if ticket.may_call else "",
        }
        return _edit_page(visit, ticket, typed, Answers())


@router.post("/edit")
def edit(visit: StaffVisit, number: str, form: Form) -> Response:
    try:
        with visit.turn() as turn:
            edit_ticket(
                turn,
                get_ticket(turn.session, number).key,
                form.number("version"),
                title=form.text("title"),
                description=form.text("description"),
                priority=form.one_of("priority", Priority, Priority.NORMAL),
                trade=form.text("trade"),
                unit_id=read_unit(turn.session, form),
                installation_id=read_installation(turn.session, form),
                spot=form.text("spot"),
                access=form.text("access"),
                availability=form.text("availability"),
                may_call=form.ticked("may_call"),
            )
    except (InvalidError, RefusedError) as error:
        with visit.reading() as session:
            ticket = get_ticket(session, number)
        return _edit_page(visit, ticket, typed_answers(form), faults_of(visit, error), 422)
    return go_on(f"/tickets/{number}", Done(visit.say("Changed.")))


def _edit_page(visit: Visit, ticket: Ticket, typed: Answers, errors: Answers, status: int = 200) -> Response:
    with visit.reading() as session:
        place = place_of(session, ticket)
        here = visit.say("as it is")
        units = [{"id": place.unit.key, "text": place.unit.address_line, "why": here}] if place.unit else []
        machine = place.installation
        return staff_page(
            visit,
            session,
            "tickets/edit.html",
            title=visit.say("Edit %(title)s", title=ticket.title),
            here="tickets",
            status=status,
            ticket=ticket,
            typed=typed,
            errors=errors,
            wrongs=wrongs_of(errors),
            choices=ticket_choices(visit, session),
            suggested={
                "units": units,
                "installations": [{"id": machine.key, "text": machine.kind, "why": here}] if machine else [],
            },
        )
