from sqlalchemy import create_engine, inspect, text

from tests.servers.postgres import Postgres


def test_each_test_has_a_database_of_its_own(postgres: Postgres, postgres_url: str) -> None:
    other = postgres.create("somebody_elses")

    run(postgres_url, "CREATE TABLE only_here (id int)")

    assert "only_here" in tables(postgres_url)
    assert "only_here" not in tables(other)
    postgres.drop("somebody_elses")


def test_a_house_is_empty_whoever_lived_in_it(postgres: Postgres) -> None:
    house = postgres.create("house")
    run(house, "CREATE TABLE tickets (id serial PRIMARY KEY)")
    run(house, "CREATE TABLE notes (id serial, ticket int REFERENCES tickets)")
    run(house, "INSERT INTO tickets DEFAULT VALUES; INSERT INTO notes (ticket) VALUES (1)")

    postgres.empty("house")
    run(house, "INSERT INTO tickets DEFAULT VALUES; INSERT INTO notes (ticket) VALUES (1)")

    postgres.drop("house")


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
