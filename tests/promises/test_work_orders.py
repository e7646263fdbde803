"""R29 to R41: work orders. Each test drives the desk from outside."""

from __future__ import annotations

import pytest

from tests.journeys.forms import Typed
from tests.journeys.photos import a_photo, says_where
from tests.journeys.staff_user import SEND_ORDER
from tests.journeys.world import World, on

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def leak(world: World) -> str:
    """A ticket at 14B that Fatima does not yet know of."""
    told: dict[str, Typed] = {"Waar": "Lindelaan 14B", "Iemand die we kennen": "Fatima el Amrani"}
    return world.ingrid.makes_ticket("Lekkage badkamer", LEAK, told | {"Verantwoordelijke": "Ingrid Vos"})


def sent(world: World, **fill: Typed) -> str:
    """An order for it, in Johan's mailbox."""
    order = world.ingrid.orders(leak(world), "De Kraan", fill)
    world.work()
    return order


def test_R29_an_order_is_made_from_a_ticket_in_one_step_and_also_without_one(world: World):
    number = leak(world)

    from_ticket = world.ingrid.orders(number, "De Kraan")
    page = world.ingrid.opens("/orders").follow("Nieuwe opdrachtbon")
    told: dict[str, Typed] = {"Titel": "Dakgoot schoonmaken", "Omschrijving": "Jaarlijks."}
    alone = world.ingrid.sends(page, told | {"Servicepartij": "De Kraan", "Woning": "Lindelaan 22"})
    world.work()

    assert world.ingrid.opens_order(from_ticket).says(number)
    assert world.ingrid.state_of(alone) == "Verstuurd"
    assert len(world.johan.letters("Opdracht")) == 2


def test_R30_title_and_description_come_along_by_value(world: World):
    number = leak(world)
    form = world.ingrid.starts_order(number)
    order = world.ingrid.orders(number, "De Kraan")
    world.work()

    world.ingrid.opens_ticket(number).follow("Wijzig").press("Bewaar", {"Titel": "Iets anders"})

    held = form.typed(SEND_ORDER)
    assert (held["title"], held["description"]) == ("Lekkage badkamer", LEAK)
    assert world.ingrid.opens_ticket(number).title == "Iets anders"
    assert world.ingrid.opens_order(order).title == "Lekkage badkamer"
    assert world.johan.opens(world.johan.letter("Opdracht")).says("Lekkage badkamer")


def test_R30_words_that_are_private_are_pointed_out_before_they_are_copied(world: World):
    told = "De kraan lekt. Mijn moeder heeft kanker en volgende week zijn wij op vakantie."
    number = world.ingrid.makes_ticket("Kraan lekt", told, {"Waar": "Lindelaan 14B"})

    form = world.ingrid.starts_order(number)

    assert form.says("De servicepartij leest dit woord voor woord")
    for fact in ("kanker gezondheid", "vakantie niemand thuis"):
        assert form.says(fact), fact
    assert not world.ingrid.starts_order(leak(world)).says("gezondheid")


@pytest.mark.parametrize("allowed", [True, False])
def test_R30_the_tenants_number_is_shown_from_acceptance_until_a_fortnight_after_completion(
    world: World, allowed: bool
):
    told: dict[str, Typed] = {"Waar": "Lindelaan 14B", "Iemand die we kennen": "Fatima el Amrani"}
    told |= {"De servicepartij mag de bewoner bellen": allowed}
    world.ingrid.orders(world.ingrid.makes_ticket("Lekkage badkamer", LEAK, told), "De Kraan")
    world.work()
    letter = world.johan.letter("Opdracht")

    seen = [world.johan.opens(letter), world.johan.opens(letter).press("Accepteren")]
    seen.append(seen[-1].press("Meld voltooid"))  # Monday 16 November
    for day in (on(29, 11), on(1, 12)):
        world.clock.set(day)
        seen.append(world.johan.opens(letter))
    world.work()

    assert [page.status for page in seen] == [200] * 5
    assert [page.says("06 0000 0014") for page in seen] == [False, *[allowed] * 3, False]
    assert not any("06 0000 0014" in one.text + one.html for one in world.johan.letters())


def test_R30_a_correction_is_a_new_version_and_tells_its_party(world: World):
    order = sent(world)
    first = world.johan.letter("Opdracht")

    world.ingrid.opens_order(order).follow("Wijzig de opdrachtbon").press(
        "Bewaar", {"Omschrijving": "Alleen het plafond."}
    )
    world.wait()

    (told,) = [letter for letter in world.johan.letters() if letter is not first]
    assert told.subject.startswith(f"[{order}]")
    for fact in ("versie 2", "Alleen het plafond."):
        assert fact in told.text
        assert world.johan.opens(first).says(fact)
    assert world.ingrid.state_of(order) == "Verstuurd"


def test_R31_without_a_service_party_nothing_is_sent(world: World):
    form = world.ingrid.starts_order(leak(world))

    refused = form.press(SEND_ORDER)
    world.wait()

    assert form.field(SEND_ORDER, "Servicepartij") == ""
    assert refused.status == 422
    assert "company" in refused.errors
    assert world.ingrid.opens("/orders").rows == []
    assert all(letter.to != world.johan.address for letter in world.letters)


def test_R32_reminders_are_asked_for_and_on_unless_turned_off(world: World):
    form = world.ingrid.starts_order(leak(world))

    assert form.says("Herinneringen sturen")
    assert form.field(SEND_ORDER, "Herinneringen sturen")


def test_R32_with_reminders_off_none_ever_leaves_and_the_list_still_counts_the_days(world: World):
    """X09 of the stories too."""
    order = sent(world, **{"Herinneringen sturen": False})

    world.until(on(22, 11, "10:00"))

    assert world.johan.letters("Herinnering") == []
    assert "6 dagen" in " ".join(world.ingrid.opens("/orders").row(order).values())


def test_R33_the_letter_asks_to_accept_and_says_how_to_refuse(world: World):
    order = sent(world)

    letter = world.johan.letter("Opdracht")

    assert "Wilt u deze opdracht accepteren" in letter.text
    for words in ("AKKOORD", "WEIGEREN", "VOLTOOID"):
        assert words in letter.text
    assert letter.buttons == {"Opdracht accepteren": letter.link, "Weigeren": letter.link}
    assert world.ingrid.state_of(order) == "Verstuurd"


def test_R34_reminders_come_on_their_days_and_then_the_responsible_is_told(world: World):
    sent(world)  # Monday 16 November, 07:52

    world.until(on(27, 11, "12:00"))

    came = [letter.at.strftime("%d-%m %H:%M") for letter in world.johan.letters("Herinnering")]
    assert came == ["17-11 09:00", "19-11 09:00", "23-11 09:00"]
    (told,) = world.ingrid.letters("Geen reactie")
    assert told.at.strftime("%d-%m %H:%M") == "24-11 09:00"


def _accept(world: World, order: str) -> None:
    world.johan.opens(world.johan.letter("Opdracht")).press("Accepteren")


def _refuse(world: World, order: str) -> None:
    world.johan.opens(world.johan.letter("Opdracht")).press("Weiger de opdracht", {"Waarom niet?": "Geen tijd"})


def _complete(world: World, order: str) -> None:
    world.johan.opens(world.johan.letter("Opdracht")).press("Meld voltooid")


def _withdraw(world: World, order: str) -> None:
    world.ingrid.opens_order(order).press("Intrekken")


def _reassign(world: World, order: str) -> None:
    world.ingrid.opens_order(order).press("Geef", {"Servicepartij": "Elektro Visser"})


def _turn_off(world: World, order: str) -> None:
    world.ingrid.opens_order(order).press("Zet uit")


def _bounce(world: World, order: str) -> None:
    world.returns(world.johan.letter("Opdracht"))
    world.work()


@pytest.mark.parametrize(
    "stop", [_accept, _refuse, _complete, _withdraw, _reassign, _turn_off, _bounce], ids=lambda stop: stop.__name__[1:]
)
def test_R34_no_reminder_follows_once_there_is_reason_to_stop(world: World, stop):
    order = sent(world)
    world.until(on(17, 11, "12:00"))

    stop(world, order)
    world.until(on(25, 11, "10:00"))

    assert len(world.johan.letters("Herinnering")) == 1
    assert world.ingrid.letters("Geen reactie van Loodgietersbedrijf") == []


def test_R35_the_party_reads_the_order_on_its_telephone_without_an_account(world: World):
    order = sent(world)

    page = world.johan.opens(world.johan.letter("Opdracht"))

    for fact in (order, "Lekkage badkamer", LEAK, "Lindelaan 14B", "3512 SA Utrecht", "Fatima el Amrani"):
        assert page.says(fact), fact
    assert page.says("Verstuurd")
    assert 'name="viewport"' in page.html
    for script in page.all("script"):
        assert script == ""


def test_R36_one_letter_with_one_unguessable_link_leaves_within_a_minute(world: World):
    first, second = sent(world), world.ingrid.orders(leak(world), "De Kraan")

    world.clock.advance(minutes=1)
    world.work()

    letters = world.johan.letters("Opdracht")
    tokens = [letter.link.rpartition("/")[2] for letter in letters]
    assert [first in one.subject or second in one.subject for one in letters] == [True, True]
    assert len(set(tokens)) == 2
    assert all(len(token) >= 22 for token in tokens)  # 128 bits in base64url
    assert not any(number[-5:] in token for number in (first, second) for token in tokens)


def test_R37_wrong_and_ended_links_are_told_the_same_and_nothing(world: World):
    sent(world)
    link = world.johan.letter("Opdracht").link
    wrong = link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB")

    answers = [world.passer_by.opens(where) for where in (wrong, link[:-1], link.rpartition("/")[0] + "/1")]
    good = world.passer_by.opens(link)

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert good.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in good.headers["x-robots-tag"]
    assert good.headers["cache-control"] == "no-store"


def test_R37_a_link_opens_its_own_order_and_after_reassigning_tells_only_that(world: World):
    order = sent(world)
    link = world.johan.letter("Opdracht").link

    _reassign(world, order)
    world.work()

    ended = world.johan.opens(link)
    assert ended.says("ingetrokken")
    for personal in ("Fatima", "Lindelaan", "Lekkage", order):
        assert personal not in ended.html, personal
    others = world.marco.opens(world.marco.letter("Opdracht"))
    assert others.says("Lindelaan 14B")
    assert order not in others.html


def test_R37_photos_behind_a_link_that_ended_are_no_longer_there(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    world.work()
    order = world.ingrid.orders(world.ingrid.converts("Lekkage badkamer"), "De Kraan")
    world.work()
    page = world.johan.opens(world.johan.letter("Opdracht"))
    before = page.download("lek.jpg")

    _withdraw(world, order)

    assert before.status_code == 200
    after = page.download("lek.jpg")
    assert (after.status_code, after.headers["content-type"].partition(";")[0]) == (410, "text/html")


def test_R38_the_first_look_is_noted_and_looking_changes_nothing(world: World):
    order = sent(world)
    letter = world.johan.letter("Opdracht")

    world.johan.browser.head(letter.link)
    unseen = world.ingrid.opens_order(order)
    world.johan.opens(letter)
    world.johan.opens(letter)

    seen = world.ingrid.opens_order(order)
    assert not any("Bekeek het voor het eerst" in line for line in unseen.story)
    assert sum("Bekeek het voor het eerst" in line for line in seen.story) == 1


def test_R38_a_look_from_a_device_of_another_kind_is_noted_once(world: World):
    order = sent(world)
    link = world.johan.letter("Opdracht:").link
    world.johan.opens(link)

    for _ in range(2):
        for program in ("Mozilla/5.0 (Windows NT 10.0; Win64)", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)"):
            world.johan.browser.get(link, headers={"user-agent": program})

    story = world.ingrid.opens_order(order).story
    assert sum("Bekeek het op een ander apparaat: Windows" in line for line in story) == 1
    assert sum("ander apparaat" in line for line in story) == 1
    assert world.ingrid.state_of(order) == "Verstuurd"


def test_R38_accepting_and_completing_with_a_photo(world: World):
    order = sent(world)
    page = world.johan.opens(world.johan.letter("Opdracht"))

    accepted = page.press("Accepteren")
    world.wait()
    told: dict[str, Typed] = {"Wat is er gedaan?": "Kit vernieuwd.", "Foto": [a_photo("na.jpg")]}
    completed = accepted.press("Meld voltooid", told)
    world.wait()

    assert accepted.says("Bericht gaat naar Ingrid Vos en de melder")
    assert completed.says("Voltooid")
    shown = world.ingrid.opens_order(order)
    assert shown.says("Kit vernieuwd.")
    assert shown.says("na.jpg")
    assert len(world.ingrid.letters("Geaccepteerd")) == len(world.ingrid.letters("Voltooid")) == 1
    assert len(world.fatima.letters("Is het opgelost?")) == 1


def test_R38_refusing_asks_why_and_the_reporter_is_not_told(world: World):
    order = sent(world)
    page = world.johan.opens(world.johan.letter("Opdracht"))

    unsaid = page.press("Weiger de opdracht")
    page.press("Weiger de opdracht", {"Waarom niet?": "Niet ons vak"})
    world.wait()

    assert unsaid.status == 422
    assert world.ingrid.state_of(order) == "Geweigerd"
    assert "Reden: niet ons vak" in world.ingrid.letter("Geweigerd").text
    assert not any("geweigerd" in letter.text.lower() for letter in world.fatima.letters())


def test_R38_a_remark_a_file_and_a_time_reach_those_they_concern(world: World):
    order = sent(world)
    page = world.johan.opens(world.johan.letter("Opdracht"))

    page = page.press("Verstuur", {"Uw bericht": "Wie heeft de sleutel?", "Bestanden": [a_photo("lek.jpg")]})
    page = page.press("Stuur deze tijd", {"Dag": "2026-11-24", "Vanaf": "10:00", "Tot": "12:00"})
    world.wait()

    assert any("Wie heeft de sleutel?" in letter.text for letter in world.ingrid.letters())
    assert world.ingrid.opens_order(order).says("lek.jpg")
    assert page.says("di 24 nov 2026, 10:00–12:00")
    (asked,) = world.fatima.letters("Komt dit u uit?")
    assert "di 24 nov 2026, 10:00–12:00" in asked.text
    world.fatima.opens(asked).press("Ja, dit komt mij uit")
    assert world.ingrid.state_of(order) == "Ingepland"


def test_R38_files_that_were_shared_come_down_without_the_place_they_were_taken(world: World):
    world.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    world.work()
    world.ingrid.orders(world.ingrid.converts("Lekkage badkamer"), "De Kraan")
    world.work()

    got = world.johan.opens(world.johan.letter("Opdracht")).download("lek.jpg")

    assert got.status_code == 200
    assert says_where(a_photo().octets)
    assert not says_where(got.content)


@pytest.mark.parametrize(
    ("deed", "word"),
    [
        (_accept, "Geaccepteerd"),
        (_refuse, "Geweigerd"),
        (_complete, "Voltooid"),
    ],
)
def test_R39_the_responsible_of_the_order_is_told_of_every_change_by_others(world: World, deed, word: str):
    number = leak(world)
    order = world.ingrid.orders(number, "De Kraan", {"Verantwoordelijke": "Bram Postma"})
    world.work()

    deed(world, order)
    world.wait()

    (letter,) = world.bram.letters(word)
    assert order in letter.subject


def test_R39_what_the_responsible_does_themself_needs_no_letter(world: World):
    order = sent(world)
    before = list(world.ingrid.letters())

    world.ingrid.opens_order(order).press("Accepteren")
    world.work()
    by_colleague = world.bram.opens_order(order).press("Voltooid melden")
    world.work()

    assert by_colleague.status == 200
    assert [letter.subject for letter in world.ingrid.letters() if letter not in before] == [
        letter.subject for letter in world.ingrid.letters("Voltooid")
    ]


@pytest.mark.parametrize("way", ["page", "mail"])
def test_R40_list_ticket_and_page_agree_at_once_however_it_was_accepted(world: World, way: str):
    number = leak(world)
    order = world.ingrid.orders(number, "De Kraan")
    world.work()
    letter = world.johan.letter("Opdracht")

    if way == "page":
        world.johan.opens(letter).press("Accepteren")
    else:
        world.johan.answers(letter, "Akkoord")
        world.work()

    assert world.ingrid.state_of(order) == "Geaccepteerd"
    assert "Geaccepteerd" in world.ingrid.opens_ticket(number).slips[order]
    assert world.ingrid.opens_order(order).says("Geaccepteerd")
    assert world.johan.opens(letter).says("Geaccepteerd")


def test_R41_states_are_called_by_their_words(world: World):
    number = leak(world)
    new = world.ingrid.phase_of(number)
    orders = [world.ingrid.orders(number, "De Kraan") for _ in range(3)]
    world.work()

    for order, deed in zip(orders, ("Accepteren", "Weiger de opdracht", "Meld voltooid"), strict=True):
        (letter,) = [one for one in world.johan.letters("Opdracht") if order in one.subject]
        fill: dict[str, Typed] = {"Waarom niet?": "Geen tijd"} if deed.startswith("Weiger") else {}
        world.johan.opens(letter).press(deed, fill)

    assert new == "Nieuw"
    assert [world.ingrid.state_of(order) for order in orders] == ["Geaccepteerd", "Geweigerd", "Voltooid"]
