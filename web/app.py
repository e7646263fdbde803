"""The windows of the desk. Everything is for staff, except what is named as open to anybody."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp

from config.colours import NIGHT_INK, WHITE, house_colours, read_colour
from config.settings import Settings
from convert.errors import MissingError
from store.desk_logo import logo_marked
from store.store import Store
from web import health, report
from web.api.app import create_api
from web.failing import add_failures
from web.guard import Guard
from web.link import routes as link
from web.link import shared_files
from web.request import Clock, context_of, staff_context_of
from web.staff import (
    appointments,
    aside,
    evidence,
    figures,
    files,
    guide,
    key_help,
    messages,
    outbox,
    saved_views,
    searching,
    text_blocks,
    troubles,
)
from web.staff.accounts import account, colleagues, forgotten, login, oidc, second_factor
from web.staff.orders import order, order_deeds, order_form, order_versions, orders
from web.staff.relations import importing, moving, relation_deeds, relations
from web.staff.settings import desk_logo, desk_settings, report_form, retention, routing, security_log
from web.staff.tickets import ticket, ticket_deeds, tickets
from web.staff.tray import splitting, tray, tray_selection
from web.stopwatch import Stopwatch

STATIC = Path(__file__).parent / "static"
house = APIRouter(include_in_schema=False)


@house.get("/static/house/{colour}.css")
def dress_in(colour: str) -> Response:
    """The colour of the desk on pages of others and on slips; what its page names, so that a browser may keep it."""
    try:
        colours = house_colours(read_colour(colour))
    except ValueError:
        raise MissingError from None
    day = f"--house: {colours.day}; --house-deep: {colours.deep}; --on-house: {WHITE}"
    night = f"--house: {colours.night}; --house-deep: {colours.night_deep}; --on-house: {NIGHT_INK}"
    where = ".public, .slip, .slip-small"
    style = f"{where} {{ {day} }}\n@media (prefers-color-scheme: dark) {{ {where} {{ {night} }} }}\n"
    return Response(style, media_type="text/css", headers={"cache-control": "public, max-age=86400"})


@house.get("/static/logo/{mark}")
def show_logo(request: Request, mark: str) -> Response:
    """What its page names by its octets, so that a browser may keep it."""
    with context_of(request).reading() as session:
        logo = logo_marked(session, mark)
    if logo is None:
        raise MissingError
    return Response(logo.octets, media_type=logo.kind, headers={"cache-control": "public, max-age=86400"})


OPEN: tuple[APIRouter, ...] = (
    login.router,
    oidc.router,
    forgotten.router,
    second_factor.router,
    health.router,
    report.router,
    shared_files.router,
    link.router,
    appointments.feed,
)
FOR_STAFF: tuple[APIRouter, ...] = (
    login.own,
    tray.start,
    tray.router,
    tray_selection.router,
    tray_selection.counts,
    splitting.router,
    text_blocks.router,
    tickets.router,
    saved_views.router,
    figures.router,
    ticket_deeds.router,
    evidence.router,
    ticket.router,
    orders.router,
    order_form.router,
    order_versions.router,
    order_deeds.router,
    order.router,
    messages.router,
    messages.glass,
    files.router,
    aside.router,
    outbox.router,
    outbox.glass,
    troubles.router,
    searching.router,
    account.router,
    second_factor.own,
    security_log.router,
    colleagues.router,
    appointments.router,
    relations.router,
    retention.router,
    desk_settings.router,
    desk_logo.router,
    report_form.router,
    routing.router,
    relation_deeds.router,
    moving.router,
    importing.router,
    key_help.router,
    guide.router,
)


class GuardedApp(FastAPI):
    """Guarded as a whole: what `add_middleware` adds stands within the handler of our own faults, whose page then has
    none of its headers."""

    def build_middleware_stack(self) -> ASGIApp:
        guard = Guard(super().build_middleware_stack(), self.state.settings)
        return Stopwatch(guard)


def create_app(store: Store, settings: Settings, clock: Clock) -> FastAPI:
    """The pages over this store. `clock` tells the time in UTC."""
    app = GuardedApp(title="Postbon", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.store, app.state.settings, app.state.clock = store, settings, clock
    app.mount("/api/v1", create_api(settings, app.state))
    app.include_router(house)
    app.mount("/static", StaticFiles(directory=STATIC))
    for router in OPEN:
        app.include_router(router)
    for router in FOR_STAFF:
        app.include_router(router, dependencies=[Depends(staff_context_of)])
    add_failures(app)
    return app
