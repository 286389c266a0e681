"""What staff keep about a customer: added and changed."""

from __future__ import annotations

from typing import Any

from bookings.errors import (
    CustomerChangedMeanwhile,
    CustomerEmailTaken,
    CustomerErased,
    CustomerUnknown,
)
from bookings.models import Customer
from bookings.services.addresses import end_links_to
from boom.core.db import refusing, service
from boom.core.errors import Conflict

# What staff may change; everything else has a service of its own or is nobody's to change.
COLUMNS = frozenset(
    {
        "name",
        "email",
        "phone",
        "locale",
        "notes",
        "tags",
        "price_class",
        "contact_by",
        "favourite_room_id",
        "wishes",
    }
)
REFUSALS: dict[str, type[Conflict]] = {"customer_email_unique": CustomerEmailTaken}


@service
def add_customer(**values: Any) -> Customer:
    """Add a customer by hand; `values` are columns of COLUMNS. Raises CustomerEmailTaken."""
    _refuse_unknown(values)
    customer = Customer(**values)
    with refusing(REFUSALS):
        customer.save(force_insert=True)
    return customer


@service
def change_customer(*, customer_id: int, version: int, **values: Any) -> Customer:
    """Change what is kept about a customer; columns that stay as they are may be given, too.

    Another e-mail address ends the links that went to the old one.

    Raises CustomerUnknown, CustomerErased, CustomerChangedMeanwhile for a `version` that is past,
    CustomerEmailTaken.
    """
    _refuse_unknown(values)
    customer = for_change(customer_id, version=version)
    if customer.erased_at is not None:
        raise CustomerErased
    changed = [name for name, value in values.items() if getattr(customer, name) != value]
    if not changed:
        return customer
    address = customer.email
    for name in changed:
        setattr(customer, name, values[name])
    customer.version += 1
    with refusing(REFUSALS):
        customer.save(update_fields=[*changed, "version"])
    end_links_to(customer_id=customer.pk, address=address, now_has=customer.email)
    return customer


def for_change(customer_id: int, *, version: int | None = None) -> Customer:
    """A customer locked for a change; merged ones are not to be changed. `version` None skips the check.

    Raises CustomerUnknown, CustomerChangedMeanwhile.
    """
    customer = Customer.objects.select_for_update().filter(pk=customer_id, merged_into=None).first()
    if customer is None:
        raise CustomerUnknown
    if version is not None and customer.version != version:
        raise CustomerChangedMeanwhile
    return customer


def _refuse_unknown(values: dict[str, Any]) -> None:
    unknown = values.keys() - COLUMNS
    if unknown:
        raise TypeError(f"not to be changed this way: {', '.join(sorted(unknown))}")
