"""A job from report to closed in which the tenant and the firm use nothing but mail: no page, no account, no app.

With POSTBON_LETTERS=<folder> the letters both received are left there as HTML: `make letter-pictures` photographs them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World, on


class Correspondence(NamedTuple):
    """What both write, in their order."""

    reporter: str
    party: str
    firm: str
    report: tuple[str, str]
    accepts: str
    suits: str
    completes: str
    solved: str


STORIES = {
    "nl": Correspondence(
        "fatima",
        "johan",
        "De Kraan",
        ("Er komt water door het plafond van de badkamer.", "Lekkage badkamer"),
        "Hoi Ingrid, pakken wij op. Ik ben er dinsdag tussen 10 en 12.",
        "Prima, tot dan!",
        "Klaar. Siliconenrand vervangen en getest, 1,5 uur.",
        "Ja, alles is weer droog. Bedankt!",
    ),
    "en": Correspondence(
        "olivia",
        "warmte",
        "Warmte & Zo",
        ("There is no heating and the boiler shows error E5. It is 15 degrees in here.", "No heating"),
        "Hi Ingrid, we'll take this job. Our engineer will be there on Tuesday 24 November between 14:00 and 16:00.",
        "Yes, that works for me.",
        "All done, fan replaced and tested, 2 hours.",
        "Yes, the heating works again. Thank you!",
    ),
}

# What both received, in its order: each says what is asked, or what is new. The firm reads English once it wrote so.
SUBJECTS = {
    "nl": [
        "Wij hebben uw melding: Lekkage badkamer",
        "Opdracht: wilt u accepteren? Lekkage badkamer - Lindelaan 14B",
        "Geaccepteerd: Lekkage badkamer - Lindelaan 14B",
        "Komt dit u uit? di 24 nov 2026, 10:00–12:00: Lekkage badkamer",
        "Afspraak bevestigd: di 24 nov 2026, 10:00–12:00 - Lindelaan 14B",
        "Afspraak: di 24 nov 2026, 10:00–12:00 - Lekkage badkamer",
        "Morgen komt Loodgietersbedrijf De Kraan: di 24 nov 2026, 10:00–12:00",
        "Morgen: di 24 nov 2026, 10:00–12:00 - Lekkage badkamer, Lindelaan 14B",
        "Voltooid: Lekkage badkamer - Lindelaan 14B",
        "Is het opgelost? Lekkage badkamer",
        "Gesloten: Lekkage badkamer",
    ],
    "en": [
        "We have your report: No heating",
        "Opdracht: wilt u accepteren? No heating - Lindelaan 22",
        "Accepted: No heating - Lindelaan 22",
        "Does this suit you? Tue 24 Nov 2026, 14:00–16:00: No heating",
        "Appointment confirmed: Tue 24 Nov 2026, 14:00–16:00 - Lindelaan 22",
        "Appointment: Tue 24 Nov 2026, 14:00–16:00 - No heating",
        "Tomorrow Warmte & Zo comes: Tue 24 Nov 2026, 14:00–16:00",
        "Tomorrow: Tue 24 Nov 2026, 14:00–16:00 - No heating, Lindelaan 22",
        "Completed: No heating - Lindelaan 22",
        "Is it solved? No heating",
        "Closed: No heating",
    ],
}

ABOVE = ("— schrijf uw antwoord boven deze regel —", "— write your answer above this line —")


@pytest.mark.parametrize("language", STORIES)
def test_a_job_goes_from_report_to_closed_by_mail_alone(world: World, language: str):
    words = STORIES[language]
    reporter, party = getattr(world, words.reporter), getattr(world, words.party)
    world.clock.set(on(20, 11, "09:30"))

    reporter.mails(*words.report)
    world.work()
    ticket = world.ingrid.converts(words.report[1])
    order = world.ingrid.orders(ticket, words.firm)
    world.wait()
    party.answers(party.letters()[-1], words.accepts)
    world.wait()
    world.wait()
    accepted = world.ingrid.state_of(order)
    reporter.answers(reporter.letters()[-1], words.suits)
    world.wait()
    world.wait()
    planned = world.ingrid.state_of(order)
    world.until(on(24, 11, "16:30"))
    party.answers(party.letters()[-1], words.completes)
    world.wait()
    world.wait()
    completed = world.ingrid.state_of(order)
    reporter.answers(reporter.letters()[-1], words.solved)
    world.wait()
    world.wait()

    both = sorted([*reporter.letters(), *party.letters()], key=world.letters.index)
    leave(language, both)
    assert (accepted, planned, completed) == ("Geaccepteerd", "Ingepland", "Voltooid")
    assert world.ingrid.phase_of(ticket) == "Gesloten"
    assert [" ".join(letter.subject.partition("] ")[2].split()) for letter in both] == SUBJECTS[language]
    assert all(letter.lines[0] in ABOVE for letter in both)


def leave(language: str, letters: list[ReceivedLetter]) -> None:
    """Write the letters of both, in the order they came, where pictures are to be made of them."""
    folder = os.environ.get("POSTBON_LETTERS")
    for number, letter in enumerate(letters if folder else [], start=1):
        name = letter.to.partition("@")[0].partition(".")[0]
        (Path(folder or "") / f"{language}-{number:02}-{name}.html").write_text(
            f"<!--{letter.subject}-->\n{letter.html}"
        )
