"""Facts of the IMAP door, on a real Dovecot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event, Thread

import pytest
from imapclient import IMAPClient
from pydantic import SecretStr
from sqlmodel import col, select

from config.settings import Imap, Settings
from ingest.doors import imap
from ingest.doors.imap import PassedBy, logged_in, read_folder, watch
from store.intake import Intake
from store.mail import Delivery, Message
from store.room import Room
from store.store import Store
from store.troubles import troubles
from tests.ingest.doors.imap_account import account_of
from tests.ingest.mails import NOW, some_octets
from tests.servers.dovecot import DovecotMailbox
from tests.servers.server_process import comes_true

pytestmark = pytest.mark.dovecot


@contextmanager
def a_mailbox(account: Imap, *mails: bytes) -> Iterator[IMAPClient]:
    with logged_in(account) as client:
        if not client.folder_exists(account.folder):
            client.create_folder(account.folder)
        for mail in mails:
            client.append(account.folder, mail)
        yield client


def a_round(client: IMAPClient, store: Store, account: Imap, passed_by: PassedBy | None = None) -> int:
    intake = Intake(store)
    try:
        return read_folder(client, store, intake, account, NOW, passed_by)
    finally:
        intake.close()


def message_ids(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.exec(select(Message.message_id).order_by(col(Message.id))))


def in_folder(client: IMAPClient, folder: str) -> int:
    client.select_folder(folder, readonly=True)
    return len(client.search())


def test_each_mail_is_kept_and_moved_to_a_folder_that_is_made_for_it(store: Store, mailbox: DovecotMailbox):
    account = account_of(mailbox)
    with a_mailbox(account, some_octets(1), some_octets(2)) as client:
        read = a_round(client, store, account)

        assert read == 2
        assert message_ids(store) == ["mail-1@mail.example.nl", "mail-2@mail.example.nl"]
        assert (in_folder(client, "INBOX"), in_folder(client, "Postbon")) == (0, 2)
    with store.reading() as session:
        assert [d.uid for d in session.exec(select(Delivery).order_by(col(Delivery.id)))] == [1, 2]


def test_a_server_without_move_gets_a_copy_and_only_our_own_mail_expunged(
    store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
):
    account = account_of(mailbox)
    with a_mailbox(account, some_octets(1), some_octets(2)) as client:
        client.select_folder("INBOX")
        client.delete_messages([1])  # somebody else's doing
        offers = client.has_capability
        monkeypatch.setattr(client, "has_capability", lambda name: name != "MOVE" and offers(name))

        a_round(client, store, account)

        assert message_ids(store) == ["mail-2@mail.example.nl"]
        client.select_folder("INBOX")
        assert client.search() == [1]
        assert in_folder(client, "Postbon") == 1


def test_nothing_is_moved_before_it_is_kept(store: Store, mailbox: DovecotMailbox):
    account = account_of(mailbox)
    with a_mailbox(account, some_octets()) as client:
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE delivery RENAME TO elsewhere")
        with pytest.raises(Exception, match="delivery"):
            a_round(client, store, account)
        left = in_folder(client, "INBOX")
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO delivery")

        a_round(client, store, account)

        assert left == 1
        assert (in_folder(client, "INBOX"), in_folder(client, "Postbon")) == (0, 1)
    assert len(message_ids(store)) == 1


def test_without_a_folder_for_what_is_done_the_last_uid_is_remembered(store: Store, mailbox: DovecotMailbox):
    account = account_of(mailbox, done_folder="")
    with a_mailbox(account, some_octets(1), some_octets(2)) as client:
        first = a_round(client, store, account)
        second = a_round(client, store, account)
        client.append("INBOX", some_octets(3))
        third = a_round(client, store, account)

        assert (first, second, third) == (2, 0, 1)
        assert in_folder(client, "INBOX") == 3


def test_a_changed_uidvalidity_reads_all_again_and_doubles_nothing(store: Store, mailbox: DovecotMailbox):
    account = account_of(mailbox, folder="Meldingen", done_folder="")
    with a_mailbox(account, some_octets(1), some_octets(2)) as client:
        a_round(client, store, account)
        client.unselect_folder()
        client.delete_folder("Meldingen")
        client.create_folder("Meldingen")
        for n in (1, 2, 3):
            client.append("Meldingen", some_octets(n))

        again = a_round(client, store, account)

    assert again == 3
    assert len(message_ids(store)) == 3


def test_a_mail_the_server_does_not_give_stops_no_other_and_is_told(
    store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
):
    account = account_of(mailbox)
    with a_mailbox(account, *(some_octets(n) for n in (1, 2, 3))) as client:
        fetch = client.fetch

        def fails_on_two(uids: list[int], what: list[str]):
            if uids == [2]:
                raise IMAPClient.Error("NO [SERVERBUG] internal error")
            return fetch(uids, what)

        monkeypatch.setattr(client, "fetch", fails_on_two)
        a_round(client, store, account)

        assert message_ids(store) == ["mail-1@mail.example.nl", "mail-3@mail.example.nl"]
        with store.reading() as session:
            assert [(t.name, t.text[-2:]) for t in troubles(session)] == [("imap:desk", " 2")]

        monkeypatch.undo()
        a_round(client, store, account)

    assert len(message_ids(store)) == 3
    with store.reading() as session:
        assert troubles(session) == []


@pytest.mark.parametrize("done_folder", ["Postbon", ""])
def test_mail_of_before_the_day_a_desk_began_stays_where_it_lies(
    store: Store, mailbox: DovecotMailbox, done_folder: str
):
    account = account_of(mailbox, done_folder=done_folder, since="2026-11-20")
    with a_mailbox(account) as client:
        for n, day in enumerate((NOW - timedelta(days=1), NOW), start=1):
            client.append("INBOX", some_octets(n), msg_time=day)

        assert [a_round(client, store, account) for _ in range(2)] == [1, 0]
        assert message_ids(store) == ["mail-2@mail.example.nl"]
        assert in_folder(client, "INBOX") == (1 if done_folder else 2)


def test_a_mail_counts_as_received_when_the_mailbox_got_it(store: Store, mailbox: DovecotMailbox):
    account = account_of(mailbox)
    night = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    with a_mailbox(account) as client:
        client.append("INBOX", some_octets(1), msg_time=night)
        client.append("INBOX", some_octets(2), msg_time=NOW + timedelta(days=300))
        a_round(client, store, account)

    with store.reading() as session:
        assert list(session.exec(select(Message.received_at).order_by(col(Message.id)))) == [night, NOW]


def test_a_server_that_keeps_all_folders_below_the_inbox_is_read(store: Store, prefixed_mailbox: DovecotMailbox):
    account = account_of(prefixed_mailbox)
    with a_mailbox(account, some_octets(1)) as client:
        assert a_round(client, store, account) == 1
        assert (in_folder(client, "INBOX"), in_folder(client, "INBOX.Postbon")) == (0, 1)


def test_a_mail_that_cannot_be_moved_is_kept_once_and_stops_no_other(
    store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
):
    account = account_of(mailbox)
    passed_by = PassedBy()
    with a_mailbox(account, *(some_octets(n) for n in (1, 2, 3))) as client:
        move, fetch = client.move, client.fetch
        fetched: list[int] = []

        def is_over_quota(uids: list[int], folder: str):
            if uids != [2]:
                raise IMAPClient.Error("MOVE failed: NO [OVERQUOTA] Quota exceeded")
            return move(uids, folder)

        def counted(uids: list[int], what: list[str]):
            fetched.extend(uids)
            return fetch(uids, what)

        monkeypatch.setattr(client, "move", is_over_quota)
        monkeypatch.setattr(client, "fetch", counted)
        for _ in range(2):
            a_round(client, store, account, passed_by)
        with store.reading() as session:
            [trouble] = troubles(session)
        monkeypatch.setattr(client, "move", move)
        for _ in range(2):
            a_round(client, store, account, passed_by)

        assert (in_folder(client, "INBOX"), in_folder(client, "Postbon")) == (0, 3)
    assert fetched == [1, 2, 3]
    assert len(message_ids(store)) == 3
    assert "kept, but not to be moved there: 1, 3" in trouble.text and "OVERQUOTA" in trouble.text
    with store.reading() as session:
        assert troubles(session) == []


def test_a_done_folder_that_cannot_be_made_keeps_no_mail_out(
    store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
):
    account = account_of(mailbox)
    with a_mailbox(account, some_octets(1), some_octets(2)) as client:

        def has_no_right(folder: str):
            raise IMAPClient.Error("create failed: NO [NOPERM] Permission denied")

        monkeypatch.setattr(client, "create_folder", has_no_right)
        assert [a_round(client, store, account) for _ in range(2)] == [2, 0]

    with store.reading() as session:
        assert ["NOPERM" in trouble.text for trouble in troubles(session)] == [True]


class TestWatching:
    @contextmanager
    def watching(self, store: Store, account: Imap, room: Room | None = None) -> Iterator[Thread]:
        intake, stop = Intake(store, room=room), Event()
        thread = Thread(target=watch, args=(store, intake, account, stop, lambda: NOW))
        thread.start()
        try:
            yield thread
        finally:
            stop.set()
            thread.join(10)
            intake.close()
        assert not thread.is_alive()

    def test_new_mail_is_read_round_after_round_until_it_is_told_to_stop(self, store: Store, mailbox: DovecotMailbox):
        account = account_of(mailbox)
        with self.watching(store, account):
            for n in range(3):
                seen = store.bell.count("messages")
                with a_mailbox(account, some_octets(n)):
                    pass
                assert store.bell.wait("messages", seen, 10) > seen

        assert len(message_ids(store)) == 3

    def test_a_server_that_tells_of_new_mail_need_not_be_asked(
        self, store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(imap, "GLANCE", 0.2)  # as long the line is not read after it told of nothing new
        account = account_of(mailbox, poll_seconds=600)
        with self.watching(store, account), a_mailbox(account) as client:
            for n in range(5):
                seen = store.bell.count("messages")
                client.append("INBOX", some_octets(n))
                assert store.bell.wait("messages", seen, 10) > seen

    def test_while_the_disk_is_nearly_full_mail_waits_in_the_mailbox(self, store: Store, mailbox: DovecotMailbox):
        free, looks = [0], count()
        room = Room(Settings(), lambda _: free[0] + 0 * next(looks))
        room.lasts = 0.0
        account = account_of(mailbox, poll_seconds=0.05)
        with a_mailbox(account, some_octets(1)), self.watching(store, account, room):
            assert comes_true(lambda: next(looks) > 20)
            assert message_ids(store) == []
            free[0] = 2**60
            assert comes_true(lambda: len(message_ids(store)) == 1)

    def test_a_mail_that_cuts_the_line_keeps_no_other_out(
        self, store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
    ):
        fetch = IMAPClient.fetch

        def cuts(client: IMAPClient, uids: list[int], what: list[str]):
            if uids == [1]:
                client.shutdown()
            return fetch(client, uids, what)

        account = account_of(mailbox)
        with a_mailbox(account, *(some_octets(n) for n in (1, 2, 3))):
            monkeypatch.setattr(IMAPClient, "fetch", cuts)
            with self.watching(store, account):
                assert comes_true(lambda: len(message_ids(store)) == 2)
                assert comes_true(lambda: self.trouble(store) != "")

        assert message_ids(store) == ["mail-2@mail.example.nl", "mail-3@mail.example.nl"]

    def test_what_nobody_foresaw_is_told_and_the_mailbox_is_read_all_the_same(
        self, store: Store, mailbox: DovecotMailbox, monkeypatch: pytest.MonkeyPatch
    ):
        select_folder = IMAPClient.select_folder
        calls: list[str] = []

        def is_odd_once(client: IMAPClient, folder: str):
            calls.append(folder)
            if len(calls) == 1:
                raise KeyError("UIDVALIDITY")
            return select_folder(client, folder)

        account = account_of(mailbox)
        with a_mailbox(account, some_octets(1)):
            monkeypatch.setattr(IMAPClient, "select_folder", is_odd_once)
            with self.watching(store, account):
                assert comes_true(lambda: len(message_ids(store)) == 1)

    def test_a_failing_log_in_is_shown_to_staff_and_cleared_when_it_works(self, store: Store, mailbox: DovecotMailbox):
        wrong = account_of(mailbox, password=SecretStr("verkeerd"))
        with self.watching(store, wrong):
            assert comes_true(lambda: self.trouble(store) != "")
        told = self.trouble(store)
        with self.watching(store, account_of(mailbox)):
            assert comes_true(lambda: self.trouble(store) == "")

        assert told.startswith("inloggen mislukt / log-in failed")

    def test_a_server_that_is_down_is_tried_again(self, store: Store, mailbox: DovecotMailbox):
        with self.watching(store, account_of(mailbox, port=1)):
            assert comes_true(lambda: self.trouble(store).startswith("niet te lezen"))
            assert comes_true(lambda: self.times(store) > 1)

    def trouble(self, store: Store) -> str:
        with store.reading() as session:
            return "".join(trouble.text for trouble in troubles(session))

    def times(self, store: Store) -> int:
        with store.reading() as session:
            return troubles(session)[0].times
