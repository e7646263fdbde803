"""The keys, and how they are turned off."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from web.rendering import staff_page
from web.request import StaffContext

router = APIRouter(include_in_schema=False)


@router.get("/help")
def show(context: StaffContext) -> Response:
    with context.reading() as session:
        return staff_page(context, session, "help.html", title=context.say("Keyboard shortcuts and help"))
