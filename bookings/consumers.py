"""The live sockets of a venue's pages: the board's, for staff, and the public page's, for anybody."""

from __future__ import annotations

from boom.core.live import ALERTS, AVAILABILITY, CALENDAR, CLOSE_FORBIDDEN, CLOSE_SIGNED_OUT, person
from boom.sockets import LiveSocket


class CalendarConsumer(LiveSocket):
    """Says which rooms of which night changed, and that the bell has something new for those who have one.

    For people who may see the calendar, until that ends.
    """

    def parts(self) -> list[str]:
        alerts = [ALERTS] if self.visitor.may("bookings.edit_booking") else []
        return [CALENDAR, person(self.visitor.user_id or 0), *alerts]

    def refusal(self) -> int:
        if self.visitor.user_id is None:
            return CLOSE_SIGNED_OUT
        return 0 if self.visitor.may("bookings.view_calendar") else CLOSE_FORBIDDEN


class AvailabilityConsumer(LiveSocket):
    """Says which days' free times changed, and nothing else. For anybody, as the public page is."""

    def parts(self) -> list[str]:
        return [AVAILABILITY]

    def refusal(self) -> int:
        return 0
