"""What stands before every page: no writing on behalf of another site, no more octets than agreed, safe headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# People send what their telephone made. Up to here it is read to its end, so that what is too large can be said at its
# field, with all they typed still there.
FORMS_OF_STRANGERS, ROOMIER = ("/report", "/l/"), 8
HARMLESS = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SAFE = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware. A page may set any of these headers itself; what it leaves out is set here."""

    def __init__(self, app: ASGIApp, base_url: str, max_body: int) -> None:
        self._app = RequestBodyLimitMiddleware(app, max_body)
        self._roomy = RequestBodyLimitMiddleware(app, max_body * ROOMIER)
        self._origin = origin_of(base_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        if not is_ours(scope["method"], Headers(scope=scope), self._origin):
            refusal = PlainTextResponse("This form was sent from another site; nothing was changed.", 403)
            await refusal(scope, receive, send_safely)
            return
        # HEAD is GET without its body (RFC 9110 §9.3.2); the server leaves the body out.
        # What was asked is remembered: a page that notes who has seen it does not count a HEAD.
        asked = {**scope, "method": "GET", "asked": "HEAD"} if scope["method"] == "HEAD" else scope
        within = self._roomy if scope["path"].startswith(FORMS_OF_STRANGERS) else self._app
        await within(asked, receive, send_safely)


def is_ours(method: str, headers: Headers, origin: str) -> bool:
    """Whether a request that may change something comes from our own pages, or from a program without cookies.

    Every browser of these years says so itself (Sec-Fetch-Site); an older one sends Origin with each POST.
    """
    if method in HARMLESS:
        return True
    site, came_from = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    if came_from is not None:
        return came_from == origin or urlsplit(came_from).netloc == headers.get("host")
    return "cookie" not in headers


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
