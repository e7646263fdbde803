"""The desk for programs, over real HTTP: every route as it is described, once whatever is repeated, for keys only."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlmodel import select

from store.files import order_files
from store.keys import make_key, revoke_key
from store.tickets import Ticket
from store.words import Channel, LetterKind, Visibility
from tests.convert.messages import a_draft, a_message
from tests.running_app import RunningDesk
from tests.web.api.programs import a_program
from tests.web.api.schemas import misfits
from tests.web.links import a_photo, a_report, an_order

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
RAW = b"From: fatima.elamrani@mail.example.nl\r\n\r\nLek\r\n"


def routes(program: httpx2.Client) -> dict[tuple[str, str], dict[str, Any]]:
    """(method, path) -> its description."""
    described = program.get("/openapi.json").json()["paths"]
    return {(method.upper(), path): told for path, ways in described.items() for method, told in ways.items()}


def test_every_route_answers_as_it_is_described(running_desk: RunningDesk):
    program = a_program(running_desk)
    whole = program.get("/openapi.json").json()
    described = routes(program)

    answers = {asked: call() for asked, call in calls(running_desk, program)}

    assert set(described) - set(answers) == set()
    for (method, path), answer in answers.items():
        told = described[method, path]["responses"]
        assert str(answer.status_code) in told, (method, path, answer.text)
        content = told[str(answer.status_code)]["content"].get("application/json")
        if content:
            assert misfits(content["schema"], answer.json(), whole, path) == []
        else:
            assert answer.content == RAW


def test_every_route_stands_in_the_docs(running_desk: RunningDesk):
    page = DOCS.read_text()

    missing = [
        f"{method} {path}" for method, path in routes(a_program(running_desk)) if f"`{method} {path}`" not in page
    ]

    assert missing == []


def test_a_stranger_is_told_nothing(running_desk: RunningDesk):
    program, stranger = a_program(running_desk), running_desk.stranger()
    with running_desk.store.writing() as session:
        key, revoked = make_key(session, "oud", running_desk.staff_named("Bram").key, running_desk.clock())
        revoke_key(session, key.key, running_desk.clock())
    paths = [*routes(program), ("GET", "/openapi.json")]

    answers = [
        stranger.request(method, f"/api/v1{re.sub(r'{.*?}', '1', path)}", headers={"authorization": words})
        for method, path in paths
        for words in ("", f"Bearer {revoked}")
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.json()["error"]["code"] for answer in answers} == {"stranger"}


def test_a_repeated_call_is_answered_as_the_first_and_does_nothing(running_desk: RunningDesk):
    program = a_program(running_desk)
    new = {"title": "Cv-storing", "description": "Geen warmte", "unit": running_desk.unit_named("LH-22").key}
    once = {"idempotency-key": "a1"}

    first = program.post("/tickets", json=new, headers=once)
    again = program.post("/tickets", json=new, headers=once)
    other = program.post("/tickets", json=new | {"title": "Anders"}, headers=once)
    another_key = a_program(running_desk, "Bram").post("/tickets", json=new, headers=once)

    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency_key")
    assert another_key.json()["number"] != first.json()["number"]


def test_what_a_key_does_is_its_users_doing_by_the_channel_api(running_desk: RunningDesk):
    made = a_program(running_desk, "Bram").post("/tickets", json={"title": "Cv", "description": "Koud"}).json()

    line = made["timeline"][0]

    assert (line["actor"], line["channel"], made["channel"]) == ("Bram Postma", "api", Channel.API.value)


def test_a_list_is_gone_through_page_by_page(running_desk: RunningDesk):
    program = a_program(running_desk)
    for _ in range(5):
        a_report(running_desk)

    pages = [program.get("/tickets", params={"limit": 2}).json()]
    while pages[-1]["next"] and len(pages) < 5:
        pages.append(program.get("/tickets", params={"limit": 2, "cursor": pages[-1]["next"]}).json())
    numbers = [one["number"] for page in pages for one in page["items"]]

    assert [len(page["items"]) for page in pages] == [2, 2, 2]
    assert len(set(numbers)) == 6


def test_times_have_an_offset(running_desk: RunningDesk):
    ticket = a_report(running_desk)

    said = a_program(running_desk).get(f"/tickets/{ticket.number}").json()["received_at"]

    assert re.fullmatch(r"2026-11-16T06:52:00(Z|\+00:00)", said)


def test_what_cannot_be_done_gives_its_reason(running_desk: RunningDesk):
    program = a_program(running_desk)
    order = an_order(running_desk, a_report(running_desk))
    program.post(f"/orders/{order.number}/complete", json={"work_done": "Klaar"})

    answers = [
        program.post(f"/orders/{order.number}/refuse", json={"reason": "no_time"}),
        program.post(f"/orders/{order.number}/complete", json={}),
        program.get("/tickets/T-2026-99999"),
        program.post("/tickets", json={"title": "Zonder tekst"}),
        program.post("/tickets", json={"title": "x", "description": " "}),
        program.get("/nergens"),
        program.post("/users", json={"name": "x", "email": "geen adres"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 200, 404, 422, 422, 404, 422]
    codes = [answer.json().get("error", {}).get("code", "") for answer in answers]
    assert codes == ["state", "", "missing", "invalid", "invalid", "missing", "invalid"]
    assert answers[3].json()["error"]["fields"] == {"description": "Field required"}
    assert set(answers[4].json()["error"]["fields"]) == {"description"}


def test_what_is_for_a_service_party_names_its_order_or_is_refused(running_desk: RunningDesk):
    program = a_program(running_desk)
    ticket, other = a_report(running_desk), a_report(running_desk)
    order, elsewhere = an_order(running_desk, ticket), an_order(running_desk, other)
    note = {"text": "De sleutel ligt bij de buren.", "visible_to": "party"}
    refused: tuple[dict[str, str], ...] = (
        {},
        {"order": elsewhere.number},
        {"order": "OB-2026-99999"},
        {"order": order.number, "visible_to": "reporter"},
        {"order": order.number, "visible_to": "owner"},
    )

    answers = [program.post(f"/tickets/{ticket.number}/notes", json=note | wrong) for wrong in refused]
    written = program.post(f"/tickets/{ticket.number}/notes", json=note | {"order": order.number})
    photo = {"file": (a_photo().filename, a_photo().octets)}
    lost = program.post(f"/tickets/{ticket.number}/files", data={"visible_to": "party"}, files=photo)
    where = {"visible_to": "party", "order": order.number}
    kept = program.post(f"/tickets/{ticket.number}/files", data=where, files=photo)

    assert [answer.status_code for answer in (*answers, lost, written, kept)] == [*[422] * 6, 201, 201]
    assert "`order`: a work order of this ticket" in answers[0].json()["error"]["fields"]["order"]
    lines = program.get(f"/tickets/{ticket.number}").json()["timeline"]
    assert [line["visible_to"] for line in lines if line["text"] == note["text"]] == [["party"]]
    letters = [row for row in running_desk.letters() if row.kind == LetterKind.ORDER_COMMENT]
    assert [letter.order_id for letter in letters] == [order.key]
    with running_desk.store.reading() as session:
        assert [file.filename for file in order_files(session, order.key, Visibility.PARTY)] == [a_photo().filename]


def test_reports_of_one_incident_are_listed_grouped_undone_and_taken_out(running_desk: RunningDesk):
    program = a_program(running_desk)
    first, second = (a_report(running_desk, trade="plumbing") for _ in range(2))
    grouping = {"tickets": [first.number, second.number]}

    alike = program.get(f"/incidents/{first.number}/alike").json()
    program.post("/incidents", json=grouping)
    undone = program.post(f"/incidents/{first.number}/undo").json()
    listed_then = program.get("/incidents").json()["items"]
    program.post("/incidents", json=grouping)
    listed = program.get("/incidents").json()["items"]
    out = program.post(f"/incidents/{second.number}/out")
    refused = [
        program.post(f"/incidents/{second.number}/out"),
        program.post(f"/incidents/{first.number}/undo"),
        program.post("/incidents", json={"tickets": [first.number]}),
        program.post("/incidents", json={"tickets": [first.number, "T-2026-99999"]}),
    ]

    assert [ticket["number"] for ticket in alike["tickets"]] == [second.number]
    assert (undone["phase"], listed_then) == ("new", [])
    assert [[report["number"] for report in incident["reports"]] for incident in listed] == [[second.number]]
    assert (out.json()["number"], out.json()["phase"]) == (second.number, "in_progress")
    assert [answer.status_code for answer in refused] == [409, 409, 422, 404]
    assert program.get("/incidents").json()["items"] == []


def test_only_an_administrators_key_makes_users(running_desk: RunningDesk):
    new = {"name": "Nieuw", "email": "nieuw@delinde.example.nl"}

    answers = [a_program(running_desk, who).post("/users", json=new).status_code for who in ("Bram", "Ingrid")]

    assert answers == [403, 201]


def test_a_draft_is_converted_once(running_desk: RunningDesk):
    program, draft_id = a_program(running_desk), a_draft(running_desk)

    first = program.post(f"/drafts/{draft_id}/convert", json={"priority": "urgent"})
    second = program.post(f"/drafts/{draft_id}/convert", json={})

    made = first.json()
    assert (made["title"], made["priority"]) == ("Lekkage badkamer", "urgent")
    assert [one["name"] for one in made["people"]] == ["Fatima el Amrani"]
    assert (second.status_code, second.json()["error"]["code"]) == (409, "converted")
    assert made["number"] in second.json()["error"]["message"]


def test_a_stale_change_is_refused(running_desk: RunningDesk):
    program, ticket = a_program(running_desk), a_report(running_desk)
    known = program.get(f"/tickets/{ticket.number}").json()["version"]

    fresh = program.patch(f"/tickets/{ticket.number}", json={"version": known, "title": "Lekkage plafond"})
    stale = program.patch(f"/tickets/{ticket.number}", json={"version": known, "title": "Anders"})

    assert fresh.json()["title"] == "Lekkage plafond"
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")


@pytest.mark.parametrize("name", ["title", "description", "priority", "trade", "phase", "responsible"])
def test_a_null_for_what_is_never_empty_leaves_it_as_it_is(running_desk: RunningDesk, name: str):
    program, ticket = a_program(running_desk), a_report(running_desk)
    before = program.get(f"/tickets/{ticket.number}").json()

    answer = program.patch(f"/tickets/{ticket.number}", json={name: None})

    assert (answer.status_code, answer.json()) == (200, before)


def test_a_ticket_is_never_of_an_installation_that_is_not_there(running_desk: RunningDesk):
    program, ticket = a_program(running_desk), a_report(running_desk)

    assert program.patch(f"/tickets/{ticket.number}", json={"installation": 4_000}).status_code == 404


def test_a_call_that_fails_leaves_nothing(running_desk: RunningDesk):
    program = a_program(running_desk)

    answer = program.post("/tickets", json={"title": "x", "description": "y", "people": [99999]})

    assert answer.status_code == 404
    with running_desk.store.reading() as session:
        assert session.exec(select(Ticket).where(Ticket.title == "x")).all() == []


def test_a_mail_is_found_by_its_message_id_and_by_its_sender(running_desk: RunningDesk):
    program = a_program(running_desk)
    key = a_message(running_desk, message_id="abc@mail.example.nl", from_address="fatima.elamrani@mail.example.nl")

    by_id = program.get("/messages", params={"message_id": "<abc@mail.example.nl>"}).json()["items"]
    by_sender = program.get("/messages", params={"from": "Fatima.elAmrani@mail.example.nl"}).json()["items"]

    assert [one["id"] for one in by_id] == [one["id"] for one in by_sender] == [key]
    assert by_id[0]["from"]["address"] == "fatima.elamrani@mail.example.nl"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff"])
def test_what_is_no_json_is_refused_in_our_own_words(running_desk: RunningDesk, body: bytes):
    answer = a_program(running_desk).post("/tickets", content=body, headers={"content-type": "application/json"})

    assert answer.status_code in (400, 422) and answer.json()["error"]["code"]


def calls(desk: RunningDesk, program: httpx2.Client) -> list[tuple[tuple[str, str], Callable[[], httpx2.Response]]]:
    """One good call of every route."""
    ticket, other, grouped = a_report(desk), a_report(desk), a_report(desk)
    order = an_order(desk, ticket)
    raw = desk.store.blobs.put(RAW)
    message = a_message(desk, raw_key=raw)
    converted, split, joined, dismissed = (a_draft(desk) for _ in range(4))
    lindenhof, kraan = desk.property_named("Lindenhof").key, desk.company_named("Kraan").key
    letter = desk.letters()[0].key
    photo = a_photo()

    def get(path: str, real: str = "") -> tuple[tuple[str, str], Callable[[], httpx2.Response]]:
        return ("GET", path), lambda: program.get(real or path)

    def post(path: str, real: str, said: dict[str, Any]) -> tuple[tuple[str, str], Callable[[], httpx2.Response]]:
        return ("POST", path), lambda: program.post(real or path, json=said)

    return [
        get("/drafts"),
        get("/drafts/{draft_id}", f"/drafts/{converted}"),
        post("/drafts/{draft_id}/convert", f"/drafts/{converted}/convert", {}),
        post("/drafts/{draft_id}/split", f"/drafts/{split}/split", {"tickets": [{"title": "Een"}, {"title": "Twee"}]}),
        post("/drafts/{draft_id}/join", f"/drafts/{joined}/join", {"ticket": ticket.number}),
        post("/drafts/{draft_id}/dismiss", f"/drafts/{dismissed}/dismiss", {"reason": "reclame"}),
        get("/tickets"),
        post("/tickets", "", {"title": "Cv-storing", "description": "Koud", "people": []}),
        get("/tickets/{number}", f"/tickets/{ticket.number}"),
        (("PATCH", "/tickets/{number}"), lambda: program.patch(f"/tickets/{ticket.number}", json={"priority": "high"})),
        post(
            "/tickets/{number}/notes", f"/tickets/{ticket.number}/notes", {"text": "Gebeld", "visible_to": "reporter"}
        ),
        (
            ("POST", "/tickets/{number}/files"),
            lambda: program.post(f"/tickets/{ticket.number}/files", files={"file": (photo.filename, photo.octets)}),
        ),
        post("/tickets/{number}/tasks", f"/tickets/{ticket.number}/tasks", {"text": "Bellen", "due_on": "2026-11-20"}),
        post("/tickets/{number}/orders", f"/tickets/{ticket.number}/orders", {"party": kraan, "send": False}),
        post("/tickets/{number}/merge", f"/tickets/{other.number}/merge", {"into": ticket.number}),
        get("/incidents"),
        get("/incidents/{number}/alike", f"/incidents/{ticket.number}/alike"),
        post("/incidents", "", {"tickets": [ticket.number, grouped.number], "drafts": []}),
        post("/incidents/{number}/undo", f"/incidents/{ticket.number}/undo", {}),
        post("/incidents/{number}/out", f"/incidents/{other.number}/out", {}),
        get("/orders"),
        post("/orders", "", {"party": kraan, "title": "Dakgoot", "description": "Vol", "address": "Lindelaan 1"}),
        get("/orders/{number}", f"/orders/{order.number}"),
        post(
            "/orders/{number}/{deed}",
            f"/orders/{order.number}/plan",
            {"starts": "2026-11-24T10:00:00+01:00", "ends": "2026-11-24T12:00:00+01:00"},
        ),
        get("/appointments"),
        get("/people"),
        post("/people", "", {"name": "Noor", "email": "noor@mail.example.nl", "unit": desk.unit_named("LH-41").key}),
        get("/units"),
        post("/units", "", {"property": lindenhof, "code": "LH-50", "street": "Lindelaan", "number": "50"}),
        get("/installations"),
        post("/installations", "", {"property": lindenhof, "code": "INST-9", "kind": "pomp", "trade": "plumbing"}),
        get("/parties"),
        post("/parties", "", {"name": "Slot BV", "contacts": [{"name": "Jo", "email": "jo@slot.example.nl"}]}),
        get("/users"),
        post("/users", "", {"name": "Tess", "email": "tess@delinde.example.nl"}),
        get("/messages"),
        get("/messages/{message_key}", f"/messages/{message}"),
        get("/messages/{message_key}/raw", f"/messages/{message}/raw"),
        get("/letters"),
        get("/letters/{letter_id}", f"/letters/{letter}"),
    ]
