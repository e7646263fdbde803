"""Staff come in and go out. What is said to those who cannot come in is the same for every reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from store.attempts import count_attempts, record_attempt
from store.people import Staff
from store.staff import active_staff_with_email, begin_session, end_session
from web.done import go_on, is_own_path
from web.passwords import is_password
from web.rendering import public_page
from web.request import COOKIE, AnyContext, RequestContext, StaffContext

router = APIRouter(include_in_schema=False)
own = APIRouter(include_in_schema=False)  # for staff
QUARTER = timedelta(minutes=15)


@router.get("/login")
def ask(context: AnyContext, next: str = "/") -> Response:  # noqa: A002  the name people see in the address
    return _form(context, next)


@router.post("/login")
def come_in(
    context: AnyContext,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    email = email.strip().lower()
    knockers = _knockers(context.request, email)
    with context.reading() as session:
        if _knocked_too_often(context, session, knockers):
            words = context.say("Too many attempts. Wait a quarter of an hour and try again.")
            return _form(context, next, email=email, error=words, status=429)
        staff = active_staff_with_email(session, email)
    if not is_password(staff.password_hash if staff else "", password[:1000]) or staff is None:
        with context.store.writing() as session:
            for who in knockers:
                record_attempt(session, "login", who, context.now)
        words = context.say("This address and password do not go together.")
        return _form(context, next, email=email, error=words, status=422)
    with context.store.writing() as session:
        session_id = begin_session(session, staff, context.now, context.settings.web.session_hours)
    return let_in(context, RedirectResponse(next if is_own_path(next) else "/", 303), session_id)


@own.post("/logout")
def go_out(context: StaffContext) -> Response:
    with context.store.writing() as session:
        end_session(session, context.request.cookies[COOKIE], context.now)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


@own.post("/account/language")
def choose_language(
    context: StaffContext, language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/"
) -> Response:
    with context.store.writing() as session:
        staff = session.get_one(Staff, context.clerk.key)
        staff.language = language if language in ("nl", "en") else staff.language
    return go_on(back if is_own_path(back) else "/")


def let_in(context: RequestContext, response: RedirectResponse, session_id: str) -> RedirectResponse:
    """Give the browser its session: out of reach of scripts, and of forms on other sites."""
    hours = context.settings.web.session_hours
    is_tls = context.settings.desk.base_url.startswith("https:")
    response.set_cookie(COOKIE, session_id, max_age=hours * 3600, httponly=True, samesite="lax", secure=is_tls)
    return response


def _form(context: RequestContext, after: str, *, email: str = "", error: str = "", status: int = 200) -> Response:
    after = after if is_own_path(after) else "/"
    return public_page(
        context, "login.html", title=context.say("Log in"), status=status, after=after, email=email, error=error
    )


def _knockers(request: Request, email: str) -> tuple[str, str]:
    """Who is counted: the account that is tried, by its hash (people type passwords there), and the address it is
    tried from."""
    client = request.client.host if request.client else ""
    return hashlib.sha256(email.encode()).hexdigest(), f"from {client}"


def _knocked_too_often(context: RequestContext, session: Session, knockers: tuple[str, str]) -> bool:
    account, client = (count_attempts(session, "login", who, context.now - QUARTER) for who in knockers)
    limit = context.settings.limits.login_per_quarter
    return account >= limit or client >= limit * 5  # an office shares one address
