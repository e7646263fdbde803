"""Where is my mail: by which door it came, which rule judged it on what evidence, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from config.words import ENGLISH, stored_words
from convert.errors import MissingError
from store.blobs import BlobMissingError
from store.mail import Message
from store.message_sheet import arrivals_of, draft_of
from store.orders import WorkOrder
from store.paging import take_rows
from store.scans import is_kept_apart
from store.tickets import Ticket
from store.words import Aside, MessagePlace, MessageState, Trust
from web.api.call import AnyCall
from web.api.drafts import AttachmentOut, Sender, attachments_of
from web.api.listed import Cursor, Limit, Listed, ListRoute
from web.downloads import download

router = APIRouter(prefix="/messages", route_class=ListRoute, tags=["messages"])


class MessageSummary(BaseModel):
    id: int
    message_id: str = Field(description="without angle brackets")
    sender: Sender = Field(serialization_alias="from")
    subject: str
    received_at: datetime
    state: MessageState
    place: MessagePlace | None = Field(description="draft, joined or aside; null while it was not read yet")
    aside: Aside | None = Field(description="why it was set aside")
    rule: str
    why: str = Field(description="the rule in words")


class ArrivalOut(BaseModel):
    """door: smtp, imap or pipe. sender: MAIL FROM, empty for the null path, null where the door has no envelope."""

    door: str
    at: datetime
    sender: str | None
    recipients: list[str]
    account: str | None
    folder: str | None


class MessageOut(MessageSummary):
    arrivals: list[ArrivalOut]
    trust: Trust
    evidence: dict[str, Any]
    defects: list[str]
    text: str = Field(description="what this sender newly wrote")
    language: str
    attachments: list[AttachmentOut]
    is_auto: bool
    is_bulk: bool
    is_bounce: bool
    draft: int | None
    ticket: str | None
    order: str | None


@router.get("", response_model=Listed[MessageSummary])
def get_messages(
    call: AnyCall,
    message_id: str = "",
    sender: Annotated[str, Query(alias="from", description="an address")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """Received mail, newest first; by its Message-ID or by its sender."""
    conditions: list[Any] = []
    if message_id:
        conditions.append(Message.message_id == message_id.strip("<> "))
    if sender:
        conditions.append(Message.from_address == sender.strip().lower())
    with call.reading() as session:
        page = take_rows(session, Message, conditions, after=cursor, limit=limit)
    return Listed(items=[MessageSummary(**_summary(row)) for row in page.items], next=page.next or None)


@router.get("/{message_key}", response_model=MessageOut)
def get_message(call: AnyCall, message_key: int) -> Any:
    with call.reading() as session:
        row = _message(session, message_key)
        draft = draft_of(session, row.key)
        ticket = session.get(Ticket, row.ticket_id) if row.ticket_id else None
        order = session.get(WorkOrder, row.order_id) if row.order_id else None
        return MessageOut(
            **_summary(row),
            arrivals=[
                ArrivalOut(**{name: getattr(arrival, name) for name in ArrivalOut.model_fields})
                for arrival in arrivals_of(session, row.key)
            ],
            trust=row.trust,
            evidence={name: value for name, value in row.evidence.items() if name != "why"},
            defects=row.defects,
            text=row.new_text or row.text,
            language=row.language,
            attachments=attachments_of(row),
            is_auto=row.is_auto,
            is_bulk=row.is_bulk,
            is_bounce=row.is_bounce,
            draft=draft.key if draft else row.draft_id,
            ticket=ticket.number if ticket else None,
            order=order.number if order else None,
        )


@router.get("/{message_key}/raw", response_class=Response, responses={200: {"content": {"message/rfc822": {}}}})
def get_raw(call: AnyCall, message_key: int) -> Response:
    """The octets as received."""
    with call.reading() as session:
        row = _message(session, message_key)
    try:
        if any(map(is_kept_apart, row.viruses.values())):
            raise MissingError
        return download(call.context.store.blobs.get(row.raw_key), f"{row.key}.eml", "message/rfc822")
    except BlobMissingError:
        raise MissingError from None


def _message(session: Session, key: int) -> Message:
    row = session.get(Message, key)
    if row is None:
        raise MissingError
    return row


def _summary(row: Message) -> dict[str, Any]:
    return {
        "id": row.key,
        "message_id": row.message_id,
        "sender": Sender(name=row.from_name, address=row.from_address),
        "subject": row.subject,
        "received_at": row.received_at,
        "state": row.state,
        "place": row.place,
        "aside": row.aside,
        "rule": row.rule,
        "why": stored_words(row.evidence.get("why"), ENGLISH),
    }
