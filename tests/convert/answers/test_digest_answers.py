"""What an answer to a letter about several work orders does: to the one it names, and else to none."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from config.settings import Reminders
from convert.answers.answers import take_answers
from convert.answers.quiet_lines import note_automatic_answers
from ingest.filing import file_messages
from ingest.identity import identify
from outbound.post import post_letters
from outbound.remind import remind
from store.intake import Arrival, keep_all
from store.letter_table import Letter
from store.orders import WorkOrder
from store.people import Contact
from store.tickets import TimelineEntry
from store.words import ActorKind, Entry, LetterKind, OrderState
from tests.cast import SETTINGS, Desk
from tests.ingest.mails import JOHAN, some_octets
from tests.outbound.outbox import DUE_TOGETHER, orders_of_a_morning, settings_to

NUMBERS = ("OB-2026-00040", "OB-2026-00041", "OB-2026-00042")
SENT, ACCEPTED, REFUSED = OrderState.SENT, OrderState.ACCEPTED, OrderState.REFUSED


@pytest.fixture
def keys(desk: Desk) -> list[int]:
    """Three orders of one morning, of which one letter went to Johan."""
    keys = orders_of_a_morning(desk, {}, {}, {"responsible_id": desk.staff_named("Bram").key})
    settings = settings_to(None, reminders=Reminders(digest=True))
    remind(desk.store, settings, DUE_TOGETHER)
    post_letters(desk.store, settings, DUE_TOGETHER)
    return keys


def answer(desk: Desk, text: str, *, sender: str = JOHAN, subject: str = "Re: 3 opdrachten", **headers: str) -> None:
    """By whoever answers the digest."""
    with desk.store.reading() as session:
        digest = session.exec(select(Letter).where(Letter.kind == LetterKind.ORDER_DIGEST)).one()
    _take_in(
        desk, some_octets(1, sender=sender, subject=subject, text=text, In_Reply_To=f"<{digest.mail_id}>", **headers)
    )


def _take_in(desk: Desk, octets: bytes) -> None:
    mark = identify(octets)
    arrival = Arrival(octets, mark.fingerprint, mark.message_id, "smtp", DUE_TOGETHER, JOHAN, ("melding@delinde.nl",))
    with desk.store.writing() as session:
        keep_all(session, [(arrival, desk.store.blobs.put(octets))])
    for step in (file_messages, take_answers, note_automatic_answers):
        step(desk.store, SETTINGS, DUE_TOGETHER)


def states(desk: Desk, keys: list[int]) -> list[OrderState]:
    with desk.store.reading() as session:
        return [session.get_one(WorkOrder, key).state for key in keys]


def lines(session: Session, key: int) -> list[TimelineEntry]:
    words = select(TimelineEntry).where(TimelineEntry.order_id == key, TimelineEntry.kind == Entry.COMMENT)
    return list(session.exec(words.order_by(col(TimelineEntry.id))))


@pytest.mark.parametrize(
    ("words", "became"),
    [
        ("{1} akkoord", ACCEPTED),
        ("Akkoord met {1}", ACCEPTED),
        ("Beste Ingrid,\n\nOpdracht {1} accepteren wij.\n\nGroet, Johan", ACCEPTED),
        ("ob-2026-00041: doen we", ACCEPTED),
        ("We accept {1}", ACCEPTED),
        ("{1}: nee, geen tijd", REFUSED),
    ],
)
def test_an_answer_that_names_one_order_is_an_answer_to_that_one(
    desk: Desk, keys: list[int], words: str, became: OrderState
):
    answer(desk, words.format(*NUMBERS))

    assert states(desk, keys) == [SENT, became, SENT]
    receipt = desk.letters("johan")[-1]
    assert (receipt.kind, receipt.order_id) == (LetterKind.ORDER_RECEIPT, keys[1])


@pytest.mark.parametrize(
    "words",
    [
        "Akkoord",
        "Nee",
        "Voltooid",
        "NIET JUIST",
        "Alle drie akkoord",
        "Prima, doen we allemaal",
        "41 akkoord",
        "De keuken doen we",
        "{0} en {1} akkoord",
        "{0} akkoord met allemaal",
        "OB-2026-00099 akkoord",
        "{0} akkoord, OB-2026-00099 ook",
        "bewoner is niet thuis",
        "mag dit voor € 485?",
    ],
)
def test_any_other_answer_does_nothing_and_stands_at_each_order_for_who_decides(
    desk: Desk, keys: list[int], words: str
):
    text = words.format(*NUMBERS)

    answer(desk, text)

    assert states(desk, keys) == [SENT, SENT, SENT]
    with desk.store.reading() as session:
        assert [[line.text for line in lines(session, key)] for key in keys] == [[text]] * 3
    letters = [*desk.letters("ingrid"), *desk.letters("bram")]  # who answers for two of them is told once
    assert [letter.kind for letter in letters] == [LetterKind.STAFF_MESSAGE] * 2
    assert {letter.snapshot["why"] for letter in letters} == {"several_orders"}


@pytest.mark.parametrize("words", ["{0} akkoord, de andere niet", "{0} akkoord, de rest ook"])
def test_an_answer_that_says_something_of_the_others_beside_is_read_by_a_person(
    desk: Desk, keys: list[int], words: str
):
    answer(desk, words.format(*NUMBERS))

    assert states(desk, keys) == [SENT, SENT, SENT]
    assert len(desk.letters("ingrid")) == 1


@pytest.mark.parametrize("words", ["{0} akkoord", "akkoord"])
def test_a_stranger_who_answers_it_does_nothing_and_colleagues_only_read_it(desk: Desk, keys: list[int], words: str):
    answer(desk, words.format(*NUMBERS), sender="marco@elektrovisser.example.nl")

    assert states(desk, keys) == [SENT, SENT, SENT]
    with desk.store.reading() as session:
        read = [line for key in keys for line in lines(session, key)]
    assert [(line.actor_kind, line.visible_to, line.data["mark"]) for line in read] == [
        (ActorKind.PERSON, [], "stranger")
    ]


@pytest.mark.parametrize("automatic", ["auto-replied", "no"])
def test_a_firms_robot_that_answers_it_hears_nothing_and_gives_no_order_its_number(
    desk: Desk, keys: list[int], automatic: str
):
    before = len(desk.letters("johan"))
    answer(desk, "Uw melding is geregistreerd.", subject="[LM-88213] Re: 3 opdrachten", Auto_Submitted=automatic)

    with desk.store.reading() as session:
        assert {session.get_one(WorkOrder, key).party_number for key in keys} == {""}
    assert len(desk.letters("johan")) == before


def test_who_is_away_is_known_to_be_so_by_an_automatic_answer_to_it(desk: Desk, keys: list[int]):
    away = "Ik ben afwezig t/m 25 november 2026."
    answer(desk, away, subject="Automatisch antwoord", Auto_Submitted="auto-replied")

    with desk.store.reading() as session:
        absence = session.get_one(Contact, desk.contact_named("Johan").key).absence
    assert absence["to"] == "2026-11-25" and states(desk, keys) == [SENT, SENT, SENT]


@pytest.mark.parametrize(
    ("words", "state"), [("{0} akkoord", ACCEPTED), ("{1} akkoord", SENT), ("{0} en {1} akkoord", SENT)]
)
def test_an_answer_on_one_orders_own_thread_that_names_another_does_nothing(desk: Desk, words: str, state: OrderState):
    keys = orders_of_a_morning(desk)
    remind(desk.store, settings_to(None), DUE_TOGETHER)
    post_letters(desk.store, settings_to(None), DUE_TOGETHER)
    letter = desk.letters("johan")[0]

    to, text = SETTINGS.desk.reply_address(letter.mail_id.partition("@")[0].rpartition(".")[2]), words.format(*NUMBERS)
    _take_in(desk, some_octets(sender=JOHAN, to=to, subject=f"Re: {letter.subject}", text=text))

    assert states(desk, keys) == [state, SENT, SENT]
