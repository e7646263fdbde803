"""The service party's page: what it shows, what a press does, and what it never does by itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from sqlmodel import select

from convert.orders.perform import perform
from convert.orders.reassigning import reassign_order
from convert.orders.work_order import deeds_open_to
from convert.tickets.comments import add_note
from store.files import order_files
from store.orders import WorkOrder
from store.tickets import TimelineEntry
from store.words import ActorKind, Deed, Entry, OrderState, Visibility
from tests.running_app import RunningDesk
from tests.web.links import LEAK, a_photo, a_report, an_order, link_of, now_of, page_of, press
from web.link.link_access import without_token
from web.link.party_page import LIKELY

ENGLISH = {"accept-language": "en"}
PERSON = {"user-agent": "Mozilla/5.0 (Android 16; Mobile)"}


@pytest.mark.parametrize("state", OrderState)
def test_every_deed_a_party_can_do_has_its_button(state: OrderState):
    assert set(LIKELY.get(state, ())) == set(deeds_open_to(state, ActorKind.PARTY))


def test_the_page_shows_where_what_and_whom_and_the_likely_deed_first(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))

    page = running_desk.stranger().get(page_of(running_desk, order=order)).text

    assert 'href="geo:0,0?q=Lindelaan%2014B%2C%203512%20SA%20Utrecht"' in page
    assert LEAK in page and "Fatima el Amrani" in page and order.number in page
    pressed = re.findall(r'class="deed[^"]*?"[^>]*?>.*?<span class="deed-word">(.*?)</span>', page, re.DOTALL)
    assert pressed[:4] == ["Accepteren", "Accepteren en een dag kiezen", "Meer tijden voorstellen", "Stuur deze tijd"]
    assert page.count('class="deed likely') == 1


def test_telephone_and_access_are_shown_only_after_acceptance(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    before = browser.get(path).text
    after = press(browser, path, "accept").text

    assert "06 0000 0014" not in before and "4711" not in before
    assert "06 0000 0014" in after and "4711" in after
    assert "fatima.elamrani" not in before + after


def test_a_press_says_what_happened_and_who_was_told(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    page = press(browser, path, "accept").text

    assert now_of(running_desk, order).state is OrderState.ACCEPTED
    assert "U hebt de opdracht geaccepteerd. Bericht gaat naar Ingrid Vos en de melder." in page
    assert "U hebt de opdracht geaccepteerd" not in browser.get(path).text


def test_a_second_press_changes_nothing_and_names_the_first(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)
    press(running_desk.stranger(), path, "accept")
    told = len(running_desk.letters())
    running_desk.clock.advance(minutes=3)

    page = press(running_desk.stranger(), path, "accept").text

    assert "Al geaccepteerd door Johan de Kraan op ma 16 nov 2026, 07:52." in page
    assert len(running_desk.letters()) == told


def test_looking_changes_nothing_but_the_first_look(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(**PERSON), page_of(running_desk, order=order)
    before = now_of(running_desk, order)

    for below in ("", "/accept", "/refuse", "/complete", "/comment"):
        browser.head(path + below)
        browser.get(path + below)

    after = now_of(running_desk, order)
    assert after == before
    assert link_of(running_desk, order=order).first_seen_at == running_desk.clock()
    assert [entry.actor_name for entry in seen(running_desk)] == ["Johan de Kraan"]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("HEAD", {}),
        ("GET", {"sec-purpose": "prefetch;prerender"}),
        ("GET", {"purpose": "prefetch"}),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; BingPreview/1.0b)"}),
        ("GET", {"user-agent": "LinkScanner bot/2"}),
    ],
)
def test_robots_and_looks_ahead_are_no_first_look(running_desk: RunningDesk, method: str, headers: dict[str, str]):
    order = an_order(running_desk, a_report(running_desk))

    answer = running_desk.stranger().request(method, page_of(running_desk, order=order), headers=PERSON | headers)

    assert answer.status_code == 200
    assert link_of(running_desk, order=order).first_seen_at is None
    assert seen(running_desk) == []


def test_refusing_asks_why_and_keeps_what_was_typed(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    without_reason = browser.post(f"{path}/refuse", data={"why": "te ver <weg>"})
    page = press(browser, path, "refuse", reason="outside_region", why="te ver")

    assert without_reason.status_code == 422
    assert 'id="reason-error"' in without_reason.text and "te ver &lt;weg&gt;" in without_reason.text
    assert now_of(running_desk, order).state is OrderState.REFUSED
    assert "U hebt deze opdracht geweigerd" in page.text


def test_a_visit_is_proposed_and_the_calendar_file_says_when(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    page = press(browser, path, "plan", day="2026-11-24", **{"from": "10:00", "until": "12:00"}).text
    calendar = browser.get(f"{path}/appointments/{order.number}.ics")

    assert "di 24 nov 2026, 10:00–12:00" in page
    assert "Wij hebben de bewoner gevraagd of dit uitkomt." in page
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "DTSTART:20261124T090000Z" in calendar.text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"day": "", "from": ""}, "day"),
        ({"day": "2026-11-24", "from": ""}, "from"),
        ({"day": "2026-11-24", "from": "10:00", "until": "09:00"}, "until"),
        ({"day": "2026-11-10", "from": "10:00"}, "day"),
        ({"day": "dinsdag", "from": "10:00"}, "day"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(running_desk: RunningDesk, fields: dict[str, str], wrong: str):
    order = an_order(running_desk, a_report(running_desk))

    answer = running_desk.stranger().post(page_of(running_desk, order=order) + "/plan", data=fields)

    assert answer.status_code == 422
    assert f'id="{wrong}-error"' in answer.text
    assert now_of(running_desk, order).state is OrderState.SENT


def test_completion_takes_what_was_done_and_its_photos(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)
    photo = a_photo()

    answer = browser.post(
        f"{path}/complete",
        data={"work": "Kit vervangen", "on": "2026-11-16"},
        files={"photos": (photo.filename, photo.octets, "image/jpeg")},
    )
    page = browser.get(answer.headers["location"]).text

    done = now_of(running_desk, order)
    assert (done.state, done.work_done) == (OrderState.COMPLETED, "Kit vervangen")
    assert "plafond.jpg" in page


def test_a_file_that_can_run_is_refused_at_its_field_and_nothing_is_done(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)

    answer = running_desk.stranger().post(
        f"{path}/complete", data={"work": "Klaar", "on": "2026-11-16"}, files={"photos": ("a.exe", b"MZ\x90")}
    )

    assert answer.status_code == 422
    assert 'id="photos-error"' in answer.text and "Klaar" in answer.text
    assert now_of(running_desk, order).state is OrderState.SENT


def test_a_deed_that_can_no_longer_be_done_says_so(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)
    press(browser, path, "complete", work="Klaar", on="2026-11-16")

    answer = browser.post(f"{path}/plan", data={"day": "2026-11-24", "from": "10:00"})

    assert answer.status_code == 409
    assert f'href="{path}"' in answer.text


def test_staffs_deeds_are_not_open_to_a_party(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)

    answers = [running_desk.stranger().post(f"{path}/{deed}") for deed in ("approve", "withdraw", "send", "confirm")]

    assert {answer.status_code for answer in answers} == {404}
    assert now_of(running_desk, order).state is OrderState.SENT


def test_a_question_reaches_the_responsible_once_however_often_it_is_pressed(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    press(browser, path, "comment", text="Is er een trap?")
    page = press(browser, path, "comment", text="Is er een trap?").text

    assert page.count("Is er een trap?") == 1
    assert [letter.kind for letter in running_desk.letters("ingrid")].count("staff_message") == 1


def test_nothing_internal_stands_in_the_page(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    order = an_order(running_desk, ticket)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        add_note(work, ticket.key, text="GEHEIM: huurachterstand")
        add_note(work, order_id=order.key, text="GEHEIM: te duur, bel Warmte")
        add_note(work, ticket.key, text="VOOR FATIMA", visible_to=(Visibility.REPORTER,))
        add_note(work, order_id=order.key, text="Graag voor vrijdag", visible_to=(Visibility.PARTY,))

    page = running_desk.stranger().get(page_of(running_desk, order=order)).text

    assert "GEHEIM" not in page and "VOOR FATIMA" not in page and "Warmte" not in page
    assert "Graag voor vrijdag" in page


def test_a_withdrawn_order_says_only_that(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        perform(work, order.key, Deed.WITHDRAW)

    answers = [running_desk.stranger().get(path), running_desk.stranger().post(f"{path}/accept")]

    for answer in answers:
        assert answer.status_code == 410
        assert "Deze opdracht is ingetrokken" in answer.text
        assert "Lindelaan" not in answer.text and "Fatima" not in answer.text and order.number not in answer.text
    assert now_of(running_desk, order).state is OrderState.WITHDRAWN


def test_after_reassignment_the_first_party_sees_only_that_it_was_withdrawn(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        reassign_order(work, order.key, running_desk.company_named("Visser").key)

    answer = running_desk.stranger().get(path)

    assert answer.status_code == 410
    assert "Lindelaan" not in answer.text and "Visser" not in answer.text


def test_wrong_expired_and_revoked_links_are_told_the_same(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)
    link = link_of(running_desk, order=order)
    with running_desk.store.writing() as session:
        row = session.get_one(type(link), link.key)
        row.expires_at = running_desk.clock() + timedelta(days=1)
    opens = browser.get(path).status_code
    running_desk.clock.advance(days=1)

    answers = [
        browser.get(path),
        browser.get("/l/" + "a" * 26),
        browser.get("/l/" + "a" * 25),
        browser.get(f"/l/{link.reply_token}"),
        browser.get(f"/l/{link.token_hash}"),
        browser.get("/l/%00%ff"),
        browser.post("/l/" + "b" * 26 + "/accept"),
    ]

    assert opens == 200
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_one_link_opens_nothing_of_another(running_desk: RunningDesk):
    ticket = a_report(running_desk, uploads=(a_photo(),))
    order, other = an_order(running_desk, ticket), an_order(running_desk, ticket, "Visser")
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    answers = [
        browser.get(f"{path}/files/1"),
        browser.get(f"{path}/files/1/thumb"),
        browser.get(f"{path}/files/999999"),
        browser.get(f"{path}/appointments/{other.number}.ics"),
        browser.post(f"{path}/solved", data={"solved": "yes"}),
        browser.post(f"{path}/suits", data={"order": other.number, "suits": "yes"}),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_the_page_is_kept_nowhere_and_sends_nothing_on(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))

    answer = running_desk.stranger().get(page_of(running_desk, order=order))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert re.findall("<script.*?>", answer.text) == ['<script src="/static/photos.js" defer>']
    (elsewhere,) = re.findall(r'(?:src|href|action)="(https?:[^"]*)"', answer.text)  # a map, for who presses it
    assert elsewhere == "https://www.openstreetmap.org/search?query=Lindelaan%2014B%2C%203512%20SA%20Utrecht"
    assert "noreferrer" in answer.text


def test_the_page_speaks_the_contacts_language_and_the_other_on_request(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(**ENGLISH), page_of(running_desk, order=order)

    own, other = browser.get(path).text, browser.get(f"{path}?lang=en").text
    after = press(browser, f"{path}?lang=en", "accept").text

    assert '<html lang="nl">' in own and '<html lang="en">' in other
    assert "You accepted the job." in after and '<html lang="en">' in after


def test_a_party_without_a_browser_of_these_years_can_still_press(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)

    answer = running_desk.stranger().post(f"{path}/accept", headers={"sec-fetch-site": "none"})

    assert answer.status_code == 303


def test_another_site_cannot_press_for_a_party(running_desk: RunningDesk):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)

    answer = running_desk.stranger().post(f"{path}/accept", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert now_of(running_desk, order).state is OrderState.SENT


def test_a_log_names_no_token():
    assert without_token("/l/abcdefghijklmnopqrstuvwxyz/files/3") == "/l/…/files/3"


def seen(desk: RunningDesk) -> list[TimelineEntry]:
    with desk.store.reading() as session:
        return list(session.exec(select(TimelineEntry).where(TimelineEntry.kind == Entry.SEEN)))


@pytest.mark.parametrize(("part", "hours"), [("morning", "08:00–12:00"), ("afternoon", "12:00–17:00")])
def test_a_part_of_the_day_is_a_visit_as_well_and_hours_go_before_it(running_desk: RunningDesk, part: str, hours: str):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    neither = browser.post(f"{path}/plan", data={"day": "2026-11-24"})
    page = press(browser, path, "plan", day="2026-11-24", part=part).text
    later = press(browser, path, "plan", day="2026-11-25", part=part, **{"from": "18:00"}).text

    assert neither.status_code == 422 and 'id="from-error"' in neither.text
    assert f"di 24 nov 2026, {hours}" in page
    assert "wo 25 nov 2026, 18:00" in later


@pytest.mark.parametrize(("deed", "field"), [("refuse", "reason"), ("plan", "day"), ("photo", "picture")])
def test_the_bar_of_a_phone_leads_to_the_open_form_of_its_deed(running_desk: RunningDesk, deed: str, field: str):
    order = an_order(running_desk, a_report(running_desk))
    browser, path = running_desk.stranger(), page_of(running_desk, order=order)

    page = LexborHTMLParser(browser.get(f"{path}?do={deed}").text)

    (opened,) = page.css("details.asking[open]")
    assert opened.css_first(f"#do-{deed}") and opened.css_first(f"#{field}")
    assert now_of(running_desk, order).state is OrderState.SENT


@pytest.mark.chromium
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_party_refuses_with_the_thumb_on_a_phone_without_scripts(
    running_desk: RunningDesk, chromium: Browser, language: str
):
    order = an_order(running_desk, a_report(running_desk))
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{running_desk.url}{page_of(running_desk, order=order)}?lang={language}")
    bar = window.locator(".thumb")

    reach = bar.bounding_box()
    bar.get_by_role("link").first.click()
    window.locator("#do-refuse select").select_option("outside_region")
    window.locator("#do-refuse button").click()

    context.close()
    assert reach and reach["y"] > 600 and reach["width"] == 390
    assert now_of(running_desk, order).state is OrderState.REFUSED


@pytest.mark.chromium
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_several_photos_of_a_camera_survive_a_line_that_breaks(running_desk: RunningDesk, chromium: Browser):
    order = an_order(running_desk, a_report(running_desk))
    path = page_of(running_desk, order=order)
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    window = context.new_page()
    window.goto(f"{running_desk.url}{path}?do=photo")
    form = window.locator("#do-photo")
    for number in (1, 2):
        photo = {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": a_photo().octets}
        form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]

    window.route("**/comment*", lambda route: route.abort())
    form.get_by_role("button", name="Verstuur").click()
    form.get_by_text("Nog niet verstuurd").wait_for()
    before = photos_of(running_desk, order)
    window.unroute("**/comment*")
    form.get_by_role("button", name="Probeer opnieuw").click()
    window.get_by_text("Uw bericht is verstuurd").wait_for()

    context.close()
    assert (before, photos_of(running_desk, order)) == (0, 2)


def photos_of(desk: RunningDesk, order: WorkOrder) -> int:
    with desk.store.reading() as session:
        return len(order_files(session, order.key, Visibility.PARTY))
