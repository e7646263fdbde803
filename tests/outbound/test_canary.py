"""A mail of ours that goes out and comes home by the real way; where it does not, staff hear."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from config.settings import Settings
from ingest.filing import file_messages
from outbound.canary import PATIENCE, send_canary
from store.mail import Message
from store.troubles import troubles
from store.words import Aside
from tests.cast import SETTINGS, Desk
from tests.ingest.doors.open_door import a_client, open_door, settings_in
from tests.outbound.outbox import FRIDAY, settings_to
from tests.servers.sink import Sink

ELSEWHERE = "canary@elsewhere.example.nl"
MINUTE = timedelta(minutes=1)


def test_it_leaves_once_an_hour_and_lies_aside_as_ours_when_it_comes_home(desk: Desk, sink: Sink, tmp_path: Path):
    settings = with_canary(sink)

    sent = [send_canary(desk.store, settings, FRIDAY + minutes * MINUTE) for minutes in (0, 1, 59, 60)]
    comes_home(desk, sink, tmp_path, 1)
    send_canary(desk.store, settings, FRIDAY + timedelta(minutes=60) + PATIENCE)

    assert sent == [1, 0, 0, 1]
    assert [delivery.rcpt_tos for delivery in sink.deliveries] == [(ELSEWHERE,)] * 2
    with desk.store.reading() as session:
        assert [message.aside for message in session.exec(select(Message))] == [Aside.ECHO]
    assert wrong(desk) == []


def test_where_it_does_not_come_home_staff_hear_until_it_does(desk: Desk, sink: Sink, tmp_path: Path):
    settings = with_canary(sink)
    send_canary(desk.store, settings, FRIDAY)

    send_canary(desk.store, settings, FRIDAY + PATIENCE - MINUTE)
    early = wrong(desk)
    send_canary(desk.store, settings, FRIDAY + PATIENCE)
    late = wrong(desk)
    comes_home(desk, sink, tmp_path, 0)
    send_canary(desk.store, settings, FRIDAY + PATIENCE + MINUTE)

    assert (early, late, wrong(desk)) == ([], ["canary"], [])


@pytest.mark.parametrize("is_up", [True, False])
def test_where_none_is_set_or_no_server_is_there_none_is_sent(desk: Desk, sink: Sink, is_up: bool):
    settings = settings_to(sink) if is_up else with_canary(sink)
    if not is_up:
        sink.go_down()

    assert send_canary(desk.store, settings, FRIDAY) == 0
    assert sink.deliveries == []


def with_canary(sink: Sink) -> Settings:
    return settings_to(sink, desk=SETTINGS.desk.model_copy(update={"canary": ELSEWHERE}))


def comes_home(desk: Desk, sink: Sink, folder: Path, number: int) -> None:
    """The address elsewhere forwards it to the desk."""
    with open_door(desk.store, settings_in(folder)) as port, a_client(port) as client:
        client.sendmail(ELSEWHERE, SETTINGS.desk.address, sink.deliveries[number].octets)
    file_messages(desk.store, settings_in(folder), FRIDAY)


def wrong(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [trouble.name for trouble in troubles(session)]
