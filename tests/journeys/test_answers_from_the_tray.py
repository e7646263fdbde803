"""Mail that is for somebody else, about somebody's data, or that does not arrive: answered or shown at once."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.journeys.world import World, on

HERE = "Er komt water door het plafond."


def test_a_report_about_a_house_that_is_not_ours_is_answered_in_one_press(world: World):
    world.passer_by.mails("De dakgoot van Parallelweg 3 in Zeist lekt al weken. Kunt u dit maken?", "Dakgoot lekt")
    world.work()

    page = world.ingrid.opens_draft("Dakgoot lekt").press("Niet bij ons in beheer")
    world.wait()

    letter = world.passer_by.letter("niet bij ons in beheer")
    assert "Beantwoord en afgewezen." in page.done
    assert "De dakgoot van Parallelweg 3" in letter.text
    assert "112" in letter.text
    assert not letter.has_link


def test_the_answer_speaks_the_language_of_the_mail(world: World):
    world.passer_by.mails("Why did you raise my rent this year? I would like to speak with somebody.", "My rent")
    world.work()

    world.ingrid.opens_draft("My rent").press("Niet voor dit meldpunt")
    world.wait()

    assert "for reports about maintenance only" in world.passer_by.letter("This address is for maintenance").text


def test_what_was_answered_by_mistake_is_taken_back_before_it_leaves(world: World):
    world.fatima.mails(HERE, "Lekkage badkamer")
    world.work()

    world.ingrid.opens_draft("Lekkage badkamer").press("Niet bij ons in beheer")
    world.ingrid.opens("/drafts?state=dismissed").follow("Lekkage badkamer").press("Toch een melding")
    world.wait()

    assert world.fatima.letters() == []


def test_an_answer_to_such_a_letter_is_read_by_staff(world: World):
    world.passer_by.mails("De dakgoot lekt al weken.", "Dakgoot lekt")
    world.work()
    world.ingrid.opens_draft("Dakgoot lekt").press("Niet bij ons in beheer")
    world.wait()

    world.passer_by.answers(world.passer_by.letter(), "Jawel, het is Lindelaan 14B in Utrecht.")
    world.work()

    assert world.ingrid.opens("/drafts").says("Jawel, het is Lindelaan 14B")


@pytest.mark.parametrize(
    ("words", "subject", "answer"),
    [
        ("Verwijder al mijn gegevens uit uw systeem.", "Mijn gegevens", "Tot dan verwijderen wij niets."),
        ("Please delete all my personal data from your systems.", "My data", "Until then nothing is deleted."),
    ],
)
def test_a_request_about_data_becomes_a_task_with_a_month_and_a_first_answer(
    world: World, words: str, subject: str, answer: str
):
    world.passer_by.mails(words, subject)
    world.work()

    draft = world.ingrid.opens_draft(subject)
    assert draft.says("antwoord vóór wo 16 dec 2026")
    draft.press("Maak er een taak van, en antwoord")
    world.wait()

    ticket = world.ingrid.newest_ticket()
    assert world.ingrid.opens_ticket(ticket).says("Beantwoord het verzoek om gegevens te verwijderen")
    assert any(answer in letter.text for letter in world.passer_by.letters())


def test_a_request_about_data_in_an_answer_leaves_the_task_by_itself(world: World):
    world.fatima.mails(HERE, "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    world.fatima.answers(world.fatima.letter(), "Laat maar zitten. En verwijder al mijn gegevens.")
    world.work()

    page = world.ingrid.opens_ticket(ticket)
    assert page.says("Beantwoord het verzoek om gegevens te verwijderen")
    assert page.says("16 dec")


def test_a_mail_stands_where_it_was_written_whenever_it_is_converted(world: World):
    written = world.clock() - timedelta(days=1, hours=2)
    world.fatima.posts(mail_of(world, written))
    world.work()
    world.clock.set(on(18, 11, "16:20"))
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    page = world.ingrid.opens_ticket(ticket)
    letter = world.fatima.letter()
    assert page.says("zo 15 nov 2026, 05:52") or "2026-11-15T05:52" in page.text
    assert "Geschreven: zo 15 nov 2026, 05:52" in letter.text.replace("Geschreven zo", "Geschreven: zo")
    assert "ma 16 nov 2026, 07:52" in letter.text


@pytest.mark.parametrize("wrong", [timedelta(days=2), timedelta(days=-400)])
def test_a_clock_that_is_wrong_is_not_believed(world: World, wrong: timedelta):
    world.fatima.posts(mail_of(world, world.clock() + wrong))
    world.work()
    world.ingrid.converts("Lekkage badkamer")
    world.wait()

    assert "Geschreven" not in world.fatima.letter().text


def test_a_tenant_whom_mail_does_not_reach_is_shown_with_the_task_to_telephone(world: World):
    world.fatima.mails(HERE, "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()

    world.returns(world.fatima.letter())
    world.work()

    page = world.ingrid.opens_ticket(ticket)
    assert page.says("E-mail aan Fatima el Amrani komt niet aan")
    assert page.says("Mail komt niet aan: bel Fatima el Amrani")
    assert page.says("de melding is geregistreerd")


def mail_of(world: World, written):
    mail = world.fatima.writes(HERE, "Lekkage badkamer")
    mail.replace_header("Date", format_datetime(written))
    return mail
