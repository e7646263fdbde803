"""Pictures for pages are drawn anew."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from collections.abc import Callable

import pillow_heif
import pytest
from PIL import Image

import config.demo
from web.photos import redraw

FIRST_PICTURE = """
import sys
from pathlib import Path
from web.photos import redraw
print(redraw(Path(sys.argv[1]).read_bytes(), 480)[:2])
"""


def test_the_very_first_picture_a_desk_is_asked_for_is_drawn():
    photo = f"{config.demo.__path__[0]}/plafond.jpg"

    drawn = subprocess.run([sys.executable, "-c", FIRST_PICTURE, photo], capture_output=True, text=True)

    assert (drawn.stdout, drawn.stderr) == ("b'\\xff\\xd8'\n", "")


def a_picture(kind: str, size: tuple[int, int] = (1200, 900), orientation: int = 1) -> bytes:
    """Left half red, right half blue, with the orientation a camera notes (Exif 2.3, tag 0x0112)."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a telephone"
    drawn = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    picture.save(drawn, kind, exif=exif)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["HEIF", "JPEG", "PNG", "WEBP", "TIFF"])
def test_a_telephones_photo_gets_a_small_preview_that_tells_nothing_of_the_telephone(kind: str):
    drawn = redraw(a_picture(kind), 480)

    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as preview:
        assert (preview.format, preview.size, dict(preview.getexif())) == ("JPEG", (480, 360), {})
        red, _, blue = preview.resize((2, 1)).tobytes()[:3]
        assert red > 200 > 50 > blue


def test_a_photo_taken_sideways_stands_upright_in_its_preview():
    drawn = redraw(a_picture("JPEG", orientation=6), 480)

    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as preview:
        assert preview.size == (360, 480)


def a_bomb() -> bytes:
    """A PNG of 20,000 × 20,000 white pixels in some 50 kB."""
    rows = zlib.compress(bytes(20_000 * 2_501), 9)
    chunks = (
        (b"IHDR", (20_000).to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4) for name, data in chunks
    )


@pytest.mark.parametrize("octets", [a_bomb, lambda: a_picture("HEIF")[:400], bytes, lambda: bytes(100)])
def test_what_unfolds_into_gigabytes_or_is_torn_gets_no_preview(octets: Callable[[], bytes]):
    assert redraw(octets(), 480) is None
