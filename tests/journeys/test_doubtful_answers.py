"""A firm's answer by mail does nothing where it is not certain what was said."""

from __future__ import annotations

import pytest

from tests.journeys.test_stories import leak_of_14b
from tests.journeys.town import Town

PAGE = '<div>{}</div><br><a href="https://dekraan.example.nl"><img src="cid:logo"></a>'


@pytest.mark.parametrize("text", ["Akkoord\n> alleen als de sleutel er is", "akkoord...", "Akkoord. .."])
def test_words_cut_by_a_guess_and_dots_accept_nothing(town: Town, text: str):
    _, order = leak_of_14b(town)
    letter = town.johan.letter("Opdracht")

    town.johan.mails(text, f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    town.work()

    assert town.ingrid.state_of(order) == "Verstuurd"
    assert town.ingrid.opens_order(order).says("akkoord")


@pytest.mark.parametrize(
    ("page", "state"),
    [("Akkoord", "Geaccepteerd"), ("wij weigeren", "Verstuurd"), ("Akkoord als de sleutel er is", "Verstuurd")],
)
def test_a_page_that_says_otherwise_than_the_text_beside_it_accepts_nothing(town: Town, page: str, state: str):
    _, order = leak_of_14b(town)
    letter = town.johan.letter("Opdracht")
    mail = town.johan.writes("Akkoord", f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id)
    mail.add_alternative(PAGE.format(page), subtype="html")

    town.johan.posts(mail)
    town.work()

    assert town.ingrid.state_of(order) == state
