"""Afspraken: a week of visits as a calendar, and the same for the calendar one has elsewhere."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from config.plain_text import one_line
from config.settings import DeskSettings
from convert.errors import MissingError
from store.calendar_feed import PlannedVisit, end_feed, feed_since, list_appointments, make_feed, staff_of_feed
from store.choices import party_choices
from store.tokens import TOKEN
from store.words import SecurityEvent
from web.done import Done, go_on
from web.rendering import staff_page
from web.request import AnyContext, RequestContext, StaffContext
from web.typed import whole_number

router = APIRouter(prefix="/appointments", include_in_schema=False)
feed = APIRouter(include_in_schema=False)

DAYS = 7
PAST, COMING = timedelta(days=30), timedelta(days=180)  # what another calendar is given


@router.get("")
def show_week(context: StaffContext, week: str = "", party: str = "", whose: str = "") -> Response:
    """The week of the date in `week`, else this one; of all firms and everybody, unless asked otherwise."""
    try:
        day = datetime.fromisoformat(week).date()
        monday = day - timedelta(days=day.weekday())
        before, after = monday - timedelta(days=DAYS), monday + timedelta(days=DAYS)
    except (ValueError, OverflowError):
        monday = context.today - timedelta(days=context.today.weekday())
        before, after = monday - timedelta(days=DAYS), monday + timedelta(days=DAYS)
    zone = context.settings.desk.zone
    with context.reading() as session:
        visits = list_appointments(
            session,
            datetime.combine(monday, time(), zone),
            datetime.combine(after, time(), zone),
            company_id=whole_number(party),
            staff_id=context.clerk.key if whose == "mine" else None,
        )
        days = [monday + timedelta(days=number) for number in range(DAYS)]
        kept = {"party": party, "whose": whose}
        return staff_page(
            context,
            session,
            "appointments.html",
            title=context.say("Appointments"),
            here="appointments",
            days=[(day, [visit for visit in visits if visit.starts.astimezone(zone).date() == day]) for day in days],
            today=context.today,
            zone=zone,
            before=_address(kept, week=before.isoformat()),
            after=_address(kept, week=after.isoformat()),
            this=_address(kept),
            asked=kept | {"week": week},
            parties=party_choices(session),
            since=feed_since(session, context.clerk.key),
        )


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
        visits = list_appointments(session, context.now - PAST, context.now + COMING, staff_id=staff.key)
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
    event.add("dtstart", visit.starts)
    event.add("dtend", visit.ends or visit.starts + timedelta(hours=1))
    event.add("summary", one_line(f"{visit.party}: {visit.title}"))
    event.add("location", one_line(visit.place))
    event.add("description", f"{visit.number} {desk.base_url}/orders/{visit.number}")
    event.add("status", "CONFIRMED" if visit.state == "confirmed" else "TENTATIVE")
    return event


def _address(kept: dict[str, str], **other: str) -> str:
    query = {name: value for name, value in (kept | other).items() if value}
    return f"/appointments?{urlencode(query)}" if query else "/appointments"
