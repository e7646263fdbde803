"""What stands before every page: only hosts of ours, no writing on behalf of another site, no more octets than agreed,
safe headers on every answer."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import Settings
from config.words import Text
from web.request import asked_language

# People send what their telephone made. Up to here it is read to its end, so that what is too large can be said at its
# field, with all they typed still there.
FORMS_OF_STRANGERS, ROOMIER = ("/report", "/l/"), 8
FORM_ROOM = 1024 * 1024  # octets a form may have beside its files
HARMLESS = ("GET", "HEAD", "OPTIONS")
WATCHED = "/healthz"  # asked for by machines that name us by any address
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Scripts, styles and frames come from one folder each: what people sent lies beside them on the same host.
POLICY = (
    "default-src 'none'; script-src {static}; style-src {static}; font-src {static}; img-src 'self' data:; "
    "connect-src 'self'; frame-src {glass}; worker-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
YEAR = "max-age=31536000"
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.IGNORECASE)


class Guard:
    """ASGI middleware around the whole app, its last answer to its own faults included. A page may set any of these
    headers itself; what it leaves out is set here."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        room = settings.web.max_upload + FORM_ROOM
        self._app = RequestBodyLimitMiddleware(app, room)
        self._roomy = RequestBodyLimitMiddleware(app, room * ROOMIER)
        self._language = settings.desk.language
        self._site = urlsplit(settings.desk.base_url).netloc
        self._hosts = {host_of(name) for name in (self._site, *LOOPBACK, *settings.web.allowed_hosts)}
        self._origins = {origin_of(settings.desk.base_url)}
        self._origins |= {f"{scheme}://{name}" for name in settings.web.allowed_hosts for scheme in ("http", "https")}
        is_tls = settings.desk.base_url.startswith("https:")
        self._safe = {**SAFE, "strict-transport-security": YEAR} if is_tls else SAFE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        is_known = len(hosts) == 1 and host_of(hosts[0]) in self._hosts

        is_begun = False

        async def send_safely(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                answer = MutableHeaders(scope=message)
                answer.setdefault("content-security-policy", policy(self._site, *hosts if is_known else ()))
                for name, value in self._safe.items():
                    answer.setdefault(name, value)
            await send(message)

        refusal = None
        if not is_known and not scope["path"].startswith(WATCHED):
            refusal = Text("This is the desk of %(site)s. Please use that address.", site=self._site), 400
        elif not is_ours(scope["method"], headers, self._origins):
            refusal = Text("This form was sent from another site; nothing was changed."), 403
        if refusal:
            words, status = refusal
            language = asked_language(headers.get("accept-language", ""), self._language)
            await PlainTextResponse(words.in_(language), status)(scope, receive, send_safely)
            return
        # HEAD is GET without its body (RFC 9110 §9.3.2); the server leaves the body out.
        # What was asked is remembered: a page that notes who has seen it does not count a HEAD.
        asked = {**scope, "method": "GET", "asked": "HEAD"} if scope["method"] == "HEAD" else scope
        within = self._roomy if scope["path"].startswith(FORMS_OF_STRANGERS) else self._app
        try:
            await within(asked, receive, send_safely)
        except Exception:
            if not is_begun:  # even the page that says so broke
                await PlainTextResponse("Our own program broke on this.", 500)(scope, receive, send_safely)
            raise  # for the log


def is_ours(method: str, headers: Headers, origins: set[str]) -> bool:
    """Whether a request that may change something comes from our own pages, or from a program without cookies.

    Every browser of these years says so itself (Sec-Fetch-Site); an older one sends Origin with each POST.
    """
    if method in HARMLESS:
        return True
    site, came_from = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    if came_from is not None:
        return came_from in origins
    return "cookie" not in headers


def host_of(netloc: str) -> str:
    """The host without its port, in lower case; "" for what is none. A proxy may listen on another port than we."""
    found = _HOST.fullmatch(netloc)
    return found[1].lower().rstrip(".") if found else ""


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def policy(*sites: str) -> str:
    """The policy of a page that is asked for by one of these names; a proxy may have changed the name."""
    names = dict.fromkeys(sites)
    static, glass = (" ".join(f"{name}/{folder}/" for name in names) for folder in ("static", "glass"))
    return POLICY.format(static=static, glass=glass)
