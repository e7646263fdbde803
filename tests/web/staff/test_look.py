"""The staff screen in a real browser, with a week of life in it: nobody is shut out, nothing sticks out, a thumb
finds all it needs, and each sign has been drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from config.language import PACKAGES
from tests.journeys.world import World
from tests.running_app import RunningDesk
from tests.servers.chromium import NewPage
from tests.web.lived_in import a_week
from tests.web.windows import hard_on_a_thumb, log_in, photograph, shut_out, sticks_out
from web.app import create_app

DRAWN = set(re.findall(r'id="(\w+)"', (PACKAGES / "web" / "static" / "shapes.svg").read_text()))
ROOMS = {
    "tray": "/drafts",
    "draft": "/drafts/2",
    "draft-decided": "/drafts/1",
    "tray-decided": "/drafts?state=converted",
    "tray-nothing": "/drafts?q=zeldzaam",
    "split": "/drafts/2/split",
    "texts": "/texts",
    "correct-ticket": "/tickets/T-2026-00042/edit",
    "first-version": "/orders/OB-2026-00031/versions/1",
    "people": "/people",
    "complexes": "/properties",
    "installations": "/installations",
    "firms": "/parties",
    "photo": "/messages/3/parts/1/view",
    "nothing-found": "/search?q=zeldzaam",
    "tasks": "/tasks",
    "second-factor": "/account/second-factor",
    "retention": "/settings/retention",
    "logo": "/settings/logo",
    "report-form": "/settings/report-form",
    "report-trade": "/settings/report-form/trades/plumbing",
    "safety": "/settings/report-form/safety/gas",
    "routing": "/settings/routing",
    "keys": "/help",
    "guide": "/guide",
    "guide of another": "/guide/plumber",
    "missing": "/tickets/T-2026-99999",
    "late-reset": f"/login/reset/{'a' * 26}",
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
# What is no page of ours: files, what programs read, a stranger's page behind glass, and ways that only lead on.
NO_PAGE = re.compile(
    r"/$|/static/|/healthz|/metrics|/counts|/glass/|/login/oidc|/calendar/"
    r"|.*(\.(csv|zip|pdf|ics)|/(raw|thumb|large|file)|/guide/pictures/{name}|/parts/{part}|/files/{\w+(:int)?})$"
)
# Seen by tests of their own: what holders of a link and strangers see, a photo of a ticket, the code of an app.
ELSEWHERE = (
    "/l/{token}",
    "/report",
    "/report/{nonce}",
    "/files/{key:int}/view",
    "/login",
    "/login/code",
    "/login/forgotten",
)


# Writes in each form of a page, and gives what this browser would not bring back after a reload. What is no word is
# chosen or shown by itself; a password and a code of an app are for nobody to find.
NOT_KEPT = """() => {
  const others = "hidden checkbox radio file date time datetime-local number color submit password".split(" ");
  const typed = [];
  localStorage.clear();
  for (const form of document.querySelectorAll("form[method=post]"))
    for (const field of form.querySelectorAll("textarea, input:not([autocomplete=one-time-code])")) {
      if (others.includes(field.type) || field.disabled || field.readOnly) continue;
      const words = `words ${typed.length};`;
      typed.push([form.getAttribute("action"), field.name, words]);
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  const kept = Object.values(localStorage).join();
  localStorage.clear();
  return typed.filter(([, , words]) => !kept.includes(words)).map(([action, name]) => `not kept: ${action} ${name}`);
}"""


TALL_CARDS = """[...document.querySelectorAll("table.list tbody tr")]
  .filter((row) => row.getBoundingClientRect().height > innerHeight / 3).map((row) => `tall: ${row.innerText}`)"""


@pytest.mark.chromium
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("screen", "scheme", "language"), [("desk", "light", "nl"), ("phone", "dark", "en")])
def test_nobody_is_shut_out_of_any_room_and_nothing_sticks_out(
    world: World, new_page: NewPage, screen: str, scheme: str, language: str
):
    a_week(world)
    world.ingrid.opens("/orders?state=all").press("Bewaar", {"Naam": "Alles van de badkamers", "Voor alle": True})
    world.ingrid.browser.post("/account/language", data={"language": language})
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
        faults += window.evaluate(TALL_CARDS) if screen == "phone" else []
        faults += window.evaluate(NOT_KEPT) if screen == "desk" else []
        found |= {name: faults} if faults else {}

    assert found == {}


def test_every_page_of_the_desk_is_among_those_that_are_looked_at(running_desk: RunningDesk):
    app = create_app(running_desk.store, running_desk.settings, running_desk.clock)
    routes = {route.path or "" for route in iter_route_contexts(app.routes) if "GET" in (route.methods or ())}
    shapes = [path for path in routes if not NO_PAGE.match(path) and path not in ELSEWHERE]
    looked_at = [address.partition("?")[0] for address in ROOMS.values()]

    unseen = [shape for shape in shapes if not any(compile_path(shape)[0].match(path) for path in looked_at)]

    assert unseen == [] and len(shapes) > 40


# Forms that are sent with nothing in them, by their address.
REFUSED = {
    "/tickets/new": "/tickets/new",
    "/orders/new?ticket=T-2026-00042": "/orders/new",
    "/drafts/2": "/drafts/2/convert",
    "/drafts/2/split": "/drafts/2/split",
    "/texts": "/texts",
    "/people": "/people",
    "/units": "/units",
    "/properties": "/properties",
    "/installations": "/installations",
    "/parties": "/parties",
    "/relations/import": "/relations/import",
    "/settings/staff": "/settings/staff",
    "/settings/routing": "/settings/routing",
    "/settings/desk": "/settings/desk",
    "/settings/report-form/trades/plumbing": "/settings/report-form/trades/plumbing",
    "/account": "/account/password",
    "/report": "/report",
}
# Sent once the call is answered: it cannot be from a page that is being left.
SEND_EMPTY = """(action) => {
  const form = [...document.forms].find((one) => new URL(one.action).pathname === action && one.method === "post");
  for (const one of form.elements)
    if (!["hidden", "radio", "checkbox", "submit", "button"].includes(one.type)) one.value = "";
  setTimeout(() => form.submit()); }"""


@pytest.mark.chromium
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("screen", "language"), [("desk", "nl"), ("phone", "en")])
def test_a_form_that_is_refused_shuts_nobody_out(world: World, new_page: NewPage, screen: str, language: str):
    a_week(world)
    world.ingrid.browser.post("/account/language", data={"language": language})
    window = new_page(screen)  # type: ignore[arg-type]
    log_in(world, window)

    found = dict[str, object]()
    for address, action in REFUSED.items():
        window.goto(world.desk.url + address)
        with window.expect_navigation(url=at(action)) as answer:
            window.evaluate(SEND_EMPTY, action)
        photograph(window, f"refused{action.replace('/', '-')}-{screen}")
        status = answer.value.status if answer.value else 0
        faults = [*shut_out(window), *(["sticks out"] if sticks_out(window) else [])]
        found |= {address: (status, faults)} if faults or status != 422 else {}

    assert found == {}


def at(path: str) -> Callable[[str], bool]:
    """A page may note in its address what it shows, which is a navigation as well."""
    return lambda address: urlsplit(address).path == path
