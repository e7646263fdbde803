"""A real PostgreSQL: one server for the whole run, a fresh database for each test that asks."""

import itertools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from store.migrations import migrate
from store.store import open_engine
from tests.servers import needs
from tests.servers.keeper import HOST, Command, as_user, free_port, server_in

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "fsync": "off",  # a test's data need not outlive the machine
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "timezone": "UTC",
}
NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Postgres:
    host: str
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@{self.host}:{self.port}/{database}"

    def create(self, database: str, *, template: str = "template1") -> str:
        """Create a database and give its URL. The template must have no open connection."""
        # Copying files is the quicker way where nothing is synced: half of what the write-ahead log takes.
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        with psycopg.connect(host=self.host, port=self.port, user="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres(run_directory: Path) -> Iterator[Postgres]:
    """The server, shared by all workers of this run."""
    initdb = needs.program("initdb", package="postgresql")
    server = needs.program("postgres", package="postgresql")
    with server_in(run_directory / "postgres", lambda scratch: initialised(initdb, server, scratch)) as port:
        yield Postgres(HOST, port)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, worker_id: str) -> str:
    """The database that each test's own is copied from; this worker's alone, for copying locks it."""
    name = f"template_{worker_id}"
    engine = open_engine(postgres.create(name))
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_template: str, worker_id: str) -> Iterator[str]:
    """The SQLAlchemy URL of a database that is this test's alone, a copy of the template."""
    name = f"test_{worker_id}_{next(NUMBERS)}"
    yield postgres.create(name, template=postgres_template)
    postgres.drop(name)


def initialised(initdb: Path, server: Path, scratch: Path) -> Command:
    data, port = str(scratch / "data"), free_port()
    prefix = as_user("postgres", scratch)  # it refuses to run as root
    layout = ["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D", data]
    subprocess.run([*prefix, str(initdb), *layout], check=True, capture_output=True, cwd=scratch)
    settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
    return Command([*prefix, server, "-D", data, "-p", str(port), *settings], port, end="INT", is_ready=accepts)


def accepts(port: int) -> bool:
    """PostgreSQL listens before it serves: "the database system is starting up"."""
    try:
        psycopg.connect(host=HOST, port=port, user="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
