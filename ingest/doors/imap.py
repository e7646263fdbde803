"""The IMAP door (RFC 9051): one account's folder, read by UID; a mail is moved away only after it is kept."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from time import monotonic

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError
from sqlmodel import Session, col, select

from config.settings import Imap
from config.speech import say
from ingest.doors.files import read_envelope
from ingest.identity import identify
from store.intake import Arrival, Intake
from store.life_signs import QUIET
from store.mail import Delivery, Mailbox
from store.mailbox_grants import GrantError, Grants
from store.store import Store, StoreUnavailableError
from store.troubles import clear_trouble, report_trouble

TIMEOUT = 60.0  # seconds a server may be silent
SELDOM = 64  # rounds at most between two attempts on a mail that was passed by
GLANCE = 3.0  # seconds one IDLE lasts
LONGEST_PAUSE = 900.0  # seconds between attempts on a server that refuses us

_log = logging.getLogger(__name__)


def watch(
    store: Store,
    intake: Intake,
    account: Imap,
    stop: Event,
    clock: Callable[[], datetime],
    grants: Grants | None = None,
) -> None:
    """Read the account's folder until `stop` is set: at once where the server tells of new mail, else every
    `poll_seconds`.

    While the disk is as good as full it is left alone. Whatever fails (log-in, network, our own store) is a trouble
    staff see, and is tried again with growing pauses; as long as mails come through all the same, without.
    """
    failures, passed_by = 0, PassedBy()
    while not stop.is_set():
        if intake.lacks_room():  # mail waits in the mailbox
            _rest(store, account, stop, account.poll_seconds)
            continue
        try:
            with logged_in(account, grants) as client:
                has_told = False
                while not stop.is_set() and not intake.lacks_room():
                    number = read_folder(client, store, intake, account, clock(), passed_by)
                    failures = 0
                    if has_told and not number:  # some servers tell in each IDLE how many mails there are
                        _rest(store, account, stop, min(account.poll_seconds, GLANCE))
                    has_told = _await_mail(client, store, account, stop)
        except Exception as error:  # also what nobody foresaw: if this thread ended, nobody would read the mailbox
            failures, passed_by.got_on = 0 if passed_by.got_on else failures + 1, False
            _tell(store, account, error, clock())
            _rest(store, account, stop, min(account.poll_seconds * 2 ** min(failures, 10), LONGEST_PAUSE))


def _await_mail(client: IMAPClient, store: Store, account: Imap, stop: Event) -> bool:
    """Until the server tells of something new in the folder it has open, `stop` is set, or `poll_seconds` are over: a
    server may forget to tell, and what was passed by is tried again. Whether it told."""
    if not account.idle or not client.has_capability("IDLE"):
        _rest(store, account, stop, account.poll_seconds)
        return False
    store.signs.give(_name(account), quiet=account.poll_seconds + QUIET)
    until = monotonic() + account.poll_seconds
    while not stop.is_set() and (left := until - monotonic()) > 0:
        if _has_told(client):
            return True
        if not _begins_idle(client):
            _rest(store, account, stop, left)
            return False
        news = client.idle_check(timeout=min(left, GLANCE))
        # What came in one packet with the server's "+" lies in the library's buffer, and shows only here.
        news += client.idle_done()[1]
        if any(b"EXISTS" in each for each in news):
            return True
        if news:  # it chats; one that does so in each IDLE would keep us both turning
            stop.wait(min(left, GLANCE))
    return False


def _begins_idle(client: IMAPClient) -> bool:
    """False where the server refuses. It may tell of mail before its "+": the library keeps that, and raises."""
    try:
        client.idle()
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        tag, wire = client._idle_tag, client._imap
        while not wire.tagged_commands.get(tag):
            if wire._get_response() is None:
                return True
        wire.tagged_commands.pop(tag)
        return False
    return True


def _has_told(client: IMAPClient) -> bool:
    """Whether the server told of mail since we last asked, beside its answers to other commands: a mail that came while
    it searched is not among what it found, and IDLE does not tell of it again. The library shows this to nobody."""
    return bool(client._imap.response("EXISTS")[1] != [None])


def _rest(store: Store, account: Imap, stop: Event, seconds: float) -> None:
    store.signs.give(_name(account), quiet=seconds + QUIET)
    stop.wait(seconds)


@contextmanager
def logged_in(account: Imap, grants: Grants | None = None) -> Iterator[IMAPClient]:
    """A session with the account's server; an account with OAuth is opened by `grants`.
    Raises LoginError, GrantError, IMAPClientError, OSError."""
    token = None
    if account.oauth:
        if grants is None:
            raise GrantError(say("without the store there is no token to log in with"))
        token = grants.access_token(account)
    context = ssl.create_default_context() if account.security != "none" else None
    with IMAPClient(
        account.host, account.port, ssl=account.security == "tls", ssl_context=context, timeout=TIMEOUT
    ) as client:
        client.normalise_times = False  # else INTERNALDATE loses its zone
        if account.security == "starttls":
            client.starttls(context)
        if token is None or grants is None:
            client.login(account.username, account.password.get_secret_value())
        else:
            try:
                client.oauth2_login(account.username, token)
            except LoginError:
                grants.forget_access(account)
                raise
        yield client


def read_folder(
    client: IMAPClient,
    store: Store,
    intake: Intake,
    account: Imap,
    now: datetime,
    passed_by: PassedBy | None = None,
) -> int:
    """One round: keep every mail that is new, then move it; how many were kept.

    One bad mail never stops the rest. What cannot be fetched or moved (a cut line, a full quota, missing rights) is
    passed by, tried again ever more seldom and after all others, and told to staff; what is kept already is not fetched
    again. Raises what our own store or the connection fails with.
    """
    passed_by = passed_by or PassedBy()
    folder = in_namespace(client, account.folder)
    done, trouble = _done_folder(client, account)
    validity = int(client.select_folder(folder)[b"UIDVALIDITY"])
    _has_told(client)
    last = _last_uid(store, account, validity)
    there = _new_uids(client, account, last)
    kept = kept_before(store, account, validity, there)
    unfetched = set(there) - kept
    number = 0
    for uid in passed_by.in_order(validity, there):
        store.signs.give(_name(account))
        try:
            if uid not in kept:
                arrival = fetch_mail(client, account, validity, uid, now)
                if arrival is not None:  # else another reader took it away meanwhile
                    intake.keep(arrival).result()
                    number += 1
                    passed_by.got_on = True
                unfetched.discard(uid)
            if done:
                _move(client, uid, done)
            passed_by.forget(uid)
        except (IMAPClientAbortError, OSError, StoreUnavailableError):
            passed_by.note(uid)  # perhaps it was this mail that cut the line: next time the others come first
            raise
        except Exception as error:
            _log.error("%s: mail %s of %s is passed by: %s", account.name, uid, account.folder, error)
            trouble = str(error)
            passed_by.note(uid)
    reached = min(unfetched) - 1 if unfetched else max(there, default=last)
    unmoved = passed_by.uids - unfetched
    _write_round(store, account, validity, reached, _words(unfetched, unmoved, account, trouble), now)
    return number


class PassedBy:
    """Mails of one folder that could not be fetched or moved. Each failure doubles the rounds until the next attempt.

    uids    which they are
    got_on  whether the last round kept anything
    """

    def __init__(self) -> None:
        self.uids: set[int] = set()
        self.got_on = False
        self._validity = 0
        self._round = 0
        self._failures: dict[int, int] = {}
        self._next: dict[int, int] = {}

    def in_order(self, validity: int, there: list[int]) -> list[int]:
        """A new round: what is to be tried in it, those that failed before last."""
        if validity != self._validity:
            self._validity = validity
            self.uids, self._failures, self._next = set(), {}, {}
        self.uids &= set(there)
        self.got_on = False
        self._round += 1
        again = [uid for uid in there if uid in self.uids and self._next[uid] <= self._round]
        return [uid for uid in there if uid not in self.uids] + again

    def note(self, uid: int) -> None:
        failures = self._failures.get(uid, 0)
        self.uids.add(uid)
        self._failures[uid], self._next[uid] = failures + 1, self._round + min(2**failures, SELDOM)

    def forget(self, uid: int) -> None:
        self.uids.discard(uid)
        self._failures.pop(uid, None)


def in_namespace(client: IMAPClient, folder: str) -> str:
    """The folder as this server calls it: some keep all folders below a prefix, as in "INBOX.Postbon" (RFC 2342)."""
    if folder.upper() == "INBOX" or not client.has_capability("NAMESPACE") or _exists(client, folder):
        return folder
    ours = client.namespace().personal
    prefix = str(ours[0][0]) if ours else ""
    return folder if folder.startswith(prefix) else prefix + folder


def _exists(client: IMAPClient, folder: str) -> bool:
    try:
        return bool(client.folder_exists(folder))
    except IMAPClientAbortError:
        raise
    except IMAPClientError:  # a name this server cannot have
        return False


def _done_folder(client: IMAPClient, account: Imap) -> tuple[str, str]:
    """Where mails go that were kept, made where it is not there; "" and why, where it cannot be made."""
    if not account.done_folder:
        return "", ""
    folder = in_namespace(client, account.done_folder)
    try:
        if not _exists(client, folder):
            client.create_folder(folder)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        return "", str(error)
    return folder, ""


def _words(unfetched: set[int], unmoved: set[int], account: Imap, trouble: str) -> str:
    """What staff read of a round, "" where all went well."""
    parts = []
    if unfetched:
        parts.append(f"berichten die de server niet geeft / mails the server does not give: {_numbers(unfetched)}")
    if unmoved:
        words = f"bewaard, maar niet te verplaatsen naar {account.done_folder} / kept, but not to be moved there"
        parts.append(f"{words}: {_numbers(unmoved)}")
    if trouble and not unfetched:
        parts.append(trouble)
    return "; ".join(parts)


def _numbers(uids: set[int]) -> str:
    first = sorted(uids)[:10]
    return ", ".join(map(str, first)) + (" …" if len(uids) > len(first) else "")


def _new_uids(client: IMAPClient, account: Imap, last: int) -> list[int]:
    """With a folder for what is done, whatever still lies here is to be read; else what came after the last one."""
    young = ["SINCE", account.since] if account.since else []
    if account.done_folder:
        return sorted(client.search(["UNDELETED", *young]))
    # `n:*` always names the last mail, also where its UID is below n (RFC 9051 §6.4.4)
    return sorted(uid for uid in client.search(["UID", f"{last + 1}:*", *young]) if uid > last)


def fetch_mail(client: IMAPClient, account: Imap, validity: int, uid: int, now: datetime) -> Arrival | None:
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


def kept_before(store: Store, account: Imap, validity: int, uids: list[int]) -> set[int]:
    """Those that were kept in an earlier round, and could not be moved in it."""
    if not uids:
        return set()
    with store.reading() as session:
        rows = session.exec(
            select(Delivery.uid)
            .where(Delivery.account == account.name, Delivery.folder == account.folder)
            .where(Delivery.uidvalidity == validity, col(Delivery.uid) >= min(uids))
        )
        return {uid for uid in rows if uid} & set(uids)


def _write_round(store: Store, account: Imap, validity: int, reached: int, trouble: str, now: datetime) -> None:
    with store.writing() as session:
        row = _row(session, account) or Mailbox(account=account.name, folder=account.folder)
        row.uidvalidity, row.last_uid = validity, reached
        session.add(row)
        if trouble:
            report_trouble(session, _name(account), trouble, now)
        else:
            clear_trouble(session, _name(account), now)


def _row(session: Session, account: Imap) -> Mailbox | None:
    at = select(Mailbox).where(Mailbox.account == account.name, Mailbox.folder == account.folder)
    return session.exec(at).first()


def _tell(store: Store, account: Imap, error: Exception, now: datetime) -> None:
    what = (
        "inloggen mislukt / log-in failed"
        if isinstance(error, LoginError | GrantError)
        else "niet te lezen / cannot be read"
    )
    _log.error("mailbox %s: %s: %s", account.name, what, error)
    try:
        with store.writing() as session:
            report_trouble(session, _name(account), f"{what}: {error}", now)
    except StoreUnavailableError:
        _log.error("and the store cannot be reached to tell staff")


def _name(account: Imap) -> str:
    return f"imap:{account.name}"
