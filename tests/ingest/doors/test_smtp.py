"""Facts of the SMTP door, over loopback."""

from __future__ import annotations

import smtplib
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from config.settings import Settings
from ingest.doors.recipients import LONG_EXPIRED
from store.access import Link
from store.blobs import FileBlobs
from store.mail import Delivery, Message
from store.room import Room
from store.store import Store, open_engine
from store.troubles import troubles
from tests.ingest.doors.open_door import a_client, a_wire, open_door, settings_in
from tests.ingest.known_leak import the_known_leak
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.servers import needs
from tests.servers.server_process import comes_true


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def messages(store: Store) -> list[Message]:
    with store.reading() as session:
        return list(session.exec(select(Message)))


def test_what_is_answered_with_250_is_kept_octet_for_octet(store: Store, settings: Settings):
    raw = some_octets(text="Er drupt water. ..En een punt vooraan:\r\n.punt")

    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        client.mail(FATIMA)
        client.rcpt(DESK)
        code, answer = client.data(raw)

        [message] = messages(store)
        assert (code, answer) == (250, b"2.0.0 kept as M-%d" % message.key)
        assert store.blobs.get(message.raw_key) == raw
        with store.reading() as session:
            delivery = session.exec(select(Delivery)).one()
        assert (delivery.sender, delivery.recipients, delivery.door) == (FATIMA, [DESK], "smtp")


def test_only_the_desks_own_addresses_are_let_in_without_minding_case(store: Store, settings: Settings):
    leak = the_known_leak(store)
    token, bounce = leak.ticket_link.reply_token, leak.order_letter.return_token
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        client.mail("")

        answers = {
            name: client.rcpt(address)[0]
            for name, address in {
                "desk": DESK.upper(),
                "reply": f"Melding+{token.upper()}@DeLinde.example.nl",
                "return path": settings.desk.return_path(bounce),
                "postmaster": "Postmaster@delinde.example.nl",
                "a colleague": "ingrid@delinde.example.nl",
                "elsewhere": "melding@vecht.example.nl",
                "unknown token": settings.desk.reply_address("a" * 26),
                "no token": "melding+iets@delinde.example.nl",
                "unknown return path": settings.desk.return_path("a" * 26),
                "a reply token as return path": settings.desk.return_path(token),
            }.items()
        }

    assert [name for name, code in answers.items() if code == 250] == ["desk", "reply", "return path", "postmaster"]
    assert set(answers.values()) == {250, 550}


def test_a_long_expired_reply_address_is_refused_like_an_unknown_one_in_two_languages(store: Store, settings: Settings):
    leak = the_known_leak(store)
    with store.writing() as session:
        link = session.get_one(Link, leak.ticket_link.key)
        link.revoked_at = link.created_at - LONG_EXPIRED - timedelta(days=400)
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        client.mail(FATIMA)

        expired = client.rcpt(settings.desk.reply_address(leak.ticket_link.reply_token))
        unknown = client.rcpt(settings.desk.reply_address("b" * 26))

    assert expired == unknown
    assert expired[0] == 550
    assert expired[1].startswith(b"5.1.1 this reply address is no longer in use")
    assert b"dit antwoordadres is niet meer in gebruik, mail naar melding@delinde.example.nl" in expired[1]


def test_asking_for_mailboxes_tells_nothing(store: Store, settings: Settings):
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()

        assert client.verify(DESK)[0] == client.verify("niemand@delinde.example.nl")[0] == 252
        assert "auth" not in client.esmtp_features


def test_size_is_announced_and_kept_to_before_and_after_the_octets(store: Store, tmp_path: Path):
    settings = settings_in(tmp_path, max_size=20_000)
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        announced = client.esmtp_features["size"]
        declared = client.mail(FATIMA, [f"SIZE={20_001}"])
        client.rset()
        client.mail(FATIMA)
        client.rcpt(DESK)
        sent = client.data(b"Subject: foto's\r\n\r\n" + b"x" * 70 + b"\r\n" * 20_000)
        client.mail(FATIMA)
        client.rcpt(DESK)
        afterwards = client.data(some_octets())

    assert announced == "20000"
    assert declared == sent == (552, b"5.3.4 this mail is too large / deze mail is te groot")
    assert afterwards[0] == 250


def test_long_lines_and_letters_beyond_ascii_are_taken(store: Store, settings: Settings):
    raw = b"From: J\xc3\xb6rg <jorg@mail.example.nl>\r\nSubject: Caf\xc3\xa9\r\n\r\n" + b"lang " * 40_000 + b"\r\n"
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        assert client.mail("jörg@mail.example.nl", ["BODY=8BITMIME", "SMTPUTF8"])[0] == 250
        client.rcpt(DESK)

        assert client.data(raw)[0] == 250

    [message] = messages(store)
    assert store.blobs.get(message.raw_key) == raw


@pytest.mark.parametrize(
    "ending", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n", b"\r\n\x00.\r\n"]
)
def test_no_false_ending_smuggles_a_second_mail_in(store: Store, settings: Settings, ending: bytes):
    inner = b"MAIL FROM:<ingrid@delinde.example.nl>\r\nRCPT TO:<%s>\r\nDATA\r\nSubject: twee\r\n\r\n" % DESK.encode()
    with open_door(store, settings) as port, a_wire(port) as wire:
        for line in (b"MAIL FROM:<%s>" % FATIMA.encode(), b"RCPT TO:<%s>" % DESK.encode(), b"DATA"):
            wire.say(line + b"\r\n")

        kept = wire.say(b"Subject: een\r\n\r\ntekst" + ending + inner + b"tekst\r\n.\r\n")
        bye = wire.say(b"QUIT\r\n")

    assert (kept[:3], bye[:3]) == (b"250", b"221")
    assert len(messages(store)) == 1


def test_the_same_mail_again_is_one_message(store: Store, settings: Settings):
    with open_door(store, settings) as port, a_client(port) as client:
        for way in (b"from a by b", b"from c by d"):
            client.sendmail(FATIMA, DESK, b"Received: " + way + b"\r\n" + some_octets())

    assert len(messages(store)) == 1


def test_a_certificate_brings_starttls(store: Store, tmp_path: Path):
    needs.program("openssl", package="openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    naming = ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=delinde.example.nl", "-days", "2"]
    subprocess.run([*making, *naming], check=True, capture_output=True)
    settings = settings_in(tmp_path, tls_cert=certificate, tls_key=key)

    with open_door(store, settings) as port, a_client(port) as client:
        assert client.starttls()[0] == 220
        client.sendmail(FATIMA, DESK, some_octets())
        assert "auth" not in client.esmtp_features

    assert len(messages(store)) == 1


def test_too_many_callers_are_asked_to_come_back(store: Store, tmp_path: Path):
    settings = settings_in(tmp_path, max_connections=2)
    with (
        open_door(store, settings) as port,
        a_client(port),
        a_client(port),
        pytest.raises(smtplib.SMTPConnectError) as refused,
    ):
        smtplib.SMTP("127.0.0.1", port, local_hostname="mx.mail.example.nl", timeout=20)

    assert refused.value.smtp_code == 421


def test_a_silent_caller_is_let_go(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, timeout=0.2)) as port, a_wire(port) as wire:
        assert [wire.answer()[:3], wire.answer()] == [b"421", b""]


def test_a_mail_has_a_hundred_recipients_at_most(store: Store, settings: Settings):
    with open_door(store, settings) as port, a_client(port) as client:
        client.ehlo()
        client.mail(FATIMA)
        codes = [client.rcpt(DESK)[0] for _ in range(101)]

    assert codes == [250] * 100 + [452]


def test_many_callers_at_once_all_get_their_mail_kept(store: Store, settings: Settings):
    def call(caller: int) -> None:
        with a_client(port) as client:
            for n in range(5):
                client.sendmail(FATIMA, DESK, some_octets(caller * 5 + n))

    with open_door(store, settings) as port, ThreadPoolExecutor(20) as callers:
        list(callers.map(call, range(20)))

    assert len(messages(store)) == 100


class TestOurOwnFailure:
    """is the sender's to retry: 451, and nothing half kept."""

    def send(self, port: int, raw: bytes = b"") -> int:
        with a_client(port) as client:
            client.ehlo()
            if (code := client.mail(FATIMA)[0]) != 250:
                return code
            client.rcpt(DESK)
            return client.data(raw or some_octets())[0]

    def test_a_locked_database(self, sqlite_database: str, tmp_path: Path):
        store = Store(open_engine(sqlite_database), FileBlobs(tmp_path / "blobs"), patience=0.05)
        path = sqlite_database.removeprefix("sqlite:///")

        with open_door(store, settings_in(tmp_path)) as port:
            elsewhere = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            elsewhere.execute("BEGIN IMMEDIATE")
            locked = self.send(port)
            elsewhere.execute("ROLLBACK")
            free = self.send(port)
            elsewhere.close()
        assert (locked, free) == (451, 250)
        assert len(messages(store)) == 1
        store.close()

    def test_a_database_that_is_gone(self, store: Store, settings: Settings):
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE message RENAME TO elsewhere")

        with open_door(store, settings) as port:
            gone = self.send(port)
            with store.engine.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO message")
            back = self.send(port)

        assert (gone, back) == (451, 250)
        assert len(messages(store)) == 1

    def test_a_full_disk(self, store: Store, tmp_path: Path):
        needs.root("it mounts a small tmpfs")
        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=True)
        try:
            store.blobs = FileBlobs(disk)
            with open_door(store, settings_in(tmp_path)) as port:
                fits = self.send(port)
                full = self.send(port, some_octets(2, text="foto " * 100_000))
                told = self.troubles_told(store)
                fits_again = self.send(port, some_octets(3))
        finally:
            subprocess.run(["umount", disk], check=True)

        assert (fits, full, fits_again) == (250, 451, 250)
        assert len(messages(store)) == 2
        assert [trouble.partition(": ")[2] for trouble in told] == ["No space left on device"]
        assert self.troubles_told(store) == []

    def test_a_disk_that_is_nearly_full(self, store: Store, tmp_path: Path):
        settings = settings_in(tmp_path)
        free, answers = [0], []
        for left in (settings.desk.disk_reserve - 1, settings.desk.disk_reserve):
            free[0] = left
            with open_door(store, settings, room=Room(settings, lambda _: free[0])) as port:
                answers.append(self.send(port))

        assert answers == [452, 250]

    def troubles_told(self, store: Store) -> list[str]:
        with store.reading() as session:
            return [trouble.text for trouble in troubles(session)]


def test_a_sender_that_hangs_up_before_our_answer_takes_nobody_elses_door_away(store: Store, tmp_path: Path):
    settings = settings_in(tmp_path, max_connections=1)
    with open_door(store, settings) as port:
        with busy(store):
            with a_wire(port) as sender:
                for line in ("MAIL FROM:<a@mail.example.nl>", f"RCPT TO:<{DESK}>", "DATA"):
                    sender.say(f"{line}\r\n".encode())
                sender.socket.sendall(some_octets(1) + b"\r\n.\r\n")
                assert comes_true(lambda: any((tmp_path / "blobs").rglob("*")))  # it lies before the intake
            assert comes_true(lambda: greeting(port) == 220)  # the one place is free again: the door saw it go
        with a_client_in_time(port) as client:
            refused = client.sendmail(FATIMA, DESK, some_octets(2))

    assert refused == {}
    with store.reading() as session:
        assert "mail-2@mail.example.nl" in session.exec(select(Message.message_id)).all()


@contextmanager
def busy(store: Store) -> Iterator[None]:
    """Somebody else writes, and takes his time."""
    with store.writing() as session:
        if store.engine.dialect.name == "postgresql":
            session.execute(text("LOCK TABLE message IN EXCLUSIVE MODE"))
        yield


@contextmanager
def a_client_in_time(port: int) -> Iterator[smtplib.SMTP]:
    """A client that calls until there is a place for it."""
    with ExitStack() as opened:

        def has_called() -> bool:
            with suppress(smtplib.SMTPConnectError):
                clients.append(opened.enter_context(a_client(port)))
            return bool(clients)

        clients: list[smtplib.SMTP] = []
        assert comes_true(has_called)
        yield clients[0]


def greeting(port: int) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        return int(line.makefile("rb").readline()[:3])
