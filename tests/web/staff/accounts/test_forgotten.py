"""A forgotten password is replaced by mail, and by nobody but who reads that mail."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from sqlmodel import SQLModel, col, select

from convert.forgetting.rounds import forget_old
from store.access import PasswordReset, SecurityEntry
from store.letter_table import Letter
from store.people import Staff
from store.words import SecurityEvent
from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World
from tests.running_app import PASSWORD
from web.link.link_access import without_token

INGRID = "ingrid@delinde.example.nl"
NEW = "een andere zin die niemand raadt"
SUBJECT = "Nieuw wachtwoord kiezen"
LINK = re.compile(r"/login/reset/([a-z2-7]{26})")


def asks(world: World, email: str = INGRID, browser: httpx2.Client | None = None) -> httpx2.Response:
    """Ask, and wait until what is done after the answer is done."""
    before = asked(world)
    answer = (browser or world.desk.stranger()).post("/login/forgotten", data={"email": email})
    while answer.status_code == 200 and asked(world) == before:
        pass
    return answer


def asked(world: World) -> int:
    with world.desk.store.reading() as session:
        lines = select(SecurityEntry).where(SecurityEntry.event == SecurityEvent.RESET_ASKED)
        return len(session.exec(lines).all())


def path_in(letter: ReceivedLetter) -> str:
    return f"/login/reset/{LINK.findall(letter.text)[0]}"


def logs_in(world: World, password: str) -> int:
    return world.desk.stranger().post("/login", data={"email": INGRID, "password": password}).status_code


def test_who_forgot_a_password_chooses_another_by_mail_and_is_told_afterwards(world: World):
    before = world.desk.staff_browser("Ingrid")
    asks(world, " Ingrid@delinde.example.nl ")
    world.work()
    browser, path = world.desk.stranger(), path_in(world.ingrid.letter(SUBJECT))

    weak = browser.post(path, data={"password": "Welkom2026!!!"})
    done = browser.post(path, data={"password": NEW})
    world.work()

    assert (weak.status_code, done.status_code, done.headers["location"]) == (422, 303, "/login")
    assert "Log ermee in" in browser.get("/login").text
    assert (logs_in(world, PASSWORD), logs_in(world, NEW)) == (422, 303)
    assert before.get("/account").status_code == 303
    assert "127.0.0.1" in world.ingrid.letter("Uw wachtwoord is veranderd").text


def test_whoever_asks_for_whomever_hears_the_same_and_only_an_account_gets_a_letter(world: World):
    with world.desk.store.writing() as session:
        bram = session.exec(select(Staff).where(Staff.name == "Bram Postma")).one()
        bram.active = False

    answers = [asks(world, email) for email in (INGRID, bram.email, "niemand@delinde.example.nl", "", "x" * 5000)]
    world.work()

    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert [letter.to for letter in world.letters] == [INGRID]


def test_a_link_works_once_for_an_hour_and_looking_at_it_takes_nothing(world: World):
    for _ in range(2):
        asks(world)
    world.work()
    first, second = (path_in(letter) for letter in world.ingrid.letters(SUBJECT))
    browser = world.desk.stranger()

    looked = [browser.get(first).status_code for _ in range(3)]
    used = browser.post(first, data={"password": NEW}).status_code
    again = [browser.post(path, data={"password": PASSWORD}).status_code for path in (first, second)]
    asks(world)
    world.work()
    late = path_in(world.ingrid.letters(SUBJECT)[-1])
    world.clock.advance(minutes=61)

    assert (looked, used, again) == ([200] * 3, 303, [410, 410])
    assert (browser.get(late).status_code, browser.post(late, data={"password": PASSWORD}).status_code) == (410, 410)
    assert logs_in(world, NEW) == 303


@pytest.mark.each_database
def test_of_tabs_that_press_at_once_one_changes_the_password(world: World):
    asks(world)
    world.work()
    path = path_in(world.ingrid.letter(SUBJECT))

    with ThreadPoolExecutor(6) as pool:
        passwords = [f"{NEW} nummer {number}" for number in range(6)]
        answers = list(pool.map(lambda word: world.desk.stranger().post(path, data={"password": word}), passwords))

    assert Counter(answer.status_code for answer in answers) == {303: 1, 410: 5}


def test_nobody_who_reads_the_outbox_the_log_or_the_store_finds_the_link(world: World):
    asks(world)
    world.work()
    [token] = set(LINK.findall(world.ingrid.letter(SUBJECT).text))
    bram = world.desk.staff_browser("Bram")
    with world.desk.store.reading() as session:
        letter = session.exec(select(Letter).order_by(col(Letter.id).desc())).first()
        assert letter
        rows = [str(list(session.execute(table.select()))) for table in SQLModel.metadata.sorted_tables]

    pages = [bram.get(path).text for path in ("/outbox", f"/outbox/{letter.key}", f"/glass/letters/{letter.key}")]

    assert "/login/reset/" + "0" * 26 in pages[1] + pages[2]
    assert not any(token in text for text in pages + rows)
    assert token not in world.desk.store.blobs.get(letter.octets_key).decode()
    assert without_token(f"/login/reset/{token}") == "/login/reset/…"
    assert bram.get(f"/login/reset/{token}").headers["referrer-policy"] == "no-referrer"


def test_a_letter_that_comes_back_takes_its_link_along(world: World):
    asks(world)
    world.work()
    letter = world.ingrid.letter(SUBJECT)

    world.returns(letter)
    world.work()

    assert world.desk.stranger().get(path_in(letter)).status_code == 410


def test_a_mailbox_is_not_filled_by_who_asks_again_and_again(world: World):
    browser = world.desk.stranger()

    answers = Counter(asks(world, browser=browser).status_code for _ in range(12))
    world.work()

    assert answers == {200: 10, 429: 2}
    assert len(world.ingrid.letters(SUBJECT)) == 3
    assert logs_in(world, PASSWORD) == 303  # asking is counted apart


@pytest.mark.parametrize("change", [{"active": False}, {"password_hash": ""}])
def test_a_link_opens_nothing_for_who_may_not_come_in(world: World, change: dict[str, object]):
    asks(world)
    world.work()
    with world.desk.store.writing() as session:
        ingrid = session.exec(select(Staff).where(Staff.email == INGRID)).one()
        for name, value in change.items():
            setattr(ingrid, name, value)

    path = path_in(world.ingrid.letter(SUBJECT))

    assert world.desk.stranger().post(path, data={"password": NEW}).status_code == 410


def test_the_desks_own_address_gets_no_link_that_all_colleagues_would_read(world: World):
    with world.desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.email == INGRID)).one().email = world.desk.settings.desk.address
    asks(world, world.desk.settings.desk.address)
    world.work()

    assert world.letters == []


def test_old_resets_are_forgotten(world: World):
    asks(world)
    world.clock.advance(days=40)

    forget_old(world.desk.store, world.desk.settings, world.clock())

    with world.desk.store.reading() as session:
        assert session.exec(select(PasswordReset)).all() == []
