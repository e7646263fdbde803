"""An OAuth 2.0 provider on loopback: its consent page says yes, a refresh token counts once (RFC 6749, 7636, 7662)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from config.settings import OAuth
from tests.servers.server_process import HOST

CLIENT, SECRET = "postbon-desk", "geheim van de app"


@dataclass
class TokenServer:
    """user: whom every token lets in · seconds: how long an access token counts · asked: the grant types, in order"""

    user: str = ""
    seconds: int = 3600
    asked: list[str] = field(default_factory=list)
    refuses: bool = False
    lie: dict[str, object] = field(default_factory=dict)  # what its answers say otherwise
    port: int = 0
    valid: set[str] = field(default_factory=set)  # access tokens
    refresh: str = ""
    challenges: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def oauth(self, **other: object) -> OAuth:
        values = {"provider": "custom", "client_id": CLIENT, "client_secret": SECRET, "scope": "mail"}
        places = {"token_url": f"{self.url}/token", "authorize_url": f"{self.url}/authorize"}
        return OAuth.model_validate(values | places | other)

    def consent(self, asked: dict[str, str]) -> str:
        """Where the browser is sent with the code."""
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        return f"{asked['redirect_uri']}/?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, object] | None:
        with self.lock:
            self.asked.append(form["grant_type"])
            proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            fits = {
                "authorization_code": self.challenges.pop(form.get("code", ""), "") == proof.decode().rstrip("="),
                "refresh_token": form.get("refresh_token") == self.refresh,
                "client_credentials": True,
            }
            app = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
            if self.refuses or not app or not fits[form["grant_type"]]:
                return None
            access = f"access-{len(self.asked)}"
            self.valid.add(access)
            answer: dict[str, object] = {"access_token": access, "token_type": "Bearer", "expires_in": self.seconds}
            if form["grant_type"] != "client_credentials":
                self.refresh = f"refresh-{len(self.asked)}"
                answer["refresh_token"] = self.refresh
            return {name: value for name, value in (answer | self.lie).items() if value is not None}


class Handler(BaseHTTPRequestHandler):
    tokens: TokenServer

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if self.path.startswith("/authorize"):
            self.send_response(302)
            self.send_header("Location", self.tokens.consent(asked))
            self.end_headers()
            return
        known = asked.get("access_token") in self.tokens.valid
        self._answer(200 if known else 401, {"username": self.tokens.user, "active": known})

    def do_POST(self) -> None:
        octets = self.rfile.read(int(self.headers["Content-Length"]))
        form = {name: values[0] for name, values in parse_qs(octets.decode()).items()}
        token = self.tokens.token(form)
        self._answer(200 if token else 400, token or {"error": "invalid_grant", "error_description": "not any more"})

    def _answer(self, status: int, words: dict[str, object]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(words).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class calls it so
        pass


@pytest.fixture(scope="session")
def token_server() -> Iterator[TokenServer]:
    tokens = TokenServer()
    server = ThreadingHTTPServer((HOST, 0), type("Handling", (Handler,), {"tokens": tokens}))
    tokens.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield tokens
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tokens(token_server: TokenServer) -> TokenServer:
    """The provider as it is before anybody asked it."""
    token_server.user, token_server.seconds, token_server.refuses, token_server.refresh = "", 3600, False, ""
    for each in (token_server.asked, token_server.valid, token_server.challenges, token_server.lie):
        each.clear()
    return token_server
