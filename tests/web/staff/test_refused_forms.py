"""A form that was refused comes back with all that was typed, and the focus where something is missing."""

from __future__ import annotations

import re

from tests.journeys.forms import Chosen
from tests.journeys.photos import a_photo
from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp. Ik woon op Lindelaan 14B."
TWO_THINGS = "De dakgoot zit verstopt en loopt over. Ook sluit de voordeur beneden niet goed meer."


def test_the_first_wrong_field_has_the_focus_and_the_line_above_names_it(world: World):
    page = world.ingrid.opens("/tickets/new").press("Open het ticket", {"Titel": "Kraan lekt"})

    assert page.errors == {"description": "Omschrijving: Vul dit in."}
    assert focused(page.html) == ["description"]


def test_files_of_a_refused_form_are_named_for_they_must_be_chosen_again(world: World):
    photo = a_photo("IMG_2211.jpg")
    chosen = Chosen(photo.filename, photo.octets, photo.content_type)

    page = world.ingrid.opens("/tickets/new").press("Open het ticket", {"Titel": "Kraan lekt", "Bestanden": [chosen]})

    assert page.says("Kies deze opnieuw: IMG_2211.jpg")


def test_a_mail_that_may_not_be_dismissed_yet_keeps_the_ticket_it_would_become(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()

    page = world.ingrid.opens("/drafts").press("Wijs af")

    assert page.status == 422
    assert page.field("Converteer naar ticket", "Titel") == "Lekkage badkamer"


def test_who_was_unticked_stays_unticked(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    tray = world.ingrid.opens("/drafts")
    assert "person" in tray.typed("Converteer naar ticket")

    page = tray.press("Converteer naar ticket", {"Fatima el Amrani": False, "Omschrijving": ""})

    assert page.status == 422
    assert "person" not in page.typed("Converteer naar ticket")


def test_a_split_says_which_part_lacks_what(world: World):
    world.piet.mails(TWO_THINGS, "dakgoot")
    world.work()

    page = world.ingrid.opens("/drafts/1/split").press("Splits")

    assert page.errors == {"title-2": "Titel: Vul dit in."}
    assert page.says("Ook sluit de voordeur")


def focused(html: str) -> list[str]:
    """The fields that ask for the focus, by name."""
    return re.findall(r'name="([^"]+)"[^>]* autofocus', html)
