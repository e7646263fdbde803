"""Relaties: what is written down can be put right, and what is refused is said at its field."""

from __future__ import annotations

import pytest

from tests.journeys.world import World
from tests.web.lived_in import a_ticket


def test_a_home_can_be_put_right(world: World):
    page = world.ingrid.opens("/units/1").press("Bewaar", {"Verdieping": "2", "Postcode": "3512 sb"})

    assert page.says("3512 SB Utrecht")
    assert page.says("Verdieping 2")


def test_an_installation_can_be_put_right(world: World):
    page = world.ingrid.opens("/installations/1").press("Bewaar", {"Merk": "HR-30", "Jaar": "2026"})

    assert page.title.startswith("cv-ketel HR-30")
    assert page.says("2026")


def test_a_complex_is_written_down_and_put_right(world: World):
    made = world.ingrid.opens("/properties").press("Voeg toe", {"Naam": "Beukenhof", "Plaats": "Zeist"})

    changed = made.press("Bewaar", {"Gemeenschappelijke ruimten": "portiek, dak", "Telefoon bij nood": "06 0000 0001"})

    assert made.path == changed.path
    assert changed.says("Adres Zeist Gemeenschappelijke ruimten portiek, dak")
    assert changed.says("06 0000 0001")


def test_a_firm_has_a_telephone_for_nights_and_weekends(world: World):
    page = world.ingrid.opens("/parties/3").press("Bewaar", {"Telefoon buiten kantooruren": "06 0000 0031"})

    assert page.says("Telefoon buiten kantooruren 06 0000 0031")


@pytest.mark.parametrize(
    ("name", "of_work"), [("Loodgietersbedrijf De Kraan", True), ("Stichting Pensioenvastgoed Vecht", False)]
)
def test_a_firms_page_shows_what_belongs_to_its_kind(world: World, name: str, of_work: bool):
    """An owner owns complexes and is asked to approve cost; it does no work."""
    page = world.ingrid.opens("/parties").follow(name)

    heads, shown = ("Certificaten", "Dicht op deze dagen", "Opdrachtbonnen", "Vakken"), page.all("h2, dt, legend")
    assert [head in shown for head in heads] == [of_work] * 4
    assert page.says("krijgt opdrachtbonnen") is of_work
    assert page.says("Lindenhof") is page.says("wordt om akkoord op kosten gevraagd") is not of_work


def test_what_a_complex_has_in_common_and_what_goes_on_there_stands_on_its_page(world: World):
    number = a_ticket(world)

    page = world.ingrid.opens("/units/1").follow("Lindenhof")

    assert page.says("Lindelaan 14B") and page.says(number)
    assert page.says("INST-0012") and not page.says("INST-0031")  # a boiler stands with its home


def test_an_address_breaks_after_its_dots_and_not_in_a_word(world: World):
    assert "fatima.<wbr>elamrani@<wbr>mail.<wbr>example.<wbr>nl" in world.ingrid.browser.get("/people").text


def test_a_persons_page_says_what_they_are(world: World):
    assert world.ingrid.opens("/people/1").says("huurder")


@pytest.mark.parametrize(
    ("address", "button", "filled", "words"),
    [
        ("/units/1", "Bewaar", {"Straat": " "}, "Vul dit in."),
        ("/installations/1", "Bewaar", {"Jaar": "negen"}, "Schrijf een heel getal."),
        ("/properties/1", "Bewaar", {"Naam": "Kastanjehof"}, "'Kastanjehof' bestaat al."),
        ("/people/1", "Bewaar", {"E-mail": "olivia.carter@mail.example.nl"}, "Dit adres is al van Olivia Carter."),
    ],
)
def test_what_is_refused_is_said_and_kept(world: World, address: str, button: str, filled: dict[str, str], words: str):
    page = world.ingrid.opens(address).press(button, filled)

    assert page.status == 422
    assert page.says(words)
    ((label, typed),) = filled.items()
    assert page.field(button, label).strip() == typed.strip()


def test_a_contact_whose_address_is_taken_is_refused_in_its_own_form(world: World):
    asked = world.ingrid.opens("/parties/3")

    page = asked.press("Voeg toe", {"Naam": "Johan", "E-mail": "johan@dekraan.example.nl"})

    assert page.status == 422
    assert page.all("#contact_email-error") != []
