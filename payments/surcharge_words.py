"""How a venue's card surcharge reads before anybody knows what it is on."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext

from bookings.models import Venue
from bookings.price_words import percent_words
from boom.core.money import Money
from payments.domain.surcharges import OF_A_PERCENT
from payments.models import PaymentSettings


def surcharge_words(venue: Venue) -> str:
    """Give "1.5 % and £0.20 come on top for paying by card."; empty where nothing does."""
    settings = PaymentSettings.objects.filter(venue=venue).first() or PaymentSettings()
    percent, fixed = settings.surcharge_percent, Money(settings.surcharge_fixed_minor, venue.currency)
    words = {"percent": percent_words(Fraction(percent, OF_A_PERCENT)), "fixed": fixed.format()}
    if percent and fixed:
        return gettext("%(percent)s %% and %(fixed)s come on top for paying by card.") % words
    if percent:
        return gettext("%(percent)s %% comes on top for paying by card.") % words
    return gettext("%(fixed)s comes on top for paying by card.") % words if fixed else ""
