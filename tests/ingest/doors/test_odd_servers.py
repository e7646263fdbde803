"""Servers that answer IDLE oddly, or go away: a Dovecot behind a proxy that puts its own words in between."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest
from sqlmodel import select

from config.settings import Imap
from ingest.doors.imap import logged_in, watch
from store.access import Trouble
from store.intake import Intake
from store.mail import Message
from store.store import Store
from tests.ingest.doors.imap_account import account_of
from tests.ingest.mails import some_octets
from tests.servers.dovecot import DovecotMailbox
from tests.servers.server_process import HOST, comes_true

pytestmark = pytest.mark.dovecot


class OddServer(ThreadingTCPServer):
    """odd: what it says first to the tag of an IDLE, and whether Dovecot answers as well
    is_away: nobody is let in any more · lines: what clients said · visits: how often one came"""

    daemon_threads = True

    def __init__(self, mailbox: DovecotMailbox, odd: Callable[[bytes], tuple[bytes, bool]]) -> None:
        super().__init__((HOST, 0), Between)
        self.behind = (mailbox.host, mailbox.port)
        self.odd = odd
        self.is_away = False
        self.lines: list[bytes] = []
        self.visits = 0


class Between(StreamRequestHandler):
    server: OddServer

    def handle(self) -> None:
        self.server.visits += 1
        if self.server.is_away:
            return
        with socket.create_connection(self.server.behind) as dovecot:
            back = threading.Thread(target=self.pass_back, args=(dovecot,))
            back.start()
            tag = b""  # of an IDLE that Dovecot knows nothing of
            for line in self.rfile:
                self.server.lines.append(line)
                if tag and line == b"DONE\r\n":
                    self.wfile.write(tag + b" OK enough\r\n")
                    continue
                if line.rstrip().endswith(b" IDLE"):
                    words, goes_on = self.server.odd(tag := line.split()[0])
                    self.wfile.write(words)
                    if self.server.is_away:
                        break
                    if not goes_on:
                        continue
                    tag = b""
                dovecot.sendall(line)
            dovecot.shutdown(socket.SHUT_RDWR)
            back.join()

    def pass_back(self, dovecot: socket.socket) -> None:
        with suppress(OSError):
            while octets := dovecot.recv(65536):
                self.wfile.write(octets)


@contextmanager
def watched(store: Store, server: OddServer, account: Imap) -> Iterator[None]:
    """The account, read through the odd server."""
    account = account.model_copy(update={"port": server.server_address[1]})
    intake, stop = Intake(store), Event()
    threads = [
        Thread(target=server.serve_forever, args=(0.05,)),
        Thread(target=watch, args=(store, intake, account, stop, lambda: datetime.now(UTC))),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        threads[1].join(20)
        server.shutdown()
        server.server_close()
        intake.close()


def kept(store: Store) -> int:
    with store.reading() as session:
        return len(session.exec(select(Message.id)).all())


@pytest.mark.parametrize("odd", [
    lambda tag: (b"* 7 EXISTS\r\n", True),
    lambda tag: (tag + b" NO not today\r\n", False),
    lambda tag: (b"+ well\r\n* 7 EXISTS\r\n* OK hello\r\n", False),
    lambda tag: (b"+ well\r\n* OK hello\r\n", False),
], ids=["tells before its plus", "refuses", "tells of mail that is not there", "chats"])  # fmt: skip
def test_a_mailbox_is_read_calmly_however_its_server_answers_idle(
    store: Store, mailbox: DovecotMailbox, odd: Callable[[bytes], tuple[bytes, bool]]
):
    account, server = account_of(mailbox, poll_seconds=0.5), OddServer(mailbox, odd)

    with watched(store, server, account):
        assert comes_true(lambda: any(b" IDLE" in line for line in server.lines))
        with logged_in(account) as client:
            client.append("INBOX", some_octets(1))
        assert comes_true(lambda: kept(store) == 1)
        assert comes_true(lambda: sum(b" SELECT" in line for line in server.lines) > 3)

    assert server.visits == 1
    assert len(server.lines) < 60
    with store.reading() as session:
        assert session.exec(select(Trouble.text)).all() == []


def test_a_server_that_goes_away_after_it_gave_mail_is_asked_ever_more_seldom(store: Store, mailbox: DovecotMailbox):
    def leaves(tag: bytes) -> tuple[bytes, bool]:
        server.is_away = True
        return b"* BYE\r\n", False

    account, server = account_of(mailbox), OddServer(mailbox, leaves)
    with logged_in(account) as client:
        client.append("INBOX", some_octets(1))

    with watched(store, server, account):
        assert comes_true(lambda: server.is_away)
        Event().wait(1.5)

    assert kept(store) == 1
    assert server.visits < 8
