"""Pictures and files are never hidden by a wish of the sender's program; only small logos stay out, one press away."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from PIL import Image

from tests.journeys.town import Town


def a_jpeg(side: int, colour: str = "slategrey") -> bytes:
    """A JPEG of noise, so that its size grows with its side: 300 is a photo made small, 24 an icon."""
    octets = io.BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(octets, "JPEG")
    return octets.getvalue()


def with_inline_photo(town: Town, text: str, *, disposition: str = "inline") -> EmailMessage:
    """As an iPhone sends it: the photo a sibling of the text, its disposition inline."""
    mail = town.fatima.writes(text or "Verstuurd vanaf mijn iPhone", "")
    mail.add_attachment(a_jpeg(300), "image", "jpeg", filename="IMG_0007.jpeg", disposition=disposition)
    return mail


def with_page(town: Town, html: str, pictures: dict[str, bytes]) -> EmailMessage:
    """As Outlook sends it: pictures by Content-ID, and no disposition."""
    mail = town.fatima.writes("De ketel geeft F28.", "foto van de ketel")
    mail.add_alternative(html, subtype="html")
    page = mail.get_payload()[1]  # type: ignore[index]
    for cid, octets in pictures.items():
        page.add_related(octets, "image", "jpeg", cid=f"<{cid}>", filename=f"{cid.split('@')[0]}")  # type: ignore[union-attr]
    for part in mail.walk():
        if part.get_content_maintype() == "image":
            part.set_param("name", part.get_filename() or "")
            del part["Content-Disposition"]
    return mail


@pytest.mark.parametrize("text", ["Hallo, dit is het slot van de achterdeur:", ""])
def test_an_iphones_inline_photo_is_a_file_of_the_draft_and_of_the_ticket(town: Town, text: str):
    town.fatima.posts(with_inline_photo(town, text))
    town.work()

    draft = town.ingrid.opens("/drafts/1")
    draft.press("Converteer naar ticket")

    assert draft.says("IMG_0007.jpeg")
    assert town.ingrid.opens("/tickets/T-2026-00042").says("IMG_0007.jpeg")


def test_a_photo_pasted_into_outlook_is_a_file_though_the_page_shows_it(town: Town):
    page = '<p>F28</p><img src="cid:image001.jpg@01DB">'
    town.fatima.posts(with_page(town, page, {"image001.jpg@01DB": a_jpeg(300)}))
    town.work()

    town.ingrid.opens("/drafts/1").press("Converteer naar ticket")

    assert town.ingrid.opens("/tickets/T-2026-00042").says("image001.jpg")


def test_a_signatures_logo_is_left_out_and_one_press_makes_it_a_file(town: Town):
    logo = '<p>F28</p><p>Groet<br><img src="cid:logo.jpg@01DB"></p>'
    town.fatima.posts(with_page(town, logo, {"logo.jpg@01DB": a_jpeg(24)}))
    town.work()
    town.ingrid.opens("/drafts/1").press("Converteer naar ticket")
    ticket = "/tickets/T-2026-00042"
    before = town.ingrid.opens(ticket).says("logo.jpg")

    town.ingrid.opens("/messages/1").press("Bewaar als bestand")

    assert not before
    assert town.ingrid.opens(ticket).says("logo.jpg")
    assert not town.ingrid.opens("/messages/1").offers("Bewaar als bestand")


def test_a_small_picture_that_no_page_shows_is_a_file(town: Town):
    mail = town.fatima.writes("Zie foto", "slot")
    mail.add_attachment(a_jpeg(24), "image", "jpeg", filename="slot.jpg", disposition="inline", cid="<slot@x>")
    town.fatima.posts(mail)
    town.work()

    assert town.ingrid.opens("/drafts/1").says("slot.jpg")


def test_a_plumbers_inline_photo_with_completed_is_the_evidence_that_was_asked_for(town: Town):
    order = town.ingrid.orders(town.ingrid.makes_ticket("Lekkage", "Het lekt.", {"Waar": "Lindelaan 14B"}), "De Kraan")
    town.work()
    letter = town.johan.letter("Opdracht")
    mail = town.johan.writes("Voltooid", letter.subject, to=letter.reply_to, In_Reply_To=letter.message_id)
    mail.add_attachment(a_jpeg(300), "image", "jpeg", filename="IMG_1.JPG", disposition="inline")

    town.johan.posts(mail)
    town.work()

    assert town.ingrid.state_of(order) == "Voltooid"
    assert town.ingrid.opens_order(order).says("IMG_1.JPG")
    assert not town.ingrid.opens_order(order).says("De gevraagde foto ontbreekt")
