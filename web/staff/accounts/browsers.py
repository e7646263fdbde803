"""Where somebody is logged in, in words: "Firefox on Android" for what a browser calls itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.access import StaffSession
from web.request import RequestContext

BROWSERS = {  # a mark in what it calls itself; whoever also calls itself by the name of another stands before that one
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Vivaldi/": "Vivaldi",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",  # and HeadlessChrome
    "Safari/": "Safari",
}
SYSTEMS = {  # Android says Linux too, an iPhone "like Mac OS X"
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def sessions_shown(context: RequestContext, sessions: Iterable[StaffSession]) -> list[dict[str, Any]]:
    return [
        {"id": row.key, "program": name_program(row.program, context), "client": row.client, "seen_at": row.seen_at}
        for row in sessions
    ]


def name_program(program: str, context: RequestContext) -> str:
    """By its User-Agent. What is no browser gives its own name: "curl"."""
    browser, system = _found(BROWSERS, program), _found(SYSTEMS, program)
    if browser and system:
        return context.say("%(browser)s on %(system)s", browser=browser, system=system)
    own = program.partition("/")[0].strip()[:40]
    return browser or system or (own if own != "Mozilla" else "") or context.say("unknown program")


def _found(names: dict[str, str], program: str) -> str:
    return next((name for mark, name in names.items() if mark in program), "")
