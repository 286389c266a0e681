"""Whatever a legacy file holds, the database takes what the plan makes of it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bookings.models import Occupancy
from integrations.legacy.cells import Cell
from integrations.legacy.outcome import full_report
from integrations.legacy.plan import make_plan
from integrations.legacy.sample import SAMPLE
from integrations.legacy.source import COLUMNS, read_source
from integrations.services.legacy_import import import_legacy
from tenants.models import Business
from tests.conftest import TONIGHT

WILD: list[Cell] = [
    None,
    "",
    " ",
    0,
    1,
    -1,
    2.5,
    1e308,
    2**62,
    float("inf"),
    "true",
    "false",
    "null",
    "[object Object]",
    "2026-12-07T19:00",
    "2026-12-07",
    "1900-01-01T00:00",
    "2999-12-31T24:00",
    "24:00",
    "\x00",
    "é" * 5000,
    b"\xff\x00",
    b"",
    "=1+1",
    "<b>",
    "CANCELED",
    "no show",
    "admin",
    "Maria@GMAIL.com",
    "a@b.c",
    "$2a$10$" + "x" * 53,
    "America/New_York",
    "JPY",
    "+12125550183",
    "9" * 40,
]


def scrambled(path: Path, seed: int) -> Path:
    """The sample with every third cell or so replaced, its columns' rules taken off."""
    chance = random.Random(seed)
    shutil.copy(SAMPLE, path)
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in COLUMNS.items():
            present = [
                row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] in columns
            ]
            named = ", ".join(present)
            connection.execute(f"CREATE TABLE loose ({named}, deleted_at)")
            connection.execute(f"INSERT INTO loose ({named}) SELECT {named} FROM {table}")
            connection.execute(f"DROP TABLE {table}")
            connection.execute(f"ALTER TABLE loose RENAME TO {table}")
            (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            for _ in range(rows):
                column = chance.choice([*present, "deleted_at"])
                cell = (chance.choice(WILD), chance.randint(1, rows))
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", cell)
        connection.commit()
    return path


@pytest.mark.parametrize("seed", range(8))
def test_a_scrambled_file_is_imported_and_every_row_accounted_for(
    new_business: Business, tmp_path: Path, seed: int
):
    plan = make_plan(read_source(scrambled(tmp_path / "wild.sqlite3", seed)))

    outcome = import_legacy(plan=plan, now=TONIGHT)

    report = full_report(plan, outcome)
    assert report["importable"] + len(report["rejected"]) + len(report["skipped"]) == 403
    assert Occupancy.objects.count() == report["importable"]
    assert Occupancy.objects.occupying().count() == report["placed"]
    assert outcome.lost == {}
