"""Lists that are read piece by piece: a cursor says where the last one ended, however the list grows."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from pydantic import BaseModel, Field

from boom.core.errors import Invalid
from boom.rest.values import Parameters

MOST = 100
Row = TypeVar("Row")


class ListQuery(Parameters):
    """What every list takes."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at the most.")
    cursor: str | None = Field(
        None, max_length=400, description="`next_cursor` of the piece before; leave it out for the first."
    )


class FieldsQuery(Parameters):
    """What every answer takes that may be given in part."""

    fields: str | None = Field(
        None,
        max_length=1000,
        description="Only these, by name with commas between: `id,reference,starts_at`.",
    )


class ListFieldsQuery(ListQuery, FieldsQuery):
    """Both."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a list, as shapes, and where the next begins."""

    data: Sequence[BaseModel]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """By which column a list runs (and by its key among equals), and in which direction."""

    column: str
    latest_first: bool = False

    def read(self, cursor: str) -> tuple[Any, int]:
        """Where a cursor points. Raises Invalid for one that is none of this order."""
        try:
            name, value, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
            if name != self.name or not isinstance(key, int) or not 0 <= key < 2**63:
                raise ValueError
            return (_instant(value) if self.column.endswith("_at") else value), key
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise Invalid(fields={"cursor": "This is no cursor of this list."}) from error

    def write(self, row: Any) -> str:
        """The cursor that points behind a row."""
        value = getattr(row, self.column)
        told = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        return base64.urlsafe_b64encode(json.dumps([self.name, told, row.pk]).encode()).decode()

    @property
    def name(self) -> str:
        return f"{'-' if self.latest_first else ''}{self.column}"


def _instant(told: str) -> datetime:
    """As `Order.write` tells it, in UTC; not every offset is one to the database. Raises ValueError."""
    at = datetime.fromisoformat(told)
    if at.utcoffset() != timedelta(0):
        raise ValueError(told)
    return at


BY_KEY = Order("pk")


def piece_of(
    rows: QuerySet[Any], query: ListQuery, shape: Callable[[Any], BaseModel], *, order: Order = BY_KEY
) -> Piece:
    """The piece of a list that is asked for. One query: a row more than asked says if there are more."""
    by_key = order.column == "pk"
    if query.cursor is not None:
        value, key = order.read(query.cursor)
        beyond = "lt" if order.latest_first else "gt"
        behind = Q(**{f"pk__{beyond}": key})
        if not by_key:
            # Said twice, so that the index finds the place.
            behind = Q(**{f"{order.column}__{beyond}e": value}) & (
                Q(**{f"{order.column}__{beyond}": value}) | behind
            )
        rows = rows.filter(behind)
    columns = ["pk"] if by_key else [order.column, "pk"]
    turned = [F(column).desc() if order.latest_first else F(column).asc() for column in columns]
    found = list(rows.order_by(*turned)[: query.limit + 1])
    shown = found[: query.limit]
    has_more = len(found) > query.limit
    return Piece([shape(row) for row in shown], order.write(shown[-1]) if has_more else None)
