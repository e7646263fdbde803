"""A language nobody prepared for: one catalogue and one folder of letters, and the desk speaks it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from config.words import LOCALE
from outbound import letter_texts
from store.people import Person
from tests.cli.program import postbon
from tests.journeys.world import World
from tests.running_app import RunningDesk

LETTERS = Path(letter_texts.__file__).parent / "letters"
FRISIAN = {"accept-language": "fy"}


@pytest.fixture(autouse=True)
def frisian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the desk's own with a made-up Frisian, in which every msgid and every block of a letter is marked."""
    folder = tmp_path / "words"
    (folder / "letters" / "fy").mkdir(parents=True)
    with (LOCALE / "nl.po").open("rb") as file:
        catalogue = read_po(file, locale="fy")
    for message in catalogue:
        if message.id:
            plural = isinstance(message.id, tuple)
            message.string = tuple(f"«{words}»" for words in message.id) if plural else f"«{message.id}»"
    with (folder / "fy.po").open("wb") as file:
        write_po(file, catalogue)
    for letter in (LETTERS / "en").iterdir():
        words = letter.read_text(encoding="utf-8").replace('from "en/', 'from "fy/')
        marked = re.sub(r"({% block \w+ %})", r"\1«fy» ", words)
        (folder / "letters" / "fy" / letter.name).write_text(marked, encoding="utf-8")
    monkeypatch.setenv("POSTBON_WORDS", str(folder))


def test_a_page_is_read_in_a_third_language_also_what_is_wrong_with_a_form(running_desk: RunningDesk):
    browser = running_desk.stranger(**FRISIAN)

    form = browser.get("/report").text
    missing = browser.get("/nowhere").text

    assert '<html lang="fy">' in form and "«" in form
    assert 'hreflang="nl"' in form and 'hreflang="en"' in form
    assert "«Not found»" in missing


def test_staff_choose_a_third_language_and_read_states_and_refusals_in_it(world: World):
    number = world.ingrid.makes_ticket("Kraan lekt", "De kraan in de keuken lekt.")

    world.ingrid.opens("/account").press("Wijzig", {"Taal": "Frysk"})
    page = world.ingrid.opens_ticket(number)

    assert '<html lang="fy">' in page.html
    assert page.says("«In progress»")


def test_a_letter_goes_out_in_a_third_language(world: World):
    with world.desk.store.writing() as session:
        session.get_one(Person, world.desk.person_named("Fatima").key).language = "fy"
    world.fatima.mails("De kraan in de keuken lekt.", "Kraan lekt")
    world.work()

    world.ingrid.converts("Kraan lekt")
    world.wait()

    [letter] = world.fatima.letters()
    assert "«fy»" in letter.subject and "«fy»" in letter.text


def test_the_desk_itself_can_be_set_to_a_third_language_and_the_command_line_speaks_it(tmp_path: Path):
    words = {"POSTBON_WORDS": str(tmp_path / "words"), "POSTBON_DESK__LANGUAGE": "fy"}

    spoken = postbon("--help", cwd=tmp_path, **words)
    unknown = postbon("user", "list", cwd=tmp_path, **words | {"POSTBON_DESK__LANGUAGE": "xx"})

    assert "«Postbon, the maintenance desk that lives in your mail.»" in spoken.stdout
    assert "no language here" in unknown.stderr and "en, fy, nl" in unknown.stderr
