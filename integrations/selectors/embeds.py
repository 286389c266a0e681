"""Websites that may show the booking page."""

from __future__ import annotations

from integrations.models import EmbedSite


def embed_sites() -> list[EmbedSite]:
    """Every one, by name."""
    return list(EmbedSite.objects.order_by("origin"))
