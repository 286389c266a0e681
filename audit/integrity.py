"""What is looked at to find what is wrong, and what can be done about it: a registry that apps fill.

An app registers its checks in `checks.py` (found when Django starts). A check reads and gives what it found;
a fix goes through services, so that it is on record and can be undone. Looks are kept
(`audit.services.inspecting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext

from boom.core.errors import NotFound

# A page lists so many of a kind; the number says how many there are.
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `key` names it to its fixes; `path` leads to it on the same host."""

    key: str
    words: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look found: how many problems, those that are listed, and a sentence about how much was seen."""

    count: int
    problems: Sequence[Problem]
    words: str

    @classmethod
    def of(cls, problems: Sequence[Problem], words: str) -> Found:
        """All the problems there are, of which MOST_KEPT are listed."""
        return cls(len(problems), problems[:MOST_KEPT], words)


Look = Callable[[datetime], Found]
Apply = Callable[[str, Mapping[str, str], datetime], object]
Prepare = Callable[[str, datetime], Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to put one problem right. `asks` are texts it needs (name: label); `permission` is who may.

    `apply` gets the problem's key, the texts and now; it raises a refusal where things are not so any more.
    Where it only asks for what a worker does, `prepare` gives that work to be rehearsed: it gets the key and
    now, outside of any transaction, and may ask others.
    """

    name: str
    label: str
    permission: str
    apply: Apply
    asks: Mapping[str, str] = field(default_factory=dict)
    prepare: Prepare | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at. `page` is the name of a page of its own where its problems are settled."""

    name: str
    title: str
    look: Look
    fixes: tuple[Fix, ...] = ()
    page: str = ""


_checks: dict[str, Check] = {}


def checks(name: str, title: str, *, fixes: Sequence[Fix] = (), page: str = "") -> Callable[[Look], Look]:
    """Register a check under a name kept for good. Texts are marked for translation where they are
    written.
    """

    def register(look: Look) -> Look:
        _checks[name] = Check(name, title, look, tuple(fixes), page)
        return look

    return register


def registered_checks() -> dict[str, Check]:
    """Every check there is, by name, in the order they were registered."""
    return dict(_checks)


def fix_called(check: str, fix: str) -> Fix:
    """A check's fix. Raises NotFound for one that there is not."""
    known = _checks.get(check)
    found = next((each for each in known.fixes if each.name == fix), None) if known else None
    if found is None:
        raise NotFound(gettext("There is no such repair."))
    return found
