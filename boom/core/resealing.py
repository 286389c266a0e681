"""Sealing everything anew under the newest key, so that an older one can be put away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

from boom.core.db import service
from boom.core.fields import SealedField
from boom.core.sealing import SealBroken, seal_anew


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets of a schema were sealed anew, and how many open with no key there is."""

    renewed: int
    broken: int


def reseal_here() -> Resealed:
    """Seal every secret of the present schema anew. May be ended and begun again at any time."""
    tables = set(connection.introspection.table_names())
    renewed = broken = 0
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]  # noqa: SLF001
        if not fields or model._meta.db_table not in tables:  # noqa: SLF001
            continue
        for key in list(_rows(model).order_by("pk").values_list("pk", flat=True)):
            done = _reseal_row(model, fields, key)
            renewed, broken = renewed + done.renewed, broken + done.broken
    return Resealed(renewed, broken)


def _rows(model: type[Model]) -> QuerySet[Any]:
    return QuerySet(model)


@service
def _reseal_row(model: type[Model], fields: list[SealedField], key: int) -> Resealed:
    row = _rows(model).select_for_update().get(pk=key)
    renewed = broken = 0
    for field in fields:
        sealed = getattr(row, field.attname)
        if sealed:
            try:
                setattr(row, field.attname, seal_anew(sealed, purpose=field.purpose))
            except SealBroken:
                broken += 1
            else:
                renewed += 1
    if renewed:
        row.save(update_fields=[field.attname for field in fields])
    return Resealed(renewed, broken)
