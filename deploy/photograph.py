"""Take the README's pictures anew into docs/pictures, and the guide's into docs/guide/pictures: `make pictures`.

A fresh demo is driven in Chromium as people would: Ingrid converts Fatima's mail and sends a work order, De Kraan opens
the link of its letter on a phone and accepts. Needs Chromium (Debian: chromium).
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
GUIDE = PICTURES.parent / "guide" / "pictures"
SIZES = {"desk": (1280, 860), "phone": (390, 844)}
COLOURS = 128  # of a picture's palette: type stays crisp, and a picture stays below 200 KB
DRAFTS = 5  # that the demo's mails become


class Desk(NamedTuple):
    url: str
    email: str
    password: str


def main() -> None:
    for folder in (PICTURES, GUIDE):
        folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=30_000)  # as the windows do; a busy machine is slow
    with a_demo() as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        staff = window(browser, desk, "desk")
        log_in(staff, desk)
        show_fatima(staff)
        photograph(staff, "tray")
        draft = staff.url
        speak(staff, "en")
        staff.goto(draft)
        photograph(staff, "tray.en", GUIDE)
        speak(staff, "nl")
        staff.goto(draft)
        ticket = convert(staff)
        letter = send_to_kraan(staff)
        phone = window(browser, desk, "phone")
        phone.goto(letter)
        photograph(phone, "party")
        phone.goto(f"{letter}?lang=en")
        photograph(phone, "party.en", GUIDE)
        phone.goto(letter)
        phone.get_by_role("button", name="Accepteren").first.click()
        staff.goto(ticket)
        photograph(staff, "ticket")
        staff.goto("/orders")
        photograph(staff, "orders")
        for language in ("nl", "en"):
            phone.goto(f"/report?lang={language}")
            photograph(phone, f"report.{language}", GUIDE)
            speak(staff, language)
            staff.goto("/settings/staff")
            photograph(staff, f"colleagues.{language}", GUIDE)
        browser.close()


@contextmanager
def a_demo() -> Iterator[Desk]:
    """A demo of its own, in a folder that goes away, on ports nobody uses."""
    web, smtp = free_ports()
    url = f"http://127.0.0.1:{web}"
    ports = {"POSTBON_WEB__PORT": str(web), "POSTBON_SMTP_IN__PORT": str(smtp), "POSTBON_DESK__BASE_URL": url}
    with TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("postbon")), "demo", "--folder", folder]
        environment = os.environ | ports | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
            assert running.stdout is not None
            line = running.stdout.readline()
            login = re.search(r"(\S+@\S+), \S+ (\S+)", line)
            assert login, line
            for line in running.stdout:
                if "korting" in line:  # the last of its mails
                    break
            try:
                yield Desk(url, *login.groups())
            finally:
                running.send_signal(signal.SIGINT)


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def window(browser: Browser, desk: Desk, screen: str) -> Page:
    """A reader's own window, Dutch and by day."""
    width, height = SIZES[screen]
    context = browser.new_context(
        base_url=desk.url,
        viewport={"width": width, "height": height},
        locale="nl-NL",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def log_in(page: Page, desk: Desk) -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(desk.email)
    page.get_by_label("Wachtwoord").fill(desk.password)
    page.get_by_label("Wachtwoord").press("Enter")


def show_fatima(page: Page) -> None:
    """Her draft, once all of the demo's mail has been filed."""
    lines = page.locator(".tray-item")
    while lines.count() < DRAFTS:
        page.wait_for_timeout(200)
        page.reload()
    lines.filter(has_text="Fatima").click()
    expect(page.get_by_role("heading", name="lekkage badkamer")).to_be_visible()
    page.wait_for_load_state("networkidle")


def convert(page: Page) -> str:
    """The address of the new ticket."""
    page.get_by_role("button", name="Converteer naar ticket").click()
    words = page.get_by_text(re.compile(r"T-\d{4}-\d{5} is open")).inner_text()
    number = re.search(r"T-\d{4}-\d{5}", words)
    assert number, words
    page.goto(f"/tickets/{number.group(0)}")
    return page.url


def send_to_kraan(page: Page) -> str:
    """The address of De Kraan's page, out of its letter in the outbox."""
    page.get_by_role("link", name="Opdrachtbon").first.click()
    page.get_by_label("Servicepartij", exact=True).select_option(label="Loodgietersbedrijf De Kraan")
    page.get_by_role("button", name="Verstuur de opdrachtbon").click()
    page.goto("/outbox")
    page.get_by_role("link", name=re.compile("Opdracht.*badkamer")).first.click()
    link = page.get_by_role("link", name="Open de privélink")
    while not link.count():  # the letter leaves with the next round
        page.wait_for_timeout(200)
        page.reload()
    return str(link.get_attribute("href"))


def speak(page: Page, language: str) -> None:
    page.goto("/account")
    page.locator("#language").select_option(language)
    page.locator('form[action="/account/language"] button').click()


def photograph(page: Page, name: str, folder: Path = PICTURES) -> None:
    """What the window shows, with as few colours as it needs."""
    path = folder / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
