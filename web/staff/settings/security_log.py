"""The security log, for administrators: as a page, and whole for a spreadsheet."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text
from store.paging import all_of
from store.security_log import list_security
from store.staff import list_staff
from store.words import SecurityEvent
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import StaffContext
from web.typed import whole_number

router = APIRouter(prefix="/settings/log", include_in_schema=False)

COLUMNS = (Text("When"), Text("Event"), Text("By whom"), Text("Whose account"), Text("About"), Text("From where"))


@router.get("")
def show_log(context: StaffContext, event: str = "", staff: str = "", after: str = "") -> Response:
    wanted, member = _asked(event, staff)
    query = urlencode({"event": wanted or "", "staff": member or ""})
    with context.reading() as session:
        page = list_security(session, wanted, member, after=after)
        return staff_page(
            context,
            session,
            "security_log.html",
            title=context.say("Security log"),
            lines=[(line, context.word(line.entry.event)) for line in page.items],
            events=sorted(((one.value, context.word(one)) for one in SecurityEvent), key=lambda pair: pair[1]),
            event=wanted or "",
            accounts=[(str(member.key), member.name) for member in list_staff(session)],
            staff=str(member or ""),
            days=context.settings.retention.security_days,
            sheet=f"/settings/log.csv?{query}",
            older=f"/settings/log?{query}&after={quote(page.next)}" if page.next else "",
        )


@router.get(".csv")
def get_csv(context: StaffContext, event: str = "", staff: str = "") -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        lines = all_of(partial(list_security, session, *_asked(event, staff)))
    zone = context.settings.desk.zone
    rows = [
        [
            line.entry.at.astimezone(zone).replace(tzinfo=None),
            context.word(line.entry.event),
            line.by,
            line.account,
            line.entry.about,
            line.entry.client,
        ]
        for line in lines
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "security-log.csv")


def _asked(event: str, staff: str) -> tuple[SecurityEvent | None, int | None]:
    wanted = next((known for known in SecurityEvent if known == event), None)
    return wanted, whole_number(staff)
