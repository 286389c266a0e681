"""Putting rows back as the record says they were: compared first, written by key, refused with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import JSONField, Model
from django.utils.translation import gettext

from audit import wording
from audit.acts import Act, RowChange
from audit.columns import NEVER_SHOWN, differences
from audit.errors import ChangedSince, InTheWay
from audit.models import Action, AuditEvent
from audit.taking_back import Rows
from boom.core.db import refusal_everywhere

# The record holds a secret as changed, without its value.
SECRET = "***"  # noqa: S105 - what stands in its place
FOREIGN_KEY_VIOLATION = "23503"
ASKED_AT_ONCE = """
SELECT string_agg(quote_ident(conname), ', ')
  FROM pg_constraint
 WHERE connamespace = current_schema()::regnamespace AND condeferrable AND NOT condeferred
"""


def put_back(rows: Rows, change: RowChange, act: Act) -> bool:
    """Give one row back what an act took or gave. True when something was written.

    Raises ChangedSince when somebody else changed the same columns later, InTheWay when a constraint refuses.
    """
    if change.action == Action.DELETE:
        return _add_again(rows.model, change)
    manager = rows.model._default_manager  # noqa: SLF001 - any model's own
    row = manager.select_for_update(of=("self",)).filter(pk=change.entity_id).first()
    if row is None:
        raise ChangedSince(_since(change, act, gettext("it was removed since")))
    insist_unchanged(row, change, act, never=rows.never)
    if change.action == Action.INSERT:
        return _remove(rows, row)
    kept = rows.never | NEVER_SHOWN.keys()
    values = {name: value for name, value in change.old.items() if name not in kept and value != SECRET}
    for name, value in values.items():
        setattr(row, name, as_value(rows.model, name, value))
    if values:
        if hasattr(row, "version"):
            row.version += 1
            values["version"] = row.version
        with explained():
            row.save(update_fields=[_field_name(rows.model, name) for name in values])
    return bool(values)


def insist_unchanged(row: Model, change: RowChange, act: Act, *, never: frozenset[str] = frozenset()) -> None:
    """Raise ChangedSince unless the columns an act wrote still hold what it wrote."""
    written = {
        name: value
        for name, value in change.new.items()
        if name not in never and name not in NEVER_SHOWN and value != SECRET
    }
    for name, value in written.items():
        if not hasattr(row, name):
            continue
        if getattr(row, name) != as_value(type(row), name, value):
            raise ChangedSince(_since(change, act, ""))


def as_value(model: type[Model], name: str, value: Any) -> Any:
    """A column's value as Python has it, from JSON."""
    field = _field(model, name)
    if value is None or isinstance(field, JSONField):
        return value
    target = getattr(field, "target_field", None)
    return (target or field).to_python(value)


def row_from(model: type[Model], values: Mapping[str, Any]) -> Model:
    """A row of a model from the record's whole row; columns that came later have their defaults."""
    known = {field.attname for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's own way
    return model(
        **{
            name: as_value(model, name, value)
            for name, value in values.items()
            if name in known and value != SECRET
        }
    )


def _add_again(model: type[Model], change: RowChange) -> bool:
    row = row_from(model, change.old)
    with explained():
        row.save(force_insert=True)
    return True


def _remove(rows: Rows, row: Model) -> bool:
    """Take out a row that was added; one that is in use stays where its table says so."""
    try:
        with explained():
            # By key and without Django's cascade: what points here was not part of the act.
            queryset = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001
            queryset._raw_delete(queryset.db)  # noqa: SLF001
    except InTheWay:
        if not rows.keeps_used:
            raise
        return False
    return True


@contextmanager
def explained() -> Iterator[None]:
    """Write within a savepoint; what a constraint refuses, deferred ones too, becomes InTheWay in words."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            # Those that are asked at once by nature, overlaps before all, are so again for what follows.
            cursor.execute(ASKED_AT_ONCE)
            if names := cursor.fetchone()[0]:
                cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")  # house: assembled-sql, quoted names
    except IntegrityError as error:
        refusal = refusal_everywhere(error)
        raise InTheWay(refusal.message if refusal else _what_refused(error)) from error


def _what_refused(error: IntegrityError) -> str:
    diagnostics = getattr(error.__cause__, "diag", None)
    table = str(getattr(diagnostics, "table_name", "") or "")
    noun = wording.things().get(table, table)
    if getattr(error.__cause__, "sqlstate", "") == FOREIGN_KEY_VIOLATION:
        return gettext("It is in use by now (%(what)s), so it cannot be taken back.") % {
            "what": gettext(noun)
        }
    return gettext("Something else has taken its place by now (%(what)s).") % {"what": gettext(noun)}


def _since(change: RowChange, act: Act, otherwise: str) -> str:
    """Who changed the same thing after the act, and what: the sentence that a refusal shows."""
    later = (
        AuditEvent.objects.filter(table=change.table, entity_id=change.entity_id, id__gt=act.last_id)
        .order_by("-id")
        .all()[:20]
    )
    touching = [event for event in later if not event.new or event.new.keys() & change.new.keys()]
    if not touching:
        return otherwise or gettext("It is not any more as that change left it.")
    (entry,) = wording.entries(touching[:1])
    shown = differences(touching[:1])[touching[0].pk] if touching[0].action == Action.UPDATE else []
    detail = ", ".join(str(each) for each in shown[:3])
    return gettext("%(thing)s was changed again since, by %(who)s%(detail)s. Take that back first.") % {
        "thing": entry.thing[:1].upper() + entry.thing[1:],
        "who": entry.actor,
        "detail": f" ({detail})" if detail else "",
    }


def _field(model: type[Model], name: str) -> Any:
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's own way
    return next(field for field in fields if field.attname == name)


def _field_name(model: type[Model], name: str) -> str:
    return str(_field(model, name).name)


def names_of(changes: Sequence[RowChange]) -> set[int]:
    """The keys of the rows, as numbers."""
    return {int(change.entity_id) for change in changes}
