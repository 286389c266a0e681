"""Makes what people upload into pictures that are safe to show: decoded, turned upright, encoded anew.

Nothing of the file that came survives but its pixels: no place and no camera's note (EXIF), no second file
hidden behind the picture.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from bookings.errors import PictureTooLarge, PictureUnusable

FORMATS = ("JPEG", "PNG", "WEBP")
# A phone's picture of today has 12 to 50 million pixels; each takes four bytes while it is decoded.
MOST_PIXELS = 60_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
FULL_EDGE, SMALL_EDGE = 1600, 320
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two sizes as WebP, with the larger one's size in pixels, named by its contents."""

    digest: str
    full: bytes
    small: bytes
    width: int
    height: int


def read_picture(content: bytes) -> Picture:
    """The picture in an uploaded file; the small one is cut square around the middle.

    Raises PictureUnusable (not JPEG, PNG or WebP, or damaged) and PictureTooLarge (too many pixels).
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureTooLarge
            # A JPEG can be decoded at a fraction of its size, which spares most of the work.
            opened.draft("RGB", (FULL_EDGE, FULL_EDGE))
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow's own bound: it warns above it, which Python may be told to raise, and gives up above twice.
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        # Pillow's readers raise all of these for damaged files.
        raise PictureUnusable from error
    full = plain.copy()
    full.thumbnail((FULL_EDGE, FULL_EDGE), Image.Resampling.LANCZOS)
    encoded = _encoded(full)
    small = ImageOps.fit(plain, (SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return Picture(
        digest=hashlib.sha256(encoded).hexdigest(),
        full=encoded,
        small=_encoded(small),
        width=full.width,
        height=full.height,
    )


def _encoded(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=4)
    return buffer.getvalue()
