"""Why a code, voucher, package or add-on does not count: reasons as values, for pages and services alike."""

from datetime import date, datetime

from bookings.domain.pricing.changes import HourPack, Promo, Voucher
from bookings.domain.pricing.extras import AddOn, Package
from bookings.domain.pricing.quotes import Problem
from bookings.domain.pricing.rule_set import RuleSet
from bookings.domain.pricing.scope import Occasion
from bookings.domain.pricing.wanted import Wanted
from bookings.domain.wording import day_in_words
from boom.core.money import Money


def why_not_promo(
    promo: Promo, occasion: Occasion, *, today: date, subtotal: int, currency: str
) -> Problem | None:
    """Why a promo code does not count on a booking worth `subtotal` minor units; None if it does."""
    return _promo(_why_not_now(promo, today) or _why_not_here(promo, occasion, subtotal, currency))


def _promo(reason: tuple[str, str] | None) -> Problem | None:
    return Problem(f"promo-{reason[0]}", reason[1], "promo") if reason else None


def _why_not_now(promo: Promo, today: date) -> tuple[str, str] | None:
    if not promo.is_active:
        return "unknown", "There is no such code."
    if promo.book_from and today < promo.book_from:
        return "early", f"This code counts from {day_in_words(promo.book_from)} on."
    if promo.book_until and today > promo.book_until:
        return "expired", f"This code ended on {day_in_words(promo.book_until)}."
    if promo.uses_left is not None and promo.uses_left <= 0:
        return "used-up", "This code has been used up."
    if promo.customers_uses_left is not None and promo.customers_uses_left <= 0:
        return "used-before", "You have used this code as often as it may be."
    if promo.first_time and promo.is_first_booking is False:
        return "first-time", "This code is for a first booking only."
    return None


def _why_not_here(promo: Promo, occasion: Occasion, subtotal: int, currency: str) -> tuple[str, str] | None:
    scope = promo.scope
    if not scope.covers_room(occasion.room_id, occasion.category):
        return "room", "This code is not for this room."
    if not scope.covers_night(occasion.night, is_holiday=occasion.is_holiday):
        return "night", "This code is not for this day."
    if not scope.covers(occasion):
        return "party", "This code is not for this party."
    if subtotal < promo.minimum_minor:
        return "minimum", f"This code counts from {Money(promo.minimum_minor, currency)} on."
    return None


def why_not_voucher(voucher: Voucher, *, today: date) -> Problem | None:
    """Why a gift voucher does not pay; None if it does."""
    if not voucher.is_active:
        return Problem("voucher-unknown", "There is no such voucher.", "voucher")
    if voucher.expires_on and today > voucher.expires_on:
        ended = day_in_words(voucher.expires_on)
        return Problem("voucher-expired", f"This voucher ended on {ended}.", "voucher")
    if voucher.balance_minor <= 0:
        return Problem("voucher-empty", "There is nothing left on this voucher.", "voucher")
    return None


def why_not_pack(pack: HourPack, wanted: Wanted, occasion: Occasion) -> Problem | None:
    """Why prepaid hours do not pay for this booking; None if they do."""
    message = ""
    if not (pack.is_active and pack.is_theirs):
        message = "There are no such prepaid hours."
    elif wanted.agreed is not None:
        message = f"The agreed price is all there is to pay, so {pack.name} pays for nothing here."
    elif wanted.package_id is not None:
        message = f"{pack.name} pays for plain time, not for a package."
    elif not pack.scope.covers(occasion):
        message = f"{pack.name} is not for this room or day."
    elif pack.minutes_left <= 0:
        message = f"Nothing is left of {pack.name}."
    return Problem("pack-not-here", message, "pack") if message else None


def why_not_package(
    package: Package | None, rules: RuleSet, wanted: Wanted, occasion: Occasion
) -> Problem | None:
    """Why a package cannot be had for that booking; None if it can."""
    if package is None or (wanted.online and not package.is_online):
        return Problem("package-unknown", "There is no such package.", "package")
    if not package.scope.covers(occasion):
        return Problem("package-not-here", f"{package.name} is not for this room, day or party.", "package")
    if package.till_close and not wanted.closes_at_end:
        message = f"{package.name} is for bookings that end when the room closes."
        return Problem("package-till-close", message, "package")
    if not package.till_close and wanted.span.minutes < package.minutes:
        message = f"{package.name} takes {package.minutes} minutes."
        return Problem("package-too-long", message, "package")
    if not package.may_start(wanted.span.start, occasion.night, rules.schedule.zone):
        return Problem("package-start", f"{package.name} cannot begin at this time.", "package")
    return None


def why_not_add_on(add_on: AddOn | None, quantity: int, wanted: Wanted, occasion: Occasion) -> Problem | None:
    """Why so many of an add-on cannot be had; None if they can. Stock is the database's to say."""
    if add_on is None or (wanted.online and not add_on.is_online) or quantity < 1:
        return Problem("add-on-unknown", "There is no such add-on.", "add_ons")
    if not add_on.scope.covers(occasion):
        return Problem("add-on-not-here", f"{add_on.name} is not for this room, day or party.", "add_ons")
    if quantity > add_on.most:
        return Problem("add-on-too-many", f"At most {add_on.most} of {add_on.name}.", "add_ons")
    return None


def why_not_classes(wanted: Wanted) -> Problem | None:
    """Why the kinds of guests named cannot be those of the party; None if they can."""
    named = sum(count for _, count in wanted.classes)
    if named <= wanted.heads:
        return None
    message = f"You named {named} guests by kind, and {wanted.heads} are coming."
    return Problem("classes-too-many", message, "classes")


def day_of(rules: RuleSet, now: datetime) -> date:
    """The venue's business day of an instant."""
    return rules.night_of(now)
