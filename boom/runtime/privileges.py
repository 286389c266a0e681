"""Running PostgreSQL, which refuses to be root, whoever we are: no user is created and no right is needed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from boom.runtime.errors import CannotStart

# "nobody" nearly everywhere; inside the name space the number need not exist outside.
UNPRIVILEGED_ID = 65534
NAME_SPACE = ("unshare", "--user", f"--map-user={UNPRIVILEGED_ID}", f"--map-group={UNPRIVILEGED_ID}")


@dataclass(frozen=True, slots=True)
class Unprivileged:
    """A way to run a program that must not be root."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def command(self, *arguments: str | Path) -> list[str]:
        return [*self.prefix, *map(str, arguments)]

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run to the end; what it printed is in the answer, whatever its exit code."""
        return subprocess.run(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.user,
            cwd="/" if self.user else None,
        )

    def let_through(self, folder: Path) -> None:
        """Let the program's user pass through `folder` to its own, without looking around there."""
        if self.user is not None:
            folder.chmod(0o711)

    def hand_over(self, path: Path) -> None:
        """Let the program own a file or folder; needed only where it runs as another user."""
        if self.user is None:
            return
        shutil.chown(path, self.user)
        if self.run("test", "-w", path).returncode:
            raise CannotStart(
                f"PostgreSQL would run as {self.user}, who cannot reach {path}. "
                "Set BOOM_HOME to a folder that everybody can reach, as /var/tmp/boom, or do not run as root."
            )

    def reachable(self, binaries: Path, spare: Path) -> Path:
        """`binaries`, or where the program's user cannot read it a copy of the installation under `spare`.

        A virtual environment under root's home is closed to everybody else.
        """
        if self.user is None or self.run("test", "-x", binaries / "postgres").returncode == 0:
            return binaries
        copy = spare / "postgres-programs"
        if not copy.exists():
            shutil.copytree(binaries.parent, copy, symlinks=True)
        return copy / binaries.name


def unprivileged() -> Unprivileged:
    """The first way that works here.

    1. An ordinary user runs it directly.
    2. Root, or a user id without an entry in the user list (some containers), enters a user name space in
       which it is nobody: files keep their owner, nothing is created.
    3. Root where name spaces are refused (Docker's default profile may do so) runs it as postgres or nobody.

    Raises CannotStart when none is left.
    """
    is_root = os.geteuid() == 0
    if not is_root and _has_name(os.geteuid()):
        return Unprivileged()
    if _works(NAME_SPACE):
        return Unprivileged(prefix=NAME_SPACE)
    if is_root:
        for user in ("postgres", "nobody"):
            if _exists(user):
                return Unprivileged(user=user)
    raise CannotStart(
        "PostgreSQL can run neither in a user name space (`unshare --user true` fails) nor as another user. "
        "Run as an ordinary user, or set DATABASE_URL to a server."
    )


def _works(prefix: Sequence[str]) -> bool:
    return (
        shutil.which(prefix[0]) is not None
        and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    )


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
