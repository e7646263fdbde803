"""The schema, version by version. `migrate` brings any database of ours to the newest.

Alembic is loaded where there is something to do: a desk that starts on tables of today listens a good deal sooner.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Bring the schema up to date; quick when it is."""
    if is_current(engine):
        return
    from alembic import command

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
        if not inspect(connection).has_table("alembic_version"):
            return False
        return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars()) == [newest()]


def newest() -> str:
    """The number of the newest version: that of the last of the files."""
    return max(path.name for path in _HERE.joinpath("versions").glob("0*.py")).partition("_")[0]


def alembic_config(connection: object) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
