"""Two problems in one mail: split, each with its own place and people, one letter, and answers offered to both."""

from __future__ import annotations

import re
from typing import Any

from sqlmodel import select

from store.people import Property
from tests.journeys.staff_user import TICKET
from tests.journeys.world import World

TWO_THINGS = "De kraan in de keuken lekt. Ook brandt het licht in het trappenhuis niet meer."


def splits(world: World, subject: str, *parts: dict[str, str], but: tuple[str, ...] = ()) -> list[str]:
    """Fill in these parts beside what the form proposes and send it; the numbers. but: fields that are cleared."""
    form = world.ingrid.opens_draft(subject).follow("Splits")
    people = re.findall(r'name="(person-\d)" value="(\w+)" checked', form.html)
    units = re.findall(r'name="(unit-\d_typed)" value="([^"]*)"', form.html)
    fields: dict[str, Any] = {name: value for name, value in (*people, *units) if name not in but}
    for name in ("title", "description"):
        fields[name] = [part.get(name, "Zie de mail.") for part in parts]
    for number, part in enumerate(parts, start=1):
        fields |= {f"{name}-{number}": value for name, value in part.items() if name != "title"}
    answer = world.ingrid.browser.post(form.path, data=fields)
    world.wait()
    assert answer.status_code == 303, answer.text
    return sorted(set(TICKET.findall(world.ingrid.opens(answer.headers["location"]).text)))


def split_in_two(world: World) -> list[str]:
    """Fatima's mail as her tap at home, and the light of the whole stairwell; the numbers."""
    world.fatima.mails(TWO_THINGS, "Kraan en licht")
    world.work()
    with world.desk.store.reading() as session:
        complex_id = session.exec(select(Property.id).where(Property.name == "Lindenhof")).one()
    light = {"title": "Licht trappenhuis uit", "property": str(complex_id), "trade": "electricity"}
    tap = {"title": "Kraan keuken lekt", "trade": "plumbing"}
    return splits(world, "Kraan en licht", tap, light, but=("unit-2_typed",))


def test_each_part_has_its_own_place_and_category(world: World):
    tap, light = split_in_two(world)

    assert world.ingrid.opens_ticket(tap).says("Lindelaan 14B")
    page = world.ingrid.opens_ticket(light)
    assert page.says("Lindenhof")
    assert not page.says("Lindelaan 14B")


def test_one_acknowledgement_has_both_numbers(world: World):
    tap, light = split_in_two(world)

    letter = world.fatima.letter()
    assert tap in letter.text
    assert f"{light}: Licht trappenhuis uit" in letter.text


def test_an_answer_to_it_is_offered_to_both_and_lies_on_both_in_one_press(world: World):
    tap, light = split_in_two(world)

    world.fatima.answers(world.fatima.letter(), "Ik ben dinsdag de hele dag thuis.")
    world.work()
    page = world.ingrid.opens("/drafts").follow("dinsdag")
    assert page.says(tap)
    assert page.says(light)
    page.press("Voeg toe aan dit ticket")
    world.work()

    assert world.ingrid.opens_ticket(tap).says("Ik ben dinsdag de hele dag thuis.")
    assert world.ingrid.opens_ticket(light).says("Ik ben dinsdag de hele dag thuis.")


def test_an_answer_to_a_later_letter_is_of_that_ticket_alone(world: World):
    tap, light = split_in_two(world)
    world.ingrid.notes(tap, "Wij komen dinsdag.", "Zichtbaar voor melder")
    world.wait()

    world.fatima.answers(world.fatima.letters()[-1], "Dinsdag is goed.")
    world.work()

    assert world.ingrid.opens_ticket(tap).says("Dinsdag is goed.")
    assert not world.ingrid.opens_ticket(light).says("Dinsdag is goed.")


def test_a_part_for_nobody_is_told_to_nobody_and_its_number_stays_ours(world: World):
    world.fatima.mails(TWO_THINGS, "Kraan en licht")
    world.work()

    parts = ({"title": "Kraan lekt"}, {"title": "Licht uit"})
    tap, light = splits(world, "Kraan en licht", *parts, but=("person-2",))

    letter = world.fatima.letter()
    assert tap in letter.text
    assert light not in letter.text


def test_an_unknown_sender_is_written_down_with_the_parts_that_are_theirs(world: World):
    world.passer_by.mails(TWO_THINGS, "Kraan en licht")
    world.work()

    numbers = splits(world, "Kraan en licht", {"title": "Kraan lekt"}, {"title": "Licht uit"})

    assert len(numbers) == 2
    assert all(number in world.passer_by.letter().text for number in numbers)
