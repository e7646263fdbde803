"""Lists with a name: what somebody filtered, to be seen again by one press, alone or with everybody."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from store.saved_views import SavedView, forget_view, save_view, views_for
from web.done import Done, go_on
from web.request import RequestContext, StaffContext
from web.staff.list_filters import LISTS, known_query, list_address
from web.typed import Form

router = APIRouter(prefix="/views", include_in_schema=False)

LONGEST_NAME = 60
NAMELESS = Text("Give this view a name.")


@router.post("")
def save(context: StaffContext, form: Form) -> Response:
    of_list = form.text("list") if form.text("list") in LISTS else "tickets"
    query, name = known_query(of_list, form.text("query")), form.text("name")[:LONGEST_NAME]
    back = list_address(of_list, query)
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
    return go_on(
        list_address(of_list, known_query(of_list, form.text("query"))), Done(context.say("The view is gone."))
    )


def views_shown(context: RequestContext, session: Session, of_list: str) -> dict[str, Any]:
    """For parts/list_tools.html: the views of a list, and its filters as they are now with the way to clear them."""
    query = known_query(of_list, context.request.url.query)
    views = [
        {
            "id": view.key,
            "name": view.name,
            "href": list_address(of_list, view.query),
            "current": view.query == query and bool(query),
            "is_own": view.staff_id == context.clerk.key,
            "is_shared": view.is_shared,
        }
        for view in views_for(session, of_list, context.clerk.key)
    ]
    return {"list": of_list, "query": query, "views": views, "without": list_address(of_list) if query else ""}
