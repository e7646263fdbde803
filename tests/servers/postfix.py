"""A real Postfix in front of, behind, or around the desk: it queues, retries, and writes real delivery reports."""

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Protocol

import pytest

from tests.servers import needs
from tests.servers.server_process import HOST, Command, free_port, server_in

HERE = "mx.delinde.example.nl"

# $routes alone says where mail may go; what it does not name is refused, so that nothing leaves loopback.
MAIN = Template("""
compatibility_level = 3.6
myhostname = $here
mydestination =
local_transport = error:5.1.1 nobody here
local_recipient_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtp_address_preference = ipv4
default_transport = error:5.4.4 no route
relay_transport = $$default_transport
relay_domains = static:all
transport_maps = inline:{ $routes }
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
alias_maps =
alias_database =
queue_directory = $scratch/queue
data_directory = $scratch/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $scratch/data/mail.log
maillog_file_prefixes = $scratch
smtputf8_enable = yes
# A test's patience.
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
transport_retry_time = 1s
maximal_queue_lifetime = $lifetime
bounce_queue_lifetime = $lifetime
delay_warning_time = 0
""")

MASTER = Template("""
127.0.0.1:$port inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
showq     unix n - - - - showq
postlog   unix-dgram n - n - 1 postlogd
""")

QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "saved", "trace")
SOCKETS = ("pid", "private", "public")


@dataclass(frozen=True)
class Postfix:
    host: str
    port: int


class StartPostfix(Protocol):
    def __call__(self, routes: Mapping[str, int], *, lifetime: str = "1h", own: str = "") -> Postfix:
        """Start a Postfix that relays by domain to ports on loopback; it ends with the test.

        routes    domain to port, as in {"delinde.example.nl": desk.port}; "*" stands for every other domain
        lifetime  how long a letter is tried again before it is returned, as Postfix writes it: "3s", "1h"
        own       lines of main.cf in the place of ours
        """


@pytest.fixture
def start_postfix(tmp_path: Path) -> Iterator[StartPostfix]:
    needs.root("Postfix starts as nobody else")
    master = needs.program("master", package="postfix")
    numbers = itertools.count(1)
    with ExitStack() as running:

        def start(routes: Mapping[str, int], *, lifetime: str = "1h", own: str = "") -> Postfix:
            def prepare(scratch: Path) -> Command:
                return configured(master, scratch, routes, lifetime, own)

            return Postfix(HOST, running.enter_context(server_in(tmp_path / f"postfix-{next(numbers)}", prepare)))

        yield start


def configured(master: Path, scratch: Path, routes: Mapping[str, int], lifetime: str, own: str) -> Command:
    for directory in QUEUES + SOCKETS:
        make_directory(scratch / "queue" / directory, 0o700)
    make_directory(scratch / "data", 0o700)
    table = ", ".join(f"{{{domain} = smtp:[{HOST}]:{port}}}" for domain, port in routes.items())
    ours = MAIN.substitute(here=HERE, routes=table, scratch=scratch, lifetime=lifetime).splitlines()
    names = {line.partition("=")[0].strip() for line in own.splitlines()}
    main = "\n".join([*(line for line in ours if line.partition("=")[0].strip() not in names), own])
    port = free_port()
    for name, text in {"main.cf": main, "master.cf": MASTER.substitute(port=port)}.items():
        (scratch / name).write_text(text)
        os.utime(scratch / name, (0, 0))  # of a file seconds old Postfix waits to see whether somebody still writes
    return Command([master, "-c", scratch], port)


def make_directory(path: Path, mode: int) -> None:
    path.mkdir(parents=True)
    path.chmod(mode)
    shutil.chown(path, "postfix", "postfix")
