"""The API as an application of its own, below /api/v1: its own description, its own failures, one key for all of it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.datastructures import State

from config.settings import Settings
from web.api import appointments, drafts, incidents, letters, messages, orders, relations, tickets
from web.api.call import AnyCall, call_of
from web.api.failing import Failure, add_failures

ABOUT = """
What staff do with drafts, tickets, work orders and relations, for programs. A key acts as one member of staff
(`postbon key create`) and is sent as `Authorization: Bearer <key>`.

Lists answer `{"items": […], "next": cursor or null}`. Errors answer `{"error": {"code", "message", "fields"}}`. Times
are ISO 8601 with an offset, dates ISO 8601, money is euro excluding VAT. A POST or PATCH with an `Idempotency-Key`
header can be repeated: it answers what the first call answered.
"""
FAILURES: dict[int | str, dict[str, Any]] = {
    401: {"model": Failure, "description": "no key, or not a valid one"},
    403: {"model": Failure, "description": "this key's scope, or the role it acts with, does not allow it"},
    404: {"model": Failure, "description": "there is no such thing"},
    409: {"model": Failure, "description": "it cannot be done as things stand; `code` and `message` say why"},
    422: {"model": Failure, "description": "something filled in cannot be used; `fields` says what"},
}
ROUTERS: tuple[APIRouter, ...] = (
    drafts.router,
    tickets.router,
    incidents.router,
    orders.router,
    appointments.router,
    relations.router,
    messages.router,
    letters.router,
)


def create_api(settings: Settings, state: State) -> FastAPI:
    """The API beside the pages, over what they stand on."""
    app = FastAPI(
        title="Postbon",
        version="1",
        description=ABOUT,
        openapi_url=None,  # below, for those with a key
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would answer with an address made of the Host header
        responses=FAILURES,
        servers=[{"url": f"{settings.desk.base_url}/api/v1"}],
    )
    app.state = state
    bearer = Depends(HTTPBearer(auto_error=False, description="a key of `postbon key create`"))
    for router in ROUTERS:
        app.include_router(router, dependencies=[bearer, Depends(call_of)])

    @app.get("/openapi.json", include_in_schema=False)
    def describe(_call: AnyCall) -> dict[str, Any]:
        return app.openapi()

    add_failures(app)
    return app
