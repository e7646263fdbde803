"""The windows of the desk. Everything is for staff, except what is named as open to anybody."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from config.settings import Settings
from store.store import Store
from web import health, report
from web.api.app import create_api
from web.failing import add_failures
from web.guard import Guard
from web.link import routes as link
from web.link import shared_files
from web.request import Clock, staff_context_of
from web.staff import (
    account,
    aside,
    files,
    key_help,
    login,
    messages,
    order,
    order_deeds,
    order_form,
    orders,
    outbox,
    relation_deeds,
    relations,
    searching,
    ticket,
    ticket_deeds,
    tickets,
    tray,
)

STATIC = Path(__file__).parent / "static"
FORM_ROOM = 1024 * 1024  # octets a form may have beside its files

OPEN: tuple[APIRouter, ...] = (login.router, health.router, report.router, shared_files.router, link.router)
FOR_STAFF: tuple[APIRouter, ...] = (
    login.own,
    health.own,
    tray.start,
    tray.router,
    tickets.router,
    ticket_deeds.router,
    ticket.router,
    orders.router,
    order_form.router,
    order_deeds.router,
    order.router,
    messages.router,
    files.router,
    aside.router,
    outbox.router,
    searching.router,
    account.router,
    relations.router,
    relation_deeds.router,
    key_help.router,
)


def create_app(store: Store, settings: Settings, clock: Clock) -> FastAPI:
    """The pages over this store. `clock` tells the time in UTC."""
    app = FastAPI(title="Postbon", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.store, app.state.settings, app.state.clock = store, settings, clock
    app.add_middleware(Guard, base_url=settings.desk.base_url, max_body=settings.web.max_upload + FORM_ROOM)
    app.mount("/api/v1", create_api(settings, app.state))
    app.mount("/static", StaticFiles(directory=STATIC))
    for router in OPEN:
        app.include_router(router)
    for router in FOR_STAFF:
        app.include_router(router, dependencies=[Depends(staff_context_of)])
    add_failures(app)
    return app
