"""Opening legacy files: whole ones, odd ones, and those that cannot be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from integrations.errors import LegacyFileBusy, LegacyFileUnreadable
from integrations.legacy.sample import SAMPLE
from integrations.legacy.source import read_source
from tests.integrations.legacy.files import TABLES, booking, make_legacy_file, room


def refusal(path: Path) -> str:
    with pytest.raises(LegacyFileUnreadable) as refused:
        read_source(path)
    return refused.value.message


def test_the_sample_is_read_whole():
    source = read_source(SAMPLE)

    assert {name: len(rows) for name, rows in source.tables.items()} == {
        "users": 6,
        "rooms": 11,
        "bookings": 403,
        "business_hours": 7,
        "settings": 19,
    }


def test_reading_leaves_no_trace(tmp_path: Path):
    path = Path(shutil.copy(SAMPLE, tmp_path))
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    read_source(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_read_only_file_in_a_read_only_folder_is_read(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    path.chmod(0o444)
    tmp_path.chmod(0o555)

    source = read_source(path)

    tmp_path.chmod(0o755)
    assert len(source.tables["rooms"]) == 1


def test_names_are_found_whatever_their_case_and_underscores(tmp_path: Path):
    tables = {
        "rooms": None,
        "Rooms": "ID INTEGER, Name TEXT, PricePerHour REAL",
        "business_hours": None,
        "businessHours": "id INTEGER, dayOfWeek INTEGER, openTime TEXT, closeTime TEXT, isClosed INTEGER",
    }
    path = make_legacy_file(tmp_path / "legacy.sqlite3", tables=tables)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO Rooms VALUES (3, 'Blue', 12.5)")
        connection.commit()

    (blue,) = read_source(path).tables["rooms"]

    assert (blue.id, blue["name"], blue["price_per_hour"], blue["capacity"]) == (3, "Blue", 12.5, None)


def test_a_password_hash_column_is_the_password(tmp_path: Path):
    tables = {"users": "id INTEGER, email TEXT, password_hash TEXT"}
    people = [{"id": 1, "email": "ada@example.com", "password_hash": "hash"}]
    path = make_legacy_file(tmp_path / "legacy.sqlite3", tables=tables, users=people)

    (ada,) = read_source(path).tables["users"]

    assert ada["password"] == "hash"


def test_columns_without_a_meaning_are_kept_as_extra(tmp_path: Path):
    tables = {"rooms": TABLES["rooms"] + ", colour TEXT, amenities TEXT"}
    path = make_legacy_file(
        tmp_path / "legacy.sqlite3", tables=tables, rooms=[room(colour="#fff", amenities=None)]
    )

    (only,) = read_source(path).tables["rooms"]

    assert only.extra() == {"colour": "#fff"}


def test_a_view_will_do_for_a_table(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE rooms RENAME TO all_rooms")
        connection.execute("CREATE VIEW rooms AS SELECT * FROM all_rooms")

    assert len(read_source(path).tables["rooms"]) == 1


def test_text_that_is_no_utf_8_is_read_all_the_same(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3", rooms=[])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO rooms (id, name) VALUES (1, CAST(x'41ff42' AS TEXT))")
        connection.commit()

    (only,) = read_source(path).tables["rooms"]

    assert only["name"] == "A\udcffB"


def test_a_utf_16_database_is_read(tmp_path: Path):
    path = tmp_path / "legacy.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA encoding = 'UTF-16le'")
        connection.execute("CREATE TABLE made (x)")
    make_legacy_file(path, rooms=[room(name="Würfel & Töne 🎤")])

    (only,) = read_source(path).tables["rooms"]

    assert only["name"] == "Würfel & Töne 🎤"


def test_what_only_the_write_ahead_log_holds_is_read_and_left_there(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO rooms (id, name) VALUES (2, 'Only in the log')")
        connection.commit()
        before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}

        names = [row["name"] for row in read_source(path).tables["rooms"]]

        assert names == ["Room A", "Only in the log"]
        assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before


def test_a_write_ahead_database_closed_properly_leaves_no_trace_either(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

    assert len(read_source(path).tables["rooms"]) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["legacy.sqlite3"]


def test_a_half_written_transaction_of_a_crashed_app_is_undone_in_a_copy(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        # One page of memory makes it write into the file long before the commit that never comes.
        connection.execute("PRAGMA cache_size = 1")
        connection.executemany(
            "INSERT INTO rooms (id, name) VALUES (?, ?)", [(number, "x" * 900) for number in range(2, 60)]
        )
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for entry in [path, path.with_name(path.name + "-journal")]:
            shutil.copy(entry, crashed)

    rows = read_source(crashed / path.name).tables["rooms"]

    assert [row["name"] for row in rows] == ["Room A"]
    assert sorted(entry.name for entry in crashed.iterdir()) == ["legacy.sqlite3", "legacy.sqlite3-journal"]


def test_a_locked_file_says_who_to_stop(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("INSERT INTO rooms (id, name) VALUES (2, 'half way')")

        with pytest.raises(LegacyFileBusy, match=r"legacy\.sqlite3 is locked by another program"):
            read_source(path)


def test_a_missing_file_is_named(tmp_path: Path):
    assert refusal(tmp_path / "none.sqlite3") == f"There is no file {tmp_path / 'none.sqlite3'}."


def test_a_folder_is_no_file(tmp_path: Path):
    assert refusal(tmp_path) == f"{tmp_path} is not a file."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_we_may_not_read_says_so(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3")
    path.chmod(0)

    assert refusal(path) == "legacy.sqlite3 cannot be opened: Permission denied."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.db is empty (0 bytes)."),
        (b"hello, world", "x.db is not an SQLite database."),
        (
            b' {"timezone": "UTC"}',
            (
                "x.db is not an SQLite database (it looks like JSON: give the server's database file, "
                "not a file saved by the browser)."
            ),
        ),
        (b"PGDMP\x01\x0e", "x.db is not an SQLite database (it looks like a database dump)."),
        (b"PK\x03\x04rest", "x.db is not an SQLite database (it looks packed: unpack it first)."),
        (b"SQLite format 3\x00\x10\x00", "x.db is truncated: 18 bytes, not even a whole header."),
    ],
)
def test_what_is_no_database_is_told_from_one(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "x.db"
    path.write_bytes(content)

    assert refusal(path) == message


@pytest.mark.parametrize("kept", [100, 4096, 5000, 100_000])
def test_a_truncated_copy_is_noticed(tmp_path: Path, kept: int):
    path = tmp_path / "legacy.sqlite3"
    path.write_bytes(SAMPLE.read_bytes()[:kept])

    assert refusal(path) == f"legacy.sqlite3 is truncated: {kept} bytes of {SAMPLE.stat().st_size}."


def test_damage_inside_is_noticed(tmp_path: Path):
    content = bytearray(SAMPLE.read_bytes())
    content[8192:16384] = bytes(8192)
    path = tmp_path / "legacy.sqlite3"
    path.write_bytes(bytes(content))

    assert refusal(path).startswith("legacy.sqlite3 is damaged: ")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (["bookings"], "legacy.sqlite3 is not a Boom Karaoke database: table bookings missing."),
        (["users", "rooms"], "legacy.sqlite3 is not a Boom Karaoke database: tables users, rooms missing."),
        (["settings"], "legacy.sqlite3 is not a Boom Karaoke database: table settings missing."),
    ],
)
def test_missing_tables_are_named(tmp_path: Path, missing: Any, message: str):
    path = make_legacy_file(tmp_path / "legacy.sqlite3", tables=dict.fromkeys(missing), rooms=[])

    assert refusal(path) == message


def test_missing_columns_are_named(tmp_path: Path):
    tables = {"bookings": "id INTEGER, room_id INTEGER, start_time TEXT"}
    path = make_legacy_file(tmp_path / "legacy.sqlite3", tables=tables)

    assert refusal(path) == "legacy.sqlite3: table bookings has no column end_time."


def test_rows_that_break_their_own_columns_rules_are_still_read(tmp_path: Path):
    path = make_legacy_file(tmp_path / "legacy.sqlite3", bookings=[booking(customer_name=None)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'customer_name TEXT', "
            "'customer_name TEXT NOT NULL') WHERE name = 'bookings'"
        )
        connection.commit()

    assert len(read_source(path).tables["bookings"]) == 1
