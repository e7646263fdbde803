"""An appointment for the reader's own calendar (RFC 5545), as an attachment to the letter that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event, vCalAddress

from config.plain_text import one_line
from config.settings import DeskSettings
from store.orders import NO_APPOINTMENT


def visit(
    snapshot: Mapping[str, Any],
    title: str,
    desk: DeskSettings,
    now: datetime,
    invitation: tuple[str, str] | None = None,
) -> bytes | None:
    """The calendar file of the appointment in a snapshot; None where its time is not known or it does not suit.

    One order has one event: a new time replaces the old one in the reader's calendar (the same UID, a later SEQUENCE).
    Times are UTC, so that no time zone has to be described.
    invitation  where the answer goes, and who is asked, for a time that is still to be agreed
    """
    appointment = snapshot["appointment"]
    if not appointment["starts"] or appointment["state"] in NO_APPOINTMENT:
        return None
    order = snapshot["order"]
    event = Event()
    event.add("uid", f"{order['number']}@{desk.domain}")
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", datetime.fromisoformat(appointment["starts"]).astimezone(UTC))
    if appointment["ends"]:
        event.add("dtend", datetime.fromisoformat(appointment["ends"]).astimezone(UTC))
    event.add("summary", one_line(title))
    event.add("location", one_line(order["address"]))
    event.add("status", "CONFIRMED" if appointment["state"] == "confirmed" else "TENTATIVE")
    calendar = Calendar()
    calendar.add("prodid", f"-//{one_line(desk.name)}//Postbon//NL")
    calendar.add("version", "2.0")
    if invitation:
        organizer, attendee = map(vCalAddress, (f"mailto:{address}" for address in invitation))
        attendee.params.update({"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE", "ROLE": "REQ-PARTICIPANT"})
        event.add("organizer", organizer)
        event.add("attendee", attendee)
    # Where nothing is asked, no REQUEST: some programs answer one by themselves.
    calendar.add("method", "REQUEST" if invitation else "PUBLISH")
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets
