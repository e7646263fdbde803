"""What staff see before an order goes out: whether this party may do it, and what it has no need to read."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from config.words import Text
from convert.orders.advice import warnings_for
from convert.orders.private_words import private_words
from store.orders import WorkOrder
from store.people import Company, Installation
from web.request import RequestContext

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
    found = warnings_for(session, company, installation, context.today)
    return [{"words": context.say(one.words), "blocking": one.blocking} for one in found]


def private_in(context: RequestContext, *texts: str) -> list[dict[str, str]]:
    """Words that a service party has no need to read, each with what it touches."""
    return [{"word": one.word, "about": context.say(ABOUT[one.topic])} for one in private_words("\n".join(texts))]
