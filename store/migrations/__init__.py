"""The schema, version by version. `migrate` brings any database of ours to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; quick when it is."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # Two nodes may start together: one migrates, the other waits and finds it done, however long it takes.
            for limit in ("lock_timeout", "idle_in_transaction_session_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7650421)")
        command.upgrade(alembic_config(connection), "head")
        connection.commit()


def is_current(engine: Engine) -> bool:
    """Whether the schema is the newest."""
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
        return now == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def alembic_config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
