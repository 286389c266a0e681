"""Pictures as people upload them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def picture_file(
    *, width: int = 40, height: int = 30, colour: str = "#7c3a63", kind: str = "PNG", **saved: Any
) -> bytes:
    """The bytes of a picture of one colour; `saved` goes to Pillow (exif=…)."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind, **saved)
    return buffer.getvalue()
