"""The pages of strangers and link holders as served: nobody is shut out, on a phone or a desk, by day or by night."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.tickets.assigning import mark_opened
from convert.tickets.change_phase import move_ticket
from store.resets import make_reset
from store.tokens import page_token
from store.words import Deed, Phase
from tests.running_app import RunningDesk
from tests.web.links import LEAK, a_photo, a_report, an_order, files_on, page_of
from tests.web.windows import axe_faults, hard_on_a_thumb

SIZES = {"phone": (390, 844), "desk": (1280, 900)}
PHONE = {"width": 390, "height": 844}
Light = Literal["light", "dark"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("screen", SIZES)
def test_nobody_is_shut_out(running_desk: RunningDesk, chromium: Browser, screen: str, light: Light):
    width, height = SIZES[screen]
    pages = stories(running_desk)
    # Scripts are needed by axe alone; the pages bring none.
    context = chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=light, bypass_csp=True, reduced_motion="reduce"
    )
    window = context.new_page()

    found = {name: shut_out(window, running_desk.url + path) for name, path in pages.items()}

    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_party_accepts_and_reports_completion_with_the_keyboard_and_without_scripts(
    running_desk: RunningDesk, chromium: Browser
):
    order = an_order(running_desk, a_report(running_desk))
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    window = context.new_page()
    window.goto(running_desk.url + page_of(running_desk, order=order))

    with window.expect_navigation():
        press_by_key(window, "Accepteren")
    accepted = window.locator(".notice").first.inner_text()
    press_by_key(window, "Voltooid melden")
    window.get_by_label("Wat is er gedaan?").fill("Kit vervangen")
    with window.expect_navigation():
        press_by_key(window, "Meld voltooid")
    completed = window.locator(".notice").first.inner_text()

    context.close()
    assert "U hebt de opdracht geaccepteerd." in accepted
    assert "U hebt de opdracht voltooid gemeld." in completed


def stories(desk: RunningDesk) -> dict[str, str]:
    """The pages at the moments people see them, by name."""
    fresh = a_report(desk, uploads=(a_photo(), a_photo()))
    photos = tuple(file.key for file in files_on(desk, fresh))
    sent = an_order(desk, fresh, file_ids=photos, cost_limit=250, evidence_wanted=("photo",))
    planned_ticket = a_report(desk)
    planned = an_order(desk, planned_ticket)
    solved = a_report(desk, "Olivia", "LH-22")
    gone = an_order(desk, solved)
    with desk.work(desk.party("Johan")) as work:
        starts = work.now.replace(day=24, hour=9, minute=0)
        perform(
            work, planned.key, Deed.PLAN, DeedDetails(appointment_from=starts, appointment_to=starts.replace(hour=11))
        )
    with desk.work(desk.staff("Ingrid")) as work:
        mark_opened(work, fresh.key)
        perform(work, gone.key, Deed.WITHDRAW)
        move_ticket(work, solved.key, Phase.SOLVED)
    return {
        "party-sent": page_of(desk, order=sent),
        "party-planned": page_of(desk, order=planned),
        "party-english": page_of(desk, order=sent) + "?lang=en",
        "party-withdrawn": page_of(desk, order=gone),
        "reporter-given": page_of(desk, ticket=fresh),
        "reporter-asked": page_of(desk, ticket=planned_ticket),
        "reporter-solved": page_of(desk, ticket=solved),
        "report": "/report",
        "report-english": "/report?lang=en&about=plumbing.bathroom",
        "report-receipt": receipt_without_mail(desk),
        "lost": "/l/" + "a" * 26,
        "login": "/login",
        "forgotten": "/login/forgotten",
        "new-password": a_reset(desk),
    }


def a_reset(desk: RunningDesk) -> str:
    """The form in which Ingrid, who asked for it, chooses a new password."""
    with desk.store.writing() as session:
        reset = make_reset(session, desk.settings.secret, desk.staff_named("Ingrid").key, desk.clock())
    assert reset is not None
    return f"/login/reset/{page_token(desk.settings.secret, reset.nonce)}"


def receipt_without_mail(desk: RunningDesk) -> str:
    """Piet reports on the form, without an e-mail address."""
    browser = desk.stranger()
    nonce = re.findall(r'name="nonce" value="([^"]+)"', browser.get("/report").text)[0]
    desk.clock.advance(seconds=30)
    words = {"preset": "plumbing.bathroom", "text": LEAK, "place": "Lindelaan 14B, Utrecht", "name": "Piet"}
    return str(browser.post("/report", data=words | {"phone": "06 0000 0014", "nonce": nonce}).headers["location"])


def shut_out(window: Page, url: str) -> list[tuple[str, str]]:
    window.goto(url)
    window.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = [(fault["id"], fault["nodes"][0]["html"]) for fault in axe_faults(window)]
    wide = window.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    small = hard_on_a_thumb(window) if window.viewport_size == PHONE else []
    return found + ([("wider than the screen", url)] if wide else []) + [("for a thumb", each) for each in small]


def press_by_key(window: Page, words: str) -> None:
    window.locator(f'button:has-text("{words}"), summary:has-text("{words}")').first.focus()
    window.keyboard.press("Enter")


def photograph(desk: RunningDesk, chromium: Browser, folder: Path) -> None:
    """Every page on both screens by day and by night, to be looked at."""
    pages = stories(desk)
    for screen, (width, height) in SIZES.items():
        for light in ("light", "dark"):
            context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=light)
            window = context.new_page()
            for name, path in pages.items():
                window.goto(desk.url + path)
                window.screenshot(path=folder / f"{name}-{screen}-{light}.png", full_page=True)
            context.close()
