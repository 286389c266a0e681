"""The sites of a business, as its host shows them: one small query, the rest from memory."""

from __future__ import annotations

from dataclasses import dataclass

from bookings.models import Venue
from bookings.selectors.setup import Setup, remembered_setup, setup_of
from boom.core.db import reading
from boom.core.errors import NotFound

# Plain SQL: availability asks this with every request, and the ORM would cost more than the query.
SITES = """
SELECT id, slug, name, address, brand_colour, is_published, setup_version
  FROM bookings_venue
 ORDER BY "order", id
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A venue by what tells it from the others. `setup_version` says whether what is remembered is true."""

    id: int
    slug: str
    name: str
    address: str
    brand_colour: str
    is_published: bool
    setup_version: int


def sites() -> list[Site]:
    """Every venue of the business, in its owner's order."""
    with reading() as cursor:
        cursor.execute(SITES)
        return [Site(*row) for row in cursor.fetchall()]


def setup_of_site(site: Site) -> Setup:
    """The set-up of a venue found by `sites`; read from the database only when it has changed."""
    known = remembered_setup(site.id, site.setup_version)
    return known if known is not None else setup_of(Venue.objects.get(pk=site.id))


def find_site(found: list[Site], slug: str | None) -> Site:
    """The published venue with this slug among those found; without one, the first.

    Raises NotFound for a slug nobody has, and where nothing is published.
    """
    site = next((site for site in found if site.is_published and (not slug or site.slug == slug)), None)
    if site is None:
        raise NotFound("There is no such venue here.")
    return site


def public_setup(slug: str | None) -> Setup:
    """The set-up of a published venue. Raises NotFound."""
    return setup_of_site(find_site(sites(), slug))
