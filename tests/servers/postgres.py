"""A real PostgreSQL: one server for the whole run, an empty database for each test that asks."""

import itertools
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from store.migrations import migrate
from store.store import open_engine
from tests.servers import needs
from tests.servers.server_process import HOST, Command, as_user, free_port, server_in

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "fsync": "off",  # a test's data need not outlive the machine
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "timezone": "UTC",
}
# Whatever ends the server, it is started anew; only a TERM to this shell ends both.
AGAIN = 'trap "kill -INT \\$server; wait \\$server; exit" TERM; while :; do "$@" & server=$!; wait $server; done'
NUMBERS = itertools.count(1)
EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;  -- rows may go in any order
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
  FOR name IN SELECT quote_ident(sequencename) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART'; END LOOP;
END $$
"""


@dataclass(frozen=True)
class Postgres:
    host: str
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@{self.host}:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Create a database and give its URL."""
        # Copying files is the quicker way where nothing is synced: half of what the write-ahead log takes.
        self.run(f'CREATE DATABASE "{database}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def empty(self, database: str) -> None:
        """Make it as it was made: no row, every number from one. A fifth of what a new copy costs, and connections to
        it need not learn its tables again."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        self.run(f"{others} AND pid <> pg_backend_pid()", database)
        self.run(EMPTY, database)

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(
            host=self.host, port=self.port, user="postgres", dbname=database, autocommit=True
        ) as connection:
            connection.execute(statement.encode())


class OwnPostgres(Postgres):
    """A server that one test has for itself, to do what it wants with. What it has committed stays."""

    def restart(self) -> None:
        """End it, with all its connections; it comes up again."""
        with self._connected() as connection:
            data = connection.execute("SHOW data_directory").fetchone()
        assert data
        os.kill(int((Path(data[0]) / "postmaster.pid").read_text().split()[0]), signal.SIGINT)

    def kill_a_backend(self) -> None:
        """One of its processes dies: it ends all others, and recovers from its log."""
        with suppress(psycopg.OperationalError), self._connected() as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)

    def _connected(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(host=self.host, port=self.port, user="postgres", autocommit=True)


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[OwnPostgres]:
    initdb = needs.program("initdb", package="postgresql")
    server = needs.program("postgres", package="postgresql")

    def prepare(scratch: Path) -> Command:
        command = initialised(initdb, server, scratch)
        line = [*command.line, "-c", "synchronous_commit=on"]
        return Command(["sh", "-c", AGAIN, "again", *line], command.port, is_ready=accepts)

    with server_in(tmp_path / "postgres", prepare) as port:
        yield OwnPostgres(HOST, port)


@pytest.fixture(scope="session")
def postgres(run_directory: Path) -> Iterator[Postgres]:
    """The server, shared by all workers of this run."""
    initdb = needs.program("initdb", package="postgresql")
    server = needs.program("postgres", package="postgresql")
    with server_in(run_directory / "postgres", lambda scratch: initialised(initdb, server, scratch)) as port:
        yield Postgres(HOST, port)


@pytest.fixture
def postgres_url(postgres: Postgres, worker_id: str) -> Iterator[str]:
    """The SQLAlchemy URL of a database without tables that is this test's alone."""
    name = f"test_{worker_id}_{next(NUMBERS)}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def postgres_house(postgres: Postgres, worker_id: str) -> str:
    """The URL of this worker's database with the tables of the house; tests have it in turn."""
    url = postgres.create(f"house_{worker_id}")
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture
def postgres_database(postgres: Postgres, postgres_house: str, worker_id: str) -> str:
    """The URL of an up-to-date, empty database: whoever had it before left nothing in it, and is no longer there."""
    postgres.empty(f"house_{worker_id}")
    return postgres_house


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
