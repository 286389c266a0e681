"""What was done to a home's data by which code, so that a second start does nothing again.

Each of the steps (tables, stylesheet, sample data) takes seconds even when there is nothing to do, and with
the same code on the same data there is nothing to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from boom.runtime.home import PROJECT, Home, read_json, write_json

# What the outcome of a step can depend on; bytes that a run leaves behind are no code.
CODE = ("*.py", "*.sql", "*.lock")
STYLES = ("static/css", "static/css/**/*", "static/vendor/**/*.css", "boom/management/commands/build_css.py")
STYLESHEET = "static/dist/app.css"
NO_CODE = {".venv", ".boom", ".git", "tests", "benchmarks", "artifacts", "__pycache__", "node_modules"}


class Preparation:
    """Remembers the finished steps of a home, each with the fingerprint of the code that did it."""

    def __init__(self, home: Home) -> None:
        # Beside the tables: whoever removes those removes this.
        self._file = home.postgres / "boom-prepared.json"

    def is_done(self, step: str, fingerprint: str) -> bool:
        return bool((read_json(self._file) or {}).get(step) == fingerprint)

    def note(self, step: str, fingerprint: str) -> None:
        write_json(self._file, {**(read_json(self._file) or {}), step: fingerprint})


def code_fingerprint(project: Path = PROJECT) -> str:
    """Changes whenever a line of Python or SQL or the locked packages do."""
    digest = hashlib.sha256()
    for file in sorted(path for pattern in CODE for path in _sources(project, pattern)):
        digest.update(f"{file.relative_to(project)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def stylesheet_is_built(project: Path = PROJECT) -> bool:
    """Whether it is there and younger than all it is made of, folders included: a file may have gone."""
    built = project / STYLESHEET
    sources = [path for pattern in STYLES for path in project.glob(pattern)]
    return built.exists() and built.stat().st_mtime_ns > max(path.stat().st_mtime_ns for path in sources)


def _sources(folder: Path, pattern: str) -> Iterable[Path]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name not in NO_CODE:
                yield from _sources(entry, pattern)
        elif entry.match(pattern):
            yield entry
