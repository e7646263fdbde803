"""Drafts: what mail proposes, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from config.words import ENGLISH, stored_words
from convert.copies import read_addresses
from convert.drafts.deciding import convert_draft, dismiss_draft, join_draft, split_draft
from convert.drafts.passing_on import answer_draft
from convert.drafts.proposals import Proposal, Suggestion, proposal
from convert.errors import InvalidError, MissingError
from convert.records import NEEDED
from convert.relations.people import NewPerson
from convert.tickets.opening import NewTicket
from store.mail import Draft, Message
from store.message_text import files_in
from store.suggestions import SuggestionReason
from store.tickets import Ticket
from store.tray import TrayView, list_drafts
from store.words import AuthorBy, DraftState, Priority
from web.api.body import RequestBody
from web.api.call import AnyCall, Call
from web.api.listed import Cursor, Limit, Listed, ListRoute
from web.api.tickets import TicketOut, ticket_out
from web.numbered import numbered_ticket
from web.request import RequestContext
from web.suggested import why_suggested

router = APIRouter(prefix="/drafts", route_class=ListRoute, tags=["drafts"])


class Sender(BaseModel):
    name: str
    address: str


class AttachmentOut(BaseModel):
    part: str = Field(description="its place in the mail as received")
    filename: str
    content_type: str
    size: int = Field(description="octets")


class SuggestionOut(BaseModel):
    """Something that may belong to the draft, and why we think so."""

    id: int
    name: str
    why: str
    reason: SuggestionReason = Field(description="the same as a key")


class SuggestionsOut(BaseModel):
    person: SuggestionOut | None = Field(description="whom it is from, where we know them")
    unit: SuggestionOut | None = Field(description="the home it is about; null where more than one may be meant")
    property: SuggestionOut | None = Field(description="the complex it is about, also where its home is in doubt")
    installation: SuggestionOut | None
    persons: list[SuggestionOut] = Field(description="all who may have to do with it")
    units: list[SuggestionOut] = Field(description="all homes that may be meant")
    tickets: list[SuggestionOut] = Field(
        description="tickets the mail may belong to: whose number it names, or that are open here"
    )


class PassedOn(BaseModel):
    sender: Sender = Field(serialization_alias="from")
    subject: str
    text: str


class DraftSummary(BaseModel):
    id: int
    state: DraftState
    subject: str
    sender: Sender = Field(serialization_alias="from")
    received_at: datetime
    text: str = Field(description="the beginning of what this sender newly wrote")
    language: str = Field(description="nl, en, or empty where it is not known")
    urgency: str = Field(description="emergency, possible, or empty")


class DraftOut(DraftSummary):
    author: AuthorBy = Field(description="how it is known who wrote the mail")
    passed_on: PassedOn | None = Field(description="the mail that was passed on, as its first sender wrote it")
    text: str = Field(description="what this sender newly wrote, or the whole mail")
    attachments: list[AttachmentOut]
    suggestions: SuggestionsOut
    rule: str = Field(description="the rule that made it a draft")
    why: str = Field(description="the same in words")
    ticket: str | None = Field(description="the number of the ticket it became or joined")


class NewOfDraft(RequestBody):
    """What is left out is as the desk suggests. people, unit, installation: ids; responsible: a user's id. Where
    `people` is left out, a sender the desk does not know yet becomes a person."""

    title: str | None = Field(default=None, examples=["Lekkage badkamer"])
    description: str | None = None
    responsible: int | None = None
    people: list[int] | None = None
    unit: int | None = None
    installation: int | None = None
    priority: Priority | None = None


class SplitIn(RequestBody):
    tickets: list[NewOfDraft] = Field(min_length=1)


class JoinIn(RequestBody):
    ticket: str = Field(examples=["T-2026-00042"])


class DismissIn(RequestBody):
    reason: str


class ReplyIn(RequestBody):
    """also_to: addresses that get these words too, each in a letter of their own with nothing beside them."""

    text: str
    also_to: list[str] = Field(default=[], examples=[["vve@beheer.example.nl"]])


class TicketsOut(BaseModel):
    items: list[TicketOut]


@router.get("", response_model=Listed[DraftSummary])
def get_drafts(call: AnyCall, state: DraftState = DraftState.OPEN, cursor: Cursor = "", limit: Limit = 50) -> Any:
    """Drafts in one state, newest first."""
    with call.reading() as session:
        page = list_drafts(session, TrayView(state), after=cursor, limit=limit)
    items = [
        DraftSummary(
            id=line.id,
            state=line.state,
            subject=line.subject,
            sender=Sender(name=line.sender, address=line.address),
            received_at=line.received_at,
            text=line.text,
            language=line.language,
            urgency=line.urgency,
        )
        for line in page.items
    ]
    return Listed(items=items, next=page.next or None)


@router.get("/{draft_id}", response_model=DraftOut)
def get_draft(call: AnyCall, draft_id: int) -> Any:
    with call.reading() as session:
        return draft_out(call, session, _draft(session, draft_id))


@router.post("/{draft_id}/convert", response_model=TicketOut, status_code=201)
def convert(call: AnyCall, draft_id: int, new: NewOfDraft) -> JSONResponse:
    """Make it a ticket. The second time: 409 `converted`, with the ticket's number."""
    with call.work() as work:
        proposed = _proposal(work.session, draft_id)
        ticket = convert_draft(work, draft_id, _new(proposed, new), _sender(proposed, new))
        return call.answer(work, ticket_out(work.session, ticket), 201)


@router.post("/{draft_id}/split", response_model=TicketsOut, status_code=201)
def split(call: AnyCall, draft_id: int, asked: SplitIn) -> JSONResponse:
    """Several problems in one mail: a ticket for each."""
    with call.work() as work:
        proposed = _proposal(work.session, draft_id)
        news = [_new(proposed, new) for new in asked.tickets]
        tickets = split_draft(work, draft_id, news, _sender(proposed, asked.tickets[0]))
        return call.answer(work, TicketsOut(items=[ticket_out(work.session, ticket) for ticket in tickets]), 201)


@router.post("/{draft_id}/join", response_model=TicketOut)
def join(call: AnyCall, draft_id: int, asked: JoinIn) -> JSONResponse:
    """The mail belongs to a ticket that is there."""
    with call.work() as work:
        ticket = join_draft(work, draft_id, numbered_ticket(work.session, asked.ticket).key)
        return call.answer(work, ticket_out(work.session, ticket))


@router.post("/{draft_id}/dismiss", response_model=DraftOut)
def dismiss(call: AnyCall, draft_id: int, asked: DismissIn) -> JSONResponse:
    """Not for us. It can be looked into, and brought back."""
    with call.work() as work:
        draft = dismiss_draft(work, draft_id, asked.reason)
        return call.answer(work, draft_out(call, work.session, draft))


@router.post("/{draft_id}/reply", response_model=DraftOut)
def reply(call: AnyCall, draft_id: int, asked: ReplyIn) -> JSONResponse:
    """Answer the sender, and dismiss it; what does not leave within `limits.undo_seconds` is taken back with it."""
    also_to = read_addresses(",".join(asked.also_to), call.context.settings.desk)
    if not asked.text.strip():
        raise InvalidError(text=NEEDED)
    with call.work() as work:
        draft = answer_draft(work, draft_id, asked.text, also_to)
        return call.answer(work, draft_out(call, work.session, draft))


def draft_out(call: Call, session: Session, draft: Draft) -> DraftOut:
    message = session.get_one(Message, draft.message_id)
    ticket = session.get(Ticket, draft.ticket_id) if draft.ticket_id else None
    return DraftOut(
        id=draft.key,
        state=draft.state,
        subject=message.subject,
        sender=Sender(name=message.from_name, address=message.from_address),
        received_at=message.received_at,
        author=message.author_by,
        passed_on=_passed_on(message),
        text=message.new_text or message.text,
        language=message.language,
        urgency=draft.urgency,
        attachments=attachments_of(message),
        suggestions=_suggestions(call.context, proposal(session, draft)),
        rule=message.rule,
        why=stored_words(message.evidence.get("why"), ENGLISH),
        ticket=ticket.number if ticket else None,
    )


def _passed_on(message: Message) -> PassedOn | None:
    kept = message.passed_on
    if not kept:
        return None
    sender = Sender(name=kept["name"], address=kept["address"])
    return PassedOn(sender=sender, subject=kept["subject"], text=kept["text"] or kept["new"])


def attachments_of(message: Message) -> list[AttachmentOut]:
    """What came along, less the logos that the mail's own page shows."""
    return [
        AttachmentOut(
            part=str(one["part"]),
            filename=one.get("filename") or "",
            content_type=one.get("content_type", ""),
            size=one.get("size", 0),
        )
        for one in files_in(message)
    ]


def _draft(session: Session, draft_id: int) -> Draft:
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise MissingError
    return draft


def _proposal(session: Session, draft_id: int) -> Proposal:
    return proposal(session, _draft(session, draft_id))


def _new(proposed: Proposal, wanted: NewOfDraft) -> NewTicket:
    """The ticket the desk suggests, with what the caller says instead."""
    changes: dict[str, Any] = {
        "title": wanted.title,
        "description": wanted.description,
        "responsible_id": wanted.responsible,
        "person_ids": tuple(wanted.people) if wanted.people is not None else None,
        "unit_id": wanted.unit,
        "installation_id": wanted.installation,
        "priority": wanted.priority,
    }
    filled = {name: value for name, value in changes.items() if value is not None}
    if wanted.people is not None:
        filled["reporter_id"] = next(iter(wanted.people), None)
    return replace(proposed.new, **filled)


def _sender(proposed: Proposal, wanted: NewOfDraft) -> NewPerson | None:
    return proposed.sender if not proposed.is_known_sender and wanted.people is None else None


def _suggestions(context: RequestContext, proposed: Proposal) -> SuggestionsOut:
    persons = [_suggestion(context, person) for person in proposed.persons]
    units = [_suggestion(context, unit) for unit in proposed.units]
    return SuggestionsOut(
        person=next((person for person in persons if person.id == proposed.new.reporter_id), None),
        # The one that is chosen; or unsure, and the only one.
        unit=next((unit for unit in units if unit.id == proposed.new.unit_id or len(units) == 1), None),
        property=_suggestion(context, proposed.property) if proposed.property else None,
        installation=next((_suggestion(context, row) for row in proposed.installations), None),
        persons=persons,
        units=units,
        tickets=[_suggestion(context, ticket) for ticket in proposed.tickets],
    )


def _suggestion(context: RequestContext, suggestion: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        id=suggestion.id, name=suggestion.name, why=why_suggested(context, suggestion), reason=suggestion.why
    )
