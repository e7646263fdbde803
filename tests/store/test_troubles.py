"""Troubles stand on every staff page until they are over."""

from __future__ import annotations

from config.settings import DeskSettings, Imap, Scanner, Settings
from store.room import Room, watch_room
from store.store import Store
from store.troubles import clear_switched_off, report_trouble, troubles
from tests.ingest.mails import NOW


def test_what_was_switched_off_troubles_nobody_after_the_next_start(store: Store):
    desk, old = (Imap(name=name, host="imap.example.nl", username="melding@example.nl") for name in ("desk", "old"))
    before = Settings(imap=[desk, old], scanner=Scanner(clamd="127.0.0.1:3310"))
    names = ["imap:desk", "imap:old", "scanner", "smtp_out"]

    with store.writing() as session:
        for name in names:
            report_trouble(session, name, "not reached", NOW)
        clear_switched_off(session, before, NOW)
        still = sorted(row.name for row in troubles(session))
        clear_switched_off(session, Settings(imap=[desk]), NOW)
        left = sorted(row.name for row in troubles(session))

    assert (still, left) == (names, ["imap:desk", "smtp_out"])


def test_a_disk_that_fills_up_is_told_before_mail_is_refused_and_no_longer_when_there_is_room(store: Store):
    mib = 1024**2
    settings = Settings(desk=DeskSettings(disk_reserve=100 * mib))
    free = [0]
    room, words = Room(settings, lambda _: free[0]), []
    for left in (200, 199, 99):
        free[0] = left * mib
        words.append(room.words())

    assert words[0] == "" and "below 100 MiB new mail must wait" in words[1] and "only 99 MiB left" in words[2]
    for reserve, names in ((2**60, ["disk_space"]), (0, [])):
        watch_room(store, Settings(desk=DeskSettings(disk_reserve=reserve)), NOW)
        with store.reading() as session:
            assert [row.name for row in troubles(session)] == names
