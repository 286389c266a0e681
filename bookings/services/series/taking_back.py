"""Taking changes of series back; their nights go back as the bookings and blocks they are."""

from __future__ import annotations

from collections.abc import Sequence

from audit.acts import RowChange
from audit.errors import ChangedSince
from audit.models import Action
from audit.services.rows import as_value, insist_unchanged
from audit.taking_back import Undoing
from bookings.models import Series

# What the nightly writing on goes through is no later change of mind.
NEVER_TAKEN_BACK = frozenset({"version", "planned_until", "missed", "idempotency_key"})


def take_back_series(changes: Sequence[RowChange], undoing: Undoing) -> bool:
    """Give series what an act took or gave. One that it began is ended: its nights go, and no more come.

    Raises ChangedSince when somebody else has gone on from there.
    """
    for change in changes:
        series = Series.objects.select_for_update(of=("self",)).filter(pk=change.entity_id).first()
        if series is None:
            raise ChangedSince
        insist_unchanged(series, change, undoing.act, never=NEVER_TAKEN_BACK)
        if change.action == Action.INSERT:
            series.ended_at = undoing.now
        else:
            for column, value in change.old.items():
                if column not in NEVER_TAKEN_BACK:
                    setattr(series, column, as_value(Series, column, value))
        series.version += 1
        series.save()
    return bool(changes)
