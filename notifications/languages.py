"""In which language somebody is written to: theirs, or the venue's where they never said; English where Boom
does not speak it.

The catalogues under locale/ hold Boom's own words to guests (`tools.catalogues` writes them).
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils.translation import override

from bookings.models import Booking, Customer, Venue

# Each has a whole catalogue (tests/notifications/test_catalogues.py); English is the words themselves.
SPOKEN = ("en", "de", "es", "fr")


def language_for(customer: Customer | None, venue: Venue) -> str:
    """What a customer reads; where they never said, what the venue speaks ("en-gb")."""
    read = (customer.locale if customer else "") or venue.locale
    return read.lower().replace("_", "-") or "en"


def language_of(booking: Booking) -> str:
    """What whoever booked reads. Needs the booking's customer, room and venue."""
    return language_for(booking.customer, booking.room.venue)


def spoken(language: str) -> str:
    """The language of Boom's own words to somebody who reads `language` ("de" for "de-at")."""
    base = language.lower().replace("_", "-").partition("-")[0]
    return base if base in SPOKEN else "en"


def speaking(language: str) -> AbstractContextManager[None]:
    """A block in which words, days and sums are made for somebody who reads `language`."""
    return override(spoken(language))
