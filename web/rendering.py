"""Values to pages: the frame of a staff page with its counts and troubles, and the sheet for everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi.responses import HTMLResponse
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlmodel import Session

from config.settings import Settings
from config.templates import template_environment
from store.counts import count_work, newest_draft
from store.desk_logo import shown_size
from store.permissions import BY_ROLE, may
from store.troubles import place_to_look, troubles
from store.words import Power, Role
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
        newest=newest_draft(session),
        troubles=[(trouble, place_to_look(trouble.name)) for trouble in troubles(session)],
        account={
            "name": context.clerk.name,
            "email": context.clerk.email,
            "initials": initials(context.clerk.name),
            "language": context.language,
        },
        done=done,
        **values,
    )
    page = without_what_is_refused(page, context.request.url.path, context.clerk.role)
    return _said(done, HTMLResponse(page, status))


def without_what_is_refused(page: str, path: str, role: Role) -> str:
    """The page at this path less the forms and the ways to pages that this role may not use, and less what only
    introduced them: no template has to know who may what, and none can forget it."""
    if BY_ROLE[role] >= frozenset(Power):
        return page
    tree = LexborHTMLParser(page)
    refused = [
        node
        for selector, method, to in _PRESSES
        for node in tree.css(selector)
        if not may(method, (node.attributes.get(to) or path).partition("?")[0], role)
    ]
    if not refused:
        return page
    for node in refused:
        node.attrs[_REFUSED] = ""
        for above in _around(node):
            above.attrs[_AROUND] = ""
        if name := node.attributes.get("id"):
            for control in tree.css(f'[form="{name}"]'):
                control.attrs[_REFUSED] = ""
    while found := tree.css_first(f"[{_REFUSED}]"):  # one by one: what lies within goes with it
        found.decompose()
    for above in reversed(tree.css(f"[{_AROUND}]")):
        del above.attrs[_AROUND]
        if above.tag in _GROUPS and not above.css("form, a, img, input") and _only_introduces(above):
            above.decompose()
    return tree.html or page


_PRESSES = (
    ('form[method="post"]', "POST", "action"),
    ("[hx-post]", "POST", "hx-post"),
    ('a[href^="/"]', "GET", "href"),
)
_REFUSED, _AROUND = "data-refused", "data-around-refused"
_GROUPS = ("section", "details", "div", "label")


def _around(node: LexborNode) -> Iterator[LexborNode]:
    """What it lies in, the nearest first."""
    while (above := node.parent) and above.tag != "body":
        yield above
        node = above


def _only_introduces(group: LexborNode) -> bool:
    """Whether it says nothing beside its title and how to use it."""
    inside = "".join(node.text() for node in group.css("h2, summary, .hint"))
    return "".join(inside.split()) == "".join(group.text().split())


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
        "letterhead": desk.letterhead,
        "colour": desk.colour.removeprefix("#"),
    }


def logo_of(context: RequestContext) -> dict[str, Any]:
    """href, width, height; empty where the desk has none."""
    if not context.logo:
        return {}
    width, height = shown_size(context.logo)
    return {"href": f"/static/logo/{context.logo}", "width": width, "height": height}


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


def page_alone(context: RequestContext, template: str, *, title: str, **values: Any) -> str:
    """A page that is handed out as a file."""
    return _render(context, template, title=title, **values)


def _render(context: RequestContext, template: str, **values: Any) -> str:
    environment = template_environment("web", context.language, context.settings.desk.zone)
    return environment.get_template(template).render(
        desk=desk_of(context.settings), logo=logo_of(context), now=context.now, **values
    )
