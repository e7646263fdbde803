"""Tickets: lists, one with all that hangs on it, and what staff do with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError, MissingError
from convert.files import add_file
from convert.sharing import share_entry, share_file, unshare_entry, unshare_file
from convert.tickets.assigning import assign_ticket
from convert.tickets.change_phase import move_ticket
from convert.tickets.comments import add_note
from convert.tickets.earlier import earlier_here
from convert.tickets.editing import edit_ticket
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from convert.tickets.opening import NewTicket, open_ticket
from convert.tickets.tasks import add_task
from convert.unit_of_work import UnitOfWork
from store.files import ticket_files
from store.order_lists import order_with_number, orders_of_ticket
from store.orders import WorkOrder
from store.people import Company, Installation, Staff, Unit
from store.ticket_lists import TicketFilter, list_tickets
from store.ticket_sheet import people_of, tasks_of
from store.tickets import File, Ticket, TimelineEntry
from store.timeline import timeline_of
from store.words import Channel, OrderState, PersonRole, Phase, Priority, Trade, Visibility
from web.api.body import RequestBody
from web.api.call import AnyCall
from web.api.listed import Cursor, Limit, Listed, ListRoute
from web.numbered import numbered_ticket
from web.typed import Form

router = APIRouter(prefix="/tickets", route_class=ListRoute, tags=["tickets"])


class Named(BaseModel):
    id: int
    name: str


class LinkedPersonOut(Named):
    role: PersonRole


class PlaceOut(BaseModel):
    id: int
    code: str
    name: str = Field(description="its address, or what it is")


class TimelineLine(BaseModel):
    """One line of what happened. visible_to: who beside staff may see it; empty: internal. circles: whose reporters, of
    a ticket of several reports; shared_with: who else by a press of staff, circles or `party`."""

    id: int
    at: datetime
    kind: str
    actor: str
    actor_kind: str
    channel: str
    visible_to: list[str]
    circles: list[str]
    shared_with: list[str]
    text: str
    data: dict[str, Any] = Field(description="what belongs to this kind: deed, before, after …")


class FileOut(BaseModel):
    id: int
    filename: str
    content_type: str
    size: int = Field(description="octets")
    visible_to: list[str]
    circles: list[str]
    shared_with: list[str]


class TaskOut(BaseModel):
    id: int
    text: str
    assignee: int
    due_on: date | None
    done: bool


class OrderOfTicket(BaseModel):
    number: str
    state: OrderState
    party: str


class Similar(BaseModel):
    """An earlier ticket like this one, and who solved it then."""

    number: str
    title: str
    solved_on: datetime | None
    solved_by: str
    order: str
    how_near: str = Field(description="installation, unit, property or words")


class TicketSummary(BaseModel):
    number: str = Field(examples=["T-2026-00042"])
    title: str
    phase: Phase
    priority: Priority
    responsible: str
    place: str
    received_at: datetime
    changed_at: datetime


class TicketOut(BaseModel):
    number: str = Field(examples=["T-2026-00042"])
    version: int = Field(description="rises with every change; send it back with a PATCH to be told of a collision")
    title: str
    description: str
    phase: Phase
    priority: Priority
    trade: str
    channel: Channel
    responsible: Named
    people: list[LinkedPersonOut]
    unit: PlaceOut | None
    installation: PlaceOut | None
    received_at: datetime
    timeline: list[TimelineLine]
    files: list[FileOut]
    tasks: list[TaskOut]
    orders: list[OrderOfTicket]
    similar: list[Similar]


class TicketIn(RequestBody):
    """people: ids, the reporter first. Where `responsible` is left out the routing rule names somebody."""

    title: str = Field(examples=["Cv-storing"])
    description: str
    channel: Channel = Channel.API
    received_at: datetime | None = Field(default=None, description="when it reached you; left out: now")
    responsible: int | None = None
    people: list[int] = Field(default=[])
    unit: int | None = None
    installation: int | None = None
    priority: Priority = Priority.NORMAL
    trade: Trade | None = None
    spot: str = Field(default="", examples=["badkamer, plafond"])
    access: str = ""
    availability: str = ""
    may_call: bool = Field(default=False, description="the service party may call the occupant")


class TicketChange(RequestBody):
    """What is left out stays as it is; so does what is never empty and is null. people: whom to tell from now on."""

    version: int | None = Field(default=None, description="as you read it; 409 `stale` where it has changed since")
    title: str | None = None
    description: str | None = None
    phase: Phase | None = None
    reason: str = Field(default="", description="of the phase; needed for a rejection, and told")
    priority: Priority | None = None
    responsible: int | None = None
    people: list[int] | None = None
    unit: int | None = None
    installation: int | None = None
    trade: Trade | None = None


class NoteIn(RequestBody):
    text: str
    visible_to: Literal[Visibility.STAFF, Visibility.REPORTER, Visibility.PARTY] = Field(
        default=Visibility.STAFF, description="staff: internal"
    )
    order: str | None = Field(
        default=None,
        description="the work order it is about; needed for `party`, whose firm reads it",
        examples=["OB-2026-00031"],
    )


class TaskIn(RequestBody):
    text: str
    assignee: int | None = Field(default=None, description="a user's id; left out: whom the key acts as")
    due_on: date | None = None


class MergeIn(RequestBody):
    into: str = Field(examples=["T-2026-00042"])


class ShareIn(RequestBody):
    """One line of the timeline, or one file. reader: `party`, the firm of its order, or a circle as in `circles`."""

    line: int | None = None
    file: int | None = None
    reader: str = Field(examples=["party", "ticket:12"])
    stop: bool = Field(default=False, description="they read it no longer; a letter that left stays with them")


@router.get("", response_model=Listed[TicketSummary])
def get_tickets(
    call: AnyCall,
    phase: Annotated[list[Phase], Query()] = [],  # noqa: B006  FastAPI copies it
    responsible: int | None = None,
    person: int | None = None,
    unit: int | None = None,
    installation: int | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Tickets, the one that changed last first."""
    wanted = TicketFilter(
        phases=tuple(phase),
        responsible_id=responsible,
        person_id=person,
        unit_id=unit,
        installation_id=installation,
    )
    with call.reading() as session:
        page = list_tickets(session, wanted, after=cursor, limit=limit)
    fields = TicketSummary.model_fields
    items = [TicketSummary(**{name: getattr(line, name) for name in fields}) for line in page.items]
    return Listed(items=items, next=page.next or None)


@router.post("", response_model=TicketOut, status_code=201)
def post_ticket(call: AnyCall, new: TicketIn) -> JSONResponse:
    """Open a ticket; its people and its responsible are told."""
    with call.work() as work:
        ticket = open_ticket(
            work,
            NewTicket(
                title=new.title,
                description=new.description,
                channel=new.channel,
                received_at=new.received_at or work.now,
                responsible_id=new.responsible,
                person_ids=tuple(new.people),
                unit_id=new.unit,
                installation_id=new.installation,
                priority=new.priority,
                trade=new.trade.value if new.trade else "",
                spot=new.spot,
                access=new.access,
                availability=new.availability,
                may_call=new.may_call,
            ),
        )
        return call.answer(work, ticket_out(work.session, ticket), 201)


@router.get("/{number}", response_model=TicketOut)
def get_ticket(call: AnyCall, number: str) -> Any:
    with call.reading() as session:
        return ticket_out(session, numbered_ticket(session, number))


@router.patch("/{number}", response_model=TicketOut)
def patch_ticket(call: AnyCall, number: str, change: TicketChange) -> JSONResponse:
    """Change what it says, who is responsible, who is told, its phase."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        names = {"title": "title", "description": "description", "priority": "priority", "trade": "trade"}
        names |= {"unit": "unit_id", "installation": "installation_id"}
        changes = change.model_dump(exclude_unset=True)
        empty = {name for name in changes if changes[name] is None} - {"unit", "installation"}
        edited = {column: changes[name] for name, column in names.items() if name in changes.keys() - empty}
        ticket = edit_ticket(work, ticket.key, change.version, **edited)
        if change.responsible:
            assign_ticket(work, ticket.key, change.responsible)
        if change.people is not None:
            _relink(work, ticket, change.people)
        if change.phase:
            move_ticket(work, ticket.key, change.phase, change.reason)
        return call.answer(work, ticket_out(work.session, ticket))


@router.post("/{number}/notes", response_model=TicketOut, status_code=201)
def post_note(call: AnyCall, number: str, note: NoteIn) -> JSONResponse:
    """Note something: internal, or told to whoever may see it."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        seen = () if note.visible_to is Visibility.STAFF else (note.visible_to,)
        order = _order_about(work.session, ticket, note.order or "", seen)
        add_note(work, ticket.key, order.key if order else None, text=note.text, visible_to=seen)
        return call.answer(work, ticket_out(work.session, ticket), 201)


@router.post("/{number}/files", response_model=TicketOut, status_code=201)
def post_files(call: AnyCall, number: str, typed: Form) -> JSONResponse:
    """Files as multipart/form-data, in any field; `visible_to` says who else may see them: reporter, or the party of
    the work order that `order` names."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        known = {Visibility.REPORTER.value, Visibility.PARTY.value}
        seen = tuple(Visibility(word) for word in typed.texts("visible_to") if word in known)
        order = _order_about(work.session, ticket, typed.text("order"), seen)
        ticket_id, order_id = (None, order.key) if order else (ticket.key, None)
        for upload in typed.uploads:
            add_file(work, upload, ticket_id, order_id, visible_to=seen)
        return call.answer(work, ticket_out(work.session, ticket), 201)


@router.post("/{number}/tasks", response_model=TicketOut, status_code=201)
def post_task(call: AnyCall, number: str, task: TaskIn) -> JSONResponse:
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        add_task(work, ticket.key, task.text, task.assignee or call.staff.key, task.due_on)
        return call.answer(work, ticket_out(work.session, ticket), 201)


@router.post("/{number}/merge", response_model=TicketOut)
def merge(call: AnyCall, number: str, asked: MergeIn) -> JSONResponse:
    """Take it together with another ticket, which goes on and is answered."""
    with call.work() as work:
        ticket, into = numbered_ticket(work.session, number), numbered_ticket(work.session, asked.into)
        return call.answer(work, ticket_out(work.session, merge_ticket(work, ticket.key, into.key)))


@router.post("/{number}/share", response_model=TicketOut)
def share(call: AnyCall, number: str, asked: ShareIn) -> JSONResponse:
    """Give somebody more to read of what stands on this ticket, or (`stop`) let them read it no longer."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        if (asked.line is None) == (asked.file is None):
            raise InvalidError(line=Text("Name one line or one file."))
        row: TimelineEntry | File | None = (
            work.session.get(File, asked.file) if asked.line is None else work.session.get(TimelineEntry, asked.line)
        )
        order = work.session.get(WorkOrder, row.order_id) if row and row.order_id else None
        if row is None or ticket.key not in (row.ticket_id, order.ticket_id if order else None):
            raise MissingError
        if isinstance(row, File):
            (unshare_file if asked.stop else share_file)(work, row.key, asked.reader)
        else:
            (unshare_entry if asked.stop else share_entry)(work, row.key, asked.reader)
        return call.answer(work, ticket_out(work.session, ticket))


def _order_about(session: Session, ticket: Ticket, number: str, readers: tuple[Visibility, ...]) -> WorkOrder | None:
    """The work order that is named; a service party reads only what stands with one. Raises InvalidError."""
    order = order_with_number(session, number) if number else None
    is_right = order is not None and order.ticket_id == ticket.key and Visibility.REPORTER not in readers
    if (number or Visibility.PARTY in readers) and not is_right:
        words = Text(
            "What is for a firm needs `order`: a work order of this ticket. What is for the reporter takes none."
        )
        raise InvalidError(order=words)
    return order


def ticket_out(session: Session, ticket: Ticket) -> TicketOut:
    responsible = session.get_one(Staff, ticket.responsible_id)
    return TicketOut(
        number=ticket.number,
        version=ticket.version,
        title=ticket.title,
        description=ticket.description,
        phase=ticket.phase,
        priority=ticket.priority,
        trade=ticket.trade,
        channel=ticket.channel,
        responsible=Named(id=responsible.key, name=responsible.name),
        people=[LinkedPersonOut(id=one.id, name=one.name, role=one.role) for one in people_of(session, ticket.key)],
        unit=unit_place(session, ticket.unit_id),
        installation=installation_place(session, ticket.installation_id),
        received_at=ticket.received_at,
        timeline=[line_out(entry) for entry in timeline_of(session, ticket_id=ticket.key)],
        files=[file_out(file) for file in ticket_files(session, ticket.key)],
        tasks=_tasks(session, ticket),
        orders=[_order(session, order) for order in orders_of_ticket(session, ticket.key)],
        similar=_similar(session, ticket),
    )


def line_out(entry: TimelineEntry) -> TimelineLine:
    return TimelineLine(
        id=entry.key,
        at=entry.at,
        kind=entry.kind.value,
        actor=entry.actor_name,
        actor_kind=entry.actor_kind.value,
        channel=entry.channel.value,
        visible_to=entry.visible_to,
        circles=entry.circles,
        shared_with=entry.shared_with,
        text=entry.text,
        data=entry.data,
    )


def file_out(file: File) -> FileOut:
    return FileOut(
        id=file.key,
        filename=file.filename,
        content_type=file.content_type,
        size=file.size,
        visible_to=file.visible_to,
        circles=file.circles,
        shared_with=file.shared_with,
    )


def unit_place(session: Session, unit_id: int | None) -> PlaceOut | None:
    unit = session.get(Unit, unit_id) if unit_id else None
    return PlaceOut(id=unit.key, code=unit.code, name=unit.address_line) if unit else None


def installation_place(session: Session, installation_id: int | None) -> PlaceOut | None:
    found = session.get(Installation, installation_id) if installation_id else None
    return PlaceOut(id=found.key, code=found.code, name=found.kind) if found else None


def _relink(work: UnitOfWork, ticket: Ticket, people: list[int]) -> None:
    linked = [one.id for one in people_of(work.session, ticket.key)]
    for person_id in people:
        if person_id not in linked:
            link_person(work, ticket.key, person_id)
    for person_id in linked:
        if person_id not in people:
            unlink_person(work, ticket.key, person_id)


def _tasks(session: Session, ticket: Ticket) -> list[TaskOut]:
    tasks = sorted(tasks_of(session, ticket.key), key=lambda task: task.id)
    return [
        TaskOut(id=task.id, text=task.text, assignee=task.assignee_id, due_on=task.due, done=task.done)
        for task in tasks
    ]


def _order(session: Session, order: WorkOrder) -> OrderOfTicket:
    company = session.get(Company, order.company_id) if order.company_id else None
    return OrderOfTicket(number=order.number, state=order.state, party=company.name if company else "")


def _similar(session: Session, ticket: Ticket) -> list[Similar]:
    found = earlier_here(
        session,
        installation_id=ticket.installation_id,
        unit_id=ticket.unit_id,
        property_id=ticket.property_id,
        trade=ticket.trade,
        words=ticket.title,
        before=ticket.received_at,
        but=ticket.key,
    )
    return [
        Similar(
            number=one.ticket_number,
            title=one.title,
            solved_on=one.on,
            solved_by=one.solved_by,
            order=one.order_number,
            how_near=one.how_near,
        )
        for one in found
    ]
