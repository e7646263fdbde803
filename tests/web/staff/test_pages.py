"""The other rooms of the staff screen: relations, search, aside, outbox, tasks, one's own account."""

from __future__ import annotations

import pytest
from sqlmodel import select

from config.settings import SmtpOut
from store.mail import Message
from store.words import MessagePlace
from tests.journeys.browsers import visit
from tests.journeys.rounds import work_once
from tests.journeys.world import World
from tests.running_app import PASSWORD
from tests.web.lived_in import a_ticket, a_week, an_order

ROOMS = (
    *(
        "/drafts",
        "/drafts?state=converted",
        "/tickets",
        "/tickets?view=board",
        "/tickets/new",
        "/orders",
        "/orders/new",
    ),
    *(
        "/people",
        "/units",
        "/properties",
        "/properties/1",
        "/installations",
        "/parties",
        "/aside",
        "/outbox",
        "/search?q=fatima",
        "/tasks",
        "/account",
    ),
    *("/properties", "/properties/1"),
    *("/help", "/people/1", "/units/1", "/installations/1", "/parties/3", "/messages/1", "/outbox/1"),
    *("/tickets/T-2026-00017", "/tickets/T-2026-00042", "/tickets/T-2026-00042/edit", "/orders/OB-2026-00031"),
    *("/orders/OB-2026-00031/edit", "/orders/new?ticket=T-2026-00042", "/drafts/2", "/drafts/2/split"),
)


def test_every_room_opens_in_both_languages(world: World):
    a_week(world)
    ingrid = world.desk.staff_browser("Ingrid")

    for language in ("nl", "en"):
        ingrid.post("/account/language", data={"language": language})
        for room in ROOMS:
            page = visit(ingrid, room)
            assert page.status == 200, (room, page.text[:300])
            assert f'<html lang="{language}">' in page.html, room


def test_search_finds_by_number_words_and_address(world: World):
    number = a_ticket(world)

    by_number = world.ingrid.opens(f"/search?q={number.lower()}")
    by_words = world.ingrid.opens("/search?q=plafond emmer")
    by_address = world.ingrid.opens("/search?q=lindelaan 14b")

    assert by_number.path == f"/tickets/{number}"
    assert by_words.says(number) and by_address.says(number) and by_address.says("Woningen")


def test_a_newsletter_lies_aside_with_its_reason_and_can_be_a_report_after_all(world: World):
    world.karel.mails("Onze aanbiedingen", "Nieuwsbrief", Precedence="bulk")
    world.work()

    aside = world.ingrid.opens("/aside")
    draft = aside.press("Toch een melding : Nieuwsbrief")

    assert aside.says("Nieuwsbrief of lijst")
    assert draft.says("Het ligt nu in het postvak") and draft.path.startswith("/drafts/")


def test_a_letter_can_be_read_held_and_sent(world: World):
    a_ticket(world)

    link_access = world.ingrid.opens("/outbox/1").press("Houd vast")
    sent = link_access.press("Verstuur opnieuw")

    assert link_access.says("Vastgehouden") and sent.says("Hij vertrekt meteen")
    assert world.ingrid.opens("/glass/letters/1").says("T-2026-00042")


def test_without_a_server_nobody_is_told_that_a_letter_was_sent(world: World):
    number = a_ticket(world)
    no_server = world.desk.settings.model_copy(update={"smtp_out": SmtpOut()})

    world.ingrid.moves(number, "In behandeling")
    world.clock.advance(minutes=6)
    work_once(world.desk.store, no_server, world.clock())

    assert world.ingrid.opens_ticket(number).says("Fatima el Amrani Bewaard")
    assert world.ingrid.opens("/outbox").row("er was geen server")["Bezorging"] == "Bewaard"


def test_a_home_shows_its_people_tickets_and_orders(world: World):
    an_order(world)

    home = world.ingrid.opens("/search?q=LH-14B").follow("Lindelaan 14B")

    assert home.says("Fatima el Amrani") and home.says("T-2026-00042") and home.says("OB-2026-00031")


def test_a_task_waits_with_its_assignee_until_it_is_done(world: World):
    number = a_ticket(world)
    world.ingrid.opens(f"/tickets/{number}").press(
        "Voeg toe", {"Wat moet er gebeuren?": "Sleutel halen", "Door wie": "Bram Postma"}
    )

    tasks = world.bram.opens("/tasks")
    done = tasks.press("Gedaan Sleutel halen")

    assert tasks.says("Sleutel halen") and done.says("Geen taken")


def test_a_new_password_ends_every_other_session(world: World):
    elsewhere = world.desk.staff_browser("Ingrid")

    changed = world.ingrid.opens("/account").press(
        "Wijzig het wachtwoord", {"Het wachtwoord dat u hebt": PASSWORD, "Het nieuwe wachtwoord": "nog een lange zin"}
    )

    assert changed.says("Het wachtwoord is gewijzigd")
    assert visit(elsewhere, "/drafts").path == "/login"
    assert visit(world.ingrid.browser, "/drafts").path == "/drafts"


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_html_in_a_report_is_shown_as_text(world: World, evil: str):
    world.fatima.mails(f"Lek {evil} in Lindelaan 14B", f"Lek {evil}")
    world.work()

    page = world.ingrid.opens("/drafts")

    assert evil not in page.html and page.says(evil)


def test_a_mails_own_html_stands_behind_glass_and_its_files_are_only_saved(world: World):
    mail = world.fatima.writes("Lek", "Lek")
    mail.add_alternative('<p>Lek</p><script>alert(1)</script><img src="https://x.example.nl/p.gif">', subtype="html")
    mail.add_attachment(b"<html>kwaad</html>", maintype="text", subtype="html", filename="kwaad.html")
    world.fatima.posts(mail)
    world.work()

    page = world.ingrid.opens("/glass/messages/1")
    message = world.ingrid.opens("/messages/1")
    part = world.ingrid.browser.get(next(link for link in message.links() if "/parts/" in link))

    assert "script" not in page.html and "x.example.nl" not in page.html and "<p>Lek</p>" in page.html
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert part.headers["content-disposition"].startswith("attachment")
    assert part.headers["x-content-type-options"] == "nosniff"


def test_the_raw_mail_comes_back_octet_by_octet(world: World):
    world.fatima.mails("Er is een lek.", "Lek")
    world.work()

    raw = world.ingrid.browser.get("/messages/1/raw")

    with world.desk.store.reading() as session:
        message = session.get_one(Message, 1)
    assert raw.content == world.desk.store.blobs.get(message.raw_key)
    assert message.place is MessagePlace.DRAFT


def test_no_words_are_said_as_no_words(world: World):
    """To gettext the empty msgid is the catalogue's own header, which stood beside every waiting letter."""
    world.fatima.mails("Er lekt water.", "Lekkage badkamer")
    world.work()

    number = world.ingrid.converts("Lekkage badkamer")

    assert "Project-Id-Version" not in world.ingrid.opens_ticket(number).text


@pytest.mark.in_dutch
def test_why_a_mail_lies_aside_is_read_in_the_language_of_whoever_looks_also_from_an_earlier_release(world: World):
    world.fatima.mails("Ik ben er niet.", "Afwezig", Auto_Submitted="auto-replied")
    world.work()

    assert world.ingrid.opens("/aside").says("Een automatisch antwoord")
    with world.desk.store.writing() as session:
        session.exec(select(Message)).one().evidence = {"why": {"nl": "Een oude reden.", "en": "An old reason."}}
    assert world.ingrid.opens("/aside").says("Een oude reden.")
    world.ingrid.opens("/account").press("Wijzig", {"Taal": "English"})
    assert world.ingrid.opens("/aside").says("An old reason.")
