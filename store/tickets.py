"""Tickets with their people, tasks and files, and the timeline that tickets and orders share. Written by convert."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from store.rows import Row, json_dict, json_list, word
from store.words import ActorKind, Channel, Entry, PersonRole, Phase, Priority


class Ticket(Row, table=True):
    """The desk's record of one problem. `received_at` is evidence (art. 7:206 BW) and never changes.

    phase_before   where the reporter's answer brings it back to from waiting_reporter
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_board", "phase", "changed_at"),
        Index("ix_ticket_of_staff", "responsible_id", "phase", "changed_at"),
        Index("ix_ticket_of_property", "property_id", "phase", "changed_at"),
        Index("ix_ticket_of_trade", "trade", "phase", "changed_at"),
        Index("ix_ticket_of_priority", "priority", "phase", "changed_at"),
        Index("ix_ticket_earlier", "property_id", "received_at"),
        Index("ix_ticket_forgotten", "forgotten_at", "changed_at"),
    )

    number: str = Field(unique=True)
    title: str
    description: str = Field(sa_type=Text)
    phase: Phase = Field(default=Phase.NEW, sa_type=word(Phase))
    phase_before: Phase | None = Field(default=None, sa_type=word(Phase))
    priority: Priority = Field(default=Priority.NORMAL, sa_type=word(Priority))
    trade: str = ""
    channel: Channel = Field(sa_type=word(Channel))
    received_at: datetime
    created_at: datetime
    changed_at: datetime = Field(index=True)
    responsible_id: int = Field(foreign_key="staff.id")
    opened_at: datetime | None = None  # first opened by the responsible; until then it is unread
    property_id: int | None = Field(default=None, foreign_key="property.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    installation_id: int | None = Field(default=None, foreign_key="installation.id", index=True)
    spot: str = ""  # "badkamer, plafond"
    access: str = Field(default="", sa_type=Text)
    availability: str = Field(default="", sa_type=Text)
    may_call: bool = False  # the service party may call the occupant
    merged_into_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    follows_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    reopened: int = 0
    solved_at: datetime | None = Field(default=None)
    closed_at: datetime | None = Field(default=None)
    closing_reason: str = ""
    forgotten_at: datetime | None = None  # when its mails, files, letters and people were
    nonce: str | None = Field(default=None, unique=True)  # of the public form: a double submit is one ticket
    version: int = 1  # rises with every change; a stale form is refused


class TicketPerson(Row, table=True):
    """A person who is told of the ticket, from `since` until `until`."""

    __tablename__ = "ticket_person"
    __table_args__ = (UniqueConstraint("ticket_id", "person_id"),)

    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: PersonRole = Field(default=PersonRole.FOLLOWER, sa_type=word(PersonRole))
    circle: str = ""  # with whom they read: store.audience
    since: datetime
    until: datetime | None = None


class Task(Row, table=True):
    """Something staff must do. `person_id`: the linked person whom no letter reaches, to be told by hand."""

    __tablename__ = "task"

    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    text: str = Field(sa_type=Text)
    assignee_id: int = Field(foreign_key="staff.id", index=True)
    due_on: date | None = Field(default=None, index=True)
    created_at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    done_at: datetime | None = Field(default=None, index=True)


class File(Row, table=True):
    """A file on a ticket or order: an upload of its own (`blob_key`) or a view into a message (`message_id`, `part`).

    shared_key   a copy for others without position and device data (photos); made when first needed
    """

    __tablename__ = "file"

    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)
    at: datetime
    filename: str
    content_type: str
    size: int
    visible_to: list[str] = json_list()  # store.words.Visibility, beside staff
    circles: list[str] = json_list()  # of its people, those who may see it: store.audience
    shared_with: list[str] = json_list()
    by_kind: ActorKind = Field(sa_type=word(ActorKind))
    blob_key: str = Field(default="", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    part: int | None = None
    shared_key: str = Field(default="", index=True)
    removed_at: datetime | None = None
    scanned_at: datetime | None = Field(default=None, index=True)  # when a virus scanner looked at it
    virus: str = ""  # store.scans


class TimelineEntry(Row, table=True):
    """One line of what happened: who, when, how, why.

    visible_to  store.words.Visibility values beside staff; empty: internal
    circles     of its people, those who may read it: store.audience
    shared_with who else may, by a press of staff: circles, or "party"
    cause       the message, letter, button or clock that made it happen, in data
    """

    __tablename__ = "timeline_entry"

    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    order_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)
    at: datetime
    kind: Entry = Field(sa_type=word(Entry))
    actor_kind: ActorKind = Field(sa_type=word(ActorKind))
    actor_id: int | None = None  # of staff, person or contact, by actor_kind
    actor_name: str = ""
    channel: Channel = Field(sa_type=word(Channel))
    visible_to: list[str] = json_list()
    circles: list[str] = json_list()
    shared_with: list[str] = json_list()
    text: str = Field(default="", sa_type=Text)
    data: dict[str, Any] = json_dict()
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    letter_id: int | None = Field(default=None, foreign_key="letter.id", index=True)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    undone_at: datetime | None = None
