"""An appointment that came without words: what its calendar part says (RFC 5545), and what it answers (RFC 5546)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from ingest.mail import CalendarAnswer

MAX_CALENDAR = 200_000  # octets
_STATUS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
# What calendars write under an answer by themselves, where the person wrote nothing.
_BY_ITSELF = re.compile(
    r"(?:[^\n.!?]{0,80}\s)?(?:(?:has|heeft|hat|a|ist)\s)?(?:(?:de|deze|uw|het|die|diese|this|your|the|l'|cette)\s(?:\w+\s)?"
    r"(?:uitnodiging|afspraak|einladung|invitation|event)\s)?(?:tentatively |voorlopig |provisorisch )?"
    r"(?:accepted|declined|geaccepteerd|geweigerd|afgewezen|aanvaard|angenommen|zugesagt|abgelehnt|abgesagt|accepté|refusé)"
    r"(?:\s(?:de|deze|uw|het|this|your|the|cette)\s(?:\w+\s)?(?:uitnodiging|afspraak|invitation|event))?[.:!]?(?P<more>(?:\n|$|:).*)",
    re.IGNORECASE | re.DOTALL,
)
_CALENDARS = re.compile(r"calendar\.google\.com|google (?:calendar|agenda)|microsoft teams|icloud", re.IGNORECASE)


def describe_invitation(octets: bytes) -> str:
    """What, when, where and the description of the first event; "" where it cannot be read.

    Times stand as the calendar gives them, in its own zone.
    """
    try:
        event, _ = _event(octets)
        when = " – ".join(f"{event.decoded(edge):%Y-%m-%d %H:%M}" for edge in ("DTSTART", "DTEND") if edge in event)
        lines = [str(event.get("SUMMARY", "")), when, str(event.get("LOCATION", ""))]
        described = str(event.get("DESCRIPTION", "")).strip()
    except Exception:  # it raises whatever a broken calendar makes it meet
        return ""
    return "\n".join(line for line in lines if line) + (f"\n\n{described}" if described else "")


def read_calendar_answer(octets: bytes) -> CalendarAnswer | None:
    """The answer of one attendee about one event, without a comment; None where it is no such thing."""
    try:
        event, method = _event(octets)
        attendees = event.get("ATTENDEE", [])
        (attendee,) = attendees if isinstance(attendees, list) else [attendees]
        status = "counter" if method == "COUNTER" else _STATUS[str(attendee.params["PARTSTAT"]).upper()]
        if method not in ("REPLY", "COUNTER") or str(event.get("COMMENT", "")).strip():
            return None
        address = re.sub(r"^mailto:", "", str(attendee), flags=re.IGNORECASE).strip().lower()
        return CalendarAnswer(status, address, _moment(event, "DTSTART"), _moment(event, "DTEND"))
    except Exception:  # a calendar may be broken in any way
        return None


def is_written_by_calendar(text: str) -> bool:
    """Whether these words stand under a calendar's answer by themselves, and nobody wrote them."""
    match = _BY_ITSELF.fullmatch(text.strip())
    return bool(match and (not match["more"].strip() or _CALENDARS.search(text)))


def _event(octets: bytes) -> tuple[Any, str]:
    if len(octets) > MAX_CALENDAR:
        raise ValueError(len(octets))
    from icalendar import Calendar  # slow to import, seldom needed

    calendar = Calendar.from_ical(octets)
    return next(iter(calendar.walk("VEVENT"))), str(calendar.get("METHOD", "")).upper()


def _moment(event: Any, edge: str) -> datetime | None:
    """In UTC; None for a whole day, or a time whose zone is not told."""
    value = event.decoded(edge) if edge in event else None
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None
