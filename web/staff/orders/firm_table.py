"""Choosing a firm: what is known of each, side by side, and what bears on this job."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from config.language import say_day, say_duration
from config.words import Text
from store.firm_choice import SHORT_LIST, FirmFacts, Job, firms_for
from store.people import Company, Installation, Property
from store.tickets import Ticket
from store.words import Trade
from web.request import RequestContext
from web.staff.orders.order_advice import holiday_told

GAS = "gas"


def firms_shown(context: RequestContext, session: Session, ticket: Ticket | None) -> dict[str, Any]:
    """For the form of a work order: `groups` of the choice (their word, pairs), `warnings` by the firm's id, the
    `likely` ones with all that is known of them, and `notes` on the job."""
    job = _job(session, ticket)
    place = session.get(Property, job.property_id) if job.property_id else None
    firms = firms_for(session, job, context.today)
    trade = context.word(Trade(job.trade)) if job.trade in list(Trade) else ""
    warnings = {firm.id: _warnings(context, firm, job, trade) for firm in firms}
    fitting = [firm for firm in firms if firm.fits]
    others = [firm for firm in firms if not firm.fits]
    groups = [(trade, fitting), (context.say("Other firms"), others)] if fitting else [("", others)]
    return {
        "groups": [(word, [(str(firm.id), firm.name) for firm in some]) for word, some in groups if some],
        "warnings": {str(key): words for key, words in warnings.items()},
        "likely": [_shown(context, firm, warnings[firm.id]) for firm in firms[:SHORT_LIST]] if ticket else [],
        "town": place.town if place else "",
        "notes": _notes(context, session, job.installation),
    }


def _job(session: Session, ticket: Ticket | None) -> Job:
    if ticket is None:
        return Job()
    installation = session.get(Installation, ticket.installation_id) if ticket.installation_id else None
    return Job(ticket.trade, ticket.property_id, ticket.unit_id, installation)


def _warnings(context: RequestContext, firm: FirmFacts, job: Job, trade: str) -> list[str]:
    found = [Text("%(trade)s is not their trade", trade=trade)] if firm.fits is False else []
    if job.installation and job.installation.gas and GAS not in dict(firm.certificates):
        found.append(Text("no valid gas certificate"))
    lapsed = [Text("%(name)s lapsed on %(day)s", name=name, day=_day(context, day)) for name, day in firm.lapsed]
    closed = [Text("closed until %(day)s", day=_day(context, firm.closed_until))] if firm.closed_until else []
    far = [Text("called this town too far before")] if firm.too_far else []
    holiday = holiday_told(context, firm.region)
    return [*(context.say(words) for words in (*found, *far, *lapsed, *closed)), *([holiday] if holiday else [])]


def _shown(context: RequestContext, firm: FirmFacts, warnings: list[str]) -> dict[str, Any]:
    return {
        "id": firm.id,
        "name": firm.name,
        "fits": firm.fits,
        "is_maintainer": firm.is_maintainer,
        "here": firm.here,
        "in_complex": firm.in_complex,
        "last_on": firm.last_on,
        "in_town": firm.in_town,
        "under_way": firm.under_way,
        "accepts_in": say_duration(firm.accepts_in, context.language) if firm.accepts_in is not None else "",
        "done": firm.done,
        "again": firm.again,
        "refused": firm.refused,
        "certificates": [f"{name} ({_day(context, until)})" for name, until in firm.certificates],
        "warnings": warnings,
    }


def _notes(context: RequestContext, session: Session, installation: Installation | None) -> list[str]:
    """Warranty and contract of the installation."""
    if installation is None:
        return []
    firm = session.get(Company, installation.maintainer_id) if installation.maintainer_id else None
    notes, today = [], context.today
    if (until := installation.warranty_until) and until >= today:
        notes.append(Text("Under warranty until %(day)s: ask who supplied it first.", day=_day(context, until)))
    if until := installation.contract_until:
        name = firm.name if firm else context.say("a firm not named")
        words = Text("Maintenance contract with %(name)s until %(day)s.", name=name, day=_day(context, until))
        over = Text("The maintenance contract with %(name)s ended on %(day)s.", name=name, day=_day(context, until))
        notes.append(words if until >= today else over)
    return [context.say(words) for words in notes]


def _day(context: RequestContext, day: Any) -> str:
    return say_day(day, context.language)
