"""What measures visits: set, changed and taken away."""

from __future__ import annotations

from boom.core.db import service
from boom.core.errors import Invalid
from integrations.domain.measuring import GA4_ID, PIXEL_ID
from integrations.models import Measuring


@service
def set_measuring(*, ga4_id: str, pixel_id: str, heeds_do_not_track: bool) -> None:
    """Measure with these ids from now on; an empty one measures nothing there.

    `heeds_do_not_track`: whether a browser that asks not to be tracked has said no. Raises Invalid.
    """
    if ga4_id and not GA4_ID.fullmatch(ga4_id):
        raise Invalid(fields={"ga4_id": "A measurement ID looks like G-AB12CD34EF."})
    if pixel_id and not PIXEL_ID.fullmatch(pixel_id):
        raise Invalid(fields={"pixel_id": "A pixel ID has 8 to 20 digits and nothing else."})
    if not ga4_id and not pixel_id:
        Measuring.objects.filter(pk=Measuring.ONLY).delete()
        return
    said = {"ga4_id": ga4_id, "pixel_id": pixel_id, "heeds_do_not_track": heeds_do_not_track}
    Measuring.objects.update_or_create(pk=Measuring.ONLY, defaults=said)
