"""A small OpenID Connect issuer on loopback: it signs with keys of its own, and lies as it is told."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.servers.server_process import HOST

CLIENT, SECRET = "postbon", "a secret of the client, for tests only"


class Issuer:
    """email, verified: of whoever logs in there · lie: changes the claims before they are signed · sign: how"""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self.url, self.clock = url, clock
        self.key, self.stranger = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        self.email, self.verified = "ingrid@delinde.example.nl", True
        self.lie: dict[str, Any] = {}
        self.sign = "RS256"
        self.codes: dict[str, dict[str, str]] = {}

    def description(self) -> dict[str, Any]:
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.url} | {name: f"{self.url}/{path}" for name, path in paths.items()}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser of whoever logged in is sent."""
        assert asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        begun = self.codes.pop(asked["code"], None)  # of use once
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if begun is None or authorization != basic or begun["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(self.clock().timestamp())
        claims = {"iss": self.url, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        claims |= {"email": self.email, "email_verified": self.verified, **self.lie}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(claims)}

    def signed(self, claims: dict[str, Any]) -> str:
        if self.sign == "none":
            parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        if self.sign == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "RS256"}, claims, self.stranger if self.sign == "stranger" else self.key)

    def keys(self) -> dict[str, Any]:
        return KeySet([self.key]).as_dict(private=False)  # type: ignore[return-value]


@contextmanager
def an_issuer(clock: Callable[[], datetime]) -> Iterator[Issuer]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_header("location", issuer.authorize(asked))
                self.end_headers()
            else:
                self.answer(200, issuer.keys() if parts.path == "/keys" else issuer.description())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*issuer.token(asked, self.headers.get("authorization", "")))

        def answer(self, status: int, value: dict[str, Any]) -> None:
            octets = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Door)
    issuer = Issuer(f"http://{HOST}:{server.server_port}", clock)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
