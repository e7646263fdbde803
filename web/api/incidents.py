"""One incident, many reports: what goes on together, what may belong together, and the press that says so or takes it
back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from convert.drafts.grouping import group_reports, undo_grouping
from convert.tickets.parting import take_out
from store.incidents import drafts_alike, list_incidents, tickets_alike, tickets_within, trouble_of_ticket
from store.ticket_sheet import reporters_of
from store.tickets import Ticket
from store.words import Phase
from web.api.body import RequestBody
from web.api.call import AnyCall
from web.api.listed import Cursor, Limit, Listed
from web.api.tickets import TicketOut, ticket_out
from web.numbered import numbered_ticket

router = APIRouter(prefix="/incidents", tags=["incidents"])


class ReportOut(BaseModel):
    number: str = Field(examples=["T-2026-00042"])
    title: str
    phase: Phase
    reporter: str = Field(description="by name; empty where nobody is linked")
    received_at: datetime


class IncidentOut(ReportOut):
    """The ticket that goes on, and the reports that go on in it."""

    reports: list[ReportOut]


class DraftAlike(BaseModel):
    id: int
    title: str
    sender: str
    created_at: datetime


class AlikeOut(BaseModel):
    """What is open about the same installation, or the same trade in the same complex, received within a day."""

    tickets: list[ReportOut]
    drafts: list[DraftAlike]


class IncidentIn(RequestBody):
    """At least two in all. They go on in the first of the tickets, else in the first of the drafts."""

    tickets: list[str] = Field(default=[], examples=[["T-2026-00042", "T-2026-00043"]])
    drafts: list[int] = Field(default=[])


@router.get("", response_model=Listed[IncidentOut])
def get_incidents(call: AnyCall, cursor: Cursor = "", limit: Limit = 50) -> Listed[IncidentOut]:
    """Tickets in which other reports go on, the newest first."""
    with call.reading() as session:
        page = list_incidents(session, after=cursor, limit=limit)
        items = [_incident(session, ticket) for ticket in page.items]
    return Listed(items=items, next=page.next or None)


@router.get("/{number}/alike", response_model=AlikeOut)
def get_alike(call: AnyCall, number: str) -> AlikeOut:
    """Open tickets and drafts that may be about the same trouble as this ticket; nothing is grouped by itself."""
    with call.reading() as session:
        ticket = numbered_ticket(session, number)
        trouble = trouble_of_ticket(session, ticket)
        drafts = [
            DraftAlike(
                id=draft.key,
                title=draft.title or message.subject,
                sender=message.from_name or message.from_address,
                created_at=draft.created_at,
            )
            for draft, message in drafts_alike(session, trouble)
        ]
        tickets = _reports(session, tickets_alike(session, trouble, ticket.key))
    return AlikeOut(tickets=tickets, drafts=drafts)


@router.post("", response_model=TicketOut, status_code=201)
def group(call: AnyCall, asked: IncidentIn) -> JSONResponse:
    """Treat reports as one: each keeps its number, its people and its letters. Answers the ticket they go on in."""
    with call.work() as work:
        keys = [numbered_ticket(work.session, number).key for number in asked.tickets]
        return call.answer(work, ticket_out(work.session, group_reports(work, keys, asked.drafts)), 201)


@router.post("/{number}/undo", response_model=TicketOut)
def undo(call: AnyCall, number: str) -> JSONResponse:
    """Take the last grouping or merge into this ticket back, while nobody was told and nothing was done since (else 409
    `too_late`)."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        return call.answer(work, ticket_out(work.session, undo_grouping(work, ticket.key)))


@router.post("/{number}/out", response_model=TicketOut)
def take(call: AnyCall, number: str) -> JSONResponse:
    """Let this report go on by itself again, out of the incident; its people hear of it. Answers the report."""
    with call.work() as work:
        ticket = numbered_ticket(work.session, number)
        return call.answer(work, ticket_out(work.session, take_out(work, ticket.key)))


def _incident(session: Session, ticket: Ticket) -> IncidentOut:
    itself, *reports = _reports(session, [ticket, *tickets_within(session, ticket.key)])
    return IncidentOut(**itself.model_dump(), reports=reports)


def _reports(session: Session, tickets: Sequence[Ticket]) -> list[ReportOut]:
    who = reporters_of(session, [ticket.key for ticket in tickets])
    return [
        ReportOut(
            number=ticket.number,
            title=ticket.title,
            phase=ticket.phase,
            reporter=who[ticket.key].name if ticket.key in who else "",
            received_at=ticket.received_at,
        )
        for ticket in tickets
    ]
