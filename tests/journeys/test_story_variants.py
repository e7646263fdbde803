"""What else may happen in the stories: robots, two answers at once, a colleague with a new address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World, on
from tests.running_app import AUTHSERV

AWAY = (
    "Bedankt voor uw bericht, wij hebben uw opdracht in goede orde ontvangen.\n"
    "Ik ben afwezig t/m vrijdag 27 november. Uw mail wordt niet doorgestuurd.\nVoor spoed: 06 0000 0099 (Dennis)."
)
LIFT_ROBOT = "Uw melding is geregistreerd onder [LM-88213]. U hoort van ons."


def sent_order(world: World, firm: str = "De Kraan", fill: dict[str, Any] | None = None) -> tuple[str, str]:
    """Fatima's leak, sent to a firm on Thursday 19 November at 16:00."""
    world.clock.set(on(19, 11, "15:55"))
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(ticket, firm, fill)
    world.wait()
    return ticket, order


def replies(robot: OutsideUser, text: str, subject: str = "", **headers: Any) -> None:
    """A machine answers the letter that came last."""
    letter = robot.letters()[-1]
    robot.mails(text, subject or f"Re: {letter.subject}", to=letter.reply_to, In_Reply_To=letter.message_id, **headers)


def test_SC04_a_notice_of_absence_accepts_nothing_answers_nobody_and_says_what_it_means(world: World):
    world.clock.set(on(19, 11, "15:50"))
    place = {"Waar": "Kastanjehof 9", "Verantwoordelijke": "Bram Postma"}
    ticket = world.bram.makes_ticket("Verlichting portiek", "De lamp in het portiek knippert.", place)
    world.clock.set(on(19, 11, "16:00"))
    order = world.bram.orders(ticket, "Elektro Visser", {"Accepteren uiterlijk": "2026-11-20"})
    world.work()
    before, phase = len(world.marco.letters()), world.bram.phase_of(ticket)

    subject = f"Automatisch antwoord: {world.marco.letters()[-1].subject}"
    replies(world.marco, AWAY, subject, Auto_Submitted="auto-replied", X_Auto_Response_Suppress="All")
    world.wait()

    assert (world.bram.state_of(order), world.bram.phase_of(ticket)) == ("Verstuurd", phase)
    assert world.bram.opens_order(order).says("Automatisch antwoord")
    assert len(world.marco.letters()) == before
    assert len(world.bram.opens("/tickets").rows) == 1
    (notice,) = world.bram.letters("Afwezig tot")
    for fact in ("06 0000 0099", "Dennis", "vr 20 nov 2026", "andere servicepartij"):
        assert fact in notice.text, fact
    assert world.ingrid.letters("Afwezig") == []


def test_SC04b_an_absence_that_only_its_subject_tells_changes_nothing_and_is_told_once(world: World):
    _, order = sent_order(world, "Elektro Visser")
    before = len(world.marco.letters())

    replies(world.marco, AWAY, f"Afwezig: Re: {world.marco.letters()[-1].subject}")
    world.wait()

    assert world.ingrid.state_of(order) == "Verstuurd"
    assert len(world.marco.letters()) == before
    (told,) = world.ingrid.letters("Afwezig tot")
    assert "06 0000 0099" in told.text
    assert len(world.ingrid.opens("/tickets").rows) == 1


def test_SC04c_a_robot_that_answers_every_reminder_is_told_once_and_makes_no_round(world: World):
    sent_order(world, "Elektro Visser")
    replies(world.marco, AWAY, Auto_Submitted="auto-replied")
    world.wait()
    world.until(on(8, 12, "12:00"))
    reminders = world.marco.letters("Herinnering")

    for _ in reminders:
        replies(world.marco, AWAY, Auto_Submitted="auto-replied")
        world.wait()

    assert reminders
    assert world.marco.letters()[-1] is reminders[-1]
    assert len(world.ingrid.letters("Afwezig tot")) == 1


def test_SC04d_a_firms_ticket_robot_accepts_nothing_and_gets_no_answer(world: World):
    _, order = sent_order(world, "Lift Meesters")
    before = len(world.lift.letters())

    for _ in range(3):
        replies(world.lift, LIFT_ROBOT)
        world.wait()

    assert world.ingrid.state_of(order) == "Verstuurd"
    assert len(world.lift.letters()) == before


def test_X02_a_mail_that_says_otherwise_after_a_press_asks_to_hand_back_and_the_press_stands(world: World):
    _, order = sent_order(world)
    letter = world.johan.letter("Opdracht")
    world.clock.set(on(20, 11, "10:02"))
    world.johan.opens(letter).press("Accepteren")
    world.clock.advance(seconds=37)

    world.johan.answers(letter, "lukt niet deze week, sorry")
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "lukt niet deze week, sorry" in " ".join(one.text for one in world.ingrid.letters())
    story = world.ingrid.opens_order(order).story
    assert any("geaccepteerd" in line.lower() for line in story)


@pytest.mark.parametrize(
    ("address", "findings", "by_token", "state"),
    [
        ("planning@dekraan.example.nl", "dmarc=pass", True, "Geaccepteerd"),
        ("planning@dekraan.example.nl", "dmarc=pass", False, "Verstuurd"),
        ("dekraan@gmail.com", "dmarc=pass", True, "Verstuurd"),
        ("planning@dekraan.example.nl", "dmarc=fail", True, "Verstuurd"),
        ("johan@dekraan.example.nl", "dmarc=fail", True, "Verstuurd"),
    ],
    ids=["with the token", "without it", "from freemail", "not proven", "Johan not proven"],
)
def test_a_colleague_from_a_new_address_acts_with_the_token_and_proof_only(
    world: World, address: str, findings: str, by_token: bool, state: str
):
    _, order = sent_order(world)
    letter = world.johan.letter("Opdracht")
    colleague = world.passer_by
    colleague.name, colleague.address = "Planning De Kraan", address
    to = letter.reply_to if by_token else ""
    mail = colleague.writes("Akkoord, wij nemen de opdracht aan", f"Re: {letter.subject}", to=to, proven=False)
    domain = address.partition("@")[2]
    found = f"dkim={findings[6:]} header.d={domain}; {findings} header.from={domain}"
    mail["Authentication-Results"] = f"{AUTHSERV}; {found}"

    colleague.posts(mail)
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == state
    if not by_token:
        return  # it lies in the tray
    (told,) = world.ingrid.letters("Bericht van Planning De Kraan")
    assert ("In Postbon is niets veranderd" in told.text) != (state == "Geaccepteerd")
    assert address in told.text or findings == "dmarc=fail"
    mark = {"Geaccepteerd": "zichtbaar voor servicepartij"}.get(state, "alleen collega’s")
    (line,) = [line for line in world.ingrid.opens_order(order).story if line.startswith("Binnen")]
    assert mark in line
    assert "Akkoord, wij nemen de opdracht aan" in line
