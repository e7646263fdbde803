"""What is given to a colleague, and to whom it was before: in the address where a press on "undo" posts to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import Response

from convert.errors import RefusedError
from convert.unit_of_work import UnitOfWork
from web.done import Done, go_on, is_own_path
from web.request import RequestContext
from web.typed import whole_number

MOST = 200  # given at once


def give_back_address(path: str, to: int | None, former: Mapping[int, int | None], then: str) -> str:
    """former: whose each was, by its id; None: nobody's."""
    was = ".".join(f"{key}-{before or 0}" for key, before in former.items())
    return f"{path}?{urlencode({'to': to or 0, 'was': was, 'then': then})}" if former else ""


def give_back(
    context: RequestContext,
    deed: Callable[[UnitOfWork, int, Any, Any], object],
    *,
    to: str,
    was: str,
    then: str,
    otherwise: str,
) -> Response:
    """Each to whom it was before, where it still is whose it was given to and nobody was told."""
    pairs = [[whole_number(part) for part in pair.split("-")] for pair in was.split(".")[:MOST]]
    back = others = 0
    with context.work() as work:
        for key, before in (pair for pair in pairs if len(pair) == 2):
            try:
                with work.session.begin_nested():
                    deed(work, key or 0, whole_number(to) or None, before or None)
                back += 1
            except RefusedError:
                others += 1
    line = context.say("Back to whom it was: %(count)s.", count=back)
    if others:
        line += " " + context.say("Not taken back, since it went on meanwhile: %(count)s.", count=others)
    return go_on(then if is_own_path(then) else otherwise, Done(line))
