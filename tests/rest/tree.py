"""Which endpoint needs which permission: the API's matrix as data. A new endpoint needs a row here.

OPEN are for whoever has no credential yet, ANYBODY for whoever has a good one.
"""

from __future__ import annotations

OPEN, ANYBODY = None, ""
SEE, TAKE, MOVE = "bookings.view_calendar", "bookings.create_booking", "bookings.move_booking"
EDIT, CANCEL = "bookings.edit_booking", "bookings.cancel_booking"
PLAN, TAKINGS, PAY = "billing.manage_plan", "payments.view_takings", "payments.take_payment"
CUSTOMERS, KEEP, SET_UP = "bookings.view_customers", "bookings.edit_customers", "bookings.change_setup"

ENDPOINTS: dict[str, str | None] = {
    "POST /auth/register": OPEN,
    "POST /auth/login": OPEN,
    "POST /auth/refresh": OPEN,
    "POST /auth/logout": OPEN,
    "GET /auth/me": ANYBODY,
    "GET /tenants/current": ANYBODY,
    "GET /tenants/settings": SET_UP,
    "PATCH /tenants/settings": SET_UP,
    "GET /tenants/usage": SET_UP,
    "GET /billing/plans": PLAN,
    "GET /billing/subscription": PLAN,
    "GET /billing/upgrade": PLAN,
    "POST /billing/upgrade": PLAN,
    "GET /billing/usage": PLAN,
    "GET /payments": TAKINGS,
    "POST /payments": PAY,
    "GET /payments/{payment_id}": TAKINGS,
    "GET /bookings/{booking_id}/standing": PAY,
    "POST /bookings/{booking_id}/refunds": "payments.refund_payment",
    "GET /analytics/dashboard": TAKINGS,
    "GET /analytics/reports": TAKINGS,
    "GET /analytics/trends": TAKINGS,
    "GET /venues": SEE,
    "GET /venues/{venue}": SEE,
    "PATCH /venues/{venue}": SET_UP,
    "GET /venues/{venue}/hours": SEE,
    "PUT /venues/{venue}/hours": SET_UP,
    "POST /venues/{venue}/special-days": SET_UP,
    "DELETE /special-days/{special_day_id}": SET_UP,
    "GET /rooms": SEE,
    "POST /rooms": SET_UP,
    "GET /rooms/{room_id}": SEE,
    "PATCH /rooms/{room_id}": SET_UP,
    "GET /availability": SEE,
    "POST /quotes": TAKE,
    "GET /bookings": SEE,
    "POST /bookings": TAKE,
    "GET /bookings/{booking_id}": SEE,
    "PATCH /bookings/{booking_id}": EDIT,
    "DELETE /bookings/{booking_id}": CANCEL,
    "POST /bookings/{booking_id}/move": MOVE,
    "POST /bookings/{booking_id}/cancel": CANCEL,
    "POST /bookings/{booking_id}/undo": MOVE,
    "GET /bookings/{booking_id}/history": SEE,
    "POST /bookings/{booking_id}/confirm": EDIT,
    "POST /bookings/{booking_id}/decline": EDIT,
    "POST /bookings/{booking_id}/restore": CANCEL,
    "POST /bookings/{booking_id}/check-in": EDIT,
    "POST /bookings/{booking_id}/check-out": EDIT,
    "POST /bookings/{booking_id}/no-show": EDIT,
    "GET /customers": CUSTOMERS,
    "POST /customers": KEEP,
    "GET /customers/{customer_id}": CUSTOMERS,
    "PATCH /customers/{customer_id}": KEEP,
    "GET /waitlist": SEE,
    "POST /waitlist": TAKE,
    "GET /waitlist/{entry_id}": SEE,
    "DELETE /waitlist/{entry_id}": EDIT,
}
