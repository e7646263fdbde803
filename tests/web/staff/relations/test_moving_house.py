"""Who lives where, since and until when: on the page of a person and of a home, and where it matters."""

from __future__ import annotations

import pytest

from tests.journeys.world import World
from tests.web.lived_in import a_ticket

HOME, NEXT_HOME = "/units/1", "Lindelaan 12"


def test_a_tenant_moves_out_and_another_in_from_the_page_of_the_home(world: World):
    page = world.ingrid.opens(HOME)
    before = page.all(".stack li a[href^='/people/']")

    moved = page.press(
        "Leg vast",
        {"Naam": "Meryem Kaplan", "E-mail": "meryem@mail.example.nl", "Van": "2026-12-01", "Wie er nu woont": True},
    )

    assert moved.status == 200 and before
    assert moved.says("Meryem Kaplan sinds di 1 dec 2026") and moved.says("komt nog")
    assert moved.says("– ma 30 nov 2026")
    assert world.ingrid.opens("/people/1").says("– ma 30 nov 2026")


def test_whoever_moved_out_is_told_further_only_as_staff_wish(world: World):
    number = a_ticket(world)

    kept = world.ingrid.opens("/people/1").press("Bewaar de data", {"Tot en met": "2026-11-15"})
    ticket = world.ingrid.opens_ticket(number)
    quiet = kept.press("Bewaar de data", {"Niet langer informeren": True})

    assert kept.done.endswith(f"Hoort nog over: {number}") and kept.says("verhuisd")
    assert ticket.says("woonde tot en met zo 15 nov 2026 op Lindelaan 14B")
    assert quiet.done.endswith(f"Hoort niets meer over: {number}")
    assert not world.ingrid.opens_ticket(number).says("Fatima el Amrani woonde")


def test_a_mail_of_somebody_who_moved_out_proposes_no_home_and_says_so(world: World):
    world.ingrid.opens("/people/1").press("Bewaar de data", {"Tot en met": "2026-11-15"})

    world.fatima.mails("Wanneer krijg ik mijn borg terug?", "De borg")
    world.work()
    draft = world.ingrid.opens_draft("De borg")

    assert draft.says("woonde tot en met zo 15 nov 2026 op Lindelaan 14B")
    assert draft.typed("Converteer naar ticket").get("unit", "") == ""


@pytest.mark.parametrize(
    ("form", "filled", "words"),
    [
        ("Bewaar de data", {"Tot en met": "2001-01-01"}, "Eindigt voor het begint"),
        ("Leg vast", {"Woning": "Lindelaan 14B", "Van": "2026-11-20"}, "woont daar al"),
        ("Leg vast", {"Woning": "Nergens 1"}, "niet precies één"),
        ("Leg vast", {}, "Vul dit in."),
    ],
)
def test_a_stay_that_cannot_be_is_refused_at_its_field(world: World, form: str, filled: dict[str, str], words: str):
    refused = world.ingrid.opens("/people/1").press(form, filled)

    assert refused.status == 422 and len(refused.errors) == 1
    assert words in next(iter(refused.errors.values()))


def test_a_stay_that_was_a_mistake_is_taken_back(world: World):
    page = world.ingrid.opens("/people/1").press("Vergissing: woonde daar nooit")

    assert page.status == 200 and not page.says("Verhuizen of data verbeteren")


def test_a_person_has_several_addresses_and_telephones_and_letters_go_to_the_first(world: World):
    page = world.ingrid.opens("/people/1")
    both = "thuis@mail.example.nl\nfatima.elamrani@mail.example.nl"

    kept = page.press(
        "Bewaar",
        {"E-mail": both, "Telefoon": "06 0000 0101\n06 0000 0102", "Notities": "Belt liever.", "Nummer": "H-7"},
    )

    assert kept.says("thuis@mail.example.nl") and kept.says("06 0000 0102") and kept.says("Belt liever.")
    assert world.ingrid.opens("/people").row("Fatima")["E-mail"] == "thuis@mail.example.nl"
    world.fatima.mails("De kraan lekt.", "Lekkage")
    world.work()
    assert world.ingrid.opens_draft("Lekkage").says("Fatima el Amrani")  # known by the second address as well


@pytest.mark.parametrize(
    ("start", "about"),
    [
        ("/people/1", {"unit": "1"}),
        (HOME, {"unit": "1"}),
        ("/installations/1", {"unit": "2", "installation": "1"}),
        ("/properties/1", {"property": "1"}),
    ],
)
def test_a_ticket_is_begun_from_a_person_a_home_an_installation_and_a_complex(
    world: World, start: str, about: dict[str, str]
):
    form = world.ingrid.opens(start).follow("Nieuw ticket")

    refused = form.press("Open het ticket", {"Titel": ""})

    assert refused.status == 422
    for page in (form, refused):
        assert page.typed("Open het ticket").items() >= about.items()


def test_an_association_and_the_owner_of_one_home_have_them_on_their_page(world: World):
    vve = world.ingrid.opens("/parties").press("Voeg toe", {"Naam": "VvE Lindenhof", "Soort": "VvE"})
    world.ingrid.opens("/properties/1").press("Bewaar", {"VvE": "VvE Lindenhof"})
    world.ingrid.opens(HOME).press("Bewaar", {"Eigenaar": "VvE Lindenhof"})

    page = world.ingrid.opens(vve.path)
    assert page.says("Lindelaan 14B") and page.links("Lindenhof")
    assert world.ingrid.opens("/properties/1").says("VvE Lindenhof")
