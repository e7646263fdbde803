"""A work order went out with the wrong address: the acceptance stays, what the firm sees of who lives there goes."""

from __future__ import annotations

import pytest

from tests.journeys.forms import Typed
from tests.journeys.world import World

EDIT = "Bewaar"


def accepted_for_14b(world: World) -> tuple[str, str]:
    """Ticket and order of Fatima's leak, accepted by Johan, who was shown her number and how to get in."""
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    form = world.ingrid.starts_order(number)
    filled: dict[str, Typed] = {"Servicepartij": "De Kraan", "Telefoon ter plaatse": "06 0000 0014"}
    filled |= {"De servicepartij mag bellen": True, "Toegang": "Kastje, code 4711"}
    order = world.ingrid.sends(form, filled)
    world.wait()
    world.johan.opens(world.johan.letter("Opdracht:")).press("Accepteren")
    world.wait()
    return number, order


def test_a_corrected_address_keeps_the_acceptance_and_takes_the_wrong_home_off_the_page(world: World):
    number, order = accepted_for_14b(world)
    page = world.johan.opens(world.johan.letter("Opdracht:"))
    assert page.says("06 0000 0014") and page.says("code 4711") and page.says("Fatima")

    world.ingrid.opens_order(order).follow("Wijzig de opdrachtbon").press(EDIT, {"Straat en nummer": "Lindelaan 22"})
    world.wait()
    world.wait()

    after, letter = world.johan.opens(world.johan.letter("Opdracht:")), world.johan.letters()[-1]
    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert after.says("Lindelaan 22") and letter.subject.count("Lindelaan 22") == 1
    for words in ("06 0000 0014", "4711", "Fatima", "Lindelaan 14B"):
        assert not after.says(words) and words not in letter.text
    assert "gooi eerdere mails over deze opdracht weg" in letter.text
    note = world.ingrid.opens_ticket(number)
    assert note.says("Mogelijk datalek, te beoordelen vóór do 19 nov 2026")
    assert note.says(f"naam, telefoonnummer, toegang van wie woont op Lindelaan 14B, zoals in versie 1 van {order}")
    assert note.says("Getoond aan: Loodgietersbedrijf De Kraan, Johan de Kraan.")
    assert note.says("Op de pagina, voor het eerst geopend ma 16 nov")
    assert world.ingrid.opens("/tasks").says(f"Beoordeel het mogelijke datalek van {order}")


@pytest.mark.parametrize(
    ("line", "fill"),
    [("lindelaan 14 b", {}), ("Lindelaan 22", {"Daar wonen dezelfde mensen": True})],
    ids=["the same home, written otherwise", "the same people"],
)
def test_nothing_is_taken_away_where_the_same_people_live_there(world: World, line: str, fill: dict[str, Typed]):
    number, order = accepted_for_14b(world)

    world.ingrid.opens_order(order).follow("Wijzig de opdrachtbon").press(EDIT, {"Straat en nummer": line, **fill})
    world.wait()

    page = world.johan.opens(world.johan.letter("Opdracht:"))
    assert page.says("06 0000 0014") and page.says("code 4711") and page.says(line)
    assert not world.ingrid.opens_ticket(number).says("datalek")


def test_an_order_that_had_not_left_yet_leaves_with_the_right_address_and_is_no_breach(world: World):
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(number, "De Kraan")

    world.ingrid.opens_order(order).follow("Wijzig de opdrachtbon").press(EDIT, {"Straat en nummer": "Lindelaan 22"})
    world.wait()
    world.wait()

    letters = "".join(letter.subject + letter.text for letter in world.johan.letters())
    assert "14B" not in letters and "Fatima" not in letters
    assert "Lindelaan 22" in world.johan.letters()[-1].text
    assert not world.ingrid.opens_ticket(number).says("datalek")
