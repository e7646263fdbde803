"""Afspraken: who comes when, and the same in a calendar elsewhere, for as long as its owner wants."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import col, update

from store.orders import WorkOrder
from store.words import OrderState
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.api.programs import a_program
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
    for edge in ("week=9999-12-31", "day=9999-12-31", "day=0001-01-01", "week=0001-01-20", "day=<b>"):
        assert world.ingrid.opens(f"/appointments?{edge}").status == 200
    assert world.ingrid.opens("/appointments?week=never").says(number)


@pytest.mark.each_database
def test_a_day_without_its_hour_times_to_choose_from_and_words_alone_are_found_too(world: World):
    number, program = planned(world), a_program(world.desk)
    week = world.ingrid.opens("/appointments")
    party = next(value for value in re.findall(r'value="(\d+)"[^>]*>Loodgietersbedrijf', week.html))
    choice = [{"starts": f"2026-11-{day}T09:00:00+00:00", "ends": None} for day in (17, 19)]

    def tells(text: str, slots: list[dict[str, str | None]]) -> None:
        told = {"appointment_from": None, "appointment_text": text, "slots": slots, "appointment_state": "proposed"}
        with world.desk.store.writing() as session:
            asked = update(WorkOrder).where(col(WorkOrder.number) == number)
            session.execute(asked.values(state=OrderState.ACCEPTED, **told))

    tells("2026-11-18", [])
    day = world.ingrid.opens(f"/appointments?day=2026-11-18&view=list&party={party}")
    assert day.says("wo 18 nov 2026 voorgesteld") and day.says(number)
    assert world.ingrid.opens("/appointments?day=2026-11-18").says("nog geen uur")
    assert not world.ingrid.opens("/appointments?day=2026-11-17").says(number)
    made = world.ingrid.opens("/appointments").press("Maak een adres")
    (path,) = re.findall(r"/calendar/[a-z2-7]{26}\.ics", made.text)
    assert "DTSTART;VALUE=DATE:20261118" in world.desk.stranger().get(path).text

    tells("", choice)
    for date in ("2026-11-17", "2026-11-19"):
        page = world.ingrid.opens(f"/appointments?day={date}")
        assert page.says("een van deze tijden") and page.says("di 17 nov 2026, 10:00 of do 19 nov 2026, 10:00")
    assert number not in world.desk.stranger().get(path).text
    assert len(program.get("/appointments?hour=false").json()["items"][0]["slots"]) == 2

    tells("=begin volgende week", [])
    assert world.ingrid.opens("/appointments").says("In woorden doorgegeven")
    assert world.ingrid.opens("/appointments?day=today&view=list").says("=begin volgende week")
    sheet = world.ingrid.browser.get("/appointments/list.csv?day=today").content.decode("utf-8-sig")
    assert ";'=begin volgende week;voorgesteld;Loodgietersbedrijf" in sheet and number in sheet
    assert not world.bram.opens("/appointments?whose=mine").says(number)
    assert program.get("/appointments").json()["items"] == []
    assert program.get("/appointments?hour=false").json()["items"][0]["text"] == "=begin volgende week"


def test_today_and_the_list_are_remembered_in_the_address(world: World):
    number = planned(world)
    world.clock.set(TUESDAY.replace(hour=7))

    today = world.ingrid.opens("/appointments?whose=mine&view=list").follow("Vandaag")

    assert today.says(number) and "whose=mine" in today.url and "view=list" in today.url
    assert not today.follow("Dag later").says(number)
    assert today.follow("Dag later").follow("Deze week").follow("Kalender").says("10:00–12:00")
    begins = {"from": "2026-11-17", "until": "2026-11-17"}
    (visit,) = a_program(world.desk).get("/appointments", params=begins).json()["items"]
    assert (visit["order"], visit["starts"], visit["state"]) == (number, "2026-11-17T09:00:00Z", "confirmed")
    assert a_program(world.desk).get("/appointments?from=0001-01-01&until=9999-12-31").status_code == 200


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
