"""The processes of a running Boom, each started again when it ends by itself."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boom.runtime import processes
from boom.runtime.home import PROJECT, Home

LOG_BYTES_KEPT = 5 * 1024 * 1024
LOG_LINES_SHOWN = 8

# Seconds until a child that ended is started again: doubled each time, forgotten once it has run for a while.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_AFTER = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `name` is what people and its log are told, `patience` the seconds it gets to end."""

    name: str
    command: tuple[str, ...]
    patience: float = 8.0


@dataclass(slots=True)
class Child:
    """A program that is kept running."""

    program: Program
    home: Home
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)
    again_at: float = field(default=0.0, init=False)

    @property
    def log(self) -> Path:
        return self.home.log / f"{self.program.name}.log"

    def start(self) -> None:
        shorten(self.log)
        self.started_at = time.monotonic()
        self.process = processes.start(
            self.program.command, env=self.env, home=self.home.path, log=self.log, cwd=PROJECT
        )

    @property
    def has_ended(self) -> bool:
        """Whether it ran and ended by itself; reading it collects the exit code."""
        return self.process is not None and self.process.poll() is not None

    def note_the_end(self) -> str:
        """Plan the next start; gives back the sentence that tells a person what happened."""
        assert self.process is not None
        code, ran = self.process.returncode, time.monotonic() - self.started_at
        is_new = ran > STEADY_AFTER or not self.pause
        self.pause = FIRST_PAUSE if is_new else min(self.pause * 2, LONGEST_PAUSE)
        self.again_at = time.monotonic() + self.pause
        # What its workers left running must not meet the next one.
        processes.stop(self.process)
        self.process = None
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"{self.program.name} {how}; starting it again in {self.pause:.0f} s. Its log: {self.log}"

    @property
    def is_due(self) -> bool:
        """Whether the pause after its end is over."""
        return self.process is None and time.monotonic() >= self.again_at

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def end(self) -> None:
        """Wait out its patience, then kill what is left."""
        if self.process is not None:
            processes.wait_until(lambda: self.has_ended, seconds=self.program.patience)
            processes.stop(self.process)
            self.process = None

    def last_words(self) -> str:
        """The end of its log, for a message."""
        if not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
        return "\n".join(f"    {line}" for line in lines)


def shorten(log: Path) -> None:
    """Set a log aside that has grown large; one earlier log is kept."""
    if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
        log.replace(log.with_name(f"{log.name}.1"))
