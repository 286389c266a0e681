"""Who may call which address: the matrix as data. A new route needs a row here, a changed one a changed row.

The permission is what the page needs; `to_change`, where it differs, what sending its form needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from boom.access import ANYONE, SIGNED_IN, TOKEN


@dataclass(frozen=True)
class Row:
    """What a route needs: ANYONE, TOKEN, SIGNED_IN, or a permission of accounts/permissions.py."""

    needs: str
    to_change: str = ""


SEE, TAKE = Row("bookings.view_calendar"), Row("bookings.create_booking")
EDIT, CANCEL, BLOCK = Row("bookings.edit_booking"), Row("bookings.cancel_booking"), Row("bookings.block_room")
CUSTOMERS, KEEP = Row("bookings.view_customers"), Row("bookings.edit_customers")
BAN = Row("bookings.ban_customers")
MOVE = Row("bookings.move_booking")
SET_UP, TEAM = Row("bookings.change_setup"), Row("accounts.manage_staff")

OF_A_VENUE = {
    "public:venue": Row(ANYONE),
    "public:venue-of": Row(ANYONE),
    "public:availability": Row(ANYONE),
    "public:theme": Row(ANYONE),
    "public:photo": Row(ANYONE),
    "public:photo-small": Row(ANYONE),
    "public:hold": Row(ANYONE),
    "public:details": Row(TOKEN),
    "public:release": Row(TOKEN),
    "public:cart": Row(TOKEN),
    "public:late": Row(TOKEN),
    "public:extend": Row(TOKEN),
    "public:booked": Row(TOKEN),
    "public:calendar": Row(TOKEN),
    "public:change": Row(TOKEN),
    "public:cancel": Row(TOKEN),
    "public:waitlist-join": Row(ANYONE),
    "public:waitlist-place": Row(TOKEN),
    "public:waitlist-change": Row(TOKEN),
    "public:waitlist-leave": Row(TOKEN),
    "public:waitlist-accept": Row(TOKEN),
    "public:waitlist-decline": Row(TOKEN),
    "accounts:sign-in": Row(ANYONE),
    "accounts:sign-out": Row(ANYONE),
    "accounts:hand-over": Row(TOKEN),
    "accounts:reset": Row(ANYONE),
    "accounts:reset-sent": Row(ANYONE),
    "accounts:reset-new": Row(TOKEN),
    "accounts:reset-done": Row(ANYONE),
    "accounts:reset-link": Row(TOKEN),
    "accounts:join": Row(TOKEN),
    "accounts:invitation": Row(TOKEN),
    "accounts:profile": Row(SIGNED_IN),
    "accounts:taste": Row(SIGNED_IN),
    "accounts:change-password": Row(SIGNED_IN),
    "accounts:sign-out-elsewhere": Row(SIGNED_IN),
    "dashboard:calendar": SEE,
    "dashboard:agenda": SEE,
    "dashboard:week": SEE,
    "dashboard:month": SEE,
    "dashboard:past": Row("audit.view_activity"),
    "dashboard:night-sheet": SEE,
    "dashboard:night-sheet-file": SEE,
    "dashboard:rows": SEE,
    "dashboard:changes": SEE,
    "dashboard:bookings": SEE,
    "dashboard:bookings-file": CUSTOMERS,
    "dashboard:several": EDIT,
    "dashboard:booking": SEE,
    "dashboard:new-booking": TAKE,
    "dashboard:new-booking-rooms": TAKE,
    "dashboard:booking-move": Row("bookings.view_calendar", to_change="bookings.move_booking"),
    "dashboard:booking-edit": EDIT,
    "dashboard:booking-confirm": EDIT,
    "dashboard:booking-cancel": CANCEL,
    "dashboard:booking-restore": CANCEL,
    "dashboard:booking-release": BLOCK,
    "dashboard:booking-undo": Row("bookings.view_calendar", to_change="bookings.move_booking"),
    "dashboard:booking-decline": EDIT,
    "dashboard:booking-check-in": EDIT,
    "dashboard:booking-check-out": EDIT,
    "dashboard:booking-no-show": EDIT,
    "dashboard:booking-extend": EDIT,
    "dashboard:booking-turnover": EDIT,
    "dashboard:booking-change-room": MOVE,
    "dashboard:booking-find-room": MOVE,
    "dashboard:booking-swap": MOVE,
    "dashboard:group-move": MOVE,
    "dashboard:group-cancel": CANCEL,
    "dashboard:new-group": TAKE,
    "dashboard:walk-in": TAKE,
    "dashboard:make-room": MOVE,
    # Each act asks for the permissions that its changes need.
    "dashboard:undo": SEE,
    "dashboard:cancellations": Row("audit.view_activity"),
    "dashboard:floor": SEE,
    "dashboard:floor-ready": EDIT,
    "dashboard:new-block": BLOCK,
    "dashboard:series": SEE,
    "dashboard:series-words": SEE,
    # Blocks ask for the permission to block.
    "dashboard:series-change": Row("bookings.view_calendar", to_change="bookings.move_booking"),
    "dashboard:series-settle": Row("bookings.view_calendar", to_change="bookings.create_booking"),
    "dashboard:series-end": Row("bookings.view_calendar", to_change="bookings.cancel_booking"),
    "dashboard:rooms": SET_UP,
    "dashboard:rooms-add": SET_UP,
    "dashboard:room-new": SET_UP,
    "dashboard:room": SET_UP,
    "dashboard:room-hours": SET_UP,
    "dashboard:photo-add": SET_UP,
    "dashboard:photo-change": SET_UP,
    "dashboard:room-move": SET_UP,
    "dashboard:hours": SET_UP,
    "dashboard:closing": SET_UP,
    "dashboard:holidays": SET_UP,
    "dashboard:special-day-add": SET_UP,
    "dashboard:special-day-remove": SET_UP,
    "dashboard:rules": SET_UP,
    "dashboard:visits": SET_UP,
    "dashboard:settings": SET_UP,
    "dashboard:confirmation": SET_UP,
    "dashboard:fields": SET_UP,
    "dashboard:field-builtin": SET_UP,
    "dashboard:field-new": SET_UP,
    "dashboard:field": SET_UP,
    "dashboard:field-act": SET_UP,
    "dashboard:venue-details": SET_UP,
    "dashboard:customers": CUSTOMERS,
    "dashboard:customer": CUSTOMERS,
    "dashboard:customer-new": KEEP,
    "dashboard:customer-edit": KEEP,
    "dashboard:customer-undo": KEEP,
    "dashboard:customer-consent": KEEP,
    "dashboard:customer-ban": BAN,
    "dashboard:bans": BAN,
    "dashboard:ban-lift": BAN,
    "dashboard:ban-restore": BAN,
    "dashboard:consent-texts": SET_UP,
    "dashboard:waitlist": SEE,
    "dashboard:waitlist-new": TAKE,
    "dashboard:waitlist-rules": SET_UP,
    "dashboard:waitlist-entry": SEE,
    "dashboard:waitlist-change": EDIT,
    "dashboard:waitlist-move": EDIT,
    "dashboard:waitlist-offer": TAKE,
    "dashboard:waitlist-withdraw": TAKE,
    "dashboard:waitlist-remove": EDIT,
    "dashboard:waitlist-put-back": EDIT,
    "audit:activity": Row("audit.view_activity"),
    "audit:activity-file": Row("audit.view_activity"),
    "audit:activity-workbook": Row("audit.view_activity"),
    "audit:act": Row("audit.view_activity"),
    # One's own at the desk, anybody's for whoever sees the record.
    "audit:act-undo": Row("bookings.view_calendar", to_change="audit.view_activity"),
    "audit:undo-last": SEE,
    "staff:people": Row("accounts.view_staff"),
    "staff:invite": TEAM,
    "staff:change-role": TEAM,
    "staff:deactivate": TEAM,
    "staff:reactivate": TEAM,
    "staff:resend-invitation": TEAM,
    "staff:revoke-invitation": TEAM,
    "notifications:attention": SET_UP,
    "notifications:retry": SET_UP,
    "healthz": Row(ANYONE),
    "readyz": Row(ANYONE),
}

OF_THE_PLATFORM = {
    "site:landing": Row(ANYONE),
    "site:sign-up": Row(ANYONE),
    "site:subdomain": Row(ANYONE),
    "site:find-venue": Row(ANYONE),
    "platform-sign-in": Row(ANYONE),
    "healthz": Row(ANYONE),
    "readyz": Row(ANYONE),
}
# The component gallery exists in development and tests only, and shows made-up rooms.
NOT_FOR_THE_PUBLIC = "gallery:"
