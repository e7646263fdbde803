"""The staff screen in a real browser, with a week of life in it: nobody is shut out, nothing sticks out."""

from __future__ import annotations

import pytest

from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_week
from tests.web.windows import log_in, photograph, shut_out, sticks_out

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

    for name, address in ROOMS.items():
        window.goto(world.desk.url + address)
        photograph(window, f"{name}-{screen}-{scheme}")
        assert shut_out(window) == [], name
        assert not sticks_out(window), name
