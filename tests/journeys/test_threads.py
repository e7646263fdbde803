"""Threads of people: what belongs together lies together, is marked as what it is, and one press takes it apart."""

from __future__ import annotations

import pytest

from tests.journeys.photos import a_photo
from tests.journeys.world import World
from tests.running_app import AUTHSERV


def test_three_mails_for_one_leak_are_one_thing_to_decide(world: World):
    world.fatima.mails("Er komt water door het plafond van de badkamer, het lekt flink.", "Lekkage badkamer")
    world.clock.advance(hours=3)
    world.fatima.mails("HET LEKT NOG STEEDS!!! WAAR BLIJFT U?", "LEKKAGE!!!")
    world.fatima.address = "fatima.prive@elders.example.nl"
    world.fatima.mails("", "", photos=[a_photo("plafond.jpg")])
    world.work()

    first = world.ingrid.opens_draft("Lekkage badkamer")
    photo = world.ingrid.opens("/drafts/2")

    assert first.says("HET LEKT NOG STEEDS") and first.says("Erbij gelegd: dezelfde afzender over hetzelfde")
    assert photo.says("heeft deze naam; het adres is een ander: fatima.prive@elders.example.nl")
    assert "person" not in photo.typed("Converteer naar ticket") or not photo.typed("Converteer naar ticket")["person"]
    number = world.ingrid.converts("Lekkage badkamer")
    assert world.ingrid.opens_ticket(number).says("HET LEKT NOG STEEDS")
    photo = world.ingrid.opens("/drafts/2")
    assert photo.says(f"{number} Lekkage badkamer")
    photo.press("Voeg toe aan dit ticket", {f"{number} Lekkage badkamer": True})
    ticket = world.ingrid.opens_ticket(number)
    assert ticket.download("plafond.jpg").status_code == 200 and world.ingrid.newest_ticket() == number


@pytest.mark.parametrize(
    ("second", "subject"),
    [
        ("De lamp in de gang brandt niet meer.", "Licht"),
        ("De wc spoelt niet door.", "Toilet"),
        ("Bij de buren op Lindelaan 22 lekt het ook.", "Lekkage"),
        ("De kraan lekt. Ook brandt het licht in het trappenhuis niet meer.", "Lekkage badkamer"),
        ("Ik ruik nu gas!", "Lekkage badkamer"),
    ],
)
def test_another_topic_another_home_and_danger_are_mails_of_their_own(world: World, second: str, subject: str):
    world.fatima.mails("Er lekt iets in de badkamer.", "Lekkage badkamer")
    world.fatima.mails(second, subject)
    world.work()

    opened = world.ingrid.newest_ticket() == "T-2026-00042"  # danger opens one by itself
    assert opened or world.ingrid.opens("/drafts/2").offers("Converteer naar ticket")


@pytest.mark.parametrize("forged", ["first", "second"])
@pytest.mark.parametrize("found", ["dmarc=fail header.from=mail.example.nl", ""])
def test_what_may_be_forged_and_what_is_proven_never_lie_below_each_other(world: World, forged: str, found: str):
    for which, words in (("first", "De kraan lekt."), ("second", "De kraan lekt nog steeds.")):
        mail = world.fatima.writes(words, "Lekkage badkamer", proven=which != forged)
        if found and which == forged:
            mail["Authentication-Results"] = f"{AUTHSERV}; {found}"
        world.fatima.posts(mail)
    world.work()

    assert world.ingrid.opens("/drafts/2").offers("Converteer naar ticket")


def a_tap(world: World) -> str:
    """A ticket about something harmless, its number."""
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    return number


@pytest.mark.parametrize("state", ["open", "Opgelost", "Gesloten"])
def test_danger_in_an_answer_is_answered_at_once_and_everybody_is_called(world: World, state: str):
    number = a_tap(world)
    if state != "open":
        world.ingrid.moves(number, state)
        world.wait()

    world.fatima.answers(world.fatima.letters()[-1], "Help, ik ruik gas in de meterkast!")
    world.work()

    newest = world.ingrid.newest_ticket()
    assert newest != number
    assert "0800-9009" in world.fatima.letters()[-1].text
    for member in (world.ingrid, world.piket):
        assert newest in member.letter("NOODGEVAL").subject
    assert world.ingrid.opens_ticket(newest).says("Lindelaan 14B")
    assert world.ingrid.opens_ticket(number).says("ik ruik gas")


@pytest.mark.parametrize("state", ["open", "Opgelost", "Gesloten"])
def test_danger_on_the_reporters_page_is_answered_at_once_and_everybody_is_called(world: World, state: str):
    number = a_tap(world)
    if state != "open":
        world.ingrid.moves(number, state)
        world.wait()
    page = world.fatima.opens(world.fatima.letters()[-1])

    if state == "open":
        page.press("Verstuur", {"Uw bericht": "Ik ruik gas in de meterkast!"})
    else:
        page.press("Het is niet opgelost", {"Wat is er nog mis?": "Ik ruik nu gas!"})
    world.work()

    newest = world.ingrid.newest_ticket()
    assert newest != number
    assert "0800-9009" in world.fatima.letters()[-1].text
    assert newest in world.piket.letter("NOODGEVAL").subject
    assert world.ingrid.opens_ticket(newest).says("Lindelaan 14B")


def test_danger_in_an_answer_of_nobody_we_know_lies_in_the_tray_and_everybody_is_called(world: World):
    number = a_tap(world)

    world.passer_by.answers(world.fatima.letter(), "Ik ruik gas in het trappenhuis!", proven=False)
    world.work()

    assert world.ingrid.newest_ticket() == number
    assert world.piket.letters() and world.passer_by.letters() == []
    assert world.ingrid.opens("/drafts").says("ruik gas")


@pytest.mark.parametrize("words", ["Bedankt!", "Ja, opgelost: geen gaslucht meer.", "Ik ruik nog steeds gas."])
def test_an_answer_to_an_emergency_that_is_known_opens_no_other(world: World, words: str):
    world.fatima.mails("Ik ruik gas in de meterkast.", "gas")
    world.work()
    number = world.ingrid.newest_ticket()

    world.fatima.answers(world.fatima.letter(), words)
    world.wait()

    assert world.ingrid.newest_ticket() == number


def test_what_was_joined_is_taken_apart_in_one_press(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.fatima.mails("En de stortbak lekt ook al weken.", "Lekkage toilet")
    world.work()

    apart = world.ingrid.opens_draft("Lekkage badkamer").press("Los hiervan")

    assert apart.typed("Converteer naar ticket")["title"] == "Lekkage toilet"
    assert apart.says("Lindelaan 14B")
    assert not world.ingrid.opens("/drafts/1").offers("Los hiervan")


def test_getting_worse_marks_the_mail_that_waits(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.fatima.mails("Het wordt erger, het lekt nu ook in de gang.", "Re: Lekkage badkamer")
    world.work()

    assert world.ingrid.opens_draft("Lekkage badkamer").says("mogelijk spoed: de afzender schrijft dat het erger wordt")


def test_getting_worse_in_an_answer_is_told_to_the_responsible_and_seen_on_the_ticket(world: World):
    world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    world.fatima.answers(world.fatima.letter(), "Het wordt erger.")
    world.wait()
    world.wait()

    assert world.ingrid.opens_ticket(number).says("Mogelijk spoed: de melder schrijft dat het erger wordt.")
    assert "Kijk of het spoed is." in world.ingrid.letters()[-1].text
    world.ingrid.moves(number, "Opgelost")
    assert not world.ingrid.opens_ticket(number).says("Mogelijk spoed")


def test_an_answer_of_somebody_else_to_a_mail_that_waits_lies_below_it_and_says_so(world: World):
    octets = world.fatima.mails("De kraan lekt.", "Lekkage badkamer")
    mark = next(line for line in octets.decode().split("\r\n") if line.startswith("Message-ID:")).partition(" ")[2]
    world.sem.mails("SEMWOORD: bij ons ook.", "Re: Lekkage badkamer", In_Reply_To=mark)
    world.work()

    assert world.ingrid.opens_draft("Lekkage badkamer").says("Antwoord van een ander")
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    assert world.ingrid.opens_ticket(number).says("SEMWOORD")
    assert world.sem.letters() == [] and not world.fatima.finds("SEMWOORD")


@pytest.mark.parametrize("way", ["number", "reply address"])
def test_a_neighbour_with_somebodys_number_or_reply_address_is_shown_and_told_nothing(world: World, way: str):
    world.fatima.mails("FATIMAWOORD: de kraan lekt.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    letter = world.fatima.letter()

    if way == "number":
        world.sem.mails("SEMWOORD: wanneer komt er iemand?", f"Re: {letter.subject}")
    else:
        world.sem.answers(letter, "SEMWOORD: wanneer komt er iemand?")
    world.wait()

    seen = world.ingrid.opens("/drafts/2") if way == "number" else world.ingrid.opens_ticket(number)
    assert seen.says("SEMWOORD") and seen.says(number)
    assert world.sem.letters() == [] and not world.fatima.finds("SEMWOORD")
