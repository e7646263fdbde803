"""Apart gelegd: what no person needed to see, to be looked into, and brought back when a rule was wrong."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text, stored_words
from convert.drafts.deciding import draft_from_aside
from convert.errors import MissingError
from ingest.filing import replay
from store.aside_list import count_aside, list_aside
from store.paging import all_of
from store.words import Aside
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, StaffContext

router = APIRouter(prefix="/aside", include_in_schema=False)

COLUMNS = (  # of the list as a spreadsheet
    *(Text("Received"), Text("Sender"), Text("E-mail"), Text("Subject"), Text("Why"), Text("Reason")),
)


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
                    "why": stored_words(message.evidence.get("why"), context.language),
                    "resembles": message.evidence.get("resembles", ""),
                }
                for message in page.items
            ],
            chips=[everything, *each],
            sheet=f"/aside/list.csv?kind={wanted or ''}",
            older=f"/aside?kind={kind}&after={quote(page.next)}" if page.next else "",
        )


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, kind: str = "") -> Response:
    """The same list, whole, for a spreadsheet."""
    wanted = next((known for known in Aside if known == kind), None)
    with context.reading() as session:
        messages = all_of(partial(list_aside, session, wanted))
        rows = [
            [
                message.received_at.astimezone(context.settings.desk.zone).replace(tzinfo=None),
                message.from_name,
                message.from_address,
                message.subject,
                context.word(message.aside) if message.aside else "",
                stored_words(message.evidence.get("why"), context.language),
            ]
            for message in messages
        ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "apart-gelegd.csv")


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
