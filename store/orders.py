"""Work orders, and what each version of one said. Written by convert."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.rows import Row, json_dict, json_list, word
from store.words import OrderState, Priority

NO_APPOINTMENT = ("declined", "missed", "called_off")  # states of a time that was named and stands no more


_LOOSE = text("ticket_id IS NULL")


class WorkOrder(Row, table=True):
    """One job for one service party. What is said is copied by value; corrections make a new version.

    address    the frozen copy printed on it: {line, postcode, town, property, floor}
    on_site    {name, phone, may_call}: shown as 5.1 of the domain's constraints allows
    """

    __tablename__ = "work_order"
    __table_args__ = (
        Index("ix_work_order_listed", "state", "changed_at"),
        Index("ix_work_order_appointment", "appointment_from"),
        Index("ix_work_order_of_staff", "responsible_id", "state", "changed_at"),
        Index("ix_work_order_of_company", "company_id", "state", "changed_at"),
        Index("ix_work_order_of_property", "property_id", "state", "changed_at"),
        Index("ix_work_order_loose", "forgotten_at", "changed_at", sqlite_where=_LOOSE, postgresql_where=_LOOSE),
        Index("ix_work_order_forgotten", "forgotten_at", "changed_at"),
    )

    number: str = Field(unique=True)
    version: int = 1
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    state: OrderState = Field(default=OrderState.DRAFT, sa_type=word(OrderState))
    title: str
    description: str = Field(sa_type=Text)
    company_id: int | None = Field(default=None, foreign_key="company.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    company_name: str = ""  # as they were called when it was sent: who solved it survives a renaming
    contact_name: str = ""
    responsible_id: int = Field(foreign_key="staff.id")
    priority: Priority = Field(default=Priority.NORMAL, sa_type=word(Priority))
    property_id: int | None = Field(default=None, foreign_key="property.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    installation_id: int | None = Field(default=None, foreign_key="installation.id", index=True)
    address: dict[str, Any] = json_dict()
    spot: str = ""
    access: str = Field(default="", sa_type=Text)
    on_site: dict[str, Any] = json_dict()
    installation: dict[str, Any] = json_dict()  # {code, kind, make, year, serial, location}, frozen
    accept_before: date | None = None
    do_before: date | None = Field(default=None)
    cost_limit: int | None = None  # euro, excluding VAT
    cost_request: dict[str, Any] = json_dict()  # store.costs.CostRequest; {}: none
    party_number: str = ""  # what the firm's own program calls it, "LM-88213": repeated in subjects to the firm
    quote_wanted: bool = False
    evidence_wanted: list[str] = json_list()  # photo, report, signature
    reminders: bool = True
    created_at: datetime
    changed_at: datetime = Field(index=True)
    sent_at: datetime | None = Field(default=None)
    round: int = 0  # rises with every sending: a new reminder ladder
    accepted_at: datetime | None = None
    appointment_from: datetime | None = None
    appointment_to: datetime | None = None
    appointment_text: str = ""  # what the party wrote
    slots: list[dict[str, Any]] = json_list()  # {starts, ends}: the times offered to choose from, where several are
    appointment_state: str = ""  # proposed, confirmed, declined, missed, called_off, or empty
    held_until: date | None = None
    held_for: str = ""  # parts, approval, occupant
    refusal_reason: str = ""
    refusal_text: str = Field(default="", sa_type=Text)
    hand_back_asked_at: datetime | None = None
    completed_at: datetime | None = None
    work_done: str = Field(default="", sa_type=Text)
    rework: bool = False  # "herstel nodig"
    ended_at: datetime | None = Field(default=None)
    forgotten_at: datetime | None = None  # when its mails, files and letters were
    replaces_id: int | None = Field(default=None, foreign_key="work_order.id", index=True)


class OrderVersion(Row, table=True):
    """What a version of a work order said when it was sent, word for word."""

    __tablename__ = "order_version"
    __table_args__ = (UniqueConstraint("order_id", "version"),)

    order_id: int = Field(foreign_key="work_order.id", index=True)
    version: int
    at: datetime
    slip: dict[str, Any] = json_dict("said")
