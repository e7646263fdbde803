"""The people of one report are a circle: what they write, their home and their pictures are for them and staff."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World


def two_reports(world: World) -> tuple[str, str]:
    """Fatima's and Sem's reports of the same trouble, each a ticket."""
    numbers = []
    for who, subject in ((world.fatima, "Lekkage badkamer"), (world.sem, "Vlek op het plafond")):
        mark = "FATIMAWOORD" if who is world.fatima else "SEMWOORD"
        who.mails(f"{mark}: er komt water.", subject)
        world.work()
        numbers.append(world.ingrid.converts(subject))
        world.wait()
    return numbers[0], numbers[1]


def merged(world: World) -> str:
    """Both tickets as one, in Fatima's."""
    into, number = two_reports(world)
    world.ingrid.opens_ticket(number).press("Voeg samen", {"Nummer van het ticket": into})
    world.wait()
    world.wait()
    return into


def all_that_reaches(world: World, who: OutsideUser) -> Iterator[str]:
    """The words of each letter and page of this person; a page that is closed to them says nothing."""
    for letter in who.letters():
        yield letter.mail.as_string() + letter.text + letter.html
        if letter.has_link and (page := who.opens(letter)).status == 200:
            yield page.text


def finds(world: World, who: OutsideUser, mark: str) -> bool:
    return any(mark in words for words in all_that_reaches(world, who))


def test_a_merge_keeps_the_words_titles_and_homes_of_the_circles_apart(world: World):
    into = merged(world)

    world.fatima.answers(world.fatima.letters()[-1], "FATIMAWOORD nog een keer")
    world.sem.answers(world.sem.letters()[-1], "SEMWOORD nog een keer")
    world.ingrid.moves(into, "In behandeling")
    world.ingrid.notes(into, "VOORALLEN", "Zichtbaar voor melder")
    world.wait()
    world.wait()

    for who, theirs, others in (
        (world.fatima, ["FATIMAWOORD", "VOORALLEN"], ["SEMWOORD", "Vlek op het plafond"]),
        (world.sem, ["SEMWOORD", "VOORALLEN"], ["FATIMAWOORD", "Lekkage badkamer", "Lindelaan 14B"]),
    ):
        assert all(finds(world, who, mark) for mark in theirs), who.name
        assert not [mark for mark in others if finds(world, who, mark)], who.name
    assert world.ingrid.opens_ticket(into).says("SEMWOORD nog een keer")


def test_one_reporters_yes_closes_a_merged_ticket_only_once_the_others_say_it_too(world: World):
    into = merged(world)
    world.ingrid.moves(into, "Opgelost")
    world.wait()

    world.fatima.answers(world.fatima.letters()[-1], "Ja, opgelost")
    world.wait()
    after_one = world.ingrid.phase_of(into)
    world.sem.answers(world.sem.letters()[-1], "Ja, opgelost")
    world.wait()

    assert (after_one, world.ingrid.phase_of(into)) == ("Opgelost", "Gesloten")


def test_removing_somebody_ends_their_reading_on_every_page_they_had(world: World):
    into = merged(world)
    pages = [letter for letter in world.sem.letters() if letter.has_link]

    world.ingrid.opens_ticket(into).press("Geen bericht meer Sem de Wit")

    assert {world.sem.opens(letter).status for letter in pages} == {404}


@pytest.mark.parametrize(
    ("choice", "proven", "reads", "heard"),
    [
        ("", True, False, True),
        ("", False, False, False),
        ("Zelfde huishouden", True, True, True),
        ("Alleen bewaren", True, False, False),
    ],
)
def test_joining_a_neighbours_mail_asks_what_he_reads(
    world: World, choice: str, proven: bool, reads: bool, heard: bool
):
    world.fatima.mails("FATIMAWOORD: er komt water.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    world.sem.mails("SEMWOORD: bij ons ook.", "Ook water", proven=proven)
    world.work()
    fill = {"Zijn nummer": number} | ({"Wat de afzender leest": choice} if choice else {})
    world.ingrid.opens_draft("Ook water").press("Voeg toe aan dit ticket", fill)
    world.ingrid.moves(number, "In behandeling")
    world.wait()
    world.wait()

    assert bool(world.sem.letters()) == heard
    assert finds(world, world.sem, "FATIMAWOORD") == reads
    assert not finds(world, world.fatima, "SEMWOORD") or reads
    assert world.ingrid.opens_ticket(number).says("SEMWOORD: bij ons ook.")
