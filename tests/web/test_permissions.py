"""Every route, by every role and every scope of a key, against the table of who may what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from sqlmodel import select

from convert.files import Upload, add_file
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.sharing import share_file
from store.audience import PARTY, own_circle
from store.keys import make_key
from store.letter_table import Letter
from store.orders import WorkOrder
from store.people import Staff
from store.permissions import BY_ROLE, BY_SCOPE, power_for
from store.tickets import Ticket, TimelineEntry
from store.words import Deed, Power, Role, Scope
from tests.hostile_words import WHOLE
from tests.running_app import RunningDesk
from tests.web.links import a_photo, a_report, an_order, files_on, page_of
from web.api.app import create_api
from web.app import create_app
from web.request import COOKIE

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
@pytest.mark.parametrize("role", list(Role) if WHOLE else [Role.ADMIN, Role.READ_ONLY])
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


def test_the_holder_of_a_link_gets_no_page_and_no_call(running_desk: RunningDesk):
    """Whatever he takes it for: a session, a key, a receipt, a calendar."""
    ticket = a_report(running_desk)
    token = page_of(running_desk, ticket=ticket).removeprefix("/l/")
    holder = running_desk.stranger(authorization=f"Bearer {token}", cookie=f"{COOKIE}={token}")

    for method, path in pages(running_desk):
        assert holder.request(method, path.replace("/0", "/1")).status_code in (303, 401), path
    for method, path in calls(running_desk):
        assert holder.request(method, f"/api/v1{path.replace('/0', '/1')}").status_code == 401, path
    assert holder.get(f"/tickets/{ticket.number}").status_code == 303
    assert [holder.get(f"/{place}").status_code for place in (f"report/{token}", f"calendar/{token}.ics")] == [404, 404]


@dataclass(frozen=True)
class Case:
    """A report with its order, photos and appointment, and the pages of its reporter and its firm."""

    ticket: Ticket
    order: WorkOrder
    files: list[int]
    pages: list[str]
    mark: str


def a_case(desk: RunningDesk, person: str, unit: str, company: str, contact: str) -> Case:
    mark = f"Zoekwoord{person}"
    ticket = a_report(desk, person, unit, uploads=(a_photo(),), spot=mark)
    order = an_order(desk, ticket, company, title=mark, description=mark)
    with desk.work(desk.party(contact)) as work:
        starts = work.now + timedelta(days=2)
        times = DeedDetails(appointment_from=starts, appointment_to=starts + timedelta(hours=2))
        perform(work, order.key, Deed.PLAN, times)
    with desk.work(desk.staff("Ingrid")) as work:
        of_order = add_file(work, Upload("meter.jpg", "image/jpeg", a_photo().octets), order_id=order.key)
        for reader in (own_circle(ticket.key), PARTY):
            share_file(work, of_order.key, reader)
    ways = [page_of(desk, ticket=ticket), page_of(desk, order=order)]
    return Case(ticket, order, [of_order.key, *(file.key for file in files_on(desk, ticket))], ways, mark)


def state_of(desk: RunningDesk, case: Case) -> list[object]:
    """All that a press could change."""
    with desk.store.reading() as session:
        lines = session.exec(select(TimelineEntry.id).where(TimelineEntry.ticket_id == case.ticket.key)).all()
        letters = session.exec(select(Letter.id).where(Letter.ticket_id == case.ticket.key)).all()
        order, ticket = session.get_one(WorkOrder, case.order.key), session.get_one(Ticket, case.ticket.key)
        return [lines, letters, order.model_dump(), ticket.model_dump()]


def test_the_holder_of_a_link_reads_nothing_and_does_nothing_of_another(running_desk: RunningDesk):
    """Every route below a link, by reporter and firm of one case, for files, order and deeds of the other."""
    ours = a_case(running_desk, "Fatima", "LH-14B", "Kraan", "Johan")
    theirs = a_case(running_desk, "Olivia", "LH-22", "Visser", "Marco")
    before, browser = state_of(running_desk, theirs), running_desk.stranger()
    number = theirs.order.number
    of_theirs: dict[str, Sequence[object]] = {"{file_id}": theirs.files, "{number}": [number], "{deed}": list(Deed)}
    typed = {"order": number, "number": number, "suits": "yes", "solved": "yes", "text": "x", f"unsuited-{number}": "x"}
    answers: dict[tuple[str, str, str], httpx2.Response] = {}
    for page in ours.pages:
        for method, shape in link_routes(running_desk):
            below = shape.removeprefix("/l/{token}")
            name = next((name for name in of_theirs if name in below), "")
            for value in of_theirs.get(name, [""]):
                path = page + below.replace(name or "-", str(value))
                answers[page, method, path] = browser.request(method, path, data=typed if method == "POST" else None)

    assert len(answers) > 40
    assert not [path for path, answer in answers.items() if theirs.mark in answer.text]
    assert not [path for path, answer in answers.items() if answer.status_code >= 500]
    reads = [answer.status_code for (page, method, path), answer in answers.items() if method == "GET" and path != page]
    assert set(reads) == {404}
    assert state_of(running_desk, theirs) == before
    assert [browser.get(page).text.count(theirs.mark) > 0 for page in theirs.pages] == [
        False,
        True,
    ]  # what one looks for


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


def link_routes(desk: RunningDesk) -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(create_app(desk.store, desk.settings, desk.clock).routes):
        if (route.path or "").startswith("/l/"):
            yield from ((method, route.path or "") for method in route.methods or ())


def routes(found: object) -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(found):  # type: ignore[arg-type]
        path = re.sub(r"{[^}]+}", "0", route.path or "")
        yield from ((method, path) for method in route.methods or ())
