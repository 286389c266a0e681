"""The folder that holds one copy of Boom: its data, its logs, and the notes of what runs."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]

# Only these are ever removed by `make reset`: BOOM_HOME may name a folder that holds other things too.
OWNED = (
    "bench",
    "calendars",
    "credentials.json",
    "log",
    "mail",
    "media",
    "postgres",
    "postgres-programs",
    "postgres.password",
    "postgres.unfinished",
    "run",
    "sms",
    "stripe",
    "test",
    "valkey",
)


@dataclass(frozen=True, slots=True)
class Home:
    """One copy's folder. Two copies with two homes run side by side."""

    path: Path

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Home:
        """The home that `BOOM_HOME` names, relative to the project; `.boom` when it is not set."""
        return cls((PROJECT / (env.get("BOOM_HOME") or ".boom")).resolve())

    @property
    def run(self) -> Path:
        """Notes that are true while something runs: addresses, process ids, the lock."""
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def stripe(self) -> Path:
        """What the stand-in for Stripe knows."""
        return self.path / "stripe"

    @property
    def calendars(self) -> Path:
        """What the stand-in for Google's and Outlook's calendars knows."""
        return self.path / "calendars"

    @property
    def demo(self) -> Path:
        """Written by `seed_demo`: the addresses and log-ins that the demo prints."""
        return self.run / "demo.json"

    def prepare(self) -> None:
        """Make the folders; closed to other users, as they hold passwords and customers' data."""
        for folder in (self.path, self.run, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def credentials(self) -> dict[str, str]:
        """The passwords of this copy's services and its secret key, made at random on first use.

        They are needed although everything listens on loopback only: other users of the machine reach that
        too.
        """
        file = self.path / "credentials.json"
        known = read_json(file) or {}
        names = (
            "postgres", "boom_owner", "boom_app", "valkey", "secret_key", "stripe_platform", "stripe_connect",
        )  # fmt: skip
        if missing := [name for name in names if name not in known]:
            known |= {name: secrets.token_urlsafe(32) for name in missing}
            write_json(file, known)
        return known

    def remove_data(self) -> None:
        """Delete everything that Boom put here, and the folder itself when nothing else is left in it."""
        for name in OWNED:
            entry = self.path / name
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink(missing_ok=True)
        if self.path.is_dir() and not any(self.path.iterdir()):
            self.path.rmdir()


def read_json(file: Path) -> Any:
    """What `file` holds, or None when there is no such file."""
    try:
        return json.loads(file.read_text())
    except FileNotFoundError:
        return None


def write_json(file: Path, content: object) -> None:
    """Put `content` there for the owner's eyes only, whole or not at all: a reader never sees half a file."""
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(content, indent=1) + "\n")
    partial.replace(file)
