"""`postbon move-store`: a desk that began on SQLite goes on, on PostgreSQL, as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select as choose
from sqlmodel import Session, SQLModel, col, select

from bench.grow import NOW, settings_of
from config.settings import Settings
from convert.demo.setup import load_demo
from convert.tickets.opening import NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from store import moving, search
from store.mail import Message
from store.opening import open_store
from store.processes import DeskProcess, give_sign, take_leave
from store.store import StoreUnavailableError, open_engine
from store.tickets import Ticket
from store.timeline import CLOCK
from store.words import Channel
from tests.cli.program import postbon
from tests.ingest.mails import some_octets


@pytest.fixture
def new_home(postgres_database: str) -> Iterator[str]:
    """An empty database; no mark of a move is left in it."""
    yield postgres_database
    engine = open_engine(postgres_database)
    with engine.begin() as connection:
        moving.MARK.drop(connection, checkfirst=True)
    engine.dispose()


@pytest.fixture
def demo(tmp_path: Path) -> Settings:
    """A desk on SQLite with the cast and their week, and a mail with a NUL in it."""
    settings = settings_of(tmp_path)
    with open_store(settings) as store, store.writing() as session:
        load_demo(session, settings, NOW)
        first, second = session.exec(select(Ticket).order_by(col(Ticket.id)).limit(2)).all()
        first.merged_into_id = second.key  # to one that comes after it
        session.add(Message(received_at=NOW, raw_key="a", size=1, fingerprint="f", text="nul \0 byte"))
    return settings


@contextmanager
def desk_at(settings: Settings, url: str) -> Iterator[Session]:
    there = settings.model_copy(update={"database": settings.database.model_copy(update={"url": url})})
    with open_store(there) as store, store.writing() as session:
        yield session


def contents(session: Session) -> dict[str, list[Any]]:
    tables = (table for table in SQLModel.metadata.sorted_tables if table.name != DeskProcess.__tablename__)
    return {table.name: list(session.execute(choose(table).order_by(table.c.id)).all()) for table in tables}


def test_a_moved_desk_has_every_row_is_found_in_and_numbers_on(demo: Settings, new_home: str):
    with open_store(demo) as store, store.reading() as session:
        before, found = contents(session), search.find(session, "yilmaz")

    moving.move_store(demo, new_home, moving.quietly)

    with desk_at(demo, new_home) as session:
        after = contents(session)
        assert {name for name in before if before[name] != after[name]} == {"message"}
        assert session.exec(select(Message.text).where(Message.fingerprint == "f")).all() == [
            "nul \N{REPLACEMENT CHARACTER} byte"
        ]
        assert found
        assert search.find(session, "yilmaz") == found
        opened = open_ticket(UnitOfWork(session, demo, CLOCK, NOW), NewTicket("Lekt", "Het lekt.", Channel.PHONE, NOW))
        assert opened.key == before["ticket"][-1].id + 1


def test_a_move_that_was_cut_off_opens_no_desk_and_goes_on_where_it_was(
    demo: Settings, new_home: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(moving, "TOGETHER", 3)
    told: list[tuple[str, int, int]] = []

    def stop_at_the_tickets(table: str, done: int, total: int) -> None:
        told.append((table, done, total))
        if table == "ticket":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move_store(demo, new_home, stop_at_the_tickets)
    with pytest.raises(StoreUnavailableError, match="move-store"), desk_at(demo, new_home):
        pass
    first = len(told)
    moving.move_store(demo, new_home, lambda *step: told.append(step))

    assert {table for table, _, _ in told[:first]} & {table for table, _, _ in told[first:]} <= {"ticket"}
    with desk_at(demo, new_home) as session:
        assert session.exec(select(Ticket)).all()


def test_a_desk_that_changed_while_its_move_was_interrupted_is_not_taken_for_moved(demo: Settings, new_home: str):
    def stop(table: str, _done: int, _total: int) -> None:
        if table == "ticket":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move_store(demo, new_home, stop)
    with open_store(demo) as store, store.writing() as session:
        session.exec(select(Ticket)).all()[0].title = "Toch iets anders"

    with pytest.raises(moving.MoveError, match="ticket is not what it was"):
        moving.move_store(demo, new_home, moving.quietly)


def test_a_desk_that_runs_stays_and_another_is_never_overwritten(demo: Settings, new_home: str):
    with open_store(demo) as store, store.writing() as session:
        give_sign(session, "here/1", ("web",), {}, datetime.now(UTC))
    with pytest.raises(moving.MoveError, match="here/1"):
        moving.move_store(demo, new_home, moving.quietly)

    with open_store(demo) as store, store.writing() as session:
        take_leave(session, "here/1")
    with desk_at(demo, new_home) as session:
        load_demo(session, demo, NOW)
    with pytest.raises(moving.MoveError, match="already"):
        moving.move_store(demo, new_home, moving.quietly)


def test_the_command_says_how_far_it_is_and_what_to_do_next(tmp_path: Path, new_home: str):
    (tmp_path / "mail.eml").write_bytes(some_octets())
    postbon("ingest", "mail.eml", cwd=tmp_path)

    done = postbon("move-store", new_home, cwd=tmp_path)
    again = postbon("ingest", "mail.eml", cwd=tmp_path, POSTBON_DATABASE__URL=new_home)
    nowhere = postbon("move-store", "sqlite:///other.sqlite", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "message: 1 of 1\n" in done.stdout
    assert "database.url" in done.stdout
    assert again.stdout == "mail.eml: kept as M-1 (again)\n"
    assert (nowhere.returncode, "postgresql+psycopg://" in nowhere.stderr) == (1, True)
