"""Small pictures of what came along. Made when they are asked for, and never without a limit."""

from __future__ import annotations

import io
import threading
import warnings

SIDE = 480  # pixels at most, twice what pages show
MOST_PIXELS = 60_000_000  # a larger picture is not opened: a small file can unfold into gigabytes
_AT_ONCE = threading.Semaphore(2)


def thumbnail(octets: bytes) -> bytes | None:
    """A JPEG of at most 480 × 480 without any metadata; None for what is no picture we can open."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    _know_heic()
    with _AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we have a limit of our own
        try:
            with Image.open(io.BytesIO(octets), formats=_formats()) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.draft("RGB", (SIDE, SIDE))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
                upright.thumbnail((SIDE, SIDE))
                small = io.BytesIO()
                upright.save(small, "JPEG", quality=80)
                return small.getvalue()
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return None


def _formats() -> list[str]:
    from PIL import Image

    return [name for name in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF") if name in Image.OPEN]


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
