"""The staff screen in a real browser, with a week of life in it: nobody is shut out, nothing sticks out, a thumb
finds all it needs, and each sign has been drawn."""

from __future__ import annotations

import re

import pytest

from config.language import PACKAGES
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_week
from tests.web.windows import hard_on_a_thumb, log_in, photograph, shut_out, sticks_out

DRAWN = set(re.findall(r'id="(\w+)"', (PACKAGES / "web" / "static" / "shapes.svg").read_text()))
ROOMS = {
    "tray": "/drafts",
    "draft": "/drafts/2",
    "tickets": "/tickets",
    "board": "/tickets?view=board",
    "ticket": "/tickets/T-2026-00042",
    "new-ticket": "/tickets/new",
    "orders": "/orders",
    "order": "/orders/OB-2026-00031",
    "new-order": "/orders/new?ticket=T-2026-00042",
    "appointments": "/appointments",
    "person": "/people/1",
    "units": "/units",
    "party": "/parties/3",
    "owner": "/parties/1",
    "home": "/units/1",
    "complex": "/properties/1",
    "installation": "/installations/1",
    "import": "/relations/import",
    "correct-order": "/orders/OB-2026-00031/edit",
    "saved-views": "/orders?state=all",
    "figures": "/figures",
    "colleagues": "/settings/staff",
    "colleague": "/settings/staff/1",
    "settings": "/settings/desk",
    "aside": "/aside",
    "outbox": "/outbox",
    "letter": "/outbox/1",
    "message": "/messages/1",
    "search": "/search?q=lindelaan",
    "account": "/account",
    "security-log": "/settings/log",
}


@pytest.mark.chromium
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("screen", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_nobody_is_shut_out_of_any_room_and_nothing_sticks_out(
    world: World, new_page: NewPage, screen: str, scheme: str
):
    a_week(world)
    world.ingrid.opens("/orders?state=all").press("Bewaar", {"Naam": "Alles van de badkamers", "Voor alle": True})
    window = new_page(screen)  # type: ignore[arg-type]
    window.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    log_in(world, window)

    found = dict[str, object]()
    for name, address in ROOMS.items():
        window.goto(world.desk.url + address)
        photograph(window, f"{name}-{screen}-{scheme}")
        faults: list[object] = [*shut_out(window), *(["sticks out"] if sticks_out(window) else [])]
        faults += hard_on_a_thumb(window) if screen == "phone" else []
        faults += set(re.findall(r'shapes.svg#(\w+)"', window.content())) - DRAWN
        found |= {name: faults} if faults else {}

    assert found == {}
