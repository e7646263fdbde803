"""Calling staff to danger, again and again until somebody looks: one letter each, however much there is to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from convert.drafts.proposals import proposal
from convert.locks import locked_ticket
from convert.notices.matrix import Audience
from convert.notices.notices import call_staff
from convert.notices.occasions import Occasion
from convert.unit_of_work import UnitOfWork
from store.letter_table import Cause, Letter
from store.letters import DangerMail, StaffDangerMail
from store.mail import Draft, Message
from store.outbox import NewLetter, put_letter
from store.people import Staff
from store.recipients import staff_recipient
from store.routing import who_answers_for
from store.rows import lock_word
from store.tickets import Ticket, TimelineEntry
from store.words import CauseKind, DraftState, Entry, LetterKind, Phase, Priority, Role

REPEAT = timedelta(minutes=15)
_MOST_TICKETS = 200  # that one letter tells of
_SHOWN = 5  # mails that one letter names

_UNOPENED = (
    select(Ticket)
    .where(Ticket.priority == Priority.EMERGENCY, Ticket.phase == Phase.NEW, col(Ticket.opened_at).is_(None))
    .order_by(col(Ticket.created_at), col(Ticket.id))
)
_LEFT = select(Draft).where(
    Draft.urgency == "emergency", Draft.state == DraftState.OPEN, col(Draft.left_at).is_not(None)
)


def calls_due(session: Session, now: datetime) -> list[Callable[[UnitOfWork], int]]:
    """What staff may have to be called for, by what does it."""
    unopened = session.exec(_UNOPENED.limit(1)).first()
    again = unopened is not None and unopened.created_at <= now - REPEAT
    left = session.exec(_LEFT.limit(1)).first() is not None
    return [call for call, is_due in ((call_again, again), (call_to_tray, left)) if is_due]


def call_again(work: UnitOfWork) -> int:
    """Call for the tickets that nobody opened; how many were called. Each reader's oldest ticket gives the beat, and
    the others travel with it: each once a step."""
    unopened = list(work.session.exec(_UNOPENED.limit(_MOST_TICKETS)))
    if not unopened or unopened[0].created_at > work.now - REPEAT:
        return 0
    by_responsible: dict[int, list[Ticket]] = {}
    for ticket in unopened:
        if staff := who_answers_for(work.session, ticket):
            by_responsible.setdefault(staff.key, []).append(ticket)
    rounds = [(Audience.RESPONSIBLE, tickets) for tickets in by_responsible.values()]
    return sum(_call(work, audience, tickets) for audience, tickets in (*rounds, (Audience.ON_CALL, unopened)))


def _call(work: UnitOfWork, audience: Audience, tickets: list[Ticket]) -> int:
    ticket = locked_ticket(work, tickets[0].key)
    if ticket.opened_at or ticket.phase is not Phase.NEW or ticket.created_at > work.now - REPEAT:
        return 0
    entry = work.session.exec(
        select(TimelineEntry).where(TimelineEntry.ticket_id == ticket.key, TimelineEntry.kind == Entry.CREATED)
    ).one()
    occasion = Occasion(
        entry,
        ticket=ticket,
        deed="emergency",
        urgent_words=tuple(entry.data.get("urgent_words", ())),
        step=1 + (work.now - ticket.created_at) // REPEAT,
        more=tuple(other.number for other in tickets[1:]),
    )
    return call_staff(work, audience, occasion)


def call_to_tray(work: UnitOfWork) -> int:
    """Call for the mails with words of danger that were left to staff: at once for a new one, as long as calls are few,
    and each quarter of an hour while one is open; how many were called."""
    newest = work.session.exec(_LEFT.order_by(col(Draft.left_at).desc(), col(Draft.id).desc()).limit(_SHOWN)).all()
    if not newest:
        return 0
    lock_word(work.session, CauseKind.DANGER_MAIL)
    if not _is_due(work, newest[0]):
        return 0
    number = work.session.exec(select(func.count()).select_from(_LEFT.subquery())).one()
    messages = [work.session.get_one(Message, draft.message_id) for draft in newest]
    snapshot = StaffDangerMail(
        about=f"M-{messages[0].key}",
        mails=[DangerMail(name=each.from_name, address=each.from_address, subject=each.subject) for each in messages],
        more=number - len(newest),
    )
    letters = [
        put_letter(
            work.session,
            NewLetter(
                kind=LetterKind.STAFF_DANGER_MAIL,
                cause=Cause(CauseKind.DANGER_MAIL, newest[0].key, at=work.now.isoformat(), reader=recipient.mark),
                to=recipient.to,
                snapshot={**snapshot},
            ),
            domain=work.settings.desk.domain,
            now=work.now,
        )
        for recipient in map(staff_recipient, _called(work.session, newest))
    ]
    return sum(letter is not None for letter in letters)


def _is_due(work: UnitOfWork, newest: Draft) -> bool:
    calls = select(Letter.created_at).where(Letter.cause == CauseKind.DANGER_MAIL).distinct()
    lately = work.session.exec(calls.where(col(Letter.created_at) > work.now - timedelta(hours=1))).all()
    last = max(lately, default=None)
    if last is None or last <= work.now - REPEAT:
        return True
    is_new = newest.left_at is not None and newest.left_at > last
    return is_new and len(lately) < work.settings.limits.emergency_calls_per_hour


def _called(session: Session, drafts: Sequence[Draft]) -> list[Staff]:
    """Who is on call, and who would answer for these."""
    on_call = session.exec(select(Staff).where(Staff.role == Role.ON_CALL, col(Staff.active))).all()
    responsible = [proposal(session, draft).responsible for draft in drafts]
    return list({staff.key: staff for staff in (*responsible, *on_call)}.values())
