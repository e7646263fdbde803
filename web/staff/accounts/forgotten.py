"""A forgotten password: a letter with a link for one hour and one use. Whoever asks, and for whomever, hears the same,
and as soon: what is done is done after the answer."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response
from starlette.background import BackgroundTask

from config.words import Text
from convert.errors import InvalidError
from convert.notices.access import send_reset
from store.people import Staff
from store.resets import make_reset, staff_of_reset, use_reset
from store.staff import active_staff_with_email
from store.store import StoreUnavailableError
from store.words import SecurityEvent
from web.done import Done, go_on
from web.passwords import check_new_password, hash_password
from web.rendering import public_page
from web.request import AnyContext, RequestContext
from web.staff.accounts.admission import RESET, admit
from web.staff.accounts.login import LONGEST_ADDRESS, too_many_tries
from web.staff.accounts.staff_list import own_words, set_new_password

router = APIRouter(prefix="/login", include_in_schema=False)
log = logging.getLogger(__name__)


@router.get("/forgotten")
def ask_address(context: AnyContext) -> Response:
    return _page(context, "login/forgotten.html", Text("Forgotten your password?"))


@router.post("/forgotten")
def take_address(context: AnyContext, email: Annotated[str, Form()] = "") -> Response:
    email = email.strip().lower()[:LONGEST_ADDRESS]
    with context.store.writing() as session:
        admission = admit(context, session, email, None, RESET)
    if admission.wait:
        words = context.say(too_many_tries(admission))
        return _page(context, "login/forgotten.html", Text("Forgotten your password?"), 429, email=email, error=words)
    response = _page(context, "login/asked.html", Text("Check your e-mail"))
    response.background = BackgroundTask(_send, context, email)
    return response


def _send(context: RequestContext, email: str) -> None:
    try:
        with context.store.writing() as session:
            staff = active_staff_with_email(session, email)
            entry = context.log(session, SecurityEvent.RESET_ASKED, account=staff.key if staff else None)
            if staff is None or not staff.password_hash:
                return
            if reset := make_reset(session, context.settings.secret, staff.key, context.now):
                send_reset(session, context.settings, staff, reset, entry)
    except StoreUnavailableError as error:
        log.warning("a letter for a forgotten password could not be written: %s", error)
    context.store.bell.ring("outbox")


@router.get("/reset/{token}")
def ask_password(context: AnyContext, token: str) -> Response:
    """Looking takes nothing: programs that open each link of a mail come first."""
    with context.reading() as session:
        staff = staff_of_reset(session, token, context.now)
    return _form(context, staff)


@router.post("/reset/{token}")
def take_password(context: AnyContext, token: str, password: Annotated[str, Form()] = "") -> Response:
    """The new password; all log-ins end, and one logs in with it, second factor and all."""
    with context.reading() as session:
        staff = staff_of_reset(session, token, context.now)
    if staff is None:
        return _form(context, None)
    try:
        check_new_password("password", password, own_words(context.settings, staff.name, staff.email))
    except InvalidError as error:
        return _form(context, staff, context.say(error.fields["password"]))
    hashed = hash_password(password)
    with context.store.writing() as session:
        if not use_reset(session, token, context.now):
            return _form(context, None)
        set_new_password(context, session, session.get_one(Staff, staff.key), hashed, about="/login/reset")
    context.store.bell.ring("outbox")
    return go_on("/login", Done(context.say("Your password is changed. Log in with it.")))


def _form(context: RequestContext, staff: Staff | None, error: str = "") -> Response:
    if staff is None:
        return _page(context, "login/late.html", Text("This link works no longer"), 410)
    status = 422 if error else 200
    return _page(context, "login/reset.html", Text("Choose a new password"), status, email=staff.email, error=error)


def _page(context: RequestContext, template: str, title: Text, status: int = 200, **values: str) -> Response:
    values = {"email": "", "error": "", **values}
    return public_page(context, template, title=context.say(title), status=status, **values)
