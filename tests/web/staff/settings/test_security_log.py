"""Who came in, saw personal data and changed who may what can be read afterwards, by administrators alone."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from convert.forgetting.rounds import forget_old
from store.access import SecurityEntry
from store.people import Staff
from store.security_log import note_settings
from store.words import Role
from tests.cli.program import postbon
from tests.running_app import PASSWORD, RunningDesk
from web.staff.accounts.staff_list import create_key, end_key, set_active, set_password, set_role

INGRID, BRAM = "ingrid@delinde.example.nl", "bram@delinde.example.nl"


def lines(desk: RunningDesk) -> list[tuple[str, str, str, str]]:
    """Each line, oldest first: what, by whom, whose account, about."""
    with desk.store.reading() as session:
        names = {None: ""} | {row.id: row.name.split()[0] for row in session.exec(select(Staff))}
        rows = session.exec(select(SecurityEntry).order_by(col(SecurityEntry.id)))
        return [(row.event.value, names[row.staff_id], names[row.account_id], row.about) for row in rows]


def test_who_comes_in_goes_out_and_is_refused_is_written_down_and_no_secret_is(running_desk: RunningDesk):
    stranger = running_desk.stranger()
    stranger.post("/login", data={"email": INGRID, "password": "geheim-1"})
    stranger.post("/login", data={"email": "geheim-2 in het verkeerde veld", "password": "x"})
    ingrid, elsewhere = running_desk.staff_browser("Ingrid"), running_desk.staff_browser("Ingrid")
    ingrid.post("/account/sessions")
    new = "een andere zin die niemand raadt"
    ingrid.post("/account/password", data={"old": PASSWORD, "new": new})
    ingrid.post("/logout")

    assert elsewhere.get("/account").status_code == 303
    assert lines(running_desk) == [
        ("log_in_refused", "", "Ingrid", ""),
        ("log_in_refused", "", "", ""),
        *[("log_in", "Ingrid", "Ingrid", "")] * 2,
        ("sessions_ended", "Ingrid", "Ingrid", ""),
        ("password_changed", "Ingrid", "Ingrid", ""),
        ("log_out", "Ingrid", "Ingrid", ""),
    ]
    with running_desk.store.reading() as session:
        kept = " ".join(str(row.model_dump()) for row in session.exec(select(SecurityEntry)))
        assert {row.client for row in session.exec(select(SecurityEntry))} == {"127.0.0.1"}
    assert not any(secret in kept for secret in ("geheim", PASSWORD, new))


def test_accounts_and_keys_that_change_are_written_down(running_desk: RunningDesk):
    store, now = running_desk.store, running_desk.clock()

    set_role(store, BRAM, Role.ADMIN, now)
    set_password(store, running_desk.settings, now, BRAM, "een lange nieuwe zin")
    set_active(store, BRAM, False, now)
    set_active(store, BRAM, True, now)
    create_key(store, "koppeling", BRAM, now)
    end_key(store, 1, now)

    assert lines(running_desk) == [
        ("role_changed", "", "Bram", "admin"),
        ("password_changed", "", "Bram", ""),
        ("user_disabled", "", "Bram", ""),
        ("user_enabled", "", "Bram", ""),
        ("key_made", "", "Bram", "1 koppeling all"),
        ("key_ended", "", "Bram", "1 koppeling"),
    ]


def test_personal_data_that_were_seen_are_a_line_once_an_hour_by_page_and_by_program(running_desk: RunningDesk):
    browser = running_desk.staff_browser("Bram")
    words = create_key(running_desk.store, "koppeling", INGRID, running_desk.clock()) or ""
    program = running_desk.stranger(authorization=f"Bearer {words}")

    for _ in range(2):
        for path in ("/people/1", "/tickets/list.csv", "/orders/list.csv?state=all"):
            assert browser.get(path).status_code == 200
        program.get("/api/v1/people")
    browser.head("/people/2")
    running_desk.clock.advance(minutes=61)
    browser.get("/people/1")

    assert [line for line in lines(running_desk) if line[0] == "data_seen"] == [
        ("data_seen", "Bram", "", "/people/1"),
        ("data_seen", "Bram", "", "/tickets/list.csv"),
        ("data_seen", "Bram", "", "/orders/list.csv"),
        ("data_seen", "Ingrid", "", "/api/v1/people"),
        ("data_seen", "Bram", "", "/people/1"),
    ]


@pytest.mark.in_dutch
def test_administrators_read_the_log_by_person_and_kind_and_nobody_else_does(running_desk: RunningDesk):
    bram, ingrid = running_desk.staff_browser("Bram"), running_desk.staff_browser("Ingrid")
    bram.get("/people/1")
    with running_desk.store.writing() as session:
        for member in session.exec(select(Staff)):
            member.role = Role.ADMIN if member.name.startswith("Ingrid") else Role.STAFF
    key = running_desk.staff_named("Bram").key

    page = ingrid.get(f"/settings/log?event=data_seen&staff={key}")
    sheet = ingrid.get(f"/settings/log.csv?staff={key}").content.decode("utf-8-sig").splitlines()

    assert "/people/1" in page.text and page.text.count("Persoonsgegevens bekeken</") == 2  # the choice, and one line
    assert ["Ingelogd" in row or "bekeken" in row for row in sheet] == [False, True, True]
    assert all("Ingrid" not in row for row in sheet)
    assert "/settings/log" in ingrid.get("/account").text and "/settings/log" not in bram.get("/account").text
    assert [bram.get(path).status_code for path in ("/settings/log", "/settings/log.csv")] == [403, 403]


@pytest.mark.parametrize("query", ["event=x&staff=x&after=x", "staff=" + "9" * 30, "staff=²", 'after=["x",1]'])
def test_what_cannot_be_asked_of_the_log_is_passed_over(running_desk: RunningDesk, query: str):
    assert running_desk.staff_browser("Ingrid").get(f"/settings/log?{query}").status_code == 200


def test_the_log_is_forgotten_after_its_days(running_desk: RunningDesk):
    running_desk.staff_browser("Ingrid")
    kept = timedelta(days=running_desk.settings.retention.security_days)

    forget_old(running_desk.store, running_desk.settings, running_desk.clock() + kept)
    before = lines(running_desk)
    forget_old(running_desk.store, running_desk.settings, running_desk.clock() + kept + timedelta(seconds=1))

    assert (len(before), lines(running_desk)) == (1, [])


def test_a_start_with_other_settings_is_written_down_and_says_nothing_of_them(running_desk: RunningDesk):
    first = running_desk.settings
    post = first.smtp_out.model_copy(update={"password": SecretStr("een geheim van de post")})
    second = first.model_copy(update={"smtp_out": post})
    for settings in (first, first, second, second, first):
        with running_desk.store.writing() as session:
            note_settings(session, settings, running_desk.clock())

    marks = [about for event, _, _, about in lines(running_desk) if event == "settings_changed"]
    assert (len(marks), marks[0] == marks[2], marks[0] == marks[1]) == (3, True, False)
    assert all(re.fullmatch(r"[0-9a-f]{12}", mark) for mark in marks)


def test_commands_are_written_down_and_read_back(tmp_path: Path):
    postbon("user", "add", "Ingrid Vos", INGRID, "--password", "een hele lange zin", cwd=tmp_path)
    postbon("backup", "copy", cwd=tmp_path)
    everything = postbon("security-log", "--json", cwd=tmp_path)
    of_ingrid = postbon("security-log", "--user", INGRID, cwd=tmp_path)
    wrong = postbon("security-log", "--event", "x", cwd=tmp_path)
    factor = postbon("user", "second-factor", INGRID, "--off", LC_ALL="en", cwd=tmp_path)

    assert [row["event"] for row in json.loads(everything.stdout)] == ["backup", "user_added"]
    assert "user_added  Ingrid Vos  staff" in of_ingrid.stdout and "backup" not in of_ingrid.stdout
    assert wrong.returncode == 2
    assert (factor.returncode, factor.stdout) == (0, f"{INGRID} logs in with a password alone\n")
