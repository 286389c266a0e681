"""Making one customer of two records, without losing a booking; and saying that two are not the same.

What a merge changes is on record as one act, so `audit.services.undo.take_back` brings back exactly what was,
or says what has happened since.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Field, Model

from bookings.errors import CannotMerge
from bookings.models import Customer, NotTheSame
from bookings.selectors.merging import meetings, tables_of_customers
from bookings.services.customer_records import REFUSALS
from boom.core.db import refusing, service


@service
def merge_customers(*, kept_id: int, gone_id: int, kept_version: int, gone_version: int) -> Customer:
    """Make `gone` part of `kept`: bookings and all that is theirs move, gaps are filled, words put together.

    Raises CannotMerge for one and the same, for one that is part of another, and when either was changed
    since `…_version`. Who books with an address of the gone record's is the kept one from then on.
    """
    rows = Customer.objects.select_for_update().in_bulk(sorted({kept_id, gone_id}))
    kept, gone = rows.get(kept_id), rows.get(gone_id)
    if kept is None or gone is None or kept == gone:
        raise CannotMerge
    if kept.merged_into_id is not None or gone.merged_into_id is not None:
        raise CannotMerge
    if kept.erased_at is not None or gone.erased_at is not None:
        raise CannotMerge("One of them was erased. There is nobody to merge.")
    if (kept.version, gone.version) != (kept_version, gone_version):
        raise CannotMerge("One of them was changed meanwhile. Look again before you merge.")
    # An undo goes backwards: first the kept one gives back what it took, then the other stands again, then
    # what is theirs returns.
    for model, column in tables_of_customers():
        _move(model, column, kept_id, gone_id)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    _take_over(kept, gone)
    return kept


@service
def keep_apart(*, one_id: int, other_id: int) -> NotTheSame:
    """Note that two customers are different people. Raises CannotMerge for one and the same."""
    first, second = sorted((one_id, other_id))
    if first == second or Customer.objects.filter(pk__in=[first, second]).count() < 2:
        raise CannotMerge
    found = NotTheSame.objects.filter(first_id=first, second_id=second).first()
    return found or NotTheSame.objects.create(first_id=first, second_id=second)


def _move(model: type[Model], column: Field, kept_id: int, gone_id: int) -> None:  # type: ignore[type-arg]
    """Give the kept one the other's rows; one of which there may be only one each stays where it is."""
    theirs = model._default_manager.filter(**{column.attname: gone_id})  # noqa: SLF001 - any model's own
    try:
        with transaction.atomic():
            theirs.update(**{column.attname: kept_id})
    except IntegrityError:
        for row in theirs.order_by("pk"):
            try:
                with transaction.atomic():
                    theirs.filter(pk=row.pk).update(**{column.attname: kept_id})
            except IntegrityError:
                continue


def _take_over(kept: Customer, gone: Customer) -> None:
    changed = [each for each in meetings(kept, gone) if each.after != each.kept]
    for each in changed:
        setattr(kept, each.column, each.after)
    kept.version += 1
    with refusing(REFUSALS):
        kept.save(update_fields=["version", *(each.column.removesuffix("_id") for each in changed)])
