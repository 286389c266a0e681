"""How the record's events about prices read. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import AuditEvent
from audit.wording import Told, plain, tells
from bookings import columns_of_prices  # noqa: F401 - registers the words of columns

# table -> (what one row is called, what the page's filter calls them)
NOUNS = {
    "bookings_customerclass": (word("the kind of customer"), word("Kinds of customer")),
    "bookings_pricelist": (word("the price list"), word("Price lists")),
    "bookings_rate": (word("the rate"), word("Rates")),
    "bookings_holiday": (word("the holiday"), word("Holidays")),
    "bookings_adjustment": (word("the surcharge or discount"), word("Surcharges and discounts")),
    "bookings_addon": (word("the add-on"), word("Add-ons")),
    "bookings_package": (word("the package"), word("Packages")),
    "bookings_packageitem": (word("what is in a package"), word("Packages")),
    "bookings_promocode": (word("the promo code"), word("Promo codes")),
    "bookings_giftvoucher": (word("a gift voucher"), word("Gift vouchers")),
    "bookings_tax": (word("the tax"), word("Taxes")),
    "bookings_fee": (word("the fee"), word("Fees")),
    "bookings_depositrule": (word("the deposit rule"), word("Deposits")),
}
CLAIMS = {
    "bookings_bookedaddon": (word("a booking’s add-on"), word("Booked add-ons")),
    "bookings_promouse": (word("the use of a promo code"), word("Used promo codes")),
    "bookings_voucheruse": (word("the use of a gift voucher"), word("Used gift vouchers")),
    "bookings_packuse": (word("the use of prepaid hours"), word("Used prepaid hours")),
}


@tells({table: noun for table, (_, noun) in NOUNS.items()})
def tell_prices(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Rules of prices by the name they had, leading to the prices."""
    return {
        event.pk: plain(
            event,
            gettext(NOUNS[event.table][0]),
            name=str((event.new or {}).get("name") or (event.old or {}).get("name") or ""),
            path=reverse("dashboard:prices"),
        )
        for event in events
    }


@tells({table: noun for table, (_, noun) in CLAIMS.items()})
def tell_claims(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What bookings use of scarce things; it follows their own changes."""
    return {event.pk: plain(event, gettext(CLAIMS[event.table][0])) for event in events}
