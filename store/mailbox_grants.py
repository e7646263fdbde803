"""Log-in to mailboxes by OAuth 2.0 (RFC 6749): what a provider granted is kept sealed, and renewed in time.

A grant belongs to one user of one app, so that a mailbox that is read and the way out of the same name share it.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from config.settings import Imap, OAuth, SmtpOut
from config.speech import say
from store.access import MailboxGrant
from store.rows import insert_new, row_values
from store.store import Store, StoreUnavailableError, database_time

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

EARLY = timedelta(minutes=5)  # before an access token ends it is renewed, so that none ends in the middle of a round
LEASE = timedelta(seconds=30)  # for one renewal: where a refresh token counts once, two that renew would end the grant
LONGEST = 10 * 366 * 24 * 3600  # seconds of a token's life that are believed
PAUSES = (1, 2, 4, 8)  # seconds between attempts to keep what was granted
TIMEOUT = 10.0  # seconds the provider may be silent
REDIRECT = "http://localhost"  # nothing listens there: the address the browser ends at holds the code


@dataclass(frozen=True, slots=True)
class Provider:
    """authorize: where a person consents · token: where codes become tokens · scope, app_scope: what is asked for in a
    person's name, and in the app's own · extra: what its consent page wants beside"""

    authorize: str
    token: str
    scope: str
    app_scope: str = ""
    extra: tuple[tuple[str, str], ...] = ()


PROVIDERS = {
    "microsoft": Provider(
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
        "https://outlook.office365.com/.default",
    ),
    "google": Provider(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        extra=(("access_type", "offline"), ("prompt", "consent")),
    ),
}

_log = logging.getLogger(__name__)


class GrantError(Exception):
    """There is no access token; in words that say what to do."""


@dataclass(frozen=True, slots=True)
class Grants:
    """The grants of this desk. Safe to share between threads."""

    store: Store
    secret: bytes

    def access_token(self, account: Imap | SmtpOut) -> str:
        """A token the account's server lets us in with, for five minutes at least where the provider is there.
        Raises GrantError, StoreUnavailableError."""
        oauth, holder = _oauth(account), holder_of(account)
        until = datetime.now(UTC) + LEASE
        while True:
            with self.store.reading() as session:
                row, now = _row(session, holder), database_time(session)
            if row and row.access_token and row.expires_at and row.expires_at > now + EARLY:
                return self._open(row.access_token, account)
            if row is None and oauth.flow == "authorization_code":
                raise GrantError(_log_in_first(account))
            is_good = row and row.access_token and row.expires_at and row.expires_at > now
            claimed = self._claim(holder)
            if claimed is not None:
                try:
                    return self._renew(account, self._open(claimed, account))
                except GrantError as error:
                    if not is_good:
                        raise
                    _log.warning("%s: not renewed yet: %s", account_name(account), error)
            if row and is_good:
                return self._open(row.access_token, account)
            if datetime.now(UTC) > until:
                raise GrantError(say("the token is being renewed elsewhere, and that takes too long"))
            Event().wait(0.2)  # another machine renews it: nothing here can tell when it is done

    def forget_access(self, account: Imap | SmtpOut) -> None:
        """The server refused the token although it should be good: the next who asks gets another."""
        with self.store.writing() as session:
            session.execute(update(MailboxGrant).where(_is(holder_of(account))).values(access_token=""))

    def take_code(self, account: Imap | SmtpOut, pasted: str, state: str, verifier: str) -> None:
        """Keep what the provider grants for the address the browser ended at, or for the bare code in it.
        Raises GrantError, StoreUnavailableError."""
        asked: dict[str, Any] = {"authorization_response": pasted} if "code=" in pasted else {"code": pasted}
        with _client(account) as client:
            token = _fetched(
                account,
                lambda: client.fetch_token(_provider(account).token, state=state, code_verifier=verifier, **asked),
            )
        if not token.get("refresh_token"):
            raise GrantError(say("the provider gave no refresh token: let the app ask for offline access"))
        self._keep_surely(account, token)

    def _claim(self, holder: str) -> str | None:
        """The sealed refresh token, for whoever is to renew; None where another does, or did since we looked."""
        with self.store.writing() as session:
            now = database_time(session)
            session.execute(insert_new(session, MailboxGrant).values(row_values(MailboxGrant, holder=holder)))
            until = col(MailboxGrant.renewing_until)
            # A lease that ends later than one can was written before the clock was put back: it binds nobody. Twice as
            # long as one lasts, because whoever took it may have asked the time a moment after we did.
            free = until.is_(None) | (until <= now) | (until > now + 2 * LEASE)
            ends = col(MailboxGrant.expires_at)
            due = ends.is_(None) | (ends <= now + EARLY) | (col(MailboxGrant.access_token) == "")
            claiming = update(MailboxGrant).where(_is(holder), free, due).values(renewing_until=now + LEASE)
            return session.execute(claiming.returning(col(MailboxGrant.refresh_token))).scalar_one_or_none()

    def _renew(self, account: Imap | SmtpOut, refresh_token: str) -> str:
        provider = _provider(account)
        try:
            with _client(account) as client:
                if _oauth(account).flow == "client_credentials":
                    token = _fetched(
                        account, lambda: client.fetch_token(provider.token, grant_type="client_credentials")
                    )
                elif refresh_token:
                    token = _fetched(account, lambda: client.refresh_token(provider.token, refresh_token))
                else:
                    raise GrantError(_log_in_first(account))
        except GrantError:
            with self.store.writing() as session:
                session.execute(update(MailboxGrant).where(_is(holder_of(account))).values(renewing_until=None))
            raise
        self._keep_surely(account, token)
        return str(token["access_token"])

    def _keep_surely(self, account: Imap | SmtpOut, token: dict[str, Any]) -> None:
        """A refresh token that counts once is nowhere else: a store that is busy is asked again."""
        for pause in PAUSES:
            with suppress(StoreUnavailableError):
                self._keep(account, token)
                return
            Event().wait(pause)
        self._keep(account, token)

    def _keep(self, account: Imap | SmtpOut, token: dict[str, Any]) -> None:
        """`expires_in` is in seconds; a provider that does not say is taken at an hour. One that gives no new refresh
        token leaves the old one in force."""
        with self.store.writing() as session:
            seconds = int(token.get("expires_in") or 3600)
            values = {
                "access_token": self._seal(token["access_token"]),
                "expires_at": database_time(session) + timedelta(seconds=seconds),
                "renewing_until": None,
            }
            if token.get("refresh_token"):
                values["refresh_token"] = self._seal(token["refresh_token"])
            holder = holder_of(account)
            session.execute(insert_new(session, MailboxGrant).values(row_values(MailboxGrant, holder=holder)))
            session.execute(update(MailboxGrant).where(_is(holder)).values(**values))

    def _seal(self, token: str) -> str:
        return str(self._box().encrypt(token.encode()).decode())

    def _open(self, sealed: str, account: Imap | SmtpOut) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return str(self._box().decrypt(sealed).decode()) if sealed else ""
        except InvalidToken:  # the desk has another secret than when this was kept
            raise GrantError(_log_in_first(account)) from None

    def _box(self) -> Any:
        from cryptography.fernet import Fernet

        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mailbox grants:" + self.secret).digest()))


def consent_address(account: Imap | SmtpOut, state: str, verifier: str) -> str:
    """The page at the provider on which a person lets the desk in. Raises GrantError."""
    if _oauth(account).flow != "authorization_code":
        raise GrantError(say("with flow = client_credentials nobody logs in: the app has its own password"))
    provider = _provider(account)
    with _client(account) as client:
        address, _ = client.create_authorization_url(
            provider.authorize, state=state, code_verifier=verifier, login_hint=account.username, **dict(provider.extra)
        )
    return str(address)


def bearer_words(account: Imap | SmtpOut, token: str) -> str:
    """What AUTH XOAUTH2 is answered with, as Google and Microsoft describe it."""
    return f"user={account.username}\x01auth=Bearer {token}\x01\x01"


def account_name(account: Imap | SmtpOut) -> str:
    """What it is called in `postbon mailbox login NAME`."""
    return account.name if isinstance(account, Imap) else "smtp_out"


def holder_of(account: Imap | SmtpOut) -> str:
    return f"{account.username.lower()} {_oauth(account).client_id}"


def _oauth(account: Imap | SmtpOut) -> OAuth:
    if account.oauth is None:
        raise GrantError(say("%(name)s has no oauth in the settings", name=account_name(account)))
    return account.oauth


def _provider(account: Imap | SmtpOut) -> Provider:
    oauth = _oauth(account)
    if oauth.provider == "custom":
        return Provider(oauth.authorize_url, oauth.token_url, oauth.scope, oauth.scope)
    known = PROVIDERS[oauth.provider]
    tenant = {"tenant": oauth.tenant or "common"}
    return Provider(
        known.authorize.format(**tenant),
        oauth.token_url or known.token.format(**tenant),
        oauth.scope or known.scope,
        oauth.scope or known.app_scope,
        known.extra,
    )


def _client(account: Imap | SmtpOut) -> OAuth2Session:
    try:
        from authlib.integrations.requests_client import OAuth2Session
    except ImportError:
        raise GrantError(say("OAuth needs two more packages: pip install 'postbon[oauth]'")) from None
    oauth, provider = _oauth(account), _provider(account)
    secret = oauth.client_secret.get_secret_value()
    return OAuth2Session(
        oauth.client_id,
        secret or None,
        token_endpoint_auth_method="client_secret_post" if secret else "none",
        scope=provider.app_scope if oauth.flow == "client_credentials" else provider.scope,
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
    )


def _fetched(account: Imap | SmtpOut, ask: Any) -> dict[str, Any]:
    """The provider's answer. Raises GrantError in its own words and ours."""
    from authlib.common.errors import AuthlibBaseError
    from requests import RequestException

    try:
        token: dict[str, Any] = ask()
        if not token["access_token"] or not 0 <= int(token.get("expires_in") or 0) <= LONGEST:
            raise ValueError("no token that can be used")
    except RequestException as error:
        raise GrantError(say("the provider of the log-in is not reached (%(why)s)", why=error)) from error
    except (AuthlibBaseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GrantError(f"{_log_in_first(account)} ({error})") from error
    return token


def _log_in_first(account: Imap | SmtpOut) -> str:
    if _oauth(account).flow == "client_credentials":
        return say("the provider does not let the app in; check client_id, client_secret and tenant")
    return say(
        "nobody has let the desk in, or no longer: run postbon mailbox login %(name)s", name=account_name(account)
    )


def _row(session: Session, holder: str) -> MailboxGrant | None:
    return session.exec(select(MailboxGrant).where(_is(holder))).first()


def _is(holder: str) -> Any:
    return col(MailboxGrant.holder) == holder
