"""Pictures and files are never hidden by a wish of the sender's program; only small logos stay out, one press away."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from PIL import Image

from tests.journeys.world import World


def a_jpeg(side: int, colour: str = "slategrey") -> bytes:
    """A JPEG of noise, so that its size grows with its side: 300 is a photo made small, 24 an icon."""
    octets = io.BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(octets, "JPEG")
    return octets.getvalue()


def with_inline_photo(world: World, text: str, *, disposition: str = "inline") -> EmailMessage:
    """As an iPhone sends it: the photo a sibling of the text, its disposition inline."""
    mail = world.fatima.writes(text or "Verstuurd vanaf mijn iPhone", "")
    mail.add_attachment(a_jpeg(300), "image", "jpeg", filename="IMG_0007.jpeg", disposition=disposition)
    return mail


def with_page(world: World, html: str, pictures: dict[str, bytes]) -> EmailMessage:
    """As Outlook sends it: pictures by Content-ID, and no disposition."""
    mail = world.fatima.writes("De ketel geeft F28.", "foto van de ketel")
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
def test_an_iphones_inline_photo_is_a_file_of_the_draft_and_of_the_ticket(world: World, text: str):
    world.fatima.posts(with_inline_photo(world, text))
    world.work()

    draft = world.ingrid.opens("/drafts/1")
    draft.press("Converteer naar ticket")

    assert draft.says("IMG_0007.jpeg")
    assert world.ingrid.opens("/tickets/T-2026-00042").says("IMG_0007.jpeg")


def test_a_photo_pasted_into_outlook_is_a_file_though_the_page_shows_it(world: World):
    page = '<p>F28</p><img src="cid:image001.jpg@01DB">'
    world.fatima.posts(with_page(world, page, {"image001.jpg@01DB": a_jpeg(300)}))
    world.work()

    world.ingrid.opens("/drafts/1").press("Converteer naar ticket")

    assert world.ingrid.opens("/tickets/T-2026-00042").says("image001.jpg")


def test_a_signatures_logo_is_left_out_and_one_press_makes_it_a_file(world: World):
    logo = '<p>F28</p><p>Groet<br><img src="cid:logo.jpg@01DB"></p>'
    world.fatima.posts(with_page(world, logo, {"logo.jpg@01DB": a_jpeg(24)}))
    world.work()
    world.ingrid.opens("/drafts/1").press("Converteer naar ticket")
    ticket = "/tickets/T-2026-00042"
    before = world.ingrid.opens(ticket).says("logo.jpg")

    world.ingrid.opens("/messages/1").press("Bewaar als bestand")

    assert not before
    assert world.ingrid.opens(ticket).says("logo.jpg")
    assert not world.ingrid.opens("/messages/1").offers("Bewaar als bestand")


def test_a_small_picture_that_no_page_shows_is_a_file(world: World):
    mail = world.fatima.writes("Zie foto", "slot")
    mail.add_attachment(a_jpeg(24), "image", "jpeg", filename="slot.jpg", disposition="inline", cid="<slot@x>")
    world.fatima.posts(mail)
    world.work()

    assert world.ingrid.opens("/drafts/1").says("slot.jpg")


def test_a_plumbers_inline_photo_with_completed_is_the_evidence_that_was_asked_for(world: World):
    order = world.ingrid.orders(
        world.ingrid.makes_ticket("Lekkage", "Het lekt.", {"Waar": "Lindelaan 14B"}), "De Kraan"
    )
    world.work()
    letter = world.johan.letter("Opdracht")
    mail = world.johan.writes("Voltooid", letter.subject, to=letter.reply_to, In_Reply_To=letter.message_id)
    mail.add_attachment(a_jpeg(300), "image", "jpeg", filename="IMG_1.JPG", disposition="inline")

    world.johan.posts(mail)
    world.work()

    assert world.ingrid.state_of(order) == "Voltooid"
    assert world.ingrid.opens_order(order).says("IMG_1.JPG")
    assert not world.ingrid.opens_order(order).says("De gevraagde foto ontbreekt")
