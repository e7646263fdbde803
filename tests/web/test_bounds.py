"""Facts of bounds: a number or text that cannot be kept is said so, and nothing breaks."""

from __future__ import annotations

import re
import time
from itertools import cycle

import pytest
from fastapi.routing import iter_route_contexts

from convert.relations.import_columns import COLUMNS, MOST_LINES
from convert.relations.importing import import_csv
from tests.cast import Desk
from tests.hostile_words import FAMILIES, MEGABYTE, WHOLE, hostile_text
from tests.journeys.world import World
from tests.running_app import RunningDesk
from tests.web.every_field import every_field
from tests.web.lived_in import a_week
from web.app import create_app


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """Bounds are kept before anything is."""
    return sqlite_database


@pytest.mark.each_database
@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
@pytest.mark.parametrize("path", ["/drafts/{}", "/messages/{}", "/files/{}", "/people/{}", "/units/{}", "/outbox/{}"])
def test_a_number_nobody_counts_to_is_not_found(running_desk: RunningDesk, path: str, number: int):
    assert running_desk.staff_browser().get(path.format(number)).status_code == 404


@pytest.mark.each_database
@pytest.mark.parametrize("field", ["title", "text", "name", "place", "spot"])
@pytest.mark.parametrize("family", ["marks", "ampersands", "quoted brackets"])
def test_the_public_form_takes_any_text_and_answers_at_once(running_desk: RunningDesk, field: str, family: str):
    browser = running_desk.stranger()
    nonce = re.findall(r'name="nonce" value="([^"]+)"', browser.get("/report").text)[0]
    running_desk.clock.advance(minutes=1)
    told = {"title": "Lek", "text": "Het lekt", "name": "Noor", "email": "noor@passant.example.nl", "place": "hier"}
    words = hostile_text(family, 60_000)
    begun = time.process_time()

    answer = browser.post("/report", data=told | {"nonce": nonce, field: words})

    assert answer.status_code in (303, 422)
    assert time.process_time() - begun < 2


@pytest.mark.timeout(1800)
def test_a_megabyte_in_any_field_of_any_form_or_call_costs_no_more_than_two_seconds(world: World):
    """Each field with one family of texts and then, within what a field may have, with another; of the short form each
    twentieth field, of the whole each with all."""
    a_week(world)
    families = list(FAMILIES)
    for number, field in enumerate(list(every_field(world))):
        chosen = families if WHOLE else [families[number % len(families)]] * (number % 20 == 0)
        for family in chosen:
            for octets in (MEGABYTE, 49_000):
                text = hostile_text(family, octets)
                begun = time.process_time()

                answer = field.send(text)

                assert answer.status_code < 500, (str(field), family)
                assert time.process_time() - begun < 2, (str(field), family)


def test_who_types_more_than_a_form_takes_is_told_so(running_desk: RunningDesk):
    answer = running_desk.staff_browser().post("/tickets/new", data={"title": "x" * 2_000_000})

    assert answer.status_code == 413 and "Dit is meer dan" in answer.text


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_megabyte_of_any_text_in_a_file_to_import_is_lines_or_faults_at_once(desk: Desk, kind: str):
    head = ",".join(column.name for column in COLUMNS[kind])
    for family in FAMILIES if WHOLE else list(FAMILIES)[list(COLUMNS).index(kind) :: len(COLUMNS)]:
        text = hostile_text(family)
        for words in (text, f"{head}\n{text}", f'{head}\n"{text}"' + ',"x"' * (len(COLUMNS[kind]) - 1)):
            begun = time.process_time()

            with desk.work(desk.staff("Ingrid")) as work:
                imported = import_csv(work, kind, words, dry_run=True)

            assert imported.added + len(imported.faults) <= MOST_LINES
            assert time.process_time() - begun < 2, family


def test_no_field_breaks_on_what_is_hardly_a_number(world: World):
    a_week(world)
    odd = ("²", str(10**30), "-1", "１２", "0", "½")
    names = "person|unit|property|responsible|installation|file|company|assignee|contact|staff|amount|hours"
    numbered = [field for field in every_field(world) if field.way != "json" and re.match(names, field.name)]
    assert len(numbered) > 20
    for field, words in zip(numbered, cycle(odd), strict=False):
        answer = field.send(words)

        assert answer.status_code < 500, (str(field), words)


@pytest.mark.parametrize("number", [str(10**30), "²", "-1"])
def test_no_address_breaks_on_a_number_nobody_counts_to(running_desk: RunningDesk, number: str):
    app = create_app(running_desk.store, running_desk.settings, running_desk.clock)
    paths = {route.path or "" for route in iter_route_contexts(app.routes) if "GET" in (route.methods or ())}
    names = ("after", "before", "page", "unit", "person", "ticket", "staff", "key", "party", "responsible", "whose")
    query = "&".join(f"{name}={number}" for name in names)
    ingrid = running_desk.staff_browser()

    answers = {path: ingrid.get(re.sub(r"\{[^}]+\}", number, path) + f"?{query}").status_code for path in paths}

    assert len(answers) > 40
    assert {path: status for path, status in answers.items() if status >= 500} == {}
