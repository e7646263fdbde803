"""What has had its time is forgotten by itself; what was done to the home stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlmodel import select, update

from config.settings import Retention, Settings
from convert.forgetting.rounds import forecast, forget_old
from store.access import Attempt
from store.people import Person, Tenancy
from store.rows import row_values
from tests.journeys.at_rest import SIGNED, TRACES, at_rest
from tests.journeys.photos import a_photo
from tests.journeys.world import World

TICKETS, ORDERS = timedelta(days=731), timedelta(days=2558)


def lives_and_leaves(world: World) -> str:
    """A leak reported with a photo, mended and closed; then its reporter moved out. The ticket's number."""
    world.fatima.mails(SIGNED, "Lekkage badkamer mevrouw El Amrani", photos=[a_photo("plafond.jpg")])
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer mevrouw El Amrani")
    world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    order = world.johan.letter("Opdracht")
    for words in ("Akkoord", "Voltooid", "Mevrouw El Amrani was thuis."):
        world.johan.answers(order, words)
        world.wait(minutes=10)
    world.ingrid.notes(ticket, "Sleutel bij de buren van 14A.")
    world.ingrid.moves(ticket, "Gesloten")
    world.wait(days=2)
    with world.desk.store.writing() as session:
        fatima = select(Person.id).where(Person.name == "Fatima el Amrani").scalar_subquery()
        session.execute(update(Tenancy).where(Tenancy.person_id == fatima).values(ends=world.clock().date()))  # type: ignore[arg-type]
    return ticket


def forgets(world: World, after: timedelta, settings: Settings | None = None) -> int:
    for path in Path(world.desk.store.blobs.root).rglob("*"):  # type: ignore[attr-defined]
        os.utime(path, (0, 0))  # put long ago, as it is by then
    return forget_old(world.desk.store, settings or world.desk.settings, world.clock() + after)


def will_go(world: World, after: timedelta) -> dict[str, tuple[int, int]]:
    with world.desk.store.reading() as session:
        rows = forecast(session, world.desk.settings, world.clock() + after)
    return {row.kind.name: (row.now, row.soon) for row in rows if row.soon}


def test_a_closed_ticket_keeps_after_its_term_what_was_done_and_nobodys_words(world: World):
    ticket = lives_and_leaves(world)
    assert all(trace in at_rest(world.desk.store) for trace in (*TRACES, "bij de buren", "water door het plafond"))

    assert will_go(world, TICKETS - timedelta(days=20))["tickets"] == (1, 2)  # one of the cast's is older
    forgets(world, TICKETS)

    left = at_rest(world.desk.store)
    assert [trace for trace in (*TRACES, "bij de buren", "jfif") if trace in left] == []
    page = world.ingrid.opens_ticket(ticket)
    assert page.says("Lekkage badkamer") and page.says("Lindelaan 14B") and page.says("Loodgietersbedrijf De Kraan")
    assert page.says("voltooid gemeld") and page.says("Gesloten") and not page.says("Sleutel")
    assert page.says("na hun termijn vergeten")
    assert world.ingrid.opens(f"/search?q={ticket}").says("Lekkage badkamer")
    assert "water door het plafond" in left  # on the order, a fiscal record
    forgets(world, ORDERS)
    assert "water door het plafond" not in at_rest(world.desk.store)


def test_what_is_forgotten_is_so_once_and_for_ever(world: World):
    mail = world.fatima.writes("Het lekt.", "Lekkage badkamer")
    world.fatima.posts(mail)
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.ingrid.moves(ticket, "Gesloten")
    world.wait(days=2)

    assert forgets(world, TICKETS) > 0
    assert forgets(world, TICKETS) == 0
    world.fatima.posts(mail)
    world.work()

    assert world.ingrid.opens("/drafts").says("Lekkage badkamer") is False


@pytest.mark.parametrize("why", ["task", "never", "changed"])
def test_a_ticket_that_is_still_needed_keeps_all(world: World, why: str):
    world.fatima.mails("Het lekt.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.ingrid.moves(ticket, "Gesloten")
    settings = world.desk.settings
    if why == "task":
        world.ingrid.opens_ticket(ticket).press("Voeg toe", {"Wat moet er gebeuren?": "Bewaren: er loopt een zaak"})
    if why == "never":
        settings = settings.model_copy(update={"retention": Retention(ticket_days="never")})
    world.wait(days=3)
    if why == "changed":
        world.ingrid.notes(ticket, "De huurder belde nog.")

    forgets(world, TICKETS - timedelta(days=2) if why == "changed" else TICKETS, settings)

    assert world.ingrid.opens_ticket(ticket).says("Het lekt.")


def test_an_administrator_sees_beforehand_what_will_go(world: World):
    world.fatima.mails("Het lekt.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.ingrid.moves(ticket, "Gesloten")
    world.wait()
    world.clock.advance(days=715)

    page = world.ingrid.opens("/settings/retention")

    assert page.says("In de komende 30 dagen") and page.says(ticket) and page.says("730 dagen")


def test_the_page_of_what_will_be_forgotten_counts_up_to_thirty(world: World):
    long_ago = world.clock() - timedelta(days=1000)
    with world.desk.store.writing() as session:
        session.execute(insert(Attempt), [row_values(Attempt, at=long_ago, kind="login", who="x") for _ in range(32)])

    page = world.ingrid.opens("/settings/retention")

    assert page.says("30+") and page.says("30+ binnen een uur")
    assert will_go(world, timedelta())["attempts"] == (32, 32)  # a command has the time
