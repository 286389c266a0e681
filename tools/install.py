"""Puts the locked packages into .venv, making it where there is none: `python3 tools/install.py run|dev`.

Runs before anything is installed, so it needs Python's standard library only. Nothing is done when the lock
has not changed since the last time. `run` is what the demo needs, `dev` adds the tools and the tests'
packages.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "boom-installed.json"

# The development lock holds everything of the other one, in the same versions.
COVERS = {"run": ("run",), "dev": ("run", "dev")}
LINES_SHOWN_OF_A_FAILURE = 15
WORTH_SAYING_EVERY = 20


def main(arguments: Sequence[str]) -> None:
    if sys.version_info < OLDEST_PYTHON:
        _use_newer_python()
    [wanted] = arguments
    try:
        ensure_venv()
        install(wanted)
    except subprocess.CalledProcessError as failure:
        sys.exit(
            f"Setting up .venv failed: {' '.join(map(str, failure.cmd))} ended with {failure.returncode}."
        )


def ensure_venv() -> None:
    """Make .venv, or make it anew when its Python is gone."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say(f"Making .venv with Python {sys.version.split()[0]}")
    if importlib.util.find_spec("ensurepip"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    elif importlib.util.find_spec("pip"):
        # Debian ships ensurepip apart; the pip that is there can install into a bare environment.
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    else:
        sys.exit(
            f"{sys.executable} has neither ensurepip nor pip, so nothing can be installed. "
            "On Debian and Ubuntu: apt-get install python3-venv; or name another Python: make demo PYTHON=..."
        )


def install(wanted: str) -> None:
    """Install the lock `wanted` unless it is installed already; every package is checked against its hash."""
    lock = PROJECT / "requirements" / f"{wanted}.lock"
    hashes = {name: _hash(PROJECT / "requirements" / f"{name}.lock") for name in COVERS[wanted]}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if installed.get(wanted) == hashes[wanted]:
        return
    total = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), re.MULTILINE))
    say(f"Installing {total} packages of requirements/{lock.name} (half a minute to two, once)")
    began = time.monotonic()
    _pip(["install", "--require-hashes", "--no-deps", "--requirement", str(lock)], total)
    STAMP.write_text(json.dumps({**installed, **hashes}) + "\n")
    say(f"  done in {time.monotonic() - began:.0f} s")


def say(text: str) -> None:
    print(text, flush=True)


def _pip(arguments: Sequence[str], total: int) -> None:
    """Run pip for .venv, showing how far it is; its last lines are shown when it fails."""
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    command = [*pip, "--disable-pip-version-check", "--no-input", *arguments]
    last_lines: list[str] = []
    seen = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last_lines = [*last_lines, line][-LINES_SHOWN_OF_A_FAILURE:]
            if line.startswith(("Collecting ", "Processing ", "Ignoring ", "Requirement already ")):
                seen += 1
                if seen % WORTH_SAYING_EVERY == 0 or seen == total:
                    say(f"  {seen} of {total}")
            elif line.startswith("Installing collected packages"):
                say("  unpacking")
    if process.returncode:
        say("".join(last_lines))
        raise subprocess.CalledProcessError(process.returncode, command)


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _use_newer_python() -> None:
    """Start again under a newer Python, when there is one."""
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    sys.exit(
        f"Boom needs Python 3.11 or newer; this is {sys.version.split()[0]}. Name one: make demo PYTHON=..."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
