"""The IMAP door (RFC 9051): one account's folder, read by UID; a mail is moved away only after it is kept."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError
from sqlmodel import Session, select

from config.settings import Imap
from ingest.doors.files import read_envelope
from ingest.reading.identity import identify
from store.intake import Arrival, Intake
from store.mail import Mailbox
from store.store import Store, StoreUnavailableError
from store.troubles import clear_trouble, report_trouble

TIMEOUT = 60.0  # seconds a server may be silent
LONGEST_PAUSE = 900.0  # seconds between attempts on a server that refuses us

_log = logging.getLogger(__name__)


def watch(store: Store, intake: Intake, account: Imap, stop: Event, clock: Callable[[], datetime]) -> None:
    """Read the account's folder every `poll_seconds` until `stop` is set.

    Whatever fails (log-in, network, our own store) is a trouble staff see, and is tried again with growing pauses.
    """
    failures = 0
    while not stop.is_set():
        try:
            with logged_in(account) as client:
                while not stop.is_set():
                    read_folder(client, store, intake, account, clock())
                    failures = 0
                    stop.wait(account.poll_seconds)
        except (IMAPClientError, OSError, StoreUnavailableError) as error:
            failures += 1
            _tell(store, account, error, clock())
            stop.wait(min(account.poll_seconds * 2 ** min(failures, 10), LONGEST_PAUSE))


@contextmanager
def logged_in(account: Imap) -> Iterator[IMAPClient]:
    """A session with the account's server. Raises LoginError, IMAPClientError, OSError."""
    context = ssl.create_default_context() if account.security != "none" else None
    with IMAPClient(
        account.host, account.port, ssl=account.security == "tls", ssl_context=context, timeout=TIMEOUT
    ) as client:
        client.normalise_times = False  # else INTERNALDATE loses its zone
        if account.security == "starttls":
            client.starttls(context)
        client.login(account.username, account.password.get_secret_value())
        yield client


def read_folder(client: IMAPClient, store: Store, intake: Intake, account: Imap, now: datetime) -> int:
    """One round: keep every mail that is new, then move it; how many there were.

    One bad mail never stops the rest: it stays in the folder, and staff are told. Raises what our own store or the
    connection fails with; what was kept by then is kept once, however often it is read again.
    """
    selected = client.select_folder(account.folder)
    validity = int(selected[b"UIDVALIDITY"])
    if account.done_folder and not client.folder_exists(account.done_folder):
        client.create_folder(account.done_folder)
    last = _last_uid(store, account, validity)
    uids = _new_uids(client, account, last)
    bad: list[int] = []
    for uid in uids:
        try:
            arrival = _fetch(client, account, validity, uid, now)
        except IMAPClientError as error:
            _log.error("%s: mail %s of %s cannot be fetched: %s", account.name, uid, account.folder, error)
            bad.append(uid)
            continue
        if arrival is None:  # another reader took it away meanwhile
            continue
        intake.keep(arrival).result()
        if account.done_folder:
            _move(client, uid, account.done_folder)
    reached = min(bad) - 1 if bad else max(uids, default=last)
    _write_round(store, account, validity, reached, bad, now)
    return len(uids) - len(bad)


def _new_uids(client: IMAPClient, account: Imap, last: int) -> list[int]:
    """With a folder for what is done, whatever still lies here is to be read; else what came after the last one."""
    if account.done_folder:
        return sorted(client.search(["UNDELETED"]))
    # `n:*` always names the last mail, also where its UID is below n (RFC 9051 §6.4.4)
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*"]) if uid > last)


def _fetch(client: IMAPClient, account: Imap, validity: int, uid: int, now: datetime) -> Arrival | None:
    """The mail whole. It counts as received when the mailbox's server received it, for that mailbox is the desk's."""
    fetched = client.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE"]).get(uid, {})
    raw = fetched.get(b"BODY[]")
    if raw is None:
        return None
    seen, envelope = identify(raw), read_envelope(raw)
    at = fetched.get(b"INTERNALDATE")
    return Arrival(
        raw=raw,
        fingerprint=seen.fingerprint,
        message_id=seen.message_id,
        door="imap",
        at=min(at.astimezone(UTC), now) if at else now,
        sender=envelope.sender,
        recipients=envelope.recipients,
        account=account.name,
        folder=account.folder,
        uidvalidity=validity,
        uid=uid,
    )


def _move(client: IMAPClient, uid: int, folder: str) -> None:
    """Move it (RFC 6851), or copy it and mark the original as deleted. Never a bare EXPUNGE: it would take what
    somebody else marked."""
    if client.has_capability("MOVE"):
        client.move([uid], folder)
        return
    client.copy([uid], folder)
    client.delete_messages([uid], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])


def _last_uid(store: Store, account: Imap, validity: int) -> int:
    """How far this folder was read; from the start when its UIDs were given anew (RFC 9051 §2.3.1.1). The prints of
    the mails see to it that nothing is kept twice."""
    with store.reading() as session:
        row = _row(session, account)
        return row.last_uid if row and row.uidvalidity == validity else 0


def _write_round(store: Store, account: Imap, validity: int, reached: int, bad: list[int], now: datetime) -> None:
    with store.writing() as session:
        row = _row(session, account) or Mailbox(account=account.name, folder=account.folder)
        row.uidvalidity, row.last_uid = validity, reached
        session.add(row)
        if bad:
            numbers = ", ".join(map(str, bad))
            text = f"berichten die de server niet geeft / mails the server does not give: {numbers}"
            report_trouble(session, _name(account), text, now)
        else:
            clear_trouble(session, _name(account), now)


def _row(session: Session, account: Imap) -> Mailbox | None:
    at = select(Mailbox).where(Mailbox.account == account.name, Mailbox.folder == account.folder)
    return session.exec(at).first()


def _tell(store: Store, account: Imap, error: Exception, now: datetime) -> None:
    what = "inloggen mislukt / log-in failed" if isinstance(error, LoginError) else "niet te lezen / cannot be read"
    _log.error("mailbox %s: %s: %s", account.name, what, error)
    try:
        with store.writing() as session:
            report_trouble(session, _name(account), f"{what}: {error}", now)
    except StoreUnavailableError:
        _log.error("and the store cannot be reached to tell staff")


def _name(account: Imap) -> str:
    return f"imap:{account.name}"
