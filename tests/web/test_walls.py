"""What stands before every page: our hosts, safe headers on every answer, and a policy that attachments cannot pass."""

from __future__ import annotations

import select
import socket
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

import httpx2
import pytest
from playwright.sync_api import Page

from config.settings import Settings
from convert.files import Upload, add_file
from convert.sharing import share_file
from store.audience import own_circle
from tests.journeys.forms import Chosen
from tests.journeys.world import World
from tests.running_app import PASSWORD, RunningDesk, serving
from tests.servers.chromium import NewPage
from tests.servers.server_process import HOST
from tests.web.links import a_report, page_of
from web.app import create_app
from web.downloads import download
from web.guard import SAFE, host_of


@pytest.fixture
def database_url(sqlite_database: str) -> str:
    """Headers are the same on every database."""
    return sqlite_database


def test_the_page_of_our_own_fault_has_every_safe_header(running_desk: RunningDesk):
    app = create_app(running_desk.store, running_desk.settings, running_desk.clock)

    @app.get("/breaks")
    def fail() -> None:
        raise ZeroDivisionError

    with socket.create_server((HOST, 0)) as listener, serving(app, listener):
        answer = httpx2.get(f"http://{HOST}:{listener.getsockname()[1]}/breaks", verify=False)

    assert answer.status_code == 500
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src ")
    assert {name: answer.headers[name] for name in SAFE} == SAFE


def test_a_proxy_may_press_over_a_connection_on_which_nothing_was_asked_for_a_while(running_desk: RunningDesk):
    with closing(HTTPConnection(running_desk.url.removeprefix("http://"), timeout=10)) as proxy:
        proxy.request("GET", "/healthz")
        assert proxy.getresponse().read()
        kept = proxy.sock

        closed, _, _ = select.select([kept], [], [], 6)  # web servers that know of no proxy give up after five

        assert not closed
        proxy.request("GET", "/healthz")
        assert proxy.getresponse().read() and proxy.sock is kept


@pytest.mark.parametrize("host", ["evil.example.nl", "127.0.0.1.evil.nl", "127.0.0.1@evil.nl", "a b", ""])
def test_a_host_that_is_not_ours_gets_no_page(running_desk: RunningDesk, host: str):
    answer = running_desk.stranger(**{"accept-language": "en"}).get("/login", headers={"host": host})

    assert answer.status_code == 400
    assert answer.text == f"This is the desk of {running_desk.url.removeprefix('http://')}. Please use that address."
    assert "evil" not in answer.headers["content-security-policy"] and answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/login/", "/static", "/api/v1", "/api/v1/tickets/", "/tickets/", "//evil.nl/"])
def test_no_redirect_names_a_host(running_desk: RunningDesk, path: str):
    answer = running_desk.stranger(host="localhost").get(f"{running_desk.url}{path}")

    assert "://" not in answer.headers.get("location", "")
    assert not answer.headers.get("location", "").startswith("//")


def test_an_address_with_a_stroke_too_many_leads_to_its_page(running_desk: RunningDesk):
    assert running_desk.stranger().get("/login/").headers["location"] == "/login"


@pytest.mark.parametrize(
    ("written", "host"), [("Desk.Example.nl:8443", "desk.example.nl"), ("[::1]:80", "[::1]"), ("a,b", ""), ("x:y", "")]
)
def test_a_host_is_read_without_its_port(written: str, host: str):
    assert host_of(written) == host


def test_browsers_are_told_to_come_by_tls_only_where_there_is_tls(running_desk: RunningDesk):
    desk = running_desk.settings.desk.model_copy(update={"base_url": "https://desk.example.nl"})
    settings: Settings = running_desk.settings.model_copy(update={"desk": desk})
    app = create_app(running_desk.store, settings, running_desk.clock)

    with socket.create_server((HOST, 0)) as listener, serving(app, listener):
        behind_tls = httpx2.get(f"http://{HOST}:{listener.getsockname()[1]}/healthz", verify=False)

    assert behind_tls.headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in running_desk.stranger().get("/healthz").headers


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"alert(1)", "application/octet-stream"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream"),
        (b"<html><script>alert(1)</script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_what_is_handed_out_is_what_its_octets_say(octets: bytes, kind: str):
    answer = download(octets, "foto.jpg")

    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("attachment")


@dataclass(frozen=True)
class Attack:
    """One way of letting an attachment do something on the desk's own page."""

    name: str
    script: str  # gets {url}; answers whether it worked


ATTACKS = (
    Attack("script", "new Promise(d=>{{const s=document.createElement('script');s.src='{url}';s.onload=()=>d(true);"
                     "s.onerror=()=>d(false);document.head.append(s)}})"),
    Attack("module", "import('{url}').then(()=>true,()=>false)"),
    Attack("style", "new Promise(d=>{{const s=document.createElement('link');s.rel='stylesheet';s.href='{url}';"
                    "s.onload=()=>d(true);s.onerror=()=>d(false);document.head.append(s)}})"),
    Attack("worker", "new Promise(d=>{{try{{const w=new Worker('{url}');w.onmessage=()=>d(true);"
                     "w.onerror=()=>d(false)}}catch{{d(false)}}}})"),
    Attack("service worker", "navigator.serviceWorker.register('{url}').then(()=>true,()=>false)"),
    Attack("frame", "new Promise(d=>{{const f=document.createElement('iframe');f.src='{url}';"
                    "f.onload=()=>{{try{{d(!!f.contentDocument&&f.contentDocument.body.innerHTML.length>0)}}"
                    "catch{{d(false)}}}};document.body.append(f);setTimeout(()=>d(false),1500)}})"),
    Attack("object", "new Promise(d=>{{const o=document.createElement('object');o.data='{url}';o.onload=()=>d(true);"
                     "o.onerror=()=>d(false);document.body.append(o);setTimeout(()=>d(false),1500)}})"),
)  # fmt: skip

NAMES = [attack.name for attack in ATTACKS]


def test_an_attachment_used_as_script_style_frame_or_worker_does_nothing(world: World, new_page: NewPage):
    code = b"window.broken=1;self.postMessage&&postMessage('here');/*<b>*/"
    ticket = a_report(world.desk)
    with world.desk.work() as work:
        file = add_file(work, Upload("meting.txt", "text/javascript", code), ticket_id=ticket.key)
        share_file(work, file.key, own_circle(ticket.key))
    world.fatima.mails("Zie bijlage.", "Meting", photos=[Chosen("meting.txt", code, "text/javascript")])
    world.work()
    page = new_page("desk")
    log_in(page, world)
    addresses = [f"/files/{file.key}", f"{page_of(world.desk, ticket=ticket)}/files/{file.key}", "/messages/1/parts/1"]

    for address in addresses:
        assert world.ingrid.browser.get(address).content == code
        worked = page.evaluate(f"Promise.all([{','.join(attack.script.format(url=address) for attack in ATTACKS)}])")
        assert dict(zip(NAMES, worked, strict=True)) == dict.fromkeys(NAMES, False), address

    assert page.evaluate("window.broken") is None
    assert page.evaluate(ATTACKS[0].script.format(url="/static/keys.js"))  # what is ours runs
    assert page.evaluate("typeof htmx") == "object"


def log_in(page: Page, world: World) -> None:
    page.goto(f"{world.desk.url}/")
    page.get_by_label("E-mail").fill(world.ingrid.address)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_selector("nav")


def test_every_refusal_and_what_is_static_has_every_safe_header(running_desk: RunningDesk):
    stranger, ingrid = running_desk.stranger(), running_desk.staff_browser()
    too_long = {"content-length": "999999999", "host": running_desk.url.removeprefix("http://")}
    answers = {
        401: stranger.get("/api/v1/tickets"),
        403: stranger.post("/report", headers={"sec-fetch-site": "cross-site"}),
        404: stranger.get("/nergens"),
        405: stranger.delete("/login"),
        422: ingrid.post("/people", data={"name": ""}),
        200: stranger.get("/static/postbon.css"),
    }

    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    for answer in [*answers.values(), stranger.get("/static/nergens")]:
        changed = {name for name, value in SAFE.items() if answer.headers.get(name) != value}
        assert changed <= {"cache-control"} and "content-security-policy" in answer.headers
    assert head_of(running_desk, "POST", "/login", too_long).keys() >= SAFE.keys()


def head_of(desk: RunningDesk, method: str, path: str, headers: dict[str, str]) -> dict[str, str]:
    """What is answered to a request whose body never comes."""
    with closing(HTTPConnection(desk.url.removeprefix("http://"), timeout=10)) as connection:
        connection.putrequest(method, path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
    assert answer.status == 413
    return {name.lower(): value for name, value in answer.getheaders()}
