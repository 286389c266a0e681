"""What can be done with a booking or block now, by whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest

from bookings.domain.lifecycle import (
    CANCELLABLE,
    EARLY,
    LIVE,
    RESTORABLE,
    Status,
    can_check_in,
    can_extend,
    can_mark_no_show,
)
from bookings.domain.paying import OVER
from bookings.models import Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.calendar import MOVABLE
from bookings.services.hosts import HOSTED
from boom.core import clock


class Possible:
    """What can be done with a row now by whoever asks. Each is a control on the page; none does nothing."""

    def __init__(self, request: HttpRequest, row: Occupancy) -> None:
        may = request.user.has_perm
        is_block = row.kind == Kind.BLOCK
        self.move = row.status in MOVABLE and may(
            "bookings.block_room" if is_block else "bookings.move_booking"
        )
        self.edit = not is_block and row.status != Status.HELD and may("bookings.edit_booking")
        self.host = (
            not is_block and not row.is_example and row.status in HOSTED and may("bookings.edit_booking")
        )
        self.see_code = not is_block and may("bookings.edit_booking")
        self.price = self.edit and row.status in LIVE and bool(row.currency)
        self.confirm = row.status == Status.PENDING and may("bookings.edit_booking")
        self.cancel = not is_block and row.status in CANCELLABLE and may("bookings.cancel_booking")
        self.restore = row.status in RESTORABLE and not row.is_example and may("bookings.cancel_booking")
        self.release = row.status == Status.BLOCKED and may("bookings.block_room")
        self._visit(row, may, clock.now())
        self.undo = may("bookings.block_room" if is_block else "bookings.edit_booking")

    def _visit(self, row: Occupancy, may: Callable[[str], bool], now: datetime) -> None:
        """What can be done at the door and on the floor."""
        at_desk = row.kind != Kind.BLOCK and may("bookings.edit_booking")
        may_move = row.kind != Kind.BLOCK and may("bookings.move_booking")
        times = {"starts_at": row.starts_at, "now": now}
        self.check_in = at_desk and can_check_in(row.status, ends_at=row.ends_at, early=EARLY, **times)
        self.check_out = at_desk and row.status == Status.CHECKED_IN
        grace = timedelta(minutes=row.room.venue.no_show_after)
        # Who has been marked as finished is not offered as a no-show: that is for the record's undo.
        self.no_show = (
            at_desk and row.status == Status.CONFIRMED and can_mark_no_show(row.status, grace=grace, **times)
        )
        self.decline = at_desk and row.status == Status.PENDING
        self.extend = (
            at_desk
            and not row.is_example
            and can_extend(row.status, ends_at=row.ends_at, early=EARLY, **times)
        )
        self.change_room = (
            may_move and not row.is_example and row.status == Status.CHECKED_IN and now < row.ends_at
        )
        self.find_room = may_move and not row.is_example and row.status in {Status.PENDING, Status.CONFIRMED}
        self.swap = self.find_room and row.placed
        self.turnover = (
            at_desk
            and not row.is_example
            and row.status in {Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN}
        )
        self.waive = self.cancel and may("bookings.override_rules")
        is_asked = bool(row.fee_minor or row.price_terms.get("pack_kept"))
        self.waive_fee = row.status in OVER and is_asked and may("bookings.override_rules")

    @property
    def next_step(self) -> bool:
        """Whether the drawer has a foot: one press that takes the booking on."""
        return bool(
            self.confirm or self.restore or self.release or self.check_in or self.check_out or self.no_show
        )
