"""Facts of the file doors: files, Maildir, mbox, an MTA's pipe."""

from __future__ import annotations

import mailbox
from pathlib import Path

from sqlmodel import col, select

from ingest.doors.files import Taken, read_envelope, take
from store.intake import Intake
from store.mail import Delivery, Message
from store.store import Store
from tests.ingest.mails import DESK, FATIMA, NOW, some_octets


def taken(store: Store, *paths: str | Path, standard_input: bytes | None = None) -> list[Taken]:
    intake = Intake(store)
    found = list(take(map(str, paths), standard_input, intake, NOW))
    intake.close()
    return found


def kept(store: Store) -> list[bytes]:
    with store.reading() as session:
        return [store.blobs.get(key) for key in session.exec(select(Message.raw_key).order_by(col(Message.id)))]


def test_a_pipe_takes_one_mail_with_the_envelope_the_server_noted(store: Store):
    noted = b"Return-Path: <%s>\nX-Original-To: %s\nDelivered-To: desk@mx\n" % (FATIMA.encode(), DESK.encode())

    [result] = taken(store, "-", standard_input=noted + some_octets())

    assert result.receipt is not None
    with store.reading() as session:
        delivery = session.exec(select(Delivery)).one()
    assert (delivery.sender, delivery.recipients, delivery.door) == (FATIMA, [DESK, "desk@mx"], "pipe")


def test_an_empty_return_path_and_none_at_all_are_not_the_same():
    assert read_envelope(b"Return-Path: <>\n\n").sender == ""
    assert read_envelope(b"Subject: x\n\n").sender is None


def test_an_mbox_and_a_maildir_are_taken_mail_by_mail(store: Store, tmp_path: Path):
    mbox = mailbox.mbox(tmp_path / "mbox")
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    for n in range(3):
        mbox.add(some_octets(n, text="Hallo\n\nFrom here on the pipe leaks."))
        maildir.add(some_octets(n + 10))
    mbox.close()

    found = taken(store, tmp_path / "mbox", tmp_path / "Maildir")

    assert [one.trouble for one in found] == [""] * 6
    assert len(kept(store)) == 6


def test_the_same_mail_in_mbox_maildir_and_file_is_one_message(store: Store, tmp_path: Path):
    mbox = mailbox.mbox(tmp_path / "mbox")
    mbox.add(some_octets())
    mbox.close()
    mailbox.Maildir(tmp_path / "Maildir").add(some_octets())
    (tmp_path / "melding.eml").write_bytes(b"Return-Path: <a@b>\r\nX-Spam: no\r\n" + some_octets())

    found = taken(store, tmp_path / "mbox", tmp_path / "Maildir", tmp_path / "melding.eml")

    assert [one.receipt and one.receipt.again for one in found] == [False, True, True]
    assert len(kept(store)) == 1


def test_a_folder_of_files_is_taken_and_what_cannot_be_read_does_not_stop_it(store: Store, tmp_path: Path):
    folder = tmp_path / "mails"
    folder.mkdir()
    for n in range(2):
        (folder / f"{n}.eml").write_bytes(some_octets(n))

    found = taken(store, tmp_path / "is-not-there.eml", folder)

    assert [bool(one.receipt) for one in found] == [False, True, True]
    assert not found[0].retry


def test_what_our_own_store_cannot_keep_is_to_be_tried_again(store: Store, tmp_path: Path):
    (tmp_path / "blobs").write_bytes(b"a file where a folder should be")

    [found] = taken(store, "-", standard_input=some_octets())

    assert found.retry
    assert found.receipt is None
