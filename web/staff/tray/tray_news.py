"""What happened to the tray while a list of it is open: mail that came, and drafts that a colleague decided.

The list carries what it shows in fields of its own, `/counts` asks by them and answers with what the page does not tell
yet. Nothing of the list moves: the clerk fetches what is new, and what was decided turns grey where it stands.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from store.paging import PAGE
from store.tray import count_newer, decisions_on
from store.words import DraftState
from web.request import RequestContext
from web.staff.tray.tray_page import query_of, view_of
from web.typed import whole_number


def tray_news(context: RequestContext, session: Session) -> dict[str, Any]:
    """For the page that asks; empty where no list of the tray that waits is open.

    new    how many mails came, None where that is what the page tells already; show: the list with them
    fates  {draft: None where it waits again, else (its state, the first name of who decided, "" for nobody)}
    """
    asked = context.request.query_params
    view = view_of(context)
    if "since" not in asked or view.state is not DraftState.OPEN:
        return {}
    since = _moment(asked["since"])
    new = count_newer(session, view, since) if since else 0
    shown = [key for key in map(whole_number, asked.get("shown", "").split(",")[:PAGE]) if key]
    known = {key for key in map(whole_number, asked.getlist("decided")[:PAGE]) if key}
    decided = decisions_on(session, shown)
    fates = {key: (state, name.partition(" ")[0]) for key, (state, name) in decided.items() if key not in known}
    return {
        "new": None if new == (whole_number(asked.get("told", "")) or 0) else new,
        "show": f"/drafts{query_of(view, open=asked.get('open', ''))}",
        "fates": fates | {key: None for key in shown if key in known and key not in decided},
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
