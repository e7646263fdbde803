"""Administrators set on a page what the desk goes by; the file wins, and every node goes by it at once."""

from __future__ import annotations

import pytest
from sqlmodel import select

from config.colours import house_colours
from config.settings import DeskSettings, Reminders, Settings
from store.access import SecurityEntry
from store.chosen_settings import OFFERED, ChosenSetting, checked, laid_under, passed_over
from store.words import SecurityEvent
from tests.journeys.world import World, on
from tests.servers.chromium import NewPage
from tests.web.lived_in import an_order
from tests.web.windows import photograph, shut_out


def test_what_is_set_on_the_page_is_in_force_at_once_on_pages_and_in_rounds(world: World):
    kept = world.ingrid.opens("/settings/desk").press(
        "Bewaar", {"Herinneringen gaan uit om": "10:30", "Naam van het meldpunt": "Wonen Vecht"}
    )

    an_order(world)
    world.until(on(17, 11, "09:15"))
    early = len(world.letters)
    world.until(on(17, 11, "10:45"))

    assert kept.done == "Bewaard; dit geldt vanaf nu."
    assert kept.says("Kanaalstraat 12, 3511 SS Utrecht vast: desk.postal_address")
    assert kept.field("Bewaar", "Herinneringen gaan uit om") == "10:30"
    assert len(world.letters) > early  # the reminder, which would have left at nine
    assert any("Wonen Vecht" in letter.text for letter in world.letters)
    with world.desk.store.reading() as session:
        lines = session.exec(select(SecurityEntry).where(SecurityEntry.event == SecurityEvent.SETTING_CHOSEN)).all()
    assert "reminders.at: 09:00 > 10:30" in [line.about for line in lines]


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("Herinneringen gaan uit om", "laat", "Dit is geen tijd"),
        ("Andere dagen", "kerst", "Schrijf dagen zoals"),
        ("Brieven aan bedrijven gaan uit vanaf", "18:00", "Eindigt voor het begint"),
        ("Bekeken binnen", "0", "Schrijf een heel getal"),
        ("Kleur van knoppen", "blauw", "Schrijf een kleur zoals #1d4f91"),
        ("Een regel onder de naam", "x" * 201, "Hoogstens 200 letters"),
    ],
)
def test_what_the_file_would_refuse_is_refused_at_its_field(world: World, label: str, typed: str, words: str):
    refused = world.ingrid.opens("/settings/desk").press("Bewaar", {label: typed})

    assert refused.status == 422
    assert words in next(iter(refused.errors.values()))
    assert any(f": {words}" in line for line in refused.all(".notice li"))
    assert world.ingrid.opens("/settings/desk").field("Bewaar", label) != typed


@pytest.mark.chromium
def test_colour_and_line_of_the_desk_stand_on_pages_and_letters_to_others_and_can_be_read(
    world: World, new_page: NewPage
):
    line = "Wonen met aandacht <KvK 00000000>"
    world.ingrid.opens("/settings/desk").press("Bewaar", {"Kleur van knoppen": "#FE0", "Een regel onder de naam": line})
    yellow = house_colours("#ffee00")
    rgb = "rgb({}, {}, {})".format(*(int(yellow.day[at : at + 2], 16) for at in (1, 3, 5)))
    an_order(world)
    world.wait()
    window = new_page("phone")

    for address in (f"{world.desk.url}/report", *(letter.link for letter in world.letters)):
        window.goto(address)
        likely = window.locator(".likely").first
        photograph(window, f"house-{address[-8:].strip('/')}")
        assert line in window.locator(".letterhead").inner_text()
        assert likely.evaluate("(deed) => getComputedStyle(deed).backgroundColor") == rgb
        assert shut_out(window) == []
    for letter in world.letters:
        assert line in letter.text and yellow.day in letter.html and "#2b5a38" not in letter.html
    assert world.ingrid.browser.get("/static/house/url(x).css").status_code == 404


def test_whoever_is_no_administrator_may_not_see_the_settings(world: World):
    assert world.bram.opens("/settings/desk").status == 403


def test_the_file_wins_over_the_page():
    written = Settings(reminders=Reminders(day_before=False), desk=DeskSettings(name="De Linde"))

    laid = laid_under(written, {"reminders.day_before": "yes", "reminders.may_5": "workday", "desk.name": "Anders"})

    assert (laid.reminders.day_before, laid.reminders.may_5, laid.desk.name) == (False, "workday", "De Linde")


def test_what_no_longer_can_be_after_an_upgrade_is_passed_over():
    values = {"reminders.at": "half tien", "reminders.may_5": "workday", "targets.solved_days": "7"}
    laid = laid_under(Settings(), values)

    assert (laid.reminders.at, laid.reminders.may_5) == (Settings().reminders.at, "workday")
    assert laid.targets.solved_days == 7 and passed_over(Settings(), values) == ["reminders.at"]


def test_of_two_that_cannot_stand_together_one_is_passed_over():
    values = {"reminders.window_from": "18:00", "reminders.window_to": "12:00", "reminders.may_5": "workday"}

    assert len(passed_over(Settings(), values)) == 1
    assert laid_under(Settings(), values).reminders.may_5 == "workday"


def test_a_setting_that_is_passed_over_is_told_until_it_is_set_anew(world: World):
    with world.desk.store.writing() as session:
        session.add(ChosenSetting(name="reminders.at", value="half tien", changed_at=world.clock()))
    world.work()
    told = world.ingrid.opens("/settings/desk")

    told.press("Bewaar", {})
    world.work()

    assert told.says("past niet meer: reminders.at")
    assert not world.ingrid.opens("/settings/desk").says("past niet meer")


@pytest.mark.parametrize("section", OFFERED)
def test_every_setting_of_the_page_is_one_of_the_file(section: str):
    part = getattr(Settings(), section)

    assert set(OFFERED[section]) <= set(type(part).model_fields)
    assert checked(Settings(), section, {}) == part
