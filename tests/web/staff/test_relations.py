"""Relaties: what is written down can be put right, and what is refused is said at its field."""

from __future__ import annotations

import pytest

from tests.journeys.world import World


def test_a_home_can_be_put_right(world: World):
    page = world.ingrid.opens("/units/1").press("Bewaar", {"Verdieping": "2", "Postcode": "3512 sb"})

    assert page.says("3512 SB Utrecht")
    assert page.says("verdieping 2")


def test_an_installation_can_be_put_right(world: World):
    page = world.ingrid.opens("/installations/1").press("Bewaar", {"Merk": "HR-30", "Jaar": "2026"})

    assert page.title.startswith("cv-ketel HR-30")
    assert page.says("2026")


def test_a_complex_is_written_down_and_put_right(world: World):
    made = world.ingrid.opens("/properties").press("Voeg toe", {"Naam": "Beukenhof", "Plaats": "Zeist"})

    changed = made.press("Bewaar", {"Gemeenschappelijke ruimten": "portiek, dak", "Telefoon bij nood": "06 0000 0001"})

    assert made.path == changed.path
    assert changed.says("Zeist · portiek, dak")
    assert changed.says("06 0000 0001")


def test_a_firm_has_a_telephone_for_nights_and_weekends(world: World):
    page = world.ingrid.opens("/parties/3").press("Bewaar", {"Telefoon buiten kantooruren": "06 0000 0031"})

    assert page.says("buiten kantooruren 06 0000 0031")


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
