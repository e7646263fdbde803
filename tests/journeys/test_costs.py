"""What may it cost? A firm asks, by mail or on its page; staff agree by a press within their mandate, above it the
owner does on a page of his own. No words of anybody ever agree."""

from __future__ import annotations

import pytest

from store.costs import owner_contact
from store.orders import WorkOrder
from store.people import Company, Contact, Property, Unit
from store.words import CompanyKind
from tests.journeys.world import World, on

TWO = (
    "Voor de mengkraan zijn er twee mogelijkheden: optie 1: nieuwe kraan € 785 excl. btw, "
    "optie 2: alleen reviseren € 210 excl. btw. Graag akkoord."
)


NEW = "Ik ga akkoord met € 785,00 excl. btw, voor nieuwe kraan"
REPAIR = "Ik ga akkoord met € 210,00 excl. btw, voor alleen reviseren"


def accepted_order(world: World, limit: str = "250") -> tuple[str, str]:
    """Fatima's leak at De Kraan, who accepted it on Friday morning; it may cost 250 euro."""
    world.clock.set(on(20, 11, "09:30"))
    world.fatima.mails("Er komt water door het plafond.\n\nFatima\nLindelaan 14B", "Lekkage badkamer")
    world.work()
    ticket = world.ingrid.converts("Lekkage badkamer")
    order = world.ingrid.orders(ticket, "De Kraan", {"Maximumbedrag in euro, excl. btw": limit})
    world.wait()
    world.johan.opens(world.johan.letter("Opdracht")).press("Accepteren")
    world.wait()
    return ticket, order


def asks_by_mail(world: World, words: str = TWO) -> None:
    world.johan.answers(world.johan.letter("Opdracht"), words)
    world.wait()


def test_a_mail_with_two_amounts_holds_the_order_and_shows_staff_both(world: World):
    ticket, order = accepted_order(world)

    asks_by_mail(world)

    assert world.ingrid.state_of(order) == "On hold"
    assert world.ingrid.phase_of(ticket) == "Wacht op akkoord"
    page = world.ingrid.opens_order(order)
    assert page.says("€ 785,00 excl. btw, voor nieuwe kraan") and page.says("Meer dan uw mandaat van € 500,00")
    assert page.offers(REPAIR)
    assert not page.offers(NEW)
    receipt = world.johan.letter("Akkoord gevraagd")
    assert "€ 785,00 excl. btw, voor nieuwe kraan; € 210,00 excl. btw, voor alleen reviseren" in receipt.text.replace(
        "\n", " "
    )
    assert "€ 785,00" in world.ingrid.letter("Gaat u akkoord").subject
    assert not any("785" in letter.text + letter.subject for letter in world.fatima.letters())


def test_staff_agree_by_a_press_within_their_mandate_and_the_receipt_repeats_all_of_it(world: World):
    ticket, order = accepted_order(world)
    asks_by_mail(world)

    page = world.ingrid.opens_order(order).press(REPAIR)
    world.wait()

    assert page.says("€ 210,00") and world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.ingrid.phase_of(ticket) == "Uitgezet"
    letter = world.johan.letter("Akkoord op kosten")
    for words in ("€ 210,00 excl. btw, voor alleen reviseren", "Ingrid Vos", "vr 20 nov 2026", "Versie 2", "versie 2"):
        assert words in letter.text.replace("\n", " "), words
    assert world.johan.opens(letter).says("€ 210,00")
    assert world.ingrid.opens(f"/orders/{order}/versions/1").says("€ 250,00")


def test_above_the_mandate_the_owner_decides_on_a_page_of_his_own_that_names_nobody(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)
    world.ingrid.opens_order(order).press("Vraag het de eigenaar", {"Wat moet de eigenaar weten?": "De oude is op."})
    world.wait()
    asked = world.henk.letter("Gaat u akkoord")
    page = world.henk.opens(asked)

    done = page.press(NEW)
    world.wait()

    assert "U bent akkoord met € 785,00 excl. btw, voor nieuwe kraan" in done.text
    assert page.says("Lindelaan 14B") and page.says("De oude is op.")
    told = page.text + asked.text + asked.subject
    assert "Fatima" not in told and "Johan" not in told and "plafond" not in told
    assert not world.johan.opens(world.johan.letter("Opdracht")).says("De oude is op.")
    assert world.ingrid.opens_order(order).says("v2")
    for letter in (world.johan.letter("Akkoord op kosten"), world.henk.letter("Akkoord gegeven")):
        for words in ("€ 785,00 excl. btw, voor nieuwe kraan", "Henk Terpstra", "vr 20 nov 2026"):
            assert words in letter.text.replace("\n", " "), words
    assert not world.henk.opens(asked).offers("Ik ga akkoord")


def test_an_owners_yes_by_mail_is_shown_and_never_counted(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)
    world.ingrid.opens_order(order).press("Vraag het de eigenaar")
    world.wait()

    world.henk.answers(world.henk.letter("Gaat u akkoord"), "Akkoord met de 785 euro")
    world.henk.answers(world.henk.letter("Gaat u akkoord"), "NIET JUIST")
    world.wait()

    assert world.ingrid.state_of(order) == "On hold"
    page = world.ingrid.opens_order(order)
    assert page.says("Akkoord met de 785 euro") and page.says("dit is geen akkoord")
    world.wait()
    letters = "\n".join(one.text.replace("\n", " ") for one in world.ingrid.letters())
    assert "In Postbon is niets veranderd. Dit is geen akkoord" in letters and "Akkoord met de 785 euro" in letters
    assert not world.johan.letters("Akkoord op kosten")
    assert not world.johan.opens(world.johan.letter("Opdracht")).says("Akkoord met de 785 euro")


def test_the_owners_link_opens_his_question_and_nothing_else_of_the_order(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)
    world.ingrid.opens_order(order).press("Vraag het de eigenaar")
    world.wait()
    link = world.henk.letter("Gaat u akkoord").link

    assert world.henk.browser.get(f"{link}/appointments/{order}.ics").status_code == 404
    for deed in ("accept", "complete", "comment", "solved", "suits", "ask-cost"):
        assert world.henk.browser.post(f"{link}/{deed}", data={"text": "x"}).status_code == 404
    johans = world.johan.letter("Opdracht").link
    assert world.johan.browser.post(f"{johans}/cost", data={"option": "1"}).status_code == 404
    assert world.ingrid.state_of(order) == "On hold"


def test_who_asks_other_amounts_meanwhile_gets_no_agreement_to_the_old_ones(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)
    world.ingrid.opens_order(order).press("Vraag het de eigenaar")
    world.wait()
    page = world.henk.opens(world.henk.letter("Gaat u akkoord"))
    stale = world.ingrid.opens_order(order)
    world.johan.opens(world.johan.letter("Opdracht")).press(
        "Vraag akkoord", {"Bedrag in euro": "420,50", "Waarvoor?": "kraan"}
    )
    world.wait()

    late = page.press(NEW)
    too = stale.press(REPAIR)

    assert late.status == 409 and too.says("Er worden inmiddels andere bedragen gevraagd")
    assert world.henk.letter("Uw akkoord is niet meer nodig")
    assert world.ingrid.opens_order(order).offers("Ik ga akkoord met € 420,50 excl. btw, voor kraan")
    assert world.ingrid.state_of(order) == "On hold"


def test_no_is_told_with_its_reason_and_the_limit_stays(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)

    world.ingrid.opens_order(order).press("Niet akkoord", {"Waarom niet?": "Dit valt onder de garantie."})
    world.wait()

    letter = world.johan.letter("Geen akkoord op kosten")
    assert "Dit valt onder de garantie." in letter.text and "Het maximumbedrag blijft" in letter.text.replace("\n", " ")
    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.johan.opens(letter).says("€ 250,00")


@pytest.mark.parametrize(
    "words",
    [
        "Klaar, lekkage verholpen, kosten € 85",
        "Niet akkoord met de prijs van € 85",
        "De factuur van € 485 volgt",
        "Wij hebben € 485 betaald",
        "Wat kost dat bij u?",
        "Optie 1 € 1, optie 2 € 2, optie 3 € 3, optie 4 € 4, graag akkoord",
    ],
)
def test_an_amount_that_asks_for_no_agreement_is_a_remark(world: World, words: str):
    _, order = accepted_order(world)

    asks_by_mail(world, words)

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert world.ingrid.opens_order(order).says(words)
    assert not world.ingrid.opens_order(order).offers("Niet akkoord")


def test_a_price_asked_before_accepting_accepts_nothing_and_stops_the_reminders_until_it_is_answered(world: World):
    world.clock.set(on(16, 11, "09:30"))
    ticket = world.ingrid.makes_ticket("Lekkage", "Kraan lekt", {"Complex": "Lindenhof"})
    order = world.ingrid.orders(ticket, "De Kraan")
    world.wait()
    world.johan.answers(world.johan.letter("Opdracht"), "Mag dit voor € 485?")
    world.wait()
    world.until(on(18, 11, "10:00"))
    assert world.ingrid.state_of(order) == "Verstuurd" and not world.johan.letters("Herinnering")

    world.ingrid.opens_order(order).press("Ik ga akkoord met € 485,00 excl. btw")
    world.until(on(19, 11, "10:00"))

    assert "Wilt u de opdracht nu accepteren?" in world.johan.letter("Akkoord op kosten").text.replace("\n", " ")
    assert len(world.johan.letters("Herinnering")) == 1


def test_the_firm_takes_a_request_that_was_read_wrongly_back_by_mail(world: World):
    ticket, order = accepted_order(world)
    asks_by_mail(world, "De kosten komen op € 85, akkoord?")
    assert world.ingrid.state_of(order) == "On hold"

    world.johan.answers(world.johan.letter("Akkoord gevraagd"), "NIET JUIST")
    world.wait()

    assert world.ingrid.state_of(order) == "Geaccepteerd" and world.ingrid.phase_of(ticket) == "Uitgezet"
    assert not world.ingrid.opens_order(order).offers("Niet akkoord")


def test_a_mandate_is_a_colleagues_own(world: World):
    _, order = accepted_order(world)
    asks_by_mail(world)
    colleague = world.ingrid.opens("/settings/staff").follow("Bram Postma")
    wrong = colleague.press("Wijzig", {"Mandaat in euro (mag leeg)": "veel"})
    colleague.press("Wijzig", {"Mandaat in euro (mag leeg)": "1000"})
    assert wrong.says("Schrijf een heel bedrag in euro") and world.bram.opens("/account").says("tot € 1000")

    world.bram.opens_order(order).press(NEW)
    world.wait()

    assert "Bram Postma" in world.johan.letter("Akkoord op kosten").text
    assert world.ingrid.letters("Akkoord op kosten:")


def test_a_limit_is_not_raised_by_hand_above_the_mandate(world: World):
    _, order = accepted_order(world)
    edit = world.ingrid.opens(f"/orders/{order}/edit")

    refused = edit.press("Bewaar", {"Maximumbedrag in euro, excl. btw": "501"})
    world.ingrid.opens(f"/orders/{order}/edit").press("Bewaar", {"Maximumbedrag in euro, excl. btw": "500"})

    assert refused.says("Dit is meer dan uw mandaat van € 500")
    assert world.ingrid.opens_order(order).says("v2") and world.ingrid.opens_order(order).says("€ 500,00")


@pytest.mark.parametrize(
    ("in_home", "own_owner", "association", "who"),
    [
        (True, False, False, "Henk Terpstra"),
        (True, False, True, "Henk Terpstra"),
        (True, True, True, "eigenaar"),
        (False, True, True, "bestuur"),
        (False, True, False, "Henk Terpstra"),
    ],
)
def test_the_owner_of_the_home_is_asked_the_association_of_common_areas_else_the_owner_of_the_complex(
    world: World, in_home: bool, own_owner: bool, association: bool, who: str
):
    with world.desk.store.writing() as session:
        home, building = session.get_one(Unit, 1), session.get_one(Property, 1)
        for row, field, name, is_there in (
            (home, "owner_id", "eigenaar", own_owner),
            (building, "association_id", "bestuur", association),
        ):
            company = Company(name=name, kind=CompanyKind.OWNER, created_at=world.clock())
            session.add(company)
            session.flush()
            session.add(Contact(company_id=company.key, name=name, email=f"{name}@vecht.example.nl"))
            setattr(row, field, company.key if is_there else None)
        session.flush()

        order = WorkOrder(unit_id=home.key if in_home else None, property_id=building.key)  # type: ignore[call-arg]
        asked = owner_contact(session, order)

        assert asked and asked.name == who
