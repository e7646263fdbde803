"""The pages behind their socket: a server that gives signs of life and can be started anew on the same socket."""

from __future__ import annotations

import socket

import uvicorn
from starlette.types import ASGIApp

from store.life_signs import LifeSigns

NAME = "web"
STANDS_STILL = 30.0  # seconds without a turn of the event loop
# Seconds for which a connection that asks nothing is kept: longer than the proxies before it keep theirs (Caddy 120,
# Cloudflare 90, nginx 60). Else the desk closes the very connection that a press is coming over, and the press is lost.
_KEPT = 130
_GOODBYE = 5  # seconds for what is being answered when the desk ends


class PageServer:
    """`serve` runs until `end` is called; called again after it broke off, it goes on listening."""

    def __init__(self, app: ASGIApp, listener: socket.socket, signs: LifeSigns) -> None:
        self._app = app
        self._listener = listener
        self._signs = signs
        self._running: uvicorn.Server | None = None
        self._ended = False

    def serve(self) -> None:
        config = uvicorn.Config(
            self._app,
            log_config=None,  # it logs as the whole desk does
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_keep_alive=_KEPT,
            timeout_graceful_shutdown=_GOODBYE,
        )
        self._running = LivingServer(config, self._signs)
        self._running.should_exit = self._ended
        self._running.run([self._listener.dup()])  # it closes what it is given

    def end(self) -> None:
        self._ended = True
        if self._running:
            self._running.should_exit = True
        self._listener.close()


class LivingServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, signs: LifeSigns) -> None:
        super().__init__(config)
        self._signs = signs

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:  # it ticks ten times a second
            self._signs.give(NAME, quiet=STANDS_STILL)
        return await super().on_tick(counter)
