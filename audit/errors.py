"""Refusals about the record: why a change cannot be taken back as it stands."""

from __future__ import annotations

from boom.core.errors import Conflict, NotFound


class ActUnknown(NotFound):
    code = "act-unknown"
    message = "There is no such change on the record."


class CannotTakeBack(Conflict):
    """There is nothing to take back, or nothing that Boom may take back."""

    code = "nothing-to-undo"
    message = "There is nothing to undo here any more."


class ChangedSince(CannotTakeBack):
    """Somebody changed the same thing later: undoing would overwrite it. The message says who and what."""

    code = "changed-since"


class InTheWay(CannotTakeBack):
    """What is there now leaves no room for what was: a name, a key or a room is another's."""

    code = "in-the-way"
