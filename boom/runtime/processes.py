"""Processes: which is which, though numbers are used again; starting them tied to us; ending them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
POLL_EVERY = 0.02

# Every child carries this variable with the path of its home, and hands it on to its own children: so the
# next start finds what a killed supervisor left behind even when the child in between is gone.
MARK = "BOOM_CHILD_OF"

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Identity:
    """A process for certain: its number, and when it began, as numbers are used again."""

    pid: int
    began: str


def identity_of(pid: int) -> Identity | None:
    """Who runs under `pid` now; None when nobody does (a zombie does not run)."""
    if sys.platform == "linux":
        fields = _stat(pid)
        if fields is None or fields[0] in "ZX":
            return None
        return Identity(pid, f"{_boot_id()}/{fields[19]}")
    began = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return Identity(pid, began) if began else None


def is_running(identity: Identity) -> bool:
    """Whether that very process, not a later one with its number, runs."""
    return identity_of(identity.pid) == identity


def me() -> Identity:
    """The identity of this process."""
    identity = identity_of(os.getpid())
    if identity is None:
        raise ProcessLookupError("this process does not find itself; is /proc mounted?")
    return identity


def marked(home: Path) -> list[int]:
    """Numbers of the processes that any supervisor of `home` started (Linux; empty elsewhere)."""
    wanted = f"{MARK}={home}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # It ended meanwhile, or belongs to another user.
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def serves(pid: int, *folders: Path) -> bool:
    """Whether one of `folders` stands in the command line of `pid`: it is the server of that data."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return any(str(folder).encode() in command for folder in folders)


def end_with_parent(signal_number: int) -> Callable[[], None]:
    """For `preexec_fn`: when its parent dies, by kill -9 too, the kernel sends the child `signal_number`.

    Linux only; elsewhere the next start cleans up.
    """
    parent = os.getpid()

    def tie() -> None:
        end_me_with(parent, signal_number)

    return tie


def end_me_with(parent: int, signal_number: int) -> None:
    """Have the kernel send this process `signal_number` when its parent, now `parent`, dies (Linux)."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # It died before the line above.
        os._exit(1)


def start(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    home: Path,
    log: Path,
    at_parents_death: int = signal.SIGTERM,
    user: str | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Run `command`, its output going to `log`, in a session of its own: a terminal's Ctrl-C passes it by."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            env={**env, MARK: str(home)},
            cwd="/" if user else cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            # Between fork and exec it makes one system call and takes no lock.
            preexec_fn=end_with_parent(at_parents_death),  # noqa: PLW1509
        )


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = POLL_EVERY) -> bool:
    """Ask `condition` again and again; True as soon as it holds, False when `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


def stop(process: subprocess.Popen[bytes], *signals: tuple[int, float]) -> None:
    """End a child of ours: each signal with the seconds it gets, at last a kill of its whole group."""
    for number, seconds in signals:
        if process.poll() is None:
            process.send_signal(number)
            wait_until(lambda: process.poll() is not None, seconds=seconds)
    # Workers that outlive their parent share its group; numbers are not used again this quickly.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_strangers(pids: Iterable[int], *, number: int = signal.SIGTERM, seconds: float = 10) -> list[int]:
    """End processes that are not our children: ask with `number`, kill after `seconds`.

    Gives back the numbers of those that ran.
    """
    identities = [identity for pid in pids if (identity := identity_of(pid)) is not None]
    for wanted in (number, signal.SIGKILL):
        for identity in identities:
            if is_running(identity):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(identity.pid, wanted)
        if wait_until(lambda: not any(map(is_running, identities)), seconds=seconds, every=0.05):
            break
    return [identity.pid for identity in identities]


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the state on (proc(5) counts that as field 3)."""
    try:
        content = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The second field is the command in parentheses and may itself hold spaces and parentheses.
    return content[content.rindex(")") + 2 :].split()


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
