"""Disputes to list, one by its key, and what the record says about its booking."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext

from accounts.venue_scope import Place, may_see_place
from bookings.domain.reference import shown
from bookings.evidence import told_about
from bookings.models import Consent, GuestMessage, Occupancy, Purpose, Venue
from bookings.selectors.history import history_of
from bookings.venue_words import cancellation_words
from boom.core import text
from boom.core.money import Money
from payments.domain.evidence import Case, Sign
from payments.errors import DisputeUnknown
from payments.models import Dispute
from payments.models.disputes import ANSWERABLE

MOST_DISPUTES = 200


def disputes_of(venue: Venue) -> QuerySet[Dispute]:
    """A venue's disputes: those to answer first, by their deadline, then the newest."""
    waits = Q(state__in=sorted(ANSWERABLE), answered_at__isnull=True, gave_in_at=None)
    rows = Dispute.objects.filter(venue=venue)
    rows = rows.select_related("payment__booking__customer", "payment__voucher_sale")
    rows = rows.annotate(waits=ExpressionWrapper(waits, output_field=BooleanField()))
    return rows.order_by("-waits", "due_at", "-opened_at", "-id")[:MOST_DISPUTES]


def dispute_called(dispute_id: int) -> Dispute:
    """A dispute whose booking whoever asks may see, with all that is told of it. Raises DisputeUnknown."""
    rows = Dispute.objects.select_related(
        "venue",
        "payment__booking__room__venue",
        "payment__booking__customer",
        "payment__voucher_sale__voucher",
    )
    found = rows.filter(pk=dispute_id).first()
    booking = found.payment.booking if found is not None else None
    if found is None or not may_see_place(Place(found.venue_id, booking.room_id if booking else None)):
        raise DisputeUnknown
    return found


def disputes_of_booking(booking_ids: list[int]) -> list[Dispute]:
    """The disputes of what was paid for these bookings, the newest first."""
    rows = Dispute.objects.filter(payment__booking_id__in=booking_ids)
    return list(rows.order_by("-opened_at", "-id"))


def case_of(dispute: Dispute) -> Case:
    """What is on record about a dispute's booking or gift voucher, in words. Some eight queries."""
    booking = dispute.payment.booking
    if booking is None:
        return _of_voucher(dispute)
    venue, customer = booking.room.venue, booking.customer
    price = Money(booking.total_minor or 0, booking.currency or venue.currency)
    product = gettext("%(room)s at %(venue)s, %(when)s, for %(price)s (booking %(reference)s)") % {
        "room": booking.room.name,
        "venue": venue.name,
        "when": _span(booking.starts_at, booking.ends_at, venue),
        "price": price.format(),
        "reference": shown(booking.reference),
    }
    messages = GuestMessage.objects.filter(booking_id=booking.pk).order_by("created_at", "id")
    written = [
        (said.created_at, gettext("The guest wrote: %(words)s") % {"words": said.words}) for said in messages
    ]
    written += [(told.at, told.words) for told in told_about(booking.pk)]
    return Case(
        customer_name=booking.guest_name or (customer.name if customer else ""),
        customer_email=customer.email if customer else "",
        product=product,
        service_on=text.day(booking.starts_at, venue.zone, style="full", locale=venue.locale),
        cancellation=cancellation_words(booking.room.cancellation_terms()),
        agreed=_agreed(booking, venue),
        presence=_presence(booking, venue),
        written=[Sign(_at(at, venue), words) for at, words in sorted(written)],
        history=[
            Sign(_at(line.at, venue), f"{line.actor} {line.words}") for line in reversed(history_of(booking))
        ],
    )


def _of_voucher(dispute: Dispute) -> Case:
    """What is on record about a gift voucher: to whom it was sent, and for which visits it was used."""
    sale, venue = dispute.payment.voucher_sale, dispute.venue
    assert sale is not None, "a payment is for a booking or for a voucher"
    assert sale.voucher is not None, "only what was paid is disputed"
    sold_at, sent_to = sale.sold_at or sale.begun_at, sale.for_email or sale.buyer_email
    values = {"venue": venue.name, "worth": Money(sale.amount_minor, sale.currency).format()}
    uses = sale.voucher.uses.select_related("booking__room__venue").order_by("id")
    return Case(
        customer_name=sale.buyer_name,
        customer_email=sale.buyer_email,
        product=gettext("A gift voucher over %(worth)s for %(venue)s, sent by mail") % values,
        service_on=text.day(sold_at, venue.zone, style="full", locale=venue.locale),
        cancellation="",
        agreed=[],
        presence=[
            Sign(
                _at(use.booking.starts_at, venue),
                gettext("%(amount)s of it was used for booking %(reference)s.")
                % {
                    "amount": Money(use.amount_minor, sale.currency).format(),
                    "reference": shown(use.booking.reference),
                },
            )
            for use in uses
        ],
        written=[],
        history=[
            Sign(
                _at(sold_at, venue),
                gettext("The voucher was sent to %(to)s.") % {"to": sent_to},
            )
        ],
    )


def _agreed(booking: Occupancy, venue: Venue) -> list[Sign]:
    """The house rules that the guest said yes to by the time of the visit."""
    if booking.customer_id is None:
        return []
    given = Consent.objects.filter(
        customer_id=booking.customer_id, purpose=Purpose.TERMS, is_given=True, at__lte=booking.ends_at
    )
    return [
        Sign(
            _at(yes.at, venue),
            gettext("The guest agreed to version %(version)s of the house rules: %(words)s")
            % {"version": yes.version, "words": yes.words},
        )
        for yes in given.order_by("-at", "-id")[:1]
    ]


def _presence(booking: Occupancy, venue: Venue) -> list[Sign]:
    """When the party came and went."""
    came = [
        (booking.checked_in_at, gettext("The party was checked in.")),
        (booking.checked_out_at, gettext("The party was checked out.")),
    ]
    return [Sign(_at(at, venue), words) for at, words in came if at is not None]


def _at(instant: datetime, venue: Venue) -> str:
    day = text.day(instant, venue.zone, style="full", locale=venue.locale)
    return f"{day} {text.clock(instant, venue.zone)}"


def _span(start: datetime, end: datetime, venue: Venue) -> str:
    day = text.day(start, venue.zone, style="full", locale=venue.locale)
    return f"{day}, {text.span(start, end, venue.zone)}"
