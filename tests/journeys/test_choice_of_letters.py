"""Who gets mail of us chooses how much of it, on their own page; and reads it in their own language."""

from __future__ import annotations

from tests.journeys.world import World

ASKS = "Dit is een vraag: wacht op het antwoord van de melder"


def test_who_is_on_a_ticket_chooses_their_letters_on_the_page_to_which_every_letter_leads(world: World):
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    letter = world.fatima.letter("Wij hebben")
    page = world.fatima.opens(letter)
    way = f"{page.url}?do=letters#letters"

    page.press("Bewaar mijn keuze", {"Mails over uw meldingen": "alleen belangrijk"})
    world.ingrid.notes(number, "Wij bellen de loodgieter.", "Zichtbaar voor melder")
    world.wait()
    quiet = len(world.fatima.letters())
    world.ingrid.opens_ticket(number).press(
        "Plaats", {"Bericht": "Druppelt het nog?", ASKS: True, "Zichtbaar voor melder": True}
    )
    world.wait()
    page.reload().press("Bewaar mijn keuze", {"Mails over uw meldingen": "geen"})
    world.ingrid.moves(number, "In behandeling")
    world.wait()

    assert way.partition("/l/")[2] in letter.text.replace("\n", "") and "?do=letters#letters" in letter.html
    assert (quiet, world.fatima.letters()[-1].subject.count("Wilt u een vraag beantwoorden?")) == (1, 1)
    assert world.fatima.opens(letter).says("Wij bellen de loodgieter.")
    assert page.press("Bewaar mijn keuze", {"Mails over uw meldingen": "alle"}).says("Uw keuze is bewaard")


def test_a_firm_that_answers_in_english_is_written_to_in_english_until_staff_say_otherwise(world: World):
    ticket = world.ingrid.makes_ticket("Lekkage", "Kraan lekt", {"Complex": "Lindenhof"})
    world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    sent = world.johan.letter("Opdracht:")

    world.johan.answers(sent, "Could you please tell me which floor it is on, and where I can park?")
    world.wait()
    page = world.johan.opens(sent)
    world.johan.answers(sent, "accepted")
    world.wait()
    firm = world.ingrid.opens("/parties").follow("De Kraan")
    firm.press("Bewaar", {"Taal van mails en pagina": "Nederlands"})

    assert page.says("Accept") and "Accepteren" not in page.html
    assert "Accepted" in world.johan.letters()[-1].subject
    assert world.johan.opens(sent).says("Verstuur")
