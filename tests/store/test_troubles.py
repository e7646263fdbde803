"""Troubles stand on every staff page until they are over."""

from __future__ import annotations

from config.settings import Imap, Scanner, Settings
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
