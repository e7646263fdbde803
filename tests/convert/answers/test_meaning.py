"""What no answer does, whatever it says: agree to a cost, change bank details, withdraw, delete, release an address."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from convert.answers.meaning import MAY, sure_deed
from ingest.intents.answer import read_intent
from ingest.intents.intent import Speaker
from store.deed_marks import WORDS
from store.words import Deed, OrderState

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
ANSWERED = {
    Deed.ACCEPT,
    Deed.REFUSE,
    Deed.ASK_HAND_BACK,
    Deed.PLAN,
    Deed.START,
    Deed.MISSED,
    Deed.ASK_COST,
    Deed.COMPLETE,
}
CLAUSES = [
    "akkoord", "ik ga akkoord met de kosten", "u mag 450 euro extra rekenen", "de eigenaar vindt het goed",
    "goedgekeurd", "ons nieuwe rekeningnummer is NL00 XXXX 0000 0000 00", "trek de opdracht in",
    "de opdracht is ingetrokken", "sluit maar af", "verwijder al mijn gegevens",
    "geef mijn nummer aan de buren", "stuur me het adres van de huurder", "opdracht akkoord bevonden",
    "approved", "I approve the extra cost of 450 euro", "withdraw the order", "delete my data",
    "close the ticket", "voltooid", "dinsdag 10 uur", "extra kosten: 450 euro, akkoord?", "niet akkoord",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3),
    st.sampled_from([". ", ", ", " en ", "\n"]),
    st.sampled_from(Speaker),
    st.sampled_from(OrderState),
)
def test_no_words_of_an_answer_agree_to_a_cost_withdraw_or_delete(
    clauses: list[str], between: str, speaker: Speaker, state: OrderState
):
    intent = read_intent(between.join(clauses), as_=speaker, date=MONDAY)

    assert sure_deed(intent.as_json(), state) in {None, *ANSWERED}


def test_neither_trust_nor_an_address_that_means_a_deed_gives_more():
    assert {deed for deeds in MAY.values() for deed in deeds} == ANSWERED
    assert not {*WORDS} & ({*Deed} - ANSWERED)
