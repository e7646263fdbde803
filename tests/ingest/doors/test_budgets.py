"""No client keeps the others out: budgets at the SMTP door, over loopback from several addresses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import pytest
from sqlmodel import func, select

from config.settings import SmtpIn
from ingest.doors.conversation import client_of, pause_after
from store.mail import Message
from store.store import Store
from tests.ingest.doors.open_door import ClientWire, a_client, a_wire, open_door, settings_in
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.servers.server_process import comes_true

GREEDY, OTHER = "127.0.0.2", "127.0.0.3"


@pytest.fixture
def some_wires() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def is_served(port: int) -> bool:
    """Whether a mail of somebody at another address is kept; a door that is held up raises TimeoutError."""
    with a_client(port) as client:
        return client.sendmail(FATIMA, DESK, some_octets()) == {}


def begun(wire: ClientWire, options: bytes = b"") -> bytes:
    """What is answered to DATA."""
    wire.say(b"MAIL FROM:<%s>%s\r\n" % (FATIMA.encode(), options))
    wire.say(b"RCPT TO:<%s>\r\n" % DESK.encode())
    return wire.say(b"DATA\r\n")


def number_kept(store: Store) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(Message)).one()


def test_one_client_that_calls_two_hundred_times_leaves_the_others_served(
    store: Store, tmp_path: Path, some_wires: ExitStack
):
    with open_door(store, settings_in(tmp_path)) as port:
        wires = [some_wires.enter_context(a_wire(port, GREEDY)) for _ in range(200)]

        assert is_served(port)
        assert sum(wire.is_in for wire in wires) == SmtpIn().connections_per_address
        assert {wire.greeting for wire in wires if not wire.is_in} == {
            b"421 4.7.0 too many connections from your address, please try again\r\n"
        }


def test_a_place_is_free_again_when_its_client_has_gone(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, connections_per_address=1)) as port:
        for _ in range(3):
            with a_wire(port, GREEDY) as wire, a_wire(port, GREEDY) as second:
                assert (wire.is_in, second.is_in) == (True, False)
            assert comes_true(lambda: has_room(port))


def has_room(port: int) -> bool:
    with a_wire(port, GREEDY) as wire:
        return wire.is_in


def test_two_thousand_refused_recipients_end_the_session_early(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, error_pause=1e-6)) as port, a_wire(port, GREEDY) as wire:
        wire.say(b"MAIL FROM:<%s>\r\n" % FATIMA.encode())
        wire.socket.sendall(b"".join(b"RCPT TO:<guess-%d@delinde.example.nl>\r\n" % n for n in range(2000)))

        answers = list(iter(wire.answer, b""))

        assert 0 < len(answers) <= SmtpIn().max_errors + 1  # less where the hanging up overtook them
        assert {answer[:3] for answer in answers} <= {b"550", b"421"}
        assert is_served(port)


def test_each_further_error_is_answered_later():
    pauses = [pause_after(errors, 0.1) for errors in range(1, 21)]

    assert pauses[:6] == [0, 0, 0, 0.1, 0.2, 0.4]
    assert pauses[-1] == 5.0
    assert pauses == sorted(pauses)


def test_a_relay_whose_mails_are_kept_may_err_now_and_then_for_ever(store: Store, tmp_path: Path):
    with (
        open_door(store, settings_in(tmp_path, max_errors=3, error_pause=0)) as port,
        a_client(port) as client,
    ):
        for n in range(4):
            refused = client.sendmail(
                FATIMA, [DESK, "wie@delinde.example.nl", "dan@delinde.example.nl"], some_octets(n)
            )
            assert len(refused) == 2

    assert number_kept(store) == 4


def test_whoever_sends_his_mail_drop_by_drop_is_ended_in_time(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, session_seconds=1)) as port, a_wire(port, GREEDY) as wire:
        assert begun(wire)[:3] == b"354"
        dripping = Thread(target=drip, args=(wire,), daemon=True)
        dripping.start()

        assert wire.answer() == b"421 4.4.2 this took too long, please try again\r\n"
        assert is_served(port)
        dripping.join()
    assert number_kept(store) == 1


def drip(wire: ClientWire) -> None:
    """A line now and then, never the dot, until nobody listens any more."""
    try:
        while wire.socket.send(b"Subject: drup\r\n"):
            time.sleep(0.05)  # the slowness is what is tried
    except OSError:
        pass


def test_a_client_that_does_not_read_our_answers_is_cut_off(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, session_seconds=0.5)) as port, a_wire(port, GREEDY) as wire:
        wire.socket.settimeout(0.5)
        try:
            while True:
                wire.socket.sendall(b"HELP\r\n" * 10_000)
        except OSError:
            pass  # full, or cut off: either way it reads nothing

        assert is_served(port)
        assert comes_true(lambda: is_gone(wire))


def is_gone(wire: ClientWire) -> bool:
    try:
        wire.socket.sendall(b"NOOP\r\n")
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def test_octets_under_way_are_counted_over_all_clients(store: Store, tmp_path: Path, some_wires: ExitStack):
    settings = settings_in(tmp_path, max_in_flight=100_000)
    with open_door(store, settings) as port:
        first, second, third = (some_wires.enter_context(a_wire(port, GREEDY)) for _ in range(3))
        begun(first, b" SIZE=60000")

        no_room = begun(second, b" SIZE=60000")
        undeclared = begun(third)
        third.socket.sendall(b"x" * 60_000)
        cut_off = third.answer()
        small_is_served = is_served(port)
        first.socket.sendall(b"Subject: groot\r\n\r\n" + b"0123456789\r\n" * 4_000 + b".\r\n")
        kept = first.answer()
        second.say(b"RSET\r\n")
        room_again = begun(second, b" SIZE=60000")

    assert (no_room, cut_off) == (
        b"452 4.3.1 too much mail at once, please try again\r\n",
        b"421 4.3.1 too much mail at once, please try again\r\n",
    )
    assert undeclared[:3] == room_again[:3] == b"354"
    assert kept[:3] == b"250"
    assert small_is_served


def test_a_mail_that_is_larger_than_all_that_may_be_under_way_comes_in_alone(store: Store, tmp_path: Path):
    with open_door(store, settings_in(tmp_path, max_in_flight=1_000)) as port, a_client(port) as client:
        client.sendmail(FATIMA, DESK, some_octets(text="lang " * 5_000))

    assert number_kept(store) == 1


def test_the_door_closes_though_a_client_does_not_listen(store: Store, tmp_path: Path):
    with ExitStack() as some_wires:
        with open_door(store, settings_in(tmp_path)) as port:
            wire = some_wires.enter_context(a_wire(port, GREEDY))
            begun(wire)

        assert wire.answer()[:3] == b"421"


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        (("192.0.2.7", 4711), "192.0.2.7"),
        (("2001:db8:1:2:aaaa::1", 4711, 0, 0), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:bbbb::9", 4711, 0, 0), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.7", 4711, 0, 0), "192.0.2.7"),
        (("fe80::1%eth0", 4711, 0, 2), "fe80::/64"),
    ],
)
def test_a_client_is_known_by_its_address_or_by_the_network_it_takes_addresses_from(peer: tuple[str, ...], client: str):
    assert client_of(peer) == client
