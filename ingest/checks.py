"""What `postbon doctor` looks at where mail comes in: names, certificates, mailboxes."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from config.settings import Imap, Settings
from ingest.doors.imap import logged_in
from ingest.doors.spool import oldest_spooled
from store.checks import Finding, look

SOON = timedelta(minutes=5)  # in which what the pipe laid down is taken in


def check_doors(settings: Settings) -> Iterator[Finding]:
    domain = settings.desk.domain
    yield look(
        f"name {domain}",
        lambda: _resolved(domain),
        f"give {domain} an address, and an MX that reaches this desk, or let a mailbox be read by IMAP",
    )
    if settings.smtp_in.tls_cert:
        yield look("certificate", lambda: _certificate(settings), "check smtp_in.tls_cert and smtp_in.tls_key")
    yield look("spool", lambda: _spool(settings), "run `postbon serve` with the role worker, or `postbon work --once`")
    for account in settings.imap:
        advice = f"check host, username and password of the mailbox {account.name!r}"
        yield look(f"mailbox {account.name}", partial(_mailbox, account), advice)


def _resolved(domain: str) -> str:
    try:
        found = socket.getaddrinfo(domain, 25, proto=socket.IPPROTO_TCP)
    except socket.gaierror:
        raise RuntimeError("this name does not resolve here") from None
    return ", ".join(sorted({str(where[4][0]) for where in found}))


def _spool(settings: Settings) -> str:
    oldest = oldest_spooled(settings)
    if oldest and datetime.now(UTC) - oldest > SOON:
        raise RuntimeError(f"a mail from the pipe has waited since {oldest:%Y-%m-%d %H:%M} UTC")
    return "nothing waits long"


def _certificate(settings: Settings) -> str:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(str(settings.smtp_in.tls_cert), str(settings.smtp_in.tls_key or settings.smtp_in.tls_cert))
    return "loaded"


def _mailbox(account: Imap) -> str:
    with logged_in(account) as client:
        folder = client.select_folder(account.folder, readonly=True)
        return f"logged in; {folder[b'EXISTS']} messages in {account.folder}"
