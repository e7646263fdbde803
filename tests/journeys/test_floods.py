"""Robots and forgers: however much they write, few letters leave, and honest people are answered as ever.
With ten thousand forgers: `make flood`."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import col, func, select

from convert.answers.emergencies import raise_emergencies
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from outbound.post import post_letters
from store.mail import Draft, Message
from store.tickets import Ticket
from store.words import LetterKind, LetterState, MessagePlace, MessageState, Priority, Proof
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.messages import a_draft
from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World

STEP = 5  # minutes
FORGERS = int(os.environ.get("FORGERS", "1000"))
POLITE = "Dank voor uw bericht. Wij komen er zo spoedig mogelijk op terug."


@pytest.mark.timeout(180)
def test_a_week_of_robots_that_answer_every_letter_makes_few_letters(world: World):
    answered: set[str] = set()
    world.karel.mails("Ik ruik gas in de hal.", "gaslucht")
    world.olivia.mails("De kraan in de keuken druppelt.", "Lekkende kraan")
    world.work()
    world.ingrid.converts("Lekkende kraan")

    for _ in range(7 * 2):
        world.wait(hours=12)
        for letter in [letter for letter in world.letters if letter.message_id not in answered]:
            answered.add(letter.message_id)
            answer_as_a_robot(world, letter)

    number = Counter(letter.to for letter in world.letters)
    assert number[world.olivia.address] <= 5
    assert number[world.karel.address] <= 7 * (SETTINGS.limits.emergencies_per_sender_day + 1)
    assert not world.ingrid.opens("/").says("breaker")


def answer_as_a_robot(world: World, letter: ReceivedLetter) -> None:
    """One that knows nothing of RFC 3834: Olivia's keeps the thread, Karel's writes anew, and of danger."""
    if letter.to == world.olivia.address:
        world.olivia.answers(letter, POLITE)
    elif letter.to == world.karel.address:
        world.karel.mails("Ik ruik gas in de hal. " + POLITE, "gaslucht")


@pytest.mark.timeout(180)
def test_thousands_of_forged_dangers_in_an_hour_are_few_letters_and_honest_people_are_answered(desk: Desk):
    """A third forged in tenants' names, a third of strangers unproven, a third in the name of a tenant where nobody
    looked. Fatima's report comes amid them, and Olivia's real danger."""
    settings = SETTINGS.model_copy(update={"limits": SETTINGS.limits.model_copy(update={"letters_per_hour": 100})})
    honest = a_draft(desk, subject="Lekkage badkamer")
    for minute in range(0, 60, STEP):
        now = MONDAY + timedelta(minutes=minute)
        forge(desk, minute)
        if minute == 5:
            with desk.work(desk.staff("Ingrid"), now) as work:
                convert_draft(work, honest, proposal(work.session, work.session.get_one(Draft, honest)).new)
        if minute == 0:
            a_draft(desk, urgency="emergency", urgent_words=["gas"], **OLIVIA)
        while raise_emergencies(desk.store, settings, now):
            pass
        while post_letters(desk.store, settings, now):
            pass

    letters = desk.letters()
    left = Counter(letter.kind for letter in letters if letter.state is LetterState.SENT)
    most = settings.limits.emergencies_per_sender_day
    assert len(letters) == sum(left.values())  # none is held
    assert left[LetterKind.SAFETY] <= most + 1
    assert left[LetterKind.STAFF_DANGER_MAIL] <= 2 * (settings.limits.emergency_calls_per_hour + 4)
    assert left[LetterKind.STAFF_EMERGENCY] <= 3 * (most + 1 + 4)
    assert [letter.kind for letter in desk.letters("fatima")].count(LetterKind.TICKET_RECEIVED) == 1
    assert [letter.kind for letter in desk.letters("olivia")] == [LetterKind.SAFETY]
    with desk.store.reading() as session:
        opened = session.exec(select(func.count()).where(Ticket.priority == Priority.EMERGENCY)).one()
        waiting = session.exec(select(func.count()).select_from(Draft).where(Draft.state == "open")).one()
    assert opened == most + 1
    assert waiting == FORGERS - most


OLIVIA = {"from_address": "olivia.carter@mail.example.nl", "from_name": "Olivia Carter", "new_text": "Ik ruik gas!"}
SENDERS = [
    ("fatima.elamrani@mail.example.nl", Proof.FORGED),
    ("stranger@nobody.example.nl", Proof.UNPROVEN),
    ("semdewit@mail.example.nl", Proof.UNPROVEN),
]


def forge(desk: Desk, minute: int) -> None:
    """The mails of these minutes, as ingest leaves them."""
    now = MONDAY + timedelta(minutes=minute)
    numbers = range(minute * FORGERS // 60, (minute + STEP) * FORGERS // 60)
    mail = Message(
        received_at=now,
        raw_key="",
        size=1,
        fingerprint="",
        state=MessageState.READ,
        place=MessagePlace.DRAFT,
        subject="gaslucht",
        new_text="Ik ruik gas",
        urgent_words=["ruik gas"],
    ).model_dump(exclude={"id"})
    draft = Draft(message_id=0, created_at=now, urgency="emergency", title="gaslucht").model_dump(exclude={"id"})
    senders = [{"from_address": address, "evidence": {"sender": proof}} for address, proof in SENDERS]
    mails = [mail | senders[n % len(senders)] | {"fingerprint": f"forged-{n}"} for n in numbers]
    with desk.store.writing() as session:
        keys = session.execute(insert(Message).returning(col(Message.id)), mails).scalars().all()
        session.execute(insert(Draft), [draft | {"message_id": key} for key in keys])
