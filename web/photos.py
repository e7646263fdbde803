"""Photos for others: drawn anew, so that where and with what they were taken stays behind."""

from __future__ import annotations

import io
import threading
import warnings

SHARED_SIDE, THUMB_SIDE = 2560, 480  # pixels at most; a thumbnail has twice what pages show
MOST_PIXELS = 60_000_000  # a larger picture is not opened: a small file can unfold into gigabytes
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF")
_SHRINKABLE = ("RGB", "RGBA", "L", "CMYK", "YCbCr")  # others have a palette or odd depths, which do not mix
_AT_ONCE = threading.Semaphore(2)


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
