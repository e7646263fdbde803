"""The three ways a mail comes to the desk: over SMTP, from a mailbox by IMAP, through an MTA's pipe."""

from __future__ import annotations

import smtplib
import subprocess
from collections.abc import Callable

from imapclient import IMAPClient

from config.settings import Imap
from ingest.doors.imap import logged_in, read_folder
from ingest.doors.spool import take_spooled
from store.intake import Intake
from tests.cli.program import POSTBON, environment
from tests.running_app import RunningDesk
from tests.servers.server_process import HOST

Transport = Callable[[bytes, str, str], None]  # octets, MAIL FROM, RCPT TO


def by_smtp(port: int) -> Transport:
    def carry(octets: bytes, sender: str, to: str) -> None:
        with smtplib.SMTP(HOST, port, local_hostname="mx.mail.example.nl", timeout=20) as client:
            client.sendmail(sender, [to], octets)

    return carry


def by_imap(desk: RunningDesk, account: Imap) -> Transport:
    """The mail lands in the mailbox, as its server notes it, and the desk reads the folder once."""

    def carry(octets: bytes, sender: str, to: str) -> None:
        noted = f"Return-Path: <{sender}>\r\nDelivered-To: {to}\r\n".encode() + octets
        with logged_in(account) as client:
            client.append(account.folder, noted, msg_time=desk.clock())
            read(client)

    def read(client: IMAPClient) -> None:
        intake = Intake(desk.store)
        try:
            read_folder(client, desk.store, intake, account, desk.clock())
        finally:
            intake.close()

    return carry


def by_pipe(desk: RunningDesk) -> Transport:
    """What a mail server's pipe runs, with what it passes on."""

    def carry(octets: bytes, sender: str, to: str) -> None:
        noted = f"Return-Path: <{sender}>\r\nDelivered-To: {to}\r\n".encode() + octets
        run_postbon(desk, "ingest", "-", given=noted)
        take_spooled(desk.store, desk.settings, desk.clock())

    return carry


def run_postbon(desk: RunningDesk, *words: str, given: bytes = b"") -> str:
    """Run the command on this desk's store, as a process of its own; what it said."""
    settings = desk.settings
    found = environment(
        POSTBON_DATABASE__URL=desk.store.engine.url.render_as_string(hide_password=False),
        POSTBON_DESK__DATA_DIR=str(settings.desk.data_dir),
        POSTBON_DESK__SECRET=settings.desk.secret.get_secret_value(),
        POSTBON_DESK__BASE_URL=settings.desk.base_url,
        POSTBON_SMTP_OUT__HOST=settings.smtp_out.host,
        POSTBON_SMTP_OUT__PORT=str(settings.smtp_out.port),
        POSTBON_SMTP_IN__TRUSTED_AUTHSERV_ID=settings.smtp_in.trusted_authserv_id,
    )
    done = subprocess.run(
        [*POSTBON, *words],
        input=given,
        capture_output=True,
        env=found,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
