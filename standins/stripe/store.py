"""Everything the stand-in knows, in one SQLite file. What was answered is in it, also after a kill -9."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Obj = dict[str, Any]

TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (account, id)
);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (account, kind, number);
CREATE TABLE IF NOT EXISTS keys (
    account TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    request TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account, key)
);
CREATE INDEX IF NOT EXISTS keys_age ON keys (at);
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, clock TEXT NOT NULL, due INTEGER NOT NULL, name TEXT NOT NULL,
    account TEXT NOT NULL, id TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (clock, due, number);
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, event TEXT NOT NULL, type TEXT NOT NULL,
    endpoint TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL,
    status INTEGER, said TEXT
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due, number);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
EMPTY = (
    "DELETE FROM objects; DELETE FROM keys; DELETE FROM jobs; DELETE FROM deliveries; DELETE FROM settings;"
)

# Every wanted path (`$.customer`) has the wanted value; no path wanted means all of the kind.
FOUND = """
SELECT body FROM objects WHERE account = ? AND kind = ? AND number < ? AND number > ? AND NOT EXISTS (
    SELECT 1 FROM json_each(?) AS wanted WHERE json_extract(body, wanted.key) IS NOT wanted.value
) AND created >= ? AND created <= ? ORDER BY number DESC LIMIT ?
"""
FOUND_FROM_BELOW = FOUND.replace("DESC", "ASC")
NO_END = 2**62


@dataclass(frozen=True, slots=True)
class Job:
    """Something that happens by itself once its clock shows `due`."""

    number: int
    clock: str
    due: int
    name: str
    account: str
    id: str


class Store:
    """The file. All use of it happens under `transaction`, one at a time."""

    def __init__(self, file: Path) -> None:
        self.lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        # In WAL a commit is with the operating system before the answer goes out; only a power cut could take it.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block is kept or none of it; blocks inside blocks belong to the outer one."""
        with self.lock:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            else:
                self._connection.execute("COMMIT")
            finally:
                self._depth = 0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Inside a transaction: what fails in here leaves nothing behind."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO attempt")
            raise
        finally:
            self._connection.execute("RELEASE attempt")

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Inside a transaction: whatever is written in here is taken back at the end."""
        self._connection.execute("SAVEPOINT undone")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK TO undone")
            self._connection.execute("RELEASE undone")

    def empty(self) -> None:
        """Forget everything."""
        with self.lock:
            self._connection.executescript(EMPTY)

    def close(self) -> None:
        with self.lock:
            self._connection.close()

    # ---- objects

    def get(self, account: str, key: str) -> Obj | None:
        row = self._connection.execute(
            "SELECT body FROM objects WHERE account = ? AND id = ?", (account, key)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, account: str, obj: Obj, kind: str | None = None) -> None:
        self._connection.execute(
            "INSERT INTO objects (account, id, kind, created, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (account, id) DO UPDATE SET body = excluded.body, kind = excluded.kind",
            (account, obj["id"], kind or obj["object"], obj.get("created") or 0, json.dumps(obj)),
        )

    def delete(self, account: str, key: str) -> None:
        self._connection.execute("DELETE FROM objects WHERE account = ? AND id = ?", (account, key))

    def place(self, account: str, key: str) -> int | None:
        """Where an object stands in the order of making."""
        row = self._connection.execute(
            "SELECT number FROM objects WHERE account = ? AND id = ?", (account, key)
        ).fetchone()
        return row[0] if row else None

    def find(
        self,
        account: str,
        kind: str,
        wanted: Mapping[str, Any] | None = None,
        *,
        before: int | None = None,
        after: int | None = None,
        since: int = 0,
        until: int = NO_END,
        most: int = -1,
    ) -> list[Obj]:
        """Objects of a kind, newest first; `wanted` names paths and values (`{"payment.payment_intent": id}`).

        `before` and `after` are places in the order of making, both exclusive; with `after` alone the `most`
        nearest to it are given.
        """
        paths = json.dumps({f"$.{path}": value for path, value in (wanted or {}).items()})
        from_below = after is not None
        rows = self._connection.execute(
            FOUND_FROM_BELOW if from_below else FOUND,
            (account, kind, before or NO_END, after or 0, paths, since, until, most),
        ).fetchall()
        found = [json.loads(body) for (body,) in rows]
        return found[::-1] if from_below else found

    def replace_text(self, former: str, present: str) -> None:
        """Change a text wherever an object has it."""
        self._connection.execute("UPDATE objects SET body = replace(body, ?, ?)", (former, present))

    def accounts_of(self, key: str) -> list[str]:
        rows = self._connection.execute("SELECT account FROM objects WHERE id = ?", (key,))
        return [account for (account,) in rows]

    # ---- settings and counters

    def setting(self, name: str, default: Any = None) -> Any:
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else default

    def set(self, name: str, value: Any) -> None:
        self._connection.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value)),
        )

    def count(self, name: str) -> int:
        """The next number of a counter, from 1."""
        number = int(self.setting(name, 0)) + 1
        self.set(name, number)
        return number

    # ---- jobs

    def later(self, job: Job) -> None:
        self._connection.execute(
            "INSERT INTO jobs (clock, due, name, account, id) VALUES (?, ?, ?, ?, ?)",
            (job.clock, job.due, job.name, job.account, job.id),
        )

    def next_job(self, clock: str, until: int) -> Job | None:
        row = self._connection.execute(
            "SELECT number, clock, due, name, account, id FROM jobs WHERE clock = ? AND due <= ?"
            " ORDER BY due, number LIMIT 1",
            (clock, until),
        ).fetchone()
        return Job(*row) if row else None

    def set_aside(self, job: Job) -> None:
        """A job that failed: it stays for whoever looks, and is in nobody's way."""
        self._connection.execute(
            "UPDATE jobs SET clock = ? WHERE number = ?", (f"failed {job.clock}", job.number)
        )

    def done(self, job: Job) -> None:
        self._connection.execute("DELETE FROM jobs WHERE number = ?", (job.number,))

    def drop_jobs(self, account: str, key: str, name: str = "%") -> None:
        self._connection.execute(
            "DELETE FROM jobs WHERE account = ? AND id = ? AND name LIKE ?", (account, key, name)
        )

    def has_job(self, account: str, key: str, name: str) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM jobs WHERE account = ? AND id = ? AND name = ?", (account, key, name)
        ).fetchone()
        return row is not None

    # ---- idempotency keys

    def remembered(self, account: str, key: str) -> tuple[str, int, str, str, int] | None:
        """What was asked, the status, the body, the request's id and when; None for a key never seen."""
        row = self._connection.execute(
            "SELECT asked, status, body, request, at FROM keys WHERE account = ? AND key = ?", (account, key)
        ).fetchone()
        return row if row is None else (row[0], row[1], row[2], row[3], row[4])

    def remember(
        self, account: str, key: str, asked: str, *, status: int, body: str, request: str, at: int
    ) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?, ?, ?, ?)",
            (account, key, asked, status, body, request, at),
        )

    def forget_keys(self, before: int) -> None:
        self._connection.execute("DELETE FROM keys WHERE at < ?", (before,))

    # ---- deliveries

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Obj]:
        """For the deliveries' own statements: each row as a dictionary."""
        cursor = self._connection.execute(statement, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
