"""What `postbon doctor` looks at where mail comes in: names, certificates, mailboxes."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from config.settings import Imap, Settings
from config.speech import say
from ingest.doors.imap import logged_in
from ingest.doors.spool import oldest_spooled
from store.checks import Finding, look
from store.mailbox_grants import Grants

SOON = timedelta(minutes=5)  # in which what the pipe laid down is taken in


def check_doors(settings: Settings, grants: Grants | None = None) -> Iterator[Finding]:
    domain = settings.desk.domain
    if not settings.imap:  # else mail need not find this machine
        advice = say("give %(domain)s an MX that reaches this desk, or let a mailbox be read by IMAP", domain=domain)
        yield look(say("name %(domain)s", domain=domain), lambda: _resolved(domain), advice)
    if settings.smtp_in.tls_cert:
        advice = say("check smtp_in.tls_cert and smtp_in.tls_key")
        yield look(say("certificate"), lambda: _certificate(settings), advice)
    advice = say("run `postbon serve` with the role worker, or `postbon work --once`")
    yield look(say("spool"), lambda: _spool(settings), advice)
    yield from (check_mailbox(account, grants) for account in settings.imap)


def check_mailbox(account: Imap, grants: Grants | None = None) -> Finding:
    """Log in, and look into its folder; nothing in it is changed."""
    advice = say("check host, username and password of the mailbox %(name)s", name=account.name)
    return look(say("mailbox %(name)s", name=account.name), partial(_mailbox, account, grants), advice)


def _resolved(domain: str) -> str:
    try:
        found = socket.getaddrinfo(domain, 25, proto=socket.IPPROTO_TCP)
    except socket.gaierror:
        raise RuntimeError(say("this name does not resolve here")) from None
    return ", ".join(sorted({str(where[4][0]) for where in found}))


def _spool(settings: Settings) -> str:
    oldest = oldest_spooled(settings)
    if oldest and datetime.now(UTC) - oldest > SOON:
        raise RuntimeError(say("a mail from the pipe has waited since %(when)s UTC", when=f"{oldest:%Y-%m-%d %H:%M}"))
    return say("nothing waits long")


def _certificate(settings: Settings) -> str:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(str(settings.smtp_in.tls_cert), str(settings.smtp_in.tls_key or settings.smtp_in.tls_cert))
    return say("loaded")


def _mailbox(account: Imap, grants: Grants | None) -> str:
    with logged_in(account, grants) as client:
        number = client.select_folder(account.folder, readonly=True)[b"EXISTS"]
        return say(
            "logged in; one message in %(folder)s",
            plural="logged in; %(count)s messages in %(folder)s",
            count=number,
            folder=account.folder,
        )
