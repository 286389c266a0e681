"""What merging two customers would come to, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext_lazy as _

from audit.taking_back import way_of
from bookings.models import Customer

# Where both say something the kept one's word holds; these are put together instead.
LISTED, JOINED = frozenset({"tags"}), frozenset({"notes", "wishes"})
SINGLE = ("name", "email", "phone", "locale", "price_class", "contact_by", "favourite_room_id")
LABELS = {
    "name": _("Name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "locale": _("Language"),
    "price_class": _("Class"),
    "contact_by": _("Likes to be reached by"),
    "favourite_room_id": _("Favourite room"),
    "tags": _("Tags"),
    "notes": _("Notes"),
    "wishes": _("Likes and needs"),
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """One column of both, and what the kept one has after."""

    column: str
    kept: Any
    gone: Any
    after: Any

    @property
    def label(self) -> str:
        return str(LABELS[self.column])

    @property
    def is_lost(self) -> bool:
        """Whether the other's word does not appear in what is kept (it stays on record)."""
        return bool(self.gone) and self.column in SINGLE and self.after != self.gone


def meetings(kept: Customer, gone: Customer) -> list[Meeting]:
    """Column by column what both say and what will be kept; columns that both leave empty are left out."""
    found = [
        Meeting(column, getattr(kept, column), getattr(gone, column), _after(column, kept, gone))
        for column in LABELS
    ]
    return [each for each in found if each.kept or each.gone]


def _after(column: str, kept: Customer, gone: Customer) -> Any:
    one, other = getattr(kept, column), getattr(gone, column)
    if column in LISTED:
        known = {tag.casefold() for tag in one}
        return [*one, *(tag for tag in other if tag.casefold() not in known)]
    if column in JOINED:
        return "\n".join(part for part in dict.fromkeys([one, other]) if part)
    return one or other


def tables_of_customers() -> Iterator[tuple[type[Model], Field[Any, Any]]]:
    """Every table with rows that belong to a customer and move with a merge, and the column that says whose.

    All there are, whoever adds one; but those whose changes are never taken back (a consent, a use of a code)
    stay where they are, as an undo of the merge could not bring them back.
    """
    for model in apps.get_models():
        if model._meta.proxy:  # noqa: SLF001 - Django's own way
            continue
        for column in model._meta.concrete_fields:  # noqa: SLF001
            way = way_of(model._meta.db_table)  # noqa: SLF001
            is_of_customer = isinstance(column, ForeignKey) and column.related_model is Customer
            if is_of_customer and way is not None and not way.reason:
                yield model, column


def family_of(customer_ids: Iterable[int]) -> list[int]:
    """The keys of these customers and of all records merged into them. One query."""
    known = list(customer_ids)
    return [*known, *Customer.objects.filter(merged_into_id__in=known).values_list("id", flat=True)]
