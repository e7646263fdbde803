"""A conversion taken back from the tray: the mail is a draft again, and nobody was told of a ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from config.settings import Limits
from convert.drafts.deciding import convert_draft
from convert.drafts.proposals import proposal
from store.letter_table import Letter
from store.mail import Draft, Message
from store.tickets import File, Ticket
from store.words import DraftState, LetterState, MessagePlace, Phase, Priority
from tests.journeys.photos import a_photo
from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."
NEWEST = select(Ticket.phase).order_by(col(Ticket.id).desc())


def test_a_conversion_taken_back_tells_nobody_and_its_number_is_not_used_again(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("plafond.jpg")])
    world.work()
    converted = world.ingrid.opens("/drafts").press("Converteer naar ticket")
    world.clock.advance(seconds=5)

    back = converted.press("Ongedaan maken")
    world.wait()

    assert back.says("Het ligt weer in het postvak") and back.offers("Converteer naar ticket")
    assert world.fatima.letters() == []
    ticket = world.ingrid.opens("/tickets/T-2026-00042")
    assert ticket.says("Ongedaan gemaakt") and ticket.says("De conversie is ongedaan gemaakt")
    assert not ticket.links("Opdrachtbon maken") and not ticket.offers("Plaats")
    with world.desk.store.reading() as session:
        assert session.exec(select(Message.place, Message.ticket_id)).one() == (MessagePlace.DRAFT, None)
        assert all(letter.state is LetterState.CANCELLED for letter in session.exec(select(Letter)))
        assert all(file.removed_at for file in session.exec(select(File)))
    again = back.press("Converteer naar ticket")
    world.work()
    assert again.says("T-2026-00043 is open")
    assert world.fatima.letter("T-2026-00043")
    assert world.ingrid.opens("/tickets/T-2026-00043").says("plafond.jpg")


@pytest.mark.parametrize("followed", ["a letter left", "a note", "an order", "a mail"])
def test_what_was_told_or_went_on_is_not_taken_back(world: World, followed: str):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    converted = world.ingrid.opens("/drafts").press("Converteer naar ticket")
    world.clock.advance(seconds=5)
    if followed == "a letter left":
        world.work()
    elif followed == "a note":
        world.bram.opens("/tickets/T-2026-00042").press("Plaats", {"Bericht": "Gebeld."})
    elif followed == "an order":
        page = world.bram.opens("/orders/new?ticket=T-2026-00042")
        page.press("Bewaar als concept", {"Servicepartij": "Loodgietersbedrijf De Kraan"})
    else:
        with world.desk.store.writing() as session:
            mail = session.exec(select(Message)).one()
            again = {"fingerprint": "1" * 64, "message_id": "<1@x.example.nl>", "received_at": world.clock()}
            session.add(Message(**(mail.model_dump(exclude={"id"}) | again)))

    answer = converted.press("Ongedaan maken")

    assert answer.status == 409 and answer.says("Dit kan niet meer ongedaan worden gemaakt")
    with world.desk.store.reading() as session:
        assert session.exec(NEWEST).first() is Phase.NEW
        assert session.exec(select(Draft.state)).one() is DraftState.CONVERTED


def test_parts_of_a_mail_are_taken_back_together(world: World):
    world.fatima.mails("De kraan lekt. En de bel doet het niet.", "Twee dingen")
    world.work()
    parts = {"#title-1": "Kraan", "#description-1": "lekt", "#title-2": "Bel", "#description-2": "stil"}
    split = world.ingrid.opens("/drafts/1/split").press("Splits", parts)
    assert "T-2026-00043" in split.done
    world.clock.advance(seconds=1)

    split.press("Ongedaan maken")
    world.wait()

    with world.desk.store.reading() as session:
        assert session.exec(NEWEST.limit(2)).all() == [Phase.TAKEN_BACK] * 2
    assert world.fatima.letters() == []


def test_a_ticket_that_was_taken_back_takes_nothing_more(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    back = world.ingrid.opens("/drafts").press("Converteer naar ticket").press("Ongedaan maken")
    assert back.status == 200

    joined = world.ingrid.opens("/drafts/1").press("Voeg toe aan dit ticket", {"Nummer van het ticket": "T-2026-00042"})
    ordered = world.ingrid.browser.post(
        "/orders/new", data={"ticket": "T-2026-00042", "title": "x", "description": "x"}
    )

    assert joined.status == 409 and joined.says("T-2026-00042 is ongedaan gemaakt")
    assert ordered.status_code >= 400


@pytest.mark.parametrize("urgent", [(), ("gaslucht",)])
def test_a_receipt_waits_for_who_may_want_it_back_and_words_of_safety_do_not(world: World, urgent: tuple[str, ...]):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    seconds = Limits().conversion_undo_seconds
    settings = world.desk.settings.model_copy(update={"limits": Limits()})

    with world.desk.work() as work:
        new = proposal(work.session, work.session.get_one(Draft, 1)).new
        priority = Priority.EMERGENCY if urgent else Priority.NORMAL
        new = replace(new, may_undo=True, urgent_words=urgent, priority=priority)
        convert_draft(replace(work, settings=settings), 1, new)

    with world.desk.store.reading() as session:
        waits = {letter.not_before - world.clock() for letter in session.exec(select(Letter))}
    assert seconds and waits == {timedelta(seconds=0 if urgent else seconds)}
