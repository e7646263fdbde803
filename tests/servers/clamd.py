"""A real clamd that knows one virus: EICAR's harmless test file, by a signature of our own. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import needs
from tests.servers.server_process import HOST, Command, free_port, server_in

# In two parts, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(scope="session")
def clamd(run_directory: Path) -> Iterator[str]:
    """Its address, host:port; shared by all workers of this run."""
    server = needs.program("clamd", package="clamav-daemon")
    with server_in(run_directory / "clamd", lambda scratch: configured(server, scratch)) as port:
        yield f"{HOST}:{port}"


def configured(server: Path, scratch: Path) -> Command:
    port = free_port()
    database = scratch / "signatures"
    database.mkdir()
    (database / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    configuration = scratch / "clamd.conf"
    lines = (f"TCPSocket {port}", f"TCPAddr {HOST}", f"DatabaseDirectory {database}", "Foreground yes")
    configuration.write_text("\n".join((*lines, "StreamMaxLength 1M", "MaxThreads 2", "")))
    return Command([server, f"--config-file={configuration}"], port)
