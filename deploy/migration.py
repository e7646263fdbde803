"""Write the next migration from what the tables say now: `make migration M="what changes"`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from store.migrations import alembic_config, migrate
from store.store import open_engine

with TemporaryDirectory() as folder:
    engine = open_engine(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
    migrate(engine)
    with engine.connect() as connection:
        command.revision(alembic_config(connection), message=" ".join(sys.argv[1:]), autogenerate=True)
