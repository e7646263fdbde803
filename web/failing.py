"""What a page says when it cannot do what was asked: always in plain words, never why a stranger is a stranger."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from store.permissions import ForbiddenError
from store.store import NOT_KEEPABLE, StoreUnavailableError
from web.done import is_own_path
from web.link.link_access import WithdrawnError, without_token
from web.rendering import public_page
from web.request import FactorMissingError, RequestContext, StrangerError, context_of

log = logging.getLogger(__name__)


def add_failures(app: FastAPI) -> None:
    """Answer every expected failure of a page. Programs (below /api/) get their own answers there."""
    app.add_exception_handler(StrangerError, ask_to_log_in)
    app.add_exception_handler(FactorMissingError, ask_for_factor)
    app.add_exception_handler(ForbiddenError, forbidden)
    app.add_exception_handler(MissingError, not_found)
    app.add_exception_handler(WithdrawnError, withdrawn)
    app.add_exception_handler(RequestValidationError, not_found)
    app.add_exception_handler(HTTPException, http_failure)
    app.add_exception_handler(RefusedError, refused)
    app.add_exception_handler(InvalidError, invalid)
    for error in NOT_KEEPABLE:
        app.add_exception_handler(error, not_found)
    app.add_exception_handler(StoreUnavailableError, unavailable)
    app.add_exception_handler(Exception, broken)


async def ask_to_log_in(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": "stranger", "message": "A key is needed.", "fields": {}}}, 401)
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"hx-redirect": "/login"})
    wanted = request.url.path if request.method in ("GET", "HEAD") else "/"
    return RedirectResponse("/login" if wanted == "/" else f"/login?next={quote(wanted)}", 303)


async def ask_for_factor(request: Request, _error: Exception) -> Response:
    where = "/account/second-factor"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"hx-redirect": where})
    return RedirectResponse(where, 303)


async def forbidden(request: Request, _error: Exception) -> Response:
    context = _context(request)
    reasons = [context.say(Text("Your account may not do this. An administrator can."))]
    return _page(request, "failures/refused.html", Text("Not possible"), 403, reasons=reasons)


async def not_found(request: Request, _error: Exception) -> Response:
    shorter = request.url.path.rstrip("/")
    if request.method == "GET" and shorter != request.url.path and is_own_path(shorter):
        return RedirectResponse(quote(shorter), 307)  # a path alone: nothing in it comes from the Host header
    return _page(request, "failures/missing.html", Text("Not found"), 404)


async def withdrawn(request: Request, _error: Exception) -> Response:
    return _page(request, "link/withdrawn.html", Text("This work order was withdrawn"), 410)


async def http_failure(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 413 or (status == 400 and request.method == "POST"):  # 400: more than a form may have beside its files
        return _page(request, "failures/large.html", Text("Too large"), 413)
    if status == 405:
        return PlainTextResponse("This cannot be done here.", 405)
    return await not_found(request, error)


async def refused(request: Request, error: Exception) -> Response:
    context = _context(request)
    reasons = [context.say(error.words)] if isinstance(error, RefusedError) else []
    return _page(request, "failures/refused.html", Text("Not possible"), 409, reasons=reasons)


async def invalid(request: Request, error: Exception) -> Response:
    """For deeds of one press, which have no form to come back to."""
    context = _context(request)
    fields = error.fields if isinstance(error, InvalidError) else {}
    reasons = [context.say(words) for words in fields.values()]
    return _page(request, "failures/refused.html", Text("Not possible"), 422, reasons=reasons)


async def unavailable(request: Request, error: Exception) -> Response:
    log.warning("%s %s: %s", request.method, without_token(request.url.path), error)
    response = _page(request, "failures/unavailable.html", Text("Just a moment"), 503)
    response.headers["retry-after"] = "10"
    return response


async def broken(request: Request, _error: Exception) -> Response:
    return _page(request, "failures/broken.html", Text("Our fault"), 500)


def _page(request: Request, template: str, title: Text, status: int, *, reasons: list[str] | None = None) -> Response:
    context = _context(request)
    back = request.url.path.rpartition("/")[0] or "/"
    values = {"reasons": reasons or [], "back": back, "of_link": request.url.path.startswith("/l/")}
    return public_page(context, template, title=context.say(title), status=status, **values)


def _context(request: Request) -> RequestContext:
    known: RequestContext | None = getattr(request.state, "context", None)
    return known or context_of(request)
