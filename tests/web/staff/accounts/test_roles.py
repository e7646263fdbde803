"""What staff see who may do less than an administrator: all there is to read, and no button that would refuse them."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from store.people import Staff
from store.permissions import may
from store.words import Role
from tests.journeys.world import World
from tests.web.lived_in import a_week

FORM = re.compile(r'<form[^>]*method="post"[^>]*?action="([^"?]*)')
WAY = re.compile(r'<a [^>]*?href="(/[^"]*)"')
ROOMS = [
    "/drafts", "/drafts/2", "/tickets?clear=yes", "/tickets?view=board", "/tickets/T-2026-00042", "/orders",
    "/orders/OB-2026-00031", "/appointments", "/people", "/people/1", "/units/1", "/parties/3", "/aside", "/outbox",
    "/outbox/1", "/messages/1", "/search?q=lindelaan", "/tasks", "/account", "/help",
]  # fmt: skip


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """What a page shows is the same on every database."""
    return sqlite_database


def test_staff_see_no_button_and_no_way_that_would_refuse_them(world: World):
    a_week(world)
    texts = {room: world.ingrid.opens(room).text for room in ROOMS}
    for role in (Role.READ_ONLY, Role.ON_CALL, Role.STAFF):
        with world.desk.store.writing() as session:
            session.exec(select(Staff).where(Staff.name == world.ingrid.name)).one().role = role
        pages = {room: world.ingrid.opens(room) for room in ROOMS}

        presses = {press for page in pages.values() for press in FORM.findall(page.html)}
        ways = {way for page in pages.values() for way in WAY.findall(page.html)}
        assert {"/logout"} <= presses and {press for press in presses if not may("POST", press, role)} == set()
        assert {way for way in ways if not may("GET", way.partition("?")[0], role)} == set()
        assert {page.status for page in pages.values()} == {200}
        if role is Role.READ_ONLY:
            assert len(presses) < 12
            assert pages["/orders/OB-2026-00031"].says("Loodgietersbedrijf De Kraan")
        if role is Role.STAFF:
            changed = {room for room, page in pages.items() if page.text != texts[room]}
            assert changed <= {"/account"}  # where an administrator is shown what only they may do
