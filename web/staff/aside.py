"""Apart gelegd: what no person needed to see, to be looked into, and brought back when a rule was wrong."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from convert.drafts.deciding import draft_from_aside
from convert.errors import MissingError
from ingest.filing import replay
from store.aside_list import count_aside, list_aside
from store.words import Aside
from web.done import Done, go_on
from web.rendering import staff_page
from web.request import StaffContext

router = APIRouter(prefix="/aside", include_in_schema=False)


@router.get("")
def show_list(context: StaffContext, kind: str = "", after: str = "") -> Response:
    wanted = next((known for known in Aside if known == kind), None)
    with context.reading() as session:
        page = list_aside(session, wanted, after=after)
        counts = count_aside(session)
        everything = {
            "word": context.say("All"),
            "href": "/aside",
            "count": sum(counts.values()),
            "current": wanted is None,
        }
        each = [
            {"word": context.word(one), "href": f"/aside?kind={one}", "count": counts[one], "current": one is wanted}
            for one in Aside
            if one in counts
        ]
        return staff_page(
            context,
            session,
            "aside/list.html",
            title=context.say("Set aside"),
            here="aside",
            rows=[
                {
                    "message": message,
                    "kind": context.word(message.aside) if message.aside else "",
                    "why": message.evidence.get("why", {}).get(context.language, ""),
                    "resembles": message.evidence.get("resembles", ""),
                }
                for message in page.items
            ],
            chips=[everything, *each],
            older=f"/aside?kind={kind}&after={quote(page.next)}" if page.next else "",
        )


@router.post("/{key:int}/draft")
def bring_back(context: StaffContext, key: int) -> Response:
    """ "Toch een melding": it becomes a draft in the tray."""
    with context.work() as work:
        draft = draft_from_aside(work, key)
    replay(context.store, context.settings, key)  # reads it again, for what it proposes
    return go_on(f"/drafts/{draft.key}", Done(context.say("It is in the tray now.")))


@router.post("/{key:int}/replay")
def read_again(context: StaffContext, key: int) -> Response:
    """Read and judge a mail anew, after the program that broke on it was mended."""
    try:
        replay(context.store, context.settings, key)
    except KeyError:
        raise MissingError(key) from None
    return go_on(f"/messages/{key}", Done(context.say("Read again; see below what became of it.")))
