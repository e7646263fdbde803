"""A real mailbox as the settings name it."""

from __future__ import annotations

from pydantic import SecretStr

from config.settings import Imap
from tests.servers.dovecot import DovecotMailbox


def account_of(mailbox: DovecotMailbox, **other: object) -> Imap:
    told = {
        "name": "desk",
        "host": mailbox.host,
        "port": mailbox.port,
        "security": "none",
        "username": mailbox.username,
        "password": SecretStr(mailbox.password),
        "poll_seconds": 0.05,
    }
    return Imap.model_validate(told | other)
