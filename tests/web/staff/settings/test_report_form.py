"""Administrators say what the public form offers and what it tells in danger; what nobody approved goes out nowhere."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from config.words import languages
from ingest.suggesting.urgency import find_urgency
from store.access import SecurityEntry
from store.people import Staff
from store.safety_texts import BUILT_IN, NUMBERS, danger_in
from store.wording import words_of
from store.words import Danger, Role, SecurityEvent, Trade
from tests.journeys.browsers import BrowsedPage
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.windows import log_in, photograph, shut_out, sticks_out

PAGE = "/settings/report-form"
GAS = {"In het Nederlands": "Ga weg.\n- Bel 112 of 0800 9009.", "In het Engels": "Leave.\nCall 112 or 0800-9009."}
SMELL = {
    "Of kort in uw eigen woorden": "Gaslucht",
    "Vertel wat u ziet": "Ik ruik gas in de keuken",
    "Adres": "Lindelaan 14B, Utrecht",
    "Uw naam": "Fatima el Amrani",
    "E-mail": "fatima.elamrani@mail.example.nl",
}


def write(world: World, words: dict[str, str] | None = None, danger: str = "gas") -> BrowsedPage:
    return world.ingrid.opens(f"{PAGE}/safety/{danger}").press("Bewaar", words or GAS)


def approve(world: World) -> BrowsedPage:
    return world.ingrid.opens(f"{PAGE}/safety/gas").press("Keur deze tekst goed, op mijn naam")


def told(world: World) -> tuple[str, str]:
    """What the page after a report of gas says, and the letter that leaves at once."""
    form = world.passer_by.opens("/report")
    world.clock.advance(seconds=30)
    page = form.press("Verstuur de melding", SMELL)
    world.work()
    return page.all("section.notice")[0], world.fatima.letters("veiligheid")[-1].text


def test_words_of_danger_go_out_once_somebody_approves_them_and_say_who_did(world: World):
    written = write(world)
    before = told(world)

    approved = approve(world)
    after = told(world)

    assert written.says("Nog niet goedgekeurd: de tekst van Ingrid Vos gaat nergens uit.")
    assert all("Zet ramen en deuren open." in words and "Ga weg." not in words for words in before)
    assert all("Ga weg." in words and "Zet ramen" not in words for words in after)
    assert approved.says("Goedgekeurd door Ingrid Vos, ") and not approved.says("Nog niet goedgekeurd")
    assert world.ingrid.opens(PAGE).says("Goedgekeurd door Ingrid Vos,")


def test_whoever_approves_answers_for_it_and_not_whoever_wrote_it(world: World):
    write(world)
    with world.desk.store.writing() as session:
        session.get_one(Staff, world.desk.staff_named("Bram").key).role = Role.ADMIN

    approved = world.bram.opens(f"{PAGE}/safety/gas").press("Keur deze tekst goed, op mijn naam")

    assert approved.says("Goedgekeurd door Bram Postma, ") and not approved.says("Goedgekeurd door Ingrid Vos")


def test_the_letter_in_english_has_the_english_words(world: World):
    write(world)
    approve(world)
    browser = world.desk.stranger()
    nonce = re.findall(r'name="nonce" value="([^"]+)"', browser.get("/report?lang=en").text)[0]
    world.clock.advance(seconds=30)
    typed = {"title": "Gas", "text": "I smell gas", "place": "Lindelaan 22", "name": "Sam", "nonce": nonce}

    browser.post("/report?lang=en", data=typed | {"email": "sam@mail.example.nl"})
    world.work()

    (letter,) = (each for each in world.letters if each.to == "sam@mail.example.nl")
    assert "- Leave. - Call 112 or 0800-9009." in letter.text and "Ga weg." not in letter.text


def test_words_that_were_changed_and_not_approved_again_leave_the_approved_ones_standing(world: World):
    write(world)
    approve(world)

    changed = write(world, GAS | {"In het Nederlands": "Blijf binnen. Bel 112 of 0800-9009."})

    assert changed.says("Nog niet goedgekeurd") and world.ingrid.opens(PAGE).says("Nog niet goedgekeurd")
    assert all("Ga weg." in words and "Blijf binnen" not in words for words in told(world))


def test_a_number_in_words_of_danger_is_called_by_a_press_and_each_language_has_its_own(world: World):
    write(world)
    approve(world)
    browser = world.desk.stranger()

    refused = browser.post("/report?lang=en", data={"text": "I smell gas", "nonce": "x"}).text

    assert '<a class="reach" href="tel:112">112</a>' in refused and 'href="tel:08009009">0800-9009</a>' in refused
    assert "Leave." in refused and "Ga weg." not in refused


@pytest.mark.parametrize(
    ("words", "field", "fault"),
    [
        ({"In het Engels": ""}, "en", "Vul dit in"),
        ({"In het Nederlands": "Ga weg. Bel 0112 of 0800-9009."}, "nl", "Noem ook dit nummer: 112"),
        ({"In het Engels": "Leave, and call 112."}, "en", "Noem ook dit nummer: 0800-9009"),
        ({"In het Nederlands": "Bel 112, 0800-9009.\n" * 13}, "nl", "Hoogstens 12 regels"),
    ],
)
def test_words_of_danger_lack_no_language_and_no_number(world: World, words: dict[str, str], field: str, fault: str):
    refused = write(world, GAS | words)

    assert refused.status == 422 and fault in refused.errors[field]
    assert not world.ingrid.opens(PAGE).says("Nog niet goedgekeurd")


def test_what_a_colleague_changed_since_is_not_approved_unread(world: World):
    write(world)
    read = world.ingrid.opens(f"{PAGE}/safety/gas")
    write(world, GAS | {"In het Engels": "Stay. 112, 0800-9009"})

    pressed = read.press("Keur deze tekst goed, op mijn naam")

    assert pressed.says("Een collega heeft deze tekst zojuist gewijzigd") and pressed.says("Nog niet goedgekeurd")


def test_our_own_words_can_be_approved_as_they_stand(world: World):
    world.ingrid.opens(f"{PAGE}/safety/co").press("Bewaar")
    approved = world.ingrid.opens(f"{PAGE}/safety/co").press("Keur deze tekst goed, op mijn naam")

    assert approved.says("Goedgekeurd door Ingrid Vos") and approved.says("Zet ramen en deuren open.")
    with world.desk.store.reading() as session:
        lines = session.exec(select(SecurityEntry).where(SecurityEntry.event == SecurityEvent.SETTING_CHOSEN)).all()
    assert [line.about for line in lines] == ["safety text co: v1", "safety text co: v1 approved"]


@pytest.mark.parametrize(
    ("words", "danger"),
    [
        ("ik ruik gas", Danger.GAS),
        ("de CO-melder gaat af", Danger.CO),
        ("the carbon monoxide alarm goes off", Danger.CO),
        ("koolmonoxide", Danger.CO),
        ("de waterleiding is gesprongen", Danger.WATER),
        ("er is brand", Danger.OTHER),
        ("I'm stuck in the elevator", Danger.OTHER),
    ],
)
def test_words_of_danger_lead_to_what_is_told_about_it(words: str, danger: Danger):
    urgency = find_urgency(words)

    assert urgency.words and danger_in(urgency.words) is danger


def test_our_own_words_name_the_numbers_that_we_ask_for():
    for danger, points in BUILT_IN.items():
        for language in languages():
            text = " ".join(point.in_(language) for point in points)
            assert all(number in text for number in NUMBERS[danger]), (danger, language)


def test_the_form_offers_what_administrators_chose_in_their_order(world: World):
    world.ingrid.opens(f"{PAGE}/trades/plumbing").press("Verberg Verstopping")
    world.ingrid.opens(f"{PAGE}/trades/plumbing").press("Omhoog Lekkage keuken")
    world.ingrid.opens(PAGE).press("Omhoog Verwarming")
    world.ingrid.opens(PAGE).press("Verberg Lift")

    form = world.passer_by.opens("/report")

    offered = form.options("Verstuur de melding", "Waar gaat het over?")
    assert offered[0] == "Cv-storing" and "Lift doet het niet" not in offered and "Verstopping" not in offered
    assert offered.index("Lekkage keuken") < offered.index("Lekkage badkamer")
    assert not form.links("Lift doet het niet") and form.links("Lekkage badkamer")


def test_what_was_hidden_while_somebody_had_the_form_open_is_reported_all_the_same(world: World):
    form = world.passer_by.opens("/report?about=plumbing.drain")
    world.ingrid.opens(f"{PAGE}/trades/plumbing").press("Verberg Verstopping")
    world.clock.advance(seconds=30)

    typed = SMELL | {"Of kort in uw eigen woorden": "", "Vertel wat u ziet": "Loopt niet weg"}
    assert form.press("Verstuur de melding", typed | {"Waar gaat het over?": "Verstopping"}).status == 200
    assert world.ingrid.opens_ticket(world.ingrid.newest_ticket()).says("Verstopping")


@pytest.mark.in_dutch
@pytest.mark.parametrize(("lang", "title"), [("nl", "Zonnepanelen stuk"), ("en", "Solar panels broken")])
def test_a_title_of_the_desks_own_is_offered_in_the_language_of_the_reader(world: World, lang: str, title: str):
    own = {"In het Nederlands": "Zonnepanelen stuk", "In het Engels": "Solar panels broken"}
    kept = world.ingrid.opens(f"{PAGE}/trades/electricity").press("Bewaar", own)

    page = world.desk.stranger().get(f"/report?lang={lang}").text

    assert kept.says("Zonnepanelen stuk") and f">{title}</option>" in page
    assert f"<span>{title}</span>" in page  # with the picture of its trade
    assert "Zonnepanelen stuk" in world.ingrid.browser.get("/tickets/new").text


@pytest.mark.in_dutch
def test_a_title_of_ones_own_is_changed_and_needs_both_languages(world: World):
    own = {"In het Nederlands": "Zonnepanelen stuk", "In het Engels": "Solar panels broken"}
    page = f"{PAGE}/trades/electricity"
    world.ingrid.opens(page).press("Bewaar", own)

    refused = world.ingrid.opens(page).press("Bewaar", own | {"In het Engels": " "})
    changed = world.ingrid.opens(page).follow("Wijzig Zonnepanelen").press("Bewaar", {"In het Nederlands": "Zon stuk"})

    assert refused.status == 422 and set(refused.errors) == {"en"}
    assert changed.says("Zon stuk") and not changed.says("Zonnepanelen stuk")


def test_something_always_stays_to_choose_from(world: World):
    page = world.ingrid.opens(PAGE)
    offered = [words_of(Trade)[trade].in_("nl") for trade in Trade]
    for trade in offered:
        page = page.press(f"Verberg {trade}")

    assert page.says("Eén blijft altijd staan")
    assert world.passer_by.opens("/report").options("Verstuur de melding", "Waar gaat het over?") == ["Iets anders"]


@pytest.mark.parametrize("path", ["", "/trades/lift", "/safety/gas"])
def test_whoever_is_no_administrator_sees_and_changes_nothing_of_the_form(world: World, path: str):
    browser = world.desk.staff_browser("Bram")

    assert browser.get(PAGE + path).status_code == 403
    assert browser.post(f"{PAGE}/safety/gas", data={"nl": "112", "en": "112"}).status_code == 403


@pytest.mark.parametrize("path", ["/trades/gardening", "/safety/boredom"])
def test_a_page_of_what_is_not_there_is_not_found(world: World, path: str):
    assert world.ingrid.browser.get(PAGE + path).status_code == 404


@pytest.mark.chromium
@pytest.mark.parametrize(("screen", "language"), [("desk", "nl"), ("phone", "en")])
def test_the_form_can_be_set_up_by_everybody(world: World, new_page: NewPage, screen: str, language: str):
    write(world)
    world.ingrid.browser.post("/account/language", data={"language": language})
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)

    for path in (PAGE, f"{PAGE}/trades/plumbing", f"{PAGE}/safety/gas", "/report?about=heating.boiler&lang=en"):
        window.goto(f"{world.desk.url}{path}")
        photograph(window, f"form-{path.rpartition('/')[2][:8]}-{screen}")
        assert shut_out(window) == [] and not sticks_out(window), path
