"""Where one is logged in, in words."""

from __future__ import annotations

import pytest

from store.access import StaffSession
from tests.journeys.world import World, on

KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
PROGRAMS = {
    "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0": "Firefox op Android",
    f"{WINDOWS} {KHTML} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0": "Edge op Windows",
    f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/141.0.0.0 Mobile Safari/537.36": "Chrome op Android",
    f"Mozilla/5.0 (Linux; Android 14) {KHTML} SamsungBrowser/28.0 Chrome/130.0": "Samsung Internet op Android",
    f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1": "Safari op iPhone",
    f"{IPHONE} CriOS/141.0 Mobile/15E148 Safari/604.1": "Chrome op iPhone",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/141.0.0.0 Safari/537.36": "Chrome op ChromeOS",
    "curl/8.14.1": "curl",
    "Mozilla/5.0 (X11": "onbekend programma",
    "": "onbekend programma",
}


@pytest.mark.parametrize("address", ["/account", "/settings/staff/{key}"])
def test_a_log_in_is_shown_as_the_browser_it_came_from(world: World, address: str):
    world.ingrid.opens("/account")
    ingrid = world.desk.staff_named("Ingrid").key
    now = world.clock()
    with world.desk.store.writing() as session:
        for number, program in enumerate(PROGRAMS):
            row = StaffSession(id_hash=f"{number}", staff_id=ingrid, created_at=now, seen_at=now, expires_at=on(30, 12))
            row.program = program
            session.add(row)

    page = world.ingrid.opens(address.format(key=ingrid))

    for words in PROGRAMS.values():
        assert page.says(words), words
    assert not page.says("Mozilla")
