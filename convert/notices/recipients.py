"""Who reads a notice: the people, staff or service party an audience stands for, each at their own address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import col, select

from convert.notices.matrix import ORDER_RESPONSIBLE, OTHERS, OUTSIDE, PARTY, Audience, Notice
from convert.notices.occasions import Occasion
from convert.notices.unreachable import leave_task
from convert.unit_of_work import UnitOfWork
from store.audience import circle_of, may_read
from store.people import Contact, Staff
from store.recipients import (
    Recipient,
    address_of,
    contact_recipient,
    linked_people,
    person_recipient,
    recipients_of_order,
    staff_recipient,
    wants,
)
from store.routing import who_answers_for
from store.words import ActorKind, PersonRole, Role, Visibility


def readers(work: UnitOfWork, notice: Notice, occasion: Occasion) -> Iterator[Recipient]:
    if notice.to is PARTY:
        if order := occasion.order:
            yield from recipients_of_order(work.session, work.settings.secret, work.now, order)
    elif notice.to is Audience.OWNER:
        contact = work.session.get(Contact, occasion.owner_id) if occasion.owner_id else None
        if contact and occasion.order:
            yield contact_recipient(work.session, work.settings.secret, work.now, occasion.order, contact)
    elif notice.to in OUTSIDE:
        yield from _people(work, notice, occasion)
    else:
        yield from staff_readers(work, notice.to, occasion)


def _people(work: UnitOfWork, notice: Notice, occasion: Occasion) -> Iterator[Recipient]:
    """Whom no letter reaches is told by hand."""
    ticket = occasion.into or occasion.ticket
    if ticket is None:
        return
    for person, role in linked_people(work.session, (occasion.ticket or ticket).key):
        is_actor = work.actor.kind is ActorKind.PERSON and work.actor.id == person.key
        if notice.to is OTHERS and is_actor:
            continue
        if notice.to is Audience.REPORTERS and role is not PersonRole.REPORTER:
            continue
        circle = circle_of(work.session, (occasion.ticket or ticket).key, person.key)
        if notice.to is not Audience.ONE and not may_read(occasion.entry, Visibility.REPORTER, {circle}):
            continue
        if notice.to is Audience.ONE and person.key != occasion.person_id:
            continue
        if not wants(person, notice.kind) or (occasion.only is not None and person.key not in occasion.only):
            continue
        if address := address_of(work.session, person.key):
            recipient = person_recipient(work.session, work.settings.secret, work.now, ticket.key, person, address)
            yield replace(recipient, circle=circle)
        else:
            leave_task(work, ticket, person, notice.kind, occasion.entry)


def staff_readers(work: UnitOfWork, audience: Audience, occasion: Occasion) -> Iterator[Recipient]:
    """Staff are told of what others did; their own doing needs no mail."""
    for staff in _staff_rows(work, audience, occasion):
        if work.actor.kind is not ActorKind.STAFF or work.actor.id != staff.key:
            yield staff_recipient(staff)


def _staff_rows(work: UnitOfWork, audience: Audience, occasion: Occasion) -> list[Staff]:
    if audience is Audience.ON_CALL:
        return list(work.session.exec(select(Staff).where(Staff.role == Role.ON_CALL, col(Staff.active))))
    assignee = work.session.get(Staff, occasion.assignee_id) if occasion.assignee_id else None
    if audience is Audience.ASSIGNEE and assignee and assignee.active:
        return [assignee]
    about = occasion.order if audience is ORDER_RESPONSIBLE else occasion.ticket
    staff = who_answers_for(work.session, about) if about else None
    return [staff] if staff else []
