"""Opens a legacy file without touching it and hands over its five tables as rows.

The file is never written, not even a lock file beside it. A database left in write-ahead mode, or with a
journal from a crash, is copied with its companions into a temporary folder and recovered there.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from integrations.errors import LegacyFileBusy, LegacyFileUnreadable
from integrations.legacy.cells import Cell, as_text, filled, row_key, storable

HEADER_BYTES = 100
MAGIC = b"SQLite format 3\x00"
WRITE_AHEAD = 2
LOCK_WAIT_SECONDS = 2.0
COPY_ATTEMPTS = 3

# Column by column: the name used here, then other names the same column has had. Compared without case,
# underscores and hyphens, so start_time and startTime are one.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "users": {"id": (), "email": (), "password": ("password_hash",), "name": (), "role": ()},
    "rooms": {
        "id": (),
        "name": (),
        "capacity": (),
        "category": (),
        "description": (),
        "price_per_hour": ("hourly_rate",),
        "is_active": (),
    },
    "bookings": {
        "id": (),
        "room_id": (),
        "customer_name": (),
        "customer_email": (),
        "customer_phone": (),
        "start_time": ("time_in",),
        "end_time": ("time_out",),
        "status": (),
        "notes": (),
        "total_price": (),
    },
    "business_hours": {
        "id": (),
        "day_of_week": ("weekday",),
        "open_time": (),
        "close_time": (),
        "is_closed": (),
    },
    "settings": {"id": (), "key": (), "value": ()},
}
EVERYWHERE = ("tenant_id", "deleted_at", "created_at", "updated_at")
REQUIRED = {
    "users": ("id", "email"),
    "rooms": ("id", "name"),
    "bookings": ("id", "room_id", "start_time", "end_time"),
    "business_hours": ("day_of_week", "open_time", "close_time"),
    "settings": ("key", "value"),
}

# What `quick_check` says of cells that break their own column's rule. Such rows are still whole.
_ODD_CELL = re.compile(
    r"(NULL|TEXT|NUMERIC|non-\w+) value in |CHECK constraint failed|wrong # of entries|row \d+ missing"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `id` as it stands in the file, `key` its opaque form (None for a NULL id), cells by name."""

    table: str
    id: int | str | None
    key: str | None
    position: int
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Cell:
        """The cell of `column`; None where the table has no such column."""
        return self.cells.get(column)

    def extra(self) -> dict[str, str]:
        """What stands in columns this importer gives no meaning, as text; empty ones left out."""
        known = {*COLUMNS[self.table], *EVERYWHERE}
        return {
            name: storable(text)
            for name, cell in self.cells.items()
            if name not in known and (text := as_text(cell)) not in {None, ""}
        }


@dataclass(frozen=True, slots=True)
class Source:
    """A legacy file's content: rows by table name, and what tells this file from another."""

    name: str
    size: int
    sha256: str
    tables: Mapping[str, tuple[Row, ...]]


def read_source(path: Path) -> Source:
    """Read the five tables of the legacy file at `path`.

    Raises LegacyFileUnreadable (not there, not SQLite, truncated, damaged, tables or columns missing) and
    LegacyFileBusy (locked by another program), each with a message naming the file and the fault.
    """
    _check_header(path)
    try:
        with _connection(path) as connection:
            _check_pages(connection, path)
            tables = {
                name: tuple(_rows(connection, name, actual))
                for name, actual in _find_tables(connection, path)
            }
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise LegacyFileBusy(
                f"{path.name} is locked by another program. Stop the old app and try again."
            ) from error
        raise LegacyFileUnreadable(f"{path.name} could not be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise LegacyFileUnreadable(f"{path.name} is damaged: {error}.") from error
    return Source(name=path.name, size=path.stat().st_size, sha256=_sha256(path), tables=tables)


def _check_header(path: Path) -> None:
    """Refuse what is plainly not a whole SQLite file (layout: sqlite.org/fileformat2.html, part 1.3)."""
    if not path.exists():
        raise LegacyFileUnreadable(f"There is no file {path}.")
    if not path.is_file():
        raise LegacyFileUnreadable(f"{path} is not a file.")
    try:
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
    except OSError as error:
        raise LegacyFileUnreadable(f"{path.name} cannot be opened: {error.strerror}.") from error
    if not header:
        raise LegacyFileUnreadable(f"{path.name} is empty (0 bytes).")
    if not header.startswith(MAGIC[: len(header)]):
        raise LegacyFileUnreadable(f"{path.name} is not an SQLite database{_looks_like(header)}.")
    size = path.stat().st_size
    if len(header) < HEADER_BYTES:
        raise LegacyFileUnreadable(f"{path.name} is truncated: {size} bytes, not even a whole header.")
    page_size = int.from_bytes(header[16:18], "big")
    whole = (65536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big")
    size_is_kept = header[24:28] == header[92:96]
    if size_is_kept and size < whole and not _companion(path, "-wal"):
        raise LegacyFileUnreadable(f"{path.name} is truncated: {size} bytes of {whole}.")


def _looks_like(header: bytes) -> str:
    start = header.lstrip()
    if start[:1] in {b"{", b"["}:
        return " (it looks like JSON: give the server's database file, not a file saved by the browser)"
    if start.startswith((b"PGDMP", b"--", b"PRAGMA", b"CREATE", b"BEGIN")):
        return " (it looks like a database dump)"
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return " (it looks packed: unpack it first)"
    return ""


def _companion(path: Path, ending: str) -> Path | None:
    """The file SQLite keeps beside a database (`-wal`, `-journal`), if it is there and holds something."""
    companion = path.with_name(path.name + ending)
    return companion if companion.is_file() and companion.stat().st_size else None


@contextmanager
def _connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can see the last committed state and cannot write the file."""
    with path.open("rb") as file:
        is_write_ahead = WRITE_AHEAD in file.read(20)[18:20]
    if _companion(path, "-wal") or (not is_write_ahead and _needs_rollback(path)):
        with (
            tempfile.TemporaryDirectory(prefix="boom-legacy-") as folder,
            closing(_open(_copied(path, Path(folder)), "mode=rw")) as connection,
        ):
            yield connection
        return
    # Opening a write-ahead database read-only would still create a file beside it; `immutable` does not.
    with closing(_open(path, "mode=ro&immutable=1" if is_write_ahead else "mode=ro")) as connection:
        yield connection


def _needs_rollback(path: Path) -> bool:
    """Whether a journal left by a crash has to be played back, which a read-only connection cannot do."""
    if not _companion(path, "-journal"):
        return False
    try:
        with closing(_open(path, "mode=ro")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        return True
    return False


def _open(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, timeout=LOCK_WAIT_SECONDS)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    # One read transaction for all tables: a row written meanwhile is in all of them or in none.
    connection.isolation_level = None
    connection.execute("PRAGMA query_only = 1")
    connection.execute("BEGIN")
    return connection


def _copied(path: Path, folder: Path) -> Path:
    """Copy the database and its companions as of one moment; raises LegacyFileBusy if it keeps changing."""
    for _ in range(COPY_ATTEMPTS):
        parts = [part for part in (path, _companion(path, "-wal"), _companion(path, "-journal")) if part]
        before = [(part.stat().st_mtime_ns, part.stat().st_size) for part in parts]
        for part in parts:
            shutil.copyfile(part, folder / part.name)
        if all(part.exists() for part in parts) and before == [
            (part.stat().st_mtime_ns, part.stat().st_size) for part in parts
        ]:
            return folder / path.name
    raise LegacyFileBusy(f"{path.name} is being written to. Stop the old app and try again.")


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    for (verdict,) in connection.execute("PRAGMA quick_check(20)"):
        for line in str(verdict).splitlines():
            if line != "ok" and not line.startswith("***") and not _ODD_CELL.match(line):
                raise LegacyFileUnreadable(f"{path.name} is damaged: {line}.")


def _find_tables(connection: sqlite3.Connection, path: Path) -> list[tuple[str, str]]:
    """(name used here, name in the file) of the five tables, compared without case and underscores."""
    actual = {
        _plain(name): name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    }
    missing = [name for name in COLUMNS if _plain(name) not in actual]
    if missing:
        raise LegacyFileUnreadable(
            f"{path.name} is not a Boom Karaoke database: table{'s' if len(missing) > 1 else ''} "
            f"{', '.join(missing)} missing."
        )
    found = [(name, actual[_plain(name)]) for name in COLUMNS]
    for name, table in found:
        columns = {_plain(row[1]) for row in connection.execute(f"PRAGMA table_xinfo({_quoted(table)})")}
        lacking = [
            column
            for column in REQUIRED[name]
            if not columns & {_plain(spelling) for spelling in (column, *COLUMNS[name][column])}
        ]
        if lacking:
            raise LegacyFileUnreadable(f"{path.name}: table {table} has no column {', '.join(lacking)}.")
    return found


def _rows(connection: sqlite3.Connection, name: str, actual: str) -> Iterator[Row]:
    cursor = connection.execute(f"SELECT * FROM {_quoted(actual)}")  # noqa: S608 - quoted; SQLite binds no names
    columns = [entry[0] for entry in cursor.description]
    by_plain = {_plain(column): index for index, column in enumerate(columns)}
    wanted = {**COLUMNS[name], **dict.fromkeys(EVERYWHERE, ())}
    places = {
        column: [by_plain[_plain(spelling)] for spelling in (column, *others) if _plain(spelling) in by_plain]
        for column, others in wanted.items()
    }
    taken = {index for indexes in places.values() for index in indexes}
    others = [(columns[index], index) for index in range(len(columns)) if index not in taken]
    for position, values in enumerate(cursor, start=1):
        cells: dict[str, Cell] = {
            column: next((values[index] for index in indexes if values[index] is not None), None)
            for column, indexes in places.items()
        }
        cells.update((column, values[index]) for column, index in others)
        yield Row(name, _shown_id(cells["id"]), row_key(cells["id"]), position, cells)


def _shown_id(cell: Cell) -> int | str | None:
    """The id as the report shows it: a number stays one, all else is text."""
    if isinstance(cell, int):
        return cell
    return (
        row_key(cell)
        if isinstance(cell, bytes | float)
        else (storable(text) if (text := filled(cell)) else None)
    )


def _plain(name: str) -> str:
    return re.sub(r"[_\s-]", "", name).casefold()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
