"""After the password a code of an app: each taken once, counted, and enforced where the desk wants it."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pyotp
import pytest
from playwright.sync_api import expect
from sqlmodel import SQLModel, select

from store.access import SecurityEntry
from store.people import Staff
from store.resets import make_reset
from store.tokens import page_token
from store.words import Role
from tests.cast import MONDAY
from tests.journeys.world import World
from tests.running_app import PASSWORD, Front
from tests.servers.chromium import NewPage
from tests.web.windows import log_in, shut_out, sticks_out
from web.staff.accounts.second_factor import step_of
from web.staff.accounts.staff_list import factor_state

INGRID = "ingrid@delinde.example.nl"
WITH_PASSWORD = {"email": INGRID, "password": PASSWORD, "next": "/orders"}
PICTURE = '<div class="qr"'


class App:
    """What makes Ingrid's codes, once it has read the picture; `recovery`: what she wrote down."""

    def __init__(self, world: World) -> None:
        self.world, self.browser = world, world.desk.staff_browser("Ingrid")
        page = self.browser.post("/account/second-factor", data={"old": PASSWORD}, follow_redirects=True).text
        found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
        assert found and PICTURE in page
        self.secret = found[1].replace(" ", "")
        shown = self.browser.post("/account/second-factor/confirm", data={"code": self.code()}).text
        self.recovery = re.findall(r"<li>([a-z2-7]{5}-[a-z2-7]{5})</li>", shown)

    def code(self, **later: float) -> str:
        """The one it shows now; `later`: after this time has passed."""
        self.world.clock.advance(**later)
        return pyotp.TOTP(self.secret).at(self.world.clock())


def half_in(world: World) -> httpx2.Client:
    """A browser in which the password was given, and the code not yet."""
    browser = world.desk.stranger()
    answer = browser.post("/login", data=WITH_PASSWORD)
    assert answer.headers["location"] == "/login/code?next=/orders"
    return browser


def gives(browser: httpx2.Client, code: str) -> int:
    return browser.post("/login/code", data={"code": code, "next": "/orders"}).status_code


def test_who_set_it_up_comes_in_with_password_and_code_and_is_told_of_it(world: World):
    app = App(world)
    world.work()
    browser = half_in(world)

    before = browser.get("/orders").status_code
    wrong = gives(browser, "000000")
    answer = browser.post("/login/code", data={"code": app.code(seconds=30), "next": "/orders"})

    assert (before, wrong, answer.headers["location"]) == (303, 422, "/orders")
    assert browser.get("/orders").status_code == 200
    assert "staat aan" in world.ingrid.letter("Inloggen met een code staat aan").text
    assert len(app.recovery) == 10
    with world.desk.store.reading() as session:
        events = [row.event.value for row in session.exec(select(SecurityEntry))]
    assert events[-4:] == ["log_in", "second_factor_on", "log_in_refused", "log_in"]


def test_the_password_alone_opens_no_page_and_makes_no_place_known(world: World):
    App(world)
    browser = half_in(world)
    half = browser.cookies["postbon_code"]

    thief = world.desk.stranger(cookie=f"postbon={half}")

    assert [client.get("/orders").status_code for client in (browser, thief)] == [303, 303]
    assert "postbon" not in browser.cookies
    assert world.desk.stranger().get("/login/code").status_code == 303


@pytest.mark.each_database
def test_a_code_is_taken_once_whoever_comes_first(world: World):
    app = App(world)
    tabs = [half_in(world) for _ in range(6)]
    code = app.code(seconds=30)

    with ThreadPoolExecutor(6) as pool:
        answers = Counter(pool.map(lambda tab: gives(tab, code), tabs))

    assert answers == {303: 1, 422: 5}
    assert gives(half_in(world), code) == 422


def test_the_code_that_set_it_up_logs_nobody_in(world: World):
    app = App(world)

    assert gives(half_in(world), app.code()) == 422


def test_the_browser_holds_something_new_once_it_is_in_and_what_it_held_is_of_no_use(world: World):
    app = App(world)
    browser = half_in(world)
    half = browser.cookies["postbon_code"]

    gives(browser, app.code(seconds=30))

    assert half not in browser.cookies.values()
    again = world.desk.stranger(cookie=f"postbon_code={half}")
    assert again.post("/login/code", data={"code": app.code(seconds=30)}).headers["location"] == "/login"


def test_the_question_waits_ten_minutes_and_ends_with_a_new_password(world: World):
    app = App(world)
    late, shut = half_in(world), half_in(world)

    app.browser.post("/account/password", data={"old": PASSWORD, "new": "een andere zin die niemand raadt"})

    assert shut.post("/login/code", data={"code": app.code(seconds=30)}).headers["location"] == "/login"
    world.clock.advance(minutes=11)
    assert late.get("/login/code").headers["location"] == "/login"


def test_a_forgotten_password_is_no_way_around_the_code(world: World):
    App(world)
    with world.desk.store.writing() as session:
        reset = make_reset(session, world.desk.settings.secret, world.desk.staff_named("Ingrid").key, world.clock())
    assert reset
    path = f"/login/reset/{page_token(world.desk.settings.secret, reset.nonce)}"
    browser, new = world.desk.stranger(), "een andere zin die niemand raadt"

    browser.post(path, data={"password": new})
    answer = browser.post("/login", data=WITH_PASSWORD | {"password": new})

    assert answer.headers["location"] == "/login/code?next=/orders"
    assert browser.get("/orders").status_code == 303


@pytest.mark.each_database
def test_guessing_codes_ends_after_ten_tries_also_at_once(world: World):
    app = App(world)
    tabs = [half_in(world) for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: gives(tabs[number % 3], f"{number:06}"), range(30)))
    right = gives(tabs[0], app.code(seconds=30))

    assert right == 422
    with world.desk.store.reading() as session:
        refused = [row for row in session.exec(select(SecurityEntry)) if row.event.value == "log_in_refused"]
    assert len(refused) == 31
    app.code(minutes=9)
    assert gives(tabs[0], app.code()) == 303


def test_a_recovery_code_lets_in_once_and_is_told_of(world: World):
    app = App(world)
    code = app.recovery[3]

    used = gives(half_in(world), f" {code.upper().replace('-', ' ')} ")
    again = gives(half_in(world), code)
    world.work()

    assert (used, again) == (303, 422)
    assert world.ingrid.letter("Een herstelcode is gebruikt")


def test_new_recovery_codes_and_the_end_of_it_take_a_code(world: World):
    app = App(world)

    refused = app.browser.post("/account/second-factor/off", data={"code": "000000"})
    shown = app.browser.post("/account/second-factor/codes", data={"code": app.code(seconds=30)}).text
    old, new = app.recovery[0], re.findall(r"<li>([a-z2-7]{5}-[a-z2-7]{5})</li>", shown)
    with_old = gives(half_in(world), old)
    ended = app.browser.post("/account/second-factor/off", data={"code": new[0]})
    world.work()

    assert (refused.status_code, len(set(new) - set(app.recovery)), with_old) == (422, 10, 422)
    assert ended.status_code == 303 and world.ingrid.letter("staat uit")
    assert world.desk.stranger().post("/login", data=WITH_PASSWORD).headers["location"] == "/orders"


@pytest.mark.parametrize("words", ["", "een andere zin die niemand raadt"])
def test_a_browser_left_logged_in_sets_up_no_app_without_the_password(world: World, words: str):
    browser = world.desk.staff_browser("Ingrid")

    page = browser.post("/account/second-factor", data={"old": words})

    assert page.status_code == 422
    assert PICTURE not in page.text + browser.get("/account/second-factor").text


def test_two_tabs_that_set_it_up_show_the_same_picture_and_one_turns_it_on(world: World):
    browser = world.desk.staff_browser("Ingrid")
    pages = [
        browser.post("/account/second-factor", data={"old": PASSWORD}, follow_redirects=True).text for _ in range(2)
    ]

    assert pages[0] == pages[1]
    assert browser.post("/account/second-factor/confirm", data={"code": "12345"}).status_code == 422
    assert factor_state(world.desk.store, world.desk.settings, INGRID, world.clock()) is False


def test_nothing_at_rest_makes_codes(world: World):
    app = App(world)

    with world.desk.store.reading() as session:
        rows = " ".join(str(list(session.execute(table.select()))) for table in SQLModel.metadata.sorted_tables)

    assert app.secret not in rows
    assert not any(code in rows or code.replace("-", "") in rows for code in app.recovery)


def test_an_administrator_ends_it_for_who_lost_the_app(world: World):
    app = App(world)

    was = factor_state(world.desk.store, world.desk.settings, INGRID, world.clock(), off=True)
    world.work()

    assert was is True and world.ingrid.letter("staat uit")
    assert app.browser.get("/account").status_code == 303
    assert factor_state(world.desk.store, world.desk.settings, "niemand@delinde.example.nl", world.clock()) is None


@pytest.mark.parametrize(("wanted", "role", "asked"), [
    ("required", Role.READ_ONLY, True), ("admins", Role.ADMIN, True), ("admins", Role.STAFF, False),
])  # fmt: skip
def test_who_must_have_one_sets_it_up_before_any_other_page(
    world: World, front: Front, wanted: str, role: Role, asked: bool
):
    desk = world.desk
    web = desk.settings.web.model_copy(update={"second_factor": wanted})
    front.show(desk.store, desk.settings.model_copy(update={"web": web}), desk.clock)
    with world.desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.email == INGRID)).one().role = role
    browser = world.desk.staff_browser("Ingrid")
    pages = [browser.get(path) for path in ("/orders", "/account", "/people/1")]
    own = browser.get("/account/second-factor")
    App(world)

    assert {page.headers.get("location") for page in pages} == {"/account/second-factor" if asked else None}
    assert own.status_code == 200 and ("Stel dit eerst in" in own.text) is asked


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "²²²²²²", "abcdef", "\0" * 6])
def test_what_is_no_code_is_none(typed: str):
    assert step_of("JBSWY3DPEHPK3PXP" * 2, typed, MONDAY) is None


@pytest.mark.chromium
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_the_code_is_set_up_and_asked_for_where_nobody_is_shut_out(world: World, new_page: NewPage, screen: str):
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)
    window.goto(f"{world.desk.url}/account/second-factor")
    window.get_by_label("Wachtwoord").fill(PASSWORD)
    window.get_by_label("Wachtwoord").press("Enter")
    expect(window.locator(".qr")).to_be_visible()
    found = [shut_out(window), sticks_out(window)]
    App(world)
    window.context.clear_cookies()

    window.goto(f"{world.desk.url}/login")
    window.get_by_label("E-mail").fill(INGRID)
    window.get_by_label("Wachtwoord").fill(PASSWORD)
    window.get_by_role("button", name="Inloggen").click()
    window.wait_for_url(re.compile("/login/code"))

    assert [*found, shut_out(window), sticks_out(window)] == [[], False, [], False]
