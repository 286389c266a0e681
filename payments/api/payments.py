"""Payments by program: what was taken, what is due, taking at the desk, giving back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import insist_on_venue, present_limit, present_rooms
from bookings.errors import BookingUnknown
from bookings.models import Booking
from bookings.takings import standings_of
from boom.core import clock
from boom.rest.endpoints import ApiRequest, Made, endpoint
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Order, Piece, piece_of
from boom.rest.values import Amount, Body, Flag, Id, Instant, Key, Shape, Sparse, line, whole
from payments.errors import PaymentUnknown
from payments.models import Method, Payment, PaymentState, Refund, RefundState
from payments.services.giving_back import refund_booking
from payments.services.taking import record_payment

router = Router()
SEE, TAKE, GIVE_BACK = "payments.view_takings", "payments.take_payment", "payments.refund_payment"
EXCEED = "payments.override_refund"
TAGS = ["Payments"]
Something = Annotated[int, whole(1, 10**12)]


class PaymentShape(Sparse):
    """Money taken for a booking, or for a gift voucher sold online."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Payment"})

    id: int
    venue_id: int
    booking_id: int | None
    method: Method
    state: PaymentState
    amount: Amount
    refunded_minor: int
    note: str
    is_test: bool = Field(description="Made with test keys: no money moved.")
    taken_at: datetime
    taken_by: str
    version: int


class PaymentList(BaseModel):
    """A piece of the list."""

    data: list[PaymentShape]
    next_cursor: str | None


class PaymentQuery(ListFieldsQuery):
    """Which payments."""

    venue_id: Id | None = None
    booking_id: Id | None = None
    method: Method | None = None
    state: PaymentState | None = None
    taken_from: Instant | None = None
    taken_before: Instant | None = None
    order: Literal["taken_at", "-taken_at"] = "-taken_at"


class StandingShape(Shape):
    """How a booking, or all that was booked together with it, stands."""

    currency: str
    charged_minor: int
    by_voucher_minor: int
    paid_minor: int
    refunded_minor: int
    due_minor: int
    to_give_back_minor: int


class NewPayment(Body):
    """Money that was taken at the desk."""

    booking_id: Key
    method: Literal["cash", "terminal", "bank", "credit"]
    amount_minor: Something
    note: Annotated[str, line(200)] = ""
    rest_to_credit: Flag = Field(False, description="What is over stays as the guest's credit.")


class NewRefund(Body):
    """How much to give back, and how."""

    amount_minor: Something
    to_credit: Flag = False
    to_voucher: Flag = False
    reason: Annotated[str, line(300)] = Field(
        "", description="For more than is owed back; takes the permission to."
    )


class RefundShape(Shape):
    """Money given back. To a card it is under way until Stripe says so."""

    id: int
    booking_id: int | None
    amount: Amount
    state: RefundState
    to_credit: bool
    reason: str
    created_at: datetime


@endpoint(router, "GET", "/payments", needs=SEE, gives=PaymentList, tags=TAGS)
def list_payments(request: ApiRequest, query: PaymentQuery = Query(...)) -> Piece:
    """Payments, the latest first unless asked otherwise."""
    limit, rooms = present_limit(), present_rooms()
    found = Payment.objects.all()
    if limit is not None:
        found = found.filter(venue_id__in=limit)
    if rooms is not None:
        found = found.filter(booking__room_id__in=rooms)
    named = {
        "venue_id": query.venue_id,
        "booking_id": query.booking_id,
        "method": query.method,
        "state": query.state,
        "taken_at__gte": query.taken_from,
        "taken_at__lt": query.taken_before,
    }
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    order = Order("taken_at", latest_first=query.order.startswith("-"))
    return piece_of(found, query, payment_shape, order=order)


@endpoint(router, "POST", "/payments", needs=TAKE, gives=PaymentShape, status=201, tags=TAGS)
def take_payment(request: ApiRequest, body: NewPayment) -> Made:
    """Note that money was taken at the desk for a booking and all that is paid with it."""
    _booking(body.booking_id)
    made = record_payment(
        booking_id=body.booking_id,
        method=body.method,
        amount_minor=body.amount_minor,
        now=clock.now(),
        note=body.note,
        rest_to_credit=body.rest_to_credit,
    )
    made.refresh_from_db()
    return Made(payment_shape(made), f"/api/v1/payments/{made.pk}")


@endpoint(router, "GET", "/payments/{payment_id}", needs=SEE, gives=PaymentShape, tags=TAGS)
def get_payment(
    request: ApiRequest, payment_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> PaymentShape:
    """A payment."""
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise PaymentUnknown
    if found.booking_id is None:
        insist_on_venue(found.venue_id)
    else:
        _booking(found.booking_id)
    return payment_shape(found)


@endpoint(router, "GET", "/bookings/{booking_id}/standing", needs=TAKE, gives=StandingShape, tags=TAGS)
def booking_standing(request: ApiRequest, booking_id: Id = Path(...)) -> StandingShape:
    """What a booking costs, what was paid and what is due; one of a group as the whole group does."""
    booking = _booking(booking_id)
    standing = standings_of([booking.pk]).get(booking.pk)
    if standing is None:
        currency = booking.room.venue.currency
        return StandingShape(
            currency=currency, charged_minor=0, by_voucher_minor=0, paid_minor=0,
            refunded_minor=0, due_minor=0, to_give_back_minor=0,
        )  # fmt: skip
    return StandingShape(
        currency=standing.currency,
        charged_minor=standing.charged - standing.allowed,
        by_voucher_minor=standing.by_voucher,
        paid_minor=standing.paid,
        refunded_minor=standing.refunded,
        due_minor=standing.due.minor,
        to_give_back_minor=standing.to_give_back.minor,
    )


@endpoint(
    router,
    "POST",
    "/bookings/{booking_id}/refunds",
    needs=GIVE_BACK,
    gives=RefundShape,
    status=201,
    tags=TAGS,
)
def refund_a_booking(request: ApiRequest, body: NewRefund, booking_id: Id = Path(...)) -> Made:
    """Give back of what was paid for a booking, the newest payments first."""
    _booking(booking_id)
    made = refund_booking(
        booking_id=booking_id,
        amount_minor=body.amount_minor,
        now=clock.now(),
        to_credit=body.to_credit,
        to_voucher=body.to_voucher,
        reason=body.reason,
        may_exceed=request.auth.has_perm(EXCEED),
    )
    made.refresh_from_db()
    return Made(refund_shape(made), f"/api/v1/payments?booking_id={booking_id}")


def payment_shape(payment: Payment) -> PaymentShape:
    """A payment."""
    return PaymentShape.model_construct(
        id=payment.pk,
        venue_id=payment.venue_id,
        booking_id=payment.booking_id,
        method=Method(payment.method),
        state=PaymentState(payment.state),
        amount=Amount(amount_minor=payment.amount_minor, currency=payment.currency),
        refunded_minor=payment.refunded_minor,
        note=payment.note,
        is_test=payment.is_test,
        taken_at=payment.taken_at,
        taken_by=payment.taken_by,
        version=payment.version,
    )


def refund_shape(refund: Refund) -> RefundShape:
    """A refund."""
    return RefundShape(
        id=refund.pk,
        booking_id=refund.booking_id,
        amount=Amount(amount_minor=refund.amount_minor, currency=refund.currency),
        state=RefundState(refund.state),
        to_credit=refund.to_credit,
        reason=refund.reason,
        created_at=refund.created_at,
    )


def _booking(booking_id: int) -> Booking:
    """A booking that whoever asks may touch. Raises BookingUnknown."""
    found = Booking.objects.visible().select_related("room__venue").filter(pk=booking_id).first()
    if found is None:
        raise BookingUnknown
    return found
