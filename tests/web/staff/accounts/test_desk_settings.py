"""Administrators set on a page what the desk goes by; the file wins, and every node goes by it at once."""

from __future__ import annotations

import pytest
from sqlmodel import select

from config.settings import DeskSettings, Reminders, Settings
from store.access import SecurityEntry
from store.chosen_settings import OFFERED, checked, laid_under
from store.words import SecurityEvent
from tests.journeys.world import World, on
from tests.web.lived_in import an_order


def test_what_is_set_on_the_page_is_in_force_at_once_on_pages_and_in_rounds(world: World):
    kept = world.ingrid.opens("/settings/desk").press(
        "Bewaar", {"Herinneringen gaan uit om": "10:30", "Naam van het loket": "Wonen Vecht"}
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
        ("Brieven aan firma’s gaan uit vanaf", "18:00", "Eindigt voor het begint"),
        ("Bekeken binnen", "0", "Schrijf een heel getal"),
    ],
)
def test_what_the_file_would_refuse_is_refused_at_its_field(world: World, label: str, typed: str, words: str):
    refused = world.ingrid.opens("/settings/desk").press("Bewaar", {label: typed})

    assert refused.status == 422
    assert words in next(iter(refused.errors.values()))
    assert any(f": {words}" in line for line in refused.all(".notice li"))
    assert world.ingrid.opens("/settings/desk").field("Bewaar", label) != typed


def test_whoever_is_no_administrator_may_not_see_the_settings(world: World):
    assert world.bram.opens("/settings/desk").status == 403


def test_the_file_wins_over_the_page():
    written = Settings(reminders=Reminders(day_before=False), desk=DeskSettings(name="De Linde"))

    laid = laid_under(written, {"reminders.day_before": "yes", "reminders.may_5": "workday", "desk.name": "Anders"})

    assert (laid.reminders.day_before, laid.reminders.may_5, laid.desk.name) == (False, "workday", "De Linde")


def test_what_no_longer_can_be_after_an_upgrade_is_passed_over():
    laid = laid_under(Settings(), {"reminders.at": "half tien", "targets.solved_days": "7"})

    assert (laid.reminders, laid.targets.solved_days) == (Settings().reminders, 7)


@pytest.mark.parametrize("section", OFFERED)
def test_every_setting_of_the_page_is_one_of_the_file(section: str):
    part = getattr(Settings(), section)

    assert set(OFFERED[section]) <= set(type(part).model_fields)
    assert checked(Settings(), section, {}) == part
