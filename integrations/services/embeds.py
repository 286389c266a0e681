"""Websites that may frame the booking page: added and removed."""

from __future__ import annotations

from boom.core.db import service
from boom.core.errors import Invalid
from integrations.domain.origins import NotAnOrigin, origin_of
from integrations.errors import EmbedSiteUnknown, TooManyEmbedSites
from integrations.models import EmbedSite

# They stand in a header of every framed page.
MOST_SITES = 20


@service
def allow_site(*, address: str) -> EmbedSite:
    """Let a website show the booking page. Raises Invalid for what is no website, TooManyEmbedSites."""
    try:
        origin = origin_of(address)
    except NotAnOrigin as error:
        words = "Enter the address of your website, such as https://www.example.com."
        raise Invalid(words, fields={"address": words}) from error
    known = EmbedSite.objects.filter(origin=origin).first()
    if known is not None:
        return known
    if EmbedSite.objects.count() >= MOST_SITES:
        raise TooManyEmbedSites
    return EmbedSite.objects.create(origin=origin)


@service
def refuse_site(*, site_id: int) -> None:
    """Let a website show it no more. Raises EmbedSiteUnknown."""
    removed, _ = EmbedSite.objects.filter(pk=site_id).delete()
    if not removed:
        raise EmbedSiteUnknown
