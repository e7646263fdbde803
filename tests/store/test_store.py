"""Facts of the store, on SQLite and PostgreSQL."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from config.settings import Settings
from store import search
from store.blobs import FileBlobs
from store.claims import Queue, claim
from store.intake import Arrival, Intake, Receipt, keep_all
from store.links import link_for, open_link, revoke
from store.mail import Delivery, Message
from store.migrations import migrate
from store.numbers import next_number
from store.people import Staff
from store.store import Store, StoreUnavailableError, database_time, open_engine
from store.tickets import Ticket
from store.tokens import page_token
from store.words import Channel, MessageState
from tests.leases import end_leases
from tests.servers.server_process import comes_true

NOW = datetime(2026, 11, 16, 7, 52, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def an_arrival(n: int = 1, *, message_id: str = "", uid: int | None = None) -> Arrival:
    return Arrival(
        raw=b"mail %d" % n,
        fingerprint=f"print-{n}",
        message_id=message_id,
        door="smtp",
        at=NOW,
        account="desk" if uid else None,
        folder="INBOX" if uid else None,
        uidvalidity=7 if uid else None,
        uid=uid,
    )


def test_the_same_mail_through_two_doors_is_one_message_with_two_deliveries(store: Store):
    intake = Intake(store)

    first = intake.keep(an_arrival()).result(5)
    second = intake.keep(an_arrival()).result(5)
    intake.close()

    assert (first.again, second.again) == (False, True)
    with store.reading() as session:
        assert len(session.exec(select(Message)).all()) == 1
        assert len(session.exec(select(Delivery)).all()) == 2
        assert store.blobs.get(session.exec(select(Message)).one().raw_key) == b"mail 1"


def test_the_same_message_id_with_other_octets_is_kept_and_marked(store: Store):
    intake = Intake(store)

    for n in (1, 2):
        intake.keep(an_arrival(n, message_id="a@mail.example.nl")).result(5)
    intake.close()

    with store.reading() as session:
        assert [m.twin for m in session.exec(select(Message).order_by(col(Message.id)))] == [False, True]


def test_an_imap_message_fetched_again_under_its_uid_is_not_delivered_twice(store: Store):
    intake = Intake(store)

    for _ in range(2):
        intake.keep(an_arrival(uid=12)).result(5)
    intake.close()

    with store.reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 1


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_two_nodes_that_keep_the_same_mail_at_once_keep_one_message(store: Store):
    elsewhere = Store(open_engine(store.engine.url.render_as_string(hide_password=False)), store.blobs)
    intake = Intake(elsewhere)
    with store.writing() as session:
        [ours] = keep_all(session, [(an_arrival(1), store.blobs.put(b"mail 1"))])
        theirs = intake.keep(an_arrival(1))
        assert comes_true(lambda: somebody_waits(elsewhere))
    receipt = theirs.result(5)
    intake.close()
    elsewhere.close()

    assert receipt == Receipt(ours.message_id, again=True)
    with store.reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 2


def somebody_waits(store: Store) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with store.engine.connect() as connection:
        return bool(connection.execute(text(waiting)).scalar_one())


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(store: Store):
    intake = Intake(store)
    for n in range(5):
        intake.keep(an_arrival(n)).result(5)
    intake.close()
    waiting = Queue(Message, col(Message.state) == MessageState.WAITING)
    lease = timedelta(minutes=5)

    with store.writing() as session:
        first = claim(session, waiting, lease=lease, limit=3)
    with store.writing() as session:
        second = claim(session, waiting, lease=lease, limit=10)
    end_leases(store)
    with store.writing() as session:
        later = claim(session, waiting, lease=lease, limit=10)

    assert len(first) == 3
    assert len(second) == 2
    assert set(later) == set(first) | set(second)


def test_no_more_is_claimed_than_asked_while_the_planner_believes_that_the_table_is_small(store: Store):
    intake = Intake(store)
    intake.keep(an_arrival()).result(5)
    with store.writing() as session:
        session.execute(text("ANALYZE message"))  # one row: it would look for each row anew what to claim
    for n in range(2, 6):
        intake.keep(an_arrival(n)).result(5)
    intake.close()
    waiting = Queue(Message, col(Message.state) == MessageState.WAITING)

    with store.writing() as session:
        claimed = claim(session, waiting, lease=timedelta(minutes=5), limit=1)

    with store.reading() as session:
        held = session.exec(select(Message.id).where(col(Message.lease_until).is_not(None))).all()
    assert len(claimed) == len(held) == 1


def test_numbers_run_by_kind_and_by_the_year_at_the_desk(store: Store):
    eve = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)

    with store.writing() as session:
        numbers = [next_number(session, "T", eve, AMSTERDAM) for _ in range(2)]
        numbers += [next_number(session, "T", eve + timedelta(minutes=1), AMSTERDAM)]
        numbers += [next_number(session, "OB", eve, AMSTERDAM)]

    assert numbers == ["T-2026-00001", "T-2026-00002", "T-2027-00001", "OB-2026-00001"]


def test_a_link_opens_by_its_page_token_only_and_never_after_it_was_revoked(store: Store):
    secret = b"the desk's secret"
    with store.writing() as session:
        link = link_for(session, secret, NOW)
        token = page_token(secret, link.nonce)

        assert open_link(session, token, NOW) is not None
        assert open_link(session, link.reply_token, NOW) is None
        assert open_link(session, page_token(b"another", link.nonce), NOW) is None


def test_nothing_at_rest_opens_a_page(store: Store):
    secret = b"the desk's secret"
    with store.writing() as session:
        link = link_for(session, secret, NOW, ticket_id=None)
        kept = [str(value) for value in link.model_dump().values()]

    assert page_token(secret, link.nonce) not in kept


@pytest.mark.each_database
@pytest.mark.parametrize("query", ["lindelaan 14", "LEKKAGE", "cafe", "T-2026-00042"])
def test_things_are_found_by_words_number_and_address_without_minding_accents(store: Store, query: str):
    with store.writing() as session:
        search.index(session, "ticket", 7, "T-2026-00042 Lekkage boven het café, Lindelaan 14B")
        search.index(session, "ticket", 8, "Iets anders")
        search.index(session, "ticket", 7, "T-2026-00042 Lekkage boven het café, Lindelaan 14B Utrecht")

        assert search.find(session, query) == [search.Hit("ticket", 7)]


def test_what_breaks_off_leaves_nothing_behind(store: Store):
    with pytest.raises(RuntimeError), store.writing() as session:
        next_number(session, "T", NOW, AMSTERDAM)
        raise RuntimeError

    with store.writing() as session:
        assert next_number(session, "T", NOW, AMSTERDAM) == "T-2026-00001"


def test_migrating_twice_changes_nothing(store: Store):
    migrate(store.engine)

    with store.reading() as session:
        assert session.exec(select(Message)).all() == []


def test_the_tables_and_the_migrations_say_the_same(store: Store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, SQLModel.metadata)
        changes = [c for c in differences if not any(own in str(c) for own in ("search_entry", "'octets'"))]

    assert changes == []


def test_settings_default_to_the_demo():
    assert Settings().desk.reply_address("abc") == "melding+abc@delinde.example.nl"


def test_a_revoked_link_opens_nothing(store: Store):
    secret = b"the desk's secret"
    with store.writing() as session:
        ticket_id = a_ticket(session)
        link = link_for(session, secret, NOW, ticket_id=ticket_id)

        revoke(session, NOW, ticket_id=ticket_id)
        session.refresh(link)

        assert open_link(session, page_token(secret, link.nonce), NOW) is None


def a_ticket(session: Session) -> int:
    ingrid = Staff(name="Ingrid Vos", email="ingrid@delinde.example.nl", created_at=NOW)
    session.add(ingrid)
    session.flush()
    ticket = Ticket(
        number="T-2026-00001",
        title="Lekkage badkamer",
        description="Er komt water door het plafond",
        channel=Channel.EMAIL,
        received_at=NOW,
        created_at=NOW,
        changed_at=NOW,
        responsible_id=ingrid.key,
    )
    session.add(ticket)
    session.flush()
    return ticket.key


def test_who_stands_still_in_the_midst_of_a_change_keeps_others_waiting_only_so_long(postgres_database: str):
    engine = open_engine(postgres_database)
    limits = "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout')"
    with engine.connect() as holder, engine.connect() as waiter:
        assert holder.exec_driver_sql(limits).one() == ("30s", "15s")
        holder.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 200")  # a test has no half minute
        holder.exec_driver_sql("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")

        assert waiter.exec_driver_sql("SELECT count(*) FROM message").scalar() == 0
        holder.invalidate()

    engine.dispose()


def end_connections(url: str) -> None:
    """As a restart of the server does."""
    engine = open_engine(url)
    with engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.exec_driver_sql(f"{others} AND pid <> pg_backend_pid()")
    engine.dispose()


@pytest.mark.parametrize(("rest", "notices"), [(0.0, True), (60.0, False)])
def test_a_connection_that_rested_is_asked_whether_it_stands_and_of_others_one_use_fails_at_most(
    postgres_database: str, tmp_path: Path, rest: float, notices: bool
):
    store = Store(open_engine(postgres_database, rest=rest), FileBlobs(tmp_path))
    with store.reading() as session, store.reading() as other:
        database_time(session), database_time(other)
    end_connections(postgres_database)

    with nullcontext() if notices else pytest.raises(StoreUnavailableError), store.reading() as session:
        database_time(session)

    with store.reading() as session, store.reading() as other:
        database_time(session), database_time(other)
    store.close()
