"""A server that wants TLS and a log-in, as the outgoing server of most houses does, with a certificate made here."""

from __future__ import annotations

import base64
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from config.settings import Security
from tests.servers import needs
from tests.servers.server_process import HOST, free_port
from tests.servers.sink import Sink, SinkHandler
from tests.servers.token_server import TokenServer

USER, PASSWORD = "melding@delinde.example.nl", "een lange zin"

Start = Callable[[Security], Sink]
StartForTokens = Callable[[TokenServer], Sink]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for loopback and its key; it is its own authority."""
    needs.program("openssl", package="openssl")
    folder = tmp_path_factory.mktemp("secured")
    own, key = folder / "cert.pem", folder / "key.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    making += ["-days", "2", "-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{HOST}"]
    subprocess.run([*making, "-keyout", str(key), "-out", str(own)], check=True, capture_output=True)
    return own, key


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the certificate, as it would by its own list of authorities."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def start_secured(certificate: tuple[Path, Path]) -> Iterator[Start]:
    """Start a sink that takes mail over such a line only, from who knows the password."""
    with ExitStack() as running:

        def start(security: Security) -> Sink:
            sink = Sink(free_port())
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*map(str, certificate))
            controller = Controller(
                SinkHandler(sink),
                hostname=HOST,
                port=sink.port,
                ready_timeout=20,
                ssl_context=context if security == "tls" else None,
                tls_context=context if security == "starttls" else None,
                require_starttls=security == "starttls",
                auth_required=security != "none",
                auth_require_tls=security == "starttls",
                authenticator=_knows,
            )
            controller.start()
            running.callback(controller.stop)
            return sink

        yield start


class TokenHandler(SinkHandler):
    def __init__(self, sink: Sink, tokens: TokenServer) -> None:
        super().__init__(sink)
        self.tokens = tokens

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        words = base64.b64decode(args[1]).decode()
        fits = any(words == f"user={self.tokens.user}\x01auth=Bearer {each}\x01\x01" for each in self.tokens.valid)
        if not fits:  # as Google and Microsoft do: why, in a challenge, and only then the refusal
            await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=fits, handled=False)


@pytest.fixture
def start_for_tokens() -> Iterator[StartForTokens]:
    """Start a sink that takes mail from who has a token of this provider."""
    with ExitStack() as running:

        def start(tokens: TokenServer) -> Sink:
            sink = Sink(free_port())
            controller = Controller(
                TokenHandler(sink, tokens),
                hostname=HOST,
                port=sink.port,
                ready_timeout=20,
                auth_required=True,
                auth_require_tls=False,
                auth_exclude_mechanism=("LOGIN", "PLAIN"),
            )
            controller.start()
            running.callback(controller.stop)
            return sink

        yield start


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: LoginPassword) -> AuthResult:
    known = (told.login.decode(), told.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=known, handled=False)
