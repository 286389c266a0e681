"""What customers have to agree to, and what they agreed to."""

from __future__ import annotations

from collections.abc import Collection

from bookings.errors import TermsUnknown
from bookings.models import Agreement, HouseTerms, TermsVersion


def asked_terms(venue_id: int, room_ids: Collection[int]) -> list[TermsVersion]:
    """The newest text of each of a venue's terms that a booking of these rooms is asked for, oldest terms
    first.
    """
    newest = (
        TermsVersion.objects.filter(terms__venue_id=venue_id, terms__archived_at=None)
        .select_related("terms")
        .order_by("terms_id", "-number")
        .distinct("terms_id")
    )
    return [version for version in newest if version.terms.hold_for(room_ids)]


def agreements_of(booking_id: int) -> list[Agreement]:
    """What was agreed to with a booking, each with its text, the first yes first."""
    return list(
        Agreement.objects.filter(booking_id=booking_id).select_related("version").order_by("at", "id")
    )


def terms_of_venue(venue_id: int) -> list[TermsVersion]:
    """The newest text of every one of a venue's terms, archived ones too, oldest terms first."""
    versions = TermsVersion.objects.filter(terms__venue_id=venue_id).select_related("terms")
    return list(versions.order_by("terms_id", "-number").distinct("terms_id"))


def terms_called(terms_id: int) -> HouseTerms:
    """Terms with their venue. Raises TermsUnknown."""
    found = HouseTerms.objects.select_related("venue").filter(pk=terms_id).first()
    if found is None:
        raise TermsUnknown
    return found


def versions_of(terms_id: int) -> list[TermsVersion]:
    """Every text that terms had, the newest first."""
    return list(TermsVersion.objects.filter(terms_id=terms_id).order_by("-number"))


def version_called(version_id: int) -> TermsVersion:
    """A published text with its venue. Raises TermsUnknown."""
    found = TermsVersion.objects.select_related("terms__venue").filter(pk=version_id).first()
    if found is None:
        raise TermsUnknown
    return found
