"""Photos as telephones make them, with the place where they were taken inside."""

from __future__ import annotations

import io

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from tests.journeys.forms import Chosen


def a_photo(filename: str = "IMG_2211.jpg", colour: str = "slategrey") -> Chosen:
    """A small JPEG that says where and with what it was taken."""
    return Chosen(filename, _with_place(colour, "JPEG"))


def a_heic(filename: str) -> Chosen:
    """The same as an iPhone keeps it."""
    import pillow_heif

    octets = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "steelblue")).save(octets)
    return Chosen(filename, octets.getvalue(), "image/heic")


def says_where(octets: bytes) -> bool:
    """Whether a photo still gives its position or device away."""
    exif = Image.open(io.BytesIO(octets)).getexif()
    return bool(exif.get_ifd(IFD.GPSInfo)) or Base.Make in exif


def _with_place(colour: str, kind: str) -> bytes:
    picture = Image.new("RGB", (64, 48), colour)
    exif = picture.getexif()
    exif[Base.Make] = "Telefoon"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (52.0, 5.0, 0.0)})
    octets = io.BytesIO()
    picture.save(octets, kind, exif=exif)
    return octets.getvalue()
