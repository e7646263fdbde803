"""Who comes in, and what stands before every page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import col, select
from starlette.datastructures import Headers

from store.access import StaffSession
from store.attempts import record_attempt
from store.people import Staff
from tests.running_app import PASSWORD, RunningDesk
from web.app import create_app
from web.done import is_own_path
from web.guard import is_ours
from web.request import asked_language
from web.staff.accounts.admission import pause_after

OPEN = ("/login", "/healthz", "/report", "/l/", "/calendar/", "/static")


def test_staff_log_in_and_see_their_tray(running_desk: RunningDesk):
    browser = running_desk.staff_browser("Ingrid")

    page = browser.get("/metrics")

    assert page.status_code == 200


def test_nothing_but_what_is_open_answers_a_stranger(running_desk: RunningDesk):
    browser = running_desk.stranger()

    answers = {
        (method, path): browser.request(method, path)
        for method, path in pages(running_desk)
        if not path.startswith(OPEN)
    }

    assert answers
    for asked, answer in answers.items():
        assert answer.status_code in (303, 401), asked
        assert answer.headers.get("location", "/login").startswith("/login"), asked


def test_a_page_that_was_asked_for_follows_the_log_in(running_desk: RunningDesk):
    browser = running_desk.stranger()
    asked = browser.get("/metrics")

    answer = browser.post(
        "/login", data={"email": "Ingrid@delinde.example.nl ", "password": PASSWORD, "next": "/metrics"}
    )

    assert asked.headers["location"] == "/login?next=/metrics"
    assert answer.headers["location"] == "/metrics"


@pytest.mark.parametrize("after", ["//evil.example.nl", "https://evil.example.nl", "/\\evil.example.nl", "", "/\nx"])
def test_logging_in_never_leads_to_another_site(after: str):
    assert not is_own_path(after)


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(running_desk: RunningDesk):
    browser = running_desk.stranger()

    wrong = browser.post("/login", data={"email": "ingrid@delinde.example.nl", "password": "raden"})
    unknown = browser.post("/login", data={"email": "niemand@delinde.example.nl", "password": "raden"})

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("ingrid@", "niemand@") == unknown.text
    assert "horen niet bij elkaar" in wrong.text


def test_guessing_passwords_ends_after_ten_tries_and_opens_again_after_a_quarter(running_desk: RunningDesk):
    browser = running_desk.stranger()
    right = {"email": "ingrid@delinde.example.nl", "password": PASSWORD}
    for _ in range(10):
        browser.post("/login", data=right | {"password": "raden"})

    shut = browser.post("/login", data=right)
    running_desk.clock.advance(minutes=16)
    open_again = browser.post("/login", data=right)

    assert (shut.status_code, open_again.status_code) == (429, 303)


def test_of_fifty_guesses_at_once_no_more_than_the_limit_are_judged(running_desk: RunningDesk):
    guesses = [{"email": "ingrid@delinde.example.nl", "password": f"raden {number}"} for number in range(50)]

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda guess: running_desk.stranger().post("/login", data=guess), guesses))

    assert Counter(answer.status_code for answer in answers) == {422: 10, 429: 40}


def test_who_guesses_from_elsewhere_does_not_keep_the_owner_out(running_desk: RunningDesk):
    running_desk.staff_browser("Ingrid")
    account = hashlib.sha256(b"ingrid@delinde.example.nl").hexdigest()
    with running_desk.store.writing() as session:
        for _ in range(1000):
            record_attempt(session, "login", account, running_desk.clock())

    right = {"email": "ingrid@delinde.example.nl", "password": PASSWORD}
    at_her_desk = running_desk.stranger().post("/login", data=right)

    assert at_her_desk.status_code == 303


def test_the_pause_after_wrong_passwords_grows_to_a_quarter_of_an_hour_and_no_further():
    pauses = [pause_after(tries, free=10) // timedelta(minutes=1) for tries in (0, 9, 10, 11, 12, 13, 14, 1_000)]

    assert pauses == [0, 0, 1, 2, 4, 8, 15, 15]


def test_a_log_in_in_which_nothing_is_done_ends(running_desk: RunningDesk):
    browser = running_desk.staff_browser()
    idle = running_desk.settings.web.idle_minutes

    running_desk.clock.advance(minutes=idle - 1)
    still_in = browser.get("/account").status_code
    running_desk.clock.advance(minutes=idle - 1)
    in_again = browser.get("/account").status_code
    running_desk.clock.advance(minutes=idle + 1)

    assert (still_in, in_again, browser.get("/account").status_code) == (200, 200, 303)


def test_staff_see_where_they_are_logged_in_and_end_it_there(running_desk: RunningDesk):
    here, phone, other = (running_desk.staff_browser("Ingrid") for _ in range(3))
    bram = running_desk.staff_browser("Bram")
    with running_desk.store.reading() as session:
        keys = [row.key for row in session.exec(select(StaffSession).order_by(col(StaffSession.id)))]

    bram.post(f"/account/sessions/{keys[1]}")  # not his
    still_in = phone.get("/account").status_code
    here.post(f"/account/sessions/{keys[1]}")
    ended = phone.get("/account").status_code
    here.post("/account/sessions")

    assert (still_in, ended, other.get("/account").status_code) == (200, 303, 303)
    assert here.get("/account").text.count("python-httpx2") == 1
    assert bram.get("/account").status_code == 200


def test_logging_out_ends_the_session_itself_and_not_only_the_cookie(running_desk: RunningDesk):
    browser = running_desk.staff_browser()
    kept = browser.cookies["postbon"]

    browser.post("/logout")

    thief = running_desk.stranger(cookie=f"postbon={kept}")
    assert thief.get("/metrics").status_code == 303


def test_a_session_ends_after_its_hours_and_with_the_account(running_desk: RunningDesk):
    ingrid, bram = running_desk.staff_browser("Ingrid"), running_desk.staff_browser("Bram")

    with running_desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.name == "Bram Postma")).one().active = False
    bram_left = bram.get("/metrics").status_code
    running_desk.clock.advance(hours=running_desk.settings.web.session_hours)

    assert (bram_left, ingrid.get("/metrics").status_code) == (303, 303)


def test_session_ids_are_nowhere_at_rest(running_desk: RunningDesk):
    browser = running_desk.staff_browser()

    with running_desk.store.reading() as session:
        row = session.exec(select(StaffSession).order_by(col(StaffSession.id).desc())).first()

    assert row and browser.cookies["postbon"] not in (row.id_hash, str(row.id))
    assert row.expires_at - row.created_at == timedelta(hours=12)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(running_desk: RunningDesk):
    answer = running_desk.stranger().post("/login", data={"email": "ingrid@delinde.example.nl", "password": PASSWORD})

    said = answer.headers["set-cookie"].lower()

    assert "httponly" in said and "samesite=lax" in said


def test_a_form_of_another_site_changes_nothing(running_desk: RunningDesk):
    browser = running_desk.staff_browser()

    answers = [
        browser.post("/logout", headers={"sec-fetch-site": "cross-site"}),
        browser.post("/logout", headers={"sec-fetch-site": "same-site"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert browser.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://desk.example.nl"}, False),
        ({"origin": "https://desk.example.nl", "host": "10.0.0.5"}, True),
        ({"origin": "http://10.0.0.5:8000", "host": "desk.example.nl"}, True),
        ({"origin": "http://evil.example.nl", "host": "evil.example.nl"}, False),
        ({"origin": "https://evil.example.nl", "host": "desk.example.nl"}, False),
        ({"origin": "null", "host": "desk.example.nl"}, False),
        ({"cookie": "postbon=x"}, False),
        ({}, True),
    ],
)
def test_who_may_send_a_form(headers: dict[str, str], ours: bool):
    assert is_ours("POST", Headers(headers), {"https://desk.example.nl", "http://10.0.0.5:8000"}) is ours


def test_every_page_forbids_scripts_of_others_frames_guessing_and_indexing(running_desk: RunningDesk):
    answers = [
        running_desk.stranger().get("/login"),
        running_desk.stranger().get("/nergens"),
        running_desk.staff_browser().get("/metrics"),
    ]

    for answer in answers:
        assert answer.headers["content-security-policy"].startswith("default-src 'none';")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"


def test_an_address_that_leads_nowhere_says_so_in_plain_words(running_desk: RunningDesk):
    answer = running_desk.stranger(**{"accept-language": "en"}).get("/nowhere")

    assert answer.status_code == 404
    assert "This page does not exist" in answer.text


def test_a_request_that_is_too_large_is_refused_with_a_page(running_desk: RunningDesk):
    too_much = b"x" * (running_desk.settings.web.max_upload + 2 * 1024 * 1024)

    answer = running_desk.stranger().post("/login", files={"file": ("a.bin", too_much)})

    assert answer.status_code == 413


def test_head_answers_as_get_does(running_desk: RunningDesk):
    answer = running_desk.stranger().head("/login")

    assert (answer.status_code, answer.content) == (200, b"")


def test_health_is_told_to_anybody(running_desk: RunningDesk):
    assert running_desk.stranger().get("/healthz").text == "ok\n"


@pytest.mark.parametrize(
    ("header", "language"), [("en-GB,en;q=0.9", "en"), ("de,nl;q=0.5", "nl"), ("fr", "nl"), ("", "nl"), ("*", "nl")]
)
def test_a_stranger_is_spoken_to_in_the_language_their_browser_asks_for(header: str, language: str):
    assert asked_language(header, "nl") == language


def pages(running_desk: RunningDesk) -> Iterator[tuple[str, str]]:
    """Every (method, path) the app answers, with 1 in place of each parameter."""
    app = create_app(running_desk.store, running_desk.settings, running_desk.clock)
    for route in iter_route_contexts(app.routes):
        path = re.sub(r"{[^}]+}", "1", route.path or "")
        yield from ((method, path) for method in route.methods or ())
