"""The people of one report are a circle: what they write, their home and their pictures are for them and staff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.relations.exporting import export_person
from tests.journeys.forms import Typed
from tests.journeys.letters import ReceivedLetter
from tests.journeys.outside_user import OutsideUser
from tests.journeys.photos import a_photo
from tests.journeys.world import World
from tests.web.api.programs import a_program
from web.link.shared_files import octets_of


def two_reports(world: World) -> tuple[str, str]:
    """Fatima's and Sem's reports of the same trouble, each a ticket."""
    numbers = []
    for who, subject in ((world.fatima, "Lekkage badkamer"), (world.sem, "Vlek op het plafond")):
        mark = "FATIMAWOORD" if who is world.fatima else "SEMWOORD"
        who.mails(f"{mark}: er komt water.", subject)
        world.work()
        numbers.append(world.ingrid.converts(subject))
        world.wait()
    return numbers[0], numbers[1]


def merged(world: World) -> str:
    """Both tickets as one, in Fatima's."""
    into, number = two_reports(world)
    world.ingrid.opens_ticket(number).press("Voeg samen", {"Nummer van het ticket": into})
    world.wait()
    world.wait()
    return into


def all_that_reaches(world: World, who: OutsideUser) -> Iterator[str]:
    """The words of each letter and page of this person; a page that is closed to them says nothing."""
    for letter in who.letters():
        yield letter.mail.as_string() + letter.text + letter.html
        if letter.has_link and (page := who.opens(letter)).status == 200:
            yield page.text


def finds(world: World, who: OutsideUser, mark: str) -> bool:
    return any(mark in words for words in all_that_reaches(world, who))


def files_given(who: OutsideUser) -> set[str]:
    """What the newest page of this person gives to somebody who tries numbers."""
    page = who.opens(who.letters()[-1])
    answers = [who.browser.get(f"{page.url}/files/{key}") for key in range(1, 12)]
    return {
        answer.headers["content-disposition"].rpartition("''")[2] for answer in answers if answer.status_code == 200
    }


def test_a_merge_keeps_the_words_titles_and_homes_of_the_circles_apart(world: World):
    into = merged(world)

    world.fatima.answers(world.fatima.letters()[-1], "FATIMAWOORD nog een keer")
    world.sem.answers(world.sem.letters()[-1], "SEMWOORD nog een keer", photos=[a_photo("van_sem.jpg")])
    world.ingrid.moves(into, "In behandeling")
    world.ingrid.notes(into, "VOORALLEN", "Zichtbaar voor melder")
    world.wait()
    world.wait()
    brought = next(letter for letter in world.ingrid.letters() if "SEMWOORD nog een keer" in letter.text)
    world.ingrid.answers(brought, "VOORSEM", photos=[a_photo("voor_sem.jpg")])
    world.wait()
    world.wait()

    sems = ["SEMWOORD", "VOORSEM", "van_sem.jpg", "voor_sem.jpg"]
    for who, theirs, others in (
        (world.fatima, ["FATIMAWOORD", "VOORALLEN"], [*sems, "Vlek op het plafond"]),
        (world.sem, ["VOORALLEN", *sems], ["FATIMAWOORD", "Lekkage badkamer", "Lindelaan 14B"]),
    ):
        assert all(finds(world, who, mark) for mark in theirs), who.name
        assert not [mark for mark in others if finds(world, who, mark)], who.name
        assert files_given(who) == {mark for mark in theirs if mark.endswith(".jpg")}
    assert world.ingrid.opens_ticket(into).says("SEMWOORD nog een keer")


def test_one_reporters_yes_closes_a_merged_ticket_only_once_the_others_say_it_too(world: World):
    into = merged(world)
    world.ingrid.moves(into, "Opgelost")
    world.wait()

    world.fatima.answers(world.fatima.letters()[-1], "Ja, opgelost")
    world.wait()
    after_one = world.ingrid.phase_of(into)
    world.sem.answers(world.sem.letters()[-1], "Ja, opgelost")
    world.wait()

    assert (after_one, world.ingrid.phase_of(into)) == ("Opgelost", "Gesloten")


@pytest.mark.parametrize(
    ("press", "fill"),
    [("Koppel", {"Naam of adres": "karel.mulder@mail.example.nl", "Zelfde huishouden: leest alles mee": True}),
     ("Geen bericht meer", {})],
)  # fmt: skip
def test_who_is_told_of_a_ticket_that_goes_on_in_another_is_changed_in_that_one(
    world: World, press: str, fill: dict[str, Typed]
):
    ticket, other = two_reports(world)
    page = world.ingrid.opens_ticket(other)  # from before a colleague merged them
    world.bram.opens_ticket(other).press("Voeg samen", {"Nummer van het ticket waarin het verder gaat": ticket})

    refused = page.press(press, fill)
    world.wait()

    assert refused.status == 409 and refused.says(f"{other} gaat verder in {ticket}; wijzig daar wie bericht krijgt.")
    assert world.karel.letters() == []


def test_removing_somebody_ends_their_reading_on_every_page_they_had(world: World):
    into = merged(world)
    pages = [letter for letter in world.sem.letters() if letter.has_link]

    world.ingrid.opens_ticket(into).press("Geen bericht meer Sem de Wit")

    assert {world.sem.opens(letter).status for letter in pages} == {404}


@pytest.mark.parametrize(
    ("choice", "proven", "reads", "heard"),
    [
        ("", True, False, True),
        ("", False, False, False),
        ("Zelfde huishouden", True, True, True),
        ("Alleen bewaren", True, False, False),
    ],
)
def test_joining_a_neighbours_mail_asks_what_he_reads(
    world: World, choice: str, proven: bool, reads: bool, heard: bool
):
    world.fatima.mails("FATIMAWOORD: er komt water.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    world.sem.mails("SEMWOORD: bij ons ook.", "Ook water", proven=proven)
    world.work()
    fill = {"Nummer van het ticket": number} | ({"Wat de afzender leest": choice} if choice else {})
    world.ingrid.opens_draft("Ook water").press("Voeg toe aan dit ticket", fill)
    world.ingrid.moves(number, "In behandeling")
    world.wait()
    world.wait()

    assert bool(world.sem.letters()) == heard
    assert finds(world, world.sem, "FATIMAWOORD") == reads
    assert not finds(world, world.fatima, "SEMWOORD") or reads
    assert world.ingrid.opens_ticket(number).says("SEMWOORD: bij ons ook.")


@pytest.mark.parametrize("is_question", [True, False])
def test_words_of_staff_go_to_the_circles_they_chose_and_only_those_are_waited_for(world: World, is_question: bool):
    into = merged(world)
    page = world.ingrid.opens_ticket(into)
    words: dict[str, Typed] = {
        "Bericht": "Zoekwoord: hoe laat?",
        "Zichtbaar voor melder": True,
        "Bestanden": [a_photo("plan.jpg")],
    }

    nobody = page.press("Plaats", words | {"Fatima el Amrani": False, "Sem de Wit": False})
    page.press("Plaats", words | {"Fatima el Amrani": False, "Dit is een vraag": is_question})
    world.wait()

    assert page.says("dan leest dit: 2 mensen, elk apart")
    assert (nobody.status, nobody.says("Kies wie van hen dit leest.")) == (422, True)
    assert [finds(world, who, "Zoekwoord") for who in (world.fatima, world.sem)] == [False, True]
    assert [finds(world, who, "plan.jpg") for who in (world.fatima, world.sem)] == [False, True]
    assert world.ingrid.opens_ticket(into).says("zichtbaar voor Sem de Wit")
    if is_question:
        assert not finds(world, world.fatima, "Wij hebben u iets gevraagd")
        world.fatima.answers(world.fatima.letters()[-1], "Ik weet het niet.")
        world.wait()
        after_another = world.ingrid.phase_of(into)
        world.sem.answers(world.sem.letters("Wilt u een vraag beantwoorden")[-1], "Om negen uur.")
        world.wait()
        assert (after_another, world.ingrid.phase_of(into)) == ("Wacht op melder", "Nieuw")


@pytest.mark.parametrize("given_on", [False, True])
def test_an_order_that_came_with_a_merge_shows_home_and_title_to_its_own_report_only(world: World, given_on: bool):
    into, number = two_reports(world)
    order = world.ingrid.orders(number, "De Kraan")
    world.ingrid.opens_ticket(number).press("Voeg samen", {"Nummer van het ticket": into})
    world.wait()
    order = world.ingrid.reassigns(order, "Elektro Visser") if given_on else order
    world.wait()

    firm = world.marco if given_on else world.johan
    firm.answers(firm.letters("Opdracht")[-1], "Akkoord, ik kom dinsdag tussen 10 en 12")
    world.wait()

    def reads(who: OutsideUser) -> str:
        page = who.opens(who.letters()[-1])
        visit = who.browser.get(f"{page.url}/appointments/{order}.ics").text
        letters = [letter for letter in who.letters() if letter.attachments]
        files = [octets.decode() for letter in letters for octets in letter.attachments.values()]
        return "\n".join([visit, *files, *all_that_reaches(world, who)])

    assert "BEGIN:VEVENT" in reads(world.fatima)
    assert not [mark for mark in ("Kastanjehof 7", "Vlek op het plafond") if mark in reads(world.fatima)]
    assert "Kastanjehof 7" in reads(world.sem)
    assert not [mark for mark in ("Lindelaan 14B", "Lekkage badkamer") if mark in reads(world.sem)]


def test_an_export_holds_of_a_merged_ticket_what_its_person_reads(world: World, tmp_path: Path):
    into = merged(world)
    world.fatima.answers(world.fatima.letters()[-1], "FATIMAWOORD nog een keer")
    world.sem.answers(world.sem.letters()[-1], "SEMWOORD nog een keer", photos=[a_photo("plafond_van_sem.jpg")])
    world.work()
    world.ingrid.notes(into, "VOORALLEN", "Zichtbaar voor melder")
    store = world.desk.store

    person = world.desk.person_named("Fatima").key
    written = export_person(store, person, tmp_path / "out", lambda file: octets_of(store, file))

    texts = "\n".join(path.read_text(errors="ignore") for path in written) + " ".join(map(str, written))
    assert all(mark in texts for mark in ("FATIMAWOORD nog een keer", "VOORALLEN", "Lekkage badkamer"))
    assert not [mark for mark in ("SEMWOORD", "Sem de Wit", "Vlek op", "plafond_van_sem") if mark in texts]


def test_search_and_what_programs_get_are_staffs_and_say_who_reads(world: World):
    order, letter = an_order(world, a_leak(world))
    world.johan.answers(letter, "Zoekwoord: is er een kelder?")
    world.work()
    world.ingrid.opens_order(order).press("Deel met Fatima el Amrani")
    page = world.fatima.opens(world.fatima.letters()[-1])

    lines = a_program(world.desk).get(f"/orders/{order}").json()["timeline"]
    shared = [line["shared_with"] for line in lines if line["text"].startswith("Zoekwoord")]

    assert [len(marks) for marks in shared] == [1]
    assert world.ingrid.opens(f"/search?q={order}").says(order)
    for where in (f"/api/v1/orders/{order}", f"/orders/{order}", f"/search?q={order}"):
        answer = page.browser.get(where, follow_redirects=True)
        assert "Zoekwoord" not in answer.text and "De Kraan" not in answer.text


# What staff share by a press


def an_order(world: World, ticket: str) -> tuple[str, ReceivedLetter]:
    """De Kraan's order for it, and the letter it came with."""
    order = world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    return order, world.johan.letter("Opdracht")


def a_leak(world: World) -> str:
    world.fatima.mails("Er komt water.", "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    return number


@pytest.mark.parametrize("left", [True, False])
def test_words_of_the_firm_are_read_once_shared_and_no_longer_once_taken_back(world: World, left: bool):
    order, letter = an_order(world, a_leak(world))
    world.johan.answers(letter, "Zoekwoord: is er een kelder?", photos=[a_photo("kelder.jpg")])
    world.work()
    before = finds(world, world.fatima, "Zoekwoord")

    shared = world.ingrid.opens_order(order).press("Deel met Fatima el Amrani")
    page = world.fatima.opens(world.fatima.letters()[-1])
    photo = page.download("kelder.jpg")
    if left:
        world.wait()
    taken = world.ingrid.opens_order(order).press("Niet meer delen met Fatima el Amrani")
    world.wait()
    letters = [one for one in world.fatima.letters() if "Zoekwoord" in one.text]

    assert (before, page.says("Zoekwoord: is er een kelder?"), photo.status_code) == (False, True, 200)
    assert "Johan" not in page.text
    assert shared.says("gedeeld met Fatima el Amrani")
    assert shared.says("Dit ziet de servicepartij nu. Leest dit: Johan de Kraan")
    assert shared.says("Deelde wat Johan de Kraan schreef met Fatima el Amrani Ingrid Vos")
    assert bool(letters) == left
    assert all("De Kraan schrijft over uw melding" in one.text and "Johan" not in one.text for one in letters)
    assert taken.says("de mail was al weg") == left
    assert not taken.says("gedeeld met Fatima")
    assert not page.reload().says("Zoekwoord")
    assert page.browser.get(str(photo.url)).status_code == 404


def test_what_the_firm_wrote_itself_is_not_taken_from_it(world: World):
    order, letter = an_order(world, a_leak(world))
    world.johan.answers(letter, "Zoekwoord: is er een kelder?")
    world.work()
    line = world.ingrid.opens_order(order).typed("Deel met Fatima el Amrani")["line"]

    refused = world.ingrid.browser.post(f"/orders/{order}/share", data={"line": line, "stop": "party"})

    assert refused.status_code == 409 and "dat kan niet ongedaan worden gemaakt" in refused.text
    assert world.johan.opens(letter).says("Zoekwoord")


def test_what_is_shared_with_one_circle_is_not_read_by_another(world: World):
    order, letter = an_order(world, merged(world))
    world.johan.answers(letter, "Zoekwoord: is er een kelder?")
    world.work()

    world.ingrid.opens_order(order).press("Deel met Sem de Wit")
    world.wait()

    assert finds(world, world.sem, "Zoekwoord")
    assert not finds(world, world.fatima, "Zoekwoord")


def test_words_of_somebody_else_in_an_orders_thread_reach_the_firm_without_a_name(world: World):
    order, letter = an_order(world, a_leak(world))
    world.passer_by.answers(letter, "Zoekwoord: de kraan zit in de hal.")
    world.work()
    before = finds(world, world.johan, "Zoekwoord")

    page = world.ingrid.opens_order(order).press("Deel met Loodgietersbedrijf De Kraan")
    world.wait()

    brought = world.johan.letters("Bericht")[-1]
    assert not before
    assert page.says("van iemand die hier niet bij hoort; gedeeld met Loodgietersbedrijf De Kraan")
    assert "Iemand anders schrijft over deze opdracht" in brought.text
    assert world.johan.opens(brought).says("Iemand anders")
    assert finds(world, world.johan, "Zoekwoord")
    assert not finds(world, world.johan, "Noor")
    assert not finds(world, world.fatima, "Zoekwoord")


def test_what_was_shared_with_a_firm_does_not_go_on_to_the_next(world: World):
    order, letter = an_order(world, a_leak(world))
    world.passer_by.answers(letter, "Zoekwoord", photos=[a_photo("hal.jpg")])
    world.work()
    world.ingrid.opens_order(order).press("Deel met Loodgietersbedrijf De Kraan")
    page = world.johan.opens(letter)
    photo = page.download("hal.jpg")

    world.ingrid.reassigns(order, "Elektro Visser")
    world.wait()

    assert photo.status_code == 200
    assert world.marco.letters("Opdracht")
    assert not finds(world, world.marco, "Zoekwoord")
    assert not finds(world, world.marco, "hal.jpg")
    assert page.browser.get(str(photo.url)).status_code >= 400


def test_unproven_words_and_internal_notes_cannot_be_shared(world: World):
    order, letter = an_order(world, a_leak(world))
    failed = f"{world.desk.settings.smtp_in.trusted_authserv_id}; dmarc=fail header.from=dekraan.example.nl"
    world.johan.answers(letter, "Zoekwoord", proven=False, Authentication_Results=failed)
    world.ingrid.opens_order(order).press("Plaats", {"Bericht": "Zoekwoord, huurachterstand", "Alleen collega’s": True})
    world.work()

    page = world.ingrid.opens_order(order)
    address = f"/orders/{order}/share"
    pressed = [
        page.browser.post(address, data={"line": str(line), "with": reader}, follow_redirects=True).status_code
        for line in range(1, 14)
        for reader in ("party", "ticket:1")
    ]

    assert page.says("Zoekwoord")
    assert not page.offers("Deel met Fatima el Amrani")
    assert not page.offers("Deel met Loodgietersbedrijf De Kraan")
    assert set(pressed) <= {404, 409}
    assert not finds(world, world.johan, "Zoekwoord")
    assert not finds(world, world.fatima, "Zoekwoord")


def test_why_it_was_rejected_is_read_by_those_who_were_told_and_not_by_who_came_later(world: World):
    number = a_leak(world)
    world.ingrid.moves(number, "Afgewezen", {"Reden": "Zoekwoord: dit regelt uw buurman."})
    world.wait()
    world.ingrid.opens_ticket(number).press("Koppel", {"Naam of adres": world.karel.address})
    world.wait()

    assert world.fatima.opens(world.fatima.letters()[-1]).text.count("Zoekwoord") == 2  # as a step, and in the talk
    assert world.karel.opens(world.karel.letters()[-1]).says("Niet voor ons")
    assert not finds(world, world.karel, "Zoekwoord")


def test_a_text_block_names_no_reporter_where_several_read_it_and_of_one_their_own_home(world: World):
    block = {"Naam": "Groet", "Taal": "Nederlands", "Tekst": "Beste {naam} op {adres}, over {nummer}."}
    world.ingrid.opens("/texts").press("Bewaar", block)
    number = merged(world)

    def words() -> str:
        page = world.ingrid.opens(f"/tickets/{number}").press("Vul in", {"Bericht": "", "Tekstblok": "Groet"})
        return page.field("Plaats", "Bericht")

    of_both = words()
    world.ingrid.opens_ticket(number).press("Geen bericht meer Fatima el Amrani")
    of_sem = words()

    assert of_both == f"Beste {{naam}} op {{adres}}, over {number}."
    assert of_sem == f"Beste Sem de Wit op Kastanjehof 7, over {number}."  # his home, not that of whom he joined


@pytest.mark.parametrize("way", ["page", "mail", "another report"])
def test_a_firm_reads_what_is_still_wrong_only_where_the_page_said_so(world: World, way: str):
    who = world.sem if way == "another report" else world.fatima
    _, letter = an_order(world, merged(world) if way == "another report" else a_leak(world))
    world.johan.answers(letter, "Voltooid")
    world.work()
    world.wait()
    asked = who.letter("Is het opgelost?")
    page = who.opens(asked)
    says_so = "Het bedrijf en Ingrid Vos lezen dit." in page.text

    if way == "mail":
        who.answers(asked, "Nee, Zoekwoord: het druppelt nog.")
        world.work()
    else:
        page.press("Het is niet opgelost", {"Wat is er nog mis?": "Zoekwoord: het druppelt nog."})
    world.wait()

    brought = world.johan.letter("Herstel nodig")
    assert says_so == (way != "another report")
    assert finds(world, world.johan, "Zoekwoord") == (way == "page")
    assert ("Vraag ons of de bewoner wat er nog mis is." in brought.text) == (way != "page")
    assert world.johan.opens(brought).says("Vraag ons of de bewoner wat er nog mis is.") == (way != "page")


def test_words_to_the_reporter_go_to_others_too_only_once_staff_were_shown_who_reads_them(world: World):
    world.fatima.mails("FATIMAWOORD: er komt water.", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    world.wait()
    others = f"Beheer <vve@beheer.example.nl>, {world.johan.address}, {world.fatima.address}"
    write = {"Bericht": "De stellage blijft staan.", "Ook aan": others}

    internal = world.ingrid.opens_ticket(ticket).press("Plaats", write)
    shown = world.ingrid.opens_ticket(ticket).press("Plaats", write | {"Zichtbaar voor melder": True})
    world.wait()
    before = [letter.to for letter in world.letters if "stellage" in letter.text]
    after = shown.press("Plaats")
    world.wait()

    assert internal.status == shown.status == 422 and before == []
    assert internal.errors["also_to"].startswith("Een interne notitie gaat naar niemand buiten het meldpunt")
    assert shown.says("een adres dat wij niet kennen vve@beheer.example.nl")
    assert shown.says(f"Johan de Kraan · Loodgietersbedrijf De Kraan {world.johan.address}")
    assert not shown.says("el Amrani fatima")  # she reads it as it is
    assert after.says("Ook aan vve@beheer.example.nl")
    letters = [letter for letter in world.letters if "De stellage blijft staan." in letter.text]
    assert sorted(letter.to for letter in letters) == sorted(
        ["vve@beheer.example.nl", world.johan.address, world.fatima.address]
    )
    for letter in letters:
        if letter.to != world.fatima.address:
            whole = letter.mail.as_string() + letter.text + letter.html
            marks = ("FATIMAWOORD", "Lekkage", ticket, "Lindelaan", "Amrani", world.fatima.address, "/l/")
            assert not [mark for mark in marks if mark in whole]

    world.johan.answers(next(letter for letter in letters if letter.to == world.johan.address), "JOHANWOORD")
    world.wait()

    assert world.ingrid.opens_ticket(ticket).says("JOHANWOORD") and not finds(world, world.fatima, "JOHANWOORD")
