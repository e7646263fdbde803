"""Who is known here comes in by the organisation's own issuer, and nobody by what only looks like its word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from sqlmodel import select

from config.settings import Oidc, Settings, Web
from store.access import SecurityEntry
from store.people import Staff
from tests.running_app import Front, RunningDesk
from tests.servers.issuer import CLIENT, SECRET, Issuer, an_issuer


@pytest.fixture
def issuer(running_desk: RunningDesk, front: Front) -> Iterator[Issuer]:
    """An issuer that the desk's settings name."""
    with an_issuer(running_desk.clock) as issuer:
        oidc = Oidc(issuer=issuer.url, client_id=CLIENT, client_secret=SecretStr(SECRET))
        web = running_desk.settings.web.model_copy(update={"oidc": oidc})
        settings = running_desk.settings.model_copy(update={"web": web})
        front.show(running_desk.store, settings, running_desk.clock)
        yield issuer


def way_back(browser: httpx2.Client, after: str = "/orders") -> str:
    """Go to the issuer and log in there; the address it sends the browser back to."""
    there = browser.get("/login/oidc", params={"next": after})
    assert there.status_code == 303, there.text
    return str(httpx2.get(there.headers["location"]).headers["location"])


def is_in(browser: httpx2.Client) -> bool:
    return browser.get("/account").status_code == 200


def test_who_has_an_account_comes_in_and_goes_where_they_wanted_to_be(running_desk: RunningDesk, issuer: Issuer):
    issuer.email = "Ingrid@DeLinde.example.nl"
    browser = running_desk.stranger()

    button = browser.get("/login?next=/orders").text
    answer = browser.get(way_back(browser))

    assert "/login/oidc?next=/orders" in button
    assert (answer.status_code, answer.headers["location"], is_in(browser)) == (303, "/orders", True)
    assert "postbon_oidc" not in browser.cookies
    with running_desk.store.reading() as session:
        assert [row.event.value for row in session.exec(select(SecurityEntry))] == ["log_in"]


@pytest.mark.parametrize("lie", [
    {"email_verified": False}, {"email_verified": "true"}, {"email_verified": 1}, {"email": "niemand@example.nl"},
    {"email": None}, {"email": ["ingrid@delinde.example.nl"]}, {"nonce": "of another log-in"}, {"nonce": None},
    {"aud": "another client"}, {"aud": [CLIENT, "another"]}, {"iss": "https://other.example.nl"}, {"exp": 1},
    {"exp": None}, {"azp": "another"}, {"iat": 99_999_999_999},
], ids=str)  # fmt: skip
def test_what_the_issuer_does_not_truly_say_lets_nobody_in(
    running_desk: RunningDesk, issuer: Issuer, lie: dict[str, Any]
):
    issuer.lie = lie
    browser = running_desk.stranger()

    answer = browser.get(way_back(browser))

    assert (answer.status_code, is_in(browser)) == (422, False)
    assert "Dat lukte niet" in answer.text


def test_an_address_that_only_looks_like_a_colleagues_is_another(running_desk: RunningDesk, issuer: Issuer):
    with running_desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.email == issuer.email)).one().email = "kees@delinde.example.nl"
    issuer.email = "\u212aees@delinde.example.nl"  # a Kelvin sign: its small letter is our k
    browser = running_desk.stranger()

    assert (browser.get(way_back(browser)).status_code, is_in(browser)) == (422, False)


@pytest.mark.parametrize("sign", ["none", "HS256", "stranger"])
def test_only_the_issuers_private_key_signs(running_desk: RunningDesk, issuer: Issuer, sign: str):
    issuer.sign = sign
    browser = running_desk.stranger()

    assert (browser.get(way_back(browser)).status_code, is_in(browser)) == (422, False)


def test_a_way_back_is_of_the_browser_that_began_it_for_ten_minutes_and_once(running_desk: RunningDesk, issuer: Issuer):
    ingrid, other, late = (running_desk.stranger() for _ in range(3))
    back, theirs = way_back(ingrid), way_back(late)

    stolen = [running_desk.stranger().get(back).status_code]
    way_back(other)
    stolen.append(other.get(back).status_code)
    changed = ingrid.get(f"{way_back(ingrid)}x").status_code
    back = way_back(ingrid)
    kept = ingrid.cookies["postbon_oidc"]
    used = ingrid.get(back).status_code
    again = running_desk.stranger(cookie=f"postbon_oidc={kept}").get(back).status_code
    running_desk.clock.advance(minutes=11)

    assert (stolen, changed, used, again) == ([422, 422], 422, 303, 422)
    assert late.get(theirs).status_code == 422


def test_an_account_that_is_closed_stays_closed(running_desk: RunningDesk, issuer: Issuer):
    with running_desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.email == issuer.email)).one().active = False
    browser = running_desk.stranger()

    assert (browser.get(way_back(browser)).status_code, is_in(browser)) == (422, False)


def test_who_has_a_second_factor_here_is_asked_for_it_all_the_same(running_desk: RunningDesk, issuer: Issuer):
    from store.second_factor import begin_factor, confirm_factor

    with running_desk.store.writing() as session:
        factor = begin_factor(session, running_desk.staff_named("Ingrid").key, running_desk.clock())
        confirm_factor(session, factor, 1, running_desk.clock())
    browser = running_desk.stranger()

    answer = browser.get(way_back(browser))

    assert (answer.headers["location"], is_in(browser)) == ("/login/code?next=/orders", False)


@pytest.mark.parametrize("after", ["https://evil.example.nl", "//evil.example.nl", "/\\evil", "/a\r\nset-cookie: x=1"])
def test_the_way_back_leads_to_no_other_site(running_desk: RunningDesk, issuer: Issuer, after: str):
    browser = running_desk.stranger()

    assert browser.get(way_back(browser, after)).headers["location"] == "/"


@pytest.mark.parametrize("cookie", ["", "x", "..", "a.b.c", "a.99999999999./", "a.1./"])
def test_a_cookie_that_is_not_ours_is_no_errand(running_desk: RunningDesk, issuer: Issuer, cookie: str):
    browser = running_desk.stranger(cookie=f"postbon_oidc={cookie}")

    assert browser.get("/login/oidc/back?state=x&code=x").status_code == 422


def test_an_issuer_that_is_down_or_describes_another_is_said_kindly(running_desk: RunningDesk, issuer: Issuer):
    url, issuer.url = issuer.url, "http://127.0.0.1:9/other"
    other = running_desk.stranger().get("/login/oidc")
    issuer.url = url

    assert other.status_code == 422 and "Dat lukte niet" in other.text


def test_without_an_issuer_there_is_no_button_and_no_way(running_desk: RunningDesk):
    browser = running_desk.stranger()

    assert "/login/oidc" not in browser.get("/login").text
    assert [browser.get(path).status_code for path in ("/login/oidc", "/login/oidc/back")] == [404, 404]


def test_an_issuer_is_asked_over_tls_only():
    assert Settings(web=Web(oidc=Oidc(issuer="https://login.example.nl"))).web.oidc.issuer
    with pytest.raises(ValueError, match="https"):
        Oidc(issuer="http://login.example.nl")
