"""Credit that followed its guest when two records became one, and goes back when they become two again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from audit.acts import RowChange
from audit.errors import ChangedSince, InTheWay
from audit.models import Action
from audit.taking_back import Undoing
from bookings.models import Customer
from boom.core.db import service
from payments.models import CreditMovement


@service
def take_back_credit(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """Give credit back to whom it was of. What made it is a payment or a refund, which are never undone.

    Raises ChangedSince where it is somebody else's by now, InTheWay where the guest has spent it meanwhile.
    """
    moved = [each for each in changes if each.action == Action.UPDATE and "customer_id" in each.old]
    left: set[tuple[int, int, str]] = set()
    for change in moved:
        row = CreditMovement.objects.select_for_update().filter(pk=change.entity_id).first()
        if row is None or row.customer_id != change.new.get("customer_id"):
            raise ChangedSince
        left.add((row.customer_id, row.venue_id, row.currency))
        row.customer_id = int(str(change.old["customer_id"]))
        row.save(update_fields=["customer_id"])
    for customer_id, venue_id, currency in sorted(left):
        # Under the lock that spending takes, too.
        Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
        rows = CreditMovement.objects.filter(customer_id=customer_id, venue_id=venue_id, currency=currency)
        if (rows.aggregate(total=Sum("amount_minor"))["total"] or 0) < 0:
            raise InTheWay("Their credit has been spent since, so it cannot go back to the other record.")
    return bool(moved)
