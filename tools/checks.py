"""What is checked without running a test: `python -m tools.checks` (make lint; the first half of CI).

Every check runs, though one before it failed: a person sees all there is to mend at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
MANAGE = (sys.executable, "-W", "ignore::RuntimeWarning", "manage.py")

# The settings ask where the services are; none of these checks uses one.
NO_SERVICES = {"BOOM_WITHOUT_SERVICES": "1"}
# What a public host must set before it starts; the values are made up.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "boom.settings.production",
    "DATABASE_URL": "postgresql://boom_app@127.0.0.1:1/boom",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "BOOM_BASE_DOMAIN": "boom.example",
    "BOOM_SECRET_KEY": "only-to-see-that-the-settings-hold-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "BOOM_SEALING_KEYS": "b25seS10by1zZWUtdGhhdC10aGUtc2V0dGluZ3MtaG8=",
}


@dataclass(frozen=True, slots=True)
class Check:
    """A command that ends with 0 when all is well."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


CHECKS = (
    Check("ruff check", (str(PROGRAMS / "ruff"), "check", ".")),
    Check("ruff format", (str(PROGRAMS / "ruff"), "format", "--check", ".")),
    Check("types", (str(PROGRAMS / "mypy"),), NO_SERVICES),
    Check("import contracts", (str(PROGRAMS / "lint-imports"), "--no-logo"), NO_SERVICES),
    Check("rules of the house", (sys.executable, "-m", "tools.house_rules")),
    Check("migrations match the models", (*MANAGE, "makemigrations", "--check", "--dry-run"), NO_SERVICES),
    Check("production settings", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("the stylesheet builds", (*MANAGE, "build_css"), NO_SERVICES),
)


def main() -> int:
    failed = [check.name for check in CHECKS if not _passes(check)]
    if failed:
        print(f"\n{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    print(f"\n== {check.name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(check.command, cwd=PROJECT, env={**os.environ, **check.env}, check=False).returncode
    print(
        f"== {check.name}: {'ok' if code == 0 else f'FAILED ({code})'}, {time.monotonic() - began:.1f} s",
        flush=True,
    )
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
