"""A trouble of the desk that nothing ends by itself: who looked into it says so."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from convert.errors import MissingError
from store.troubles import end_trouble
from store.words import SecurityEvent
from web.done import Done, go_on
from web.request import StaffContext

router = APIRouter(prefix="/troubles", include_in_schema=False)


@router.post("/{key:int}/end")
def end(context: StaffContext, key: int) -> Response:
    """Raises MissingError where it is over already, or ends by itself only."""
    with context.store.writing() as session:
        name = end_trouble(session, key, context.now)
        if not name:
            raise MissingError
        context.log(session, SecurityEvent.TROUBLE_ENDED, about=name)
    return go_on("/", Done(context.say("It stands here no longer. Should it happen again, you read it here.")))
