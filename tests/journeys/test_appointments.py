"""When do they come? Agreed between the firm and whoever lives there, by mail or on the page; neither sees the other's
address, and only the occupant lets somebody in."""

from __future__ import annotations

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World, on

THREE = "Akkoord. Ik kom dinsdag om 9 uur, woensdag 25 november tussen 13 en 15 uur of donderdag 26-11 tussen 8 en 10"


def engaged(world: World, offer: str = "Akkoord, ik kom dinsdag tussen 10 en 12") -> tuple[str, str]:
    """Fatima's leak, sent to De Kraan on Friday 20 November; Johan answers with a time to come."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht"), offer)
    world.wait()
    world.wait()
    return ticket, order


def asked(world: World) -> ReceivedLetter:
    return next(one for one in reversed(world.fatima.letters()) if " u uit?" in one.subject.lower())


@pytest.mark.parametrize("words", ["ok", "Ja", "Prima, tot dan!", "Dinsdag is goed", "Ja, dat past mij", "1"])
def test_X05_ok_agrees_to_the_one_time_that_was_offered_and_both_get_it_for_their_calendar(world: World, words: str):
    ticket, order = engaged(world)

    world.fatima.answers(asked(world), words)
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Ingepland"
    assert world.ingrid.phase_of(ticket) == "Ingepland"
    for letter in (world.johan.letter("Afspraak bevestigd"), world.fatima.letters("Afspraak:")[0]):
        assert "di 24 nov 2026, 10:00–12:00" in letter.text
        assert any(name.endswith(".ics") for name in letter.attachments)
    assert world.fatima.address not in "".join(letter.delivery.octets.decode() for letter in world.johan.letters())
    assert world.johan.address not in "".join(letter.delivery.octets.decode() for letter in world.fatima.letters())
    world.until(on(24, 11, "09:00"))
    assert len(world.fatima.letters("Morgen komt")) == len(world.johan.letters("Morgen")) == 1


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Is goed maar liever woensdag", "wo 25 nov 2026"),
        ("Dinsdag kan ik niet. Donderdag tussen 8 en 10 kan wel", "do 26 nov 2026 08:00–10:00"),
        ("Kan het ook woensdag?", "wo 25 nov 2026"),
        ("Nee, dan moet ik werken", ""),
    ],
)
def test_another_day_is_a_proposal_that_goes_to_the_firm_without_the_sentence_it_stands_in(
    world: World, words: str, day: str
):
    _, order = engaged(world)

    world.fatima.answers(asked(world), words)
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    letter = world.johan.letter("Afspraak komt niet uit")
    assert day in letter.text
    assert words not in letter.text
    world.johan.answers(letter, "Ik kom woensdag 25 november tussen 13 en 15 uur")
    world.wait()
    world.wait()
    world.fatima.answers(asked(world), "Dat is goed")
    world.wait()
    assert world.ingrid.state_of(order) == "Ingepland"


@pytest.mark.parametrize("words", ["ok?", "Ja hoor...", "Wie komt er?", "Bedankt", "ok maar bel wel even", "Misschien"])
def test_what_is_no_clear_yes_lets_nobody_in(world: World, words: str):
    _, order = engaged(world)

    world.fatima.answers(asked(world), words)
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.johan.letters("Afspraak") == []


def test_somebody_else_cannot_agree_for_the_occupant(world: World):
    _, order = engaged(world)
    letter = asked(world)

    world.passer_by.mails("ok", "Re: " + letter.subject, to=letter.reply_to, In_Reply_To=letter.message_id)
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"


def test_of_three_times_ok_asks_which_and_a_number_or_a_day_chooses(world: World):
    _, order = engaged(world, THREE)
    letter = asked(world)
    for line in ("1: di 24 nov 2026, 09:00", "2: wo 25 nov 2026, 13:00–15:00", "3: do 26 nov 2026, 08:00–10:00"):
        assert line in letter.text

    world.fatima.answers(letter, "ok")
    world.wait()
    still_open = world.ingrid.state_of(order)
    again = world.fatima.letters("Welke tijd komt u uit?")[-1]
    world.fatima.answers(again, "Woensdag is prima")
    world.wait()

    assert still_open == "Geaccepteerd"
    assert again.message_id != letter.message_id
    assert world.ingrid.state_of(order) == "Ingepland"
    assert "wo 25 nov 2026, 13:00–15:00" in world.johan.letter("Afspraak bevestigd").text


def test_three_times_are_offered_on_the_page_and_one_is_chosen_on_the_page(world: World):
    _, order = engaged(world, "Akkoord")
    page = world.johan.opens(world.johan.letter("Opdracht"))
    first = {"#day": "2026-11-24", "#from": "09:00", "#until": "11:00"}
    others = {"#day2": "2026-11-25", "#from2": "13:00", "#day3": "2026-11-26", "#from3": "08:00"}

    page.press("Stuur deze tijd", first | others)
    world.wait()
    offered = " ".join(world.ingrid.opens("/tickets").rows)
    world.fatima.opens(asked(world)).press("wo 25 nov 2026, 13:00")
    world.wait()

    assert "wo 25 nov 2026, 13:00 of do 26 nov 2026, 08:00 wacht op de bewoner" in offered
    assert world.ingrid.state_of(order) == "Ingepland"
    assert "wo 25 nov 2026, 13:00" in world.johan.letter("Afspraak bevestigd").text


def test_an_answer_to_a_time_that_was_replaced_is_for_a_person(world: World):
    _, order = engaged(world)
    first = asked(world)
    world.johan.answers(world.johan.letters()[-1], "Ik kom donderdag 26 november om 9 uur")
    world.wait()
    world.wait()

    world.fatima.answers(first, "ok")
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "| ok" in world.ingrid.letters()[-1].text


def test_who_cannot_be_there_after_all_says_so_by_mail(world: World):
    _, order = engaged(world)
    world.fatima.answers(asked(world), "ok")
    world.wait()
    world.wait()

    world.fatima.answers(world.fatima.letters("Afspraak:")[0], "Dat lukt toch niet, liever donderdag")
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "do 26 nov 2026" in world.johan.letter("Afspraak komt niet uit").text


def test_every_day_that_was_named_stays_readable_after_another_took_its_place(world: World):
    ticket, order = agreed(world)
    world.wait()
    world.fatima.answers(world.fatima.letters("Afspraak:")[0], "Dat lukt toch niet, liever donderdag")
    world.wait()

    world.johan.answers(world.johan.letter("Afspraak past niet"), "Ik kom donderdag 26 november om 9 uur")
    world.wait()
    world.wait()

    tuesday, thursday = "di 24 nov 2026, 10:00–12:00", "do 26 nov 2026, 09:00"
    sheet = world.ingrid.opens(f"/tickets/{ticket}")
    for line in ("voorgesteld", "bevestigd door de bewoner", "afgewezen door de bewoner"):
        assert sheet.says(f"{order}: afspraak {line}: {tuesday}")
    assert sheet.says(f"{order}: afspraak voorgesteld: {thursday}")
    firm = world.johan.opens(world.johan.letter("Opdracht"))
    assert firm.says(f"De tijd past de bewoner niet: {tuesday}") and firm.says(f"Tijd voorgesteld: {thursday}")
    occupant = world.fatima.opens(asked(world))
    for day in (tuesday, thursday):
        assert occupant.says(f"De firma stelt een tijd voor: {day}")


def agreed(world: World) -> tuple[str, str]:
    """Fatima expects Johan on Tuesday between 10 and 12."""
    ticket, order = engaged(world)
    world.fatima.answers(asked(world), "ok")
    world.wait()
    assert world.ingrid.state_of(order) == "Ingepland"
    return ticket, order


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Niemand thuis, kaartje in de bus", "Niemand thuis"),
        ("De bewoner was niet thuis.", "Niemand thuis"),
        ("Nobody was home today", "Nobody home"),
    ],
)
def test_a_firm_that_finds_nobody_home_says_so_by_mail_and_the_occupant_is_asked_for_a_time(
    world: World, words: str, subject: str
):
    _, order = agreed(world)
    world.clock.set(on(24, 11, "10:20"))

    world.johan.answers(world.johan.letter("Afspraak bevestigd"), words)
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    letter = world.fatima.letter("Wanneer bent u thuis?")
    assert "niemand thuis" in letter.text and "kaartje" not in letter.text
    assert world.johan.letter(subject)
    world.fatima.answers(letter, "Donderdag na 10 uur")
    world.wait()
    assert world.ingrid.opens_order(order).says("er was niemand thuis: di 24 nov 2026, 10:00–12:00")
    world.johan.answers(world.johan.letter(subject), "Ik kom donderdag om 11 uur")
    world.wait()
    world.wait()
    assert "do 26 nov 2026, 11:00" in world.fatima.letters("Komt dit u uit?")[-1].subject


@pytest.mark.parametrize(
    "words",
    [
        "Als er niemand thuis is ligt de sleutel bij de buren",
        "Was er niemand thuis?",
        "Niemand thuis, klaar met de klus",
        "Niemand thuis donderdag",
    ],
)
def test_what_only_speaks_of_nobody_at_home_changes_nothing(world: World, words: str):
    _, order = agreed(world)
    world.clock.set(on(24, 11, "10:20"))

    world.johan.answers(world.johan.letter("Afspraak bevestigd"), words)
    world.wait()

    assert world.ingrid.state_of(order) == "Ingepland"
    assert not world.fatima.letters("Wanneer bent u thuis?")


def test_before_the_hour_nobody_was_missed_and_the_firm_may_call_it_off(world: World):
    _, order = agreed(world)
    world.johan.answers(world.johan.letter("Afspraak bevestigd"), "Niemand thuis")
    world.wait()
    assert world.ingrid.state_of(order) == "Ingepland"
    page = world.johan.opens(world.johan.letter("Opdracht"))
    assert not page.says("de bewoner wordt om een nieuwe tijd gevraagd")

    page.press("Melden", {"Opmerking": "Griep"})
    world.wait()
    world.until(on(24, 11, "09:00"))

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    letter = world.fatima.letter("De afspraak gaat niet door")
    assert "di 24 nov 2026, 10:00" in letter.text and "Griep" not in letter.text
    assert not world.fatima.letters("Morgen komt") and not world.johan.letters("Morgen")
    assert world.fatima.opens(letter).says("De afspraak is afgezegd: di 24 nov 2026, 10:00–12:00")
    assert world.johan.opens(world.johan.letter("Opdracht")).says("U hebt deze afspraak afgezegd")
