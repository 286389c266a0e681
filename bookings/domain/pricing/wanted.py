"""What somebody wants a price for."""

from dataclasses import dataclass

from bookings.domain.interval import Interval
from bookings.domain.pricing.changes import HourPack, Promo, Size, Voucher


@dataclass(frozen=True, slots=True)
class Agreed:
    """A price staff agreed on for the whole booking, taxes on top aside; with their reason."""

    amount_minor: int
    reason: str

    def __post_init__(self) -> None:
        if self.amount_minor < 0:
            raise ValueError("A price cannot be below zero.")


@dataclass(frozen=True, slots=True)
class StaffDiscount:
    """Something off by staff, with their reason."""

    size: Size
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A room for a span and a party, and what else goes into its price.

    `heads` is the whole party, at least 1; `classes` how many of it are of which kind of customer (id,
    count), for rates per person; `customer_class` the kind of whoever books, for everything else. `add_ons`
    are (id, how many). `closes_at_end`: the booking ends when the room closes. `online`: by the customer, not
    by staff.
    """

    room_id: int
    span: Interval
    heads: int = 1
    classes: tuple[tuple[int, int], ...] = ()
    customer_class: int | None = None
    add_ons: tuple[tuple[int, int], ...] = ()
    package_id: int | None = None
    promo: Promo | None = None
    voucher: Voucher | None = None
    pack: HourPack | None = None
    agreed: Agreed | None = None
    discount: StaffDiscount | None = None
    closes_at_end: bool = False
    online: bool = True
