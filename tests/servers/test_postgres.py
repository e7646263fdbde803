from sqlalchemy import create_engine, inspect, text

from tests.servers.postgres import Postgres


def test_each_test_has_a_database_of_its_own(postgres: Postgres, postgres_url: str) -> None:
    other = postgres.create("somebody_elses")

    run(postgres_url, "CREATE TABLE only_here (id int)")

    assert "only_here" in tables(postgres_url)
    assert "only_here" not in tables(other)
    postgres.drop("somebody_elses")


def test_a_new_database_holds_what_its_template_holds(postgres: Postgres) -> None:
    run(postgres.create("furnished"), "CREATE TABLE tickets (id int)")

    copy = postgres.create("copied", template="furnished")

    assert tables(copy) == ["tickets"]
    postgres.drop("copied")
    postgres.drop("furnished")


def run(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names
