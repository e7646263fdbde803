"""The line after a deed: what was done, and the way to undo it. It travels to the next page in a short-lived cookie."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse

COOKIE = "postbon_done"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Done:
    """text: in the reader's language. undo: where a press on "undo" posts to, "" where it cannot be undone.
    order_of: the number of a ticket that was just made, for which a work order is the likely next thing."""

    text: str
    undo: str = ""
    order_of: str = ""


def go_on(path: str, done: Done | None = None) -> RedirectResponse:
    """Show another page after a deed (303, so that reloading it does nothing again)."""
    response = RedirectResponse(path, 303)
    if done:
        packed = base64.urlsafe_b64encode(json.dumps(asdict(done)).encode()).decode()
        response.set_cookie(COOKIE, packed, max_age=SECONDS, httponly=True, samesite="lax")
    return response


def done_before(request: Request) -> Done | None:
    """What the page before did."""
    try:
        kept = json.loads(base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")))
        text, undo, order_of = str(kept["text"]), str(kept["undo"]), str(kept["order_of"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return None
    return Done(text, undo if is_own_path(undo) else "", order_of)


def is_own_path(path: str) -> bool:
    """Whether this is a path of ours, and not the address of somewhere else."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
