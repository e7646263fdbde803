"""One incident, many reporters: six tenants, six wordings, one order, six circles, and closing for all."""

from __future__ import annotations

import pytest
from sqlmodel import select

from convert.relations.people import NewPerson, add_person
from convert.unit_of_work import UnitOfWork
from store.people import Unit
from store.timeline import CLOCK
from tests.journeys.outside_user import OutsideUser
from tests.journeys.world import World

GROUP = "Behandel als één storing"
UNDO = "Ongedaan maken"
OUT = "Haal eruit"
WORDINGS = (
    "De lift staat stil op de tweede.",
    "LIFT KAPOT!!! ALWEER!",
    "The elevator does not work since this morning.",
    "De liftdeur gaat niet meer open, ik kan met mijn rollator niet naar beneden.",
    "Goedemorgen, wanneer wordt de lift gemaakt? Er hangt geen briefje.",
)


def moves_in(world: World, name: str, address: str, home: str) -> OutsideUser:
    """Somebody more who lives in Kastanjehof."""
    with world.desk.store.writing() as session:
        unit = session.exec(select(Unit).where(Unit.code == home)).one()
        work = UnitOfWork(session, world.desk.settings, CLOCK, world.clock())
        add_person(work, NewPerson(name, address, language="nl", unit_id=unit.key))
    return OutsideUser(world, name, address)


def neighbours(world: World) -> list[OutsideUser]:
    """Five who mail, and Zeynep, who telephones."""
    anna = moves_in(world, "Anna Bos", "anna.bos@mail.example.nl", "KH-7")
    joris = moves_in(world, "Joris Prins", "joris.prins@mail.example.nl", "KH-9")
    mila = moves_in(world, "Mila Kuipers", "mila.kuipers@mail.example.nl", "KH-15")
    zeynep = OutsideUser(world, "Zeynep Yılmaz", "z.yilmaz@mail.example.nl")
    return [world.sem, world.karel, anna, joris, mila, zeynep]


def mails_about_the_lift(world: World, people: list[OutsideUser]) -> None:
    for number, (person, words) in enumerate(zip(people, WORDINGS, strict=False)):
        person.mails(f"{words} MERK{number}.", f"Kwestie MERK{number}")
        world.clock.advance(minutes=20)
    world.work()


def telephones(world: World) -> str:
    """Zeynep calls, and Ingrid writes it down; the number."""
    fill = {"Wie krijgt bericht": "Zeynep Yılmaz", "Installatie": "INST-0007"}
    return world.ingrid.makes_ticket("Lift doet het niet MERK5", "Mevrouw belt: de lift doet het niet. MERK5", fill)


@pytest.mark.timeout(180)  # seconds; six people, each with mails, pages and letters
def test_six_reports_are_one_in_one_press_with_one_order_and_six_circles(world: World):
    people = neighbours(world)
    number = telephones(world)
    mails_about_the_lift(world, people)

    done = world.ingrid.opens_ticket(number).press(GROUP)
    order = world.ingrid.orders(number, "Lift Meesters")
    world.wait()
    world.ingrid.notes(number, "VOORALLEN: de monteur komt vanmiddag.", "Zichtbaar voor melder")
    world.wait()

    assert f"Eén storing nu: {number}" in done.done
    assert world.ingrid.opens("/drafts").says("Het postvak is leeg")
    assert world.ingrid.opens_ticket(number).says(order)
    assert len(world.lift.letters("Opdracht")) == 1
    for own, person in enumerate(people):
        assert person.finds(f"MERK{own}") and person.finds("VOORALLEN"), person.name
        assert not [other for other in range(6) if other != own and person.finds(f"MERK{other}")], person.name
        assert not [other.name for other in people if other is not person and person.finds(other.name)], person.name
        assert len(person.letters("Wij hebben uw melding")) == 1
    assert "Meer mensen hebben dit gemeld." in people[0].letter("Wij hebben uw melding").text


def test_closing_the_one_closes_it_for_each_reporter_in_their_own_letter(world: World):
    people = neighbours(world)[:3]
    mails_about_the_lift(world, people)
    world.ingrid.opens_draft("MERK0").press(GROUP)
    world.wait()

    world.ingrid.moves("T-2026-00042", "Gesloten")
    world.wait()

    assert [len(person.letters("Gesloten")) for person in people] == [1, 1, 1]
    assert world.ingrid.opens_ticket("T-2026-00042").says("Kwestie MERK1")


def test_a_later_report_within_the_day_is_offered_to_join_and_one_of_another_day_is_not(world: World):
    sem, karel, anna, joris, *_ = neighbours(world)
    mails_about_the_lift(world, [sem, karel])
    world.ingrid.opens_draft("MERK0").press(GROUP)
    world.clock.advance(hours=5)
    anna.mails("Weet u dat de lift stilstaat?", "Lift weer stuk")
    world.work()

    world.ingrid.opens_draft("Lift weer stuk").press(GROUP)
    world.wait()
    world.clock.advance(days=2)
    joris.mails("De lift maakt een raar geluid.", "Lift lawaai")
    world.work()

    assert world.ingrid.opens_ticket("T-2026-00042").says("Lift weer stuk")
    assert not world.ingrid.opens_draft("Lift lawaai").offers(GROUP)


@pytest.mark.parametrize(
    ("text", "subject"),
    [("De kraan lekt.", "Kraan"), ("Bij Lindelaan 22 staat de lift stil.", "Andere lift")],
)
def test_another_trade_or_complex_is_not_the_same_trouble(world: World, text: str, subject: str):
    world.sem.mails("De lift staat stil.", "Lift")
    world.karel.mails(text, subject)
    world.work()

    assert not world.ingrid.opens_draft("Lift" if subject == "Kraan" else subject).offers(GROUP)


def test_whom_nobody_knows_is_shown_and_not_ticked(world: World):
    world.sem.mails("De lift staat stil.", "Lift Kastanjehof")
    world.passer_by.mails("De lift van Kastanjehof 9 is stuk.", "Lift stuk")
    world.work()

    page = world.ingrid.opens_draft("Lift Kastanjehof")

    assert page.says("Noor Bakker, die wij nog niet kennen")
    assert page.press(GROUP).says("Kies ten minste één andere melding.")
    assert world.passer_by.letters() == []


def test_a_grouping_undone_at_once_leaves_all_as_it_was_and_tells_nobody(world: World):
    number = telephones(world)
    sem, karel, *_, zeynep = neighbours(world)
    world.wait()
    mails_about_the_lift(world, [sem, karel])
    place = world.ingrid.opens_ticket(number).all(".ticket-head > p")
    pressed = world.ingrid.opens_ticket(number).press(GROUP)
    world.clock.advance(seconds=10)

    undone = pressed.press(UNDO)
    world.wait()

    assert undone.says("Elke melding staat weer apart; niemand kreeg bericht.")
    assert undone.all(".ticket-head > p")[1:] == place[1:] and not undone.offers(OUT)
    tray = world.ingrid.opens("/drafts")
    assert tray.says("Kwestie MERK0") and tray.says("Kwestie MERK1")
    assert [len(person.letters()) for person in (sem, karel, zeynep)] == [0, 0, 1]
    world.ingrid.opens_ticket(number).press(GROUP)  # and again, for good
    world.wait()
    assert [len(person.letters()) for person in (sem, karel, zeynep)] == [1, 1, 1]
    assert sem.finds("MERK0") and not sem.finds("MERK1")


@pytest.mark.parametrize("since", ["a letter left", "a note", "an answer"])
def test_what_was_told_or_went_on_is_undone_no_more(world: World, since: str):
    sem, karel = world.sem, world.karel
    mails_about_the_lift(world, [sem, karel])
    pressed = world.ingrid.opens_draft("MERK0").press(GROUP)
    world.clock.advance(seconds=10)
    if since == "a note":
        world.bram.notes("T-2026-00042", "Gebeld.")
    else:
        world.wait()
    if since == "an answer":
        sem.answers(sem.letter("Wij hebben uw melding"), "MERK0 nog eens.")
        world.work()

    refused = pressed.press(UNDO)

    assert refused.status == 409 and refused.says("Dit kan niet meer ongedaan worden gemaakt")
    world.wait()
    assert len(karel.letters("Wij hebben uw melding")) == 1


def test_a_report_taken_out_goes_on_by_itself_with_its_own_people_and_words(world: World):
    sem, karel = world.sem, world.karel
    mails_about_the_lift(world, [sem, karel])
    world.ingrid.opens_draft("MERK0").press(GROUP)
    world.wait()
    karel.answers(karel.letter("Wij hebben uw melding"), "MERK1 Bij mij is het de voordeur, niet de lift.")
    world.work()
    page = world.ingrid.opens_ticket("T-2026-00042")

    out = page.press(f"{OUT} T-2026-00043")
    world.wait()
    world.ingrid.notes("T-2026-00042", "VOORALLEN: de monteur komt.", "Zichtbaar voor melder")
    world.wait()

    assert out.says("T-2026-00043 gaat weer apart verder")
    assert out.says("Bij mij is het de voordeur") and out.says("In behandeling")
    letter = karel.letter("Weer apart behandeld")
    assert "onder nummer T-2026-00043" in letter.text
    assert karel.opens(letter).says("Bij mij is het de voordeur")
    assert not karel.finds("VOORALLEN") and sem.finds("VOORALLEN") and not sem.finds("MERK1")
    master = world.ingrid.opens_ticket("T-2026-00042")
    assert not master.says("Bij mij is het de voordeur") and master.says("T-2026-00043 is er weer uit gehaald")
    karel.answers(letter, "MERK1 en het slot ook.")
    world.work()
    assert world.ingrid.opens_ticket("T-2026-00043").says("en het slot ook")
    world.ingrid.opens_ticket("T-2026-00043").press(
        "Voeg samen", {"Nummer van het ticket waarin het verder gaat": "T-2026-00042"}
    )
    world.wait()
    world.ingrid.notes("T-2026-00042", "WEERALLEN: klaar.", "Zichtbaar voor melder")
    world.wait()
    assert karel.finds("WEERALLEN") and not karel.finds("VOORALLEN")


def test_a_merge_is_not_half_undone_as_a_move(world: World):
    world.sem.mails("De lift staat stil.", "Lift")
    world.karel.mails("De lift doet het niet.", "Lift stuk")
    world.work()
    world.ingrid.opens_draft("Lift stuk").press(GROUP)
    for number in ("T-2026-00042", "T-2026-00043"):
        answer = world.ingrid.browser.post(f"/tickets/{number}/undo")
        assert answer.status_code == 409
    assert world.ingrid.opens_ticket("T-2026-00043").says("Dit ticket gaat verder in een ander")


def test_reports_go_on_in_the_oldest_also_from_a_page_opened_before_another_press(world: World):
    first, second, third = (telephones(world) for _ in range(3))
    stale = world.ingrid.opens_ticket(third)
    only = {f"{first} Lift doet het niet MERK5": False}
    world.ingrid.opens_ticket(third).press(GROUP, {f"{second} Lift doet het niet MERK5": False})

    done = stale.press(GROUP, only)

    assert f"Eén storing nu: {first}" in done.done
    for number in (second, third):
        assert world.ingrid.opens_ticket(number).says("Dit ticket gaat verder in een ander")
