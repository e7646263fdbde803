"""The public form: a ticket at once, nothing typed lost, one ticket for one report, and no use to programs."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlmodel import col, select

from store.first_aid import COLD, FIRST_AID, LEAKING, LEAKS, PICTURES
from store.people import Person, PersonAddress, Tenancy
from store.presets import PRESETS
from store.tickets import Ticket, TicketPerson, TimelineEntry
from store.words import AddressState, Channel, Phase, Priority, Trade
from tests.running_app import RunningDesk
from tests.web.links import LEAK, a_photo, files_on
from web.app import STATIC
from web.form_nonce import age_of, new_nonce

NOW = datetime(2026, 11, 16, 6, 52, tzinfo=UTC)
REPORT = {
    "preset": "plumbing.bathroom",
    "text": LEAK,
    "place": "Lindelaan 14B, Utrecht",
    "spot": "plafond",
    "name": "Fatima el Amrani",
    "email": "Fatima.elAmrani@mail.example.nl",
    "phone": "06 0000 0014",
    "call": "yes",
    "availability": "di en do",
}


def test_a_report_is_a_ticket_at_once_with_its_people_place_and_files(running_desk: RunningDesk):
    photo = a_photo()

    answer = send(running_desk, files={"files": (photo.filename, photo.octets)})

    ticket = newest(running_desk)
    assert (ticket.title, ticket.description, ticket.trade) == ("Lekkage badkamer", LEAK, "plumbing")
    assert (ticket.phase, ticket.channel, ticket.priority) == (Phase.NEW, Channel.WEBSITE, Priority.NORMAL)
    assert ticket.unit_id == running_desk.unit_named("LH-14B").key
    assert ticket.responsible_id == running_desk.staff_named("Ingrid").key
    assert ticket.received_at == running_desk.clock() and ticket.may_call and ticket.spot == "plafond"
    assert [file.filename for file in files_on(running_desk, ticket)] == ["plafond.jpg"]
    assert people_of(running_desk, ticket) == ["Fatima el Amrani"]
    assert ticket.number in answer.text and "Wat er nu gebeurt" in answer.text
    assert [letter.kind for letter in running_desk.letters("fatima")] == ["ticket_received"]
    assert [letter.kind for letter in running_desk.letters("ingrid")] == ["staff_new_ticket"]


def test_the_form_stands_by_itself(running_desk: RunningDesk):
    page = running_desk.stranger().get("/report").text

    assert "<script" not in page and "0800-9009" in page and "tel:112" in page
    assert re.findall(r'(?:src|href|action)="(https?:[^"]*)"', page) == []
    assert page.index('name="text"') < page.index('type="file"')


@pytest.mark.parametrize(
    ("language", "key", "words"),
    [
        ("nl", "heating.radiator", ("Ontlucht hem", "doen huurders meestal zelf", "Welke code staat er op de ketel?")),
        ("en", "heating.radiator", ("Bleed it", "Tenants usually do", "Which code does the boiler show?")),
        ("nl", "locks.door", ("druppel olie", "doen huurders meestal zelf", "vannacht niet op slot")),
        ("en", "lift.stuck", ("press the alarm button", "Is anybody in it?")),
    ],
)
def test_a_picture_leads_to_what_to_try_and_to_the_questions_of_the_trade(
    running_desk: RunningDesk, language: str, key: str, words: tuple[str, ...]
):
    browser = running_desk.stranger()
    pictures = browser.get(f"/report?lang={language}").text

    (way,) = re.findall(rf'href="(/report\?[^"]*{key})"', pictures)
    page = html.unescape(browser.get(html.unescape(way)).text)

    assert all(word in page for word in words)
    assert f'<option value="{key}" selected>' in page and 'class="pictures"' not in page


def test_what_was_asked_and_where_it_leaks_stand_in_the_report(running_desk: RunningDesk):
    answer = send(running_desk, {"ask-since": "gisteren", "ask-amount": "", "leak": "ceiling", "spot": "boven de lamp"})

    ticket = newest(running_desk)
    assert ticket.description == f"{LEAK}\n\nSinds wanneer? gisteren"
    assert ticket.spot == "uit het plafond, boven de lamp"
    assert "Lindelaan 14B, Utrecht" in answer.text


def test_what_was_answered_before_something_else_was_chosen_stands_in_the_report_too(running_desk: RunningDesk):
    answered = {"ask-since": "gisteren", "leak": "ceiling", "spot": ""}

    refused = send(running_desk, answered | {"preset": "locks.door", "name": ""}).text
    send(running_desk, answered | {"preset": "roof.leak", "ask-rain": "bij regen"})

    ticket = newest(running_desk)
    assert ticket.description == f"{LEAK}\n\nSinds wanneer? gisteren\nAlleen als het regent, of altijd? bij regen"
    assert (ticket.trade, ticket.spot) == ("roof", "uit het plafond")
    assert 'name="ask-shut"' in refused and re.search(r'name="ask-since"[^>]* value="gisteren"', refused)
    assert re.search(r'value="ceiling" checked', refused)


@pytest.mark.parametrize(
    ("language", "title", "trade", "asked"),
    [
        ("nl", "lift staat stil", Trade.LIFT, "Zit er iemand in?"),
        ("en", "radiator stays cold", Trade.HEATING, "Which code does the boiler show?"),
        ("nl", "iets vreemds in de tuin", Trade.OTHER, "Is het al eens eerder gebeurd?"),
    ],
)
def test_own_words_name_the_trade_and_are_asked_what_it_asks(
    running_desk: RunningDesk, language: str, title: str, trade: Trade, asked: str
):
    own = {"preset": "", "title": title}

    refused = send(running_desk, own | {"name": ""}, params={"lang": language}).text
    send(running_desk, own, params={"lang": language})

    assert asked in html.unescape(refused)
    assert (newest(running_desk).title, newest(running_desk).trade) == (title, trade.value)


@pytest.mark.parametrize("place", ["Lindelaan, Utrecht", "Lindelaan 1, Utrecht", "Fatima el Amrani"])
def test_a_stranger_who_guesses_addresses_is_told_of_none(running_desk: RunningDesk, place: str):
    page = send(running_desk, {"place": place}).text

    assert "niet automatisch vinden" in page
    assert "14B" not in page and "14A" not in page


def test_every_picture_is_drawn_and_every_advice_is_about_something_that_can_be_chosen():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "shapes.svg").read_text()))

    assert {*PICTURES.values(), *LEAKS} <= drawn
    assert {*PICTURES} - {*FIRST_AID} == {"electricity.light", "cleaning.shared", "other.other"}  # not theirs to mend
    assert {*PICTURES, *FIRST_AID, *LEAKING, COLD} <= {f"{trade}.{key}" for trade in PRESETS for key in PRESETS[trade]}


def test_the_same_form_sent_twice_is_one_ticket_and_one_receipt(running_desk: RunningDesk):
    browser = running_desk.stranger()
    nonce = opened(running_desk, browser)

    first = browser.post("/report", data=REPORT | {"nonce": nonce})
    second = browser.post("/report", data=REPORT | {"nonce": nonce})

    assert first.headers["location"] == second.headers["location"]
    assert browser.get(first.headers["location"]).text == browser.get(second.headers["location"]).text
    assert len(running_desk.letters("fatima")) == 1


def test_the_form_pressed_twice_at_once_is_one_ticket_and_no_error(running_desk: RunningDesk):
    browsers = [running_desk.stranger() for _ in range(4)]
    nonce = opened(running_desk, browsers[0])

    with ThreadPoolExecutor(4) as presses:
        answers = list(presses.map(lambda browser: browser.post("/report", data=REPORT | {"nonce": nonce}), browsers))

    assert [answer.status_code for answer in answers] == [303] * 4
    assert len(running_desk.letters("fatima")) == 1


@pytest.mark.parametrize(
    "other",
    [{"text": "De bel doet het niet."}, {"place": "Lindelaan 16, Utrecht"}, {"spot": "keuken"}, {"name": "Yusuf"}],
)
def test_back_and_other_words_is_another_report_and_both_are_kept(running_desk: RunningDesk, other: dict[str, str]):
    browser = running_desk.stranger()
    nonce = opened(running_desk, browser)

    first = browser.post("/report", data=REPORT | {"nonce": nonce}).headers["location"]
    number = newest(running_desk).number
    second = browser.post("/report", data=REPORT | {"nonce": nonce} | other).headers["location"]
    again = browser.post("/report", data=REPORT | {"nonce": nonce} | other).headers["location"]

    assert newest(running_desk).number != number and again == second != first
    assert number in browser.get(first).text and newest(running_desk).number in browser.get(second).text


def test_what_was_typed_is_kept_and_each_error_stands_at_its_field(running_desk: RunningDesk):
    typed = {
        "text": "Het <b>lekt</b>",
        "place": "",
        "name": "Fatima",
        "email": "",
        "phone": "",
        "title": "",
        "preset": "",
    }

    page = send(running_desk, typed)

    assert page.status_code == 422
    assert "Het &lt;b&gt;lekt&lt;/b&gt;" in page.text and 'value="Fatima"' in page.text
    assert set(re.findall(r'id="(\w+)-error"', page.text)) == {"preset", "place", "email"}
    assert 'role="alert"' in page.text


def test_a_file_that_is_too_large_is_told_at_its_field_and_the_words_are_kept(running_desk: RunningDesk):
    large = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * (running_desk.settings.web.max_upload + 2 * 1024 * 1024)

    page = send(running_desk, files={"files": ("film.mp4", large, "video/mp4")})

    assert page.status_code == 422
    assert 'id="files-error"' in page.text and "hoogstens 25 MB" in page.text
    assert LEAK in page.text and 'value="Lindelaan 14B, Utrecht"' in page.text


@pytest.mark.parametrize(
    "name", ["evil.exe\x02", "evil\x02.e\x03xe", "evil.exe. ", "x/evil.exe\x7f", "evil.ex\u200be\x1f"]
)
def test_a_name_with_what_nobody_sees_hides_no_program(running_desk: RunningDesk, name: str):
    browser = running_desk.stranger()
    typed = {**REPORT, "nonce": opened(running_desk, browser)}
    parts = [f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}' for field, value in typed.items()]
    parts.append(f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\nhallo')
    body = "".join(f"--x\r\n{part}\r\n" for part in parts) + "--x--\r\n"

    answer = browser.post("/report", content=body.encode(), headers={"content-type": "multipart/form-data; boundary=x"})

    assert answer.status_code == 422 and "evil.exe" in answer.text and "\x02" not in answer.text
    assert newest(running_desk).title != "Lekkage badkamer"


def test_a_page_in_english_asks_and_answers_in_english(running_desk: RunningDesk):
    browser = running_desk.stranger()
    nonce = opened(running_desk, browser, "/report?lang=en")
    stranger = REPORT | {"email": "sam@mail.example.nl", "name": "Sam", "nonce": nonce}

    page = browser.get(browser.post("/report?lang=en", data=stranger).headers["location"]).text

    assert '<html lang="en">' in page and "We have received your report" in page
    assert newest(running_desk).title == "Leak in the bathroom"
    assert [letter.language for letter in running_desk.letters("sam@")] == ["en"]


def test_a_stranger_becomes_a_person_but_nobodys_tenant(running_desk: RunningDesk):
    send(running_desk, {"name": "Sam", "email": "sam@mail.example.nl"})

    sam = running_desk.person_named("Sam")
    with running_desk.store.reading() as session:
        homes = session.exec(select(Tenancy).where(Tenancy.person_id == sam.key)).all()
    assert sam.phones == ["06 0000 0014"] and homes == []


def test_who_has_no_mail_can_leave_a_telephone_number(running_desk: RunningDesk):
    page = send(running_desk, {"name": "Piet", "email": ""})

    assert page.status_code == 200 and people_of(running_desk, newest(running_desk)) == ["Piet"]


def test_whom_no_letter_reaches_keeps_the_private_link_of_the_receipt_and_is_promised_no_mail(
    running_desk: RunningDesk,
):
    page = send(running_desk, {"name": "Piet", "email": ""}).text

    ticket = newest(running_desk)
    private = re.findall(r'href="(http[^"]*/l/[\w-]+)"', page)
    assert ticket.number in page and len(private) == 1
    assert "een e-mail met dit nummer" not in page and "Beantwoord die e-mail" not in page
    assert LEAK in running_desk.stranger().get(private[0]).text


def test_the_receipt_leads_to_the_private_page_for_a_day(running_desk: RunningDesk):
    browser = running_desk.stranger()
    nonce = opened(running_desk, browser)
    receipt = browser.post("/report", data=REPORT | {"email": "", "nonce": nonce}).headers["location"]

    running_desk.clock.advance(hours=25)
    page = browser.get(receipt).text

    assert newest(running_desk).number in page and "/l/" not in page and "Bel ons en noem het nummer." in page


def test_a_receipt_for_a_known_address_leads_to_no_private_page_also_where_mail_does_not_arrive_there(
    running_desk: RunningDesk,
):
    with running_desk.store.writing() as session:
        address = session.exec(select(PersonAddress).where(PersonAddress.address == REPORT["email"].lower())).one()
        address.state = AddressState.UNDELIVERABLE

    page = send(running_desk).text

    assert "/l/" not in page and "wij hebben geen e-mailadres dat werkt" in page


def test_an_address_the_desk_does_not_know_is_not_lost(running_desk: RunningDesk):
    send(running_desk, {"place": "Parallelweg 3, Zeist"})

    ticket = newest(running_desk)
    assert ticket.unit_id is None and "Parallelweg 3, Zeist" in ticket.description


def test_smelling_gas_is_answered_with_safety_at_once(running_desk: RunningDesk):
    page = send(
        running_desk, {"text": "ik ruik gas in de meterkast, beetje misselijk ook", "preset": "", "title": "Gas"}
    )

    assert newest(running_desk).priority is Priority.EMERGENCY
    assert "Zet ramen en deuren open." in page.text and "0800-9009" in page.text
    assert page.text.index("0800-9009") < page.text.index(newest(running_desk).number)
    assert [letter.kind for letter in running_desk.letters("fatima")] == ["safety"]
    assert [letter.kind for letter in running_desk.letters("piket")] == ["staff_emergency"]


def test_danger_is_answered_even_where_the_form_is_refused(running_desk: RunningDesk):
    page = send(running_desk, {"text": "ik ruik gas", "place": ""})

    assert page.status_code == 422 and "Zet ramen en deuren open." in page.text


def test_a_suspicion_of_danger_is_left_to_staff(running_desk: RunningDesk):
    send(running_desk)

    with running_desk.store.reading() as session:
        created = session.exec(select(TimelineEntry).where(TimelineEntry.ticket_id == newest(running_desk).key)).first()
    assert newest(running_desk).priority is Priority.NORMAL
    assert created and "lamp" in created.data["urgent_words"]


@pytest.mark.parametrize("trick", [{"website": "http://casino.example.nl"}, {"nonce": "x.1.y"}, {"nonce": ""}])
def test_programs_are_asked_to_press_again_and_make_no_ticket(running_desk: RunningDesk, trick: dict[str, str]):
    before = newest(running_desk).key

    page = send(running_desk, trick)

    assert page.status_code == 422 and LEAK in page.text
    assert newest(running_desk).key == before


def test_a_form_that_comes_back_sooner_than_anybody_types_is_shown_again(running_desk: RunningDesk):
    browser = running_desk.stranger()
    nonce = nonce_in(browser.get("/report").text)

    page = browser.post("/report", data=REPORT | {"nonce": nonce})

    assert page.status_code == 422 and "Druk alstublieft nog" in page.text


def test_one_connection_can_only_report_so_often_and_others_go_on(running_desk: RunningDesk):
    for _ in range(running_desk.settings.limits.report_per_address_hour):
        assert send(running_desk).status_code == 200

    shut = send(running_desk)
    running_desk.clock.advance(hours=1)

    assert shut.status_code == 429 and LEAK in shut.text
    assert send(running_desk).status_code == 200


def test_a_receipt_that_is_not_theirs_is_not_there(running_desk: RunningDesk):
    assert running_desk.stranger().get("/report/abc.1.def").status_code == 404


def test_every_preset_is_a_trade_with_a_title_in_both_languages():
    assert set(PRESETS) == set(Trade)
    for trade, titles in PRESETS.items():
        assert all(str(title) != title.in_("nl") for title in titles.values()), trade


def test_a_nonce_tells_its_age_only_to_whoever_made_it():
    nonce = new_nonce(b"secret", NOW)

    assert age_of(b"secret", nonce, NOW + timedelta(seconds=9)) == timedelta(seconds=9)
    assert age_of(b"other", nonce, NOW) is None
    assert age_of(b"secret", nonce[:-1] + "x", NOW) is None
    assert age_of(b"secret", "é.1.x", NOW) is None


def send(desk: RunningDesk, changed: dict[str, str] | None = None, **more: object) -> httpx2.Response:
    """Fill in the form as Fatima does, press, and see the page that follows."""
    browser = desk.stranger()
    typed = REPORT | {"nonce": opened(desk, browser)} | (changed or {})
    answer = browser.post("/report", data=typed, **more)  # type: ignore[arg-type]
    return browser.get(answer.headers["location"]) if answer.status_code == 303 else answer


def opened(desk: RunningDesk, browser: httpx2.Client, path: str = "/report") -> str:
    """The nonce of a form that was read for a while."""
    nonce = nonce_in(browser.get(path).text)
    desk.clock.advance(seconds=30)
    return nonce


def nonce_in(page: str) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', page)
    assert found
    return found[1]


def newest(desk: RunningDesk) -> Ticket:
    with desk.store.reading() as session:
        return session.exec(select(Ticket).order_by(col(Ticket.id).desc())).first() or pytest.fail("no ticket")


def people_of(desk: RunningDesk, ticket: Ticket) -> list[str]:
    with desk.store.reading() as session:
        linked = select(Person.name).join(TicketPerson, col(TicketPerson.person_id) == Person.id)
        return list(session.exec(linked.where(TicketPerson.ticket_id == ticket.key)))
