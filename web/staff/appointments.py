"""Afspraken: the visits of a day or a week, as a calendar, a list or a spreadsheet, and for the calendar one has
elsewhere."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from config.language import say_appointment
from config.plain_text import one_line
from config.settings import DeskSettings
from config.words import Text
from convert.errors import MissingError
from store.calendar_feed import end_feed, feed_since, make_feed, staff_of_feed
from store.choices import party_choices
from store.paging import all_of
from store.tokens import TOKEN
from store.visits import PlannedVisit, VisitFilter, list_hourless, list_visits
from store.words import SecurityEvent
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.rendering import staff_page
from web.request import LOOKED_AT, AnyContext, RequestContext, StaffContext
from web.typed import whole_number

router = APIRouter(prefix="/appointments", include_in_schema=False)
feed = APIRouter(include_in_schema=False)

DAYS = 7
COLUMNS = (  # of the list as a spreadsheet
    Text("Day"),
    Text("From"),
    Text("Until"),
    Text("Appointment"),
    Text("State"),
    Text("Service party"),
    Text("Address"),
    Text("Title"),
    Text("Number"),
    Text("Ticket"),
    Text("Responsible"),
)
PAST, COMING = timedelta(days=30), timedelta(days=180)  # what another calendar is given


@router.get("")
def show_visits(
    context: StaffContext, day: str = "", week: str = "", view: str = "", party: str = "", whose: str = ""
) -> Response:
    """This week, the week of the date in `week`, or one `day` (a date, or "today"); of all firms and everybody, unless
    asked otherwise. view: "list", else as a calendar."""
    first, number = _span(context, day, week)
    days = [first + timedelta(days=later) for later in range(number)]
    kept = {"view": "list" if view == "list" else "", "party": party, "whose": whose}
    one = number == 1
    before, after = ((first + timedelta(days=step)).isoformat() for step in (-number, number))
    here = {"day" if one else "week": day if one else week}
    with context.reading() as session:
        found = list_visits(session, *_edges(context, first, number), _filter(context, party, whose))
        hourless = list_hourless(session, _filter(context, party, whose))
        by_day = _by_day(context, [*found.items, *hourless.items], days)
        return staff_page(
            context,
            session,
            "appointments.html",
            title=context.say("Appointments"),
            here="appointments",
            days=by_day,
            visits=list({visit.number: visit for _, visits in by_day for visit in visits}.values()),
            dayless=[visit for visit in hourless.items if not visit.days(context.settings.desk.zone)],
            is_cut=bool(found.next or hourless.next),
            today=context.today,
            zone=context.settings.desk.zone,
            is_list=view == "list",
            spans=[
                (context.say("Today"), _address(kept, day="today"), one and first == context.today),
                (context.say("This week"), _address(kept), not one and context.today in days),
            ],
            views=[
                (context.say("Calendar"), _address(kept | here, view=""), view != "list"),
                (context.say("List"), _address(kept | here, view="list"), view == "list"),
            ],
            before=_address(kept, **{"day" if one else "week": before}),
            after=_address(kept, **{"day" if one else "week": after}),
            asked=kept | {"day": day if one else "", "week": "" if one else week},
            parties=party_choices(session),
            since=feed_since(session, context.clerk.key),
            sheet=_address({"party": party, "whose": whose} | here, "/appointments/list.csv"),
        )


@router.get("/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext, day: str = "", week: str = "", party: str = "", whose: str = "") -> Response:
    """The same day or week, and what was told in words, for a spreadsheet."""
    first, number = _span(context, day, week)
    days = {first + timedelta(days=later) for later in range(number)}
    zone = context.settings.desk.zone
    with context.reading() as session:
        wanted = _filter(context, party, whose)
        visits = all_of(partial(list_visits, session, *_edges(context, first, number), wanted))
        hourless = all_of(partial(list_hourless, session, wanted))
    visits += [visit for visit in hourless if not visit.days(zone) or visit.days(zone) & days]
    rows = [
        [
            visit.starts.astimezone(zone).date() if visit.starts else visit.day,
            _hour(visit.starts, zone),
            _hour(visit.ends, zone),
            say_appointment(visit.appointment, context.language, zone),
            context.say("proposed") if visit.state == "proposed" else context.say("agreed"),
            *(visit.party, visit.place, visit.title, visit.number, visit.ticket_number, visit.responsible),
        ]
        for visit in visits
    ]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "afspraken.csv")


@router.post("/feed")
def renew_feed(context: StaffContext) -> Response:
    """A new secret address; the one before it ends."""
    with context.store.writing() as session:
        token = make_feed(session, context.clerk.key, context.now)
        context.log(session, SecurityEvent.KEY_MADE, about="/calendar")
    address = f"{context.settings.desk.base_url}/calendar/{token}.ics"
    return go_on("/appointments", Done(context.say("Your calendar, shown once: %(address)s", address=address)))


@router.post("/feed/end")
def revoke_feed(context: StaffContext) -> Response:
    with context.store.writing() as session:
        end_feed(session, context.clerk.key)
        context.log(session, SecurityEvent.KEY_ENDED, about="/calendar")
    return go_on("/appointments", Done(context.say("The address of your calendar works no longer.")))


@feed.get("/calendar/{token}.ics")
def get_calendar(context: AnyContext, token: str) -> Response:
    """Appointments of the orders this member of staff is responsible for; nobody's where the token is none."""
    with context.reading() as session:
        staff = staff_of_feed(session, token) if TOKEN.fullmatch(token) else None
        if staff is None:
            raise MissingError
        theirs = VisitFilter(staff_id=staff.key)
        visits = list_visits(session, context.now - PAST, context.now + COMING, theirs).items
        visits += [visit for visit in list_hourless(session, theirs).items if visit.day]
    return Response(as_calendar(visits, context), media_type="text/calendar; charset=utf-8")


def as_calendar(visits: list[PlannedVisit], context: RequestContext) -> bytes:
    """RFC 5545. Times are UTC, so that no time zone has to be described."""
    from icalendar import Calendar

    desk = context.settings.desk
    calendar = Calendar()
    calendar.add("prodid", f"-//{one_line(desk.name)}//Postbon//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(desk.name))
    for visit in visits:
        calendar.add_component(_event(visit, desk, context.now))
    octets: bytes = calendar.to_ical()
    return octets


def _event(visit: PlannedVisit, desk: DeskSettings, now: datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{visit.number}@{desk.domain}")
    event.add("dtstamp", now)
    if visit.starts:
        event.add("dtstart", visit.starts)
        event.add("dtend", visit.ends or visit.starts + timedelta(hours=1))
    else:  # a note of that day, which takes none of its hours
        event.add("dtstart", visit.day)
        event.add("transp", "TRANSPARENT")
    event.add("summary", one_line(f"{visit.party}: {visit.title}"))
    event.add("location", one_line(visit.place))
    event.add("description", f"{visit.number} {desk.base_url}/orders/{visit.number}")
    event.add("status", "CONFIRMED" if visit.state == "confirmed" else "TENTATIVE")
    return event


def _span(context: RequestContext, day: str, week: str) -> tuple[date, int]:
    """The first day that is asked for, and how many: the one day, or the week of that date, else this week."""
    try:
        first = context.today if day == "today" else date.fromisoformat(day or week)
        monday = first - timedelta(days=first.weekday())
        asked = (first, 1) if day else (monday, DAYS)
        _ = (
            first - timedelta(days=2 * DAYS),
            first + timedelta(days=2 * DAYS),
        )  # so that there is a time before and after
    except (ValueError, OverflowError):
        asked = context.today - timedelta(days=context.today.weekday()), DAYS
    return asked


def _edges(context: RequestContext, first: date, number: int) -> tuple[datetime, datetime]:
    zone = context.settings.desk.zone
    return datetime.combine(first, time(), zone), datetime.combine(first + timedelta(days=number), time(), zone)


def _filter(context: RequestContext, party: str, whose: str) -> VisitFilter:
    return VisitFilter(whole_number(party), context.clerk.key if whose == "mine" else None)


def _by_day(
    context: RequestContext, visits: list[PlannedVisit], days: list[date]
) -> list[tuple[date, list[PlannedVisit]]]:
    """Those of each day, by the hour; those without one come last."""
    on: dict[date, list[PlannedVisit]] = {day: [] for day in days}
    for visit in visits:
        for day in visit.days(context.settings.desk.zone) & on.keys():
            on[day].append(visit)
    return list(on.items())


def _hour(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def _address(kept: dict[str, str], path: str = "/appointments", **other: str) -> str:
    query = {name: value for name, value in (kept | other).items() if value}
    return f"{path}?{urlencode(query)}" if query else path
