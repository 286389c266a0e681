"""Which rows of a table are the business's own and still alive; every other row is accounted for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from integrations.legacy.cells import filled, is_set, rising, row_key
from integrations.legacy.findings import Findings
from integrations.legacy.source import Row

# Rows written before the old app knew tenants belong to the first one.
FIRST_TENANT = "1"

# Tables whose rows are told apart by something else than their id.
KEYED_BY_MEANING = frozenset({"business_hours", "settings"})


@dataclass(frozen=True, slots=True)
class OwnRows:
    """A table's usable rows in rising order of id, and why others are not among them, by key."""

    rows: tuple[Row, ...]
    left_out: dict[str, str]


def own_rows(rows: Iterable[Row], tenant: str, findings: Findings) -> OwnRows:
    """Keep `tenant`'s living rows. Rejects other tenants' rows and rows without an id of their own, skips
    deleted ones; each is reported (R2).
    """
    own: list[Row] = []
    left_out: dict[str, str] = {}
    seen: set[str] = set()
    for row in rows:
        owner = row_key(row["tenant_id"]) or FIRST_TENANT
        if owner != tenant:
            findings.reject(row, "other-tenant", f"belongs to another tenant ({owner})")
            left_out.setdefault(row.key or "", "belongs to another tenant")
        elif is_set(row["deleted_at"]):
            findings.skip(row, "deleted", f"was deleted in the old app ({filled(row['deleted_at'])})")
            left_out.setdefault(row.key or "", "was deleted in the old app")
        elif row.table in KEYED_BY_MEANING:
            own.append(row)
        elif row.key is None:
            findings.reject(row, "no-id", f"has no id (row {row.position} of the table)")
        elif row.key in seen:
            findings.reject(
                row, "id-twice", f"has the id of an earlier row (row {row.position} of the table)"
            )
        else:
            seen.add(row.key)
            own.append(row)
    return OwnRows(
        tuple(sorted(own, key=_order)), {key: why for key, why in left_out.items() if key not in seen}
    )


def tenants_in(rows: Iterable[Row]) -> set[str]:
    """The tenants that own a row among `rows`."""
    return {row_key(row["tenant_id"]) or FIRST_TENANT for row in rows}


def _order(row: Row) -> tuple[tuple[int, int, str], int]:
    # A row without an id comes last, in the file's order.
    return (rising(row.key) if row.key is not None else (2, 0, ""), row.position)
