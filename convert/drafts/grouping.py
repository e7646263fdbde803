"""Many reports of one incident are treated as one: each keeps its number, its people and its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from config.words import Text
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from convert.drafts.taking_back import too_late, undo_conversion, went_on
from convert.errors import InvalidError
from convert.locks import lasting_ticket, locked_draft, locked_ticket
from convert.tickets.merging import merge_ticket
from convert.tickets.parting import unmerge
from convert.unit_of_work import UnitOfWork
from store.incidents import merges_into
from store.letter_lists import letters_caused_by
from store.mail import Draft
from store.outbox import cancel_letters
from store.tickets import Ticket, TimelineEntry
from store.words import CauseKind, DraftState, LetterState, LetterStop, Priority


def group_reports(work: UnitOfWork, ticket_ids: Sequence[int], draft_ids: Sequence[int]) -> Ticket:
    """The ticket they go on in: the oldest of the tickets as they stand now, else that of the first draft.

    Each draft becomes a ticket as it is proposed, and its reporter has one letter with their own number, which says
    that more people report it. Raises InvalidError for fewer than two, RefusedError for what was decided meanwhile.
    """
    if len({*ticket_ids}) + len({*draft_ids}) < 2:
        raise InvalidError(alike=Text("Choose at least one other report."))
    drafts = [locked_draft(work, key) for key in sorted({*draft_ids})]
    # One that went on in another since its page was opened counts as that other.
    reports = sorted((lasting_ticket(work, key) for key in sorted({*ticket_ids})), key=lambda ticket: ticket.key)
    for draft in drafts:
        proposed = proposal(work.session, draft)
        sender = None if proposed.is_known_sender else proposed.sender
        new = replace(proposed.new, may_undo=True)
        reports.append(convert_draft(work, draft.key, new, sender, joins=bool(reports)))
    known = {ticket.key: ticket for ticket in reports}
    master, *others = known.values()
    before = {name: getattr(master, name) for name in ("unit_id", "installation_id", "priority")}
    priorities = {ticket.priority for ticket in known.values()}
    if len({ticket.unit_id for ticket in known.values()}) > 1:
        master.unit_id = None  # the complex's, and nobody's home
    machines = (ticket.installation_id for ticket in known.values() if ticket.installation_id)
    master.installation_id = next(machines, None)
    master.priority = next(priority for priority in _LOUDEST if priority in priorities)
    for ticket in others:
        silent = ticket.key not in {*ticket_ids}
        merge_ticket(work, ticket.key, master.key, silent=silent, before_it=before)
    return master


def undo_grouping(work: UnitOfWork, ticket_id: int) -> Ticket:
    """Take back the last press that let reports go on in this ticket, while nobody was told and nothing was done since:
    each stands where it stood, and a mail that became a ticket by it is in the tray again.

    Raises RefusedError("too_late"): single reports can be taken out then.
    """
    lines = _last_press(work, ticket_id)
    if not lines:
        raise too_late()
    at, numbers = lines[0].at, [line.data["merged"] for line in lines]
    reports = select(Ticket.id).where(col(Ticket.number).in_(numbers)).order_by(col(Ticket.id))
    keys = sorted({ticket_id, *(key for key in work.session.exec(reports) if key)})
    made = select(Draft.id).where(Draft.state == DraftState.CONVERTED, Draft.decided_at == at)
    mails = work.session.exec(made.where(col(Draft.ticket_id).in_(keys)).order_by(col(Draft.id)))
    drafts = [locked_draft(work, key) for key in mails if key]
    for key in keys:
        locked_ticket(work, key)
    if lines != _last_press(work, ticket_id) or any(went_on(work, key, at) for key in keys):
        raise too_late()
    _call_letters_back(work, keys, at)
    for line in lines:
        unmerge(work, line)
    for draft in drafts:
        undo_conversion(work, draft.key)
    return work.session.get_one(Ticket, ticket_id)


def _last_press(work: UnitOfWork, ticket_id: int) -> list[TimelineEntry]:
    """What it merged, the last first; [] where nothing says how it was before."""
    merges = merges_into(work.session, ticket_id)
    return [line for line in merges if line.at == merges[0].at and "phase_entry" in line.data]


def _call_letters_back(work: UnitOfWork, ticket_ids: Sequence[int], at: datetime) -> None:
    lines = select(TimelineEntry).where(col(TimelineEntry.ticket_id).in_(ticket_ids), TimelineEntry.at == at)
    for line in work.session.exec(lines):
        cancel_letters(work.session, work.now, why=LetterStop.UNDONE, cause=CauseKind.ENTRY, cause_id=line.key)
        for letter in letters_caused_by(work.session, CauseKind.ENTRY, cause_id=line.key):
            if letter.state is not LetterState.CANCELLED or letter.last_answer != LetterStop.UNDONE:
                raise too_late()


_LOUDEST = (Priority.EMERGENCY, Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
