"""Who becomes responsible when nobody was asked."""

from __future__ import annotations

from sqlmodel import Session

from config.words import Text
from convert.errors import RefusedError
from store.people import Staff
from store.routing import named_by_rules


def responsible_for(session: Session, property_id: int | None, trade: str) -> Staff:
    """The staff member the rules name. Raises RefusedError without any staff."""
    found = named_by_rules(session, property_id, trade)
    if found is None:
        raise RefusedError("no_staff", Text("There is no staff yet; add somebody with `postbon user add`."))
    return found
