"""The time that is asked about is an invitation: pressing yes, no or another time in a calendar is the answer."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from icalendar import Calendar

from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World, on

OUTLOOK = ("\r\n", "Geaccepteerd: Komt dit u uit?")
GMAIL = (
    "Fatima el Amrani has accepted this invitation.\n\nLekkage badkamer\nTuesday 24 Nov 2026\n\n"
    "Invitation from Google Calendar: https://calendar.google.com/calendar/\n",
    "Accepted: Komt dit u uit? @ Tue 24 Nov 2026 10am - 12pm (CET)",
)
APPLE = ("Fatima el Amrani heeft de uitnodiging geaccepteerd.\n", "Antwoord: Komt dit u uit?")


def asked(world: World) -> tuple[str, ReceivedLetter]:
    """Fatima's leak, accepted by De Kraan with a time; the letter that asks whether it suits."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.", "Lekkage badkamer")
    world.work()
    order = world.ingrid.orders(world.ingrid.converts("Lekkage badkamer"), "De Kraan")
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht"), "Akkoord, ik kom dinsdag tussen 10 en 12")
    world.wait()
    world.wait()
    return order, next(letter for letter in world.fatima.letters() if "Komt dit u uit?" in letter.subject)


def invitation_in(letter: ReceivedLetter) -> Calendar:
    (part,) = [part for part in letter.mail.walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_content())


def press(
    somebody: OutsideUser,
    letter: ReceivedLetter,
    status: str,
    program: tuple[str, str] = OUTLOOK,
    *,
    attendee: str = "",
    **other: str,
) -> EmailMessage:
    """The mail a calendar sends to the organizer of the invitation when its owner presses a button; not yet sent."""
    calendar = invitation_in(letter)
    (event,) = calendar.walk("VEVENT")
    method = "COUNTER" if status == "COUNTER" else "REPLY"
    begins, ends = other.get("starts", event.to_ical().decode().split("DTSTART:")[1][:16]), other.get("ends")
    lines = ["BEGIN:VCALENDAR", "PRODID:-//calendar", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT"]
    lines += [f"UID:{event['UID']}", f"DTSTART:{begins}", *([f"DTEND:{ends}"] if ends else [])]
    lines += [
        f"ATTENDEE;PARTSTAT={'TENTATIVE' if method == 'COUNTER' else status}:mailto:{attendee or somebody.address}"
    ]
    lines += [*([f"COMMENT:{other['comment']}"] if "comment" in other else []), "END:VEVENT", "END:VCALENDAR", ""]
    text, subject = program
    mail = somebody.writes(text, subject, to=str(event["ORGANIZER"]).removeprefix("mailto:"))
    mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": method})
    return mail


@pytest.mark.parametrize("program", [OUTLOOK, GMAIL, APPLE], ids=["Outlook", "Gmail", "Apple"])
def test_yes_in_any_calendar_agrees_to_the_time_that_was_asked(world: World, program: tuple[str, str]):
    order, letter = asked(world)

    world.fatima.posts(press(world.fatima, letter, "ACCEPTED", program))
    world.wait()
    world.wait()

    assert invitation_in(letter)["METHOD"] == "REQUEST"
    assert world.ingrid.state_of(order) == "Ingepland"
    confirmed = world.johan.letter("Afspraak bevestigd")
    assert invitation_in(confirmed)["METHOD"] == "PUBLISH"
    assert world.fatima.address not in confirmed.delivery.octets.decode()


def test_no_lets_nobody_in_and_the_firm_is_asked_for_another_time(world: World):
    order, letter = asked(world)

    world.fatima.posts(press(world.fatima, letter, "DECLINED"))
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "kan niet op di 24 nov 2026" in world.johan.letters()[-1].text


def test_another_time_goes_to_the_firm_as_a_proposal(world: World):
    order, letter = asked(world)

    world.fatima.posts(press(world.fatima, letter, "COUNTER", starts="20261125T130000Z", ends="20261125T140000Z"))
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "wo 25 nov 2026 14:00" in world.johan.letters()[-1].text


@pytest.mark.parametrize("way", ["maybe", "neighbour", "for another", "with a word", "an older time", "robot"])
def test_what_is_no_plain_answer_of_the_occupant_agrees_to_nothing(world: World, way: str):
    order, letter = asked(world)
    neighbour = world.piet if way == "neighbour" else world.fatima
    mails = {
        "maybe": lambda: press(world.fatima, letter, "TENTATIVE"),
        "neighbour": lambda: press(neighbour, letter, "ACCEPTED", attendee=world.fatima.address),
        "for another": lambda: press(world.fatima, letter, "ACCEPTED", attendee=world.piet.address),
        "with a word": lambda: press(world.fatima, letter, "ACCEPTED", comment="alleen als het droog is"),
        "an older time": lambda: press(world.fatima, letter, "ACCEPTED", starts="20261123T090000Z"),
        "robot": lambda: press(world.fatima, letter, "ACCEPTED"),
    }
    mail = mails[way]()
    if way == "robot":
        mail["Auto-Submitted"] = "auto-replied"

    neighbour.posts(mail)
    world.wait()
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.johan.letters("Afspraak bevestigd") == []
