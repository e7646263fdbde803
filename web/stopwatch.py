"""How long whoever asks for a page waits for it."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from store.latencies import Latencies, Latency

API = "/api/"
UNTIMED = ("/static/", "/healthz", "/metrics")  # no work of the desk's


class Stopwatch:
    """ASGI middleware around everything: from the question to the last octet of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNTIMED):
            await self._app(scope, receive, send)
            return
        latencies: Latencies = scope["app"].state.store.latencies
        latency = Latency.CALL if scope["path"].startswith(API) else Latency.PAGE
        began = latencies.clock()

        async def send_and_look(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                latencies.note(latency, latencies.clock() - began)
            await send(message)

        await self._app(scope, receive, send_and_look)
