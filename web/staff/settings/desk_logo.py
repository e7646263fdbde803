"""The desk's logo, for administrators: handed in, looked at, taken away."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from convert.desk_logo import keep_logo
from convert.errors import InvalidError
from convert.records import NEEDED
from store.words import SecurityEvent
from web.done import Done, go_on
from web.faults import Answers, faults_of, wrongs_of
from web.photos import draw_logo
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.typed import Form

HOME = "/settings/logo"
router = APIRouter(prefix=HOME, include_in_schema=False)


@router.get("")
def show(context: StaffContext) -> Response:
    return _page(context, Answers())


@router.post("")
def hand_in(context: StaffContext, form: Form) -> Response:
    try:
        if not form.uploads:
            raise InvalidError(logo=NEEDED)
        drawn = draw_logo(form.uploads[0].octets)
    except InvalidError as error:
        return _page(context, faults_of(context, error), 422)
    with context.work() as work:
        keep_logo(work, drawn)
        context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=f"logo: {drawn.width}x{drawn.height}")
    return go_on(HOME, Done(context.say("Saved, and in force from now on.")))


@router.post("/remove")
def take_away(context: StaffContext) -> Response:
    with context.work() as work:
        keep_logo(work, None)
        context.log(work.session, SecurityEvent.SETTING_CHOSEN, about="logo: none")
    return go_on(HOME, Done(context.say("Removed.")))


def _page(context: RequestContext, errors: Answers, status: int = 200) -> Response:
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "settings/logo.html",
            status=status,
            title=context.say("Logo"),
            here="account",
            errors=errors,
            wrongs=wrongs_of(errors),
        )
