"""A real Dovecot: any user name is an account with an empty mailbox, so that every test has one to itself."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pytest

from tests.servers import needs
from tests.servers.server_process import HOST, Command, as_user, free_port, server_in
from tests.servers.token_server import TokenServer

PASSWORD = "lindelaan-14b"
NUMBERS = itertools.count(1)

CONFIGURATION = Template("""
base_dir = $scratch/run
state_dir = $scratch/run
log_path = $scratch/dovecot.log
protocols = imap
listen = $host
ssl = no
disable_plaintext_auth = no
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_fsync = never
# Many tests are one client address to Dovecot; a wrong password in one of them must not slow down the others.
mail_max_userip_connections = 100
auth_failure_delay = 0
$passdb
userdb {
  driver = static
  args = uid=$user gid=$group home=$scratch/homes/%u
}
namespace inbox {
  inbox = yes
  $namespace
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
""")


BY_PASSWORD = f"passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}"
BY_TOKEN = """
auth_mechanisms = xoauth2
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $scratch/oauth2.conf
}
"""


@dataclass(frozen=True)
class DovecotMailbox:
    """One account: where to log in, and as whom. There is no TLS."""

    host: str
    port: int
    username: str
    password: str


@dataclass(frozen=True)
class Dovecot:
    host: str
    port: int

    def mailbox(self, username: str) -> DovecotMailbox:
        return DovecotMailbox(self.host, self.port, username, PASSWORD)


@pytest.fixture(scope="session")
def dovecot(run_directory: Path) -> Iterator[Dovecot]:
    """The server, shared by all workers of this run."""
    needs.program("imap", package="dovecot-imapd")  # the core alone speaks no IMAP
    server = needs.program("dovecot", package="dovecot-imapd")
    with server_in(run_directory / "dovecot", lambda scratch: configured(server, scratch)) as port:
        yield Dovecot(HOST, port)


@pytest.fixture(scope="session")
def prefixed_dovecot(run_directory: Path) -> Iterator[Dovecot]:
    """One that keeps all folders below "INBOX.", as many hosting firms have it."""
    needs.program("imap", package="dovecot-imapd")
    server = needs.program("dovecot", package="dovecot-imapd")
    namespace = "prefix = INBOX.\n  separator = ."
    room = run_directory / "prefixed-dovecot"
    with server_in(room, lambda scratch: configured(server, scratch, namespace)) as port:
        yield Dovecot(HOST, port)


@pytest.fixture(scope="session")
def token_dovecot(run_directory: Path, token_server: TokenServer, worker_id: str) -> Iterator[Dovecot]:
    """One that takes no password, only tokens of this worker's provider."""
    needs.program("imap", package="dovecot-imapd")
    server = needs.program("dovecot", package="dovecot-imapd")

    def prepare(scratch: Path) -> Command:
        told = f"tokeninfo_url = {token_server.url}/info?access_token=\nusername_attribute = username\n"
        (scratch / "oauth2.conf").write_text(told + "active_attribute = active\nactive_value = true\n")
        return configured(server, scratch, passdb=Template(BY_TOKEN).substitute(scratch=scratch))

    with server_in(run_directory / f"token-dovecot-{worker_id}", prepare) as port:
        yield Dovecot(HOST, port)


@pytest.fixture
def token_mailbox(token_dovecot: Dovecot, tokens: TokenServer, worker_id: str) -> DovecotMailbox:
    tokens.user = f"melding-{worker_id}-{next(NUMBERS)}@delinde.example.nl"
    return token_dovecot.mailbox(tokens.user)


@pytest.fixture
def prefixed_mailbox(prefixed_dovecot: Dovecot, worker_id: str) -> DovecotMailbox:
    return prefixed_dovecot.mailbox(f"melding-{worker_id}-{next(NUMBERS)}@delinde.example.nl")


@pytest.fixture
def mailbox(dovecot: Dovecot, worker_id: str) -> DovecotMailbox:
    """An account that is this test's alone, empty."""
    return dovecot.mailbox(f"melding-{worker_id}-{next(NUMBERS)}@delinde.example.nl")


def configured(server: Path, scratch: Path, namespace: str = "separator = /", passdb: str = BY_PASSWORD) -> Command:
    prefix, port = as_user("nobody", scratch), free_port()  # its log-in process refuses to run as root
    user = {"user": scratch.owner(), "group": scratch.group()}
    configuration = scratch / "dovecot.conf"
    rest = {"scratch": scratch, "host": HOST, "port": port, "passdb": passdb, "namespace": namespace}
    configuration.write_text(CONFIGURATION.substitute(user, **rest))
    return Command([*prefix, server, "-F", "-c", configuration], port)
