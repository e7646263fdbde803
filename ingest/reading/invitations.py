"""An appointment that came without words: what its calendar part says (RFC 5545)."""

from __future__ import annotations

MAX_CALENDAR = 200_000  # octets


def describe_invitation(octets: bytes) -> str:
    """What, when, where and the description of the first event; "" where it cannot be read.

    Times stand as the calendar gives them, in its own zone.
    """
    if len(octets) > MAX_CALENDAR:
        return ""
    from icalendar import Calendar  # slow to import, seldom needed

    try:
        event = next(iter(Calendar.from_ical(octets).walk("VEVENT")))
        when = " – ".join(f"{event.decoded(edge):%Y-%m-%d %H:%M}" for edge in ("DTSTART", "DTEND") if edge in event)
        lines = [str(event.get("SUMMARY", "")), when, str(event.get("LOCATION", ""))]
        described = str(event.get("DESCRIPTION", "")).strip()
    except Exception:  # it raises whatever a broken calendar makes it meet
        return ""
    return "\n".join(line for line in lines if line) + (f"\n\n{described}" if described else "")
