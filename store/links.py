"""Private links: one recipient, one thing, for as long as it says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, update
from sqlmodel import Session, col, select

from store.access import Link
from store.orders import WorkOrder
from store.people import Contact
from store.tokens import TOKEN, new_token, page_token, token_hash


def link_for(
    session: Session,
    secret: bytes,
    now: datetime,
    *,
    ticket_id: int | None = None,
    order_id: int | None = None,
    person_id: int | None = None,
    contact_id: int | None = None,
) -> Link:
    """This recipient's link to this ticket or order: the one that is valid now, else a new one."""
    if found := valid_link(session, now, ticket_id, person_id, order_id, contact_id):
        return found
    nonce = new_token()
    link = Link(
        ticket_id=ticket_id,
        order_id=order_id,
        person_id=person_id,
        contact_id=contact_id,
        nonce=nonce,
        token_hash=token_hash(page_token(secret, nonce)),
        reply_token=new_token(),
        created_at=now,
    )
    session.add(link)
    session.flush()
    return link


def valid_link(
    session: Session,
    now: datetime,
    ticket_id: int | None,
    person_id: int | None,
    order_id: int | None = None,
    contact_id: int | None = None,
) -> Link | None:
    """This recipient's link to this ticket or order, where there is one now."""
    found = select(Link).where(Link.ticket_id == ticket_id, Link.order_id == order_id)
    theirs = found.where(Link.person_id == person_id, Link.contact_id == contact_id)
    return session.exec(theirs.where(_valid(now)).order_by(col(Link.id).desc())).first()


def open_link(session: Session, token: str, now: datetime) -> Link | None:
    """The link this page token opens; None for unknown, expired and revoked alike."""
    if not TOKEN.fullmatch(token):
        return None
    return session.exec(select(Link).where(Link.token_hash == token_hash(token), _valid(now))).first()


def expired_link(session: Session, token: str, now: datetime) -> Link | None:
    """The link this page token opened until its time was over; None for unknown, revoked and open ones."""
    if not TOKEN.fullmatch(token):
        return None
    ended = select(Link).where(Link.token_hash == token_hash(token), col(Link.revoked_at).is_(None))
    return session.exec(ended.where(col(Link.expires_at) <= now)).first()


def revoked_order_link(session: Session, token: str, now: datetime) -> Link | None:
    """A link to a work order that was withdrawn or given to another: its page may say just that, and nothing else."""
    if not TOKEN.fullmatch(token):
        return None
    link = session.exec(select(Link).where(Link.token_hash == token_hash(token))).first()
    return link if link and link.revoked_at and link.revoked_at <= now and link.order_id else None


def first_seen(session: Session, order_id: int) -> datetime | None:
    """When its service party first opened the page of this order; None while nobody did."""
    rows = select(Link.first_seen_at).where(Link.order_id == order_id, col(Link.first_seen_at).is_not(None))
    rows = rows.join(WorkOrder, col(WorkOrder.id) == col(Link.order_id))
    rows = rows.join(Contact, (col(Contact.id) == Link.contact_id) & (col(Contact.company_id) == WorkOrder.company_id))
    return session.exec(rows.order_by(col(Link.first_seen_at))).first()


def is_valid(link: Link, now: datetime) -> bool:
    return not link.revoked_at and (link.expires_at is None or link.expires_at > now)


def revoke(
    session: Session,
    now: datetime,
    *,
    order_id: int | None = None,
    ticket_id: int | None = None,
    person_id: int | None = None,
) -> None:
    """End the links to an order, or one person's links to a ticket."""
    which = col(Link.order_id) == order_id if order_id else col(Link.ticket_id) == ticket_id
    ending = update(Link).where(col(Link.revoked_at).is_(None), which)
    if person_id:
        ending = ending.where(col(Link.person_id) == person_id)
    session.execute(ending.values(revoked_at=now))


def expire(
    session: Session, at: datetime | None, *, order_ids: tuple[int, ...] = (), ticket_id: int | None = None
) -> None:
    """Let the links to these orders and this ticket end at a time, or (None) go on."""
    which = or_(col(Link.order_id).in_(order_ids), col(Link.ticket_id) == ticket_id if ticket_id else false())
    session.execute(update(Link).where(col(Link.revoked_at).is_(None), which).values(expires_at=at))


def _valid(now: datetime) -> ColumnElement[bool]:
    return col(Link.revoked_at).is_(None) & or_(col(Link.expires_at).is_(None), col(Link.expires_at) > now)
