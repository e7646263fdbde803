"""Values to pages: the frame of a staff page with its counts and troubles, and the sheet for everybody else."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse
from sqlmodel import Session

from config.settings import Settings
from config.templates import template_environment
from store.counts import count_work
from store.troubles import troubles
from web.done import COOKIE, Done, done_before
from web.request import RequestContext


def staff_page(
    context: RequestContext,
    session: Session,
    template: str,
    *,
    title: str,
    here: str = "",
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """A page of staff. `here` is the way in the menu one is on."""
    done = done_before(context.request)
    page = _render(
        context,
        template,
        title=title,
        here=here,
        counts=count_work(session),
        troubles=troubles(session),
        account={
            "name": context.clerk.name,
            "email": context.clerk.email,
            "initials": initials(context.clerk.name),
            "language": context.language,
        },
        done=done,
        **values,
    )
    return _said(done, HTMLResponse(page, status))


def staff_part(context: RequestContext, template: str, **values: Any) -> HTMLResponse:
    """A piece of a page that is open already."""
    return HTMLResponse(_render(context, template, **values))


def public_page(
    context: RequestContext, template: str, *, title: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page for somebody without an account."""
    done = done_before(context.request)
    return _said(done, HTMLResponse(_render(context, template, title=title, done=done, **values), status))


def desk_of(settings: Settings) -> dict[str, str]:
    """The desk as pages print it: name, address, kvk, phone, email."""
    desk = settings.desk
    return {
        "name": desk.name,
        "address": desk.postal_address,
        "kvk": "",
        "phone": desk.phone,
        "email": desk.address,
    }


def _account(context: RequestContext) -> dict[str, str]:
    """name, email, initials, language."""
    clerk = context.clerk
    return {"name": clerk.name, "email": clerk.email, "initials": initials(clerk.name), "language": context.language}


def initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _said(done: Done | None, response: HTMLResponse) -> HTMLResponse:
    """What the page before did is said once."""
    if done:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def _render(context: RequestContext, template: str, **values: Any) -> str:
    environment = template_environment("web", context.language, context.settings.desk.zone)
    return environment.get_template(template).render(desk=desk_of(context.settings), now=context.now, **values)
