"""Appointments: who comes when, for programs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from store.visits import PlannedVisit, VisitFilter, list_hourless, list_visits
from web.api.call import AnyCall
from web.api.listed import Cursor, Limit, Listed

router = APIRouter(tags=["appointments"])

_EARLIEST, _LATEST = date(1970, 1, 1), date(9000, 1, 1)  # days that every clock and database can tell


class OfferedTime(BaseModel):
    starts: datetime
    ends: datetime | None


class AppointmentOut(BaseModel):
    """A visit that was named and stands."""

    order: str = Field(examples=["OB-2026-00031"])
    ticket: str = Field(description="its number; empty where the work order has none")
    title: str
    place: str
    party: str
    responsible: str
    state: Literal["proposed", "confirmed"]
    starts: datetime | None
    ends: datetime | None
    text: str = Field(description="as the party wrote it; an ISO date where the day alone is known")
    slots: list[OfferedTime] = Field(description="times to choose from, where several are proposed")


@router.get("/appointments", response_model=Listed[AppointmentOut])
def get_appointments(
    call: AnyCall,
    start: Annotated[date | None, Query(alias="from", description="the first day; today, where it is left out")] = None,
    until: Annotated[date | None, Query(description="the last day; six days later, where it is left out")] = None,
    party: int | None = None,
    responsible: int | None = None,
    hour: Annotated[bool, Query(description="false: those still to come of which no hour is known, of any day")] = True,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """What begins on these days, the first first; with `hour=false` what was told in words, as a day alone, or
    as times to choose from, the one that changed last first."""
    first = min(max(start or call.today, _EARLIEST), _LATEST)
    last = min(max(until, _EARLIEST) if until else first + timedelta(days=6), _LATEST)
    zone, wanted = call.context.settings.desk.zone, VisitFilter(party, responsible)
    edges = datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)
    with call.reading() as session:
        if hour:
            page = list_visits(session, *edges, wanted, after=cursor, limit=limit)
        else:
            page = list_hourless(session, wanted, after=cursor, limit=limit)
    return Listed(items=[_appointment(visit) for visit in page.items], next=page.next or None)


def _appointment(visit: PlannedVisit) -> AppointmentOut:
    return AppointmentOut(
        order=visit.number,
        ticket=visit.ticket_number,
        title=visit.title,
        place=visit.place,
        party=visit.party,
        responsible=visit.responsible,
        state="confirmed" if visit.state == "confirmed" else "proposed",
        starts=visit.starts,
        ends=visit.ends,
        text=visit.appointment["text"],
        slots=[OfferedTime.model_validate(slot) for slot in visit.appointment.get("slots") or []],
    )
