"""The rules of this house that no ready-made linter knows: `python -m tools.house_rules [FILE ...]`.

Each rule has a name. A line that breaks one for a good reason says so at its end: `# house: <rule>, <reason>`
(in a template `{# house: <rule>, <reason> #}`); without a reason it does not count.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.python_rules import RULES
from tools.template_rules import TEMPLATE_RULES, tags

PROJECT = Path(__file__).resolve().parents[1]
REASONED = r"house: {rule}, \S.+"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One broken rule."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


def check_python(path: str, source: str) -> list[Finding]:
    """What breaks a rule in a Python file; its path in the project decides which rules apply."""
    rules = [rule for rule in RULES if rule.applies_to(path)]
    lines = source.splitlines()
    found = []
    for node in ast.walk(ast.parse(source, path)):
        for rule in rules:
            if rule.breaks(node):
                line = getattr(node, "lineno", 1)
                end = getattr(node, "end_lineno", None) if isinstance(node, ast.Call) else None
                if not _is_excused(rule.name, lines[line - 1 : end or line]):
                    found.append(Finding(path, line, rule.name, rule.message))
    return found


def check_template(path: str, source: str) -> list[Finding]:
    """What breaks a rule in a template."""
    lines = source.split("\n")
    return [
        Finding(path, tag.first_line + 1, rule.name, rule.message)
        for tag in tags(source)
        for rule in TEMPLATE_RULES
        if rule.breaks(tag) and not _is_excused(rule.name, lines[tag.first_line : tag.last_line + 1])
    ]


def check(paths: Iterable[Path]) -> list[Finding]:
    """All findings of these files, in order."""
    found = []
    for path in paths:
        name = path.relative_to(PROJECT).as_posix()
        if path.suffix == ".py":
            found += check_python(name, path.read_text())
        elif (
            "templates" in path.parts and "emails" not in path.parts
        ):  # Mail programs have no policy of ours.
            found += check_template(name, path.read_text())
    return sorted(found)


def tracked_files() -> Iterator[Path]:
    """What git knows or would add, and still exists."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.svg", "*.txt"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    yield from (PROJECT / name for name in listed.splitlines() if (PROJECT / name).exists())


def main(arguments: Sequence[str]) -> int:
    found = check([Path(name).resolve() for name in arguments] or tracked_files())
    for finding in found:
        print(finding)
    return 1 if found else 0


def _is_excused(rule: str, lines: Sequence[str]) -> bool:
    return any(re.search(REASONED.format(rule=re.escape(rule)), line) for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
