"""R13 to R21: how tickets arise. Each test drives the desk from outside."""

from __future__ import annotations

import pytest

from convert.relations.staff import set_rule
from tests.journeys.forms import Chosen, Typed
from tests.journeys.outside_user import SEND_REPORT
from tests.journeys.photos import a_photo
from tests.journeys.world import World

FATIMAS_REPORT = {
    "Of kort in uw eigen woorden": "Lekkage badkamer",
    "Vertel wat u ziet": "Er komt water door het plafond.",
    "Adres": "Lindelaan 14B",
    "Uw naam": "Fatima el Amrani",
    "E-mail": "fatima.elamrani@mail.example.nl",
}
LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def test_R13_the_form_makes_a_ticket_at_once_with_its_files_and_tells_who_must_know(world: World):
    page = world.fatima.reports(LEAK, "Lindelaan 14B", "Lekkage badkamer", photos=[a_photo("lek.jpg")])

    number = world.ingrid.newest_ticket()
    world.work()

    assert page.says(number)
    ticket = world.ingrid.opens_ticket(number)
    assert ticket.says("website")
    assert ticket.says("lek.jpg")
    assert world.ingrid.phase_of(number) == "Nieuw"
    receipt = world.fatima.letter("Wij hebben uw melding")
    assert number in receipt.text
    assert "16 nov 2026, 07:52" in receipt.text
    assert number in world.ingrid.letter("Nieuw ticket").subject


def test_R13_the_same_form_sent_twice_is_one_ticket(world: World):
    form = world.fatima.opens("/report")
    world.clock.advance(seconds=30)

    first, again = (form.press(SEND_REPORT, FATIMAS_REPORT) for _ in range(2))
    world.work()

    number = world.ingrid.newest_ticket()
    assert first.says(number)
    assert again.says(number)
    assert len(world.ingrid.opens("/tickets").rows) == 1
    assert len(world.fatima.letters()) == 1


def test_R13_a_program_that_fills_in_what_nobody_sees_makes_nothing(world: World):
    form = world.passer_by.opens("/report")
    world.clock.advance(seconds=30)

    page = form.press(SEND_REPORT, FATIMAS_REPORT | {"Laat dit leeg": "http://spam.example.nl"})

    assert page.status == 422
    assert world.ingrid.opens("/tickets").rows == []


def test_R13_a_form_that_cannot_be_used_says_why_and_keeps_what_was_typed(world: World):
    without_address = world.fatima.reports(LEAK, "", "Lekkage badkamer")
    too_large = Chosen("groot.jpg", b"\xff\xd8\xff" + bytes(26 * 1024 * 1024))
    with_large_file = world.fatima.reports(LEAK, "Lindelaan 14B", "Lekkage badkamer", photos=[too_large])

    assert without_address.errors.keys() == {"place"}
    assert with_large_file.says("te groot") or with_large_file.says("Te groot")
    for page in (without_address, with_large_file):
        assert page.status in (413, 422)
        assert page.field(SEND_REPORT, "Vertel wat u ziet") == LEAK
    assert world.ingrid.opens("/tickets").rows == []


def test_R14_a_mail_of_a_known_tenant_is_a_ticket_in_one_press(world: World):
    world.fatima.mails(LEAK, "Fwd: Re: Lekkage badkamer", photos=[a_photo("lek.jpg")])
    world.work()
    draft = world.ingrid.opens_draft("Lekkage badkamer")

    number = world.ingrid.converts("Lekkage badkamer")

    assert draft.field("Converteer naar ticket", "Titel") == "Lekkage badkamer"
    ticket = world.ingrid.opens_ticket(number)
    for fact in (LEAK, "Lindelaan 14B", "Fatima el Amrani", "lek.jpg", "per e-mail"):
        assert ticket.says(fact), fact


def test_R14_what_is_answered_later_lands_on_the_ticket(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    number = world.ingrid.converts("Lekkage badkamer")
    world.work()

    world.fatima.answers(world.fatima.letter("Wij hebben uw melding"), "Het druppelt nu ook in de gang.", subject="hoi")
    world.work()

    assert world.ingrid.opens_ticket(number).says("Het druppelt nu ook in de gang.")
    assert world.ingrid.opens("/drafts").count("Postvak") == 0


def test_R14_a_mail_is_converted_once_and_the_second_press_shows_its_ticket(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    twice = world.ingrid.opens_draft("Lekkage badkamer")
    number = world.ingrid.converts("Lekkage badkamer")

    refused = twice.press("Converteer naar ticket")

    assert refused.status == 409
    assert refused.says(number)
    assert len(world.ingrid.opens("/tickets").rows) == 1


def test_R14_a_mail_can_join_a_ticket_or_become_several(world: World):
    number = world.ingrid.makes_ticket("Lekkage badkamer", LEAK, {"Waar": "Lindelaan 14B"})
    world.fatima.mails("Nog een foto van het lek.", "Foto lek", photos=[a_photo("nog-een.jpg")])
    world.fatima.mails("De kraan lekt. En de bel doet het niet.", "Twee dingen")
    world.work()

    world.ingrid.opens_draft("Foto lek").press("Voeg toe aan dit ticket", {"Een ander": number})
    parts = {"#title-1": "Kraan lekt", "#description-1": "De kraan lekt."}
    parts |= {"#title-2": "Bel stuk", "#description-2": "De bel doet het niet."}
    world.ingrid.opens_draft("Twee dingen").follow("Splits").press("Splits", parts)

    assert world.ingrid.opens_ticket(number).says("nog-een.jpg")
    rows = world.ingrid.opens("/tickets").rows
    assert [sum(title in row for row in rows) for title in ("Lekkage badkamer", "Kraan lekt", "Bel stuk")] == [1, 1, 1]


def test_R15_a_telephone_call_is_a_ticket_and_the_screen_says_who_will_not_be_told(world: World):
    told: dict[str, Typed] = {"Hoe kwam het binnen?": "telefoon", "Naam": "Mevrouw De Boer"}
    page = world.bram.opens("/tickets/new").press(
        "Open het ticket", {"Titel": "Cv-storing", "Omschrijving": "Geen verwarming."} | told
    )

    assert page.says("telefoon")
    assert page.says("Mevrouw De Boer")
    assert page.says("niet vanzelf")
    world.work()
    assert world.letters == []


def test_R16_every_ticket_starts_in_nieuw_whatever_way_it_came(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer")
    world.work()
    world.fatima.reports(LEAK, "Lindelaan 14B", "Via het formulier")
    numbers = [
        world.ingrid.newest_ticket(),
        world.ingrid.converts("Lekkage badkamer"),
        *(
            world.ingrid.makes_ticket("Storing", "Stuk.", {"Hoe kwam het binnen?": way})
            for way in world.ingrid.opens("/tickets/new").options("Open het ticket", "Hoe kwam het binnen?")
        ),
    ]

    assert len(numbers) >= 6
    assert {world.ingrid.phase_of(number) for number in numbers} == {"Nieuw"}


def test_R17_new_is_counted_until_it_is_moved_and_unread_until_the_responsible_looks(world: World):
    number = world.bram.makes_ticket("Storing", "Stuk.", {"Verantwoordelijke": "Ingrid Vos"})
    counted = world.ingrid.opens("/tickets").chip("Nieuw")
    by_another = world.bram.opens("/tickets").row(number)

    world.ingrid.sees(number)
    looked_at = world.ingrid.opens("/tickets").row(number)
    world.ingrid.moves(number, "In behandeling")

    assert counted == 1
    assert "ongelezen" in by_another["Ticket"]
    assert "ongelezen" not in looked_at["Ticket"]
    assert world.ingrid.opens("/tickets").chip("Nieuw") == 0


def test_R18_the_form_asks_who_is_responsible_and_never_saves_without(world: World):
    page = world.bram.opens("/tickets/new")

    number = world.bram.makes_ticket("Storing", "Stuk.")

    offered = page.options("Open het ticket", "Verantwoordelijke")
    assert {"Ingrid Vos", "Bram Postma"} <= set(offered)
    assert world.bram.opens_ticket(number).says("verantwoordelijk: Bram Postma")


@pytest.mark.parametrize(
    ("address", "responsible"), [("Lindelaan 14B", "ingrid"), ("Kastanjehof 9", "bram"), ("Dorpsplein 1", "bram")]
)
def test_R18_a_report_by_the_form_goes_to_whom_the_rule_names(world: World, address: str, responsible: str):
    world.passer_by.reports(LEAK, address, "Lekkage")
    world.work()

    told = [member for member in ("ingrid", "bram", "piket") if getattr(world, member).letters("Nieuw ticket")]
    assert told == [responsible]


def test_R18_where_the_complex_names_nobody_the_category_does(world: World):
    with world.desk.work() as work:
        set_rule(work, world.desk.staff_named("Ingrid").key, trade="lift")
    told = FATIMAS_REPORT | {"Waar gaat het over?": "Lift doet het niet", "Of kort in uw eigen woorden": ""}

    for address in ("Dorpsplein 1", "Kastanjehof 9"):
        form = world.passer_by.opens("/report")
        world.clock.advance(seconds=30)
        form.press(SEND_REPORT, told | {"Adres": address})
    world.work()

    assert "Lift doet het niet" in world.ingrid.letter("Nieuw ticket").subject
    assert "Kastanjehof 9" in world.bram.letter("Nieuw ticket").text


def test_R19_the_responsible_is_told_once_and_nobody_else_of_the_staff(world: World):
    number = world.bram.makes_ticket("Storing", "Stuk.", {"Verantwoordelijke": "Ingrid Vos", "Waar": "Lindelaan 22"})
    world.work()

    letter = world.ingrid.letter()
    assert number in letter.subject
    assert "Lindelaan 22" in letter.text
    assert f"/tickets/{number}" in letter.text
    assert world.bram.letters() == world.piket.letters() == []


def test_R19_who_takes_a_ticket_on_needs_no_letter_and_who_is_given_it_does(world: World):
    number = world.bram.makes_ticket("Storing", "Stuk.", {"Verantwoordelijke": "Bram Postma"})
    world.work()
    nobody_told = list(world.letters)

    world.bram.opens_ticket(number).press("Geef", {"Verantwoordelijke": "Ingrid Vos"})
    world.wait()

    assert nobody_told == []
    assert number in world.ingrid.letter().subject
    assert world.bram.letters() == []


def test_R20_a_title_is_picked_or_written_and_markup_is_shown_as_text(world: World):
    page = world.ingrid.opens("/tickets/new")
    typed = "<b>Let op</b> & <script>alert(1)</script>\nTweede regel"

    picked = world.ingrid.makes_ticket("Lekkage badkamer", "Lekt.")
    written = world.ingrid.makes_ticket("Uil in de schoorsteen", typed)

    assert "Lekkage badkamer" in page.options("Open het ticket", "Titel")
    assert world.ingrid.opens_ticket(picked).title == "Lekkage badkamer"
    shown = world.ingrid.opens_ticket(written)
    assert shown.title == "Uil in de schoorsteen"
    assert shown.says("<b>Let op</b> & <script>alert(1)</script>")
    assert "<script>alert(1)" not in shown.html


def test_R20_a_title_that_is_missing_or_too_long_is_said_at_its_field(world: World):
    for title in ("", "x" * 121):
        told: dict[str, Typed] = {"Titel": title, "Omschrijving": "Stuk."}
        page = world.ingrid.opens("/tickets/new").press("Open het ticket", told)

        assert page.status == 422
        assert "title" in page.errors


@pytest.mark.parametrize(
    ("links", "seen_at"),
    [
        ({"Iemand die we kennen": "Olivia Carter"}, ["/people"]),
        ({"Waar": "Lindelaan 22"}, ["/units"]),
        ({"Installatie": "INST-0031"}, ["/installations", "/units"]),
        (
            {"Iemand die we kennen": "Olivia Carter", "Waar": "Lindelaan 22", "Installatie": "INST-0031"},
            ["/people", "/units", "/installations"],
        ),
    ],
)
def test_R21_a_ticket_hangs_on_person_home_and_installation_and_each_shows_it(
    world: World, links: dict[str, Typed], seen_at: list[str]
):
    names = {"/people": "Olivia Carter", "/units": "Lindelaan 22", "/installations": "cv-ketel HR-28"}

    number = world.ingrid.makes_ticket("Cv-storing", "Geen verwarming.", links)

    for where in seen_at:
        assert world.ingrid.opens(where).follow(names[where]).says(number), where
