"""Tests that a document names: `folder/test_file.py::test_name`, below tests/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.database import ROOT


def named_in(text: str) -> list[str]:
    """The ids between backticks."""
    return re.findall(r"`([^`]+)`", text)


def missing(tests: Iterable[str]) -> list[str]:
    """Those that do not exist."""
    lost = []
    for test in tests:
        file, _, name = test.partition("::")
        path = ROOT / "tests" / file
        if not path.is_file() or name not in _names_in(path):
            lost.append(test)
    return lost


@cache
def _names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))
