"""A firm's answer by mail does nothing where it is not certain what was said."""

from __future__ import annotations

import pytest

from tests.journeys.world import World, on

PAGE = '<div>{}</div><br><a href="https://dekraan.example.nl"><img src="cid:logo"></a>'


def an_order(world: World) -> str:
    """Fatima's leak with De Kraan, sent on Friday 20 November at ten."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.clock.set(on(20, 11, "10:00"))
    order = world.ingrid.orders(ticket, "De Kraan", {"foto": True})
    world.wait()
    return order


@pytest.mark.parametrize("text", ["Akkoord\n> alleen als de sleutel er is", "akkoord...", "Akkoord. .."])
def test_words_cut_by_a_guess_and_dots_accept_nothing(world: World, text: str):
    order = an_order(world)
    letter = world.johan.letter("Opdracht")

    world.johan.mails(text, f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    world.work()

    assert world.ingrid.state_of(order) == "Verstuurd"
    assert world.ingrid.opens_order(order).says("akkoord")


@pytest.mark.parametrize(
    ("page", "state"),
    [("Akkoord", "Geaccepteerd"), ("wij weigeren", "Verstuurd"), ("Akkoord als de sleutel er is", "Verstuurd")],
)
def test_a_page_that_says_otherwise_than_the_text_beside_it_accepts_nothing(world: World, page: str, state: str):
    order = an_order(world)
    letter = world.johan.letter("Opdracht")
    mail = world.johan.writes("Akkoord", f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    mail.add_alternative(PAGE.format(page), subtype="html")

    world.johan.posts(mail)
    world.work()

    assert world.ingrid.state_of(order) == state
