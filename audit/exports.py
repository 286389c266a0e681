"""The record as a file: one line an event, newest first, worded as on the page and with the values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from audit import wording
from audit.models import AuditEvent
from audit.selectors import Filter, matching
from boom.core.spreadsheets import csv_line
from boom.core.workbooks import Cell, workbook

CHUNK = 500
HEADINGS = (
    "when",
    "who",
    "what",
    "thing",
    "kind of actor",
    "source",
    "address",
    "browser",
    "request",
    "table",
    "key",
    "action",
    "before",
    "after",
)


def record_as_csv(wanted: Filter, zone: ZoneInfo) -> Iterator[str]:
    """Lines of a CSV file of all events that match, newest first.

    Times are the venue's, with their offset. Iterate within the business's scope.
    """
    yield csv_line(HEADINGS)
    for event, entry in _told(wanted):
        yield csv_line((event.at.astimezone(zone).isoformat(timespec="seconds"), *_cells(event, entry)))


def record_as_workbook(wanted: Filter, zone: ZoneInfo, *, title: str) -> Iterator[bytes]:
    """The same as pieces of an XLSX file; times are the venue's wall time."""
    rows: Iterator[tuple[Cell, ...]] = (
        (event.at.astimezone(zone), *_cells(event, entry)) for event, entry in _told(wanted)
    )
    return workbook(HEADINGS, rows, title=title)


def _told(wanted: Filter) -> Iterator[tuple[AuditEvent, wording.Entry]]:
    """All events that match with their words, newest first; read CHUNK at a time by key."""
    before: int | None = None
    while True:
        events = list(matching(wanted, before=before)[:CHUNK])
        if not events:
            return
        told = {entry.id: entry for entry in wording.entries(events)}
        for event in events:
            yield event, told[event.pk]
        before = events[-1].pk


def _cells(event: AuditEvent, entry: wording.Entry) -> tuple[str, ...]:
    """What follows the time."""
    return (
        entry.actor,
        entry.words,
        entry.thing,
        event.actor_kind,
        event.source,
        event.address,
        event.agent,
        event.request_id,
        event.table,
        event.entity_id,
        event.action,
        _values(event.old),
        _values(event.new),
    )


def _values(values: dict[str, object] | None) -> str:
    return "" if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True)
