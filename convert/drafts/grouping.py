"""Many reports of one incident are treated as one: each keeps its number, its people and its letters."""

from __future__ import annotations

from collections.abc import Sequence

from config.words import Text
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from convert.errors import InvalidError
from convert.locks import lasting_ticket, locked_draft
from convert.tickets.merging import merge_ticket
from convert.unit_of_work import UnitOfWork
from store.tickets import Ticket
from store.words import Priority


def group_reports(work: UnitOfWork, ticket_ids: Sequence[int], draft_ids: Sequence[int]) -> Ticket:
    """The ticket they go on in: the first of the tickets, else of the drafts.

    Each draft becomes a ticket as it is proposed, and its reporter has one letter with their own number, which says
    that more people report it. Raises InvalidError for fewer than two, RefusedError for what was decided meanwhile.
    """
    if len({*ticket_ids}) + len({*draft_ids}) < 2:
        raise InvalidError(alike=Text("Choose at least one other report."))
    drafts = [locked_draft(work, key) for key in sorted({*draft_ids})]
    reports = [lasting_ticket(work, key) for key in sorted({*ticket_ids})]
    for draft in drafts:
        proposed = proposal(work.session, draft)
        sender = None if proposed.is_known_sender else proposed.sender
        reports.append(convert_draft(work, draft.key, proposed.new, sender, joins=bool(reports)))
    known = {ticket.key: ticket for ticket in reports}
    master, *others = known.values()
    priorities = {ticket.priority for ticket in known.values()}
    if len({ticket.unit_id for ticket in known.values()}) > 1:
        master.unit_id = None  # the complex's, and nobody's home
    machines = (ticket.installation_id for ticket in known.values() if ticket.installation_id)
    master.installation_id = next(machines, None)
    master.priority = next(priority for priority in _LOUDEST if priority in priorities)
    for ticket in others:
        merge_ticket(work, ticket.key, master.key, silent=ticket.key not in {*ticket_ids})
    return master


_LOUDEST = (Priority.EMERGENCY, Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
