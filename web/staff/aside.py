"""Apart gelegd: what no person needed to see, to be looked into, and brought back when a rule was wrong."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from convert.drafts.deciding import draft_from_aside
from convert.unit_of_work import MissingError
from ingest.filing import replay
from store.aside_list import count_aside, list_aside
from store.words import Aside
from web.done import Done, go_on
from web.rendering import staff_page
from web.request import StaffVisit

router = APIRouter(prefix="/aside", include_in_schema=False)


@router.get("")
def show_list(visit: StaffVisit, kind: str = "", after: str = "") -> Response:
    wanted = next((one for one in Aside if one == kind), None)
    with visit.reading() as session:
        page = list_aside(session, wanted, after=after)
        counts = count_aside(session)
        everything = {
            "word": visit.say("All"),
            "href": "/aside",
            "count": sum(counts.values()),
            "current": wanted is None,
        }
        each = [
            {"word": visit.word(one), "href": f"/aside?kind={one}", "count": counts[one], "current": one is wanted}
            for one in Aside
            if one in counts
        ]
        return staff_page(
            visit,
            session,
            "aside/list.html",
            title=visit.say("Set aside"),
            here="aside",
            rows=[
                {
                    "message": message,
                    "kind": visit.word(message.aside) if message.aside else "",
                    "why": message.evidence.get("why", {}).get(visit.language, ""),
                    "resembles": message.evidence.get("resembles", ""),
                }
                for message in page.items
            ],
            chips=[everything, *each],
            older=f"/aside?kind={kind}&after={quote(page.next)}" if page.next else "",
        )


@router.post("/{key:int}/draft")
def bring_back(visit: StaffVisit, key: int) -> Response:
    """ "Toch een melding": it becomes a draft in the tray."""
    with visit.turn() as turn:
        draft = draft_from_aside(turn, key)
    return go_on(f"/drafts/{draft.key}", Done(visit.say("It is in the tray now.")))


@router.post("/{key:int}/replay")
def read_again(visit: StaffVisit, key: int) -> Response:
    """Read and judge a mail anew, after the program that broke on it was mended."""
    try:
        replay(visit.store, visit.settings, key)
    except KeyError:
        raise MissingError(key) from None
    return go_on(f"/messages/{key}", Done(visit.say("Read again; see below what became of it.")))
