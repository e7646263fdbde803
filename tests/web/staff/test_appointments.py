"""Afspraken: who comes when, and the same in a calendar elsewhere, for as long as its owner wants."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import col, update

from store.orders import WorkOrder
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import an_order
from tests.web.windows import log_in, photograph, shut_out, sticks_out

TUESDAY = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def planned(world: World) -> str:
    """An order of Ingrid's that De Kraan comes for on Tuesday of this week; its number."""
    number = an_order(world)
    at = {"appointment_from": TUESDAY, "appointment_to": TUESDAY.replace(hour=11), "appointment_state": "confirmed"}
    with world.desk.store.writing() as session:
        session.execute(update(WorkOrder).where(col(WorkOrder.number) == number).values(**at))
    return number


def test_a_week_shows_its_visits_at_the_desks_own_time_per_firm_and_per_person(world: World):
    number = planned(world)

    week = world.ingrid.opens("/appointments")
    party = next(value for value in re.findall(r'value="(\d+)"[^>]*>Loodgietersbedrijf', week.html))

    assert week.says("10:00–12:00") and week.says(number) and week.says("vandaag")
    assert world.ingrid.opens(f"/appointments?party={party}&whose=mine").says(number)
    assert not world.bram.opens("/appointments?whose=mine").says(number)
    assert not world.ingrid.opens("/appointments?week=2026-11-23").says(number)
    assert world.ingrid.opens("/appointments?week=9999-12-31").status == 200
    assert world.ingrid.opens("/appointments?week=never").says(number)


def test_ones_own_calendar_is_read_without_a_log_in_until_it_is_ended(world: World):
    number = planned(world)

    made = world.ingrid.opens("/appointments").press("Maak een adres")
    (path,) = re.findall(r"/calendar/[a-z2-7]{26}\.ics", made.text)
    calendar = world.desk.stranger().get(path)
    of_bram = world.bram.opens("/appointments").press("Maak een adres")
    (other,) = re.findall(r"/calendar/[a-z2-7]{26}\.ics", of_bram.text)

    assert calendar.headers["content-type"].startswith("text/calendar")
    assert f"UID:{number}@" in calendar.text and "DTSTART:20261117T090000Z" in calendar.text
    assert number not in world.desk.stranger().get(other).text
    world.ingrid.opens("/appointments").press("Trek in")
    assert world.desk.stranger().get(path).status_code == 404
    assert world.desk.stranger().get("/calendar/nonsense.ics").status_code == 404


@pytest.mark.chromium
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_the_week_fits_a_desk_and_a_phone_and_shuts_nobody_out(world: World, new_page: NewPage, screen: str):
    planned(world)
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)

    window.goto(f"{world.desk.url}/appointments")

    photograph(window, f"appointments-{screen}")
    assert shut_out(window) == []
    assert not sticks_out(window)
