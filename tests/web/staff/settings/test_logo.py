"""A desk's logo stands on the pages and letters others get: small, harmless, readable, and nobody is watched by it."""

from __future__ import annotations

import io
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from PIL import Image, ImageDraw
from sqlmodel import select

from ingest.reading.attachments import LOGO
from store.desk_logo import DeskLogo
from store.letter_table import Letter
from tests.journeys.browsers import BrowsedPage
from tests.journeys.world import World
from tests.servers.chromium import NewPage
from tests.web.lived_in import an_order
from tests.web.windows import log_in, photograph, shut_out, sticks_out

PAGE = "/settings/logo"
SECRET = b"Taken at Lindelaan 14B"


def a_logo(form: str = "PNG", size: tuple[int, int] = (960, 320), ink: str = "#1d4f91") -> bytes:
    """Dark shapes on nothing, with words that a camera or a program left behind."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((0, 0, size[0] // 2, size[1] - 1), fill=ink)
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = SECRET.decode()
    (picture.convert("RGB") if form == "JPEG" else picture).save(file, form, exif=exif)
    return file.getvalue()


def hand_in(world: World, octets: bytes, name: str = "logo.png") -> int:
    answer = world.ingrid.browser.post(PAGE, files={"logo": (name, octets)})
    return answer.status_code


def letters(world: World) -> list[tuple[str, EmailMessage]]:
    """To others: kind, and the mail as it went over the wire."""
    with world.desk.store.reading() as session:
        rows = [row for row in session.exec(select(Letter)) if row.octets_key and not row.kind.startswith("staff_")]
    octets = [(row.kind, world.desk.store.blobs.get(row.octets_key)) for row in rows]
    return [(kind, message_from_bytes(raw, policy=policy.default)) for kind, raw in octets]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_small_and_without_what_it_carried(world: World, form: str):
    octets = a_logo(form, ink="#ffd700" if form == "JPEG" else "#1d4f91")
    assert SECRET in octets

    assert hand_in(world, octets, "x.bin") == 303

    with world.desk.store.reading() as session:
        kept = session.exec(select(DeskLogo)).one()
    assert SECRET not in kept.octets and len(kept.octets) <= LOGO
    with Image.open(io.BytesIO(kept.octets)) as picture:
        assert picture.mode == "RGB" and picture.width <= 480 and picture.height <= 160
        assert not picture.getexif() and picture.format in ("PNG", "JPEG")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("octets", "name", "words"),
    [
        (SVG, "logo.svg", "In een SVG kunnen programma"),
        (SVG, "logo.png", "In een SVG kunnen programma"),
        (b"GIF89a" + bytes(40), "logo.gif", "Lever een PNG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "logo.png", "kan niet worden geopend"),
        (a_logo()[:900], "logo.png", "kan niet worden geopend"),
        (a_logo(size=(30, 12)), "logo.png", "te klein"),
        (a_logo(ink="#fafafa"), "logo.png", "Op wit papier ziet niemand dit"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "logo.png", "te groot"),
        (b"", "", "Vul dit in"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_in_words(world: World, octets: bytes, name: str, words: str):
    files = {"logo": (name, octets)} if name else {"other": ("", b"")}
    answer = BrowsedPage(world.ingrid.browser, world.ingrid.browser.post(PAGE, files=files))

    assert answer.status == 422 and words in answer.all("#logo-error")[0]
    with world.desk.store.reading() as session:
        assert session.exec(select(DeskLogo)).all() == []


def test_a_picture_that_unfolds_into_gigabytes_is_not_opened(world: World):
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")

    answer = world.ingrid.browser.post(PAGE, files={"logo": ("x.png", file.getvalue())})

    assert BrowsedPage(world.ingrid.browser, answer).says("maak hem eerst kleiner")


def test_letters_to_others_carry_the_logo_within_and_staff_letters_none(world: World):
    hand_in(world, a_logo())
    an_order(world)
    world.passer_by.reports("Het lekt.", "Lindelaan 14B", "Lekkage")  # of which staff have a letter
    world.wait()

    kinds = letters(world)
    assert {"order_sent", "ticket_received"} <= {kind for kind, _ in kinds}
    for kind, mail in kinds:
        page = mail.get_body(("html",))
        assert page is not None
        text = page.get_content()
        (cid,) = re.findall(r'<img [^>]*alt="Vastgoedbeheer De Linde B.V."[^>]* src="cid:([^"]+)"', text)
        (picture,) = [part for part in mail.walk() if part.get_content_maintype() == "image"]
        assert picture["content-id"] == f"<{cid}>" and picture.get_content_disposition() == "inline", kind
        assert not re.findall(r'src="https?:', text)
        assert list(mail.iter_attachments()) == [part for part in mail.iter_attachments() if not part.is_multipart()]
    with world.desk.store.reading() as session:
        sent = next(row for row in session.exec(select(Letter)) if row.kind == "order_sent")
        staff = [row for row in session.exec(select(Letter)) if row.kind.startswith("staff_") and row.octets_key]
    assert staff and all(b"image/png" not in world.desk.store.blobs.get(row.octets_key) for row in staff)
    framed = world.ingrid.browser.get(f"/glass/letters/{sent.key}").text
    assert 'src="data:image/png;base64,' in framed and "cid:" not in framed


def test_an_answer_that_quotes_our_letter_brings_our_logo_back_and_no_file(world: World):
    hand_in(world, a_logo())
    an_order(world)
    world.wait()
    mail = next(mail for kind, mail in letters(world) if kind == "ticket_received")
    answer = EmailMessage()
    answer["From"], answer["To"], answer["Subject"] = mail["To"], mail["Reply-To"], f"Re: {mail['Subject']}"
    answer["In-Reply-To"], answer["Message-ID"] = mail["Message-ID"], "<answer@mail.example.nl>"
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    answer.set_content("Dank u wel, het lekt nog.")
    quote = f"<p>Dank u wel, het lekt nog.</p><p>Op ma 16 nov 2026 schreef De Linde:</p><blockquote>{html}</blockquote>"
    answer.add_alternative(quote, subtype="html")
    picture = next(part for part in mail.walk() if part.get_content_maintype() == "image")
    body = answer.get_body(("html",))
    assert body is not None
    body.add_related(picture.get_content(), "image", "png", cid=picture["content-id"], filename="image001.png")

    world.fatima.posts(answer)
    world.work()

    ticket = world.ingrid.opens_ticket("T-2026-00042")
    assert ticket.says("het lekt nog") and not ticket.says("image001.png")


def test_the_logo_is_taken_away_everywhere_at_once(world: World):
    hand_in(world, a_logo())
    stranger = world.desk.stranger()
    (href,) = re.findall(r'<img class="logo" src="([^"]+)"', stranger.get("/report").text)
    shown = stranger.get(href)

    removed = world.ingrid.opens(PAGE).press("Verwijder")

    assert shown.status_code == 200 and shown.headers["content-type"] in ("image/png", "image/jpeg")
    assert removed.done == "Verwijderd."
    assert stranger.get(href).status_code == 404
    page = stranger.get("/report").text
    assert 'class="logo"' not in page and '<header class="letterhead">Vastgoedbeheer De Linde B.V.' in page


def test_whoever_is_no_administrator_hands_in_no_logo(world: World):
    answer = world.desk.staff_browser("Bram").post(PAGE, files={"logo": ("x.png", a_logo())})

    assert answer.status_code == 403


@pytest.mark.chromium
@pytest.mark.parametrize(("screen", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_the_logo_is_seen_by_day_and_by_night(world: World, new_page: NewPage, screen: str, scheme: str):
    hand_in(world, a_logo())
    window = new_page(screen)  # type: ignore[arg-type]
    window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    log_in(world, window)

    for path in (PAGE, "/report"):
        window.goto(f"{world.desk.url}{path}")
        photograph(window, f"logo-{path.rpartition('/')[2]}-{scheme}")
        logo = window.get_by_alt_text("Vastgoedbeheer De Linde B.V.")
        assert logo.evaluate("(picture) => picture.complete && picture.naturalWidth") == 480  # the policy lets it be
        assert shut_out(window) == [] and not sticks_out(window), path
