"""Administrators invite colleagues, give them a role and let them in no longer; one administrator always stays."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from store.access import SecurityEntry
from store.people import Staff
from store.words import Role, SecurityEvent
from tests.journeys.letters import ReceivedLetter
from tests.journeys.world import World
from web.staff.accounts.staff_list import set_role

SANNE = {"name": "Sanne Bos", "email": "sanne@delinde.example.nl", "role": "on_call"}
KEY = "een zin die niemand ooit raadt"


def row_of(world: World, name: str) -> Staff:
    with world.desk.store.reading() as session:
        return session.exec(select(Staff).where(Staff.name == name)).one()


def letter_to(world: World, address: str) -> ReceivedLetter:
    world.work()
    return next(letter for letter in reversed(world.letters) if letter.to == address)


def change(world: World, name: str, deed: str, by: str = "Ingrid", **fields: str) -> int:
    path = f"/settings/staff/{row_of(world, name).key}/{deed}"
    return world.desk.staff_browser(by).post(path, data=fields).status_code


def events(world: World) -> list[SecurityEvent]:
    with world.desk.store.reading() as session:
        return [entry.event for entry in session.exec(select(SecurityEntry).order_by(SecurityEntry.id))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "words"), [("nl", "binnen een week"), ("en", "within a week")])
def test_who_is_invited_chooses_a_password_by_mail_and_may_do_what_the_role_says(
    world: World, language: str, words: str
):
    ingrid = world.desk.staff_browser("Ingrid")
    answer = ingrid.post("/settings/staff", data=SANNE)
    with world.desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.name == "Sanne Bos")).one().language = language
    listed = ingrid.get("/settings/staff").text

    letter = letter_to(world, SANNE["email"])
    (path,) = set(re.findall(r"/login/reset/[a-z2-7]{26}", letter.text))
    world.clock.advance(minutes=60 * 24 * 6)
    browser = world.desk.stranger()
    chosen = browser.post(path, data={"password": KEY})
    browser.post("/login", data={"email": SANNE["email"], "password": KEY})

    assert answer.status_code == 303 and "nog geen wachtwoord" in listed
    assert "Ingrid Vos" in letter.text
    assert chosen.status_code == 303
    assert [browser.get(page).status_code for page in ("/drafts", "/settings/staff")] == [200, 403]
    assert SecurityEvent.USER_ADDED in events(world)


def test_an_invitation_ends_after_a_week_and_can_be_sent_again(world: World):
    ingrid = world.desk.staff_browser("Ingrid")
    ingrid.post("/settings/staff", data=SANNE)
    first = re.findall(r"/login/reset/[a-z2-7]{26}", letter_to(world, SANNE["email"]).text)[0]
    world.clock.advance(minutes=60 * 24 * 7 + 1)

    again = world.desk.staff_browser("Ingrid").post(f"/settings/staff/{row_of(world, 'Sanne Bos').key}/invite")
    second = re.findall(r"/login/reset/[a-z2-7]{26}", letter_to(world, SANNE["email"]).text)[0]

    assert again.status_code == 303
    assert [world.desk.stranger().get(path).status_code for path in (first, second)] == [410, 200]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "ingrid@delinde.example.nl"}, "email"),
        ({"email": "melding@delinde.example.nl"}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_an_invitation_that_cannot_be_says_why_at_its_field(world: World, fields: dict[str, str], field: str):
    answer = world.desk.staff_browser("Ingrid").post("/settings/staff", data=SANNE | fields)

    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert world.letters == []


def test_a_role_and_the_end_of_letting_in_work_at_once_and_stand_in_the_log(world: World):
    bram = world.desk.staff_browser("Bram")

    changed = change(world, "Bram Postma", "role", role="read_only")
    ended = bram.get("/drafts").status_code
    change(world, "Bram Postma", "disable")

    assert (changed, ended) == (303, 303)
    assert (row_of(world, "Bram Postma").role, row_of(world, "Bram Postma").active) == (Role.READ_ONLY, False)
    assert {SecurityEvent.ROLE_CHANGED, SecurityEvent.USER_DISABLED} <= set(events(world))


@pytest.mark.parametrize(("deed", "fields"), [("role", {"role": "staff"}), ("disable", {})])
def test_the_only_administrator_stays_one(world: World, deed: str, fields: dict[str, str]):
    assert change(world, "Ingrid Vos", deed, **fields) == 422
    assert (row_of(world, "Ingrid Vos").role, row_of(world, "Ingrid Vos").active) == (Role.ADMIN, True)


@pytest.mark.each_database
def test_two_administrators_who_take_each_others_role_at_once_leave_one(world: World):
    set_role(world.desk.store, "bram@delinde.example.nl", Role.ADMIN, world.clock())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: change(world, pair[0], "role", by=pair[1], role="staff"), PAIRS))

    roles = [row_of(world, name).role for name, _ in PAIRS]
    assert Role.ADMIN in roles


PAIRS = (("Bram Postma", "Ingrid"), ("Ingrid Vos", "Bram"))


@pytest.mark.parametrize("name", ["Bram", "Ingrid"])
def test_only_an_administrator_sees_the_page_of_colleagues(world: World, name: str):
    browser = world.desk.staff_browser(name)
    is_admin = name == "Ingrid"

    assert ("/settings/staff" in browser.get("/account").text) is is_admin
    assert browser.get("/settings/staff").status_code == (200 if is_admin else 403)
    assert browser.post("/settings/staff", data=SANNE).status_code == (303 if is_admin else 403)
