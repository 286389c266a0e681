"""The square code on a guest's confirmation. It leads staff to the booking and tells nobody else anything."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def square_code(address: str) -> SafeString:
    """Draw an address as a QR code: inline SVG without styles, dark on light whatever the page's colours are.

    A quarter of it may be creased, wet or in the sun and it still reads.
    """
    drawn: str = segno.make(address, error="q", micro=False).svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    # Made of numbers alone: segno writes the squares, never the words of the address.
    return mark_safe(drawn)  # noqa: S308
