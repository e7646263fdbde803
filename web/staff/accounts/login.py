"""Staff come in and go out. What is said to those who cannot come in is the same for every reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.plain_text import one_line
from config.words import Text, languages
from store.people import Staff
from store.second_factor import factor_of
from store.staff import active_staff_with_email, begin_session, end_session
from store.words import SecurityEvent
from web.done import go_on, is_own_path
from web.passwords import is_password_meanwhile
from web.rendering import public_page
from web.request import COOKIE, AnyContext, RequestContext, StaffContext, cookie_of, drop_cookie, give_cookie
from web.staff.accounts.admission import Admission, admit, forgive

router = APIRouter(include_in_schema=False)
own = APIRouter(include_in_schema=False)  # for staff
HALF_COOKIE, FOR_THE_CODE = "postbon_code", timedelta(minutes=10)
LONGEST_ADDRESS = 320  # RFC 3696 errata: nobody has a longer one


@router.get("/login")
def ask(context: AnyContext, next: str = "/") -> Response:  # noqa: A002  the name people see in the address
    return login_page(context, next)


@router.post("/login")
async def come_in(
    context: AnyContext,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Counted, then judged where it keeps no page waiting, then let in."""
    email = email.strip().lower()[:LONGEST_ADDRESS]
    staff, admission = await run_in_threadpool(_count, context, email)
    if admission.wait:
        words = too_many_tries(admission)
        return await run_in_threadpool(login_page, context, next, email=email, error=context.say(words), status=429)
    is_right = await is_password_meanwhile(staff.password_hash if staff else "", password)
    if not is_right or staff is None:
        return await run_in_threadpool(_refuse, context, staff, next, email)
    return await run_in_threadpool(_open, context, staff, admission, next if is_own_path(next) else "/")


def _count(context: RequestContext, email: str) -> tuple[Staff | None, Admission]:
    with context.store.writing() as session:
        staff = active_staff_with_email(session, email)
        return staff, admit(context, session, email, staff.key if staff else None)


def _refuse(context: RequestContext, staff: Staff | None, after: str, email: str) -> Response:
    with context.store.writing() as session:
        context.log(session, SecurityEvent.LOG_IN_REFUSED, account=staff.key if staff else None)
    words = Text("This address and password do not go together.")
    return login_page(context, after, email=email, error=context.say(words), status=422)


def _open(context: RequestContext, staff: Staff, admission: Admission, after: str) -> Response:
    with context.store.writing() as session:
        now = session.get_one(Staff, staff.key)
        if now.active and now.password_hash == staff.password_hash:  # neither changed while we judged
            forgive(session, admission)
            return come_further(context, session, staff, after)
    return _refuse(context, staff, after, staff.email)


def come_further(context: RequestContext, session: Session, staff: Staff, after: str) -> RedirectResponse:
    """Let them in; who has a second factor is asked for its code first, and holds nothing but the question."""
    if factor_of(session, staff.key):
        response = RedirectResponse(f"/login/code?next={quote(after)}", 303)
        return _give_session(context, session, staff.key, response, HALF_COOKIE, FOR_THE_CODE)
    replace(context, staff=staff).log(session, SecurityEvent.LOG_IN, account=staff.key)
    return let_in(context, session, staff.key, RedirectResponse(after, 303))


def too_many_tries(admission: Admission) -> Text:
    return Text(
        "Too many attempts. Wait one minute and try again.",
        plural="Too many attempts. Wait %(count)s minutes and try again.",
        count=admission.minutes,
    )


@own.post("/logout")
def go_out(context: StaffContext) -> Response:
    with context.store.writing() as session:
        end_session(session, cookie_of(context.request, context.settings, COOKIE), context.now)
        context.log(session, SecurityEvent.LOG_OUT, account=context.clerk.key)
    response = RedirectResponse("/login", 303)
    drop_cookie(response, context.settings, COOKIE)
    return response


@own.post("/account/language")
def choose_language(
    context: StaffContext, language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/"
) -> Response:
    with context.store.writing() as session:
        staff = session.get_one(Staff, context.clerk.key)
        staff.language = language if language in languages() else staff.language
    return go_on(back if is_own_path(back) else "/")


def let_in(context: RequestContext, session: Session, staff_id: int, response: RedirectResponse) -> RedirectResponse:
    """Give the browser a session."""
    life = timedelta(hours=context.settings.web.session_hours)
    return _give_session(context, session, staff_id, response, COOKIE, life)


def _give_session(
    context: RequestContext, session: Session, staff_id: int, response: RedirectResponse, cookie: str, life: timedelta
) -> RedirectResponse:
    """Always a new one."""
    program, half = one_line(context.request.headers.get("user-agent", "")), cookie == HALF_COOKIE
    session_id = begin_session(session, staff_id, context.now, life, context.client, program, awaits_code=half)
    give_cookie(response, context.settings, cookie, session_id, life)
    return response


def login_page(context: RequestContext, after: str, *, email: str = "", error: str = "", status: int = 200) -> Response:
    return public_page(
        context,
        "login.html",
        title=context.say("Log in"),
        status=status,
        after=after if is_own_path(after) else "/",
        email=email,
        error=error,
        has_issuer=bool(context.settings.web.oidc.issuer),
    )
