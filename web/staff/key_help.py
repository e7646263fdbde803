"""The keys, and how they are turned off."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from web.rendering import staff_page
from web.request import StaffVisit

router = APIRouter(include_in_schema=False)


@router.get("/help")
def show(visit: StaffVisit) -> Response:
    with visit.reading() as session:
        return staff_page(visit, session, "help.html", title=visit.say("Keys and help"))
