"""The doctor says what is well, what is not, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import Database, DeskSettings, Settings, SmtpOut
from ingest.checks import check_doors
from outbound.checks import check_post
from store.checks import check_store
from tests.ingest.doors.imap_account import account_of
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink


def settings(tmp_path: Path, database_url: str = "", **sections: object) -> Settings:
    desk = DeskSettings(data_dir=tmp_path, address="melding@localhost")
    return Settings(desk=desk, database=Database(url=database_url), **sections)  # type: ignore[arg-type]


def test_a_desk_that_can_start_has_nothing_wrong_with_it(tmp_path: Path, database_url: str, sink: Sink):
    ready = settings(tmp_path, database_url, smtp_out=SmtpOut(host="127.0.0.1", port=sink.port))

    findings = [*check_store(ready), *check_doors(ready), *check_post(ready)]

    assert [finding for finding in findings if not finding.well] == []


def test_a_database_that_is_gone_is_named_without_its_password(tmp_path: Path):
    gone = settings(tmp_path, "postgresql+psycopg://desk:hunter2@127.0.0.1:9/postbon")

    database = next(check_store(gone))

    assert not database.well
    assert database.advice
    assert "hunter2" not in database.what + database.seen


def test_an_outgoing_server_that_is_down_is_found(tmp_path: Path, sink: Sink):
    sink.go_down()

    (post,) = check_post(settings(tmp_path, smtp_out=SmtpOut(host="127.0.0.1", port=sink.port)))

    assert not post.well


@pytest.mark.parametrize("password_is_right", [True, False])
def test_each_mailbox_is_logged_in_to(tmp_path: Path, dovecot: Dovecot, password_is_right: bool):
    box = dovecot.mailbox("melding")
    password = SecretStr(box.password if password_is_right else "wrong")
    account = account_of(box, password=password)

    mailbox = [finding for finding in check_doors(settings(tmp_path, imap=(account,))) if "mailbox" in finding.what]

    assert [finding.well for finding in mailbox] == [password_is_right]
