"""Logging in by the organisation's own issuer (OpenID Connect Core, authorization code flow with PKCE). It says who
somebody is; whether they may come in, and as what, is said by their account here."""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from config.settings import Oidc
from config.words import Text
from convert.errors import MissingError
from store.attempts import EVERYBODY, admit
from store.staff import active_staff_with_email
from store.tokens import new_token
from store.words import SecurityEvent
from web.done import is_own_path
from web.request import AnyContext, RequestContext, cookie_of, drop_cookie, give_cookie
from web.staff.accounts.login import LONGEST_ADDRESS, come_further, login_page

router = APIRouter(prefix="/login/oidc", include_in_schema=False)
log = logging.getLogger(__name__)

COOKIE, PATIENCE = "postbon_oidc", timedelta(minutes=10)
SIGNED = ["RS256", "PS256", "ES256", "EdDSA"]  # by the issuer's private key: never by a secret we share, never by none
SECONDS = 5  # the issuer may take for one answer
LEEWAY = 60  # seconds between its clock and ours
MOST = {"from": 60, EVERYBODY: 1_000}  # beginnings in an hour; each makes us ask the issuer
NO_LUCK = Text("That did not work. Try again, or log in with your password.")


class IssuerError(Exception):
    """The issuer, or the browser that comes from it, is not what it should be."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One way to the issuer and back, of one browser. What must come back unchanged is derived from what only that
    browser holds, so that nothing is kept here, and what another browser began does not fit.

    cookie  a random token, when it began in seconds, and where to go then
    """

    cookie: str
    secret: bytes

    @property
    def after(self) -> str:
        path = unquote(self.cookie.split(".", 2)[2])
        return path if is_own_path(path) else "/"

    def mark(self, use: str) -> str:
        """The state, nonce or verifier (RFC 7636 section 4.1: 43 to 128 characters)."""
        return hmac.new(self.secret, f"oidc:{use}:{self.cookie}".encode(), "sha256").hexdigest()


@router.get("")
def go_there(context: AnyContext, next: str = "/") -> Response:  # noqa: A002  the name people see in the address
    oidc = _set(context)
    most = {f"from {context.client}": MOST["from"], EVERYBODY: MOST[EVERYBODY]}
    with context.store.writing() as session:
        if not admit(session, "oidc", most, context.now):
            return login_page(context, next, error=context.say(NO_LUCK), status=429)
    began, after = int(context.now.timestamp()), quote(next[:1_000], safe="")
    errand = Errand(f"{new_token()}.{began}.{after}", context.settings.secret)
    try:
        with _client(context, oidc) as client:
            where, _ = client.create_authorization_url(
                _described(client, oidc)["authorization_endpoint"],
                state=errand.mark("state"),
                nonce=errand.mark("nonce"),
                code_verifier=errand.mark("verifier"),
            )
    except _failures() as error:
        return _refuse(context, errand.after, error)
    response = RedirectResponse(where, 303)
    give_cookie(response, context.settings, COOKIE, errand.cookie, PATIENCE)
    return response


@router.get("/back")
def come_back(context: AnyContext, state: str = "", code: str = "") -> Response:
    """What is said to those who cannot come in is the same for every reason; the log knows it."""
    oidc, errand = _set(context), _errand_of(context)
    if errand is None or not hmac.compare_digest(state.encode(), errand.mark("state").encode()) or not code:
        return _refuse(context, "/", IssuerError("the state is not this browser's"))
    try:
        claims = _claims(context, oidc, errand, code)
    except _failures() as error:
        return _refuse(context, errand.after, error)
    email = claims.get("email")
    is_verified = claims.get("email_verified") is True and isinstance(email, str) and not _only_looks_like_one(email)
    with context.store.writing() as session:
        staff = active_staff_with_email(session, str(email)[:LONGEST_ADDRESS]) if is_verified else None
        if staff:
            response: Response = come_further(context, session, staff, errand.after)
        else:
            context.log(session, SecurityEvent.LOG_IN_REFUSED, about="/login/oidc")
    if not staff:
        return _refuse(context, errand.after, IssuerError("nobody here has that verified address"))
    drop_cookie(response, context.settings, COOKIE)
    return response


def _only_looks_like_one(email: str) -> bool:
    """A Kelvin sign has our k for its small letter, and is another address."""
    return email.isascii() != email.lower().isascii()


def _claims(context: RequestContext, oidc: Oidc, errand: Errand, code: str) -> dict[str, Any]:
    """What the issuer says of whoever came back, proven (OpenID Connect Core section 3.1.3.7)."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    with _client(context, oidc) as client:
        described = _described(client, oidc)
        token = client.fetch_token(described["token_endpoint"], code=code, code_verifier=errand.mark("verifier"))
        keys = client.request("GET", described["jwks_uri"], withhold_token=True).json()
    signed = jwt.decode(token["id_token"], KeySet.import_key_set(keys), algorithms=SIGNED)
    wanted = {"iss": oidc.issuer, "aud": oidc.client_id}
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        {name: {"essential": True, "value": value} for name, value in wanted.items()},
        {"nonce": errand.mark("nonce"), "client_id": oidc.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(int(context.now.timestamp()), LEEWAY)
    return dict(claims)


def _described(client: Any, oidc: Oidc) -> dict[str, str]:
    """The issuer's own description (OpenID Connect Discovery section 4); its addresses are as safe as its own."""
    where = f"{oidc.issuer.rstrip('/')}/.well-known/openid-configuration"
    found = client.request("GET", where, withhold_token=True, allow_redirects=False).json()
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    scheme = oidc.issuer.partition(":")[0]
    if found["issuer"] != oidc.issuer or not all(found[name].startswith(f"{scheme}://") for name in names):
        raise IssuerError("the issuer describes another one")
    return {name: found[name] for name in names}


def _client(context: RequestContext, oidc: Oidc) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        oidc.client_id,
        oidc.client_secret.get_secret_value(),
        scope="openid email",
        redirect_uri=f"{context.settings.desk.base_url.rstrip('/')}{router.prefix}/back",
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )


def _failures() -> tuple[type[Exception], ...]:
    """What an issuer that is down, or is not what it says, may lead to."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (AuthlibBaseError, JoseError, RequestException, IssuerError, ValueError, KeyError, TypeError, AttributeError)


def _errand_of(context: RequestContext) -> Errand | None:
    """What this browser began, less than ten minutes ago."""
    cookie = cookie_of(context.request, context.settings, COOKIE)
    _, _, rest = cookie.partition(".")
    began, dot, _ = rest.partition(".")
    if not dot or not (began.isascii() and began.isdigit() and len(began) < 12):
        return None
    age = context.now.timestamp() - int(began)
    return Errand(cookie, context.settings.secret) if 0 <= age < PATIENCE.total_seconds() else None


def _set(context: RequestContext) -> Oidc:
    """Raises MissingError where no issuer is set."""
    if not context.settings.web.oidc.issuer:
        raise MissingError
    return context.settings.web.oidc


def _refuse(context: RequestContext, after: str, error: Exception) -> Response:
    log.warning("log-in by the issuer refused: %s", error)
    response = login_page(context, after, error=context.say(NO_LUCK), status=422)
    drop_cookie(response, context.settings, COOKIE)
    return response
