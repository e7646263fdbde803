"""Pictures for others, drawn anew: a photo leaves behind where and with what it was taken, a logo becomes small."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from config.words import Text
from convert.errors import InvalidError
from convert.file_kinds import kind_of
from store.desk_logo import DrawnLogo

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SHARED_SIDE, THUMB_SIDE = 2560, 480  # pixels at most; a thumbnail has twice what pages show
MOST_PIXELS = 60_000_000  # a larger picture is not opened: a small file can unfold into gigabytes
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF")
_SHRINKABLE = ("RGB", "RGBA", "L", "CMYK", "YCbCr")  # others have a palette or odd depths, which do not mix
_AT_ONCE = threading.Semaphore(2)
MOST_OCTETS = 5 * 1024 * 1024  # of a logo as it is handed in
SMALLEST, LARGEST = (40, 20), 15_000_000  # pixels of it
_SIZES = ((480, 160), (360, 120), (240, 80))  # twice what is shown
_LETTER = 20_000  # octets: it goes with every letter, and comes back in answers as a signature's picture does
_LOGO_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
_PALE = 225  # of 255: all of a picture lighter than this cannot be seen on white


def is_photo(content_type: str) -> bool:
    return content_type.startswith("image/") and "svg" not in content_type


def redraw(octets: bytes, side: int, turn: int = 0) -> bytes | None:
    """An upright JPEG of at most side × side without any metadata, turned to the right by so many degrees; None for
    what is no picture we can open."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.init()  # else Pillow knows the rarer formats, or at the very first picture any at all, only by chance
    _know_heic()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    with _AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we have a limit of our own
        try:
            with Image.open(io.BytesIO(octets), formats=formats) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.draft("RGB", (side, side))
                small = picture if picture.mode in _SHRINKABLE else picture.convert("RGB")
                small.thumbnail((side, side))  # before it is turned and copied: the large one stays in memory once
                upright = ImageOps.exif_transpose(small).convert("RGB")
                upright = upright.rotate(-turn, expand=True) if turn else upright
                upright.info.clear()  # else Pillow writes a comment or profile of the original into the new file
                drawn = io.BytesIO()
                upright.save(drawn, "JPEG", quality=85)
                return drawn.getvalue()
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None


def _know_heic() -> None:
    """With the optional extra `heic`, photos of iPhones can be opened too."""
    from PIL import Image

    if "HEIF" in Image.OPEN:
        return
    try:
        import pillow_heif
    except ImportError:
        return
    pillow_heif.register_heif_opener()


def draw_logo(octets: bytes) -> DrawnLogo:
    """Raises InvalidError at "logo"."""
    from PIL import Image, UnidentifiedImageError

    if len(octets) > MOST_OCTETS:
        raise InvalidError(logo=Text("This file is too large: at most %(size)s MB.", size=MOST_OCTETS // 1048576))
    kind = _LOGO_FORMATS.get(kind_of(octets, ""))
    if kind is None:
        raise InvalidError(
            logo=Text(
                "Upload a PNG, JPEG or WebP. An SVG can hold programs; save it as a PNG in the program it is from."
            )
        )
    Image.init()
    with _AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # as above
        try:
            with Image.open(io.BytesIO(octets), formats=[kind]) as picture:
                if picture.width * picture.height > LARGEST:
                    raise Image.DecompressionBombError
                if picture.width < SMALLEST[0] or picture.height < SMALLEST[1]:
                    raise InvalidError(logo=Text("This picture is too small to be printed well."))
                drawn = _on_white(picture)
        except Image.DecompressionBombError:
            raise InvalidError(logo=Text("This picture is too large; make it smaller first.")) from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise InvalidError(logo=Text("This picture cannot be opened.")) from None
    if drawn.convert("L").getextrema()[0] > _PALE:  # type: ignore[operator]  # of one band it is a pair of numbers
        raise InvalidError(logo=Text("On white paper nobody would see this; upload the dark one."))
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
