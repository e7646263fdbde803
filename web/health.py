"""For those who watch the desk from outside: is it up, and how much waits."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text

from store.counts import count_work
from store.store import StoreUnavailableError
from store.troubles import troubles
from web.request import AnyContext, StaffContext

router = APIRouter(include_in_schema=False)
own = APIRouter(include_in_schema=False)  # for staff

COUNTED = 100_000  # up to here: a page stops sooner, a monitor draws a line


@router.get("/healthz/live")
def live(context: AnyContext) -> Response:
    """Whether every thread of this process gives signs of life; where not, it should be started anew."""
    still = [f"{name}: no sign for {seconds:.0f} s" for name, seconds in context.store.signs.silent().items()]
    return PlainTextResponse("\n".join(still or ["ok"]) + "\n", 503 if still else 200)


@router.get("/healthz/ready")
def ready(context: AnyContext) -> Response:
    """Whether it can do its work just now: the store is reached."""
    try:
        with context.reading() as session:
            session.execute(text("SELECT 1"))
    except StoreUnavailableError:
        return PlainTextResponse("the store cannot be reached\n", 503)
    return PlainTextResponse("ok\n")


@router.get("/healthz")
def health(context: AnyContext) -> Response:
    """Both."""
    alive = live(context)
    return ready(context) if alive.status_code == 200 else alive


@own.get("/metrics")
def metrics(context: StaffContext) -> Response:
    """In the text format of Prometheus."""
    with context.reading() as session:
        waiting, wrong = count_work(session, most=COUNTED), troubles(session)
    lines = [
        "# HELP postbon_waiting Things that need a hand, by the place they wait in.",
        "# TYPE postbon_waiting gauge",
    ]
    lines += [f'postbon_waiting{{place="{place}"}} {count}' for place, count in waiting.items()]
    lines += ["# HELP postbon_troubles Troubles that are not over.", "# TYPE postbon_troubles gauge"]
    lines += [f"postbon_troubles {len(wrong)}"]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
