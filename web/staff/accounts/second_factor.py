"""The second factor: the code that is asked for after the password, and how one begins and ends with it."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Form as FormField
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError
from convert.notices.access import tell_of_access
from store.people import Staff
from store.second_factor import (
    app_secret,
    begin_factor,
    begun_factor,
    confirm_factor,
    drop_factor,
    factor_of,
    make_recovery_codes,
    recovery_codes_left,
    take_step,
    use_recovery_code,
)
from store.staff import end_session, end_sessions_of, open_session
from store.words import SecurityEvent
from web.done import Done, go_on, is_own_path
from web.rendering import public_page, staff_page
from web.request import AnyContext, RequestContext, StaffContext, cookie_of, drop_cookie
from web.staff.accounts.account import fault_of_password
from web.staff.accounts.admission import CODE, admit, forgive
from web.staff.accounts.login import HALF_COOKIE, let_in, too_many_tries
from web.typed import Form

router = APIRouter(prefix="/login/code", include_in_schema=False)
own = APIRouter(prefix="/account/second-factor", include_in_schema=False)
LONGEST = 40  # characters of a code, with all the blanks somebody may type
_STEP = 30  # seconds (RFC 6238 section 5.2)
NOT_RIGHT = Text("This code is not right, or was used. Wait for the next one.")


@router.get("")
def ask_code(context: AnyContext, next: str = "/") -> Response:  # noqa: A002  the name people see in the address
    with context.reading() as session:
        return _form(context, next) if _half(context, session) else RedirectResponse("/login", 303)


@router.post("")
def take_code(
    context: AnyContext,
    code: Annotated[str, FormField()] = "",
    next: Annotated[str, FormField()] = "/",  # noqa: A002
) -> Response:
    """One step of the log-in: what the browser held until now ends, and it gets a session that is new."""
    with context.store.writing() as session:
        staff = _half(context, session)
        if staff is None:
            return RedirectResponse("/login", 303)
        context = replace(context, staff=staff)
        if fault := prove(context, session, code):
            context.log(session, SecurityEvent.LOG_IN_REFUSED, account=staff.key, about="/login/code")
            return _form(context, next, context.say(fault))
        if not end_session(session, cookie_of(context.request, context.settings, HALF_COOKIE), context.now):
            return RedirectResponse("/login", 303)
        context.log(session, SecurityEvent.LOG_IN, account=staff.key, about="/login/code")
        response = RedirectResponse(next if is_own_path(next) else "/", 303)
        drop_cookie(response, context.settings, HALF_COOKIE)
        let_in(context, session, staff.key, response)
    context.store.bell.ring("outbox")
    return response


def prove(context: RequestContext, session: Session, typed: str) -> Text | None:
    """Judge a code of the app, or a recovery code, of the clerk. Counted first; taken where it is right. What is wrong
    with it, None where it is right."""
    staff = context.clerk
    admission = admit(context, session, staff.email, staff.key, CODE)
    if admission.wait:
        return too_many_tries(admission)
    secret, code = context.settings.secret, typed[:LONGEST]
    factor = factor_of(session, staff.key)
    step = step_of(app_secret(secret, factor), code, context.now) if factor else None
    if step is not None:
        is_right = take_step(session, staff.key, step)
    else:
        is_right = use_recovery_code(session, secret, staff.key, code, context.now)
        if is_right:
            _tell(context, session, staff, SecurityEvent.RECOVERY_CODE_USED)
    if is_right:
        forgive(session, admission)
    return None if is_right else NOT_RIGHT


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code this is: this one, the one before or the next, for no two clocks are the same."""
    import pyotp

    code, this = "".join(typed.split()), int(now.timestamp()) // _STEP
    if not (code.isascii() and code.isdigit()):
        return None
    app = pyotp.TOTP(secret)
    near = (this, this - 1, this + 1)
    return next((step for step in near if hmac.compare_digest(app.generate_otp(step), code)), None)


@own.get("")
def show_factor(context: StaffContext) -> Response:
    return _page(context)


@own.post("")
async def begin(context: StaffContext, form: Form) -> Response:
    """Whoever finds a browser that is logged in does not set up an app of theirs: the password is asked again, of who
    has one."""
    fault = await fault_of_password(context, form) if context.clerk.password_hash else None
    return await run_in_threadpool(_begin, context, fault)


def _begin(context: RequestContext, fault: InvalidError | None) -> Response:
    if fault:
        return _page(context, fault=fault.fields["old"])
    with context.store.writing() as session:
        begin_factor(session, context.clerk.key, context.now)
    return go_on("/account/second-factor")


@own.post("/confirm")
def confirm(context: StaffContext, code: Annotated[str, FormField()] = "") -> Response:
    """The first code shows that the app is right. Who was logged in elsewhere, without one, is no longer."""
    staff, secret = context.clerk, context.settings.secret
    with context.store.writing() as session:
        factor = begun_factor(session, staff.key)
        step = step_of(app_secret(secret, factor), code[:LONGEST], context.now) if factor else None
        if factor and step is not None and confirm_factor(session, factor, step, context.now):
            codes = make_recovery_codes(session, secret, staff.key)
            end_sessions_of(session, staff.key, context.now, but=context.session_key)
            _tell(context, session, staff, SecurityEvent.SECOND_FACTOR_ON)
        else:
            codes = []
    context.store.bell.ring("outbox")
    return _page(context, codes=codes) if codes else _page(context, fault=NOT_RIGHT)


@own.post("/codes")
def renew_codes(context: StaffContext, code: Annotated[str, FormField()] = "") -> Response:
    with context.store.writing() as session:
        fault = prove(context, session, code)
        codes = [] if fault else make_recovery_codes(session, context.settings.secret, context.clerk.key)
        if codes:
            context.log(session, SecurityEvent.RECOVERY_CODES_MADE, account=context.clerk.key)
    return _page(context, codes=codes, fault=fault)


@own.post("/off")
def end_factor(context: StaffContext, code: Annotated[str, FormField()] = "") -> Response:
    with context.store.writing() as session:
        fault = prove(context, session, code)
        if not fault and drop_factor(session, context.clerk.key):
            _tell(context, session, context.clerk, SecurityEvent.SECOND_FACTOR_OFF)
    context.store.bell.ring("outbox")
    if fault:
        return _page(context, fault=fault)
    return go_on("/account/second-factor", Done(context.say("From now on your password is enough.")))


def _tell(context: RequestContext, session: Session, staff: Staff, event: SecurityEvent) -> None:
    tell_of_access(session, context.settings, staff, context.log(session, event, account=staff.key))


def _half(context: RequestContext, session: Session) -> Staff | None:
    """Who gave the right password a moment ago, and now the code."""
    cookie = cookie_of(context.request, context.settings, HALF_COOKIE)
    found = open_session(session, cookie, context.now, awaits_code=True)
    return found[0] if found else None


def _form(context: RequestContext, after: str, error: str = "") -> Response:
    after, status = after if is_own_path(after) else "/", 422 if error else 200
    title = context.say("The code from your app")
    return public_page(context, "login/code.html", title=title, status=status, after=after, error=error)


def _page(context: RequestContext, *, codes: list[str] | None = None, fault: Text | None = None) -> Response:
    """codes: recovery codes that were made just now, shown this once."""
    with context.reading() as session:
        factor = begun_factor(session, context.clerk.key)
        shown: dict[str, Any] = {"picture": "", "secret": ""}
        if factor and not factor.confirmed_at:
            shown = _for_app(context, app_secret(context.settings.secret, factor))
        return staff_page(
            context,
            session,
            "second_factor.html",
            title=context.say("Log in with a code"),
            here="account",
            status=422 if fault else 200,
            is_on=bool(factor and factor.confirmed_at),
            is_needed=context.needs_factor,
            has_password=bool(context.clerk.password_hash),
            left=recovery_codes_left(session, context.clerk.key),
            codes=codes or [],
            error=context.say(fault) if fault else "",
            **shown,
        )


def _for_app(context: RequestContext, secret: str) -> dict[str, Any]:
    """What the app reads: a picture, and the same as words."""
    import pyotp
    import segno
    from markupsafe import Markup

    address = pyotp.TOTP(secret).provisioning_uri(name=context.clerk.email, issuer_name=context.settings.desk.name)
    picture = segno.make(address, error="m").svg_inline(border=2, light="#fff", omitsize=True)
    words = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return {"picture": Markup(picture), "secret": words}  # noqa: S704  drawn here
