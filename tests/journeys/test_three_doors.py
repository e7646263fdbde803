"""One report by every door: whichever way it comes, and however often, it is one draft."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from ingest.doors.files import take
from ingest.doors.imap import logged_in, read_folder
from ingest.filing import file_messages
from store.intake import Intake
from store.mail import Delivery, Draft, Message
from store.store import Store
from store.suggestions import read_suggestions
from tests.ingest.doors.imap_account import account_of
from tests.ingest.doors.open_door import a_client, open_door, settings_in
from tests.ingest.known_leak import the_known_leak
from tests.ingest.mails import DESK, FATIMA, some_octets
from tests.servers.dovecot import DovecotMailbox

pytestmark = pytest.mark.dovecot


def by_smtp(store: Store, mail: bytes, folder: Path, mailbox: DovecotMailbox) -> None:
    with open_door(store, settings_in(folder)) as port, a_client(port) as client:
        client.sendmail(FATIMA, DESK, b"Received: from phone by mx\r\n" + mail)


def by_imap(store: Store, mail: bytes, folder: Path, mailbox: DovecotMailbox) -> None:
    account, intake = account_of(mailbox), Intake(store)
    with logged_in(account) as client:
        client.append("INBOX", b"Return-Path: <%s>\r\nX-Sieve: 1\r\n" % FATIMA.encode() + mail)
        read_folder(client, store, intake, account, datetime.now(UTC))
    intake.close()


def by_pipe(store: Store, mail: bytes, folder: Path, mailbox: DovecotMailbox) -> None:
    intake = Intake(store)
    list(
        take(["-"], b"From fatima Fri Nov 20 12:41:09 2026\n" + mail.replace(b"\r\n", b"\n"), intake, datetime.now(UTC))
    )
    intake.close()


DOORS = {"smtp": by_smtp, "imap": by_imap, "pipe": by_pipe}


@pytest.mark.parametrize("order", list(itertools.permutations(DOORS)), ids="-".join)
def test_one_report_through_every_door_is_one_draft(
    store: Store, tmp_path: Path, mailbox: DovecotMailbox, order: tuple[str, ...]
):
    leak = the_known_leak(store)
    mail = some_octets(text="Er komt water door het plafond. Lindelaan 14B.")

    for door in order:
        DOORS[door](store, mail, tmp_path, mailbox)
        file_messages(store, settings_in(tmp_path), datetime.now(UTC))

    with store.reading() as session:
        [message] = session.exec(select(Message))
        [draft] = session.exec(select(Draft))
        ways = session.exec(select(Delivery.door).order_by(col(Delivery.id))).all()
    assert tuple(ways) == order
    assert not message.twin
    found = read_suggestions(draft.suggestions)
    assert (found.reporter, found.home) == (leak.desk.person_named("Fatima").id, leak.desk.unit_named("LH-14B").id)
