"""R29 to R41: work orders (domain requirements 1.5). Each test drives the desk from outside."""

from __future__ import annotations

import pytest

from tests.journeys.forms import Typed
from tests.journeys.photos import a_photo, says_where
from tests.journeys.staff_user import SEND_ORDER
from tests.journeys.world import Town, on

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp."


def leak(town: Town) -> str:
    """A ticket at 14B that Fatima does not yet know of."""
    told: dict[str, Typed] = {"Waar": "Lindelaan 14B", "Iemand die we kennen": "Fatima el Amrani"}
    return town.ingrid.makes_ticket("Lekkage badkamer", LEAK, told | {"Verantwoordelijke": "Ingrid Vos"})


def sent(town: Town, **fill: Typed) -> str:
    """An order for it, in Johan's mailbox."""
    order = town.ingrid.orders(leak(town), "De Kraan", fill)
    town.work()
    return order


def test_R29_an_order_is_made_from_a_ticket_in_one_step_and_also_without_one(town: Town):
    number = leak(town)

    from_ticket = town.ingrid.orders(number, "De Kraan")
    page = town.ingrid.opens("/orders").follow("Nieuwe opdrachtbon")
    told: dict[str, Typed] = {"Titel": "Dakgoot schoonmaken", "Omschrijving": "Jaarlijks."}
    alone = town.ingrid.sends(page, told | {"Servicepartij": "De Kraan", "Woning": "Lindelaan 22"})
    town.work()

    assert town.ingrid.opens_order(from_ticket).says(number)
    assert town.ingrid.state_of(alone) == "Verstuurd"
    assert len(town.johan.letters("Opdracht")) == 2


def test_R30_title_and_description_come_along_by_value(town: Town):
    number = leak(town)
    form = town.ingrid.starts_order(number)
    order = town.ingrid.orders(number, "De Kraan")
    town.work()

    town.ingrid.opens_ticket(number).follow("Bewerk").press("Bewaar", {"Titel": "Iets anders"})

    held = form.typed(SEND_ORDER)
    assert (held["title"], held["description"]) == ("Lekkage badkamer", LEAK)
    assert town.ingrid.opens_ticket(number).title == "Iets anders"
    assert town.ingrid.opens_order(order).title == "Lekkage badkamer"
    assert town.johan.opens(town.johan.letter("Opdracht")).says("Lekkage badkamer")


def test_R30_words_that_are_private_are_pointed_out_before_they_are_copied(town: Town):
    told = "De kraan lekt. Mijn moeder heeft kanker en volgende week zijn wij op vakantie."
    number = town.ingrid.makes_ticket("Kraan lekt", told, {"Waar": "Lindelaan 14B"})

    form = town.ingrid.starts_order(number)

    assert form.says("De servicepartij leest dit woord voor woord")
    for fact in ("kanker gezondheid", "vakantie niemand thuis"):
        assert form.says(fact), fact
    assert not town.ingrid.starts_order(leak(town)).says("gezondheid")


@pytest.mark.parametrize("allowed", [True, False])
def test_R30_the_tenants_number_is_shown_from_acceptance_until_a_fortnight_after_completion(town: Town, allowed: bool):
    told: dict[str, Typed] = {"Waar": "Lindelaan 14B", "Iemand die we kennen": "Fatima el Amrani"}
    told |= {"De servicepartij mag de bewoner bellen": allowed}
    town.ingrid.orders(town.ingrid.makes_ticket("Lekkage badkamer", LEAK, told), "De Kraan")
    town.work()
    letter = town.johan.letter("Opdracht")

    seen = [town.johan.opens(letter), town.johan.opens(letter).press("Accepteren")]
    seen.append(seen[-1].press("Meld voltooid"))  # Monday 16 November
    for day in (on(29, 11), on(1, 12)):
        town.clock.set(day)
        seen.append(town.johan.opens(letter))
    town.work()

    assert [page.status for page in seen] == [200] * 5
    assert [page.says("06 0000 0014") for page in seen] == [False, *[allowed] * 3, False]
    assert not any("06 0000 0014" in one.text + one.html for one in town.johan.letters())


def test_R30_a_correction_is_a_new_version_and_tells_its_party(town: Town):
    order = sent(town)
    first = town.johan.letter("Opdracht")

    town.ingrid.opens_order(order).follow("Corrigeer").press("Bewaar", {"Omschrijving": "Alleen het plafond."})
    town.wait()

    (told,) = [letter for letter in town.johan.letters() if letter is not first]
    assert told.subject.startswith(f"[{order}]")
    for fact in ("versie 2", "Alleen het plafond."):
        assert fact in told.text
        assert town.johan.opens(first).says(fact)
    assert town.ingrid.state_of(order) == "Verstuurd"


def test_R31_without_a_service_party_nothing_is_sent(town: Town):
    form = town.ingrid.starts_order(leak(town))

    refused = form.press(SEND_ORDER)
    town.wait()

    assert form.field(SEND_ORDER, "Servicepartij") == ""
    assert refused.status == 422
    assert "company" in refused.errors
    assert town.ingrid.opens("/orders").rows == []
    assert all(letter.to != town.johan.address for letter in town.letters)


def test_R32_reminders_are_asked_for_and_on_unless_turned_off(town: Town):
    form = town.ingrid.starts_order(leak(town))

    assert form.says("Herinneringen sturen")
    assert form.field(SEND_ORDER, "Herinneringen sturen")


def test_R32_with_reminders_off_none_ever_leaves_and_the_list_still_counts_the_days(town: Town):
    """X09 of the stories too."""
    order = sent(town, **{"Herinneringen sturen": False})

    town.until(on(22, 11, "10:00"))

    assert town.johan.letters("Herinnering") == []
    assert "6 dagen" in " ".join(town.ingrid.opens("/orders").row(order).values())


def test_R33_the_letter_asks_to_accept_and_says_how_to_refuse(town: Town):
    order = sent(town)

    letter = town.johan.letter("Opdracht")

    assert "Wilt u deze opdracht accepteren" in letter.text
    for words in ("AKKOORD", "WEIGEREN", "VOLTOOID"):
        assert words in letter.text
    assert letter.buttons == {"Opdracht accepteren": letter.link, "Weigeren": letter.link}
    assert town.ingrid.state_of(order) == "Verstuurd"


def test_R34_reminders_come_on_their_days_and_then_the_responsible_is_told(town: Town):
    sent(town)  # Monday 16 November, 07:52

    town.until(on(27, 11, "12:00"))

    came = [letter.at.strftime("%d-%m %H:%M") for letter in town.johan.letters("Herinnering")]
    assert came == ["17-11 09:00", "19-11 09:00", "23-11 09:00"]
    (told,) = town.ingrid.letters("Geen reactie")
    assert told.at.strftime("%d-%m %H:%M") == "24-11 09:00"


def _accept(town: Town, order: str) -> None:
    town.johan.opens(town.johan.letter("Opdracht")).press("Accepteren")


def _refuse(town: Town, order: str) -> None:
    town.johan.opens(town.johan.letter("Opdracht")).press("Weiger de opdracht", {"Waarom niet?": "Geen tijd"})


def _complete(town: Town, order: str) -> None:
    town.johan.opens(town.johan.letter("Opdracht")).press("Meld voltooid")


def _withdraw(town: Town, order: str) -> None:
    town.ingrid.opens_order(order).press("Intrekken")


def _reassign(town: Town, order: str) -> None:
    town.ingrid.opens_order(order).press("Geef", {"Servicepartij": "Elektro Visser"})


def _turn_off(town: Town, order: str) -> None:
    town.ingrid.opens_order(order).press("Zet uit")


def _bounce(town: Town, order: str) -> None:
    town.returns(town.johan.letter("Opdracht"))
    town.work()


@pytest.mark.parametrize(
    "stop", [_accept, _refuse, _complete, _withdraw, _reassign, _turn_off, _bounce], ids=lambda stop: stop.__name__[1:]
)
def test_R34_no_reminder_follows_once_there_is_reason_to_stop(town: Town, stop):
    order = sent(town)
    town.until(on(17, 11, "12:00"))

    stop(town, order)
    town.until(on(25, 11, "10:00"))

    assert len(town.johan.letters("Herinnering")) == 1
    assert town.ingrid.letters("Geen reactie van Loodgietersbedrijf") == []


def test_R35_the_party_reads_the_order_on_its_telephone_without_an_account(town: Town):
    order = sent(town)

    page = town.johan.opens(town.johan.letter("Opdracht"))

    for fact in (order, "Lekkage badkamer", LEAK, "Lindelaan 14B", "3512 SA Utrecht", "Fatima el Amrani"):
        assert page.says(fact), fact
    assert page.says("Verstuurd")
    assert 'name="viewport"' in page.html
    for script in page.all("script"):
        assert script == ""


def test_R36_one_letter_with_one_unguessable_link_leaves_within_a_minute(town: Town):
    first, second = sent(town), town.ingrid.orders(leak(town), "De Kraan")

    town.clock.advance(minutes=1)
    town.work()

    letters = town.johan.letters("Opdracht")
    tokens = [letter.link.rpartition("/")[2] for letter in letters]
    assert [first in one.subject or second in one.subject for one in letters] == [True, True]
    assert len(set(tokens)) == 2
    assert all(len(token) >= 22 for token in tokens)  # 128 bits in base64url
    assert not any(number[-5:] in token for number in (first, second) for token in tokens)


def test_R37_wrong_and_ended_links_are_told_the_same_and_nothing(town: Town):
    sent(town)
    link = town.johan.letter("Opdracht").link
    wrong = link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB")

    answers = [town.passer_by.opens(where) for where in (wrong, link[:-1], link.rpartition("/")[0] + "/1")]
    good = town.passer_by.opens(link)

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert good.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in good.headers["x-robots-tag"]
    assert good.headers["cache-control"] == "no-store"


def test_R37_a_link_opens_its_own_order_and_after_reassigning_tells_only_that(town: Town):
    order = sent(town)
    link = town.johan.letter("Opdracht").link

    _reassign(town, order)
    town.work()

    ended = town.johan.opens(link)
    assert ended.says("ingetrokken")
    for personal in ("Fatima", "Lindelaan", "Lekkage", order):
        assert personal not in ended.html, personal
    others = town.marco.opens(town.marco.letter("Opdracht"))
    assert others.says("Lindelaan 14B")
    assert order not in others.html


def test_R37_photos_behind_a_link_that_ended_are_no_longer_there(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    town.work()
    order = town.ingrid.orders(town.ingrid.converts("Lekkage badkamer"), "De Kraan")
    town.work()
    page = town.johan.opens(town.johan.letter("Opdracht"))
    before = page.download("lek.jpg")

    _withdraw(town, order)

    assert before.status_code == 200
    after = page.download("lek.jpg")
    assert (after.status_code, after.headers["content-type"].partition(";")[0]) == (410, "text/html")


def test_R38_the_first_look_is_noted_and_looking_changes_nothing(town: Town):
    order = sent(town)
    letter = town.johan.letter("Opdracht")

    town.johan.browser.head(letter.link)
    unseen = town.ingrid.opens_order(order)
    town.johan.opens(letter)
    town.johan.opens(letter)

    seen = town.ingrid.opens_order(order)
    assert not any("Bekeek het voor het eerst" in line for line in unseen.story)
    assert sum("Bekeek het voor het eerst" in line for line in seen.story) == 1
    assert town.ingrid.state_of(order) == "Verstuurd"


def test_R38_accepting_and_completing_with_a_photo(town: Town):
    order = sent(town)
    page = town.johan.opens(town.johan.letter("Opdracht"))

    accepted = page.press("Accepteren")
    town.wait()
    told: dict[str, Typed] = {"Wat is er gedaan?": "Kit vernieuwd.", "Foto": [a_photo("na.jpg")]}
    completed = accepted.press("Meld voltooid", told)
    town.wait()

    assert accepted.says("Bericht gaat naar Ingrid Vos en de melder")
    assert completed.says("Voltooid")
    shown = town.ingrid.opens_order(order)
    assert shown.says("Kit vernieuwd.")
    assert shown.says("na.jpg")
    assert len(town.ingrid.letters("Geaccepteerd")) == len(town.ingrid.letters("Voltooid")) == 1
    assert len(town.fatima.letters("Is het opgelost?")) == 1


def test_R38_refusing_asks_why_and_the_reporter_is_not_told(town: Town):
    order = sent(town)
    page = town.johan.opens(town.johan.letter("Opdracht"))

    unsaid = page.press("Weiger de opdracht")
    page.press("Weiger de opdracht", {"Waarom niet?": "Niet ons vak"})
    town.wait()

    assert unsaid.status == 422
    assert town.ingrid.state_of(order) == "Geweigerd"
    assert "Reden: niet ons vak" in town.ingrid.letter("Geweigerd").text
    assert not any("geweigerd" in letter.text.lower() for letter in town.fatima.letters())


def test_R38_a_remark_a_file_and_a_time_reach_those_they_concern(town: Town):
    order = sent(town)
    page = town.johan.opens(town.johan.letter("Opdracht"))

    page = page.press("Verstuur", {"Uw bericht": "Wie heeft de sleutel?", "Bestanden": [a_photo("lek.jpg")]})
    page = page.press("Stuur deze tijd", {"Dag": "2026-11-24", "Vanaf": "10:00", "Tot": "12:00"})
    town.wait()

    assert any("Wie heeft de sleutel?" in letter.text for letter in town.ingrid.letters())
    assert town.ingrid.opens_order(order).says("lek.jpg")
    assert page.says("di 24 nov 2026, 10:00–12:00")
    (asked,) = town.fatima.letters("Past dit u?")
    assert "di 24 nov 2026, 10:00–12:00" in asked.text
    town.fatima.opens(asked).press("Ja, dit past mij")
    assert town.ingrid.state_of(order) == "Ingepland"


def test_R38_files_that_were_shared_come_down_without_the_place_they_were_taken(town: Town):
    town.fatima.mails(LEAK, "Lekkage badkamer", photos=[a_photo("lek.jpg")])
    town.work()
    town.ingrid.orders(town.ingrid.converts("Lekkage badkamer"), "De Kraan")
    town.work()

    got = town.johan.opens(town.johan.letter("Opdracht")).download("lek.jpg")

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
def test_R39_the_responsible_of_the_order_is_told_of_every_change_by_others(town: Town, deed, word: str):
    number = leak(town)
    order = town.ingrid.orders(number, "De Kraan", {"Verantwoordelijke": "Bram Postma"})
    town.work()

    deed(town, order)
    town.wait()

    (letter,) = town.bram.letters(word)
    assert order in letter.subject


def test_R39_what_the_responsible_does_themself_needs_no_letter(town: Town):
    order = sent(town)
    before = list(town.ingrid.letters())

    town.ingrid.opens_order(order).press("Accepteren")
    town.work()
    by_colleague = town.bram.opens_order(order).press("Voltooid melden")
    town.work()

    assert by_colleague.status == 200
    assert [letter.subject for letter in town.ingrid.letters() if letter not in before] == [
        letter.subject for letter in town.ingrid.letters("Voltooid")
    ]


@pytest.mark.parametrize("way", ["page", "mail"])
def test_R40_list_ticket_and_page_agree_at_once_however_it_was_accepted(town: Town, way: str):
    number = leak(town)
    order = town.ingrid.orders(number, "De Kraan")
    town.work()
    letter = town.johan.letter("Opdracht")

    if way == "page":
        town.johan.opens(letter).press("Accepteren")
    else:
        town.johan.answers(letter, "Akkoord")
        town.work()

    assert town.ingrid.state_of(order) == "Geaccepteerd"
    assert "Geaccepteerd" in town.ingrid.opens_ticket(number).slips[order]
    assert town.ingrid.opens_order(order).says("Geaccepteerd")
    assert town.johan.opens(letter).says("Geaccepteerd")


def test_R41_states_are_called_by_their_words(town: Town):
    number = leak(town)
    new = town.ingrid.phase_of(number)
    orders = [town.ingrid.orders(number, "De Kraan") for _ in range(3)]
    town.work()

    for order, deed in zip(orders, ("Accepteren", "Weiger de opdracht", "Meld voltooid"), strict=True):
        (letter,) = [one for one in town.johan.letters("Opdracht") if order in one.subject]
        fill: dict[str, Typed] = {"Waarom niet?": "Geen tijd"} if deed.startswith("Weiger") else {}
        town.johan.opens(letter).press(deed, fill)

    assert new == "Nieuw"
    assert [town.ingrid.state_of(order) for order in orders] == ["Geaccepteerd", "Geweigerd", "Voltooid"]
