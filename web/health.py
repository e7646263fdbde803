"""For those who watch the desk from outside: is it up, and how much waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text

from store.keys import open_key
from store.measures import Histogram, Measure, measure_desk, measure_latencies
from store.store import StoreUnavailableError
from web.request import AnyContext, staff_context_of

router = APIRouter(include_in_schema=False)


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


@router.get("/metrics")
def metrics(request: Request, context: AnyContext) -> Response:
    """In the text format of Prometheus: for staff, and for whoever holds a key."""
    kind, _, words = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        context = staff_context_of(request)
    with context.reading() as session:
        if kind.lower() == "bearer" and open_key(session, words.strip(), context.now) is None:
            return PlainTextResponse("this key opens nothing\n", 401)
        measures = list(measure_desk(session, context.now))
        histograms = list(measure_latencies(session))
    silent = len(context.store.signs.silent())
    measures.append(Measure("threads_silent", "Threads of this process that stand still.", "", {"": silent}))
    lines = [*map(_lines, measures), *_histograms(histograms)]
    return PlainTextResponse("".join(lines), media_type="text/plain; version=0.0.4")


def _lines(measure: Measure) -> str:
    name = f"postbon_{measure.name}"
    lines = [f"# HELP {name} {measure.about}", f"# TYPE {name} gauge"]
    for label, value in measure.values.items():
        lines.append(f'{name}{{{measure.label}="{label}"}} {value:g}' if measure.label else f"{name} {value:g}")
    return "\n".join(lines) + "\n"


def _histograms(histograms: Iterable[Histogram]) -> Iterator[str]:
    """Each begins once, with what all processes say of it below."""
    for (plain, about), of_each in groupby(histograms, key=lambda each: (each.name, each.about)):
        name = f"postbon_{plain}"
        yield f"# HELP {name} {about}\n# TYPE {name} histogram\n"
        for one in of_each:
            for bound, count in (
                *((f"{seconds:g}", below) for seconds, below in one.up_to.items()),
                ("+Inf", one.count),
            ):
                yield f'{name}_bucket{{node="{one.node}",le="{bound}"}} {count}\n'
            yield f'{name}_sum{{node="{one.node}"}} {one.total:.3f}\n{name}_count{{node="{one.node}"}} {one.count}\n'
