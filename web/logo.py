"""A desk's logo: drawn anew on white, small, without what it carried; what cannot be one is said in words."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from config.words import Text
from convert.errors import InvalidError, MissingError
from convert.file_kinds import kind_of
from store.desk_logo import DrawnLogo, logo_marked
from web.photos import MOST_PIXELS
from web.request import context_of

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

router = APIRouter(include_in_schema=False)
MOST_OCTETS = 5 * 1024 * 1024  # of what is handed in
SMALLEST = (40, 20)  # pixels
_SIZES = ((480, 160), (360, 120), (240, 80))  # twice what is shown
_LETTER = 20_000  # octets: it goes with every letter, and comes back in answers as a signature's picture does
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_PALE = 225  # of 255: all of a picture lighter than this cannot be seen on white


@router.get("/static/logo/{mark}")
def show_logo(request: Request, mark: str) -> Response:
    """What its page names by its octets, so that a browser may keep it."""
    with context_of(request).reading() as session:
        logo = logo_marked(session, mark)
    if logo is None:
        raise MissingError
    return Response(logo.octets, media_type=logo.kind, headers={"cache-control": "public, max-age=86400"})


def draw_logo(octets: bytes) -> DrawnLogo:
    """Raises InvalidError at "logo"."""
    from PIL import Image, UnidentifiedImageError

    if len(octets) > MOST_OCTETS:
        raise InvalidError(logo=Text("This file is too large: at most %(size)s MB.", size=MOST_OCTETS // 1048576))
    kind = _FORMATS.get(kind_of(octets, ""))
    if kind is None:
        raise InvalidError(
            logo=Text(
                "Hand in a PNG, JPEG or WebP. An SVG can hold programs; save it as a PNG in the program it is from."
            )
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MOST_PIXELS is our own limit
        try:
            with Image.open(io.BytesIO(octets), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                if picture.width < SMALLEST[0] or picture.height < SMALLEST[1]:
                    raise InvalidError(logo=Text("This picture is too small to be printed well."))
                drawn = _on_white(picture)
        except Image.DecompressionBombError:
            raise InvalidError(logo=Text("This picture is too large; make it smaller first.")) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise InvalidError(logo=Text("This picture cannot be opened.")) from None
    if drawn.convert("L").getextrema()[0] > _PALE:  # type: ignore[operator]  # of one band it is a pair of numbers
        raise InvalidError(logo=Text("On white paper nobody would see this; hand in the dark one."))
    return next(logo for logo in _smaller(drawn) if len(logo.octets) <= _LETTER)


def _on_white(picture: Picture) -> Picture:
    """Upright and on paper: what is partly see-through would vanish at night, when pages and mail programs are dark."""
    from PIL import Image, ImageOps

    small = picture.convert("RGBA")
    small.thumbnail(_SIZES[0], Image.Resampling.LANCZOS)
    small = ImageOps.exif_transpose(small)
    paper = Image.new("RGB", small.size, "white")  # a new picture, which carries nothing of the old one
    paper.paste(small, mask=small)
    paper.thumbnail(_SIZES[0], Image.Resampling.LANCZOS)  # again, where it was turned
    return paper


def _smaller(drawn: Picture) -> Iterator[DrawnLogo]:
    """As it is, then ever smaller; the last fits any picture."""
    for size in _SIZES:
        drawn.thumbnail(size)
        for form, options in (("PNG", {"optimize": True}), ("JPEG", {"quality": 85}), ("JPEG", {"quality": 50})):
            file = io.BytesIO()
            drawn.save(file, form, **options)
            yield DrawnLogo(file.getvalue(), f"image/{form.lower()}", *drawn.size)
