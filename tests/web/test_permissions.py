"""Every route, by every role and every scope of a key, against the table of who may what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import select

from store.keys import make_key
from store.people import Staff
from store.permissions import BY_ROLE, BY_SCOPE, power_for
from store.words import Power, Role, Scope
from tests.running_app import RunningDesk
from tests.web.links import a_report
from web.api.app import create_api
from web.app import create_app

OPEN = ("/login", "/healthz", "/report", "/l/", "/calendar/", "/static", "/api/v1")


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """Who may what is judged before anything is read."""
    return sqlite_database


def test_every_route_stands_in_the_table(running_desk: RunningDesk):
    unnamed = [
        (method, path) for method, path in [*pages(running_desk), *calls(running_desk)] if not power_for(method, path)
    ]

    assert unnamed == []


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_for_the_roles_of_the_table_and_no_other(running_desk: RunningDesk, role: Role):
    browser = running_desk.staff_browser("Ingrid")
    with running_desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.name == "Ingrid Vos")).one().role = role

    wrong = scan(browser, pages(running_desk), BY_ROLE[role])

    assert wrong == []


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("role", [Role.ADMIN, Role.READ_ONLY])
def test_every_call_is_answered_for_the_scopes_of_the_table_and_no_other(
    running_desk: RunningDesk, scope: Scope, role: Role
):
    with running_desk.store.writing() as session:
        ingrid = session.exec(select(Staff).where(Staff.name == "Ingrid Vos")).one()
        ingrid.role = role
        _, words = make_key(session, "koppeling", ingrid.key, running_desk.clock(), scope)
    program = running_desk.stranger(authorization=f"Bearer {words}")
    program.base_url = f"{running_desk.url}/api/v1"

    wrong = scan(program, calls(running_desk), BY_SCOPE[scope] & BY_ROLE[role])

    assert wrong == []


def test_a_stranger_and_the_holder_of_a_link_get_no_page_and_no_call(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    stranger = running_desk.stranger()

    for method, path in pages(running_desk):
        assert stranger.request(method, path).status_code in (303, 401), path
    for method, path in calls(running_desk):
        assert stranger.request(method, f"/api/v1{path}").status_code == 401, path
    assert stranger.get(f"/tickets/{ticket.number}").status_code == 303


def test_a_key_ends_on_its_day(running_desk: RunningDesk):
    with running_desk.store.writing() as session:
        end = running_desk.clock().replace(hour=23)
        ingrid = running_desk.staff_named("Ingrid").key
        _, words = make_key(session, "koppeling", ingrid, running_desk.clock(), Scope.READ, end)
    program = running_desk.stranger(authorization=f"Bearer {words}")

    before = program.get("/api/v1/tickets").status_code
    running_desk.clock.set(end)

    assert (before, program.get("/api/v1/tickets").status_code) == (200, 401)


def test_what_one_may_not_is_said_kindly(running_desk: RunningDesk):
    browser = running_desk.staff_browser("Ingrid")
    with running_desk.store.writing() as session:
        session.exec(select(Staff).where(Staff.name == "Ingrid Vos")).one().role = Role.READ_ONLY

    answer = browser.post("/people", data={"name": "Noor"})

    assert answer.status_code == 403
    assert "Uw account mag dit niet. Een beheerder wel." in answer.text


def scan(client: httpx2.Client, asked: Iterator[tuple[str, str]], powers: frozenset[Power]) -> list[str]:
    """Where the answer is not as the table says."""
    answers = {
        (method, path): client.request(method, path, data={}).status_code
        for method, path in asked
        if path != "/logout" and method != "HEAD"
    }
    assert len(answers) > 20
    return [
        f"{method} {path}: {status}"
        for (method, path), status in answers.items()
        if (status != 403) is not (power_for(method, path) in powers)
    ]


def pages(desk: RunningDesk) -> Iterator[tuple[str, str]]:
    app = create_app(desk.store, desk.settings, desk.clock)
    yield from ((method, path) for method, path in routes(app.routes) if not path.startswith(OPEN))


def calls(desk: RunningDesk) -> Iterator[tuple[str, str]]:
    yield from routes(create_api(desk.settings, create_app(desk.store, desk.settings, desk.clock).state).routes)


def routes(found: object) -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(found):  # type: ignore[arg-type]
        path = re.sub(r"{[^}]+}", "0", route.path or "")
        yield from ((method, path) for method in route.methods or ())
