"""The reporter's page: where the report stands, what was said to them, and what they answer."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from convert.files import add_file
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.sharing import share_file
from convert.tickets.assigning import mark_opened
from convert.tickets.change_phase import move_ticket
from convert.tickets.comments import add_note, ask_reporter, comment_by_person
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from store.audience import own_circle
from store.words import Deed, OrderState, Phase, Visibility
from tests.running_app import RunningDesk
from tests.web.links import (
    LEAK,
    REPORTER,
    a_photo,
    a_report,
    an_order,
    files_on,
    now_of,
    page_of,
    press,
    ticket_now,
)


def steps(page: str) -> list[tuple[str, str]]:
    """The journey as (mark, word)."""
    found = re.findall(r'<li class="(past|now|todo)".*?</span>\s*(.*?)</p>', page, re.DOTALL)
    return [(mark, word.strip()) for mark, word in found]


def test_a_report_is_followed_like_a_parcel(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)

    fresh = steps(browser.get(path).text)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        mark_opened(work, ticket.key)
        move_ticket(work, ticket.key, Phase.IN_PROGRESS)
    opened = steps(browser.get(path).text)
    order = an_order(running_desk, ticket)
    given = steps(browser.get(path).text)
    with running_desk.work(running_desk.party("Johan")) as work:
        perform(work, order.key, Deed.COMPLETE)
    done = steps(browser.get(path).text)

    assert fresh[0] == ("now", "Ontvangen") and fresh[-1] == ("todo", "Opgelost")
    assert [word for _, word in fresh] == ["Ontvangen", "Wordt bekeken", "Bij een bedrijf", "Gepland", "Opgelost"]
    assert opened[1] == ("now", "Wordt bekeken")
    assert given[2] == ("now", "Bij een bedrijf")
    assert done == [
        ("past", "Ontvangen"),
        ("past", "Wordt bekeken"),
        ("past", "Bij een bedrijf"),
        ("now", "Gemeld als opgelost"),
    ]


def test_an_appointment_is_asked_for_and_agreed_to(running_desk: RunningDesk):
    ticket, order = with_a_proposal(running_desk)
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)

    asked = browser.get(path).text
    agreed = press(browser, path, "suits", order=order.number, suits="yes").text

    assert "Komt dit u uit?" in asked and "di 24 nov 2026, 10:00" in asked and "Loodgietersbedrijf De Kraan" in asked
    assert now_of(running_desk, order).state is OrderState.SCHEDULED
    assert ("now", "Gepland") in steps(agreed) and "De afspraak staat vast" in agreed
    assert "Komt dit u uit?" not in agreed


def test_an_appointment_that_does_not_suit_needs_a_word(running_desk: RunningDesk):
    ticket, order = with_a_proposal(running_desk)
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)

    silent = browser.post(f"{path}/suits", data={"order": order.number, "suits": "no"})
    press(browser, path, "suits", order=order.number, suits="no", **{f"unsuited-{order.number}": "liever woensdag"})

    assert silent.status_code == 422 and f'id="unsuited-{order.number}-error"' in silent.text
    assert now_of(running_desk, order).appointment_state == "declined"


def test_solved_is_confirmed_or_disputed_without_a_log_in(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    path = page_of(running_desk, ticket=ticket)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        move_ticket(work, ticket.key, Phase.SOLVED)
    browser = running_desk.stranger()

    asked = browser.get(path).text
    without_words = browser.post(f"{path}/solved", data={"solved": "no"})
    no = press(browser, path, "solved", solved="no", wrong="Het drupt nog")
    reopened = ticket_now(running_desk, ticket)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        move_ticket(work, ticket.key, Phase.SOLVED)
    press(browser, path, "solved", solved="yes")
    again = press(browser, path, "solved", solved="yes")

    assert "Is het opgelost?" in asked
    assert without_words.status_code == 422 and 'id="wrong-error"' in without_words.text
    assert (reopened.phase, reopened.reopened) == (Phase.IN_PROGRESS, 1)
    assert "Het drupt nog" in no.text
    assert ticket_now(running_desk, ticket).phase is Phase.CLOSED
    assert "Het is toch niet opgelost" in again.text


def test_an_answer_to_a_question_reaches_us_once_with_its_photos(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        move_ticket(work, ticket.key, Phase.IN_PROGRESS)
        ask_reporter(work, ticket.key, "Hoe groot is de vlek?")
    photo = a_photo()

    asked = browser.get(path).text
    answers = [
        browser.post(
            f"{path}/comment", data={"text": "Een halve meter"}, files={"files": (photo.filename, photo.octets)}
        )
        for _ in range(2)
    ]
    page = browser.get(path).text

    assert "Hoe groot is de vlek?" in asked
    assert [answer.status_code for answer in answers] == [303, 303]
    assert page.count("Een halve meter") == 1 and len(files_on(running_desk, ticket)) == 1
    assert ticket_now(running_desk, ticket).phase is Phase.IN_PROGRESS


def test_an_empty_message_is_not_sent_and_a_refused_file_keeps_the_words(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)

    empty = browser.post(f"{path}/comment", data={"text": " "})
    refused = browser.post(f"{path}/comment", data={"text": "zie bijlage"}, files={"files": ("a.html", b"<html>")})

    assert empty.status_code == 422 and 'id="text-error"' in empty.text
    assert refused.status_code == 422 and "zie bijlage" in refused.text and 'id="files-error"' in refused.text


def test_nothing_internal_and_nobody_else_stands_in_the_page(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    order = an_order(running_desk, ticket, cost_limit=987)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        link_person(work, ticket.key, running_desk.person_named("Olivia").key)
        add_note(work, ticket.key, text="GEHEIM: klaagt vaak")
        add_note(work, order_id=order.key, text="VOOR JOHAN", visible_to=(Visibility.PARTY,))
        add_note(work, ticket.key, text="Wij komen kijken", visible_to=REPORTER)
    with running_desk.work(running_desk.party("Johan")) as work:
        perform(work, order.key, Deed.REFUSE, DeedDetails(reason="no_time", text="GEHEIM: te druk"))
    with running_desk.work(running_desk.person("Olivia")) as work:
        comment_by_person(work, ticket.key, running_desk.person_named("Olivia").key, "Hier ook!")

    with running_desk.store.reading():
        path = fatimas_page(running_desk, ticket.key)
    page = running_desk.stranger().get(path).text

    assert "Wij komen kijken" in page and LEAK in page
    for hidden in ("GEHEIM", "VOOR JOHAN", "987", "Olivia", "olivia", "Johan", "geweigerd", "4711"):
        assert hidden not in page


def test_an_unlinked_person_sees_nothing_any_more(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    path = page_of(running_desk, ticket=ticket)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        unlink_person(work, ticket.key, running_desk.person_named("Fatima").key)

    assert running_desk.stranger().get(path).status_code == 404


def test_after_a_merge_the_first_page_follows_the_report_that_goes_on_without_its_words(running_desk: RunningDesk):
    olivias = a_report(running_desk, "Olivia", "LH-22")
    fatimas = a_report(running_desk)
    path = page_of(running_desk, ticket=olivias)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        add_note(work, fatimas.key, text="Alleen voor Fatima", visible_to=REPORTER)
        merge_ticket(work, olivias.key, fatimas.key)
    running_desk.clock.advance(minutes=5)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        add_note(work, fatimas.key, text="We come on Tuesday", visible_to=REPORTER)
    browser = running_desk.stranger()

    page = browser.get(path).text
    press(browser, path, "comment", text="Thank you")

    assert "We come on Tuesday" in page and "Alleen voor Fatima" not in page and "Fatima" not in page
    assert olivias.number in page


def test_photos_leave_their_place_and_device_behind(running_desk: RunningDesk):
    ticket = a_report(running_desk, uploads=(a_photo(),))
    file = files_on(running_desk, ticket)[0]
    browser, path = running_desk.stranger(), page_of(running_desk, ticket=ticket)

    answer = browser.get(f"{path}/files/{file.key}")
    thumb = browser.get(f"{path}/files/{file.key}/thumb")

    original = running_desk.store.blobs.get(file.blob_key)
    assert b"Telefoonmaker" in original
    for shared in (answer.content, thumb.content):
        assert b"Telefoonmaker" not in shared and not Image.open(io.BytesIO(shared)).getexif()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert max(Image.open(io.BytesIO(thumb.content)).size) <= 480


def test_a_shared_copy_is_drawn_once(running_desk: RunningDesk):
    ticket = a_report(running_desk, uploads=(a_photo(),))
    path = page_of(running_desk, ticket=ticket)
    running_desk.stranger().get(f"{path}/files/{files_on(running_desk, ticket)[0].key}")

    kept = files_on(running_desk, ticket)[0].shared_key

    assert kept and running_desk.store.blobs.get(kept) == running_desk.stranger().get(f"{path}/files/1").content


@pytest.mark.parametrize("octets", [b"\xff\xd8\xff\xe0 no picture at all", None], ids=["broken", "bomb"])
def test_a_picture_that_cannot_be_drawn_anew_is_not_passed_on(running_desk: RunningDesk, octets: bytes | None):
    photo = a_photo()
    ticket = a_report(running_desk, uploads=(type(photo)("foto.png", "image/png", octets or a_bomb()),))
    file, path = files_on(running_desk, ticket)[0], page_of(running_desk, ticket=ticket)

    answers = [running_desk.stranger().get(f"{path}/files/{file.key}{below}") for below in ("", "/thumb")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_only_files_for_them_are_given_to_them(running_desk: RunningDesk):
    ticket = a_report(running_desk)
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        file = add_file(work, a_photo(), ticket_id=ticket.key)
    path = page_of(running_desk, ticket=ticket)

    internal = running_desk.stranger().get(f"{path}/files/{file.key}").status_code
    with running_desk.work(running_desk.staff("Ingrid")) as work:
        share_file(work, file.key, own_circle(ticket.key))
    shared = running_desk.stranger().get(f"{path}/files/{file.key}").status_code

    assert (internal, shared) == (404, 200)


def test_the_page_speaks_the_persons_language(running_desk: RunningDesk):
    ticket = a_report(running_desk, "Olivia", "LH-22")

    page = running_desk.stranger().get(page_of(running_desk, ticket=ticket)).text

    assert '<html lang="en">' in page and "Your number is" in page and "<script" not in page


def with_a_proposal(desk: RunningDesk):
    ticket = a_report(desk)
    order = an_order(desk, ticket)
    with desk.work(desk.party("Johan")) as work:
        starts = work.now.replace(day=24, hour=9, minute=0)
        perform(
            work, order.key, Deed.PLAN, DeedDetails(appointment_from=starts, appointment_to=starts.replace(hour=11))
        )
    return ticket, order


def fatimas_page(desk: RunningDesk, ticket_id: int) -> str:
    from sqlmodel import select

    from store.access import Link
    from store.tokens import page_token

    with desk.store.reading() as session:
        fatima = desk.person_named("Fatima").key
        link = session.exec(select(Link).where(Link.ticket_id == ticket_id, Link.person_id == fatima)).one()
    return f"/l/{page_token(desk.settings.secret, link.nonce)}"


def a_bomb() -> bytes:
    """A small file that unfolds into 100 megapixels."""
    drawn = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(drawn, "PNG")
    return drawn.getvalue()
