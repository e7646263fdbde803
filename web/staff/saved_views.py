"""Lists with a name: what somebody filtered, to be seen again by one press, alone or with everybody."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from store.saved_views import SavedView, forget_view, save_view, views_for
from web.done import Done, go_on
from web.request import RequestContext, StaffContext
from web.typed import Form

router = APIRouter(prefix="/views", include_in_schema=False)

# Each list, and what its address may be asked for.
LISTS = {
    "tickets": ("phase", "responsible", "view", "sort"),
    "orders": ("state", "late", "party", "property", "unit", "responsible", "sort"),
}
LONGEST_NAME, LONGEST_VALUE = 60, 100
NAMELESS = Text("Give this view a name.")


@router.post("")
def save(context: StaffContext, form: Form) -> Response:
    of_list = form.text("list") if form.text("list") in LISTS else "tickets"
    query, name = known_query(of_list, form.text("query")), form.text("name")[:LONGEST_NAME]
    back = f"/{of_list}?{query}" if query else f"/{of_list}"
    if not name:
        return go_on(back, Done(context.say(NAMELESS)))
    with context.work() as work:
        view = SavedView(
            staff_id=context.clerk.key, of_list=of_list, name=name, query=query, is_shared=form.ticked("shared")
        )
        save_view(work.session, view)
    return go_on(back, Done(context.say("Saved as %(name)s.", name=name)))


@router.post("/{key:int}/forget")
def forget(context: StaffContext, key: int, form: Form) -> Response:
    with context.work() as work:
        forget_view(work.session, key, context.clerk.key)
    of_list = form.text("list") if form.text("list") in LISTS else "tickets"
    return go_on(f"/{of_list}", Done(context.say("The view is gone.")))


def views_shown(context: RequestContext, session: Session, of_list: str) -> dict[str, Any]:
    """For parts/saved_views.html: the views of a list, and its filters as they are now."""
    query = known_query(of_list, context.request.url.query)
    views = [
        {
            "id": view.key,
            "name": view.name,
            "href": f"/{of_list}?{view.query}",
            "current": view.query == query and bool(query),
            "is_own": view.staff_id == context.clerk.key,
            "is_shared": view.is_shared,
        }
        for view in views_for(session, of_list, context.clerk.key)
    ]
    return {"list": of_list, "query": query, "views": views}


def known_query(of_list: str, query: str) -> str:
    """What of a query this list knows, in its own order; nothing else is kept or led to."""
    values = {name: value[:LONGEST_VALUE] for name, value in parse_qsl(query[:2000], max_num_fields=None)[:50]}
    return urlencode({name: values[name] for name in LISTS[of_list] if values.get(name) not in (None, "", "any")})
