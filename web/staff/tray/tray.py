"""Postvak: what came in, opened and decided on; how it is shown stands in tray_page.py."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.words import Text
from convert.copies import read_addresses
from convert.drafts.deciding import (
    Reads,
    assign_draft,
    convert_draft,
    dismiss_draft,
    join_draft,
    messages_of,
    reopen_draft,
    take_apart,
)
from convert.drafts.passing_on import answer_draft, forward_draft
from convert.drafts.taking_back import undo_conversion
from convert.drafts.turning_away import ANSWERS, answer_privacy, turn_away
from convert.errors import InvalidError, MissingError, RefusedError
from convert.tickets.comments import add_note
from convert.tickets.opening import NewTicket
from convert.unit_of_work import UnitOfWork
from ingest.filing import replay
from ingest.reading.attachments import open_parts
from outbound.compose import compose
from store.mail import Draft, Message
from store.message_text import files_in
from store.paging import all_of
from store.people import Staff
from store.scans import may_leave, virus_in_part
from store.ticket_sheet import ticket_with_number
from store.tickets import Ticket
from store.tray import list_drafts, next_draft
from store.words import Channel
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.faults import faults_of
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.given import give_back_address
from web.staff.mailed import raw_of
from web.staff.text_blocks import check_filled
from web.staff.tickets.alike import group
from web.staff.tickets.ticket_form import read_new_person, read_new_ticket
from web.staff.tray.tray_page import draft_address, tray_page, undo_address, view_of
from web.typed import Form, Typed, whole_number

COLUMNS = (  # of the list as a spreadsheet
    *(Text("Received"), Text("Sender"), Text("E-mail"), Text("Subject"), Text("Message")),
    *(Text("Priority"), Text("Whose?")),
)
URGENCIES = {"emergency": Text("emergency"), "possible": Text("possibly urgent")}

start = APIRouter(include_in_schema=False)
router = APIRouter(prefix="/drafts", include_in_schema=False)


@start.get("/")
def go_to_tray() -> Response:
    return RedirectResponse("/drafts", 303)


@router.get("")
def show_tray(context: StaffContext, after: str = "", open: str = "") -> Response:  # noqa: A002
    """The list with its first draft open beside it, or the one that was open already."""
    view, key = view_of(context), whole_number(open)
    with context.reading() as session:
        first = list_drafts(session, view, after=after, limit=1).items
        draft = session.get(Draft, key or first[0].id) if key or first else None
        return tray_page(context, session, draft, view, after=after, is_list=True)


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext) -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        lines = all_of(partial(list_drafts, session, view_of(context)))
    rows = [
        [
            line.received_at.astimezone(context.settings.desk.zone).replace(tzinfo=None),
            line.sender,
            line.address,
            line.subject,
            line.text,
            context.say(URGENCIES[line.urgency]) if line.urgency in URGENCIES else "",
            line.staff,
        ]
        for line in lines
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "postvak.csv")


@router.get("/{key:int}")
def show_draft(context: StaffContext, key: int, after: str = "") -> Response:
    with context.reading() as session:
        draft = get_draft(session, key)
        return tray_page(context, session, draft, view_of(context, draft), after=after, chosen=True)


@router.post("/{key:int}/assign")
def assign(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        was = draft.staff_id
        staff_id = assign_draft(work, draft.key, form.number("staff")).staff_id
        name = work.session.get_one(Staff, staff_id).name if staff_id else ""
        words = context.say("This mail is %(name)s's now.", name=name)
        undo = give_back_address("/drafts/selection/return", staff_id, {key: was}, draft_address(context, key))
        return Done(words if name else context.say("This mail is anybody's now."), undo)

    return act(context, key, form, deed, stay=True)


@router.post("/{key:int}/convert")
def convert(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        new = replace(read_ticket(work.session, draft, form), may_undo=True)
        ticket = convert_draft(work, draft.key, new, read_new_person(form))
        note_along(work, ticket, form)
        words = context.say("%(number)s is open: %(title)s", number=ticket.number, title=ticket.title)
        return Done(words, undo_address(key), order_of=ticket.number)

    return act(context, key, form, deed)


@router.post("/{key:int}/undo")
def undo(context: StaffContext, key: int, form: Form) -> Response:
    def deed(work: UnitOfWork, draft: Draft) -> Done:
        undo_conversion(work, draft.key)
        return Done(context.say("It is back in the tray; nobody was told."))

    return act(context, key, form, deed, stay=True)


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


@router.post("/{key:int}/reply")
def reply(context: StaffContext, key: int, form: Form) -> Response:
    """An answer in one's own words."""

    def deed(work: UnitOfWork, draft: Draft) -> Done:
        check_filled(answer=form.text("answer"))
        also_to = read_addresses(form.text("also_to"), context.settings.desk)
        answer_draft(work, draft.key, form.text("answer"), also_to)
        words = context.say("Answered and dismissed.")
        if also_to:
            words += " " + context.say("Also to %(names)s.", names=", ".join(also_to))
        return Done(words, f"/drafts/{draft.key}/reopen")

    return act(context, key, form, deed)


@router.post("/{key:int}/forward")
def forward(context: StaffContext, key: int, form: Form) -> Response:
    """To a colleague, a firm or another address, with the files of all mails of the draft that outsiders may have."""

    def deed(work: UnitOfWork, draft: Draft) -> Done:
        check_filled(words=form.text("words"))
        letters = forward_draft(
            work,
            draft.key,
            form.text("words"),
            staff_id=form.number("to_staff"),
            company_id=form.number("to_company"),
            address=form.text("to"),
            also_to=read_addresses(form.text("to_also"), context.settings.desk, "to_also"),
        )
        along: list[tuple[str, bytes]] = []
        left = 0
        for message in messages_of(work, draft):
            leaving, staying = _files_leaving(context, message)
            along += leaving
            left += staying
        for letter in letters if along else []:
            composed = compose(letter, context.settings, context.now, files=along)
            letter.subject, letter.octets_key = composed.subject, work.blobs.put(composed.octets)
        names = ", ".join(letter.to_name or letter.to_address for letter in letters)
        words = context.say("Passed on to %(name)s, and dismissed.", name=names)
        if left:
            words += " " + context.say(
                Text(
                    "Left out: one file that holds a virus or was not checked.",
                    plural="Left out: %(count)s files that hold a virus or were not checked.",
                ),
                count=left,
            )
        return Done(words, f"/drafts/{draft.key}/reopen")

    return act(context, key, form, deed)


def _files_leaving(context: RequestContext, message: Message) -> tuple[list[tuple[str, bytes]], int]:
    """The files of a mail that outsiders may have, by name; and how many they may not, or that are gone."""
    files = files_in(message)
    leaving = [file for file in files if may_leave(context.settings, virus_in_part(message, file["part"]))]
    raw = raw_of(context.store, message) if leaving else None
    if raw is None:
        return [], len(files)
    names = [file.get("filename") or f"part-{file['part']}" for file in leaving]
    opened = open_parts(raw, [str(file["part"]) for file in leaving])
    return [*zip(names, opened, strict=True)], len(files) - len(leaving)


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
    if form.text("fill"):
        with context.reading() as session:
            draft = get_draft(session, key)
            return tray_page(context, session, draft, view_of(context, draft), form=form, chosen=True)
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


def chosen_tickets(session: Session, form: Typed) -> list[int]:
    """The ticket whose number was typed, else those that were picked. Raises InvalidError."""
    numbers = [form.text("ticket_typed")] if form.text("ticket_typed") else form.texts("ticket")
    tickets = [ticket for number in numbers if (ticket := ticket_with_number(session, number))]
    if not tickets:
        raise InvalidError(ticket_typed=Text("Choose a ticket, or write its number."))
    return [ticket.key for ticket in tickets]
