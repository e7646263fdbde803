"""One conversation with the outgoing server (RFC 5321), told apart by stage so that a fate can be read from it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from config.settings import SmtpOut
from config.speech import say
from outbound.fates import Stage
from store.mailbox_grants import GrantError, Grants, bearer_words


class ServerDownError(Exception):
    """The outgoing server cannot be used just now: it is not there, or refuses us before any letter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """code: None where the connection ended without an answer · text: the server's own words."""

    stage: Stage
    code: int | None
    text: str


class Wire:
    """An open connection, for one letter after the other."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server
        self.broken = False

    def hand_over(self, octets: bytes, sender: str, recipient: str, may_leave: Callable[[], bool]) -> Answer | None:
        """Give one letter to the server; what it answered, None where the letter stayed here.

        may_leave  is asked when everything but the letter itself has been agreed; after it the letter may arrive
        """
        stage = Stage.MAIL
        try:
            code, text = self._server.mail(sender)
            if code == 250:
                stage = Stage.RCPT
                code, text = self._server.rcpt(recipient)
            if code not in (250, 251):
                return self._refused(Answer(stage, code, _words(text)))
            if not may_leave():
                self._begin_anew()
                return None
            stage = Stage.DATA
            code, text = self._server.data(octets)
            return Answer(stage, code, _words(text))
        except smtplib.SMTPDataError as error:  # it would not hear the letter
            return self._refused(Answer(Stage.DATA, error.smtp_code, _words(error.smtp_error)))
        except (smtplib.SMTPException, OSError) as error:
            self.broken = True
            return Answer(stage, None, f"{type(error).__name__}: {error}")

    def _refused(self, answer: Answer) -> Answer:
        self.broken = answer.code == 421
        self._begin_anew()
        return answer

    def _begin_anew(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._server.rset()


@contextmanager
def connected(settings: SmtpOut, grants: Grants | None = None) -> Iterator[Wire]:
    """Connect, secure the line and log in, with OAuth by `grants`. Raises ServerDownError, once more tried before;
    nothing was sent then."""
    try:
        token = _token(settings, grants)
    except GrantError as error:
        raise ServerDownError(f"{settings.host}:{settings.port} {error}") from error
    try:
        server = _connect_again(settings, token)
    except ServerDownError as error:
        if token and grants and isinstance(error.__cause__, smtplib.SMTPAuthenticationError):
            grants.forget_access(settings)
        raise
    try:
        yield Wire(server)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _token(settings: SmtpOut, grants: Grants | None) -> str:
    if settings.oauth is None:
        return ""
    if grants is None:
        raise GrantError(say("without the store there is no token to log in with"))
    return grants.access_token(settings)


def _connect_again(settings: SmtpOut, token: str) -> smtplib.SMTP:
    """Once more where the line was cut; what the server said it would say again, and locks us out for it."""
    try:
        return _connect(settings, token)
    except ServerDownError as error:
        if isinstance(error.__cause__, ssl.SSLError | smtplib.SMTPResponseException | smtplib.SMTPNotSupportedError):
            raise
        return _connect(settings, token)


def _connect(settings: SmtpOut, token: str) -> smtplib.SMTP:
    with ExitStack() as opened:
        try:
            server = _greeted(settings)
            opened.callback(server.close)
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if token:
                # A server that refuses it says why in a challenge, and wants an empty answer before it says so in full.
                words = bearer_words(settings, token)
                server.auth("XOAUTH2", lambda challenge=None: words if challenge is None else "")
            elif settings.username:
                server.login(settings.username, settings.password.get_secret_value())
        except (smtplib.SMTPException, OSError) as error:
            raise ServerDownError(f"{settings.host}:{settings.port} {_why(error)}") from error
        opened.pop_all()  # it stays open
    return server


def _greeted(settings: SmtpOut) -> smtplib.SMTP:
    there = (settings.host, settings.port)
    server: smtplib.SMTP
    if settings.security == "tls":
        server = smtplib.SMTP_SSL(*there, timeout=settings.timeout, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*there, timeout=settings.timeout)
    server.ehlo()
    return server


def _why(error: Exception) -> str:
    """What is wrong, with what can be done about it where we know."""
    match error:
        case smtplib.SMTPAuthenticationError():
            answer = f"{error.smtp_code} {_words(error.smtp_error)}"
            return f"refuses our log-in ({answer}); check smtp_out.username and smtp_out.password"
        case ssl.SSLCertVerificationError():
            return f"has a certificate we do not trust ({error.verify_message}); check smtp_out.host"
        case ssl.SSLError():
            return f"speaks no TLS here ({error.reason}); check smtp_out.port and smtp_out.security"
        case smtplib.SMTPNotSupportedError():
            return f"offers not what is set ({error}); check smtp_out.security and smtp_out.username"
        case smtplib.SMTPResponseException():
            return f"answers {error.smtp_code} {_words(error.smtp_error)}"
        case _:
            return f"is not reached ({type(error).__name__}: {error})"


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
