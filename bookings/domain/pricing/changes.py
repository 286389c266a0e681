"""What changes a price: surcharges and discounts by themselves, promo codes, vouchers, fees."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from bookings.domain.pricing.scope import EVERYWHERE, Scope

MINUTE = timedelta(minutes=1)


class Kind(StrEnum):
    """How much: a share, an amount for the booking, or an amount for each person."""

    PERCENT = "percent"
    AMOUNT = "amount"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Size:
    """How much a change, fee or deposit comes to.

    `value` is in thousandths of a percent (12.5 % is 12500), or in minor units.
    """

    kind: Kind
    value: int

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("An amount cannot be below zero.")

    @property
    def percent(self) -> Fraction:
        return Fraction(self.value, 1000)

    def exact(self, base: int, heads: int) -> Fraction:
        """What it comes to of `base` minor units for so many people, not rounded."""
        match self.kind:
            case Kind.PERCENT:
                return Fraction(base * self.value, 100_000)
            case Kind.PERSON:
                return Fraction(self.value * max(heads, 1))
            case _:
                return Fraction(self.value)


class On(StrEnum):
    """Which lines a change counts on."""

    TIME = "time"
    EXTRAS = "extras"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A surcharge, or a discount nobody has to ask for.

    Notice is elapsed time from the quote to the start of the booking, whole minutes: early bird has a least,
    short notice a most. `minimum_minutes` asks for a long booking. Surcharges all count, on the list price of
    the time; of the discounts only the one worth most, and those that `combine`.
    """

    id: int
    name: str
    size: Size
    is_surcharge: bool = False
    scope: Scope = EVERYWHERE
    on: On = On.TIME
    notice_min: int | None = None
    notice_max: int | None = None
    minimum_minutes: int = 0
    combines: bool = False

    def suits(self, *, notice: timedelta, length: timedelta) -> bool:
        """Whether notice and length are right for it."""
        minutes = notice // MINUTE
        return (
            length >= self.minimum_minutes * MINUTE
            and (self.notice_min is None or minutes >= self.notice_min)
            and (self.notice_max is None or minutes < self.notice_max)
        )


@dataclass(frozen=True, slots=True)
class Promo:
    """A code that makes a booking cheaper, with how often it has been used as far as the asker may count it.

    `book_from`/`book_until` are business days of booking, the scope's dates those of the visit; all included.
    `uses_left` and `customers_uses_left` None: no cap. `is_first_booking` None: nobody knows yet whose it is.
    `combines`: comes on top of discounts; else the better of the two is given.
    """

    id: int
    code: str
    size: Size
    scope: Scope = EVERYWHERE
    on: On = On.ALL
    book_from: date | None = None
    book_until: date | None = None
    minimum_minor: int = 0
    first_time: bool = False
    combines: bool = False
    is_active: bool = True
    uses_left: int | None = None
    customers_uses_left: int | None = None
    is_first_booking: bool | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A gift voucher: `balance_minor` is what is left on it, `expires_on` the last day it pays."""

    id: int
    code: str
    balance_minor: int
    expires_on: date | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class HourPack:
    """Hours in a room that were paid for ahead: what is left of them, and where and when they hold."""

    id: int
    name: str
    minutes_left: int
    scope: Scope = EVERYWHERE
    is_active: bool = True
    # Of whoever books, or nobody said yet who that is.
    is_theirs: bool = True


@dataclass(frozen=True, slots=True)
class Fee:
    """A service or booking fee: a line of its own, on what is left after discounts, with its own tax."""

    id: int
    name: str
    size: Size
    scope: Scope = EVERYWHERE
    online_only: bool = False


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is due before the visit; of the rules that hold the first counts. A full one is 100 percent."""

    id: int
    name: str
    size: Size
    scope: Scope = EVERYWHERE
    minimum_total_minor: int = 0
