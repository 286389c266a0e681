"""What the API and webhooks say of bookings and of those who book. One shape a thing, wherever it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from bookings.domain.lifecycle import BOOKING_STATUSES, Status
from bookings.domain.pricing import Quote
from bookings.models import Booking, Customer, Occupancy, WaitlistEntry, WaitState
from bookings.models.occupancy import Source
from bookings.selectors.quoting import agreed_quote
from boom.rest.values import Amount, Shape, Sparse

SEE_CUSTOMERS = "bookings.view_customers"


class PriceLine(Shape):
    """A line of a price, as it was agreed."""

    code: str = Field(examples=["room"])
    quantity: str = Field(description="Exact, as a fraction where it is one.", examples=["2"])
    unit: str = Field(examples=["hour"])
    unit_price_minor: int
    amount_minor: int
    rule: str = ""


class Whom(Shape):
    """Whom a booking is for. Address and number are null for callers who may not see customers."""

    id: int
    name: str
    email: str | None
    phone: str | None


class BookingShape(Sparse):
    """A booking."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Booking"})

    id: int
    reference: str = Field(description="What people call it by.", examples=["C4DH7K"])
    status: Status
    venue_id: int
    room_id: int
    room: str = Field(description="The room's name.")
    customer: Whom | None
    guest_name: str
    starts_at: datetime
    ends_at: datetime
    party_size: int | None
    source: Source
    placed: bool = Field(description="False for an imported booking that clashes and waits for a room.")
    total: Amount | None
    price_lines: list[PriceLine]
    fee_minor: int | None = Field(description="What is kept after a cancellation or no-show.")
    note: str
    staff_note: str
    answers: dict[str, Any]
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_at: datetime | None
    cancellation_reason: str
    series_id: int | None
    group_reference: str
    created_at: datetime
    version: int = Field(description="Goes up with every change; the ETag.")


class CustomerShape(Sparse):
    """A customer."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Customer"})

    id: int
    name: str
    email: str
    phone: str = Field(description="E.164, or empty.", examples=["+442079460812"])
    locale: str
    notes: str
    tags: list[str]
    price_class: str
    contact_by: str
    wishes: str
    created_at: datetime
    version: int


class WaitingShape(Sparse):
    """A place on the waiting list."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Waiting"})

    id: int
    venue_id: int
    state: WaitState
    name: str
    email: str | None
    phone: str | None
    party_size: int
    first_day: date
    last_day: date
    earliest: int | None = Field(description="Minutes of the wall clock since 0:00 of the night's date.")
    latest: int | None
    minutes: int
    room_id: int | None
    category: str
    note: str
    joined_at: datetime
    expires_at: datetime
    version: int


class QuoteShape(Shape):
    """What a booking would cost."""

    lines: list[PriceLine]
    total: Amount
    due_now: Amount
    due_later: Amount
    problems: list[dict[str, str]] = Field(description="What was wanted and left out: code, message, field.")


def booking_shape(booking: Occupancy, *, with_contact: bool) -> BookingShape:
    """A booking with its room and customer loaded."""
    quote = agreed_quote(booking)
    total = None
    if booking.total_minor is not None and booking.currency:
        total = Amount.model_construct(amount_minor=booking.total_minor, currency=booking.currency)
    return BookingShape.model_construct(
        id=booking.pk,
        reference=booking.reference,
        status=Status(booking.status),
        venue_id=booking.room.venue_id,
        room_id=booking.room_id,
        room=booking.room.name,
        customer=_whom(booking.customer, with_contact=with_contact),
        guest_name=booking.guest_name,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        party_size=booking.party_size,
        source=Source(booking.source),
        placed=booking.placed,
        total=total,
        price_lines=price_lines(quote) if quote else [],
        fee_minor=booking.fee_minor,
        note=booking.note,
        staff_note=booking.staff_note,
        answers=booking.answers,
        checked_in_at=booking.checked_in_at,
        checked_out_at=booking.checked_out_at,
        cancelled_at=booking.cancelled_at,
        cancellation_reason=booking.cancellation_reason,
        series_id=booking.series_id,
        group_reference=booking.group_reference,
        created_at=booking.created_at,
        version=booking.version,
    )


def price_lines(quote: Quote) -> list[PriceLine]:
    """The lines of a price."""
    return [
        PriceLine.model_construct(
            code=line.code,
            quantity=str(line.quantity),
            unit=line.unit,
            unit_price_minor=line.unit_price.minor,
            amount_minor=line.amount.minor,
            rule=line.rule,
        )
        for line in quote.lines
    ]


def customer_shape(customer: Customer) -> CustomerShape:
    """A customer, whole."""
    names = [name for name in CustomerShape.model_fields if name != "id"]
    return CustomerShape.model_construct(id=customer.pk, **{name: getattr(customer, name) for name in names})


def waiting_shape(entry: WaitlistEntry, *, with_contact: bool) -> WaitingShape:
    """A place on the waiting list."""
    hidden = {"id", "email", "phone", "state"}
    return WaitingShape.model_construct(
        id=entry.pk,
        state=WaitState(entry.state),
        email=entry.email if with_contact else None,
        phone=entry.phone if with_contact else None,
        **{name: getattr(entry, name) for name in WaitingShape.model_fields if name not in hidden},
    )


def quote_shape(quote: Quote) -> QuoteShape:
    """A price that was worked out."""
    sums = {
        name: Amount(amount_minor=amount.minor, currency=amount.currency)
        for name, amount in (
            ("total", quote.total),
            ("due_now", quote.due_now),
            ("due_later", quote.due_later),
        )
    }
    problems = [{"code": each.code, "message": each.message, "field": each.field} for each in quote.problems]
    return QuoteShape(lines=price_lines(quote), problems=problems, **sums)


def _whom(customer: Customer | None, *, with_contact: bool) -> Whom | None:
    if customer is None:
        return None
    return Whom.model_construct(
        id=customer.pk,
        name=customer.name,
        email=customer.email if with_contact else None,
        phone=customer.phone if with_contact else None,
    )


BOOKING_STATUS_NAMES = tuple(sorted(status.value for status in BOOKING_STATUSES))


def shapes_of(bookings: Iterable[Booking], *, with_contact: bool) -> list[Mapping[str, Any]]:
    """Bookings as plain values, for payloads that are kept."""
    return [booking_shape(each, with_contact=with_contact).model_dump(mode="json") for each in bookings]
