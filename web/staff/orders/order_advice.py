"""What staff see before an order goes out: whether this party may do it, and what it has no need to read."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from config.language import say_day
from config.words import Text
from convert.orders.advice import Advice, is_away, warnings_for
from convert.orders.private_words import private_words
from store.builders_holidays import builders_holiday
from store.order_lists import UNDER_WAY
from store.orders import WorkOrder
from store.people import Company, Contact, Installation
from store.tickets import Ticket
from store.words import OrderState, Trade
from web.request import RequestContext
from web.typed import LONGEST

ABOUT = {
    "health": Text("health"),
    "religion": Text("religion"),
    "police": Text("police"),
    "violence": Text("violence"),
    "absence": Text("nobody at home"),
    "access": Text("keys and alarms; these have a field of their own"),
    "money": Text("money"),
    "identity": Text("identity"),
}


def advice_on(context: RequestContext, session: Session, order: WorkOrder) -> list[dict[str, Any]]:
    """What staff should know about this party for this job: words, and whether it stops the sending."""
    company = session.get(Company, order.company_id) if order.company_id else None
    if company is None:
        return []
    installation = session.get(Installation, order.installation_id) if order.installation_id else None
    contact = session.get(Contact, order.contact_id) if order.contact_id else None
    waits = order.state in (OrderState.DRAFT, OrderState.SENT)
    holiday = holiday_told(context, company.region) if waits else ""
    soon = [{"words": holiday, "blocking": False}] if holiday else []
    if order.state is not OrderState.DRAFT:
        away = is_away(contact, context.today) if contact and order.state in UNDER_WAY else None
        return [*([_shown(context, Advice("away", away))] if away else []), *soon]
    ticket = session.get(Ticket, order.ticket_id) if order.ticket_id else None
    trade = ticket.trade if ticket else ""
    found = warnings_for(session, company, installation, context.today, contact, trade)
    return [*(_shown(context, one) for one in found), *soon]


def holiday_told(context: RequestContext, region: str) -> str:
    """That a firm of this region may be closed for the builders' holiday now, or soon; "" where it is not."""
    holiday = builders_holiday(region, context.today, context.settings.reminders)
    if holiday is None:
        return ""
    first, last = (say_day(day, context.language) for day in (holiday.first, holiday.last))
    words = Text("builders' holiday in region %(region)s: %(first)s until %(last)s; the firm may be closed")
    return context.say(words, region=context.word(holiday.region), first=first, last=last)


def _shown(context: RequestContext, advice: Advice) -> dict[str, Any]:
    values = advice.words.values
    shown = {name: say_day(day, context.language) for name, day in values.items() if isinstance(day, date)}
    if values.get("trade") in list(Trade):
        shown["trade"] = context.word(Trade(values["trade"]))
    return {"words": context.say(advice.words, **shown), "blocking": advice.blocking}


def private_in(context: RequestContext, *texts: str) -> list[dict[str, str]]:
    """Words that a service party has no need to read, each with what it touches. What is longer is refused anyway."""
    text = "\n".join(each[:LONGEST] for each in texts)
    return [{"word": one.word, "about": context.say(ABOUT[one.topic])} for one in private_words(text)]
