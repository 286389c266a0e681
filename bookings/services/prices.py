"""Changes of a venue's prices: price lists with their rates, and every other rule, by the same functions."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max

from bookings.models import GiftVoucher, Holiday, Package, PackageItem, PriceList, Rate, RuleState, Venue
from bookings.models.scopes import PriceRule
from bookings.services.setup import setup_changed
from boom.core.db import refusing, service
from boom.core.errors import DomainError, Invalid, NotFound

R = TypeVar("R", bound=PriceRule)


class RuleUnknown(NotFound):
    code = "rule-unknown"
    message = "There is no such price rule."


class ListSameDay(Invalid):
    code = "price-list-same-day"
    message = "Another price list of that kind is valid from that day."
    field = "valid_from"


class NameTaken(Invalid):
    code = "rule-name-taken"
    message = "There is one with that name already."
    field = "name"


class CodeTaken(Invalid):
    code = "code-taken"
    message = "There is one with that code already."
    field = "code"


class CapBelowUse(Invalid):
    code = "cap-below-use"
    message = "It has been used more often than that."
    field = "cap"


class BelowSpent(Invalid):
    code = "voucher-below-spent"
    message = "More than that has been spent of it."
    field = "initial_minor"


REFUSALS: dict[str, type[DomainError]] = {
    "price_list_one_from_a_day": ListSameDay,
    "customer_class_name_once": NameTaken,
    "promo_code_once": CodeTaken,
    "voucher_code_once": CodeTaken,
    "promo_used_within_cap": CapBelowUse,
    "voucher_balance_within_its_worth": BelowSpent,
}


def _worded() -> AbstractContextManager[None]:
    return refusing(REFUSALS)


@service
def add_rule(model: type[R], *, venue_id: int, items: dict[int, int] | None = None, **values: Any) -> R:
    """Add a rule at the end of its list; `values` are columns of `model`, checked by its form.

    `items` are a package's add-ons. Raises Invalid where it clashes with another.
    """
    last = model._default_manager.filter(venue_id=venue_id).aggregate(last=Max("order"))["last"] or 0  # noqa: SLF001 - any model's own
    rule = model(venue_id=venue_id, order=last + 1, **values)
    with _worded():
        rule.save(force_insert=True)
    _set_items(rule, items)
    setup_changed(venue_id)
    return rule


@service
def change_rule(model: type[R], *, rule_id: int, items: dict[int, int] | None = None, **values: Any) -> R:
    """Change a rule. Bookings keep what was agreed. Raises RuleUnknown, Invalid."""
    rule = _rule(model, rule_id)
    for column, value in values.items():
        setattr(rule, column, value)
    with _worded():
        rule.save(update_fields=list(values))
    _set_items(rule, items)
    setup_changed(rule.venue_id)
    return rule


@service
def set_rule_state(model: type[R], *, rule_id: int, state: RuleState) -> R:
    """Put a rule in force, or away; what it made stays. Raises RuleUnknown, Invalid."""
    rule = _rule(model, rule_id)
    rule.state = state
    with _worded():
        rule.save(update_fields=["state"])
    setup_changed(rule.venue_id)
    return rule


@service
def move_rule(model: type[R], *, rule_id: int, down: bool) -> None:
    """Move a rule one place in its list, in which the first that holds counts."""
    rule = _rule(model, rule_id)
    beside = model._default_manager.filter(venue_id=rule.venue_id).exclude(  # noqa: SLF001 - any model's own
        state=RuleState.ARCHIVED
    )
    _swap(list(beside.order_by("order", "id")), rule.pk, down=down)
    setup_changed(rule.venue_id)


@service
def issue_voucher(
    *,
    venue_id: int,
    code: str,
    worth_minor: int,
    expires_on: date | None,
    note: str,
    is_test: bool = False,
) -> GiftVoucher:
    """Make a gift voucher of so much; `is_test` where it was paid for in test mode. Raises CodeTaken."""
    voucher = GiftVoucher(
        venue_id=venue_id,
        code=code,
        initial_minor=worth_minor,
        balance_minor=worth_minor,
        expires_on=expires_on,
        note=note,
        is_test=is_test,
    )
    with _worded():
        voucher.save(force_insert=True)
    setup_changed(venue_id)
    return voucher


@service
def set_voucher_state(*, voucher_id: int, state: RuleState) -> GiftVoucher:
    """Put a voucher out of use, or back. Raises RuleUnknown."""
    voucher = GiftVoucher.objects.select_for_update().filter(pk=voucher_id).first()
    if voucher is None:
        raise RuleUnknown
    voucher.state = state
    voucher.save(update_fields=["state"])
    setup_changed(voucher.venue_id)
    return voucher


# ---- price lists ------------------------------------------------------------------------------------------


@service
def add_price_list(*, venue_id: int, name: str, like: int | None = None) -> PriceList:
    """Begin a draft, with the rates of the list `like` if given. Nobody pays by it until it is published."""
    last = PriceList.objects.filter(venue_id=venue_id).aggregate(last=Max("order"))["last"] or 0
    draft = PriceList.objects.create(venue_id=venue_id, name=name, order=last + 1, state=RuleState.DRAFT)
    rates = (
        Rate.objects.filter(price_list_id=like, price_list__venue_id=venue_id)
        if like
        else Rate.objects.none()
    )
    for rate in rates.order_by("order", "id"):
        rate.pk, rate._state.adding = None, True  # noqa: SLF001 - how Django copies a row
        rate.price_list = draft
        rate.save(force_insert=True)
    setup_changed(venue_id)
    return draft


@service
def publish_list(*, list_id: int, valid_from: date, basis: str) -> PriceList:
    """Put a price list in force from a day on, by the day of visit or booking.

    Raises RuleUnknown, ListSameDay.
    """
    found = _rule(PriceList, list_id)
    found.state, found.valid_from, found.basis = RuleState.ACTIVE, valid_from, basis
    with _worded():
        found.save(update_fields=["state", "valid_from", "basis"])
    setup_changed(found.venue_id)
    return found


@service
def add_rate(*, list_id: int, **values: Any) -> Rate:
    """Add a rate at the end of a price list, where it counts last. Raises RuleUnknown."""
    found = _rule(PriceList, list_id)
    last = found.rates.aggregate(last=Max("order"))["last"] or 0
    rate = Rate.objects.create(price_list=found, order=last + 1, **values)
    setup_changed(found.venue_id)
    return rate


@service
def change_rate(*, rate_id: int, **values: Any) -> Rate:
    """Change a rate; bookings keep what was agreed. Raises RuleUnknown."""
    rate = _rate(rate_id)
    for column, value in values.items():
        setattr(rate, column, value)
    rate.save(update_fields=list(values))
    setup_changed(rate.price_list.venue_id)
    return rate


@service
def remove_rate(*, rate_id: int) -> None:
    """Take a rate out of its list; the record keeps it."""
    rate = _rate(rate_id)
    rate.delete()
    setup_changed(rate.price_list.venue_id)


@service
def move_rate(*, rate_id: int, down: bool) -> None:
    """Move a rate one place: of those that hold the first counts."""
    rate = _rate(rate_id)
    _swap(list(rate.price_list.rates.order_by("order", "id")), rate.pk, down=down)
    setup_changed(rate.price_list.venue_id)


@service
def add_holiday(*, venue_id: int, day: date, name: str) -> Holiday:
    """Count a date as a holiday; once more changes its name."""
    holiday, _ = Holiday.objects.update_or_create(venue_id=venue_id, day=day, defaults={"name": name})
    setup_changed(venue_id)
    return holiday


@service
def remove_holiday(*, holiday_id: int) -> None:
    """Let a date be a day like any other again. Raises RuleUnknown."""
    holiday = Holiday.objects.filter(pk=holiday_id).first()
    if holiday is None:
        raise RuleUnknown
    holiday.delete()
    setup_changed(holiday.venue_id)


@service
def set_rounding(*, venue_id: int, rounding: str) -> None:
    """Say how amounts become whole coins."""
    Venue.objects.filter(pk=venue_id).update(rounding=rounding)
    setup_changed(venue_id)


def _rule(model: type[R], rule_id: int) -> R:
    rule = model._default_manager.select_for_update(of=("self",)).filter(pk=rule_id).first()  # noqa: SLF001 - any model's own
    if rule is None:
        raise RuleUnknown
    return rule


def _rate(rate_id: int) -> Rate:
    rate = (
        Rate.objects.select_for_update(of=("self",)).select_related("price_list").filter(pk=rate_id).first()
    )
    if rate is None:
        raise RuleUnknown
    return rate


def _set_items(rule: PriceRule, items: dict[int, int] | None) -> None:
    if not isinstance(rule, Package) or items is None:
        return
    PackageItem.objects.filter(package=rule).exclude(add_on_id__in=items).delete()
    for add_on_id, quantity in sorted(items.items()):
        PackageItem.objects.update_or_create(
            package=rule, add_on_id=add_on_id, defaults={"quantity": quantity}
        )


def _swap(rows: Iterable[Any], row_id: int, *, down: bool) -> None:
    """Number rows anew with one of them a place further; what keeps its place is not written."""
    ordered = list(rows)
    place = next((number for number, row in enumerate(ordered) if row.pk == row_id), None)
    if place is None:
        return
    other = max(0, min(len(ordered) - 1, place + (1 if down else -1)))
    ordered[place], ordered[other] = ordered[other], ordered[place]
    for number, row in enumerate(ordered, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])
