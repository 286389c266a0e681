"""What importing a row came to, beyond "taken as it is": one line of the report each."""

from __future__ import annotations

from dataclasses import dataclass, field

from integrations.legacy.source import Row

LegacyId = int | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One row and what is said of it. `code` is stable and for programs, `reason` for people."""

    table: str
    id: LegacyId
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A booking kept without its room, because those in `with_ids` already have it then."""

    id: LegacyId
    with_ids: tuple[LegacyId, ...]
    reason: str


@dataclass(slots=True)
class Findings:
    """Everything the report lists row by row, in the order it was found.

    `rejected`: not imported, against the wish of whoever wrote the row. `skipped`: not imported because the
    old app had deleted it. `warnings`: imported, but not quite as written. `notes`: imported as written,
    worth knowing (R6: breaking an old limit is never more than that).
    """

    rejected: list[Finding] = field(default_factory=list)
    skipped: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    conflicts: list[Clash] = field(default_factory=list)

    def reject(self, row: Row, code: str, reason: str) -> None:
        """`row` is not imported."""
        self.rejected.append(Finding(row.table, row.id, code, reason))

    def skip(self, row: Row, code: str, reason: str) -> None:
        """`row` is not imported because it was deleted before."""
        self.skipped.append(Finding(row.table, row.id, code, reason))

    def warn(self, table: str, row_id: LegacyId, code: str, reason: str) -> None:
        """The row is imported, changed as `reason` says."""
        self.warnings.append(Finding(table, row_id, code, reason))

    def note(self, table: str, row_id: LegacyId, code: str, reason: str) -> None:
        """The row is imported as it is; `reason` is worth knowing."""
        self.notes.append(Finding(table, row_id, code, reason))
