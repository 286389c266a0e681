"""What customers have to agree to: published as versions that stay as they are, and every yes kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.errors import TermsNotAgreed, TermsUnknown
from bookings.models import AgreedWhere, Agreement, Booking, HouseTerms, Room, TermsVersion
from bookings.selectors.house_terms import asked_terms
from bookings.services.setup import setup_changed
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached

MOST_TERMS = 12
LONGEST_TITLE = 120
LONGEST_WORDS = 30_000


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody said yes to: keys of versions, how, and the address they were at."""

    version_ids: frozenset[int]
    address: str = ""
    source: str = AgreedWhere.ONLINE


@service
def publish_terms(
    *, venue_id: int, title: str, words: str, room_ids: Collection[int] = (), now: datetime
) -> TermsVersion:
    """Ask whoever books online to agree to something more: for these rooms, or for every one.

    Raises Invalid, LimitReached.
    """
    if HouseTerms.objects.standing().filter(venue_id=venue_id).count() >= MOST_TERMS:
        raise LimitReached("That is more than anybody would read. Archive some first.")
    terms = HouseTerms(venue_id=venue_id, room_ids=_rooms(venue_id, room_ids))
    title, words = _checked(title, words)
    terms.save(force_insert=True)
    setup_changed(venue_id)
    return TermsVersion.objects.create(terms=terms, number=1, title=title, words=words, published_at=now)


@service
def change_terms(
    *, terms_id: int, title: str, words: str, room_ids: Collection[int], now: datetime
) -> TermsVersion:
    """Publish another text, which is asked for from the next booking on, and say for which rooms.

    The same title and words again are no new version. Raises TermsUnknown, Invalid.
    """
    terms = _locked(terms_id)
    title, words = _checked(title, words)
    rooms = _rooms(terms.venue_id, room_ids)
    if rooms != terms.room_ids:
        terms.room_ids = rooms
        terms.save(update_fields=["room_ids"])
        setup_changed(terms.venue_id)
    present = TermsVersion.objects.filter(terms=terms).order_by("-number")[0]
    if (present.title, present.words) == (title, words):
        return present
    number = present.number + 1
    return TermsVersion.objects.create(terms=terms, number=number, title=title, words=words, published_at=now)


@service
def archive_terms(*, terms_id: int, is_archived: bool, now: datetime) -> None:
    """Ask for something no more, or again. Its texts and every yes stay. Raises TermsUnknown."""
    terms = _locked(terms_id)
    terms.archived_at = now if is_archived else None
    terms.save(update_fields=["archived_at"])
    setup_changed(terms.venue_id)


def insist_on_terms(parts: Sequence[Booking], agreed: Agreed | None) -> list[TermsVersion]:
    """What a customer's bookings at one venue are asked for. Raises TermsNotAgreed unless they said yes to
    every text as it is now.
    """
    asked = asked_terms(parts[0].room.venue_id, {part.room_id for part in parts})
    said = agreed.version_ids if agreed else frozenset()
    if any(version.pk not in said for version in asked):
        raise TermsNotAgreed
    return asked


def note_agreements(
    parts: Sequence[Booking], asked: Sequence[TermsVersion], agreed: Agreed | None, *, now: datetime
) -> None:
    """Keep a yes to what was asked with each booking whose room it is for. Given again it adds nothing."""
    if agreed is None:
        return
    Agreement.objects.bulk_create(
        [
            Agreement(
                booking_id=part.pk,
                version=version,
                at=now,
                address=agreed.address,
                source=agreed.source,
            )
            for part in parts
            for version in asked
            if version.pk in agreed.version_ids and version.terms.hold_for([part.room_id])
        ],
        ignore_conflicts=True,
    )


def note_said(booking: Booking, agreed: Agreed, *, now: datetime) -> None:
    """Keep what a guest said yes to where another program asked. Raises Invalid for a text not asked."""
    asked = asked_terms(booking.room.venue_id, [booking.room_id])
    if agreed.version_ids - {version.pk for version in asked}:
        raise Invalid(fields={"agreed_terms": "Ask for the texts anew: one of these is not asked for now."})
    note_agreements([booking], asked, agreed, now=now)


def _checked(title: str, words: str) -> tuple[str, str]:
    """Both without what surrounds them. Raises Invalid for none."""
    title, words = title.strip(), words.replace("\r\n", "\n").strip()
    wrong = {}
    if not title or len(title) > LONGEST_TITLE:
        wrong["title"] = "Give it a name, such as House rules."
    if not words or len(words) > LONGEST_WORDS:
        wrong["words"] = "Type what customers agree to."
    if wrong:
        raise Invalid(fields=wrong)
    return title, words


def _rooms(venue_id: int, room_ids: Collection[int]) -> list[int]:
    wanted = sorted(set(room_ids))
    if Room.objects.filter(venue_id=venue_id, pk__in=wanted).count() != len(wanted):
        raise Invalid(fields={"room_ids": "Choose rooms of this venue."})
    return wanted


def _locked(terms_id: int) -> HouseTerms:
    terms = HouseTerms.objects.select_for_update().filter(pk=terms_id).first()
    if terms is None:
        raise TermsUnknown
    return terms
