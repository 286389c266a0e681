"""The form in which every rule says no: a value, so that a page can show all reasons at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why something cannot be done.

    `code` is stable and for programs, `message` a sentence for people. A soft one (`hard` false) may be
    overridden by staff who give a reason; a hard one by nobody, and what occupies a room is always hard.
    """

    code: str
    message: str
    hard: bool


def are_soft(blockers: list[Blocker]) -> bool:
    """Whether staff may go ahead with a reason: nothing hard among them."""
    return not any(blocker.hard for blocker in blockers)
